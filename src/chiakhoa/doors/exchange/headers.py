"""Finds which sheet holds which table and which column which question; guesses are asked, never taken silently."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from openpyxl.utils import get_column_letter
from rapidfuzz import fuzz

from chiakhoa.doors.exchange.cells import plain
from chiakhoa.doors.exchange.layout import EXPLAINING, Column, Table, texts
from chiakhoa.doors.exchange.records import ReturnedRow
from chiakhoa.doors.exchange.sheets import Sheet
from chiakhoa.law.rules.refusals import Refused
from chiakhoa.law.rules.vietnamese import fold

SEARCHED_ROWS = 20
"""Rows from the top among which the header row is sought: titles often stand above it."""

ENOUGH = 3
"""Known headers that make a sheet of any name a table."""

LIKELY = 62.0
"""Likeness out of 100 from which a guess is offered."""

OTHER_NAMES = {"households": ("hộ gia đình", "danh sách hộ"), "members": ("nhân khẩu", "danh sách thành viên")}


@dataclass(frozen=True, slots=True)
class HeaderToConfirm:
    """A header nobody knows and the column it may be: confirm with {"sheet!header": guess}, or "" to leave it out."""

    sheet: str
    column: str
    header: str
    guess: str
    guess_label: str
    likeness: int


@dataclass(slots=True)
class Located:
    """A table found in a sheet: the header's row (from 0), and for each known column its place."""

    table: Table
    sheet: Sheet
    header_row: int
    places: dict[str, int]
    unknown: dict[int, str]

    @property
    def absent(self) -> list[Column]:
        """Columns of the layout that the sheet does not have."""
        return [column for column in self.table.columns if column.key not in self.places]


def locate(table: Table, other: Table, sheets: Sequence[Sheet], confirmed: Mapping[str, str], name: str) -> Located:
    """Find the sheet of `table`; Refused when there is none, or more than one with rows."""
    known, foreign = _known_headers(table), _known_headers(other)
    named = [sheet for sheet in sheets if fold(sheet.name) in _sheet_names(table)]
    code = table.code_column
    alike = [sheet for sheet in sheets if sheet not in named and _is_like(sheet, known, foreign, code)]
    alike = [sheet for sheet in alike if fold(sheet.name) not in _sheet_names(other)]
    filled = [sheet for sheet in named + alike if _has_rows(sheet, known)]
    if len(filled) > 1:
        raise Refused("import.two_sheets", where=name, sheets=", ".join(s.name for s in filled), table=table.name["vi"])
    found = next(iter(filled + named + alike), None)
    if found is None:
        raise Refused("import.missing_sheet", where=name, sheet=table.name["vi"])
    return _match(table, found, known, confirmed)


def settle(tables: Sequence[Located], name: str) -> list[ReturnedRow]:
    """Refuse missing columns and ask about unknown headers; what remains odd comes back as warnings."""
    questions = [question for located in tables for question in _questions(located)]
    if questions:
        headers = "; ".join(f"{q.sheet}!{q.column} “{q.header}”" for q in questions[:5])
        raise Refused("import.headers_to_confirm", where=name, count=len(questions), headers=headers, guesses=questions)
    for located in tables:
        lacking = [c.label["vi"] for c in located.absent if c.key in located.table.required]
        if lacking:
            raise Refused("import.missing_column", where=located.sheet.name, columns=", ".join(lacking))
    return [warning for located in tables for warning in _warnings(located)]


def _sheet_names(table: Table) -> set[str]:
    return {fold(name) for name in (*table.name.values(), *OTHER_NAMES[table.key], table.key)}


def _known_headers(table: Table) -> dict[str, str]:
    """Column keys by every folded way to write the header that no other column shares."""
    found: dict[str, str] = {}
    shared: set[str] = set()
    for column in table.columns:
        for word in _words([column]):
            if found.setdefault(word, column.key) != column.key:
                shared.add(word)
    return {word: key for word, key in found.items() if word not in shared}


def _words(columns: Sequence[Column]) -> frozenset[str]:
    """Every folded way to write the headers of these columns."""
    texts = [
        text
        for column in columns
        for text in (column.key, *column.label.values(), *(note.partition("\n")[0] for note in column.note.values()))
    ]
    return frozenset(map(bare, texts)) - {""}


def bare(text: str) -> str:
    """A header as it is compared: folded, without a unit in brackets, without stars and colons."""
    return " ".join(re.sub(r"\([^)]*\)|[*:.?]", " ", fold(text)).split())


def _texts(sheet: Sheet, row: int) -> list[str]:
    return [plain(cell) for cell in sheet.rows[row]] if row < len(sheet.rows) else []


