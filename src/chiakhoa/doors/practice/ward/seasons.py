"""The two seasons in the log: households surveyed day by day, findings kept, re-checks, and the decisions."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial
from uuid import UUID

from chiakhoa.doors.practice.ward.cast import FOUNDED_ON, OFFICER, VICE_CHAIR, reviewer, surveyor
from chiakhoa.doors.practice.ward.courses import NEAR_POOR, NON_POOR, POOR, RELAPSED, Course
from chiakhoa.doors.practice.ward.log import Deed, Moment
from chiakhoa.doors.practice.ward.planting import Answered
from chiakhoa.doors.practice.ward.residents import household_id, person_id
from chiakhoa.doors.practice.ward.units import OLD_UNITS, WARD, practice_id
from chiakhoa.doors.practice.ward.world import World
from chiakhoa.foundation.registry import actions as registry
from chiakhoa.foundation.registry.values import NewFact, NewStanding
from chiakhoa.law.rules.standard import Standard
from chiakhoa.review.assessment import actions as assessment
from chiakhoa.review.assessment import queries as findings
from chiakhoa.review.survey import actions as survey
from chiakhoa.review.survey.values import LOG, RECHECKED, NewSurvey

DECISIONS_2024 = {
    "99901": ("486/QĐ-UBND", date(2024, 11, 22)),
    "99902": ("212/QĐ-UBND", date(2024, 11, 26)),
    "99903": ("175/QĐ-UBND", date(2024, 12, 3)),
}
DECISION_2025 = ("318/QĐ-UBND", date(2025, 11, 14))
EARLIER = (("90/QĐ-UBND", date(2022, 12, 9)), ("131/QĐ-UBND", date(2023, 12, 8)))
"""When the household that is poor again was listed before, and when it left."""

CARE_FROM = date(2025, 11, 17)
SECOND_REVIEWER = "second"


@dataclass(frozen=True, slots=True)
class Visit:
    """A survey as the log has it: of whom, by whom. `replaces` is the public id of one that it sets right."""

    new: NewSurvey
    account: str
    commune: str
    replaces: UUID | None = None


def season_2024(world: World) -> Iterator[Deed]:
    """The surveys of 2024 under each old unit's own kind of area, and each unit's decision."""
    planted = [one for one in world.planted.values() if one.then is not None]
    visits = [_visit(world, one.course, one.then, one.course.unit.code, 2024) for one in planted if one.then]
    yield from _visiting(visits, world.rules.standard)
    for unit in OLD_UNITS:
        listed = [one.course for one in planted if one.course.unit is unit]
        classes = {course.number: course.before for course in listed}
        number, on = DECISIONS_2024[unit.code]
        yield Deed(on, VICE_CHAIR, "decision", partial(_decide, world=world, commune=unit.code, classes=classes), 10)
    yield from _listed_earlier(world)


def season_2025(world: World) -> Iterator[Deed]:
    """The surveys of 2025, three re-checks, the decision, and the fact that nobody in 38 poor households can work."""
    courses = [one.course for one in world.planted.values() if one.now is not None]
    visits = [
        _visit(world, one.course, one.first or one.now, WARD, 2025) for one in world.planted.values() if one.now
    ]
    yield from _visiting(visits, world.rules.standard)
    again = [_again(world, one.course, one.now) for one in world.planted.values() if one.first and one.now]
    yield from _visiting(again, world.rules.standard)
    listed = {course.number: course.after for course in courses if course.after != NON_POOR}
    left = [course.number for course in courses if course.before and course.after == NON_POOR]
    on = DECISION_2025[1]
    yield Deed(on, VICE_CHAIR, "decision", partial(_decide, world=world, commune=WARD, classes=listed), 10)
    yield Deed(on, VICE_CHAIR, "left", partial(_leave, world=world, numbers=left), 2)
    for course in courses:
        if course.no_labour:
            yield Deed(CARE_FROM, OFFICER, "no_labour", partial(_without_labour, world=world, number=course.number))


def _visit(world: World, course: Course, answered: Answered | None, commune: str, season: int) -> Visit:
    if answered is None:
        raise LookupError(course.number)
    account, name = surveyor(world.seed, course.group, answered.on)
    return Visit(_survey(world, course.number, answered, name, season), account, commune)


def _again(world: World, course: Course, answered: Answered) -> Visit:
    """A re-check by a second reviewer, which takes the place of the first survey."""
    name = reviewer(world.seed, SECOND_REVIEWER)
    new = _survey(world, course.number, answered, name, SECOND_REVIEWER)
    return Visit(new, OFFICER, WARD, practice_id(world.seed, "survey", course.number, 2025))


def _survey(world: World, number: str, answered: Answered, name: str, season: object) -> NewSurvey:
    return NewSurvey(
        public_id=practice_id(world.seed, "survey", number, season),
        household=household_id(world.seed, number),
        on=answered.on,
        answers=answered.household,
        people=tuple(person_id(world.seed, number, place) for place in range(len(answered.household.members))),
        surveyor=name,
        source=LOG,
    )


def _visiting(visits: Iterable[Visit], standard: Standard) -> Iterator[Deed]:
    """One deed a day, commune and account: the surveys are taken in and judged as of their day."""
    together: dict[tuple[date, str, str], list[Visit]] = defaultdict(list)
    for visit in visits:
        together[visit.new.on, visit.commune, visit.account].append(visit)
    for (on, _, account), some in sorted(together.items()):
        yield Deed(on, account, "surveys", partial(_take_in, visits=some, standard=standard), 1 + len(some) // 4)


def _take_in(moment: Moment, *, visits: Sequence[Visit], standard: Standard) -> None:
    for visit in visits:
        if visit.replaces is not None:
            survey.end(by=moment.by, on=moment.on, at=moment.at, survey=visit.replaces, reason=RECHECKED)
    taken = survey.take_in(by=moment.by, on=moment.on, at=moment.at, surveys=[visit.new for visit in visits])
    for why in taken.returned.values():
        raise why
    assessment.keep(by=moment.by, on=moment.on, at=moment.at, surveys=taken.new, standard=standard)


def _decide(moment: Moment, *, world: World, commune: str, classes: dict[str, str]) -> None:
    """Put in force what was found: poor and near-poor, each with the finding behind it."""
    number = DECISION_2025[0] if commune == WARD else DECISIONS_2024[commune][0]
    kept = findings.kept_of(moment.by, commune, moment.on)
    standings = []
    for household, class_key in classes.items():
        finding = kept[household_id(world.seed, household)]
        if finding.verdict != class_key or class_key not in (POOR, NEAR_POOR):
            raise LookupError(f"{household}: {finding.verdict}, not {class_key}")
        standings.append(_standing(world, household, class_key, moment.on, number, str(finding.public_id)))
    registry.put_in_force(by=moment.by, on=moment.on, at=moment.at, standings=standings)


def _standing(
    world: World, household: str, class_key: str, since: date, decision: str, finding: str = ""
) -> NewStanding:
    return NewStanding(
        public_id=practice_id(world.seed, "standing", household, since),
        household=household_id(world.seed, household),
        class_key=class_key,
        since=since,
        decision=decision,
        standard=world.rules.standard.id,
        finding=finding,
    )


def _leave(moment: Moment, *, world: World, numbers: Sequence[str]) -> None:
    registry.end_standing(
        by=moment.by,
        on=moment.on,
        at=moment.at,
        households=[household_id(world.seed, number) for number in numbers],
        day=moment.on,
        reason="left",
        decision=DECISION_2025[0],
    )


def _listed_earlier(world: World) -> Iterator[Deed]:
    """The household that is poor again was on the list of 2022 and left it in 2023: brought in with the register."""
    again = next(one.course.number for one in world.planted.values() if one.course.kind == RELAPSED)
    yield Deed(FOUNDED_ON, VICE_CHAIR, "earlier", partial(_earlier, world=world, number=again))


def _earlier(moment: Moment, *, world: World, number: str) -> None:
    (listed, since), (left, day) = EARLIER
    who = {"by": moment.by, "on": moment.on, "at": moment.at}
    registry.put_in_force(**who, standings=[_standing(world, number, POOR, since, listed)])
    registry.end_standing(**who, households=[household_id(world.seed, number)], day=day, reason="left", decision=left)


def _without_labour(moment: Moment, *, world: World, number: str) -> None:
    new = NewFact("no_labour", "yes", DECISION_2025[1], "Phiếu B")
    registry.state_fact(
        by=moment.by, on=moment.on, at=moment.at, household=household_id(world.seed, number), new=new
    )
