"""Opens a checked workbook: every sheet as rows of plain values, with its merges and the cells that cannot be read."""

from __future__ import annotations

import re
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any
from xml.parsers import expat

from python_calamine import CalamineSheet, CalamineWorkbook, SheetTypeEnum, SheetVisibleEnum

from chiakhoa.doors.exchange.scanning import SheetFacts, refuse_swollen_texts, scan_sheet
from chiakhoa.doors.exchange.vetting import Limits, packed_anew, read_parts, refuse_ill_formed, sheet_parts
from chiakhoa.law.rules.refusals import Refused

LAYOUT_NAME = re.compile(rb"chiakhoa_layout[\"'][^>]*>\s*(?:&quot;|\")([\w./-]{1,100})")


@dataclass(frozen=True, slots=True)
class Merge:
    """A merged range: first and last row and column, counted from 0."""

    top: int
    left: int
    bottom: int
    right: int


@dataclass(slots=True)
class Sheet:
    """One sheet: `rows[0]` is row 1; `broken` are cells (row, column from 0) with an error or no computed value."""

    name: str
    rows: list[list[Any]]
    merges: Sequence[Merge] = ()
    hidden: bool = False
    broken: frozenset[tuple[int, int]] = frozenset()


@dataclass(slots=True)
class Opened:
    """A workbook that passed the checks: its file name, the layout it names, and its sheets in order."""

    name: str
    layout: str
    sheets: list[Sheet]


def open_workbook(path: Path, limits: Limits) -> Opened:
    """Check and parse the workbook at `path`; Refused in one sentence when it is none, or damaged, or too large."""
    parts = read_parts(path, limits)
    facts = {name: scan_sheet(data, path.name, limits) for name, data in sheet_parts(parts)}
    if sum(fact.rows * fact.columns for fact in facts.values()) > limits.cells:
        raise Refused("import.too_many_cells", where=path.name, limit=limits.cells)
    shared = next((data for name, data in parts.items() if name.casefold() == "xl/sharedstrings.xml"), b"")
    refuse_swollen_texts(shared, facts.values(), path.name, limits)
    with ThreadPoolExecutor(1) as other_core:
        parsing = other_core.submit(_parse, packed_anew(parts), path.name)
        refuse_ill_formed(parts, path.name)
        told = {name: (fact.values(), fact.broken()) for name, fact in facts.items()}
        sheets = parsing.result()
    places = _parts_by_sheet(parts)
    for sheet in sheets:
        part = places.get(sheet.name, "")
        if part in facts:
            _compare(sheet, facts[part], *told[part], path.name)
    layout = LAYOUT_NAME.search(parts.get("xl/workbook.xml", b""))
    return Opened(path.name, layout[1].decode() if layout else "", sheets)


def _parse(packed: IO[bytes], name: str) -> list[Sheet]:
    """Every worksheet's values. A fault inside the parser, even a crash it reports as one, means a damaged file."""
    try:
        with CalamineWorkbook.from_filelike(packed) as book:
            return [
                _sheet(book.get_sheet_by_name(meta.name), meta.visible != SheetVisibleEnum.Visible)
                for meta in book.sheets_metadata
                if meta.typ == SheetTypeEnum.WorkSheet
            ]
    except (KeyboardInterrupt, SystemExit, MemoryError):
        raise
    except BaseException as why:
        raise Refused("import.damaged", where=name, file=name) from why


def _sheet(sheet: CalamineSheet, hidden: bool) -> Sheet:
    merges = [Merge(*first, *last) for first, last in sheet.merged_cell_ranges or ()]
    return Sheet(sheet.name, sheet.to_python(skip_empty_area=False), merges, hidden)


def _compare(sheet: Sheet, facts: SheetFacts, values: int, broken: frozenset[tuple[int, int]], name: str) -> None:
    """Refuse when the parser gave back fewer values than stand in the XML, and take over the unreadable cells."""
    sheet.broken = broken
    given = sum(len(row) - row.count("") for row in sheet.rows)
    if given < values and facts.some_lost():
        raise Refused("import.damaged", where=f"{name}, {sheet.name}", file=name)


def _parts_by_sheet(parts: dict[str, bytes]) -> dict[str, str]:
    """The part that holds each sheet, by the sheet's name."""
    targets: dict[str, str] = {}
    names: dict[str, str] = {}

    def relation(tag: str, attributes: dict[str, str]) -> None:
        if tag.endswith("Relationship"):
            target = attributes.get("Target", "").lstrip("/")
            targets[attributes.get("Id", "")] = target if target.startswith("xl/") else f"xl/{target}"

    def sheet(tag: str, attributes: dict[str, str]) -> None:
        if tag.rsplit(":", maxsplit=1)[-1] == "sheet":
            identity = next((value for key, value in attributes.items() if key.endswith(":id")), "")
            names[attributes.get("name", "")] = targets.get(identity, "")

    for part, handler in (("xl/_rels/workbook.xml.rels", relation), ("xl/workbook.xml", sheet)):
        parser = expat.ParserCreate()
        parser.StartElementHandler = handler
        parser.Parse(parts.get(part, b"<none/>"), True)
    return names
