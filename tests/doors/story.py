"""The six households of the story (H-0412 ...) as an answers workbook, for the acceptance tests."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from chiakhoa.doors.exchange.records import Person, SurveyRecord
from chiakhoa.doors.exchange.template import write_answers
from chiakhoa.law.rules.cases import Case, load_cases
from chiakhoa.law.rules.form_loader import load_form
from chiakhoa.law.rules.households import Household
from chiakhoa.law.rules.loader import STANDARDS

STANDARD = "2022-2025-nd-07-2021"
EXPECTED = {
    "H-0412": ("poor", 120, ["health_insurance", "housing_quality", "toilet"]),
    "H-1187": ("near_poor", 160, ["employment", "health_insurance"]),
    "H-2054": ("poor", 150, ["employment", "health_insurance", "housing_quality", "toilet"]),
    "H-3310": ("poor", 155, None),
    "H-0777": ("non_poor", 180, None),
    "H-0815": ("near_poor", 170, ["health_insurance"]),
}
"""Class, income points and gaps as the demo ward's page prints them (three gaps where it names none)."""

GAPS = {"H-0412": 3, "H-1187": 2, "H-2054": 4, "H-3310": 3, "H-0777": 3, "H-0815": 1}
VILLAGES = {"H-3310": "G12", "H-0777": "G05"}


def story_cases() -> dict[str, Case]:
    """The six households at the survey, by id (H-0777 before its re-check)."""
    found: dict[str, Case] = {}
    for case in load_cases(STANDARDS / STANDARD):
        if case.household.id in EXPECTED:
            found.setdefault(case.household.id, case)
    return found


def write_story(path: Path, change: Callable[[Household], Household] = lambda household: household) -> Path:
    """Write the six households, each changed as the test wants, as a workbook."""
    records = [record(case, change(case.household)) for case in story_cases().values()]
    write_answers(path, records, load_form())
    return path


def record(case: Case, household: Household) -> SurveyRecord:
    """A case as a surveyed household of its group."""
    people = tuple(Person(relation="Chủ hộ" if place == 0 else "Khác") for place in range(len(household.members)))
    village = VILLAGES.get(household.id, "G07")
    return SurveyRecord(household, household.members[0].name, village, "Phường Sông Mẫu", case.on, 0, people)


def with_member_answer(household: Household, place: int, key: str, answer: bool | str | int | None) -> Household:
    """The household with one answer of one member changed."""
    members = list(household.members)
    members[place] = replace(members[place], answers={**members[place].answers, key: answer})
    return replace(household, members=tuple(members))
