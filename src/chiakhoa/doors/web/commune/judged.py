"""Households of a run with their findings: as kept for lists, judged again for the reasons of one household."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import islice

from chiakhoa.doors.exchange.assessing import Judged
from chiakhoa.doors.exchange.records import SurveyRecord
from chiakhoa.doors.web import standards
from chiakhoa.foundation.access.values import Viewer
from chiakhoa.law.rules.classification import classify
from chiakhoa.law.rules.finding import Because, Finding, IndicatorFinding
from chiakhoa.law.rules.households import Household
from chiakhoa.law.rules.packing import unpack
from chiakhoa.review.assessment import queries
from chiakhoa.review.assessment.queries import FindingRow, Run, Wanted

CHUNK = 500
"""Households read at a time."""


def judged_list(viewer: Viewer, of: Run, wanted: Wanted) -> Iterator[Judged]:
    """The wanted households with what a list shows of their findings, in the wanted order; nothing is judged again."""
    found = queries.households(viewer, of, wanted)
    while chunk := list(islice(found, CHUNK)):
        gaps = queries.sure_gaps(viewer, [row for row, _household in chunk])
        for row, household in chunk:
            record = SurveyRecord(household, row.head, row.village, row.commune, row.on, row.number)
            yield record, kept_finding(of, row, gaps.get(row.pk, ()))


def kept_finding(of: Run, row: FindingRow, gaps: Sequence[str]) -> Finding:
    """The finding as the run kept it: class, points, gaps and how much is missing, without the reasons."""
    return Finding(
        household=row.household,
        standard=of.standard,
        on=row.on,
        verdict=row.verdict,
        possible=tuple(row.possible),
        cut_off=row.cut_off,
        b1=None if row.b1_low is None or row.b1_high is None else (row.b1_low, row.b1_high),
        groups=(),
        b2=(row.b2_low, row.b2_high),
        indicators=tuple(IndicatorFinding(key, deprived=True) for key in gaps),
        missing=(Because("", None),) * row.missing_count,
        unknown_law=(),
        to_stop_being_poor=(),
        points_to_leave=None,
        verified=standards.verified(standards.of_run(of)).whole,
        practice=of.practice,
        depends_on_unverified=(),
    )


def finding_of(of: Run, row: FindingRow) -> tuple[Household, Finding]:
    """One household and its finding, judged as the run judged it, with every reason."""
    household = unpack(row.answers)
    return household, classify(standards.compiled(of.standard, assumptions=of.assumptions), household, on=row.on)
