"""The household's sheet: every part in every language, its marks and code, and nothing that nobody said."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from chiakhoa.doors.documents.household_sheet import household_sheet_context, household_sheet_pdf, points_text
from chiakhoa.doors.documents.words import words

Explain = Callable[..., dict[str, Any]]
AS_OF = date(2025, 12, 14)
LANGUAGES = ("vi", "en", "id")


def sheet(explanation: dict[str, Any], lang: str = "vi", head: str = "Nguyễn Thị Đào") -> bytes:
    return household_sheet_pdf(
        explanation, head=head, village="Tổ dân phố 7", commune="Phường Sông Mẫu", as_of=AS_OF, lang=lang
    )


def context(explanation: dict[str, Any], lang: str = "vi") -> dict[str, Any]:
    return household_sheet_context(explanation, "Nguyễn Thị Đào", "Tổ 7", "Phường Sông Mẫu", AS_OF, lang)


def one_line(text: str) -> str:
    return re.sub(r"\s+", " ", text)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_three_parts_and_all_that_belongs_to_them(
    explain: Explain, text_of: Callable[[bytes], str], lang: str
) -> None:
    pdf = sheet(explain(), lang)
    text = one_line(text_of(pdf))
    say = words("sheet", lang)
    parts = [text.index(f" {say[part]} ") for part in ("lack", "why", "todo", "change", "disagree")]
    assert parts == sorted(parts)
    for shown in ("H-0412", "Nguyễn Thị Đào", "Tổ dân phố 7", "Hộ nghèo", "115", "Bảo hiểm y tế", "Lê Thị Mơ", "61"):
        assert shown in text
    assert b"pdfuaid" in pdf


def test_every_gap_has_its_sentence_its_article_and_its_step(explain: Explain) -> None:
    shown = context(explain())
    assert [gap["name"] for gap in shown["gaps"]] == [
        "Việc làm", "Bảo hiểm y tế", "Diện tích nhà ở bình quân", "Nhà tiêu hợp vệ sinh",
    ]  # fmt: skip
    assert len(shown["steps"]) == 4
    assert all(gap["sentence"].endswith(".") and "Nghị định 07/2021" in gap["cite"] for gap in shown["gaps"])
    marked = [gap["name"] for gap in shown["gaps"] if "chưa đối chiếu văn bản gốc" in gap["cite"]]
    assert marked == ["Nhà tiêu hợp vệ sinh"]


def test_the_answers_of_one_person_share_a_line(explain: Explain) -> None:
    insurance = context(explain())["answers"][1]
    assert insurance["lines"][1] == {
        "who": "Lê Thị Mơ",
        "facts": [["Tuổi", "38"], ["Thẻ BHYT", "không"]],
    }
    assert context(explain())["answers"][2]["lines"][0]["who"] == "Cả hộ"


def test_people_with_the_same_answers_share_a_line_and_the_unknown_is_no_reason(explain: Explain) -> None:
    told = explain()
    because = told["dimensions"][1]["indicators"][1]["because"]
    for reason in because:
        reason["value"] = None if reason["question"] == "Tuổi" else False
    assert context(told)["answers"][1]["lines"] == [
        {"who": "Nguyễn Văn Tạo, Lê Thị Mơ, Nguyễn Gia Bảo", "facts": [["Thẻ BHYT", "không"]]}
    ]


def test_one_article_behind_all_gaps_is_said_once(explain: Explain) -> None:
    told = explain()
    told["dimensions"][4]["indicators"][1]["cite"]["verified"] = True
    shown = context(told)
    assert shown["common_cite"].startswith("Căn cứ của các mục trên: Nghị định 07/2021")
    assert {gap["cite"] for gap in shown["gaps"]} == {""}
    assert context(explain())["common_cite"] == ""


def test_items_without_points_are_one_line(explain: Explain) -> None:
    items = context(explain())["items"]
    assert [item["points"] for item in items] == ["20", "35", "30", "30", "0"]
    assert items[-1]["label"] == "Các mục khác"


def test_people_are_named_beside_a_sentence_that_does_not_name_them(explain: Explain) -> None:
    told = explain()
    told["dimensions"][0]["indicators"][0]["why"] = "Có người muốn làm việc mà chưa có việc."
    assert context(told)["gaps"][0]["who"] == "Người liên quan: Nguyễn Văn Tạo"
    assert context(explain())["gaps"][0]["who"] == ""


def test_marks_day_code_and_page_numbers_stand_on_every_page(explain: Explain, text_of: Callable[[bytes], str]) -> None:
    pages = text_of(sheet(explain())).rstrip("\f").split("\f")
    for number, page in enumerate(pages, start=1):
        foot = one_line(page)
        assert "Bảng điểm luyện tập – không dùng để công nhận" in foot
        assert "Tính đến ngày 14/12/2025 · Mã phiếu " in foot
        assert f"Trang {number} / {len(pages)}" in foot


def test_a_checked_standard_carries_no_marks(explain: Explain) -> None:
    checked = {"id": "x", "title": "chuẩn X", "verified": True, "practice": False}
    shown = context(explain(standard=checked))
    assert shown["foot_marks"] == [] == shown["marks"]


def test_the_code_follows_the_content_and_the_day(explain: Explain) -> None:
    code = context(explain())["short_code"]
    assert context(explain())["code"] == f"Mã phiếu {code}"
    assert re.fullmatch(r"[0-9A-HJKMNP-TV-Z]{4}-[0-9A-HJKMNP-TV-Z]{4}", code)
    assert code == context(explain())["short_code"]
    assert code != context(explain(points_to_leave=60))["short_code"]


def test_undecided_says_what_is_missing_and_what_is_still_possible(
    explain: Explain, text_of: Callable[[bytes], str]
) -> None:
    missing = [
        {"question": "Suy dinh dưỡng", "member": "Nguyễn Gia Bảo"},
        {"question": "Loại nhà tiêu", "member": None},
    ]
    told = explain(
        finding="cannot_say",
        finding_name=None,
        possible_names=["Hộ nghèo", "Hộ cận nghèo"],
        b1={"points": [115, 145], "cut_off": None, "items": []},
        b2={"points": [20, 40], "deprived": []},
        missing=missing,
        to_stop_being_poor=[],
        points_to_leave=None,
        unknown_law=["indicator:nutrition", "cut_off"],
    )
    text = one_line(text_of(sheet(told)))
    for shown in (
        "Chưa thể kết luận", "Còn có thể là: hộ nghèo, hộ cận nghèo.", "115 đến 145", "20 đến 40",
        "chưa có mức trong văn bản đã đọc", "Suy dinh dưỡng (Nguyễn Gia Bảo)",
        "Văn bản đã đọc chưa nói rõ về: Dinh dưỡng, mức điểm thu nhập.",
    ):  # fmt: skip
        assert shown in text
    assert words("sheet", "vi")["change"] not in text


def test_many_missing_answers_are_counted(explain: Explain) -> None:
    missing = [{"question": f"Câu {n}", "member": None} for n in range(30)]
    shown = context(explain(missing=missing))["missing"]
    assert len(shown) == 25
    assert shown[-1] == "và 6 câu khác"


def test_a_household_never_surveyed_has_no_class(explain: Explain) -> None:
    told = explain(finding=None, finding_name=None, b1={"points": None, "cut_off": 175, "items": []})
    shown = context(told)
    assert shown["class"] == "Chưa khảo sát"
    assert shown["figures"][0]["value"] == "chưa tính được"


def test_without_gaps_the_parts_say_so(explain: Explain, text_of: Callable[[bytes], str]) -> None:
    told = explain(todo=[], to_stop_being_poor=[], points_to_leave=None)
    for dimension in told["dimensions"]:
        for indicator in dimension["indicators"]:
            indicator.update(deprived=False, why=None, todo=None)
    text = one_line(text_of(sheet(told)))
    for key in ("lack_none", "why_none", "todo_none"):
        assert words("sheet", "vi")[key] in text


def test_equal_ways_out_are_said_once(explain: Explain) -> None:
    ways = context(explain())["ways"]
    assert ways["intro"] == "Hộ không còn là hộ nghèo khi hết thiếu ở ít nhất 2 trong 4 chỉ số sau:"
    assert len(ways["list"]) == 4


def test_a_single_way_out_is_a_list_of_its_gaps(explain: Explain) -> None:
    ways = context(explain(to_stop_being_poor=[["employment", "toilet"]]))["ways"]
    assert ways["intro"].endswith("khi không còn thiếu chỉ số nào sau đây:")
    assert ways["list"] == ["Việc làm", "Nhà tiêu hợp vệ sinh"]


def test_what_is_not_known_is_counted_apart(explain: Explain) -> None:
    assert context(explain())["figures"][1]["note"] == "thiếu 4 trên 12 chỉ số, chưa rõ 1"


def test_unequal_ways_out_are_listed(explain: Explain) -> None:
    told = explain(to_stop_being_poor=[["employment", "toilet"], ["employment", "housing_area"]])
    assert context(told)["ways"]["list"] == [
        "Việc làm và Nhà tiêu hợp vệ sinh",
        "Việc làm và Diện tích nhà ở bình quân",
    ]


@pytest.mark.parametrize("name", ["#panic[*x*]", "Đào 😀", '"#eval("1")', "<script>"])
def test_a_name_is_only_ever_a_name(explain: Explain, text_of: Callable[[bytes], str], name: str) -> None:
    assert name.replace("😀", "").strip() in text_of(sheet(explain(), head=name))


def test_points_as_text() -> None:
    assert [points_text(p, "en") for p in (1115, [5, 10], None)] == ["1,115", "5 to 10", "cannot be counted yet"]
