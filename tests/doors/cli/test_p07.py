"""P07, the class is explained, by command line: on the household facts of the demo ward."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from chiakhoa.law.rules.households import Household
from tests.doors.cli.conftest import Ran
from tests.doors.story import EXPECTED, GAPS, STANDARD, story_cases, with_member_answer, write_story

Command = Callable[..., Ran]


@pytest.fixture(scope="module")
def story(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_story(tmp_path_factory.mktemp("story") / "story.xlsx")


@pytest.mark.parametrize("code", EXPECTED)
def test_each_household_gets_its_points_gaps_and_class(chiakhoa: Command, story: Path, code: str) -> None:
    told = chiakhoa("household", "explain", code, "--file", story, "--json").document
    verdict, b1, deprived = EXPECTED[code]
    assert told["finding"] == verdict
    assert told["b1"]["points"] == b1
    assert told["b1"]["cut_off"] == 175
    assert told["b2"]["points"] == 10 * GAPS[code]
    if deprived:
        assert sorted(told["b2"]["deprived"]) == sorted(deprived)
    assert told["standard"]["id"] == STANDARD
    assert told["standard"]["title"]


def test_six_dimensions_each_with_indicators_answers_and_members(chiakhoa: Command, story: Path) -> None:
    told = chiakhoa("household", "explain", "H-0412", "--file", story, "--json").document
    assert len(told["dimensions"]) == 6
    by_key = {one["key"]: one for dimension in told["dimensions"] for one in dimension["indicators"]}
    assert len(by_key) == 12
    insurance = by_key["health_insurance"]
    assert insurance["deprived"] is True
    assert [(one["key"], one["member"]) for one in insurance["because"]] == [
        ("age", "Trần Minh"),
        ("health_insurance", "Trần Minh"),
    ]
    assert "Trần Minh" in insurance["why"]
    assert by_key["toilet"]["because"][0]["value"] == "none"
    assert by_key["dependents"]["deprived"] is False
    assert by_key["water"]["deprived"] is False
    assert all(one["cite"]["label"] for one in by_key.values())


def test_a_card_for_the_grandson_changes_exactly_that_indicator(chiakhoa: Command, tmp_path: Path, story: Path) -> None:
    before = chiakhoa("household", "explain", "H-0412", "--file", story, "--json").document
    carded = write_story(
        tmp_path / "card.xlsx", lambda h: with_member_answer(h, 1, "health_insurance", True) if h.id == "H-0412" else h
    )
    after = chiakhoa("household", "explain", "H-0412", "--file", carded, "--json").document
    gaps_before = {i["key"]: i["deprived"] for d in before["dimensions"] for i in d["indicators"]}
    gaps_after = {i["key"]: i["deprived"] for d in after["dimensions"] for i in d["indicators"]}
    assert {key for key in gaps_before if gaps_before[key] != gaps_after[key]} == {"health_insurance"}
    assert before["b1"] == after["b1"]
    assert after["finding"] == "near_poor"


def test_an_incomplete_survey_gives_no_class_but_what_is_missing(chiakhoa: Command, tmp_path: Path) -> None:
    def blank(household: Household) -> Household:
        unasked = replace(household, answers={**household.answers, "toilet": None})
        return unasked if household.id == "H-0412" else household

    file = write_story(tmp_path / "blank.xlsx", blank)
    told = chiakhoa("household", "explain", "H-0412", "--file", file, "--json").document
    assert told["finding"] == "cannot_say"
    assert told["possible"] == ["poor", "near_poor"]
    assert [one["key"] for one in told["missing"]] == ["toilet"]
    words = chiakhoa("household", "explain", "H-0412", "--file", file)
    assert "Chưa kết luận được" in words.out


def test_what_would_change_the_class(chiakhoa: Command, story: Path) -> None:
    told = chiakhoa("household", "explain", "H-0412", "--file", story, "--json").document
    assert sorted(told["to_stop_being_poor"]) == [["health_insurance"], ["housing_quality"], ["toilet"]]
    assert told["points_to_leave"] == 175 - 120 + 1


def test_the_recheck_of_h_0777_changes_points_and_class(chiakhoa: Command, tmp_path: Path) -> None:
    household = story_cases()["H-0777"].household
    workers = [p for p, member in enumerate(household.members) if member.answers.get("nonfarm_months")]
    assert len(workers) == 2

    def recheck(one: Household) -> Household:
        if one.id != "H-0777":
            return one
        for place in workers:
            one = with_member_answer(one, place, "nonfarm_months", 2)
        return replace(one, answers={**one.answers, "has_motorbike": False})

    file = write_story(tmp_path / "recheck.xlsx", recheck)
    told = chiakhoa("household", "explain", "H-0777", "--file", file, "--json").document
    assert (told["b1"]["points"], told["finding"], told["b2"]["points"]) == (165, "poor", 30)


def test_an_unknown_household_is_refused_with_its_rule(chiakhoa: Command, story: Path) -> None:
    ran = chiakhoa("household", "explain", "H-9999", "--file", story, "--json", "--lang", "en")
    assert ran.code == 2
    assert ran.document["refused"]["rule"] == "household.unknown"
    assert "H-9999" in ran.document["refused"]["message"]
