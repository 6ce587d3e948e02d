"""Scans the XML of a sheet before it is parsed: how far cells reach, which cannot be read, whether any stands twice."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from chiakhoa.doors.exchange.vetting import MEGABYTE, Limits
from chiakhoa.law.rules.refusals import Refused

FAST_CELL = re.compile(rb'<c r="([A-Z]{1,3}\d{1,7})"')
ANY_CELL = re.compile(rb"<(?:\w+:)?c(?=[\s/>])[^>]*?(?:\sr\s*=\s*[\"']([A-Za-z]+\d+)[\"'][^>]*)?>")
FILLED_CELL = re.compile(
    rb"<(?:\w+:)?c(?=[\s>])[^>]*?(?:\sr\s*=\s*[\"']([A-Za-z]+\d+)[\"'][^>]*?)?(?<!/)>\s*<(?:\w+:)?(?:v|is|f)\b"
)
ROW = re.compile(rb"<(?:\w+:)?row\b[^>]*?\sr\s*=\s*[\"'](\d+)[\"']")
ERROR_CELL = re.compile(rb"<(?:\w+:)?c\s(?=[^>]*\bt\s*=\s*[\"']e[\"'])[^>]*?\br\s*=\s*[\"']([A-Za-z]+\d+)[\"']")
FORMULA_CELL = re.compile(
    rb"<(?:\w+:)?c\s[^>]*?\br\s*=\s*[\"']([A-Za-z]+\d+)[\"'][^>]*>\s*<(?:\w+:)?f\b"
    rb"(?:[^>]*/>|[^>]*>[^<]*</(?:\w+:)?f\s*>)\s*(?:</(?:\w+:)?c\s*>|<(?:\w+:)?v\s*/>|<(?:\w+:)?v>\s*</)"
)
FORMULA_MARKS = (b"<f>", b"<f ", b"<f/", b":f>", b":f ", b":f/")
VALUE = re.compile(rb"<(?:\w+:)?(?:v|is)\b[^>]*(?<!/)>")
SHARED_CELL = re.compile(rb"\bt\s*=\s*[\"']s[\"'][^>]*>\s*<(?:\w+:)?v[^>]*>\s*(\d{1,9})")
SHARED_TEXT = re.compile(rb"<(?:\w+:)?si\b[^>]*?(?:/>|>.*?</(?:\w+:)?si\s*>)", re.DOTALL)
LETTERS = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
DIGITS = b"0123456789"
TEXT_BYTES = 256 * MEGABYTE
"""Bytes of text in all cells, each shared text counted wherever it is used."""


@dataclass(frozen=True, slots=True)
class SheetFacts:
    """What the XML of one sheet says: its reach in rows and columns; its values and unreadable cells when asked."""

    rows: int
    columns: int
    data: bytes

    def values(self) -> int:
        """How many cells hold a value, by the elements that hold one."""
        plain = self.data.count(b"<v>") + self.data.count(b"<is>")
        closed = self.data.count(b"</v>") + self.data.count(b"</is>")
        return plain if closed == plain else len(VALUE.findall(self.data))

    def broken(self) -> frozenset[tuple[int, int]]:
        """Cells (row and column from 0) with an error, or with a formula whose result was never computed."""
        found: list[bytes] = []
        if b'"e"' in self.data or b"'e'" in self.data:
            found += ERROR_CELL.findall(self.data)
        if any(mark in self.data for mark in FORMULA_MARKS):
            found += FORMULA_CELL.findall(self.data)
        return frozenset(place_of(ref) for ref in found)

    def some_lost(self) -> bool:
        """Whether a cell stands twice or rows lie outside the table, so that a parser keeps only one of them."""
        cells = [ref.upper() for ref in FILLED_CELL.findall(self.data) if ref]
        blocks = len(re.findall(rb"<(?:\w+:)?sheetData\b", self.data))
        return len(set(cells)) < len(cells) or blocks != 1


def scan_sheet(data: bytes, name: str, limits: Limits) -> SheetFacts:
    """Measure a sheet's XML; Refused when its filled cells reach further than the limits."""
    refs = FAST_CELL.findall(data)
    if len(refs) != data.count(b"<c ") + data.count(b"<c>") + data.count(b"<c/>") or b":c " in data or b":c>" in data:
        refs = ANY_CELL.findall(data)
    rows, columns = _reach(refs, data)
    if rows * columns > limits.cells or columns > limits.columns:
        rows, columns = _reach(FILLED_CELL.findall(data), data)
    if columns > limits.columns:
        raise Refused("import.too_many_columns", where=name, limit=limits.columns)
    if rows * columns > limits.cells:
        raise Refused("import.too_many_cells", where=name, limit=limits.cells)
    return SheetFacts(rows, columns, data)


def refuse_swollen_texts(texts: bytes, sheets: Iterable[SheetFacts], name: str, limits: Limits) -> None:
    """Refuse shared texts longer than a cell may hold, or used so often that they would fill the memory."""
    lengths = [len(text) for text in SHARED_TEXT.findall(texts)]
    longest = max(lengths, default=0)
    facts = list(sheets)
    if longest * sum(fact.values() for fact in facts) <= TEXT_BYTES:
        return
    used = 0
    for fact in facts:
        used += sum(lengths[at] for at in map(int, SHARED_CELL.findall(fact.data)) if at < len(lengths))
    if used > TEXT_BYTES or longest > 40 * limits.text:
        raise Refused("import.zip_bomb", where=name, limit=TEXT_BYTES // MEGABYTE)


def place_of(ref: bytes) -> tuple[int, int]:
    """Row and column, counted from 0, of a cell's name such as B7."""
    column = 0
    letters = ref.rstrip(DIGITS)
    for letter in letters.upper():
        column = column * 26 + letter - 64
    return int(ref[len(letters) :]) - 1, column - 1


def _reach(refs: list[bytes], data: bytes) -> tuple[int, int]:
    """How many rows and columns the cells named `refs` span; cells without a name follow the one before them."""
    together = b",".join(refs)
    rows = max(map(int, set(together.translate(None, LETTERS).split(b",")) - {b""}), default=0)
    letters = set(together.translate(None, DIGITS).split(b",")) - {b""}
    columns = max((place_of(name + b"1")[1] + 1 for name in letters), default=0)
    if b"" in refs:
        in_a_row = max(len(ANY_CELL.findall(row)) for row in re.split(rb"</(?:\w+:)?row\s*>", data))
        rows = max(rows, max(map(int, ROW.findall(data)), default=0)) + refs.count(b"")
        columns += in_a_row
    return rows, columns
