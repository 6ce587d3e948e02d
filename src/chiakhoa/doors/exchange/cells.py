"""Reads one cell as people fill it: days, Vietnamese numbers, yes and no in many spellings, options by their words.

Every reading is a value, None (not answered) or an Unreadable with the reason; nothing is guessed.
"""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from decimal import Decimal, InvalidOperation
from typing import Any
from unicodedata import normalize
from uuid import UUID

from chiakhoa.doors.exchange.layout import Column
from chiakhoa.law.rules.form import Choice
from chiakhoa.law.rules.households import PartialDate
from chiakhoa.law.rules.vietnamese import fold

EARLIEST_YEAR, LATEST_YEAR = 1880, 2100
"""Years a day in a workbook may have."""

YES = frozenset(fold(word) for word in ("có", "x", "1", "đúng", "true", "yes", "y", "ya", "rồi", "✓", "✔", "☑", "v"))
NO = frozenset(fold(word) for word in ("không", "ko", "k", "0", "sai", "false", "no", "n", "tidak", "chưa", "☐"))
NOT_ANSWERED = frozenset(
    fold(word)
    for word in ("", "không rõ", "chưa rõ", "không biết", "chưa hỏi", "không trả lời", "unknown", "tidak tahu", "?")
)
MALE = frozenset(("nam", "trai", "male", "m", "laki-laki", "l"))
FEMALE = frozenset(("nu", "gai", "female", "f", "perempuan", "p"))
DAY = re.compile(r"(\d{1,2})\s*[/.\-]\s*(\d{1,2})\s*[/.\-]\s*(\d{4})")
MONTH = re.compile(r"(\d{1,2})\s*[/.\-]\s*(\d{4})")
YEAR = re.compile(r"\d{4}")
ISO = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})(?:[T ]\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?Z?)?")
GROUPED = re.compile(r"\d{1,3}(?:[. ]\d{3})+(?:,\d+)?")
PLAIN = re.compile(r"\d+(?:[.,]\d+)?")
MEASURES = ("m²", "kWh")
"""Measured units: decimals are dropped, which changes nothing since all limits are whole. Other units are counted."""


@dataclass(frozen=True, slots=True)
class Unreadable:
    """Why a cell cannot be read: the refusal's id and the values of its sentence."""

    rule: str
    params: dict[str, Any] = field(default_factory=dict)


Reader = Callable[[Any], Any]


class Readings(dict[Any, Any]):
    """The readings of a column's cells, each distinct content read once."""

    def __init__(self, read: Reader) -> None:
        super().__init__()
        self.read = read
        self.some_unreadable = False

    def __missing__(self, raw: Any) -> Any:
        value = self.read(raw)
        self[raw] = value
        self.some_unreadable = self.some_unreadable or isinstance(value, Unreadable)
        return value


def plain(raw: Any) -> str:
    """A cell as the text a person sees: whole numbers without decimals, days as dd/mm/yyyy, spaces made one."""
    if isinstance(raw, str):
        return " ".join(raw.replace("\N{ZERO WIDTH SPACE}", "").replace("\N{BOM}", "").split())
    if isinstance(raw, bool):
        return "TRUE" if raw else "FALSE"
    if isinstance(raw, float) and raw.is_integer() and abs(raw) < 1e15:
        return str(int(raw))
    if isinstance(raw, datetime):
        return raw.strftime("%d/%m/%Y %H:%M:%S") if raw.time() != time() else _day_text(raw.date())
    if isinstance(raw, date):
        return _day_text(raw)
    return str(raw)


def _day_text(day: date) -> str:
    return f"{day.day:02}/{day.month:02}/{day.year:04}"


def reader_for(column: Column) -> Reader:
    """The function that reads the cells of `column`."""
    match column.kind:
        case "yes_no":
            return read_yes_no
        case "choice" | "area" | "region" | "phone_state":
            return _option_reader(column.options, column.kind in ("choice", "phone_state"))
        case "relation":
            return _relation_reader(column.options)
        case "number":
            low, high = (column.field.low, column.field.high) if column.field else (0, 0)
            return _number_reader(low, high, column.unit)
        case "count":
            return _number_reader(1, 99, "")
        case "date":
            return read_day
        case "birth":
            return read_birth
        case "sex":
            return read_sex
        case "uuid":
            return read_uuid
        case _:
            return read_text


def read_text(raw: Any) -> str:
    """A name or a code as text, composed and without double spaces."""
    return normalize("NFC", plain(raw))


def read_yes_no(raw: Any) -> bool | Unreadable | None:
    """Yes or no in the spellings people use; None when blank or plainly not known."""
    if isinstance(raw, bool):
        return raw
    word = fold(plain(raw)).rstrip(".")
    if word in NOT_ANSWERED:
        return None
    if word in YES:
        return True
    if word in NO:
        return False
    return Unreadable("import.not_yes_no")


