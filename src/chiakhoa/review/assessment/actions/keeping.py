"""Keeps findings on surveys. `by`: the viewer who orders; `on`: the day of the act; `at`: when taken down.

A survey is judged as of its own day; under the same standard and table once and never again, whatever the law becomes.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Sequence
from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from chiakhoa.foundation.access.values import Viewer
from chiakhoa.foundation.audit import actions as audit
from chiakhoa.foundation.registry import queries as registry
from chiakhoa.law.rules.classification import classify
from chiakhoa.law.rules.compiled import compile_standard
from chiakhoa.law.rules.finding import Finding
from chiakhoa.law.rules.packing import pack_finding, unpack
from chiakhoa.law.rules.refusals import Refused
from chiakhoa.law.rules.standard import Standard
from chiakhoa.review.assessment.models import KeptFinding
from chiakhoa.review.assessment.values import Kept, articles_of, finding_id, law_digest, points_digest
from chiakhoa.review.survey.queries import Survey, to_be_judged

BATCH = 500
JUDGING = ("survey", "review")


def keep(*, by: Viewer, on: date, at: datetime, surveys: Sequence[UUID], standard: Standard) -> Kept:
    """Judge surveys by a standard and keep what was found; one entry a commune. Judged twice, nothing changes.

    A survey that is not there for the viewer, or that the standard cannot judge, comes back with its reason.
    """
    with transaction.atomic():
        rows = to_be_judged(by, surveys, on)
        homes = registry.homes(by, [row.household.public_id for row in rows.values()], JUDGING, on)
        ids = {survey: finding_id(survey, standard) for survey in surveys}
        held = _held(list(ids.values()))
        open_ones = {survey: row for survey, row in rows.items() if row.household.public_id in homes}
        returned = {one: Refused("survey.unknown", where=str(one)) for one in surveys if one not in open_ones}
        judge, articles = _judging(standard), articles_of(standard)
        fresh: list[KeptFinding] = []
        for survey, row in open_ones.items():
            found = None if ids[survey] in held else judge(row)
            if isinstance(found, Refused):
                returned[survey] = found
            elif found is not None:
                fresh.append(_row(ids[survey], row, standard, found, articles, at))
        KeptFinding.objects.bulk_create(fresh, batch_size=BATCH)
        _record(by, on, at, fresh)
    new = {row.survey.public_id for row in fresh}
    whole = {survey: ids[survey] for survey in surveys if survey not in returned}
    return Kept(
        tuple(one for one in whole if one in new), tuple(one for one in whole if one not in new), returned, whole
    )


def _judging(standard: Standard) -> Callable[[Survey], Finding | Refused]:
    """What a standard says of a survey as of its own day, or why it cannot say anything."""
    rules = compile_standard(standard)

    def judge(survey: Survey) -> Finding | Refused:
        try:
            return classify(rules, unpack(survey.answers), on=survey.on)
        except Refused as refused:
            return refused

    return judge


def _held(ids: Sequence[UUID]) -> set[UUID]:
    """Of these findings those that are kept already."""
    found: set[UUID] = set()
    for start in range(0, len(ids), BATCH):
        some = KeptFinding.objects.filter(public_id__in=ids[start : start + BATCH])
        found.update(some.values_list("public_id", flat=True))
    return found


def _row(
    public_id: UUID, survey: Survey, standard: Standard, finding: Finding, articles: dict[str, str], at: datetime
) -> KeptFinding:
    return KeptFinding(
        public_id=public_id,
        survey=survey,
        household=survey.household,
        commune=survey.commune,
        village=survey.village,
        on=survey.on,
        standard=standard.id,
        law_digest=law_digest(standard.id),
        points_table=standard.points.id if standard.points else "",
        points_digest=points_digest(standard.points),
        practice=finding.practice,
        assumptions=standard.assumptions,
        verified=finding.verified,
        verdict=finding.verdict,
        gaps=list(finding.deprived),
        missing_count=len(finding.missing),
        finding=pack_finding(finding),
        articles=articles,
        recorded_at=at,
    )


def _record(by: Viewer, on: date, at: datetime, rows: Sequence[KeptFinding]) -> None:
    """One entry in the chain of each commune."""
    by_commune: dict[str, list[KeptFinding]] = defaultdict(list)
    for row in rows:
        by_commune[row.commune].append(row)
    for commune, some in by_commune.items():
        audit.record(
            chain=f"commune:{commune}",
            by=by.name,
            on=on,
            at=at,
            action="assessment.keep",
            subjects=[f"registry.household:{row.household.public_id}" for row in some] if len(some) <= BATCH else (),
            rows=some,
        )
