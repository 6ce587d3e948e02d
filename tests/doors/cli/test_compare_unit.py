"""`standard compare --unit`: the surveys of a commune judged by two standards; last year's decision stays."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from chiakhoa.doors.cli.office import Office
from chiakhoa.foundation.access.values import PRACTICE
from chiakhoa.foundation.registry import queries as registry
from tests.foundation.registry.conftest import ON
from tests.walls.world import HERE, THERE, fill, found_places, in_role

OLD, NEW = "2022-2025-nd-07-2021", "2027-2030-nd-351-2025"


@pytest.fixture
def compare(chiakhoa: Any, monkeypatch: pytest.MonkeyPatch, db: None, settings: Any) -> Callable[..., Any]:
    monkeypatch.setattr(Office, "open_store", lambda _office: None)
    settings.PRACTICE = True
    found_places()
    fill(HERE)
    fill(THERE)

    def run(*words: str) -> Any:
        day = ("--today", ON.isoformat())
        return chiakhoa("--json", *day, "standard", "compare", "--from", OLD, "--to", NEW, *words)

    return run


def test_the_surveys_of_a_unit_are_judged_by_both(compare: Callable[..., Any]):
    found = compare("--unit", HERE.commune, "--year", "2025", "--assumptions").document
    assert (found["surveyed"], found["no_answers"]) == (1, 0)
    assert [(one["from"], one["to"]) for one in found["moves"]] == [("poor", "poor")]
    without = compare("--unit", HERE.commune, "--year", "2025").document
    assert [(one["from"], one["to"]) for one in without["moves"]] == [("poor", "cannot_say")]
    assert registry.standing(PRACTICE, HERE.home, ON).class_key == "poor", "what was decided stays"


def test_listed_households_without_answers_of_the_year_are_counted_apart(compare: Callable[..., Any]):
    found = compare("--unit", HERE.commune, "--year", "2024")
    assert found.document["refused"]["rule"] == "reporting.unit", "nobody was listed or surveyed in 2024"


@pytest.mark.parametrize("role", ["commune_officer", "vice_chair", "supervisor"])
def test_who_sees_answers_without_the_sensitive_ones_gets_the_same_classes(compare: Callable[..., Any], role: str):
    name = in_role(role, HERE).username
    words = ("--unit", HERE.commune, "--year", "2025", "--assumptions")
    assert compare("--as", name, *words).document == compare(*words).document


def test_elsewhere_there_is_no_such_unit(compare: Callable[..., Any]):
    name = in_role("commune_officer", THERE).username
    assert compare("--as", name, "--unit", HERE.commune, "--year", "2025").code == 2


@pytest.mark.parametrize("words", [(), ("--unit", HERE.commune), ("--year", "2025")])
def test_a_file_or_a_unit_with_a_year(compare: Callable[..., Any], words: tuple[str, ...]):
    found = compare(*words)
    assert (found.code, found.document["refused"]["rule"]) == (2, "cli.compare_what")
