"""The import page on a phone and at a desk: a file dropped, looked through, written; without barriers; by keyboard."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.conf import settings as django_settings

from chiakhoa.foundation.registry.models import Household
from tests.conftest import watched_page
from tests.doors.exchange.wards import FAMILY, home, open_ward
from tests.doors.exchange.wards import workbook as book
from tests.doors.web.test_intake import signed_in
from tests.doors.web.workbooks import wait

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page


@pytest.fixture(params=[(360, 740), (1280, 800)], ids=["phone", "desk"])
def officer(
    request: pytest.FixtureRequest, browser: Browser, live_server: Any, settings: Any, tmp_path: Path
) -> Iterator:
    """Hà's page, signed in, on a phone and at a desk."""
    settings.SIGNING_KEYS, settings.MEDIA_ROOT = tmp_path / "keys", tmp_path / "uploads"
    settings.FROZEN_DAY = date(2025, 12, 14)
    open_ward()
    name = django_settings.SESSION_COOKIE_NAME
    session = signed_in("ha", "commune_officer").cookies[name].value
    width, height = request.param
    for page in watched_page(browser, live_server.url, width=width, height=height):
        page.context.add_cookies([{"name": name, "value": session, "url": live_server.url}])
        yield page
    wait()


def sound(page: Page) -> None:
    """No barrier for screen readers, nothing to be scrolled sideways."""
    found = Axe().run(page)
    assert found.violations_count == 0, found.generate_report()
    assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")


def test_a_file_is_dropped_looked_through_and_written(officer: Page, tmp_path: Path) -> None:
    page = officer
    wrong = home("H-0009", ("Vi Thị Cúc", "head", 1970), village="Tổ 99")
    page.goto("/import/")
    sound(page)
    page.set_input_files("#id_workbook", book(tmp_path / "so-ho.xlsx", [*FAMILY, wrong]))
    page.get_by_role("button", name="Xem thử tệp").click()
    page.get_by_role("heading", name="Những gì sẽ được ghi").wait_for(timeout=60_000)
    sound(page)
    assert Household.objects.count() == 0
    with page.expect_download() as download:
        page.get_by_role("link", name="Tải các dòng bị trả lại").click()
    assert Path(download.value.path()).stat().st_size

    button = page.get_by_role("button", name="Ghi vào sổ")
    button.focus()
    page.keyboard.press("Enter")
    page.get_by_role("heading", name="Đã ghi tệp vào sổ").wait_for(timeout=60_000)
    sound(page)
    assert Household.objects.count() == 3

    page.goto("/import/")
    page.set_input_files("#id_workbook", book(tmp_path / "again.xlsx", FAMILY))
    page.get_by_role("button", name="Xem thử tệp").click()
    page.get_by_role("heading", name="Tất cả như cũ").wait_for(timeout=60_000)
    assert page.get_by_role("button", name="Ghi vào sổ").count() == 0
    with page.expect_download() as download:
        page.goto("/import/")
        page.get_by_role("link", name="Hộ và thành viên").click()
    assert download.value.suggested_filename == "so-ho.xlsx"


def test_a_wrong_choice_is_said_in_plain_words(officer: Page, tmp_path: Path) -> None:
    page = officer
    page.goto("/import/")
    page.get_by_role("button", name="Xem thử tệp").click()
    page.get_by_text("Hãy chọn tệp để nhập.").first.wait_for()
    sound(page)
    (tmp_path / "thu.xlsx").write_bytes(b"%PDF-1.7")
    page.set_input_files("#id_workbook", tmp_path / "thu.xlsx")
    page.get_by_role("button", name="Xem thử tệp").click()
    page.get_by_role("heading", name="Không dùng được tệp").wait_for(timeout=60_000)
    sound(page)
