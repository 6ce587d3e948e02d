"""Writes workbooks fast and safely: openpyxl lays out each sheet, rows are then streamed into it as plain XML.

A text is always written as text, never as a formula; the same content gives the same bytes.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from typing import IO, Any
from xml.sax.saxutils import escape

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.comments import Comment
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.workbook.defined_name import DefinedName
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

Cell = str | int | float | date | None
DANGEROUS = ("=", "+", "-", "@", "\t", "\r", "\n")
"""A cell text that begins so could run as a formula when somebody opens or saves the file."""

LONGEST = 32_767
"""Characters a cell may hold."""

FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
"""What XML cannot hold."""

EPOCH = date(1899, 12, 30)
FIRST_SAFE_DATE = date(1900, 3, 1)
MIDNIGHT_OF_ZIP = (1980, 1, 1, 0, 0, 0)


@dataclass(frozen=True, slots=True)
class Heading:
    """One column: its header, a note to hover over, its width, and the form of its cells (`date`, `text` or empty)."""

    text: str
    note: str = ""
    width: int = 14
    form: str = ""
    validation: DataValidation | None = None


@dataclass(slots=True)
class Page:
    """One sheet: headings in row 1 and rows below, streamed; `merges` are ranges such as `A5:A8`."""

    name: str
    headings: Sequence[Heading]
    rows: Iterable[Sequence[Cell]] = ()
    merges: Sequence[str] = ()
    frozen: str = "B2"
    extra: Callable[[Worksheet], None] | None = field(default=None, repr=False)


def write_workbook(path: Path, pages: Sequence[Page], *, names: dict[str, str] | None = None) -> None:
    """Write `pages` to `path` in one go, never half a file; `names` become hidden defined names."""
    skeleton, styles = _skeleton(pages, names or {})
    unfinished = path.with_name(path.name + ".part")
    try:
        with zipfile.ZipFile(skeleton) as source, zipfile.ZipFile(unfinished, "w", zipfile.ZIP_DEFLATED) as target:
            _copy(source, target, pages, styles)
        unfinished.replace(path)
    finally:
        unfinished.unlink(missing_ok=True)


def clean_text(text: str) -> str:
    """A text as a cell may hold it: without signs that XML forbids, and not longer than a cell."""
    return FORBIDDEN.sub("\N{REPLACEMENT CHARACTER}", text)[:LONGEST]


def _skeleton(pages: Sequence[Page], names: dict[str, str]) -> tuple[io.BytesIO, dict[str, int]]:
    book = Workbook()
    book.remove(book.active)
    for page in pages:
        _lay_out(book.create_sheet(page.name), page)
    for name, value in names.items():
        text = value if value.startswith("'") else f'"{value}"'
        book.defined_names[name] = DefinedName(name, attr_text=text, hidden=True)
    book.active = 0
    styles = _styles(book)
    held = io.BytesIO()
    book.save(held)
    return held, styles


def _styles(book: Workbook) -> dict[str, int]:
    day = WriteOnlyCell(book.worksheets[0])
    day.number_format = "dd/mm/yyyy"
    text = WriteOnlyCell(book.worksheets[0])
    text.number_format = "@"
    text.quotePrefix = True
    return {"date": day.style_id, "text": text.style_id}


def _lay_out(sheet: Worksheet, page: Page) -> None:
    for number, heading in enumerate(page.headings, start=1):
        letter = get_column_letter(number)
        cell = sheet.cell(1, number, clean_text(heading.text))
        cell.data_type = "s"
        cell.font = Font(bold=True, color="FFFFFF")
        cell.fill = PatternFill("solid", start_color="1F5A41")
        cell.alignment = Alignment(wrap_text=True, vertical="center")
        if heading.note:
            cell.comment = Comment(heading.note, "Chìa Khóa", height=110, width=320)
        column = sheet.column_dimensions[letter]
        column.width = heading.width
        if heading.form:
            column.number_format = {"date": "dd/mm/yyyy", "text": "@"}[heading.form]
        if heading.validation:
            heading.validation.add(f"{letter}2:{letter}1048576")
            sheet.add_data_validation(heading.validation)
    for merge in page.merges:
        sheet.merged_cells.add(merge)
    _set_up_print(sheet, page)
    if page.extra:
        page.extra(sheet)


def _set_up_print(sheet: Worksheet, page: Page) -> None:
    sheet.freeze_panes = page.frozen
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.paperSize = sheet.PAPERSIZE_A4
    sheet.page_setup.fitToHeight = 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    sheet.oddFooter.center.text = "&A - &P/&N"
    if page.headings:
        sheet.print_title_rows = "1:1"


def _copy(source: zipfile.ZipFile, target: zipfile.ZipFile, pages: Sequence[Page], styles: dict[str, int]) -> None:
    shared = _SharedTexts(styles["text"])
    sheets = {f"xl/worksheets/sheet{number}.xml": page for number, page in enumerate(pages, start=1)}
    for name in source.namelist():
        data = shared.announce(name, source.read(name))
        if name == "docProps/core.xml":
            data = re.sub(rb"<dcterms:(created|modified)\b.*?</dcterms:\1>", b"", data)
        with target.open(_entry(name), "w", force_zip64=True) as out:
            if name in sheets:
                _stream(out, data, sheets[name].rows, shared.tails, styles["date"])
            else:
                out.write(data)
    with target.open(_entry(_SharedTexts.PART), "w", force_zip64=True) as out:
        shared.write(out)


def _entry(name: str) -> zipfile.ZipInfo:
    entry = zipfile.ZipInfo(name, MIDNIGHT_OF_ZIP)
    entry.compress_type = zipfile.ZIP_DEFLATED
    return entry


def _stream(out: IO[bytes], sheet: bytes, rows: Iterable[Sequence[Cell]], tails: _Tails, day_style: int) -> None:
    sheet = re.sub(rb"<dimension [^>]*/>", b"", sheet)
    sheet = re.sub(rb"<sheetData ?/>", b"<sheetData></sheetData>", sheet)
    head, end, tail = sheet.partition(b"</sheetData>")
    out.write(head)
    held: list[str] = []
    for line in _row_lines(rows, head.count(b"<row ") + 1, tails, day_style):
        held.append(line)
        if len(held) >= 500:
            out.write("".join(held).encode())
            held.clear()
    out.write("".join(held).encode())
    out.write(end + tail)


def _row_lines(rows: Iterable[Sequence[Cell]], first: int, tails: _Tails, day_style: int) -> Iterator[str]:
    letters: list[str] = []
    for number, row in enumerate(rows, start=first):
        letters += [get_column_letter(at + 1) for at in range(len(letters), len(row))]
        cells = [f'<row r="{number}">']
        for letter, value in zip(letters, row, strict=False):
            if value is None or value == "":
                continue
            if type(value) is str:
                cells.append(f'<c r="{letter}{number}"{tails[value]}')
            elif type(value) is int or type(value) is float:
                cells.append(f'<c r="{letter}{number}"><v>{value!r}</v></c>')
            else:
                cells.append(f'<c r="{letter}{number}"{_tail_of(value, tails, day_style)}')
        cells.append("</row>")
        yield "".join(cells)


def _tail_of(value: Any, tails: _Tails, day_style: int) -> str:
    if isinstance(value, datetime):
        value = value.date()
    if isinstance(value, date) and value >= FIRST_SAFE_DATE:
        return f' s="{day_style}"><v>{(value - EPOCH).days}</v></c>'
    if isinstance(value, date):
        return tails[value.strftime("%d/%m/%Y")]
    return tails[str(value)]


class _Tails(dict[str, str]):
    """What follows a cell's place, by its text; each new text joins the shared texts."""

    def __init__(self, texts: list[str], text_style: int) -> None:
        super().__init__()
        self.texts, self.text_style = texts, text_style

    def __missing__(self, value: str) -> str:
        style = f' s="{self.text_style}"' if value.startswith(DANGEROUS) else ""
        tail = f'{style} t="s"><v>{len(self.texts)}</v></c>'
        self.texts.append(clean_text(value))
        self[value] = tail
        return tail


