"""What every test stands on: no network beyond this machine, a data folder of its own, a browser kept at home."""

from __future__ import annotations

import os
import shutil
import socket
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import django
import pytest
from hypothesis import HealthCheck, settings

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

CHROMIUM_NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
CHROMIUM_ARGUMENTS = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
OWN_HOSTS = {"localhost", "127.0.0.1", "::1"}
NO_REQUEST = {"about", "blob", "data"}
DATABASE_FIXTURES = {"db", "transactional_db", "live_server"}

# a busy machine is no fault of the code, and the same run must give the same answer twice
settings.register_profile("house", deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("house")

os.environ["DJANGO_SETTINGS_MODULE"] = "chiakhoa.config.settings"
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"  # the browser's own loop runs in the thread of the test


def pytest_configure(config: pytest.Config) -> None:
    """Give the run a data folder of its own before Django reads its settings."""
    folder = tempfile.mkdtemp(prefix="chiakhoa-tests-")
    config.add_cleanup(lambda: shutil.rmtree(folder, ignore_errors=True))
    os.environ["CHIAKHOA_DATA"] = folder
    django.setup()


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark what needs a database or a browser; on a machine without Chromium the latter are reported as skipped."""
    missing = pytest.mark.skip(reason="no Chromium here: install it, or set CHIAKHOA_CHROMIUM to its path")
    for item in items:
        fixtures = set(getattr(item, "fixturenames", ()))
        if fixtures & DATABASE_FIXTURES or item.get_closest_marker("django_db"):
            item.add_marker("database")
        if "browser" in fixtures:
            item.add_marker("browser")
            if chromium() is None:
                item.add_marker(missing)


def chromium() -> Path | None:
    """The browser named by CHIAKHOA_CHROMIUM, which then has to be there, or one found on this machine."""
    named = os.environ.get("CHIAKHOA_CHROMIUM")
    found = named or next(filter(None, map(shutil.which, CHROMIUM_NAMES)), None)
    return Path(found) if found else None


@pytest.fixture(scope="session", autouse=True)
def this_machine_only() -> Iterator[None]:
    """Refuse every connection that leaves this machine."""
    real = socket.socket.connect

    def connect(self: socket.socket, address: Any) -> None:
        if self.family in {socket.AF_INET, socket.AF_INET6} and address[0] not in OWN_HOSTS:
            self.close()
            message = f"a test tried to reach {address[0]}"
            raise AssertionError(message)
        real(self, address)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(socket.socket, "connect", connect)
        yield


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Chromium; a path in CHIAKHOA_CHROMIUM that leads nowhere fails the test."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        launched = playwright.chromium.launch(executable_path=chromium(), args=list(CHROMIUM_ARGUMENTS))
        yield launched
        launched.close()


@pytest.fixture
def page(browser: Browser, live_server: Any) -> Iterator[Page]:
    """A desk-wide page on the live server; relative addresses work, other hosts fail the test."""
    yield from watched_page(browser, live_server.url, width=1280, height=800)


@pytest.fixture
def phone(browser: Browser, live_server: Any) -> Iterator[Page]:
    """The same on a phone of 360 by 740."""
    yield from watched_page(browser, live_server.url, width=360, height=740)


def watched_page(browser: Browser, home: str, *, width: int, height: int) -> Iterator[Page]:
    """A page whose every request and fault of script is looked at when the test ends."""
    strangers: list[str] = []
    faults: list[str] = []
    context = browser.new_context(base_url=home, viewport={"width": width, "height": height}, locale="vi-VN")
    context.set_default_timeout(15_000)
    context.route(
        lambda address: is_stranger(address, home),
        lambda route: (strangers.append(route.request.url), route.abort()),
    )
    opened = context.new_page()
    opened.on("pageerror", lambda fault: faults.append(str(fault)))
    opened.on("console", lambda line: faults.append(line.text) if "Content Security Policy" in line.text else None)
    yield opened
    context.close()
    assert not strangers, f"the page asked other hosts: {strangers}"
    assert not faults, f"the page broke: {faults}"


def is_stranger(address: str, home: str) -> bool:
    """Whether an address lies outside the live server."""
    parts = urlsplit(address)
    return parts.scheme not in NO_REQUEST and parts.netloc != urlsplit(home).netloc
