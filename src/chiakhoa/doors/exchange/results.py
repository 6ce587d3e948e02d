"""Writes a result list as a workbook and as CSV, with the same columns in the same order."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from chiakhoa.doors.exchange.csv_files import write_csv
from chiakhoa.doors.exchange.layout import texts
from chiakhoa.doors.exchange.writing import Cell, Heading, Page, write_workbook

WIDEST = 48


def write_results(
    folder: Path,
    name: str,
    columns: Sequence[tuple[str, str]],
    rows: Iterable[Mapping[str, Any]],
    *,
    notes: Sequence[str] = (),
    lang: str = "vi",
) -> list[Path]:
    """Write `rows` to `folder/name.xlsx` and `folder/name.csv`; `columns` are keys with their labels, in order.

    Lists in a cell are joined by "; ". `notes` (practice mark, standard, day) stand on a sheet of their own.
    """
    folder.mkdir(parents=True, exist_ok=True)
    table = [[cell_of(row.get(key)) for key, _ in columns] for row in rows]
    headings = [Heading(label, width=_width(label, table, at)) for at, (_, label) in enumerate(columns)]
    sheets = texts()["sheet"]
    pages = [Page(sheets["results"][lang], headings, table)]
    if notes:
        pages.append(
            Page(sheets["notes"][lang], [Heading(sheets["notes"][lang], width=110)], [[line] for line in notes])
        )
    workbook, text = folder / f"{name}.xlsx", folder / f"{name}.csv"
    write_workbook(workbook, pages)
    write_csv(text, [label for _, label in columns], table)
    return [workbook, text]


def cell_of(value: Any) -> Cell:
    """A value as a cell holds it: lists joined, yes and no as words of the workbook, everything else as it is."""
    if value is None or (isinstance(value, (int, float, str)) and not isinstance(value, bool)):
        return value
    if isinstance(value, bool):
        return str(texts()["answer"]["yes" if value else "no"]["vi"])
    if isinstance(value, (list, tuple)):
        return "; ".join(map(str, value))
    return value if hasattr(value, "strftime") else str(value)


def _width(label: str, table: Sequence[Sequence[Cell]], at: int) -> int:
    longest = max((len(str(row[at])) for row in table[:200]), default=0)
    return min(max(longest, len(label) // 2, 8) + 2, WIDEST)
