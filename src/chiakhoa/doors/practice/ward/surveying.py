"""What every practice season is made of: surveys taken in and judged day by day, decisions, names leaving a list."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial
from uuid import UUID

from chiakhoa.doors.practice.ward.courses import LISTED
from chiakhoa.doors.practice.ward.living import as_asked
from chiakhoa.doors.practice.ward.log import Deed, Moment
from chiakhoa.doors.practice.ward.planting import Answered
from chiakhoa.doors.practice.ward.residents import household_id, person_id
from chiakhoa.doors.practice.ward.units import practice_id
from chiakhoa.foundation.registry import actions as registry
from chiakhoa.foundation.registry.values import NewStanding
from chiakhoa.law.rules.standard import Standard
from chiakhoa.review.assessment import actions as assessment
from chiakhoa.review.assessment import queries as findings
from chiakhoa.review.survey import actions as survey
from chiakhoa.review.survey.values import LOG, RECHECKED, NewSurvey, form_b


@dataclass(frozen=True, slots=True)
class Visit:
    """A survey as the log has it: of whom, by whom. `replaces` is the public id of one that it sets right."""

    new: NewSurvey
    account: str
    commune: str
    replaces: UUID | None = None


@dataclass(frozen=True, slots=True)
class Decision:
    """A decision on a list: its number and day, the class of each household by its key, and who leaves."""

    seed: int | str
    standard: Standard
    commune: str
    number: str
    on: date
    classes: Mapping[str, str]
    leaving: Sequence[str] = ()


def survey_id(seed: int | str, key: str, season: object) -> UUID:
    """The public id of a household's survey of a season."""
    return practice_id(seed, "survey", key, season)


def survey_of(seed: int | str, key: str, answered: Answered, surveyor: str, season: object) -> NewSurvey:
    """A household's answers as a survey; its people stand beside its members."""
    return NewSurvey(
        public_id=survey_id(seed, key, season),
        household=household_id(seed, key),
        on=answered.on,
        answers=as_asked(answered.household, answered.on, form_b()),
        people=tuple(person_id(seed, key, place) for place in range(len(answered.household.members))),
        surveyor=surveyor,
        source=LOG,
    )


def visiting(visits: Iterable[Visit], standard: Standard) -> Iterator[Deed]:
    """One deed a day, commune and account: the surveys are taken in and judged as of their day."""
    together: dict[tuple[date, str, str], list[Visit]] = defaultdict(list)
    for visit in visits:
        together[visit.new.on, visit.commune, visit.account].append(visit)
    for (on, _, account), some in sorted(together.items(), key=lambda pair: pair[0]):
        yield Deed(on, account, "surveys", partial(_take_in, visits=some, standard=standard), 1 + len(some) // 4)


def deciding(decision: Decision, by: str) -> Iterator[Deed]:
    """The classes put in force, and the names that leave the list."""
    weight = 1 + len(decision.classes) // 20
    yield Deed(decision.on, by, "decision", partial(_put_in_force, decision=decision), weight)
    if decision.leaving:
        yield Deed(decision.on, by, "left", partial(_end, decision=decision))


def _take_in(moment: Moment, *, visits: Sequence[Visit], standard: Standard) -> None:
    for visit in visits:
        if visit.replaces is not None:
            survey.end(**moment.acting, survey=visit.replaces, reason=RECHECKED)
    taken = survey.take_in(**moment.acting, surveys=[visit.new for visit in visits])
    kept = assessment.keep(**moment.acting, surveys=taken.new, standard=standard)
    for why in (*taken.returned.values(), *kept.returned.values()):
        raise why


def _put_in_force(moment: Moment, *, decision: Decision) -> None:
    """Put in force what was found: poor and near-poor, each with the finding behind it."""
    kept = findings.kept_of(moment.by, decision.commune, moment.on)
    standings = []
    for key, class_key in decision.classes.items():
        finding = kept[household_id(decision.seed, key)]
        if finding.verdict != class_key or class_key not in LISTED:
            raise LookupError(f"{key}: {finding.verdict}, not {class_key}")
        standings.append(standing(decision, key, class_key, str(finding.public_id)))
    registry.put_in_force(**moment.acting, standings=standings)


def standing(decision: Decision, key: str, class_key: str, finding: str = "") -> NewStanding:
    """A class in force by a decision."""
    return NewStanding(
        public_id=practice_id(decision.seed, "standing", key, decision.on),
        household=household_id(decision.seed, key),
        class_key=class_key,
        since=decision.on,
        decision=decision.number,
        standard=decision.standard.id,
        finding=finding,
    )


def _end(moment: Moment, *, decision: Decision) -> None:
    leaving = [household_id(decision.seed, key) for key in decision.leaving]
    registry.end_standing(**moment.acting, households=leaving, day=moment.on, reason="left", decision=decision.number)