def _header_row(sheet: Sheet, known: Mapping[str, str]) -> tuple[int, int]:
    """The row with most known headers, and how many."""
    counts = [
        len({known[word] for word in map(bare, _texts(sheet, row)) if word in known})
        for row in range(min(SEARCHED_ROWS, len(sheet.rows)))
    ]
    best = max(counts, default=0)
    if best == 0:
        filled = (row for row in range(len(sheet.rows)) if any(_texts(sheet, row)))
        return next(filled, 0), 0
    return counts.index(best), best


def _is_like(sheet: Sheet, known: Mapping[str, str], foreign: Mapping[str, str], code: str) -> bool:
    """Whether a sheet of another name holds this table: the household's number and enough other headers of it."""
    row, score = _header_row(sheet, known)
    has_code = any(known.get(bare(text)) == code for text in _texts(sheet, row))
    return has_code and score >= ENOUGH and score > _header_row(sheet, foreign)[1]


def _has_rows(sheet: Sheet, known: Mapping[str, str]) -> bool:
    row, _ = _header_row(sheet, known)
    return any(any(plain(cell) for cell in cells) for cells in sheet.rows[row + 1 :])


def _match(table: Table, sheet: Sheet, known: Mapping[str, str], confirmed: Mapping[str, str]) -> Located:
    row, _ = _header_row(sheet, known)
    located = Located(table, sheet, row, {}, {})
    agreed = {_question_key(key): value for key, value in confirmed.items()}
    keys = {column.key for column in table.columns}
    width = max(map(len, sheet.rows), default=0)
    texts = _texts(sheet, row)
    passed_over = _explaining() | _words(table.passed_over)
    for place in range(width):
        header = texts[place] if place < len(texts) else ""
        name = header or f"[{get_column_letter(place + 1)}]"
        answer = agreed.get(_question_key(f"{sheet.name}!{name}"), agreed.get(_question_key(name)))
        if answer not in keys | {""}:
            answer = None
        key = known.get(bare(header), "") if answer is None else answer
        if key in keys:
            if key in located.places:
                raise Refused(
                    "import.header_twice", where=sheet.name, header=header, column=get_column_letter(place + 1)
                )
            located.places[key] = place
        elif answer is None and bare(header) not in passed_over and _column_filled(sheet, place, row):
            located.unknown[place] = name
    return located


@cache
def _explaining() -> frozenset[str]:
    """Headers of the columns that a workbook of returned rows puts before the others."""
    return frozenset(bare(label) for key in EXPLAINING for label in texts()["returned"][key].values())


def _question_key(text: str) -> str:
    return fold(text)


def _column_filled(sheet: Sheet, place: int, header_row: int) -> bool:
    return any(len(cells) > place and plain(cells[place]) for cells in sheet.rows[header_row + 1 :])


def _questions(located: Located) -> list[HeaderToConfirm]:
    absent = located.absent
    if not absent or not located.unknown:
        return []
    pairs = sorted(
        ((_likeness(header, column), place, column) for place, header in located.unknown.items() for column in absent),
        key=lambda pair: -pair[0],
    )
    guesses: dict[int, tuple[float, Column]] = {}
    taken: set[str] = set()
    for likeness, place, column in pairs:
        if likeness >= LIKELY and place not in guesses and column.key not in taken:
            guesses[place] = (likeness, column)
            taken.add(column.key)
    asked = located.unknown if located.table.asks_of_all else guesses
    return [_question(located, place, located.unknown[place], guesses.get(place)) for place in asked]


def _question(located: Located, place: int, header: str, guess: tuple[float, Column] | None) -> HeaderToConfirm:
    key, label, likeness = (guess[1].key, guess[1].label["vi"], round(guess[0])) if guess else ("", "", 0)
    return HeaderToConfirm(located.sheet.name, get_column_letter(place + 1), header, key, label, likeness)


def _likeness(header: str, column: Column) -> float:
    word = bare(header)
    texts = (*column.label.values(), column.key.replace("_", " "))
    return max(fuzz.WRatio(word, bare(text)) for text in texts)


def _warnings(located: Located) -> list[ReturnedRow]:
    row, sheet = located.header_row + 1, located.sheet.name
    extra = [
        ReturnedRow(sheet, row, get_column_letter(place + 1), header, "import.extra_column")
        for place, header in located.unknown.items()
    ]
    absent = [ReturnedRow(sheet, row, "", c.label["vi"], "import.column_absent", field=c.key) for c in located.absent]
    hidden = [ReturnedRow(sheet, 1, "", sheet, "import.hidden_sheet")] if located.sheet.hidden else []
    return hidden + extra + absent


def as_question(guesses: Sequence[HeaderToConfirm]) -> list[dict[str, Any]]:
    """The guesses as plain data, for a page or for `--json`."""
    return [
        {
            "sheet": g.sheet,
            "column": g.column,
            "header": g.header,
            "guess": g.guess,
            "guess_label": g.guess_label,
            "likeness": g.likeness,
        }
        for g in guesses
    ]
