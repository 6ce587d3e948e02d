"""The page about the commands is written from the commands."""

from __future__ import annotations

import pytest

from chiakhoa.doors.cli import reference
from tests.house.sources import ROOT

PAGES = ROOT / "docs" / "reference"
PAGE = PAGES / "cli.md"


@pytest.mark.parametrize("name", reference.PAGES)
def test_the_page_is_what_the_code_says(name: str):
    assert (PAGES / name).read_text(encoding="utf-8") == reference.PAGES[name]()


@pytest.mark.parametrize(
    "verb", ["assess", "bench", "export", "household explain", "init", "practice workbook", "serve", "doctor"]
)
def test_a_promised_verb_is_there(verb: str):
    assert f"`chiakhoa {verb}" in PAGE.read_text(encoding="utf-8")


@pytest.mark.parametrize("verb", ["list", "show", "check", "compare"])
def test_the_standards_can_be_asked(verb: str):
    assert f"`chiakhoa standard {verb}" in PAGE.read_text(encoding="utf-8")
