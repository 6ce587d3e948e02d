"""The households of the story: their answers stand in the standard's worked cases; here is the year before."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from functools import cache

from chiakhoa.doors.practice.generator import STORY_FOLDER, relation_by_age, sex_by_name
from chiakhoa.doors.practice.people import PracticePerson
from chiakhoa.doors.practice.ward.courses import Course
from chiakhoa.doors.practice.ward.planting import Answered, Planted
from chiakhoa.law.rules.cases import Case, load_cases
from chiakhoa.law.rules.households import Answer, Household

STORY = ("H-0412", "H-0777", "H-0815", "H-1187", "H-2054", "H-3310")
RECHECKED = {"H-0777": "H-0777-recheck"}
YEAR_BEFORE: Mapping[str, Mapping[int, Mapping[str, Answer]]] = {
    "H-1187": {2: {"studying": "preschool"}},
}
"""Answers of members, by their place, that were others in 2024."""

PHONES = {"H-0412": "basic", "H-1187": "smartphone", "H-0777": "shared"}


def told(course: Course, then_on: date) -> Planted:
    """A household of the story, as its cases have it."""
    cases = _cases()
    case = cases[course.number]
    last = cases.get(RECHECKED.get(course.number, ""), case)
    household = replace(last.household, id=course.number)
    return Planted(
        course,
        tuple(_person(case, place) for place in range(len(case.household.members))),
        then=Answered(then_on, _then(household)) if course.before else None,
        now=Answered(last.on, household),
        first=Answered(case.on, case.household) if last is not case else None,
    )


@cache
def _cases() -> dict[str, Case]:
    return {case.household.id: case for case in load_cases(STORY_FOLDER)}


def _person(case: Case, place: int) -> PracticePerson:
    name = case.household.members[place].name
    return PracticePerson("head" if place == 0 else relation_by_age(case.household, place, case.on), sex_by_name(name))


def _then(household: Household) -> Household:
    others = YEAR_BEFORE.get(household.id, {})
    members = tuple(
        replace(member, answers={**member.answers, **others.get(place, {})})
        for place, member in enumerate(household.members)
    )
    return replace(household, members=members)
