"""Forms of the household of the story (H-0412: a grandmother and her grandson), on the register of the tests."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from functools import cache
from typing import Any
from uuid import UUID

from chiakhoa.foundation.access.values import PRACTICE
from chiakhoa.foundation.registry import actions as registry
from chiakhoa.law.rules.cases import load_cases
from chiakhoa.law.rules.households import Household
from chiakhoa.law.rules.loader import STANDARDS
from chiakhoa.review.survey.values import NewSurvey
from tests.foundation.registry.conftest import AT, ON, WARD, household, household_id, person_id, village_id

G1, G2 = village_id(WARD, 1), village_id(WARD, 2)
BY = {"by": PRACTICE, "on": ON, "at": AT}
LAW = "2022-2025-nd-07-2021"
SURVEYED = date(2025, 9, 20)


@cache
def lanh() -> Household:
    """What H-0412 answered: 120 points, three gaps, poor."""
    return next(case.household for case in load_cases(STANDARDS / LAW) if case.household.id == "H-0412")


def opened(number: int = 412, village: UUID = G1) -> UUID:
    """The household in the register; gives its public id."""
    names = [member.name for member in lanh().members]
    home = household(number, names[0], village, *names[1:])
    people = zip(home.members, lanh().members, strict=True)
    home = replace(home, members=[replace(one, birth=said.birth) for one, said in people])
    registry.open_household(**BY, commune=WARD, new=home)
    return home.public_id


def form(number: int = 412, **changes: Any) -> NewSurvey:
    """Its form, as answered or with other answers of the household."""
    answers = replace(lanh(), id=f"H-{number:04}")
    if "answers" in changes:
        answers = replace(answers, answers={**answers.answers, **changes.pop("answers")})
    people = tuple(person_id(number, place) for place in range(len(answers.members)))
    new = NewSurvey(UUID(int=5_000 + number), household_id(number), SURVEYED, answers, people, "binh")
    return replace(new, **changes)
