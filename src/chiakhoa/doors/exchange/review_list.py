"""Reads the "list after review" of an office: classes without answers, taken as decisions whose reasons are not held.

Columns as seen in a provincial system after Annex VI of Circular 07/2021/TT-BLĐTBXH: one sheet of poor and near-poor
households (one row a person), two of households that left. Found by their headers, else by their letters.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from openpyxl.utils import column_index_from_string, get_column_letter

from chiakhoa.doors.exchange.cells import Unreadable, number_in, plain, read_birth, read_day, read_sex, read_text
from chiakhoa.doors.exchange.records import ReturnedRow, SourceRow
from chiakhoa.doors.exchange.sheets import Sheet, open_workbook
from chiakhoa.doors.exchange.vetting import Limits
from chiakhoa.law.rules.households import PartialDate
from chiakhoa.law.rules.refusals import Refused
from chiakhoa.law.rules.vietnamese import fold

LIMITS = Limits()
LISTED, LEFT_POOR, LEFT_NEAR_POOR = "listed", "left_poor", "left_near_poor"
LETTERS: Mapping[str, Mapping[str, str]] = {
    LISTED: {
        "number": "B", "head": "C", "name": "D", "relation": "E", "birth": "F", "sex": "G", "commune": "L",
        "commune_code": "M", "village": "N", "ethnicity": "O", "class": "P", "decision": "Q", "decided_on": "R",
        "b1": "S", "b2": "T",
    },
    LEFT_POOR: {"number": "B", "name": "C", "relation": "D", "sex": "E", "birth": "F", "ethnicity": "H", "address": "I",
                "b1": "J", "b2": "K"},
}  # fmt: skip
HEADERS: Mapping[str, tuple[str, ...]] = {
    "number": ("stt ho", "so thu tu ho", "so ho", "ma ho", "stt"),
    "head": ("ho va ten chu ho", "ho ten chu ho", "ten chu ho", "chu ho"),
    "name": ("ho va ten thanh vien", "ho ten thanh vien", "ten thanh vien", "ho va ten", "ho ten"),
    "relation": ("quan he voi chu ho", "quan he"),
    "birth": ("ngay sinh", "ngay thang nam sinh", "ngay, thang, nam sinh", "nam sinh"),
    "sex": ("gioi tinh",),
    "commune": ("xa/phuong", "xa", "phuong", "xa, phuong", "xa/phuong/thi tran"),
    "commune_code": ("ma xa", "ma xa/phuong", "ma phuong"),
    "village": ("thon/to", "thon", "thon/ban", "to dan pho", "thon/to dan pho", "thon, to dan pho"),
    "ethnicity": ("dan toc",),
    "class": ("phan loai ho", "phan loai", "loai ho", "ket qua phan loai"),
    "decision": ("so quyet dinh", "quyet dinh cong nhan", "so quyet dinh cong nhan"),
    "decided_on": ("ngay quyet dinh", "ngay cong nhan", "ngay ky"),
    "address": ("dia chi", "noi o", "thuong tru"),
    "b1": ("b1", "diem b1", "tong diem b1"),
    "b2": ("b2", "diem b2", "tong diem b2"),
}
CLASSES = {
    "ho ngheo": "poor", "ngheo": "poor", "hn": "poor",
    "ho can ngheo": "near_poor", "can ngheo": "near_poor", "hcn": "near_poor", "cn": "near_poor",
}  # fmt: skip
SEARCHED_ROWS = 16


@dataclass(frozen=True, slots=True)
class ListedPerson:
    """A person on the list."""

    name: str
    relation: str
    birth: PartialDate | None
    sex: str
    ethnicity: str


@dataclass(frozen=True, slots=True)
class ReviewDecision:
    """What the list says of a household: its class, the points as given; the answers behind them are not held."""

    number: str
    head: str
    verdict: str
    left: str
    village: str
    commune: str
    commune_code: str
    b1: int | None
    b2: int | None
    decision: str
    decided_on: date | None
    sheet: str
    row: int
    people: tuple[ListedPerson, ...]
    reasons_held: bool = False


@dataclass(slots=True)
class ReviewList:
    """All decisions of the file. `rows` = rows of taken households + `returned_rows`, each with its reason."""

    decisions: list[ReviewDecision] = field(default_factory=list)
    returned: list[ReturnedRow] = field(default_factory=list)
    returned_rows: list[SourceRow] = field(default_factory=list)
    rows: int = 0


def read_review_list(path: Path, *, limits: Limits = LIMITS) -> ReviewList:
    """Read the list after review at `path`; Refused when the file is no such list."""
    opened = open_workbook(path, limits)
    taken = ReviewList()
    found = False
    for at, sheet in enumerate(sheet for sheet in opened.sheets if any(any(map(plain, row)) for row in sheet.rows)):
        kind = _kind(sheet, at)
        if kind:
            found = True
            _read_sheet(sheet, kind, taken)
    if not found:
        raise Refused("import.no_review_list", where=path.name, file=path.name)
    return taken


def _kind(sheet: Sheet, at: int) -> str:
    """Which list a sheet holds, by its title and name."""
    title = fold(" ".join([sheet.name, *(plain(cell) for row in sheet.rows[:SEARCHED_ROWS] for cell in row)]))
    if "thoat can ngheo" in title:
        return LEFT_NEAR_POOR
    if "thoat ngheo" in title:
        return LEFT_POOR
    return LISTED if "sau khi ra soat" in title or (at == 0 and "ngheo" in title) else ""


def _columns(sheet: Sheet, kind: str) -> tuple[dict[str, int], int]:
    """Columns by what they hold, and the first row below the header: by header names, else by the annex's letters."""
    best: dict[str, int] = {}
    below = 0
    for at, row in enumerate(sheet.rows[:SEARCHED_ROWS]):
        names = [" ".join(fold(plain(cell)).replace("\n", " ").split()) for cell in row]
        here = {key: names.index(name) for key, known in HEADERS.items() for name in known[::-1] if name in names}
        if len(here) > len(best):
            best, below = here, at + 1
    if len(best) >= 5 and {"number", "name"} <= set(best):
        return best, below
    letters = LETTERS[LISTED if kind == LISTED else LEFT_POOR]
    return {key: column_index_from_string(letter) - 1 for key, letter in letters.items()}, below or _first_row(kind)


