"""CSV files in and out: separators and encodings as Vietnamese offices save them; formulas never run."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from pathlib import Path

from chiakhoa.doors.exchange.sheets import Sheet
from chiakhoa.doors.exchange.vetting import MEGABYTE, Limits, refuse_other_kinds
from chiakhoa.doors.exchange.writing import DANGEROUS, Cell
from chiakhoa.law.rules.refusals import Refused

BOMS = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))


def read_csv(path: Path, name: str, limits: Limits) -> Sheet:
    """Read a CSV file as the sheet `name`; Refused when it is no text table in Unicode or too large."""
    if not path.is_file():
        raise Refused("import.no_file", where=path.name, file=path.name)
    if path.stat().st_size > limits.file_bytes:
        raise Refused("import.too_big", where=path.name, limit=limits.file_bytes // MEGABYTE)
    data = path.read_bytes()
    if not data.strip():
        raise Refused("import.empty_file", where=path.name, file=path.name)
    text = _decoded(data, path.name)
    try:
        rows = list(csv.reader(io.StringIO(text, newline=""), delimiter=_separator(text)))
    except csv.Error as why:
        raise Refused("import.damaged", where=path.name, file=path.name) from why
    width = max(map(len, rows), default=0)
    if width > limits.columns:
        raise Refused("import.too_many_columns", where=path.name, limit=limits.columns)
    if width * len(rows) > limits.cells:
        raise Refused("import.too_many_cells", where=path.name, limit=limits.cells)
    return Sheet(name, [[_unquoted(cell) for cell in row] + [""] * (width - len(row)) for row in rows])


def write_csv(path: Path, headers: Sequence[str], rows: Iterable[Sequence[Cell]]) -> None:
    """Write a table as UTF-8 with the mark spreadsheets know; texts that could run as a formula get an apostrophe."""
    unfinished = path.with_name(path.name + ".part")
    try:
        with unfinished.open("w", encoding="utf-8-sig", newline="") as out:
            writer = csv.writer(out)
            writer.writerow([safe_text(header) for header in headers])
            writer.writerows([safe_text(cell) if isinstance(cell, str) else cell for cell in row] for row in rows)
        unfinished.replace(path)
    finally:
        unfinished.unlink(missing_ok=True)


def safe_text(text: str) -> str:
    """The text with an apostrophe before it when a spreadsheet could take it for a formula."""
    text = text.encode("utf-8", "replace").decode()
    return f"'{text}" if text.startswith(DANGEROUS) else text


def _unquoted(cell: str) -> str:
    """Undo the apostrophe that `safe_text` puts before a text."""
    return cell[1:] if cell.startswith("'") and cell[1:].startswith(DANGEROUS) else cell


def _decoded(data: bytes, name: str) -> str:
    encoding = next((encoding for mark, encoding in BOMS if data.startswith(mark)), "utf-8")
    if encoding == "utf-8" and (b"\x00" in data or data.startswith(b"PK")):
        refuse_other_kinds(data[:4096], name)
        raise Refused("import.damaged", where=name, file=name)
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as why:
        raise Refused("import.not_unicode", where=name, file=name) from why


def _separator(text: str) -> str:
    """The separator of the first filled line: the one that occurs most."""
    line = next((line for line in text.splitlines() if line.strip()), "")
    return max((",", ";", "\t"), key=line.count)
