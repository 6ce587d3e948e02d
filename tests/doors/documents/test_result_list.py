"""The list of results: counts with what they are of, every row once, marks on every page, long lists in one go."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date

import pytest

from chiakhoa.doors.documents.result_list import Column, Counts, gaps_chart, percent, result_list_pdf

AS_OF = date(2025, 12, 14)
MARK = "Bảng điểm luyện tập – không dùng để công nhận"
COLUMNS = (Column("Mã hộ"), Column("Chủ hộ", 2), Column("Kết quả", 1.5), Column("B1", 0.5, numeric=True))


def listed(count: int, lang: str = "vi") -> bytes:
    poor = [n % 90 == 0 for n in range(count)]
    rows = [(f"H-{n:05}", "Nguyễn Thị Đào", "Hộ nghèo" if p else "Hộ không nghèo", "115") for n, p in enumerate(poor)]
    classes = (("Hộ nghèo", sum(poor)), ("Hộ không nghèo", count - sum(poor)))
    counts = Counts(count, classes, (("Việc làm", 0), ("Nhà tiêu hợp vệ sinh", count // 4)))
    return result_list_pdf(
        "Kết quả rà soát", rows, COLUMNS, counts, lang=lang, as_of=AS_OF, marks=[MARK], place="Phường Sông Mẫu"
    )


def one_line(text: str) -> str:
    return re.sub(r"\s+", " ", text)


def test_counts_stand_on_top_with_what_they_are_of(text_of: Callable[[bytes], str]) -> None:
    pdf = listed(180)
    first = one_line(text_of(pdf).split("\f")[0])
    for shown in ("180 hộ được xét", "2 trên 180 hộ", "1,11 %", "178 trên 180 hộ", "45 (25,00 %)", "Phường Sông Mẫu"):
        assert shown in first
    assert b"pdfuaid" in pdf


def test_every_page_has_header_mark_day_and_number(text_of: Callable[[bytes], str]) -> None:
    pages = text_of(listed(120)).rstrip("\f").split("\f")
    assert len(pages) > 2
    for number, page in enumerate(pages, start=1):
        foot = one_line(page)
        assert MARK in foot
        assert "Chủ hộ" in foot
        assert f"Trang {number} / {len(pages)}" in foot
        assert "Tính đến ngày 14/12/2025" in foot


def test_every_household_is_listed_once_in_order(text_of: Callable[[bytes], str]) -> None:
    assert re.findall(r"H-\d{5}", text_of(listed(150))) == [f"H-{n:05}" for n in range(150)]


def test_a_long_list_is_whole_but_not_tagged(text_of: Callable[[bytes], str]) -> None:
    pdf = listed(2500)
    assert b"pdfuaid" not in pdf
    assert re.findall(r"H-\d{5}", text_of(pdf)) == [f"H-{n:05}" for n in range(2500)]


@pytest.mark.parametrize(("lang", "shown"), [("en", "2,100 households assessed"), ("id", "2.100 rumah tangga dinilai")])
def test_other_languages_write_their_own_numbers(text_of: Callable[[bytes], str], lang: str, shown: str) -> None:
    assert shown in one_line(text_of(listed(2100, lang)))


def test_an_empty_list_says_so(text_of: Callable[[bytes], str]) -> None:
    text = one_line(text_of(listed(0)))
    assert "Không có hộ nào." in text
    assert "–" in text


def test_the_chart_tells_its_figures_in_words() -> None:
    svg = gaps_chart(Counts(4, (), (("Việc làm", 1),)), "en")
    assert "Bar chart: Việc làm: 1 of 4 households." in svg
    assert percent(0, 0, "vi") == "–"
