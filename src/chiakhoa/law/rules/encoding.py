"""Answers as small integers: the one form in which every engine (Python, Polars) judges a household.

Yes-no is 0 or 1, a choice is the position of its option, an unknown answer is None. A question that is not asked of a
member (`asked_when`) takes its default.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from chiakhoa.law.rules.expression import AREAS
from chiakhoa.law.rules.form import CHOICE, INTEGER, Field, Form
from chiakhoa.law.rules.households import Answer, Household, Member, age_bounds
from chiakhoa.law.rules.refusals import Refused

URBAN = "URB"
"""The region of the points table that stands for every urban place."""

Code = int | None
Bounds = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Encoded:
    """A household in codes: answers in the form's order; per member its youngest and oldest age, then its answers."""

    area: int
    region: str
    answers: tuple[Code, ...]
    ages: tuple[Bounds, ...]
    members: tuple[tuple[Code, ...], ...]


def encode(form: Form, household: Household, on: date) -> Encoded:
    """Encode a household as it stood on the day `on`; refuses (`law.answer`) an answer outside its question's range."""
    where, given = household.id, household.answers
    answers = tuple([code(field, given.get(key), where) for key, field in form.household.items()])
    ages = tuple([age_bounds(member.birth, on) for member in household.members])
    members = tuple(
        [member_codes(form, member, age, where) for member, age in zip(household.members, ages, strict=True)]
    )
    region = URBAN if household.area == "urban" else household.region
    return Encoded(AREAS.index(household.area), region, answers, ages, members)


def member_codes(form: Form, member: Member, age: Bounds, household: str) -> tuple[Code, ...]:
    """The member's answers in codes; questions that do not concern this member take their default."""
    codes: list[Code] = []
    answers = member.answers
    for key, field in form.member.items():
        answer = answers.get(key)
        if answer is not None:
            codes.append(code(field, answer, f"{household}, {member.name}"))
        elif field.asked is not None and not field.asked(_known(form, field, codes, age)):
            codes.append(code(field, field.default, household))
        else:
            codes.append(None)
    return tuple(codes)


def _known(form: Form, field: Field, codes: Sequence[Code], age: Bounds) -> dict[str, Bounds]:
    """What decides whether a question concerns a member, as bounds: the age, answers to questions before."""
    known = {"age": age}
    for key, place in field.rests_on:
        value, other = codes[place], form.member[key]
        known[key] = (other.low, other.high) if value is None else (value, value)
    return known


def code(field: Field, answer: Answer, where: str) -> Code:
    """The code of one answer; None stays None."""
    if type(answer) is field.takes:
        value = field.codes.get(answer)
        if value is not None:
            return value
        if type(answer) is int and field.low <= answer <= field.high:
            return answer
    elif answer is None:
        return None
    raise Refused("law.answer", where=where, question=field.key, answer=answer)


def decode(field: Field, value: Code) -> Answer:
    """The answer behind a code."""
    if value is None or field.kind == INTEGER:
        return value
    return field.options[value].key if field.kind == CHOICE else bool(value)
