"""The worked households of every standard come out as written, and together they cover the law's edges."""

from __future__ import annotations

import tomllib
from datetime import date
from functools import cache
from typing import Any

import pytest

from chiakhoa.law.rules.classification import classify
from chiakhoa.law.rules.compiled import CompiledStandard, compile_standard
from chiakhoa.law.rules.finding import Finding
from chiakhoa.law.rules.households import Household, Member, PartialDate
from chiakhoa.law.rules.loader import STANDARDS, load_standard, standard_folders

NOT_ANSWERED = "?"
STORY = {
    "H-0412": (120, 30, "poor"),
    "H-1187": (160, 20, "near_poor"),
    "H-2054": (150, 40, "poor"),
    "H-3310": (155, 30, "poor"),
    "H-0777": (180, 30, "non_poor"),
    "H-0777-recheck": (165, 30, "poor"),
    "H-0815": (170, 10, "near_poor"),
}


@cache
def rules(folder: str, assumptions: bool) -> CompiledStandard:
    return compile_standard(load_standard(STANDARDS / folder, points="practice", assumptions=assumptions))


@cache
def written(folder: str) -> dict[str, Any]:
    return tomllib.loads((STANDARDS / folder / "cases.toml").read_text(encoding="utf-8"))


FOLDERS = [folder.name for folder in standard_folders()]
CASES = [(folder, case) for folder in FOLDERS for case in written(folder)["case"]]


def born(text: str | None) -> PartialDate | None:
    if text is None:
        return None
    if "/" in text:
        month, year = text.split("/")
        return PartialDate(int(year), int(month))
    return PartialDate(*(int(part) for part in text.split("-")))


def answered(*layers: dict[str, Any]) -> dict[str, Any]:
    merged = {key: value for layer in layers for key, value in layer.items()}
    return {key: value for key, value in merged.items() if value != NOT_ANSWERED}


def found(folder: str, case: dict[str, Any]) -> Finding:
    defaults = written(folder)["defaults"]
    members = tuple(
        Member(
            name=row["name"],
            birth=born(row.get("birth")),
            answers=answered(defaults["member"], {k: v for k, v in row.items() if k not in ("name", "birth")}),
        )
        for row in case["members"]
    )
    household = Household(
        id=case["id"],
        area=case.get("area", defaults["area"]),
        region=case.get("region", defaults["region"]),
        answers=answered(defaults["household"], case.get("household", {})),
        members=members,
    )
    on: date = case.get("on", defaults["on"])
    return classify(rules(folder, case.get("assumptions", False)), household, on=on)


@pytest.mark.parametrize(("folder", "case"), CASES, ids=[f"{folder[:4]}-{case['id']}" for folder, case in CASES])
def test_a_worked_household_gets_its_finding(folder: str, case: dict[str, Any]):
    finding, expect = found(folder, case), case["expect"]
    assert finding.verdict == expect["verdict"]
    assert set(finding.deprived) == set(expect["deprived"])
    assert {i.key for i in finding.indicators if i.deprived is None} == set(expect.get("undecided", []))
    if "b1" in expect:
        assert finding.b1 == (expect["b1"], expect["b1"])
    if "b2" in expect:
        assert finding.b2 == (expect["b2"], expect["b2"])
    if "possible" in expect:
        assert set(finding.possible) == set(expect["possible"])
    if "missing" in expect:
        assert {missing.field for missing in finding.missing} == set(expect["missing"])


@pytest.mark.parametrize("folder", FOLDERS)
def test_cases_are_named_once_and_prove_an_article_of_their_folder(folder: str):
    cases = written(folder)["case"]
    assert len({case["id"] for case in cases}) == len(cases)
    articles = rules(folder, False).standard.articles
    assert {case["proves"] for case in cases} <= set(articles)
    assert all(set(case["title"]) == {"vi", "en"} for case in cases)


def test_there_are_enough_cases_and_every_indicator_stands_on_both_sides():
    cases = written("2022-2025-nd-07-2021")["case"]
    assert len(cases) >= 70
    for indicator in rules("2022-2025-nd-07-2021", False).standard.indicators:
        with_gap = [case for case in cases if case["expect"]["deprived"] == [indicator.key]]
        assert with_gap, f"no case where {indicator.key} is the only gap"
    assert {case.get("area", "rural") for case in cases} == {"urban", "rural"}


def test_every_cut_off_is_met_exactly_and_passed_by_one_step():
    cases = written("2022-2025-nd-07-2021")["case"]
    seen = {(case.get("area", "rural"), case["expect"].get("b1"), case["expect"]["verdict"]) for case in cases}
    for area, cut_off in (("rural", 140), ("urban", 175)):
        for verdict, points in (("poor", cut_off), ("near_poor", cut_off), ("non_poor", cut_off + 5)):
            assert (area, points, verdict) in seen


@pytest.mark.parametrize("household", STORY)
def test_the_households_of_the_story_get_what_is_printed(household: str):
    case = next(case for _, case in CASES if case["id"] == household)
    finding = found("2022-2025-nd-07-2021", case)
    b1, b2, verdict = STORY[household]
    assert (finding.b1, finding.b2, finding.verdict) == ((b1, b1), (b2, b2), verdict)
