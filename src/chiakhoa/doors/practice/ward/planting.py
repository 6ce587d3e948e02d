"""Families whose answers give the classes wanted: drawn by the seed until the finding is right, never set by hand."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from random import Random

from chiakhoa.doors.practice.generator import Village, house_answers
from chiakhoa.doors.practice.people import PracticePerson, grow
from chiakhoa.doors.practice.ward.courses import NEAR_POOR, NON_POOR, POOR, POOR_GONE, RELAPSED, Course
from chiakhoa.doors.practice.ward.living import BETTER, WORSE, changed, year_later
from chiakhoa.doors.practice.ward.units import draw
from chiakhoa.law.rules.classification import classify
from chiakhoa.law.rules.compiled import CompiledStandard
from chiakhoa.law.rules.households import Household, Member, age_bounds

TRIES, VARIANTS, FIRST_VARIANTS = 2_000, 6, 40
YOUNGEST_WORKER, OLDEST_WORKER = 15, 61
ABLE = ("working", "no_job")
ABLE_AT_WORKING_AGE = (*ABLE, "home_or_retired", "unwilling")
WEALTH = {POOR: 0.08, NEAR_POOR: 0.14, NON_POOR: 0.18, "": 0.14}
"""How well-off a family can be, at most, for it to be likely in a class of 2024."""

BY_WEALTH = (NON_POOR, NEAR_POOR, POOR)
LIVING_ON = date(2024, 7, 31)
"""The day before the register begins: everybody in it is born."""

RECHECKED_ON = date(2025, 10, 31)


@dataclass(frozen=True, slots=True)
class Answered:
    """The answers of a household on its day of survey."""

    on: date
    household: Household


@dataclass(frozen=True, slots=True)
class Planted:
    """A listed or asking household: its people, its surveys of 2024 and 2025, and one that a re-check set right."""

    course: Course
    people: tuple[PracticePerson, ...]
    then: Answered | None = None
    now: Answered | None = None
    first: Answered | None = None

    @property
    def members(self) -> tuple[Member, ...]:
        """Its people with the answers of its earliest survey."""
        earliest = self.then or self.now
        return earliest.household.members if earliest else ()


def plant(course: Course, days: tuple[date, date], rules: CompiledStandard, seed: int | str) -> Planted:
    """The first family drawn whose findings of both years are those of its course. `days`: surveys of 2024 and 2025."""
    for attempt in range(TRIES):
        rng = draw(seed, "family", course.number, attempt)
        people, then = _born(course, days[0], rng)
        if course.before and not _is(course.before, rules, then):
            continue
        planted = Planted(course, people, then if course.before else None)
        if course.after:
            first, now = _this_year(course, then, days[1], rules, rng)
            planted = replace(planted, first=first, now=now)
        if (planted.now or not course.after) and fits(planted):
            return planted
    raise LookupError(f"no family of {TRIES} fits {course.number}")


def _born(course: Course, on: date, rng: Random) -> tuple[tuple[PracticePerson, ...], Answered]:
    """A family on the day of its survey of 2024, in the kind of area its unit was."""
    unit = course.unit
    family = grow(rng, LIVING_ON, rng.random() * WEALTH[course.before])
    if course.kind == POOR_GONE:
        del family.members[1:], family.people[1:]
    at_home = house_answers(family, Village(unit.full_name, course.group, unit.area, unit.region))
    household = Household(course.number, unit.area, unit.region, at_home, tuple(family.members))
    return tuple(family.people), Answered(on, year_later(household, LIVING_ON, on, rng))


def _this_year(
    course: Course, then: Answered, on: date, rules: CompiledStandard, rng: Random
) -> tuple[Answered | None, Answered | None]:
    """A survey before a re-check, and the survey of 2025 with the finding wanted; nothing when no way leads there."""
    now = _now(course, then, on, rules, rng)
    if now is None or not course.first:
        return None, now
    for _ in range(FIRST_VARIANTS):
        first = replace(now, household=changed(now.household, BETTER, 1 + int(rng.random() * 4), rng))
        again = replace(now, on=RECHECKED_ON)
        if _is(course.first, rules, first) and _is(course.after, rules, again):
            return first, again
    return None, None


def _now(course: Course, then: Answered, on: date, rules: CompiledStandard, rng: Random) -> Answered | None:
    """The answers of 2025 with the finding wanted, reached from those of 2024 in one of a few ways."""
    older = replace(year_later(then.household, then.on, on, rng), area="urban", region="URB")
    for _ in range(VARIANTS):
        made = older
        for way, times in _ways(course, rng):
            made = changed(made, way, times, rng)
        if _is(course.after, rules, Answered(on, made)):
            return Answered(on, made)
    return None


def _ways(course: Course, rng: Random) -> Iterator[tuple[str, int]]:
    """What changed in the year: much for the better where a household left, little where it stayed."""
    before, after = (BY_WEALTH.index(one) for one in (course.before or NON_POOR, course.after))
    if not course.before or before == after:
        yield (BETTER if rng.random() < 0.5 else WORSE), int(rng.random() * 3)
    elif after < before:
        yield BETTER, 2 + int(rng.random() * 5)
    else:
        yield WORSE, 1 + int(rng.random() * 4)


def fits(planted: Planted) -> bool:
    """Whether the people are those its course needs: somebody or nobody who can work, an old person alone."""
    course, last = planted.course, planted.now or planted.then
    if last is None:
        return False
    ages = [age_bounds(one.birth, last.on)[0] for one in last.household.members]
    if course.kind == POOR_GONE:
        return ages[0] >= OLDEST_WORKER
    if course.kind == RELAPSED and min(ages) < 5:
        return False
    return course.after != POOR or can_work(last) is not course.no_labour


def can_work(answered: Answered) -> bool:
    """Whether somebody in the household works, or is of working age and could."""
    for one in answered.household.members:
        youngest, oldest = age_bounds(one.birth, answered.on)
        able = ABLE_AT_WORKING_AGE if youngest < OLDEST_WORKER else ABLE
        if oldest >= YOUNGEST_WORKER and one.answers.get("work") in able:
            return True
    return False


def _is(verdict: str, rules: CompiledStandard, answered: Answered) -> bool:
    return classify(rules, answered.household, on=answered.on).verdict == verdict
