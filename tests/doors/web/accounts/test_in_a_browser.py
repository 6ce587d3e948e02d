"""Signing in on a phone and on a desk: by keyboard, without barriers, nothing wider than the screen."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.core.cache import cache

from tests.doors.web.accounts.people import GOOD, code, grant, person, ward

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

TOO_WIDE = "document.documentElement.scrollWidth > window.innerWidth"


@pytest.fixture(params=["page", "phone"])
def screen(request: pytest.FixtureRequest, browser: Browser, transactional_db: None, settings: Any) -> Page:
    """The sign-in page of a practice folder with two people, on a desk and on a phone."""
    settings.PRACTICE = True
    cache.clear()
    opened: Page = request.getfixturevalue(request.param)
    ward()
    grant(person("ha", "Võ Thu Hà", GOOD), "commune_officer", "place", "99001")
    grant(person("sen", "Cao Thị Sen"), "supervisor", "place", "99001")
    opened.goto("/account/sign-in/")
    return opened


def looked_over(screen: Page) -> None:
    """No barrier, and nothing hangs out on the right."""
    found = Axe().run(screen)
    assert found.violations_count == 0, found.generate_report()
    assert not screen.evaluate(TOO_WIDE), screen.url


def test_the_way_in_and_the_second_step(screen: Page):
    looked_over(screen)
    screen.focus("#id_login")
    screen.keyboard.type("ha")
    screen.keyboard.press("Tab")
    screen.keyboard.type("sai rồi sai rồi")
    screen.keyboard.press("Enter")
    screen.wait_for_selector(".error-summary")
    looked_over(screen)
    screen.fill("#id_password", GOOD)
    screen.keyboard.press("Enter")
    screen.wait_for_selector("text=Võ Thu Hà")
    for address in ("/account/", "/account/password/", "/account/sign-out/", "/account/second-step/on/"):
        screen.goto(address)
        looked_over(screen)
    screen.fill("#id_password", GOOD)
    screen.keyboard.press("Enter")
    screen.wait_for_selector(".qr svg")
    looked_over(screen)
    screen.click("main summary")
    screen.fill("#id_code", code(screen.inner_text(".key")))
    screen.keyboard.press("Enter")
    screen.wait_for_selector(".codes li >> nth=9")
    looked_over(screen)


def test_one_click_as_a_practice_person(screen: Page):
    screen.click("text=Cao Thị Sen")
    screen.wait_for_url("**/")
    assert screen.inner_text(".corner") == "Cao Thị Sen"
    looked_over(screen)