class _SharedTexts:
    """The texts of all rows, each kept once (openpyxl writes its own texts into the cells)."""

    PART = "xl/sharedStrings.xml"
    MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    KIND = "application/vnd.openxmlformats-officedocument.spreadsheetml.sharedStrings+xml"
    RELATION = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/sharedStrings"

    def __init__(self, text_style: int) -> None:
        self.texts: list[str] = []
        self.tails = _Tails(self.texts, text_style)

    def announce(self, name: str, data: bytes) -> bytes:
        """The part `name` with this part made known in it, where that is its task."""
        if name == "[Content_Types].xml":
            line = f'<Override PartName="/{self.PART}" ContentType="{self.KIND}"/></Types>'
            return data.replace(b"</Types>", line.encode())
        if name == "xl/_rels/workbook.xml.rels":
            line = f'<Relationship Id="rIdTexts" Type="{self.RELATION}" Target="/{self.PART}"/></Relationships>'
            return data.replace(b"</Relationships>", line.encode())
        return data

    def write(self, out: IO[bytes]) -> None:
        """Write the part: every text that a row has used."""
        out.write(f'<?xml version="1.0" encoding="UTF-8"?><sst xmlns="{self.MAIN}">'.encode())
        for text in self.texts:
            out.write(f'<si><t xml:space="preserve">{escape(text)}</t></si>'.encode())
        out.write(b"</sst>")
