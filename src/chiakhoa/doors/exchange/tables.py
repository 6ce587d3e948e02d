"""Reads the rows of a located table column by column: which rows count, what each cell says, what cannot be read."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any

from openpyxl.utils import get_column_letter

from chiakhoa.doors.exchange.cells import Readings, Unreadable, plain, reader_for
from chiakhoa.doors.exchange.headers import Located, bare
from chiakhoa.doors.exchange.layout import Column
from chiakhoa.doors.exchange.records import ReturnedRow, SourceRow
from chiakhoa.doors.exchange.sheets import Merge
from chiakhoa.law.rules.refusals import Refused
from chiakhoa.law.rules.vietnamese import fold

TOTALS = frozenset(fold(word) for word in ("tổng", "tổng cộng", "tổng số", "cộng", "total", "jumlah"))
FILLED_FROM_MERGE = {
    "households": ("commune", "village", "area", "region", "surveyed_on"),
    "members": ("household",),
}
"""Columns where a merged cell plainly speaks for all its rows. Elsewhere the value belongs to the first row alone."""


@dataclass(slots=True)
class ReadTable:
    """The counted rows of a table: `rows[i]` is a sheet row (from 1), `values[key][i]` what the column says there."""

    located: Located
    rows: list[int] = field(default_factory=list)
    values: dict[str, list[Any]] = field(default_factory=dict)
    faults: dict[int, list[ReturnedRow]] = field(default_factory=lambda: defaultdict(list))
    set_aside: list[SourceRow] = field(default_factory=list)
    warnings: list[ReturnedRow] = field(default_factory=list)

    def source(self, at: int) -> SourceRow:
        """The row as it stood in the sheet."""
        sheet = self.located.sheet
        return SourceRow(sheet.name, self.rows[at], tuple(map(plain, sheet.rows[self.rows[at] - 1])))

    def fault(self, at: int, key: str, rule: str, **params: Any) -> ReturnedRow:
        """Write down why row `at` cannot be taken; `key` names the column concerned, empty for the whole row."""
        place = self.located.places.get(key)
        cells = self.located.sheet.rows[self.rows[at] - 1]
        value = plain(cells[place]) if place is not None and place < len(cells) else ""
        letter = get_column_letter(place + 1) if place is not None else ""
        found = ReturnedRow(self.located.sheet.name, self.rows[at], letter, value, rule, params, "", key)
        self.faults[at].append(found)
        return found

    def headers(self) -> tuple[str, ...]:
        """The header row as it stood."""
        sheet = self.located.sheet
        return tuple(map(plain, sheet.rows[self.located.header_row])) if sheet.rows else ()


def read_table(located: Located, name: str) -> ReadTable:
    """Read every counted row of `located`; blank rows are passed over, total rows and repeated headers set aside."""
    table = ReadTable(located)
    counted = list(_counted_rows(table))
    table.rows = [row + 1 for row in counted]
    _fill_merges(table, set(counted), name)
    contents = list(zip(*(located.sheet.rows[row] for row in counted), strict=True))
    for column in located.table.columns:
        table.values[column.key] = _read_column(table, column, contents)
    _mark_broken(table)
    return table


def _counted_rows(table: ReadTable) -> Iterator[int]:
    located = table.located
    cells = located.sheet.rows
    broken = {row for row, _ in located.sheet.broken}
    headers = [bare(plain(cell)) for cell in cells[located.header_row]] if cells else []
    code_place = located.places[located.table.code_column]
    for row in range(len(cells)):
        if row == located.header_row or (row < located.header_row and not _is_stray(cells[row], code_place)):
            continue
        if row not in broken and _is_blank(cells[row]):
            continue
        first = row == located.header_row + 1
        if row not in broken and _is_set_aside(cells[row], headers, code_place, first):
            table.set_aside.append(SourceRow(located.sheet.name, row + 1, tuple(map(plain, cells[row]))))
            continue
        yield row


def _is_stray(cells: list[Any], code_place: int) -> bool:
    """A row above the header that is no title: it has something under the household's number and in four more cells."""
    return len(cells) - cells.count("") > 4 and bool(plain(cells[code_place]))


