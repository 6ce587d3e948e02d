"""Files that are not read: each is refused in a sentence before anything parses it."""

from __future__ import annotations

import io
import zipfile
from dataclasses import replace

import openpyxl
import pytest

from chiakhoa.doors.exchange.reading import read_answers
from chiakhoa.doors.exchange.review_list import read_review_list
from chiakhoa.doors.exchange.template import write_answers
from chiakhoa.doors.exchange.vetting import Limits
from chiakhoa.law.rules.refusals import Refused

LIMITS = Limits()


@pytest.fixture
def workbook(tmp_path, form, commune):
    path = tmp_path / "a.xlsx"
    write_answers(path, commune, form)
    return path


def repack(path, *, add=(), drop=(), change=None):
    """The package with parts added, left out or changed."""
    with zipfile.ZipFile(path) as source:
        parts = {name: source.read(name) for name in source.namelist() if name not in drop}
    parts |= dict(add)
    for name, edit in (change or {}).items():
        parts[name] = edit(parts[name])
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as target:
        for name, data in parts.items():
            target.writestr(name, data)
    return path


def refused(path, form, **options):
    """The refusal of a file, the same by both readers where the file itself is at fault."""
    with pytest.raises(Refused) as caught:
        read_answers(path, form, **options)
    refusal = caught.value
    assert all(refusal.message(lang) and refusal.todo(lang) for lang in ("vi", "en", "id"))
    return refusal.rule


@pytest.mark.parametrize(
    ("data", "rule"),
    [
        (b"", "import.empty_file"),
        (b"%PDF-1.7 ...", "import.wrong_kind"),
        (b"<html><table><tr><td>1</td></tr></table></html>", "import.wrong_kind"),
        (b"\xef\xbb\xbf<?xml version='1.0'?><Workbook/>", "import.wrong_kind"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 600, "import.old_or_locked"),
        (b"M\xc3\xa3 h\xe1\xbb\x99,Ch\xe1\xbb\xa7 h\xe1\xbb\x99\n", "import.not_a_workbook"),
        (b"PK\x03\x04 and nothing more", "import.damaged"),
    ],
)
def test_files_of_another_kind(tmp_path, form, data, rule):
    path = tmp_path / "a.xlsx"
    path.write_bytes(data)
    assert refused(path, form) == rule
    with pytest.raises(Refused, match=rule):
        read_review_list(path)


def test_no_file(tmp_path, form):
    assert refused(tmp_path / "none.xlsx", form) == "import.no_file"


@pytest.mark.parametrize(
    "name", ["word/document.xml", "content.xml", "ppt/presentation.xml", "xl/workbook.bin", "notes.txt"]
)
def test_other_packages(tmp_path, form, name):
    path = tmp_path / "a.xlsx"
    with zipfile.ZipFile(path, "w") as target:
        target.writestr(name, "x")
    assert refused(path, form) == "import.wrong_kind"


@pytest.mark.parametrize(
    ("name", "rule"),
    [
        ("xl/vbaProject.bin", "import.macros"),
        ("xl/macrosheets/sheet1.xml", "import.macros"),
        ("xl/externalLinks/externalLink1.xml", "import.external_links"),
        ("xl/connections.xml", "import.external_links"),
        ("XL/Workbook.xml", "import.damaged"),
    ],
)
def test_parts_that_do_not_belong(workbook, form, name, rule):
    assert refused(repack(workbook, add=[(name, b"x")]), form) == rule


def test_a_macro_workbook_by_its_type(workbook, form):
    edit = {"[Content_Types].xml": lambda xml: xml.replace(b"spreadsheetml.sheet.main", b"macroEnabled.main")}
    assert refused(repack(workbook, change=edit), form) == "import.macros"


def test_bombs(workbook, form, tmp_path):
    assert refused(repack(workbook, add=[("xl/worksheets/sheet9.xml", b"\x20" * 5_000_000)]), form) == "import.zip_bomb"
    small = replace(LIMITS, unpacked_bytes=100_000)
    assert refused(workbook, form, limits=small) == "import.zip_bomb"
    assert refused(repack(workbook, add=[(f"x/{n}", b"") for n in range(600)]), form) == "import.zip_bomb"


def test_a_shared_text_used_ten_million_times(workbook, form):
    """Four kilobytes of text in half a million cells: two gigabytes once unpacked."""
    rows = b"".join(b'<row r="%d"><c r="AZ%d" t="s"><v>0</v></c></row>' % (n, n) for n in range(20, 20_020))
    change = {
        "xl/worksheets/sheet3.xml": lambda xml: xml.replace(b"</sheetData>", rows + b"</sheetData>"),
        "xl/sharedStrings.xml": lambda xml: xml.replace(b"<si>", b"<si><t>" + b"x" * 30_000 + b"</t></si><si>", 1),
    }
    assert refused(repack(workbook, change=change), form) == "import.zip_bomb"


