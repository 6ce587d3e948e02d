"""What the program writes: the template, rows that came back, result lists; and that no text ever runs as a formula."""

from __future__ import annotations

import csv
from datetime import date

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from chiakhoa.doors.exchange.csv_files import safe_text
from chiakhoa.doors.exchange.reading import read_answers
from chiakhoa.doors.exchange.results import write_results
from chiakhoa.doors.exchange.returned import write_returned
from chiakhoa.doors.exchange.template import write_template
from chiakhoa.doors.exchange.writing import Heading, Page, clean_text, write_workbook
from chiakhoa.law.rules.refusals import Refused


@pytest.mark.parametrize(
    ("lang", "sheets"),
    [("vi", "Hướng dẫn,Hộ,Thành viên,Danh mục"), ("id", "Petunjuk,Rumah tangga,Anggota,Daftar pilihan")],
)
def test_the_template_has_lists_notes_and_its_name(tmp_path, form, lang, sheets):
    write_template(tmp_path / "t.xlsx", form, lang)
    book = openpyxl.load_workbook(tmp_path / "t.xlsx")
    assert book.sheetnames == sheets.split(",")
    households, members = book.worksheets[1:3]
    assert (households.max_column, members.max_column) == (8 + len(form.household), 6 + len(form.member))
    assert (households.freeze_panes, members.freeze_panes) == ("B2", "D2")
    assert form.household["water_source"].question[lang] in households["N1"].comment.text
    assert households.column_dimensions["A"].number_format == "@"
    assert members.column_dimensions["F"].number_format == "@"
    assert book.defined_names["chiakhoa_layout"].hidden
    assert "chiakhoa-answers/1/form-b" in book.defined_names["chiakhoa_layout"].attr_text
    rules = {str(rule.sqref): rule for rule in households.data_validations.dataValidation}
    assert rules["N2:N1048576"].formula1 == "ck_households_water_source"
    assert book.defined_names["ck_households_water_source"].attr_text.endswith("$10")
    assert book.worksheets[3]["A2"].value in {"thành thị", "perkotaan"}
    assert households.page_setup.orientation == "landscape"
    assert households.print_title_rows == "$1:$1"


def test_returned_rows_say_where_why_and_what_and_can_be_sent_again(tmp_path, form, spoilt, set_cell, commune):
    def change(rows):
        set_cell("households", 0, "water_source", "=cmd|' /C calc'!A0")(rows)
        set_cell("members", 0, "birth", "31/02/1980")(rows)

    read = spoilt(change)
    path = tmp_path / "returned.xlsx"
    write_returned(path, read)
    book = openpyxl.load_workbook(path)
    assert book.sheetnames == ["Hộ", "Thành viên", "Lý do", "Nên xem lại"]
    headers = [cell.value for cell in book["Hộ"][1]]
    assert headers[:5] == ["Dòng", "Cột", "Vì sao", "Cần làm gì", "Mã hộ"]
    row = [cell.value for cell in book["Hộ"][2]]
    assert (row[0], row[1], row[4]) == (2, "N", commune[0].household.id)
    assert all(cell.data_type != "f" for sheet in book for cells in sheet.iter_rows() for cell in cells)
    assert [cell.value for cell in book["Thành viên"][3]][2] == "Cùng hộ với dòng bị trả lại."
    book["Hộ"].cell(2, headers.index("Nguồn nước") + 1, "Nước máy")
    members = [cell.value for cell in book["Thành viên"][1]]
    book["Thành viên"].cell(2, members.index("Ngày sinh") + 1, "28/02/1980")
    book.save(path)
    again = read_answers(path, form)
    assert [record.household.id for record in again.records] == [commune[0].household.id]
    assert not again.returned


@pytest.mark.parametrize("lang", ["vi", "en", "id"])
def test_every_warning_and_reason_is_written(tmp_path, spoilt, set_cell, lang):
    read = spoilt(set_cell("households", 0, "head", "Ai Đó"))
    write_returned(tmp_path / "r.xlsx", read, lang)
    book = openpyxl.load_workbook(tmp_path / "r.xlsx")
    assert book.worksheets[3].max_row == 1 + len(read.warnings)


def test_results_are_the_same_in_both_files(tmp_path):
    columns = [("id", "Mã hộ"), ("gaps", "Thiếu hụt"), ("on", "Ngày"), ("poor", "Nghèo"), ("b1", "B1")]
    rows = [
        {"id": "=1+1", "gaps": ["Nhà ở", "Nước"], "on": date(2025, 12, 14), "poor": True, "b1": 120},
        {"id": "H-0002", "gaps": [], "on": None, "poor": False, "b1": None},
    ]
    workbook, text = write_results(tmp_path / "out", "ket-qua", columns, rows, notes=["Bản tập huấn"])
    sheet = openpyxl.load_workbook(workbook)["Kết quả"]
    first = [[cell.value for cell in row] for row in sheet.iter_rows()]
    assert first[0] == [label for _, label in columns]
    assert first[1][:2] == ["=1+1", "Nhà ở; Nước"]
    assert sheet["A2"].data_type == "s"
    assert openpyxl.load_workbook(workbook)["Ghi chú"]["A2"].value == "Bản tập huấn"
    raw = text.read_bytes()
    assert raw.startswith(b"\xef\xbb\xbf")
    table = list(csv.reader(raw.decode("utf-8-sig").splitlines()))
    assert table[0] == first[0]
    assert table[1] == ["'=1+1", "Nhà ở; Nước", "2025-12-14", "có", "120"]


def test_a_failed_write_leaves_no_file(tmp_path):
    def rows():
        yield ["một"]
        raise Refused("import.no_rows", file="a")

    with pytest.raises(Refused):
        write_workbook(tmp_path / "a.xlsx", [Page("Trang", [Heading("Cột")], rows())])
    assert list(tmp_path.iterdir()) == []


@given(st.lists(st.one_of(st.text(), st.integers(-(2**40), 2**40), st.none()), max_size=8))
def test_texts_stay_texts(tmp_path_factory, cells):
    path = tmp_path_factory.mktemp("w") / "a.xlsx"
    write_workbook(path, [Page("Trang", [Heading("x")], [cells])])
    read = openpyxl.load_workbook(path)["Trang"]
    for place, cell in enumerate(cells, start=1):
        found = read.cell(2, place)
        assert found.data_type != "f"
        if isinstance(cell, int):
            assert found.value == cell
        elif cell:
            assert (found.value or "").replace("\r\n", "\n") == clean_text(cell).replace("\r\n", "\n").replace(
                "\r", "\n"
            )


@given(st.text())
def test_no_csv_text_starts_a_formula(text):
    assert not safe_text(text).startswith(("=", "+", "-", "@", "\t", "\r"))
