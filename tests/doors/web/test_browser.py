"""The pages in a browser, on a phone and at a desk: the whole way, by keyboard, without scripts, without barriers."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from chiakhoa.foundation.access.values import PRACTICE
from chiakhoa.review.assessment import queries
from chiakhoa.review.assessment.queries import Wanted
from tests.conftest import watched_page
from tests.doors.web.workbooks import workbook
from tests.review.assessment.runs import judged_run

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page, Response

KILOBYTE = 1024
MOST = 100
"""Kilobytes a page may weigh on its way, without its fonts."""


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "ho-song-mau.xlsx"
    path.write_bytes(workbook())
    return path


@pytest.fixture(params=[(360, 740), (1280, 800)], ids=["phone", "desk"])
def either(request: pytest.FixtureRequest, browser: Browser, live_server: Any) -> Iterator[Page]:
    """The same page on a phone and at a desk."""
    width, height = request.param
    yield from watched_page(browser, live_server.url, width=width, height=height)


def taken_in(page: Page, file: Path) -> None:
    page.goto("/")
    page.set_input_files("#id_workbook", file)
    page.get_by_role("button", name="Xếp loại các hộ").click()
    page.wait_for_selector("#results", timeout=60_000)


def fits(page: Page) -> bool:
    """Whether nothing has to be scrolled sideways."""
    return bool(page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth"))


def test_from_workbook_to_the_sheet_of_a_household(either: Page, file: Path) -> None:
    page = either
    taken_in(page, file)
    assert "60 trong 60 hộ" in page.inner_text("#found")
    page.fill("#q", "0412")
    expect(page.locator("#found")).to_contain_text("1 trong 60")
    assert page.locator("#results tbody tr").count() == 1
    assert "q=0412" in page.url
    page.fill("#q", "")
    expect(page.locator("#found")).to_contain_text("60 trong 60")
    page.select_option("#sort", "name")
    page.wait_for_url("**sort=name**")
    head = page.locator("#results tbody th a").first
    name = head.inner_text()
    head.click()
    page.wait_for_url("**/households/**")
    assert name in page.inner_text("h1")
    assert fits(page)
    with page.expect_download() as download:
        page.get_by_role("link", name="Phiếu cho gia đình (PDF)").click()
    assert Path(download.value.path()).read_bytes().startswith(b"%PDF")
    page.get_by_role("link", name="Về danh sách").click()
    page.wait_for_url("**sort=name**")


def test_a_tile_leads_to_its_households(page: Page, file: Path) -> None:
    taken_in(page, file)
    tile = page.locator(".tile.poor")
    count = tile.locator(".figure").inner_text()
    tile.click()
    page.wait_for_url("**class=poor**")
    assert page.locator("#results tbody tr").count() == int(count)


def test_the_whole_way_by_keyboard(page: Page, file: Path) -> None:
    page.goto("/")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.id") == "id_workbook"
    page.set_input_files("#id_workbook", file)
    for _ in range(2):
        page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.type") == "submit"
    assert page.evaluate("getComputedStyle(document.activeElement).outlineStyle") == "solid"
    page.keyboard.press("Enter")
    page.wait_for_selector("#results", timeout=60_000)
    page.focus("#q")
    page.keyboard.type("song mau 0412")
    expect(page.locator("#found")).to_contain_text("1 trong 60")
    assert page.evaluate("document.activeElement.id") == "q"
    page.focus("#results tbody th a")
    page.keyboard.press("Enter")
    page.wait_for_url("**/households/**")


def test_everything_works_without_scripts(browser: Browser, live_server: Any, file: Path) -> None:
    context = browser.new_context(base_url=live_server.url, java_script_enabled=False)
    page = context.new_page()
    page.goto("/")
    page.set_input_files("#id_workbook", file)
    page.get_by_role("button", name="Xếp loại các hộ").click()
    page.wait_for_selector("#results", timeout=60_000)
    page.fill("#q", "0412")
    page.get_by_role("button", name="Hiện danh sách").click()
    assert page.locator("#results tbody tr").count() == 1
    page.get_by_role("button", name="English").click()
    assert "1 household of 60" in page.inner_text("#found")
    context.close()


@pytest.mark.django_db(transaction=True)
def test_no_barrier_on_any_page(either: Page) -> None:
    run = judged_run(60)
    rows = {row.verdict: row.number for row in queries.findings(PRACTICE, run, Wanted())}
    home = f"/runs/{run.public_id}/"
    pages = ["/", "/help/", "/standards/", "/standards/2022-2025-nd-07-2021/", "/nothing/"]
    pages += [home, f"{home}?q=zzz&gap=toilet", f"{home}rates/", f"{home}compare/?assume=1"]
    pages += [f"{home}households/{number}/" for number in rows.values()]
    for address in pages:
        either.goto(address)
        found = Axe().run(either)
        assert found.violations_count == 0, f"{address}\n{found.generate_report()}"
        assert fits(either), f"{address} has to be scrolled sideways"


def test_the_error_page_of_the_form_has_no_barrier(either: Page) -> None:
    either.goto("/")
    either.get_by_role("button", name="Xếp loại các hộ").click()
    assert "Có chỗ cần sửa" in either.inner_text(".error-summary")
    assert Axe().run(either).violations_count == 0
    either.locator(".error-summary a").click()
    assert either.evaluate("location.hash") == "#id_workbook"


@pytest.mark.parametrize("size", ["large", "huge"])
def test_large_letters_fit_a_phone(phone: Page, size: str) -> None:
    run = judged_run(30)
    phone.goto("/")
    phone.locator(f"button[value={size}]").click()
    for address in ("/", f"/runs/{run.public_id}/", f"/runs/{run.public_id}/households/1/"):
        phone.goto(address)
        assert f"size-{size}" in (phone.get_attribute("html", "class") or "")
        assert fits(phone), address


@pytest.mark.django_db(transaction=True)
def test_pages_are_light(phone: Page) -> None:
    run = judged_run(60)
    for address in ("/", f"/runs/{run.public_id}/", f"/runs/{run.public_id}/households/1/"):
        seen: list[Response] = []
        phone.on("response", lambda response, seen=seen: seen.append(response))
        phone.goto(address, wait_until="networkidle")
        weights = {one.url: one.request.sizes()["responseBodySize"] for one in seen if not one.url.endswith(".ttf")}
        assert 0 < sum(weights.values()) < MOST * KILOBYTE, (address, weights)


def test_a_list_prints_without_its_controls(page: Page) -> None:
    run = judged_run(30)
    page.goto(f"/runs/{run.public_id}/")
    page.set_viewport_size({"width": 700, "height": 990})
    page.emulate_media(media="print")
    assert page.locator("#results thead th").first.bounding_box()["width"] > 20
    assert not page.locator(".masthead").is_visible()
    assert not page.locator("form.filters").is_visible()
    assert page.locator("#results table").is_visible()
    assert "Bảng điểm luyện tập" in page.inner_text("main")
