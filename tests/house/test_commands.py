"""The page about the commands is written from the commands."""

from __future__ import annotations

from chiakhoa.doors.cli import reference
from tests.house.sources import ROOT

PAGE = ROOT / "docs" / "reference" / "cli.md"


def test_the_page_is_what_the_commands_say():
    assert PAGE.read_text(encoding="utf-8") == reference.render()


def test_every_promised_verb_is_there():
    page = PAGE.read_text(encoding="utf-8")
    promised = (
        "assess",
        "init",
        "serve",
        "export",
        "practice workbook",
        "standard list",
        "standard show",
        "standard check",
    )
    assert not [verb for verb in (*promised, "standard compare", "bench") if verb not in page]
