"""Everything that reads surveys. Each query takes the viewer; who may not see a household gets nothing of it.

Answers are open as the class `answers` is, a reviewer's own ones to the reviewer; the sensitive ones among them only on
request (`sensitive=True`) and to whom the class `sensitive` is open: the door writes the look down.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import QuerySet

from chiakhoa.foundation.access.values import ANSWERS, BASIC, SENSITIVE, Viewer
from chiakhoa.foundation.registry import queries as registry
from chiakhoa.law.rules.packing import unpack
from chiakhoa.review.survey.models import Draft, Survey
from chiakhoa.review.survey.values import DRAFT, SENT, SurveySeen, without_sensitive

__all__ = ["Survey"]
"""What queries hand out; rooms above take the name from here, never from the models."""

SURVEYING = ("survey",)
CHUNK = 1_000


def survey(viewer: Viewer, public_id: UUID, on: date, *, sensitive: bool = False) -> SurveySeen | None:
    """One survey that was sent, ended or not; None when it is not there for this viewer."""
    rows = _open(viewer, on).filter(public_id=public_id)
    return next(_seen(viewer, rows, on, sensitive=sensitive), None)


def surveys(viewer: Viewer, household: UUID, on: date, *, sensitive: bool = False) -> tuple[SurveySeen, ...]:
    """The surveys of a household up to a day, oldest first, those that were ended among them."""
    rows = _open(viewer, on).filter(household__public_id=household, on__lte=on)
    return tuple(_seen(viewer, rows, on, sensitive=sensitive))


def latest(viewer: Viewer, household: UUID, on: date, *, sensitive: bool = False) -> SurveySeen | None:
    """The newest survey of a household up to a day that was not ended."""
    rows = _open(viewer, on).filter(household__public_id=household, on__lte=on, ended_on=None)
    return next(_seen(viewer, rows.order_by("-on", "-pk")[:1], on, sensitive=sensitive), None)


def latest_of(viewer: Viewer, commune: str, on: date, *, sensitive: bool = False) -> dict[UUID, SurveySeen]:
    """The newest survey of each household of a commune up to a day, by the household's public id."""
    inside = registry.inside(viewer, commune, on)
    rows = _open(viewer, on).filter(household__in=inside, on__lte=on, ended_on=None)
    return {one.household: one for one in _seen(viewer, rows, on, sensitive=sensitive)}


def draft(viewer: Viewer, household: UUID, on: date) -> SurveySeen | None:
    """The form of a household that is being filled in, for who may survey it: with every answer."""
    if household not in registry.homes(viewer, [household], SURVEYING, on):
        return None
    row = _drafts().filter(household__public_id=household).first()
    return _draft(row) if row else None


def drafts(viewer: Viewer, commune: str, on: date) -> tuple[SurveySeen, ...]:
    """Forms of a commune that are being filled in, the oldest first, for who may survey the households."""
    if not viewer.may(*SURVEYING):
        return ()
    rows = list(_drafts().filter(household__in=registry.inside(viewer, commune, on)).order_by("saved_at"))
    may = registry.homes(viewer, [row.household.public_id for row in rows], SURVEYING, on)
    return tuple(_draft(row) for row in rows if row.household.public_id in may)


def to_be_judged(viewer: Viewer, public_ids: Sequence[UUID], on: date) -> dict[UUID, Survey]:
    """Surveys that were not ended, by public id, of households whose answers the viewer sees or may ask for.

    For judging, which uses every answer and shows none: what comes of it is open as the answers are.
    """
    found: list[Survey] = []
    for start in range(0, len(public_ids), CHUNK):
        found += _open(viewer, on).filter(public_id__in=public_ids[start : start + CHUNK], ended_on=None)
    sights = _Sights.of(viewer, found, on)
    homes = [row.household.public_id for row in found]
    surveyed = registry.homes(viewer, homes, SURVEYING, on) if viewer.may(*SURVEYING) else {}
    return {row.public_id: row for row in found if _holds(sights.answers, row) or row.household.public_id in surveyed}


def _drafts() -> QuerySet[Draft]:
    return Draft.objects.filter(ended_on=None).select_related("household__village")


def _open(viewer: Viewer, on: date) -> QuerySet[Survey]:
    """Surveys of the households that are open to a viewer, oldest first."""
    rows = Survey.objects.select_related("household", "village").order_by("on", "pk")
    return rows if viewer.everything else rows.filter(household__in=registry.open_to(viewer, on, BASIC))


@dataclass(frozen=True, slots=True)
class _Sights:
    """Of which households the answers are open, and the sensitive ones among them; None: of all."""

    answers: frozenset[int] | None
    sensitive: frozenset[int] | None

    @classmethod
    def of(cls, viewer: Viewer, rows: Iterable[Survey], on: date) -> _Sights:
        if viewer.everything:
            return cls(None, None)
        ids = {row.household_id for row in rows}
        opened = [registry.open_to(viewer, on, one).filter(pk__in=ids) for one in (ANSWERS, SENSITIVE)]
        return cls(*(frozenset(found.values_list("pk", flat=True)) for found in opened))


def _seen(viewer: Viewer, found: QuerySet[Survey], on: date, *, sensitive: bool = False) -> Iterator[SurveySeen]:
    rows = list(found)
    sights = _Sights.of(viewer, rows, on)
    for row in rows:
        own = row.surveyor == viewer.name and bool(viewer.roles & {"reviewer"})
        answers = unpack(row.answers) if own or _holds(sights.answers, row) else None
        if answers and not (sensitive and _holds(sights.sensitive, row)):
            answers = without_sensitive(answers)
        yield SurveySeen(
            public_id=row.public_id,
            household=row.household.public_id,
            number=row.household.number,
            commune=row.commune,
            village=row.village.public_id,
            on=row.on,
            surveyor=row.surveyor,
            source=row.source,
            state=SENT,
            answers=answers,
            people=tuple(map(UUID, row.people)),
            recorded_at=row.recorded_at,
            ended_on=row.ended_on,
            end_reason=row.end_reason,
        )


def _holds(ids: frozenset[int] | None, row: Survey) -> bool:
    return ids is None or row.household_id in ids


def _draft(row: Draft) -> SurveySeen:
    home = row.household
    return SurveySeen(
        public_id=home.public_id,
        household=home.public_id,
        number=home.number,
        commune=home.commune,
        village=home.village.public_id,
        on=row.on,
        surveyor=row.surveyor,
        source="desk",
        state=DRAFT,
        answers=unpack(row.answers),
        people=tuple(map(UUID, row.people)),
        recorded_at=row.saved_at,
    )
