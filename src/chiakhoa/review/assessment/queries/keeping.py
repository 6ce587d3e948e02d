"""Findings kept of surveys. Who sees answers sees reasons; helpers, and a province with an opened case, see gaps.

A finding whose survey was ended is told in the history alone. Sensitive reasons only on request (`sensitive=True`) and
to whom the class is open: the door writes the look down.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from datetime import date
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet

from chiakhoa.foundation.access.values import ANSWERS, SENSITIVE, Sight, Viewer
from chiakhoa.foundation.registry import queries as registry
from chiakhoa.foundation.registry.values import Page, Wanted
from chiakhoa.law.rules.packing import unpack_finding
from chiakhoa.review.assessment.models import KeptFinding
from chiakhoa.review.assessment.values import KeptGaps, KeptSeen, without_sensitive

GAPS_ALONE = frozenset({Sight.GAPS_AND_PLAN, Sight.CASE_SUMMARY})


def kept(viewer: Viewer, household: UUID, on: date, *, sensitive: bool = False) -> KeptSeen | None:
    """The newest finding on a household up to a day; None when there is none for this viewer."""
    rows = KeptFinding.objects.filter(household__public_id=household, on__lte=on, survey__ended_on=None)
    return next(_seen(viewer, _newest_last(rows).reverse()[:1], on, sensitive=sensitive), None)


def kept_finding(viewer: Viewer, public_id: UUID, on: date, *, sensitive: bool = False) -> KeptSeen | None:
    """One finding by its public id, as a class in force names it."""
    return next(_seen(viewer, KeptFinding.objects.filter(public_id=public_id), on, sensitive=sensitive), None)


def kept_all(viewer: Viewer, household: UUID, on: date) -> tuple[KeptSeen, ...]:
    """Every finding on a household up to a day, oldest first, with those of surveys that were ended."""
    rows = KeptFinding.objects.filter(household__public_id=household, on__lte=on)
    return tuple(_seen(viewer, _newest_last(rows), on))


def kept_of(viewer: Viewer, commune: str, on: date) -> dict[UUID, KeptSeen]:
    """The newest finding on each household of a commune up to a day, by the household's public id."""
    inside = registry.inside(viewer, commune, on)
    rows = KeptFinding.objects.filter(household__in=inside, on__lte=on, survey__ended_on=None)
    return {one.household: one for one in _seen(viewer, _newest_last(rows), on)}


def gaps_of(viewer: Viewer, commune: str, on: date) -> dict[UUID, KeptGaps]:
    """The same for lists: verdict, gaps and points alone, so that no reason is read from the store."""
    inside = registry.inside(viewer, commune, on)
    rows = KeptFinding.objects.filter(household__in=inside, on__lte=on, survey__ended_on=None)
    found = list(
        _newest_last(rows).values_list(
            "household_id", "household__public_id", "standard", "on", "verdict", "gaps", "finding__b1"
        )
    )
    whole = _open_to(viewer, {row[0] for row in found}, ANSWERS, on)
    told = _gaps_alone(viewer)
    return {
        home: KeptGaps(home, standard, day, verdict, tuple(gaps), (b1[0], b1[1]) if b1 else None)
        for key, home, standard, day, verdict, gaps, b1 in found
        if key in whole or home in told
    }


def unjudged(viewer: Viewer, wanted: Wanted, on: date) -> Page:
    """Of the households asked for those without any finding up to a day, as far as their answers are open."""
    judged = KeptFinding.objects.filter(household=OuterRef("pk"), on__lte=on, survey__ended_on=None)
    told = registry.open_to(viewer, on, ANSWERS).values("pk")
    return registry.households(viewer, wanted, on, also=Q(~Exists(judged), pk__in=told))


def _newest_last(rows: QuerySet[KeptFinding]) -> QuerySet[KeptFinding]:
    """By day of survey; of one survey what was judged last comes last."""
    return rows.order_by("on", "recorded_at", "pk")


def _seen(viewer: Viewer, found: QuerySet[KeptFinding], on: date, *, sensitive: bool = False) -> Iterator[KeptSeen]:
    rows = list(found.select_related("household", "survey"))
    homes = {row.household_id for row in rows}
    whole = _open_to(viewer, homes, ANSWERS, on)
    told = _open_to(viewer, homes, SENSITIVE, on) if sensitive else set()
    gaps = _gaps_alone(viewer)
    for row in rows:
        if row.household_id not in whole and row.household.public_id not in gaps:
            continue
        finding = unpack_finding(row.finding)
        reasons = finding if row.household_id in told else without_sensitive(finding)
        yield KeptSeen(
            public_id=row.public_id,
            household=row.household.public_id,
            survey=row.survey.public_id,
            standard=row.standard,
            points_table=row.points_table,
            practice=row.practice,
            verified=row.verified,
            on=row.on,
            verdict=row.verdict,
            possible=finding.possible,
            cut_off=finding.cut_off,
            b1=finding.b1,
            b2=finding.b2,
            gaps=tuple(row.gaps),
            missing=row.missing_count,
            articles=row.articles,
            finding=reasons if row.household_id in whole else None,
            judged_at=row.recorded_at,
        )


def _open_to(viewer: Viewer, homes: Collection[int], field_class: str, on: date) -> set[int]:
    """Of these household rows those of which a field class is open."""
    found = registry.open_to(viewer, on, field_class).filter(pk__in=homes)
    return set(found.values_list("pk", flat=True))


def _gaps_alone(viewer: Viewer) -> set[UUID]:
    """The households of which gaps are open and answers are not."""
    return {UUID(one) for one in viewer.households_with(ANSWERS, GAPS_ALONE)}
