"""The two seasons of the ward in the log: surveys, re-checks, the decisions of 2024 and of 14 November 2025."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from functools import partial

from chiakhoa.doors.practice.ward.cast import FOUNDED_ON, OFFICER, VICE_CHAIR, reviewer, surveyor
from chiakhoa.doors.practice.ward.courses import NON_POOR, POOR, RELAPSED, Course
from chiakhoa.doors.practice.ward.log import Deed, Moment
from chiakhoa.doors.practice.ward.planting import Answered
from chiakhoa.doors.practice.ward.residents import household_id
from chiakhoa.doors.practice.ward.surveying import (
    Decision,
    Visit,
    deciding,
    standing,
    survey_id,
    survey_of,
    visiting,
)
from chiakhoa.doors.practice.ward.units import OLD_UNITS, WARD
from chiakhoa.doors.practice.ward.world import World
from chiakhoa.foundation.registry import actions as registry
from chiakhoa.foundation.registry.values import NewFact

DECISIONS_2024 = {
    "99901": ("486/QĐ-UBND", date(2024, 11, 22)),
    "99902": ("212/QĐ-UBND", date(2024, 11, 26)),
    "99903": ("175/QĐ-UBND", date(2024, 12, 3)),
}
DECISION_2025 = ("318/QĐ-UBND", date(2025, 11, 14))
LISTED_EARLIER, LEFT_EARLIER = ("90/QĐ-UBND", date(2022, 12, 9)), ("131/QĐ-UBND", date(2023, 12, 8))
"""When the household that is poor again was listed before, and when it left."""

CARE_FROM = date(2025, 11, 17)
SECOND_REVIEWER = "second"


def season_2024(world: World) -> Iterator[Deed]:
    """The surveys of 2024 under each old unit's own kind of area, and each unit's decision."""
    planted = [one for one in world.planted.values() if one.then is not None]
    visits = [_visit(world, one.course, one.then, one.course.unit.code, 2024) for one in planted if one.then]
    yield from visiting(visits, world.rules.standard)
    for unit in OLD_UNITS:
        classes = {one.course.number: one.course.before for one in planted if one.course.unit is unit}
        yield from deciding(_decision(world, unit.code, DECISIONS_2024[unit.code], classes), VICE_CHAIR)
    yield Deed(FOUNDED_ON, VICE_CHAIR, "earlier", partial(_earlier, world=world))


def season_2025(world: World) -> Iterator[Deed]:
    """The surveys of 2025, three re-checks, the decision, and the fact that nobody in 38 poor households can work."""
    answered = {one.course: one.now for one in world.planted.values() if one.now}
    first = {one.course: one.first for one in world.planted.values() if one.first}
    visits = [_visit(world, course, one, WARD, 2025) for course, one in (answered | first).items()]
    yield from visiting(visits, world.rules.standard)
    yield from visiting((_again(world, course, answered[course]) for course in first), world.rules.standard)
    listed = {course.number: course.after for course in answered if course.after != NON_POOR}
    left = [course.number for course in answered if course.before and course.after == NON_POOR]
    yield from deciding(_decision(world, WARD, DECISION_2025, listed, left), VICE_CHAIR)
    for course in answered:
        if course.no_labour:
            yield Deed(CARE_FROM, OFFICER, "no_labour", partial(_without_labour, world=world, number=course.number))


def _decision(
    world: World, commune: str, told: tuple[str, date], classes: dict[str, str], left: list[str] | None = None
) -> Decision:
    return Decision(world.seed, world.rules.standard, commune, *told, classes, tuple(left or ()))


def _visit(world: World, course: Course, answered: Answered, commune: str, season: int) -> Visit:
    account, name = surveyor(world.seed, course.group, answered.on)
    return Visit(survey_of(world.seed, course.number, answered, name, season), account, commune)


def _again(world: World, course: Course, answered: Answered) -> Visit:
    """A re-check by a second reviewer, which takes the place of the first survey."""
    name = reviewer(world.seed, SECOND_REVIEWER)
    new = survey_of(world.seed, course.number, answered, name, SECOND_REVIEWER)
    return Visit(new, OFFICER, WARD, survey_id(world.seed, course.number, 2025))


def _earlier(moment: Moment, *, world: World) -> None:
    """The household that is poor again was on the list of 2022 and left it in 2023: brought in with the register."""
    number = next(one.course.number for one in world.planted.values() if one.course.kind == RELAPSED)
    listed = _decision(world, "", LISTED_EARLIER, {})
    registry.put_in_force(**moment.acting, standings=[standing(listed, number, POOR)])
    decision, day = LEFT_EARLIER
    left = [household_id(world.seed, number)]
    registry.end_standing(**moment.acting, households=left, day=day, reason="left", decision=decision)


def _without_labour(moment: Moment, *, world: World, number: str) -> None:
    new = NewFact("no_labour", "yes", DECISION_2025[1], "Phiếu B")
    registry.state_fact(**moment.acting, household=household_id(world.seed, number), new=new)
