"""A family goes on living: a year later everybody is older, and some things at home are better or worse."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from datetime import date
from random import Random

from chiakhoa.doors.practice.names import pick
from chiakhoa.doors.practice.people import Family
from chiakhoa.law.rules.encoding import code
from chiakhoa.law.rules.form import Form
from chiakhoa.law.rules.households import Answer, Household, Member, age_bounds

TURNS = (3, 6, 11, 15, 16, 18, 22, 31, 62, 80)
"""Ages at which other questions are asked, or another school, work or pension is likely."""

KEPT = ("health_insurance", "uses_internet", "gravely_ill", "malnourished", "job_certified")
"""Answers that a birthday alone does not change, where they were asked before."""

BETTER, WORSE = "better", "worse"
AT_HOME: Mapping[str, tuple[tuple[str, Answer], ...]] = {
    BETTER: (
        ("wall_durable", True), ("roof_durable", True), ("pillar_durable", True), ("toilet", "septic"),
        ("toilet", "pour_flush"), ("water_source", "piped"), ("has_motorbike", True), ("has_fridge", True),
        ("has_tv", True), ("has_smartphone", True), ("has_washing_machine", True), ("has_laptop", True),
    ),
    WORSE: (
        ("wall_durable", False), ("roof_durable", False), ("toilet", "none"), ("has_motorbike", False),
        ("has_fridge", False), ("has_tv", False), ("water_source", "unprotected_well"),
    ),
}  # fmt: skip
"""What may change about a home: storms take a roof, a programme builds a toilet."""

CURRENT = {BETTER: 35, WORSE: -30}
"""Kilowatt-hours a month by which the use of electricity changes."""


def year_later(household: Household, then: date, now: date, rng: Random) -> Household:
    """The same people on a later day: birthdays change what is asked of them, and nothing else does."""
    ageing = Family(rng, now, 0.2)
    members = tuple(_older(member, then, now, ageing) for member in household.members)
    return replace(household, members=members)


def _older(member: Member, then: date, now: date, ageing: Family) -> Member:
    before, after = (age_bounds(member.birth, day)[1] for day in (then, now))
    if not any(before < turn <= after for turn in TURNS):
        return member
    fresh = ageing.answers(after)
    kept: dict[str, Answer] = {key: member.answers[key] for key in KEPT if key in fresh and key in member.answers}
    if "training" in member.answers and "training" in fresh:
        kept |= {"schooling": member.answers["schooling"], "training": member.answers["training"]}
    if fresh.get("social_allowance") == "none":
        kept["social_allowance"] = member.answers["social_allowance"]
    if before < 18 <= after and member.answers.get("studying") == "upper_secondary":
        kept["schooling"] = "upper_secondary"
    return replace(member, answers={**fresh, **kept})


def changed(household: Household, way: str, times: int, rng: Random) -> Household:
    """The household after some things became better, or worse."""
    answers, members = dict(household.answers), list(household.members)
    for _ in range(times):
        luck = rng.random()
        if luck < 0.5:
            key, value = AT_HOME[way][int(rng.random() * len(AT_HOME[way]))]
            answers[key] = value
        elif luck < 0.65:
            answers["electricity"] = max(0, int(answers["electricity"] or 0) + CURRENT[way])
        else:
            place = int(rng.random() * len(members))
            members[place] = PERSONAL[way](members[place], rng)
    return replace(household, answers=answers, members=tuple(members))


def _gains(member: Member, rng: Random) -> Member:
    """A health card first, then a job with a contract, then a skill."""
    held = member.answers
    if not held.get("health_insurance"):
        return _with(member, health_insurance=True)
    if held.get("work") == "no_job" or held.get("contract") in ("unsigned", "not_wage"):
        if held.get("work") not in ("no_job", "working"):
            return member
        job = {"work": "working", "contract": "signed", "work_kind": pick(rng, ("enterprise", "household_hire"))}
        return _with(member, **job, slack_season_only=False, nonfarm_months=6 + int(rng.random() * 7))
    return _with(member, training="elementary") if held.get("training") == "none" else member


def _loses(member: Member, rng: Random) -> Member:
    """Work, or the health card that ran out."""
    held = member.answers
    if held.get("work") == "working" and rng.random() < 0.6:
        return _with(member, work="no_job", contract="not_wage", work_kind="none", nonfarm_months=0)
    return _with(member, health_insurance=False) if "health_insurance" in held else member


PERSONAL: Mapping[str, Callable[[Member, Random], Member]] = {BETTER: _gains, WORSE: _loses}


def as_asked(household: Household, on: date, form: Form) -> Household:
    """The household without answers to questions that do not concern a member, by age and by the answers before."""
    members = tuple(
        replace(member, answers=dict(_concerning(member, age_bounds(member.birth, on), form)))
        for member in household.members
    )
    return replace(household, members=members)


def _concerning(member: Member, ages: tuple[int, int], form: Form) -> Iterator[tuple[str, Answer]]:
    known = {"age": ages}
    for key, field in form.member.items():
        concerns = field.asked is None or field.asked(known)
        answer = member.answers.get(key) if concerns else field.default
        place = code(field, answer, member.name)
        known[key] = (field.low, field.high) if place is None else (place, place)
        if concerns and answer is not None:
            yield key, answer


def _with(member: Member, **answers: Answer) -> Member:
    return replace(member, answers={**member.answers, **answers})