def _first_row(kind: str) -> int:
    return 7 if kind == LISTED else 9


def _read_sheet(sheet: Sheet, kind: str, taken: ReviewList) -> None:
    columns, below = _columns(sheet, kind)
    group: list[int] = []
    for at in range(below, len(sheet.rows)):
        row = sheet.rows[at]
        filled = [text for text in map(plain, row) if text]
        if not filled or _is_numbering(filled) or fold(filled[0]).startswith(("tong cong", "tong so", "cong:")):
            continue
        taken.rows += 1
        if _starts_household(sheet, columns, group, at) and group:
            _take(sheet, kind, columns, group, taken)
            group = []
        group.append(at)
    if group:
        _take(sheet, kind, columns, group, taken)


def _is_numbering(filled: Sequence[str]) -> bool:
    marks = [text.strip("() ") for text in filled]
    return len(marks) >= 4 and all(len(mark) < 3 and (mark.isdecimal() or mark.isalpha()) for mark in marks)


def _starts_household(sheet: Sheet, columns: Mapping[str, int], group: Sequence[int], at: int) -> bool:
    """A row starts a household when it has a number other than the one above."""
    number = _text(sheet, columns, at, "number")
    return bool(number) and (not group or number != _text(sheet, columns, group[0], "number"))


def _text(sheet: Sheet, columns: Mapping[str, int], at: int, key: str) -> str:
    place = columns.get(key)
    row = sheet.rows[at]
    return read_text(row[place]) if place is not None and place < len(row) else ""


def _raw(sheet: Sheet, columns: Mapping[str, int], at: int, key: str) -> Any:
    place = columns.get(key)
    row = sheet.rows[at]
    return row[place] if place is not None and place < len(row) else ""


def _take(sheet: Sheet, kind: str, columns: Mapping[str, int], group: Sequence[int], taken: ReviewList) -> None:
    faults: list[ReturnedRow] = []

    def fault(at: int, key: str, rule: str, params: Mapping[str, Any]) -> None:
        place = columns.get(key)
        letter = get_column_letter(place + 1) if place is not None else ""
        number = _text(sheet, columns, group[0], "number")
        faults.append(
            ReturnedRow(sheet.name, at + 1, letter, _text(sheet, columns, at, key), rule, dict(params), number, key)
        )

    def read(at: int, key: str, reader: Any) -> Any:
        value = reader(_raw(sheet, columns, at, key))
        if isinstance(value, Unreadable):
            fault(at, key, value.rule, value.params)
            return None
        return value

    first = group[0]
    if not _text(sheet, columns, first, "number"):
        fault(first, "number", "import.missing_code", {})
    verdict = _verdict(sheet, kind, columns, group, fault)
    people = tuple(_person(sheet, columns, at, read) for at in group)
    points = [read(first, key, lambda raw: number_in(plain(raw))) for key in ("b1", "b2")]
    decided_on = read(first, "decided_on", read_day)
    broken = sorted(at for at, place in sheet.broken if at in group and place in columns.values())
    for at in broken:
        fault(at, "", "import.broken_cell", {})
    if faults:
        taken.returned += faults
        taken.returned_rows += [SourceRow(sheet.name, at + 1, tuple(map(plain, sheet.rows[at]))) for at in group]
        return
    b1, b2 = (None if value is None else int(value) for value in points)
    taken.decisions.append(
        ReviewDecision(
            number=_text(sheet, columns, first, "number"),
            head=_text(sheet, columns, first, "head") or people[0].name,
            verdict=verdict,
            left={LISTED: "", LEFT_POOR: "poor", LEFT_NEAR_POOR: "near_poor"}[kind],
            village=_text(sheet, columns, first, "village"),
            commune=_text(sheet, columns, first, "commune"),
            commune_code=_text(sheet, columns, first, "commune_code"),
            b1=b1,
            b2=b2,
            decision=_text(sheet, columns, first, "decision"),
            decided_on=decided_on,
            sheet=sheet.name,
            row=first + 1,
            people=people,
        )
    )


def _verdict(sheet: Sheet, kind: str, columns: Mapping[str, int], group: Sequence[int], fault: Any) -> str:
    """The class all rows of the household agree on. One that left "poor" may be near-poor: its sheet does not say."""
    if kind != LISTED:
        return ""
    found = {}
    for at in group:
        text = _text(sheet, columns, at, "class")
        if text or at == group[0]:
            found[CLASSES.get(fold(text), "")] = at
    if len(found) == 1 and "" not in found:
        return next(iter(found))
    fault(found.get("", group[-1]), "class", "import.unknown_class" if "" in found else "import.class_differs", {})
    return ""


def _person(sheet: Sheet, columns: Mapping[str, int], at: int, read: Any) -> ListedPerson:
    return ListedPerson(
        name=_text(sheet, columns, at, "name"),
        relation=_text(sheet, columns, at, "relation"),
        birth=read(at, "birth", read_birth),
        sex=read(at, "sex", read_sex) or "",
        ethnicity=_text(sheet, columns, at, "ethnicity"),
    )