def read_sex(raw: Any) -> str | Unreadable:
    """`male`, `female`, or empty when blank."""
    word = fold(plain(raw))
    if word in NOT_ANSWERED:
        return ""
    if word in MALE:
        return "male"
    return "female" if word in FEMALE else Unreadable("import.unknown_option", {"options": "nam, nữ"})


def read_uuid(raw: Any) -> UUID | Unreadable | None:
    """A public id as the program writes it into its own exports; None when blank."""
    text = plain(raw)
    try:
        return UUID(text) if text else None
    except ValueError:
        return Unreadable("exchange.not_an_id")


def _option_reader(options: Iterable[Choice], may_be_unknown: bool) -> Reader:
    by_word = _words(options)
    named = "; ".join(choice.label["vi"] for choice in options)

    def read(raw: Any) -> str | Unreadable | None:
        word = fold(plain(raw))
        if word in by_word:
            return by_word[word]
        if not word or (may_be_unknown and word in NOT_ANSWERED):
            return None
        return Unreadable("import.unknown_option", {"options": named})

    return read


def _words(options: Iterable[Choice]) -> dict[str, str]:
    """Option keys by every way to write them that no other option shares."""
    found: dict[str, str] = {}
    shared: set[str] = set()
    for choice in options:
        for word in {fold(text) for text in (choice.key, choice.key.replace("_", " "), *choice.label.values())}:
            if found.setdefault(word, choice.key) != choice.key:
                shared.add(word)
    return {word: key for word, key in found.items() if word not in shared}


def _relation_reader(options: Iterable[Choice]) -> Reader:
    by_word = _words(options)
    return lambda raw: by_word.get(fold(plain(raw)), read_text(raw))


def _number_reader(low: int, high: int, unit: str) -> Reader:
    measured = unit.startswith(MEASURES)
    suffixes = tuple(fold(text) for text in (unit, unit.partition("/")[0], "m2") if text) if unit else ()

    def read(raw: Any) -> int | Unreadable | None:
        if isinstance(raw, (bool, date, time, timedelta)):
            return Unreadable("import.not_a_number")
        number = Decimal(repr(raw)) if isinstance(raw, (int, float)) else number_in(plain(raw), suffixes)
        if number is None or isinstance(number, Unreadable):
            return number
        if not number.is_finite() or not low <= number <= high:
            return Unreadable("import.out_of_range", {"low": low, "high": high})
        if number != number.to_integral_value() and not measured:
            return Unreadable("import.not_whole")
        return int(number)

    return read


def number_in(text: str, suffixes: tuple[str, ...] = ()) -> Decimal | Unreadable | None:
    """The number in `text`, written the Vietnamese way (1.234,5), perhaps with one of `suffixes` (units) behind it."""
    word = fold(text)
    if word in NOT_ANSWERED:
        return None
    for suffix in suffixes:
        word = word.removesuffix(suffix).rstrip()
    if GROUPED.fullmatch(word):
        word = word.replace(".", "").replace(" ", "").replace(",", ".")
    elif PLAIN.fullmatch(word):
        word = word.replace(",", ".")
    else:
        return Unreadable("import.not_a_number")
    try:
        return Decimal(word)
    except InvalidOperation:
        return Unreadable("import.not_a_number")


def read_day(raw: Any) -> date | Unreadable | None:
    """A whole day: a date cell, dd/mm/yyyy or yyyy-mm-dd."""
    found = read_birth(raw)
    if found is None or isinstance(found, Unreadable):
        return found
    if found.month is None or found.day is None:
        return Unreadable("import.not_a_day")
    return date(found.year, found.month, found.day)


def read_birth(raw: Any) -> PartialDate | Unreadable | None:
    """A birth date, perhaps without day or month: a date cell, dd/mm/yyyy, mm/yyyy, yyyy or yyyy-mm-dd."""
    if isinstance(raw, date):
        return _checked(raw.year, raw.month, raw.day)
    if isinstance(raw, (bool, time, timedelta)):
        return Unreadable("import.not_a_date")
    text = plain(raw).strip("'")
    if found := DAY.fullmatch(text):
        return _checked(int(found[3]), int(found[2]), int(found[1]))
    if found := ISO.fullmatch(text):
        return _checked(int(found[1]), int(found[2]), int(found[3]))
    if found := MONTH.fullmatch(text):
        return _checked(int(found[2]), int(found[1]), None)
    if YEAR.fullmatch(text):
        return _checked(int(text), None, None)
    return None if fold(text) in NOT_ANSWERED else Unreadable("import.not_a_date")


def _checked(year: int, month: int | None, day: int | None) -> PartialDate | Unreadable:
    if not EARLIEST_YEAR <= year <= LATEST_YEAR:
        return Unreadable("import.year_out_of_range", {"low": EARLIEST_YEAR, "high": LATEST_YEAR})
    if month is not None and not 1 <= month <= 12:
        return Unreadable("import.no_such_day")
    if month is not None and day is not None and not 1 <= day <= monthrange(year, month)[1]:
        return Unreadable("import.no_such_day")
    return PartialDate(year, month, day)