@pytest.mark.parametrize("mark", [b'<!DOCTYPE x [<!ENTITY a "b">]>', b"<!ENTITY a>"])
def test_entities(workbook, form, mark):
    change = {"xl/workbook.xml": lambda xml: mark + xml}
    assert refused(repack(workbook, change=change), form) == "import.entities"


def test_a_cell_far_away_does_not_fill_the_memory(workbook, form):
    far = b'<row r="1048576"><c r="XFD1048576"><v>1</v></c></row></sheetData>'
    change = {"xl/worksheets/sheet2.xml": lambda xml: xml.replace(b"</sheetData>", far)}
    assert refused(repack(workbook, change=change), form) == "import.too_many_columns"
    far = far.replace(b"XFD", b"AZ")
    change = {"xl/worksheets/sheet2.xml": lambda xml: xml.replace(b"</sheetData>", far)}
    assert refused(repack(workbook, change=change), form) in {"import.too_many_cells", "import.too_many_columns"}


@pytest.mark.parametrize(
    ("limits", "rule"),
    [
        (replace(LIMITS, file_bytes=1000), "import.too_big"),
        (replace(LIMITS, household_rows=5), "import.too_many_rows"),
        (replace(LIMITS, columns=10), "import.too_many_columns"),
        (replace(LIMITS, cells=100), "import.too_many_cells"),
    ],
)
def test_limits(workbook, form, limits, rule):
    assert refused(workbook, form, limits=limits) == rule


def test_damage_inside(workbook, form):
    change = {"xl/worksheets/sheet2.xml": lambda xml: xml[: len(xml) // 2]}
    assert refused(repack(workbook, change=change), form) == "import.damaged"


@pytest.mark.parametrize("pattern", [b"</row>", b"</sheetData>"])
def test_a_cell_or_a_table_twice_is_damage(workbook, form, pattern):
    def double(xml):
        if pattern == b"</row>":
            start = xml.index(b"<row", xml.index(b"</row>"))
            end = xml.index(b"</row>", start) + 6
            return xml[:end] + xml[start:end] + xml[end:]
        start, end = xml.index(b"<sheetData>"), xml.index(b"</sheetData>") + len(b"</sheetData>")
        return xml[:end] + xml[start:end] + xml[end:]

    assert refused(repack(workbook, change={"xl/worksheets/sheet2.xml": double}), form) == "import.damaged"


def test_sheets_and_columns_that_are_missing(workbook, form):
    book = openpyxl.load_workbook(workbook)
    book["Hộ"].delete_cols(5)
    book.save(workbook)
    assert refused(workbook, form) == "import.missing_column"
    del book["Hộ"]
    book.save(workbook)
    assert refused(workbook, form) == "import.missing_sheet"


def test_a_renamed_sheet_is_found_by_its_headers_and_a_copy_is_refused(workbook, form):
    book = openpyxl.load_workbook(workbook)
    book["Hộ"].title = "Khảo sát 2025"
    book["Thành viên"].sheet_state = "hidden"
    book.save(workbook)
    read = read_answers(workbook, form)
    assert len(read.records) == 12
    assert [warning.rule for warning in read.warnings] == ["import.hidden_sheet"]
    book.copy_worksheet(book["Khảo sát 2025"])
    book.save(workbook)
    assert refused(workbook, form) == "import.two_sheets"


def test_another_layout(workbook, form):
    change = {"xl/workbook.xml": lambda xml: xml.replace(b"chiakhoa-answers/1", b"chiakhoa-answers/9")}
    assert refused(repack(workbook, change=change), form) == "import.other_layout"


@pytest.mark.parametrize(
    "cell", [b'<c r="N2" t="e"><v>#N/A</v></c>', b'<c r="N2"><f>A1+1</f></c>', b'<c r="N2"><f>A1</f><v/></c>']
)
def test_an_error_or_an_uncomputed_formula_is_not_a_blank(workbook, form, cell):
    import re

    def put(xml):
        return re.sub(rb'<c r="N2"[^>]*>.*?</c>', lambda _: cell, xml, count=1)

    read = read_answers(repack(workbook, change={"xl/worksheets/sheet2.xml": put}), form)
    assert [(reason.rule, reason.row, reason.column) for reason in read.returned] == [("import.broken_cell", 2, "N")]


def test_csv_that_cannot_be_read(tmp_path, form):
    from chiakhoa.doors.exchange.reading import read_answers_csv

    good = tmp_path / "m.csv"
    good.write_text("Mã hộ,STT\nH-1,1\n", "utf-8")
    for data, rule in (
        ("Mã hộ".encode("utf-16-le"), "import.damaged|import.not_a_workbook"),
        (b"M\xe3 h\xf4", "import.not_unicode"),
        (b"  \n", "import.empty_file"),
        (io.BytesIO(b"PK\x03\x04\x00").getvalue(), "import.damaged"),
    ):
        path = tmp_path / "h.csv"
        path.write_bytes(data)
        with pytest.raises(Refused, match=rule):
            read_answers_csv(path, good, form)
    with pytest.raises(Refused, match=r"import\.no_file"):
        read_answers_csv(tmp_path / "none.csv", good, form)