def _is_blank(cells: list[Any]) -> bool:
    filled = len(cells) - cells.count("")
    return filled == 0 or (filled < 4 and not any(plain(cell) for cell in cells))


def _is_set_aside(cells: list[Any], headers: list[str], code_place: int, first: bool) -> bool:
    """Total rows, repeated headers, and the row of column numbers (1) (2) (3) right under the header."""
    code = bare(plain(cells[code_place]))
    if first and code.strip("()") in ("1", "a"):
        return _is_numbering([plain(cell).strip("() ") for cell in cells if plain(cell)])
    if code and code != headers[code_place] and code not in TOTALS:
        return False
    texts = [bare(plain(cell)) for cell in cells]
    filled = [text for text in texts if text]
    same = sum(1 for text, header in zip(texts, headers, strict=False) if text and text == header)
    if same >= 2 and same * 2 > len(filled):
        return True
    return filled[:1] != [] and filled[0] in TOTALS and not any(_is_words(text) for text in filled[1:])


def _is_words(text: str) -> bool:
    return any(sign.isalpha() for sign in text)


def _is_numbering(texts: list[str]) -> bool:
    numbers = [int(text) for text in texts if text.isdecimal() and len(text) < 4]
    letters = sum(1 for text in texts if len(text) == 1 and text.isalpha())
    steps = all(after == before + 1 for before, after in pairwise(numbers))
    return len(numbers) >= 3 and len(numbers) + letters == len(texts) and steps


def _fill_merges(table: ReadTable, counted: set[int], name: str) -> None:
    located = table.located
    cells = located.sheet.rows
    keys = {place: key for key, place in located.places.items()}
    budget = len(cells) + len(counted) + 1000
    for merge in located.sheet.merges:
        bottom = min(merge.bottom, len(cells) - 1)
        if merge.top <= located.header_row or bottom < merge.top or merge.bottom == merge.top:
            continue
        key = keys.get(merge.left)
        if key in FILLED_FROM_MERGE[located.table.key]:
            budget -= bottom - merge.top
            if budget < 0:
                raise Refused("import.damaged", where=f"{name}, {located.sheet.name}", file=name)
            _fill(cells, merge, bottom, counted)
        elif key is not None and merge.top in counted:
            letter = get_column_letter(merge.left + 1)
            value = plain(cells[merge.top][merge.left]) if merge.left < len(cells[merge.top]) else ""
            table.warnings.append(
                ReturnedRow(
                    located.sheet.name, merge.top + 1, letter, value, "import.merged_answer", {"last": bottom + 1}
                )
            )


def _fill(cells: list[list[Any]], merge: Merge, bottom: int, counted: set[int]) -> None:
    value = cells[merge.top][merge.left]
    for row in range(merge.top + 1, bottom + 1):
        if row in counted and cells[row][merge.left] == "":
            cells[row][merge.left] = value


def _read_column(table: ReadTable, column: Column, contents: list[tuple[Any, ...]]) -> list[Any]:
    place = table.located.places.get(column.key)
    read = reader_for(column)
    if place is None:
        return [read("")] * len(table.rows)
    raw = contents[place] if contents else ()
    if bool in set(map(type, raw)):
        values = [read(content) for content in raw]
        faulty = any(isinstance(value, Unreadable) for value in values)
    else:
        readings = Readings(read)
        values = list(map(readings.__getitem__, raw))
        faulty = readings.some_unreadable
    if faulty:
        for at, value in enumerate(values):
            if isinstance(value, Unreadable):
                table.fault(at, column.key, value.rule, **value.params)
    return values


def _mark_broken(table: ReadTable) -> None:
    """Cells with an error or an uncomputed formula read as blank: they must not pass for "not answered"."""
    broken = table.located.sheet.broken
    if not broken:
        return
    positions = {row - 1: at for at, row in enumerate(table.rows)}
    keys = {place: key for key, place in table.located.places.items()}
    for row, place in sorted(broken):
        if row in positions and place in keys:
            table.fault(positions[row], keys[place], "import.broken_cell")
