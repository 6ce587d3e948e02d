"""Invented families: who lives together, how old they are, what they learn and do; chances follow wealth."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta
from random import Random

from chiakhoa.doors.practice.names import FAMILY, person_name, pick
from chiakhoa.law.rules.households import Answer, Member, PartialDate, age_bounds

PARTIAL_BIRTHS = 0.02
"""Share of births of which only the year, or month and year, is known; the old more often."""

MISSING_ANSWERS = 0.02
"""Share of households in which somebody did not answer something."""


@dataclass(frozen=True, slots=True)
class PracticePerson:
    """What a workbook says of a person besides the answers."""

    relation: str
    sex: str


@dataclass(slots=True)
class Family:
    """A household growing: `wealth` from 0 (poorest) to 1, and its people in order."""

    rng: Random
    on: date
    wealth: float
    members: list[Member] = field(default_factory=list)
    people: list[PracticePerson] = field(default_factory=list)

    def chance(self, poorest: float, richest: float) -> bool:
        """Whether something holds: as likely as `poorest` at the bottom, as `richest` from the middle upwards."""
        return self.rng.random() < self.share(poorest, richest)

    def share(self, poorest: float, richest: float) -> float:
        """A value between that of the poorest and that of the better-off half."""
        return poorest + (richest - poorest) * min(1.0, self.wealth * 2)

    def between(self, low: int, high: int) -> int:
        """A whole number from `low` to `high`."""
        return low + int(self.rng.random() * (high - low + 1))

    def add(self, relation: str, sex: str, age: int, family_name: str) -> int:
        """Add a person of about this age; gives back the age on the day."""
        name = person_name(self.rng, sex, family_name)
        birth = self._birth(age)
        years = age_bounds(birth, self.on)[1]
        self.members.append(Member(name, birth, self.answers(years)))
        self.people.append(PracticePerson(relation, sex))
        return years

    def _birth(self, age: int) -> PartialDate:
        day = self.on - timedelta(days=age * 365 + age // 4 + self.between(1, 364))
        if self.rng.random() >= PARTIAL_BIRTHS * (2.5 if age > 60 else 0.6):
            return PartialDate(day.year, day.month, day.day)
        return PartialDate(day.year, day.month if self.rng.random() < 0.4 else None)

    def answers(self, age: int) -> dict[str, Answer]:
        """The answers of a person of this age."""
        answers: dict[str, Answer] = {
            "health_insurance": self.chance(0.80, 0.985) if age >= 6 else True,
            "social_allowance": "none",
            "uses_internet": self.chance(0.35, 0.95) if 8 <= age < 65 else age >= 65 and self.chance(0.05, 0.4),
            "gravely_ill": self.rng.random() < (0.02 if age < 60 else 0.05),
        }
        if age >= 80 or (answers["gravely_ill"] and self.rng.random() < 0.6):
            answers["social_allowance"] = "elderly" if age >= 80 else "disabled"
        if 3 <= age <= 30:
            answers["studying"] = self._studying(age)
        if age < 16:
            answers["malnourished"] = pick(self.rng, ("height", "weight", "both")) if self.chance(0.10, 0.008) else "no"
        if age >= 15:
            answers |= self._work(age, answers)
        if age >= 16:
            answers |= self._schooling(age)
        return answers

    def _studying(self, age: int) -> str:
        for until, school, poorest, richest in (
            (5, "preschool", 0.85, 0.99),
            (10, "primary", 0.985, 0.999),
            (14, "lower_secondary", 0.95, 0.995),
            (17, "upper_secondary", 0.70, 0.95),
            (21, "college", 0.12, 0.5),
            (30, "vocational", 0.01, 0.03),
        ):
            if age <= until:
                return school if self.chance(poorest, richest) else "none"
        return "none"

    def _schooling(self, age: int) -> dict[str, Answer]:
        if age <= 18:
            level = "lower_secondary" if self.chance(0.93, 0.995) else "primary"
        elif age <= 45:
            level = "upper_secondary" if self.chance(0.55, 0.93) else "lower_secondary"
        else:
            level = pick(self.rng, ("primary", "lower_secondary", "lower_secondary", "upper_secondary"))
            level = level if self.chance(0.6, 0.97) else "below_primary"
        training = "none"
        if level == "upper_secondary" and age >= 20 and self.chance(0.05, 0.5):
            training = pick(self.rng, ("elementary", "intermediate", "college", "university", "university"))
        certified: dict[str, Answer] = {"job_certified": self.rng.random() < 0.03} if age <= 30 else {}
        return {"schooling": level, "training": training, **certified}

    def _work(self, age: int, so_far: dict[str, Answer]) -> dict[str, Answer]:
        nothing: dict[str, Answer] = {"work_kind": "none", "nonfarm_months": 0, "pension": "none"}
        if so_far.get("studying", "none") != "none":
            return nothing | {"work": "studying"}
        if so_far["gravely_ill"]:
            return nothing | {"work": "no_capacity"}
        if age >= 62:
            pension = pick(self.rng, ("pension", "pension", "merit_monthly")) if self.chance(0.03, 0.45) else "none"
            return nothing | {"work": "home_or_retired", "pension": pension}
        if self.rng.random() < 0.07:
            return nothing | {"work": "home_or_retired"}
        if self.chance(0.05, 0.006):
            return nothing | {"work": "no_job"}
        return nothing | {"work": "working"} | self._job()

    def _job(self) -> dict[str, Answer]:
        if self.chance(0.10, 0.55):
            kind = pick(self.rng, ("public", "enterprise", "enterprise"))
            return {"contract": "signed", "work_kind": kind, "nonfarm_months": self.between(9, 12)}
        if self.chance(0.22, 0.015):
            months = self.between(3, 10)
            slack = self.rng.random() < 0.35
            return {
                "contract": "unsigned",
                "slack_season_only": slack,
                "work_kind": "household_hire",
                "nonfarm_months": months,
            }
        if self.chance(0.20, 0.6):
            return {"contract": "not_wage", "work_kind": "own", "nonfarm_months": self.between(6, 12)}
        return {"contract": "not_wage"}


def grow(rng: Random, on: date, wealth: float) -> Family:
    """A family of this wealth as it lives together on the day of its survey."""
    family = Family(rng, on, wealth)
    surname = pick(rng, FAMILY)
    luck = rng.random()
    if luck < family.share(0.16, 0.03):
        _elderly(family, surname)
    elif luck < family.share(0.28, 0.07):
        _single_parent(family, surname)
    elif luck < 0.68:
        _couple(family, surname, family.between(27, 58))
    else:
        _three_generations(family, surname)
    return family


def _elderly(family: Family, surname: str) -> None:
    alone = family.rng.random() < 0.5
    sex = "female" if alone and family.rng.random() < 0.75 else "male"
    age = family.add("head", sex, family.between(62, 88), surname)
    if not alone:
        family.add("spouse", "female", max(60, age - family.between(0, 6)), pick(family.rng, FAMILY))
    if family.rng.random() < 0.15:
        family.add("grandchild", pick(family.rng, ("male", "female")), family.between(6, 14), surname)


def _single_parent(family: Family, surname: str) -> None:
    sex = "female" if family.rng.random() < 0.8 else "male"
    age = family.add("head", sex, family.between(27, 54), surname)
    _children(family, surname, age, family.between(1, 3))


def _couple(family: Family, surname: str, age: int) -> None:
    age = family.add("head", "male" if family.rng.random() < 0.75 else "female", age, surname)
    spouse = "female" if family.people[0].sex == "male" else "male"
    family.add("spouse", spouse, max(20, age - family.between(0, 4)), pick(family.rng, FAMILY))
    _children(family, surname, age, family.between(1, 3) if family.rng.random() < 0.92 else 0)


def _three_generations(family: Family, surname: str) -> None:
    age = family.between(33, 55)
    _couple(family, surname, age)
    family.add("parent", "female", min(96, age + family.between(20, 32)), pick(family.rng, FAMILY))
    if family.rng.random() < 0.45:
        family.add("parent", "male", min(96, age + family.between(22, 34)), surname)


def _children(family: Family, surname: str, age_of_parent: int, count: int) -> None:
    oldest = min(age_of_parent - 22, 34)
    ages = sorted((family.between(max(0, oldest - 12), max(0, oldest)) for _ in range(count)), reverse=True)
    for age in ages:
        family.add("child", pick(family.rng, ("male", "female")), age, surname)
