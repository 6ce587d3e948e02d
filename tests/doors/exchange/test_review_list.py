"""The list after review: classes without answers, read as decisions whose reasons are not held."""

from __future__ import annotations

from datetime import date

import openpyxl
import pytest

from chiakhoa.doors.exchange.review_list import read_review_list
from chiakhoa.law.rules.households import PartialDate
from chiakhoa.law.rules.refusals import Refused

HEADERS = [
    *("TT", "Số hộ", "Chủ hộ", "Họ tên thành viên", "Quan hệ với chủ hộ", "Ngày sinh", "Giới tính", "CCCD", "Tỉnh"),
    *("Huyện", "Mã huyện", "Xã", "Mã xã", "Thôn", "Dân tộc", "Phân loại hộ", "Số quyết định", "Ngày quyết định"),
    *("B1", "B2"),
]


def person(number, head, name, birth, sex, classed, *, place=("Kỳ An", "99001", "Thôn 1"), rest=()):
    """One row of the list."""
    commune, code, village = place
    relation = "Chủ hộ" if head == name else "Con"
    return [
        "1",
        number,
        head,
        name,
        relation,
        birth,
        sex,
        "",
        "",
        "",
        "",
        commune,
        code,
        village,
        "Thái",
        classed,
        *rest,
    ]


ROWS = [
    person(
        "H-1", "Lò Văn An", "Lò Văn An", "02/03/1954", "Nam", "Hộ nghèo", rest=("12/QĐ", date(2025, 11, 14), 120, 30)
    ),
    person("", "", "Lò Thị Bình", "1956", "Nữ", ""),
    person(
        "H-2", "Vi Thị Cúc", "Vi Thị Cúc", "03/1980", "Nữ", "HỘ CẬN NGHÈO", rest=("12/QĐ", "14/11/2025", "170", "10")
    ),
    person("H-3", "Hà Văn Dũng", "Hà Văn Dũng", "31/02/1970", "Nam", "Hộ nghèo"),
    person("H-4", "Hà Văn Em", "Hà Văn Em", "1970", "Nam", "Hộ khá"),
    person("H-5", "Hà Thị Giang", "Hà Thị Giang", "1971", "Nữ", "hộ nghèo"),
    person("H-5", "Hà Thị Giang", "Hà Văn Hải", "2001", "Nam", "hộ cận nghèo"),
]


@pytest.fixture
def office_list(tmp_path):
    """A workbook as an office keeps it: titles, header, numbers of columns, data from row 8; two more sheets."""

    def make(*, shift: int = 0, headers: bool = True):
        book = openpyxl.Workbook()
        sheet = book.active
        sheet.title = "DS sau rà soát"
        sheet.cell(2, 1, "DANH SÁCH HỘ NGHÈO, HỘ CẬN NGHÈO SAU KHI RÀ SOÁT")
        for column, text in enumerate(HEADERS, start=1):
            if headers:
                sheet.cell(6 + shift, column, text)
            sheet.cell(7 + shift, column, column)
        for at, row in enumerate(ROWS):
            for column, value in enumerate(row, start=1):
                sheet.cell(8 + shift + at, column, value if value != "" else None)
        sheet.cell(8 + shift + len(ROWS), 1, "Tổng cộng: 5 hộ")
        for title, number in (("Hộ thoát nghèo", "H-8"), ("Hộ thoát cận nghèo", "H-9")):
            left = book.create_sheet(title)
            left.cell(2, 1, f"DANH SÁCH {title.upper()}")
            values = (1, number, "Lý Văn Kiên", "Chủ hộ", "Nam", date(1975, 5, 1), None, "Thái", "Thôn 3", 185, 20)
            for column, value in enumerate(values, start=1):
                left.cell(10, column, value)
        path = tmp_path / "list.xlsx"
        book.save(path)
        return path

    return make


@pytest.mark.parametrize(("shift", "headers"), [(0, True), (0, False), (3, True)])
def test_decisions_without_reasons(office_list, shift, headers):
    read = read_review_list(office_list(shift=shift, headers=headers))
    found = {decision.number: decision for decision in read.decisions}
    assert set(found) == {"H-1", "H-2", "H-8", "H-9"}
    poor = found["H-1"]
    assert (poor.verdict, poor.b1, poor.b2, poor.reasons_held) == ("poor", 120, 30, False)
    assert (poor.head, poor.village, poor.commune_code) == ("Lò Văn An", "Thôn 1", "99001")
    assert poor.decided_on == date(2025, 11, 14)
    assert [(p.name, p.birth, p.sex) for p in poor.people] == [
        ("Lò Văn An", PartialDate(1954, 3, 2), "male"),
        ("Lò Thị Bình", PartialDate(1956), "female"),
    ]
    assert (found["H-2"].verdict, found["H-2"].b1) == ("near_poor", 170)
    assert (found["H-8"].left, found["H-8"].verdict, found["H-8"].b1) == ("poor", "", 185)
    assert found["H-9"].left == "near_poor"


def test_rows_that_cannot_be_taken_come_back_whole(office_list):
    read = read_review_list(office_list())
    reasons = {(reason.household, reason.rule) for reason in read.returned}
    assert reasons == {("H-3", "import.no_such_day"), ("H-4", "import.unknown_class"), ("H-5", "import.class_differs")}
    assert [row.row for row in read.returned_rows] == [11, 12, 13, 14]
    assert read.rows == sum(len(decision.people) for decision in read.decisions) + len(read.returned_rows) == 9
    assert all(reason.message(lang) and reason.todo(lang) for reason in read.returned for lang in ("vi", "en", "id"))


def test_another_workbook_is_no_list(tmp_path):
    book = openpyxl.Workbook()
    book.active["A1"] = "Kế hoạch"
    book.save(tmp_path / "a.xlsx")
    with pytest.raises(Refused, match=r"import\.no_review_list"):
        read_review_list(tmp_path / "a.xlsx")
