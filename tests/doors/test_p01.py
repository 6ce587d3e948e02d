"""P01, rates with their denominators: by the command, and by browser on the product's own server, on either engine."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

import pytest
from axe_playwright_python.sync_playwright import Axe

from tests.conftest import watched_page
from tests.doors.ward_store import Store

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

pytestmark = pytest.mark.database
ASKED = ("report", "rates", "--unit", "SONGMAU", "--year", "2025", "--compare", "2024")


def test_by_the_command(ward_store: Store):
    told = ward_store.run(*ASKED, "--drill", "poor")
    assert (told["unit"], told["year"], told["as_of"], told["final"]) == ("SONGMAU", 2025, "2025-12-14", True)
    assert (told["households"], told["people"]) == (9100, 37314)
    assert told["poor"] == {"count": 104, "rate": "1.14"}
    assert told["near_poor"] == {"count": 201, "rate": "2.21"}
    assert told["both"] == {"count": 305, "rate": "3.35"}
    before = told["compare"]
    assert (before["year"], before["households"]) == (2024, 9060)
    assert before["poor"] == {"count": 104, "rate": "1.15", "change_points": "-0.01", "change_households": 0}
    assert before["near_poor"] == {"count": 212, "rate": "2.34", "change_points": "-0.13", "change_households": -11}
    assert before["both"] == {"count": 316, "rate": "3.49", "change_points": "-0.14", "change_households": -11}
    groups = Counter(one["village"] for one in told["drill"])
    assert sum(groups.values()) == len({one["household"] for one in told["drill"]}) == 104
    assert groups == {one["code"]: one["poor"]["count"] for one in told["villages"] if one["poor"]["count"]}


@contextmanager
def served(store: Store) -> Iterator[str]:
    """The product's own server on the ward, at an address of this machine."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    environment = {name: value for name, value in os.environ.items() if name not in ("CHIAKHOA_DATA", "DATABASE_URL")}
    environment |= {"DATABASE_URL": store.url} if store.url else {}
    line = [sys.executable, "-m", "chiakhoa.doors.cli", "--data", str(store.folder), "serve", "--port", str(port)]
    with subprocess.Popen(line, env=environment, stderr=subprocess.STDOUT, stdout=subprocess.PIPE, text=True) as server:
        assert server.stdout is not None
        heard = next((said for said in server.stdout if "Started worker" in said), "")
        try:
            assert heard, "the server did not start"
            yield f"http://127.0.0.1:{port}"
        finally:
            server.terminate()


@pytest.fixture(params=[(360, 740), (1280, 800)], ids=["phone", "desk"])
def screen(request: pytest.FixtureRequest, browser: Browser, ward_store: Store) -> Iterator[Page]:
    """The ward in a browser, on a phone and at a desk."""
    width, height = request.param
    with served(ward_store) as home:
        yield from watched_page(browser, home, width=width, height=height)


def test_by_browser(screen: Page):
    screen.goto("/")
    screen.locator("button[value=viet]").click()
    screen.get_by_role("link", name="Tỷ lệ", exact=True).first.click()
    screen.wait_for_url("**/reports/rates/")
    told = " ".join(screen.locator("table").first.inner_text().split())
    for words in (
        "104 / 9.100 = 1,14 %", "104 / 9.060 = 1,15 %", "-0,01 điểm phần trăm = 0 hộ",
        "201 / 9.100 = 2,21 %", "212 / 9.060 = 2,34 %", "-0,13 điểm phần trăm = -11 hộ",
        "305 / 9.100 = 3,35 %", "316 / 9.060 = 3,49 %", "-0,14 điểm phần trăm = -11 hộ",
    ):  # fmt: skip
        assert words in told
    assert "Chưa chốt" not in screen.inner_text("main")
    screen.locator("tbody a", has_text="104").first.click()
    screen.wait_for_url("**show=poor**")
    assert screen.locator("#names .names a").count() == 104
    groups = [int(text.strip("()")) for text in screen.locator("#names h3 .quiet").all_inner_texts()]
    assert sum(groups) == 104
    found = Axe().run(screen)
    assert found.violations_count == 0, found.generate_report()
    assert not screen.evaluate("document.documentElement.scrollWidth > window.innerWidth")
