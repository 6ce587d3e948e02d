"""Reads the "list after review" of an office: classes without answers, taken as decisions whose reasons are not held.

Columns as seen in a provincial system after Annex VI of Circular 07/2021/TT-BLĐTBXH: one sheet of poor and near-poor
households (one row a person), two of households that left. Found by their headers, else by their letters.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from types import MappingProxyType
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
    ethnicity: str
    birth: PartialDate | None
    sex: str


@dataclass(frozen=True, slots=True)
class ReviewDecision:
    """What the list says of a household: its class, the points as given; the answers behind them are not held."""

    number: str
    head: str
    verdict: str
    """`poor` or `near_poor`; empty for a household that left a list: its sheet does not say where it went."""
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
    rows: tuple[int, ...] = ()
    reasons_held: bool = False


@dataclass(slots=True)
class ReviewList:
    """All decisions of the file. `rows` = rows of taken households + `returned_rows`, each with its reason.

    `cells` are its sheets as they stand, `headers` the header row of each where one is known.
    """

    decisions: list[ReviewDecision] = field(default_factory=list)
    returned: list[ReturnedRow] = field(default_factory=list)
    returned_rows: list[SourceRow] = field(default_factory=list)
    rows: int = 0
    returned_households: int = 0
    cells: dict[str, list[list[Any]]] = field(default_factory=dict)
    headers: dict[str, tuple[str, ...]] = field(default_factory=dict)

    def give_back(self, decision: ReviewDecision, reason: ReturnedRow) -> None:
        """Return a household that was read but cannot be taken, with all its rows; the caller drops the decision."""
        self.returned_households += 1
        self.returned.append(reason)
        cells = self.cells[decision.sheet]
        self.returned_rows += [
            SourceRow(decision.sheet, row, tuple(map(plain, cells[row - 1]))) for row in decision.rows
        ]


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
    return {key: column_index_from_string(letter) - 1 for key, letter in letters.items()}, _first_row(sheet, kind)


def _first_row(sheet: Sheet, kind: str) -> int:
    """Where the data starts when no header is known: below the row of column numbers, else where the annex has it."""
    for at, row in enumerate(sheet.rows[:SEARCHED_ROWS]):
        if _is_numbering([text for text in map(plain, row) if text]):
            return at + 1
    return 7 if kind == LISTED else 9


def _read_sheet(sheet: Sheet, kind: str, taken: ReviewList) -> None:
    columns, below = _columns(sheet, kind)
    taken.cells[sheet.name] = sheet.rows
    taken.headers[sheet.name] = tuple(map(plain, sheet.rows[below - 1])) if 0 < below <= len(sheet.rows) else ()
    group = Group(sheet, kind, columns)
    for at in range(below, len(sheet.rows)):
        filled = [text for text in map(plain, sheet.rows[at]) if text]
        if not filled or _is_numbering(filled) or fold(filled[0]).startswith(("tong cong", "tong so", "cong:")):
            continue
        taken.rows += 1
        if group.rows and group.ends_before(at):
            group.close(taken)
            group = Group(sheet, kind, columns)
        group.rows.append(at)
    if group.rows:
        group.close(taken)


def _is_numbering(filled: Sequence[str]) -> bool:
    marks = [text.strip("() ") for text in filled]
    return len(marks) >= 4 and all(len(mark) < 3 and (mark.isdecimal() or mark.isalpha()) for mark in marks)


@dataclass(slots=True)
class Group:
    """The rows of one household on one sheet, and what is wrong with them."""

    sheet: Sheet
    kind: str
    columns: Mapping[str, int]
    rows: list[int] = field(default_factory=list)
    faults: list[ReturnedRow] = field(default_factory=list)

    def raw(self, at: int, key: str) -> Any:
        """What stands in row `at` under `key`, empty when there is no such column."""
        place = self.columns.get(key, -1)
        row = self.sheet.rows[at]
        return row[place] if 0 <= place < len(row) else ""

    def text(self, at: int, key: str) -> str:
        """The same as text."""
        return read_text(self.raw(at, key))

    def ends_before(self, at: int) -> bool:
        """Whether row `at` starts another household: it has a number other than this one's."""
        number = self.text(at, "number")
        return bool(number) and number != self.text(self.rows[0], "number")

    def close(self, taken: ReviewList) -> None:
        """Take the household, or return all its rows."""
        decision = self._decision()
        if self.faults:
            cells = self.sheet.rows
            taken.returned_households += 1
            taken.returned += self.faults
            taken.returned_rows += [
                SourceRow(self.sheet.name, at + 1, tuple(map(plain, cells[at]))) for at in self.rows
            ]
        else:
            taken.decisions.append(decision)

    def _decision(self) -> ReviewDecision:
        first = self.rows[0]
        if not self.text(first, "number"):
            self._fault(first, "number", "import.missing_code")
        for at, place in sorted(self.sheet.broken):
            if at in self.rows and place in self.columns.values():
                self._fault(at, "", "import.broken_cell")
        people = tuple(map(self._person, self.rows))
        return ReviewDecision(
            number=self.text(first, "number"),
            village=self.text(first, "village"),
            commune=self.text(first, "commune"),
            commune_code=self.text(first, "commune_code"),
            decision=self.text(first, "decision"),
            head=self.text(first, "head") or people[0].name,
            verdict=self._verdict() if self.kind == LISTED else "",
            left={LISTED: "", LEFT_POOR: "poor", LEFT_NEAR_POOR: "near_poor"}[self.kind],
            b1=self._points(first, "b1"),
            b2=self._points(first, "b2"),
            decided_on=self._read(first, "decided_on", read_day),
            sheet=self.sheet.name,
            row=first + 1,
            people=people,
            rows=tuple(at + 1 for at in self.rows),
        )

    def _verdict(self) -> str:
        """The class all rows of the household agree on."""
        texts = {at: self.text(at, "class") for at in self.rows if at == self.rows[0] or self.text(at, "class")}
        found = {CLASSES.get(fold(text), ""): at for at, text in texts.items()}
        if "" in found:
            self._fault(found[""], "class", "import.unknown_class")
        elif len(found) > 1:
            self._fault(max(found.values()), "class", "import.class_differs")
        return next(iter(found))

    def _person(self, at: int) -> ListedPerson:
        return ListedPerson(
            name=self.text(at, "name"),
            relation=self.text(at, "relation"),
            ethnicity=self.text(at, "ethnicity"),
            birth=self._read(at, "birth", read_birth),
            sex=self._read(at, "sex", read_sex) or "",
        )

    def _points(self, at: int, key: str) -> int | None:
        number = self._read(at, key, lambda raw: number_in(plain(raw)))
        if number is not None and number != number.to_integral_value():
            self._fault(at, key, "import.not_whole")
        return None if number is None else int(number)

    def _read(self, at: int, key: str, reader: Callable[[Any], Any]) -> Any:
        value = reader(self.raw(at, key))
        if not isinstance(value, Unreadable):
            return value
        self._fault(at, key, value.rule, value.params)
        return None

    def _fault(self, at: int, key: str, rule: str, params: Mapping[str, Any] = MappingProxyType({})) -> None:
        letter = get_column_letter(self.columns[key] + 1) if key in self.columns else ""
        place = (self.sheet.name, at + 1, letter, self.text(at, key), rule)
        self.faults.append(ReturnedRow(*place, params, self.text(self.rows[0], "number"), key))
