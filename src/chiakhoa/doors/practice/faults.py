"""Plants in a workbook the faults that people make, and keeps a list of what was planted where."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable
from dataclasses import dataclass, field
from random import Random
from typing import Any, Protocol

HOUSEHOLDS, MEMBERS = "households", "members"
FIRST_ROW = 2


class Rows(Protocol):
    """The rows of a workbook before they are written, by sheet key."""

    headers: dict[str, list[str]]
    rows: dict[str, list[list[Any]]]
    merges: dict[str, list[str]]


@dataclass(frozen=True, slots=True)
class Planted:
    """One planted fault. `returned` are the households that must come back for it; a harmless one returns nobody."""

    kind: str
    sheet: str
    row: int
    column: str
    households: tuple[str, ...] = ()
    returned: bool = True


@dataclass(slots=True)
class Planter:
    """Called with the rows, plants `count` faults of mixed kinds, each in households of its own."""

    count: int
    seed: int | str
    planted: list[Planted] = field(default_factory=list)
    rng: Random = field(init=False)
    used: set[str] = field(default_factory=set)

    def __post_init__(self) -> None:
        self.rng = Random(f"faults/{self.seed}")

    def __call__(self, rows: Rows) -> None:
        """Plant the faults: those that change cells first, then rows that are put between others."""
        kinds = [PLANTS[at % len(PLANTS)] for at in range(self.count)]
        for plant in sorted(kinds, key=PLANTS.index):
            before = len(self.planted)
            plant(self, rows)
            if len(self.planted) == before:
                PLANTS[before % CELL_PLANTS](self, rows)

    def choose(self, rows: Rows, sheet: str) -> list[Any] | None:
        """A row of a household in which nothing is planted yet, or None when all have their fault."""
        table = rows.rows[sheet]
        for _ in range(200):
            row = table[int(self.rng.random() * len(table))]
            if row and row[0] and row[0] not in self.used:
                self.used.add(row[0])
                return row
        return None

    def note(self, kind: str, rows: Rows, sheet: str, row: list[Any], header: str, *, returned: bool = True) -> None:
        """Put a planted fault on the list."""
        at = next(place for place, other in enumerate(rows.rows[sheet]) if other is row)
        self.planted.append(Planted(kind, sheet, at + FIRST_ROW, header, (str(row[0]),), returned))


def _spoil_cell(kind: str, sheet: str, header: str, value: Any, *, returned: bool = True) -> Callable[..., None]:
    def plant(planter: Planter, rows: Rows) -> None:
        row = planter.choose(rows, sheet)
        if row is None or header not in rows.headers[sheet]:
            return
        row[rows.headers[sheet].index(header)] = value
        planter.note(kind, rows, sheet, row, header, returned=returned)

    return plant


def _duplicate_code(planter: Planter, rows: Rows) -> None:
    row, other = planter.choose(rows, HOUSEHOLDS), planter.choose(rows, HOUSEHOLDS)
    if row is None or other is None:
        return
    lost = row[0]
    row[0] = other[0]
    planter.note("duplicate_code", rows, HOUSEHOLDS, row, rows.headers[HOUSEHOLDS][0])
    last = planter.planted.pop()
    planter.planted.append(Planted(last.kind, last.sheet, last.row, last.column, (str(other[0]), str(lost))))


def _orphan(planter: Planter, rows: Rows) -> None:
    """A person whose household number is nowhere: the household then lacks one of its people."""
    row = planter.choose(rows, MEMBERS)
    if row is None:
        return
    code = str(row[0])
    planter.note("orphan_member", rows, MEMBERS, row, rows.headers[MEMBERS][0])
    row[0] = f"X-{code}"


def _decomposed(planter: Planter, rows: Rows) -> None:
    row = planter.choose(rows, HOUSEHOLDS)
    if row is None:
        return
    row[:] = [unicodedata.normalize("NFD", cell) if isinstance(cell, str) else cell for cell in row]
    planter.note("decomposed", rows, HOUSEHOLDS, row, "", returned=False)


def _numbers_as_text(planter: Planter, rows: Rows) -> None:
    row = planter.choose(rows, HOUSEHOLDS)
    if row is None:
        return
    row[7:] = [f"{cell},0 " if isinstance(cell, int) else cell for cell in row[7:]]
    planter.note("numbers_as_text", rows, HOUSEHOLDS, row, "", returned=False)


def _merged_code(planter: Planter, rows: Rows) -> None:
    """The household's number in one merged cell over all its people."""
    row = planter.choose(rows, MEMBERS)
    if row is None:
        return
    own = [at for at, other in enumerate(rows.rows[MEMBERS]) if other[:1] == [row[0]]]
    planter.note("merged_code", rows, MEMBERS, rows.rows[MEMBERS][own[0]], rows.headers[MEMBERS][0], returned=False)
    if len(own) < 2 or own != list(range(own[0], own[-1] + 1)):
        return
    for at in own[1:]:
        rows.rows[MEMBERS][at][0] = None
    rows.merges.setdefault(MEMBERS, []).append(f"A{own[0] + FIRST_ROW}:A{own[-1] + FIRST_ROW}")


def _renamed_header(planter: Planter, rows: Rows) -> None:
    headers = rows.headers[HOUSEHOLDS]
    at = next((place for place, header in enumerate(headers) if header == "Nguồn nước"), None)
    if at is None:
        return
    headers[at] = "Nguồn nước sinh hoạt chính"
    planter.planted.append(Planted("renamed_header", HOUSEHOLDS, 1, headers[at], (), returned=False))


def _total_row(planter: Planter, rows: Rows) -> None:
    table = rows.rows[HOUSEHOLDS]
    table.append(["Tổng cộng", *[None] * 6, len(table)])
    planter.planted.append(Planted("total_row", HOUSEHOLDS, len(table) + FIRST_ROW - 1, "", (), returned=False))


def _blank_row(planter: Planter, rows: Rows) -> None:
    table = rows.rows[HOUSEHOLDS]
    table.append([])
    planter.planted.append(Planted("blank_row", HOUSEHOLDS, len(table) + FIRST_ROW - 1, "", (), returned=False))


PLANTS: list[Callable[[Planter, Rows], None]] = [
    _spoil_cell("bad_date", MEMBERS, "Ngày sinh", "31/02/1980"),
    _spoil_cell("unknown_option", HOUSEHOLDS, "Nguồn nước", "nước giời"),
    _spoil_cell("text_in_number", HOUSEHOLDS, "Diện tích nhà (m²)", "rộng rãi"),
    _spoil_cell("birth_after_survey", MEMBERS, "Ngày sinh", "01/01/2090"),
    _spoil_cell("two_digit_year", MEMBERS, "Ngày sinh", "05/03/54"),
    _spoil_cell("formula_text", HOUSEHOLDS, "Chủ hộ", "=HYPERLINK(1)", returned=False),
    _duplicate_code,
    _orphan,
    _decomposed,
    _numbers_as_text,
    _merged_code,
    _renamed_header,
    _blank_row,
    _total_row,
]
"""The kinds of faults, in the order in which they are planted: cells first, whole rows last."""

CELL_PLANTS = 5
"""So many of them spoil one cell; they stand in where another kind cannot be planted once more."""
