"""An invented commune of any size: households with plausible answers, the same from the same seed on every machine."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from pathlib import Path
from random import Random

from chiakhoa.doors.practice.people import MISSING_ANSWERS, Family, PracticePerson, grow
from chiakhoa.law.rules.cases import load_cases
from chiakhoa.law.rules.form import Form
from chiakhoa.law.rules.households import Answer, Household, age_bounds
from chiakhoa.law.rules.loader import STANDARDS

STORY_FOLDER = STANDARDS / "2022-2025-nd-07-2021"
STORY_VILLAGES = {
    "H-0412": "G07",
    "H-0777": "G05",
    "H-0815": "G07",
    "H-1187": "G07",
    "H-2054": "G07",
    "H-3310": "G12",
}
SMALLEST_WITH_STORY = 20
"""Households a commune needs for the story to be told in it."""

SURVEY_DAYS = 50
"""Days before the given day on which the surveys were made: 1 September to 20 October."""


@dataclass(frozen=True, slots=True)
class Village:
    """A place to put households: its commune, area kind, region of the points table, and its share of households."""

    commune: str
    name: str
    area: str = "urban"
    region: str = "URB"
    weight: float = 1.0


@dataclass(frozen=True, slots=True)
class PracticeRecord:
    """A surveyed household as the answers workbook takes it (the shape of a survey record)."""

    household: Household
    head: str
    village: str
    commune: str
    surveyed_on: date | None
    row: int
    people: tuple[PracticePerson, ...]


def villages_of_song_mau() -> tuple[Village, ...]:
    """The thirty groups of the invented ward Sông Mẫu."""
    return tuple(
        Village("Phường Sông Mẫu", f"G{number:02}", weight=0.85 + (number * 7 % 10) / 30) for number in range(1, 31)
    )


def generate_households(
    n: int,
    seed: int | str,
    form: Form,
    on: date,
    villages: Sequence[Village] | None = None,
    stories: Mapping[str, str] = STORY_VILLAGES,
    folder: Path = STORY_FOLDER,
) -> Iterator[PracticeRecord]:
    """`n` invented households surveyed in the seven weeks up to `on`, numbered H-0001 …, in the order of their numbers.

    The households of the story (`stories`: village by number) stand in for those of the same number; in a commune
    smaller than their numbers they take the last places.
    """
    places = tuple(villages or villages_of_song_mau())
    told = (
        {c.household.id: (c.household, c.on) for c in load_cases(folder) if c.household.id in stories}
        if n >= 20
        else {}
    )
    numbers = [f"H-{number:04}" for number in range(1, n + 1)]
    beyond = sorted(set(told) - set(numbers))
    for at, (row, number) in enumerate(zip(range(2, n + 2), numbers[: n - len(beyond)] + beyond, strict=True)):
        rng = Random(f"{seed}/{at + 1}")
        made = _household(rng, number, form, on, _choose(rng, places), row)
        yield _tell(made, *told[number], stories[number]) if number in told else made


def _choose(rng: Random, places: Sequence[Village]) -> Village:
    point = rng.random() * sum(place.weight for place in places)
    for place in places:
        point -= place.weight
        if point < 0:
            return place
    return places[-1]


def _household(rng: Random, number: str, form: Form, on: date, place: Village, row: int) -> PracticeRecord:
    wealth = rng.random() ** 0.68
    surveyed_on = on - timedelta(days=int(rng.random() * SURVEY_DAYS))
    family = grow(rng, surveyed_on, wealth)
    answers = {key: answer for key, answer in house_answers(family, place).items() if key in form.household}
    if rng.random() < MISSING_ANSWERS:
        _forget(rng, family, answers)
    members = tuple(
        replace(member, answers={key: member.answers.get(key) for key in form.member if key in member.answers})
        for member in family.members
    )
    household = Household(number, place.area, place.region, answers, members)
    return PracticeRecord(household, members[0].name, place.name, place.commune, surveyed_on, row, tuple(family.people))


def _forget(rng: Random, family: Family, answers: dict[str, Answer]) -> None:
    """Leave one to three answers out, as happens when nobody was at home for them."""
    for _ in range(1 + int(rng.random() * 3)):
        answers[sorted(answers)[int(rng.random() * len(answers))]] = None
    if rng.random() < 0.5:
        at = int(rng.random() * len(family.members))
        member = family.members[at]
        forgotten = sorted(member.answers)[int(rng.random() * len(member.answers))]
        family.members[at] = replace(member, answers={**member.answers, forgotten: None})


def house_answers(family: Family, place: Village) -> dict[str, Answer]:
    """The household's own answers, as likely as its wealth and its place make them."""
    size, chance, between = len(family.members), family.chance, family.between
    water = "piped" if chance(0.55, 0.97) else ("drilled_well" if chance(0.7, 0.95) else "unprotected_well")
    toilet = (
        "septic"
        if chance(0.30, 0.97)
        else ("pour_flush" if chance(0.45, 0.8) else ("other" if chance(0.5, 0.9) else "none"))
    )
    return {
        "wall_durable": chance(0.72, 0.995),
        "pillar_durable": chance(0.80, 0.995),
        "roof_durable": chance(0.70, 0.99),
        "floor_area": max(12, int(size * family.share(7, 19) + between(0, 18))),
        "electricity": int(family.share(18, 95) + size * family.share(2, 22) + between(0, 40)),
        "water_source": water,
        "toilet": toilet,
        **_assets(family),
        **_farm(family, place),
    }


