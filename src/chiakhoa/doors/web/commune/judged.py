"""Households of a run judged again from their kept answers: for papers, workbooks and the page of one household."""

from __future__ import annotations

from collections.abc import Iterator

from chiakhoa.doors.exchange.assessing import Judged
from chiakhoa.doors.exchange.records import SurveyRecord
from chiakhoa.doors.web import standards
from chiakhoa.foundation.access.viewer import Viewer
from chiakhoa.law.rules.classification import classify
from chiakhoa.law.rules.finding import Finding
from chiakhoa.law.rules.households import Household
from chiakhoa.law.rules.packing import unpack
from chiakhoa.review.assessment import queries
from chiakhoa.review.assessment.queries import FindingRow, Run, Wanted


def judged_again(viewer: Viewer, of: Run, wanted: Wanted) -> Iterator[Judged]:
    """The wanted households with their findings, in the wanted order."""
    rules = standards.compiled(of.standard, assumptions=of.assumptions)
    for row, household in queries.households(viewer, of, wanted):
        yield record_of(row, household), classify(rules, household, on=row.on)


def record_of(row: FindingRow, household: Household) -> SurveyRecord:
    """The row as a surveyed household."""
    return SurveyRecord(household, row.head, row.village, row.commune, row.on, row.number)


def finding_of(of: Run, row: FindingRow) -> tuple[Household, Finding]:
    """One household and its finding, judged as the run judged it."""
    household = unpack(row.answers)
    return household, classify(standards.compiled(of.standard, assumptions=of.assumptions), household, on=row.on)
