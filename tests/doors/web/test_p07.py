"""P07, the class is explained, through the browser: the six households of the story dropped on the one page."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from chiakhoa.law.rules.households import Household
from tests.doors.story import EXPECTED, GAPS, story_cases, with_member_answer, write_story

CLASSES = {"poor": "Hộ nghèo", "near_poor": "Hộ cận nghèo", "non_poor": "Hộ không nghèo"}


def drop(page: Page, file: Path) -> None:
    """Hand in a workbook and wait for the list."""
    page.goto("/")
    page.set_input_files("#id_workbook", file)
    page.get_by_role("button", name="Xếp loại các hộ").click()
    page.wait_for_selector("#results", timeout=60_000)


def open_household(page: Page, code: str) -> str:
    """Open one household from the list; the text of its page."""
    name = story_cases()[code].household.members[0].name
    page.get_by_role("link", name=name).first.click()
    page.wait_for_url("**/households/**")
    return page.inner_text("main")


def states(page: Page) -> dict[str, str]:
    """Each indicator's name on the page with the state shown beside it."""
    heads = page.locator(".indicator h4").all()
    return {head.locator("span").first.inner_text(): head.inner_text() for head in heads}


def test_each_household_of_the_story_gets_what_is_printed(page: Page, tmp_path: Path) -> None:
    drop(page, write_story(tmp_path / "story.xlsx"))
    for code, (verdict, b1, _deprived) in EXPECTED.items():
        shown = open_household(page, code)
        assert CLASSES[verdict] in shown
        b1_shown, b2_shown = page.locator("dl.measure strong").all_inner_texts()
        assert (int(b1_shown), int(b2_shown)) == (b1, 10 * GAPS[code]), code
        assert page.locator(".indicator .next").count() == GAPS[code], code
        assert "Chuẩn nghèo đa chiều 2022-2025" in shown
        assert page.locator("section.dimension").count() == 6
        page.get_by_role("link", name="Về danh sách").click()
        page.wait_for_selector("#results")


def test_a_card_changes_exactly_one_indicator(page: Page, tmp_path: Path) -> None:
    drop(page, write_story(tmp_path / "before.xlsx"))
    open_household(page, "H-0412")
    before = states(page)

    def card(household: Household) -> Household:
        return with_member_answer(household, 1, "health_insurance", True) if household.id == "H-0412" else household

    drop(page, write_story(tmp_path / "after.xlsx", card))
    shown = open_household(page, "H-0412")
    after = states(page)
    assert {name for name in before if before[name] != after[name]} == {"Bảo hiểm y tế"}
    assert "Hộ cận nghèo" in shown


@pytest.mark.parametrize("missing", ["toilet"])
def test_an_incomplete_survey_says_what_is_missing(phone: Page, tmp_path: Path, missing: str) -> None:
    def blank(household: Household) -> Household:
        unasked = replace(household, answers={**household.answers, missing: None})
        return unasked if household.id == "H-0412" else household

    drop(phone, write_story(tmp_path / "blank.xlsx", blank))
    shown = open_household(phone, "H-0412")
    assert "Chưa kết luận được" in shown
    expect(phone.locator("#missing ~ ul li").first).to_contain_text("Nhà tiêu")