def _assets(family: Family) -> dict[str, Answer]:
    chance = family.chance
    return {
        "has_tv": chance(0.72, 0.98),
        "has_radio": chance(0.08, 0.15),
        "has_desktop": chance(0.0, 0.12),
        "has_landline": chance(0.0, 0.04),
        "has_laptop": chance(0.0, 0.4),
        "has_tablet": chance(0.0, 0.12),
        "has_smartphone": chance(0.62, 0.99),
        "has_car": family.wealth > 0.6 and chance(0.0, 0.22),
        "has_motorbike": chance(0.40, 0.97),
        "has_fridge": chance(0.12, 0.97),
        "has_aircon": chance(0.0, 0.55),
        "has_washing_machine": chance(0.02, 0.85),
        "has_water_heater": chance(0.0, 0.6),
    }


def _farm(family: Family, place: Village) -> dict[str, Answer]:
    between = family.between
    share = 0.75 if place.area == "rural" else 0.3
    farms = family.rng.random() < share
    return {
        "annual_land": between(3, 40) * 100 if farms else 0,
        "perennial_land": between(0, 10) * 100 if farms and family.rng.random() < 0.3 else 0,
        "pond_land": between(1, 8) * 100 if farms and family.rng.random() < 0.08 else 0,
        "cattle": between(1, 4) if farms and family.chance(0.2, 0.15) else 0,
        "pigs": between(1, 12) if farms and family.chance(0.15, 0.2) else 0,
        "poultry": between(5, 60) if farms and family.rng.random() < 0.6 else 0,
    }


def _tell(made: PracticeRecord, household: Household, on: date, village: str) -> PracticeRecord:
    """The story's household in the place of the generated one."""
    people = tuple(
        PracticePerson("head" if at == 0 else relation_by_age(household, at, on), sex_by_name(member.name))
        for at, member in enumerate(household.members)
    )
    return replace(
        made, household=household, head=household.members[0].name, village=village, surveyed_on=on, people=people
    )


def relation_by_age(household: Household, at: int, on: date) -> str:
    """The relation that the ages suggest; the story's papers say no more."""
    head, other = (age_bounds(household.members[place].birth, on)[1] for place in (0, at))
    if head - other > 45:
        return "grandchild"
    return "child" if head - other > 17 else "spouse"


def sex_by_name(name: str) -> str:
    """The sex that a Vietnamese name suggests."""
    return "female" if " Thị " in f" {name} " else "male"
