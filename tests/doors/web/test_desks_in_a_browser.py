"""Desks, register and rates on a phone and at a desk: no barrier, nothing wider than the screen, P01's way."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.core.cache import cache
from playwright.sync_api import expect

from tests.conftest import watched_page
from tests.doors.web import office_of_the_ward as made
from tests.doors.web.office_of_the_ward import LANH, NEIGHBOUR

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

TOO_WIDE = "document.documentElement.scrollWidth > window.innerWidth"
PAGES = {
    "ha": ["/", "/households/", "/households/?q=zzz", f"/households/{LANH}/", f"/households/{NEIGHBOUR}/"],
    "viet": ["/", "/changes/", "/changes/?since=x", "/reports/rates/?show=both"],
    "binh": ["/", "/reports/rates/"],
    "sen": ["/", "/trail/"],
    "son": ["/", "/reports/rates/"],
    "lanh": ["/"],
    "giup": ["/"],
    "quan": ["/", "/office/accounts/", "/office/roles/", "/office/law/", "/office/areas/?q=song", "/office/health/"],
}


@pytest.fixture(params=[(360, 740), (1280, 800)], ids=["phone", "desk"])
def either(
    request: pytest.FixtureRequest, browser: Browser, transactional_db: None, live_server: Any, settings: Any
) -> Iterator[Page]:
    """A practice folder with the small ward and its people, on a phone and at a desk."""
    request.getfixturevalue("merged")
    settings.PRACTICE, settings.FROZEN_DAY = True, made.TODAY
    cache.clear()
    made.build()
    made.people()
    width, height = request.param
    yield from watched_page(browser, live_server.url, width=width, height=height)


def enter(page: Page, who: str) -> None:
    """Go in as one of the people, by the button of the practice folder."""
    page.context.clear_cookies()
    page.goto("/account/sign-in/")
    page.locator(f"button[value={who}]").click()
    page.wait_for_url(lambda address: not address.endswith("/sign-in/"))


def barriers(page: Page, address: str) -> list[str]:
    """What stands in the way on a page, and whether something hangs out on the right."""
    found = Axe().run(page)
    told = [f"{address}\n{found.generate_report()}"] if found.violations_count else []
    return [*told, f"{address} has to be scrolled sideways"] if page.evaluate(TOO_WIDE) else told


def looked_over(page: Page, address: str) -> None:
    """No barrier, and nothing hangs out on the right."""
    assert not barriers(page, address)


def test_no_barrier_on_any_desk(either: Page) -> None:
    either.goto("/")
    faults = barriers(either, "/")
    for who, addresses in PAGES.items():
        enter(either, who)
        for address in addresses:
            either.goto(address)
            faults += barriers(either, f"{who} {address}")
    assert not faults, "\n".join(faults)


def test_from_the_desk_to_a_household_and_its_sensitive_details(either: Page) -> None:
    page = either
    enter(page, "ha")
    page.fill("#q", "lành trần")
    page.get_by_role("button", name="Tìm").click()
    page.wait_for_url("**/households/?q=**")
    assert "1 trong 2 hộ" in page.inner_text("#found")
    page.fill("#q", "")
    expect(page.locator("#found")).to_contain_text("2 trong 2")
    page.get_by_role("link", name="Trần Thị Lành").click()
    page.wait_for_url(f"**/households/{LANH}/")
    assert made.NATIONAL_ID not in page.inner_text("main")
    page.get_by_role("button", name="Xem thông tin nhạy cảm").click()
    page.wait_for_url("**/sensitive/#members")
    assert made.NATIONAL_ID in page.inner_text("#members + ul")
    looked_over(page, "sensitive")


def test_a_figure_leads_to_its_households(either: Page) -> None:
    page = either
    enter(page, "viet")
    page.get_by_role("link", name="Tỷ lệ", exact=True).first.click()
    page.wait_for_url("**/reports/rates/")
    assert "điểm phần trăm" in page.inner_text("main")
    page.locator("tbody a[href*='show=poor']").first.click()
    page.wait_for_url("**show=poor**")
    assert page.locator("#names .names a").count() == 1
    page.locator("#names .names a").first.click()
    page.wait_for_url(f"**/households/{LANH}/")


def test_a_list_prints_without_its_controls(either: Page) -> None:
    page = either
    enter(page, "ha")
    page.goto("/households/?print=1")
    page.set_viewport_size({"width": 700, "height": 990})
    page.emulate_media(media="print")
    assert not page.locator(".masthead").is_visible()
    assert not page.locator("form.filters").is_visible()
    assert page.locator("#results tbody tr").count() == 2


def test_form_b_is_saved_at_every_tap_and_stands_there_after_the_page_was_left(either: Page) -> None:
    page = either
    enter(page, "binh")
    page.goto(f"/survey/{LANH}/")
    looked_over(page, "Form B")
    page.locator("fieldset[id='h.has_tv']").get_by_text("có", exact=True).click()
    expect(page.locator("#progress")).to_contain_text("Đã trả lời 1 trên")
    page.fill("[id='h.floor_area']", "24")
    page.locator("[id='h.floor_area']").blur()
    expect(page.locator("#progress")).to_contain_text("Đã trả lời 2 trên")
    page.goto("/")
    page.goto(f"/survey/{LANH}/")
    assert page.input_value("[id='h.floor_area']") == "24"
    assert page.locator("fieldset[id='h.has_tv'] input[value='1']").is_checked()
    page.get_by_role("button", name="Gửi phiếu").click()
    expect(page.locator(".error-summary")).to_contain_text("chưa trả lời")
    looked_over(page, "Form B, not complete")
    page.get_by_label("Vẫn gửi dù còn thiếu câu trả lời").check()
    page.get_by_role("button", name="Gửi phiếu").click()
    page.wait_for_url(f"**/households/{LANH}/?sent=1")
    expect(page.get_by_role("status")).to_contain_text("Đã nhận phiếu khảo sát")
    assert "Chưa kết luận được" in page.inner_text("main")
