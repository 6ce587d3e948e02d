"""Invented households over the real form: by hypothesis for small counter-examples, seeded where many count.

Numbers lie on the edges of the conditions more often than not, so that few households already visit every branch.
"""

from __future__ import annotations

import calendar
import random
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date

from hypothesis import strategies as st

from chiakhoa.law.rules.encoding import encode
from chiakhoa.law.rules.form import CHOICE, INTEGER, Field, Form
from chiakhoa.law.rules.households import Answer, Household, Member, PartialDate
from chiakhoa.law.rules.points import REGIONS
from tests.law.rules.laws import ON, form, household, person

AREAS = ("rural", "urban")
RURAL = tuple(region for region in REGIONS if region != "URB")
AGES = (0, 2, 3, 5, 6, 11, 12, 14, 15, 16, 17, 18, 29, 30, 31, 59, 60, 61, 79, 80, 100)
EDGES: Mapping[str, tuple[int, ...]] = {
    "electricity": (24, 25, 49, 50, 99, 100, 149, 150),
    "annual_land": (999, 1000, 4999, 5000),
    "perennial_land": (999, 1000, 4999, 5000),
    "pond_land": (999, 1000),
    "cattle": (0, 1, 2, 3),
    "pigs": (0, 2, 3, 9, 10),
    "poultry": (0, 99, 100),
    "nonfarm_months": (0, 2, 3, 12),
}
PER_PERSON = (8, 20, 30, 40)
"""m² a person: the edges of the housing indicator and of the points for floor."""


def numbers(field: Field, size: int) -> tuple[int, ...]:
    """The whole numbers worth trying as an answer."""
    if field.key == "floor_area":
        return tuple(sorted({field.low, *(edge * size + step for edge in PER_PERSON for step in (-1, 0, 1))}))
    return (field.low, *EDGES[field.key], field.high)


def answers_to(field: Field, size: int) -> tuple[Answer, ...]:
    """The answers to a question that are worth trying in a household of that size."""
    if field.kind == CHOICE:
        return tuple(choice.key for choice in field.options)
    return numbers(field, size) if field.kind == INTEGER else (False, True)


def birthday(age: int, days: int, on: date = ON) -> PartialDate:
    """The birth date of somebody who has been `age` for `days` days (0-364)."""
    day = date.fromordinal(on.replace(year=on.year - age).toordinal() - days)
    return PartialDate(day.year, day.month, day.day)


def known_births() -> st.SearchStrategy[PartialDate]:
    return st.builds(birthday, st.sampled_from(AGES), st.sampled_from((0, 1, 180, 364)))


def births() -> st.SearchStrategy[PartialDate | None]:
    """Birth dates known to the day, the month or the year, or not at all."""
    whole = known_births()
    return st.one_of(
        whole,
        whole.map(lambda birth: replace(birth, day=None)),
        whole.map(lambda birth: replace(birth, month=None, day=None)),
        st.none(),
    )


def answered(fields: Mapping[str, Field], size: int, missing: bool) -> st.SearchStrategy[dict[str, Answer]]:
    """Answers to all questions; with `missing` some of them None."""
    return st.fixed_dictionaries(
        {
            key: st.sampled_from((*answers_to(field, size), *((None,) if missing else ())))
            for key, field in fields.items()
        }
    )


@st.composite
def households(draw: st.DrawFn, missing: bool = False, most: int = 4) -> Household:
    """Households of one to `most` members; whole, or with missing answers and partial birth dates."""
    size = draw(st.integers(1, most))
    of_member = st.builds(
        Member,
        name=st.just(""),
        birth=births() if missing else known_births(),
        answers=answered(form().member, size, missing),
    )
    members = [replace(draw(of_member), name=f"Người {position}") for position in range(1, size + 1)]
    return Household(
        "H-1",
        draw(st.sampled_from(AREAS)),
        draw(st.sampled_from(RURAL)),
        draw(answered(form().household, size, missing)),
        tuple(members),
    )


def random_households(seed: int, count: int, missing: float = 0.0) -> Iterator[Household]:
    """Seeded households, the same for everybody; each answer is missing with probability `missing`."""
    rng = random.Random(seed)
    for number in range(count):
        yield random_household(rng, f"H-{number}", missing)


def random_household(rng: random.Random, key: str, missing: float) -> Household:
    """One household: from without a gap and a thing to all in disorder, so that every class is met."""
    size, disorder = rng.choice((1, 1, 2, 2, 3, 4, 5, 6, 7)), rng.random()
    answers = random_answers(rng, form().household, household().answers, size, (disorder, missing))
    members = []
    for place in range(1, size + 1):
        age = rng.choice(AGES)
        plain = person(age).answers
        found = random_answers(rng, form().member, plain, size, (disorder, missing))
        members.append(Member(f"Người {place}", random_birth(rng, age, missing), found))
    return Household(key, rng.choice(AREAS), rng.choice(RURAL), answers, tuple(members))


def random_birth(rng: random.Random, age: int, missing: float) -> PartialDate | None:
    birth = birthday(age, rng.choice((0, 1, 100, 364)))
    if rng.random() >= missing:
        return birth
    return rng.choice((None, replace(birth, day=None), replace(birth, month=None, day=None)))


def random_answers(
    rng: random.Random,
    fields: Mapping[str, Field],
    plain: Mapping[str, Answer],
    size: int,
    chances: tuple[float, float],
) -> dict[str, Answer]:
    """The plain answers, each replaced by any other or by none with the two chances given."""
    disorder, missing = chances
    found: dict[str, Answer] = {}
    for key, field in fields.items():
        chance = rng.random()
        if chance < missing:
            found[key] = None
        else:
            found[key] = rng.choice(answers_to(field, size)) if rng.random() < disorder else plain[key]
    return found


def completed(rng: random.Random, home: Household, *, share: float = 1.0, on: date = ON) -> Household:
    """The household with a share of what is missing filled in by any answer that the form allows.

    What does not concern a member stays unanswered, as the form leaves it.
    """
    size = len(home.members)
    answers = {
        key: rng.choice(answers_to(field, size))
        if home.answers.get(key) is None and rng.random() < share
        else home.answers.get(key)
        for key, field in form().household.items()
    }
    members = tuple(completed_member(rng, form(), home, place, share, on) for place in range(size))
    return replace(home, answers=answers, members=members)


def completed_member(rng: random.Random, form_: Form, home: Household, place: int, share: float, on: date) -> Member:
    """One member with a share of what is missing filled in."""
    member = home.members[place]
    if rng.random() < share:
        member = replace(member, birth=completed_birth(rng, member.birth, on))
    answers = dict(member.answers)
    for position, (key, field) in enumerate(form_.member.items()):
        alone = replace(home, members=(replace(member, answers=answers),))
        still_open = encode(form_, alone, on).members[0][position] is None
        if still_open and rng.random() < share:
            answers[key] = rng.choice(answers_to(field, len(home.members)))
    return replace(member, answers=answers)


def completed_birth(rng: random.Random, birth: PartialDate | None, on: date) -> PartialDate:
    """A whole birth date that the partial one allows."""
    if birth is None:
        return birthday(rng.choice(AGES), rng.choice((0, 1, 100, 364)), on)
    month = birth.month or rng.choice((1, on.month, 12))
    days = calendar.monthrange(birth.year, month)[1]
    return PartialDate(birth.year, month, birth.day or rng.choice((1, min(on.day, days), days)))
