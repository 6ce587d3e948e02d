"""What doors get of a finding that was kept, and what names it for good. No database.

A finding is kept with the standard, the table of points, the articles and every reason it rested on; it never changes.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from functools import cache
from hashlib import sha256
from uuid import UUID, uuid5

from chiakhoa.foundation.lawbook.values import law_rows
from chiakhoa.law.rules.finding import Finding
from chiakhoa.law.rules.refusals import Refused
from chiakhoa.law.rules.standard import PointsTable, Standard
from chiakhoa.review.survey.values import sensitive_questions

_FINDINGS = UUID("8d5b1f6e-2c4a-5e0b-9a37-61c0f4b2d9e8")


@dataclass(frozen=True, slots=True)
class Kept:
    """What keeping findings did, by the surveys' public ids: judged now, judged before, and those not to be judged.

    `findings` gives the public id of each survey's finding.
    """

    new: tuple[UUID, ...] = ()
    same: tuple[UUID, ...] = ()
    returned: Mapping[UUID, Refused] = field(default_factory=dict)
    findings: Mapping[UUID, UUID] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class KeptSeen:
    """A kept finding as a viewer sees it. `finding` is None for who may see the gaps and not the answers behind them.

    `articles` names the article behind each indicator as it was called on the day; points are bounds where answers
    are missing. `on` is the day of survey.
    """

    public_id: UUID
    household: UUID
    survey: UUID
    standard: str
    points_table: str
    practice: bool
    verified: bool
    on: date
    verdict: str
    possible: tuple[str, ...]
    cut_off: int | None
    b1: tuple[int, int] | None
    b2: tuple[int, int]
    gaps: tuple[str, ...]
    missing: int
    articles: Mapping[str, str]
    finding: Finding | None
    judged_at: datetime


@dataclass(frozen=True, slots=True)
class KeptGaps:
    """Of a kept finding what a list shows: the verdict, the gaps and the income points (bounds), without reasons."""

    household: UUID
    standard: str
    on: date
    verdict: str
    gaps: tuple[str, ...]
    b1: tuple[int, int] | None


def points_digest(table: PointsTable | None) -> str:
    """SHA-256 of what a table of points says; empty without a table."""
    if table is None:
        return ""
    options = [[one.item, one.group, one.key, dict(one.points)] for group in table.groups for one in group.options]
    return sha256(json.dumps(options, sort_keys=True).encode()).hexdigest()


@cache
def law_digest(standard_id: str) -> str:
    """SHA-256 of every row of a packaged standard as this version of the program words it."""
    rows = sorted(f"{row.name} {row.digest}" for row in law_rows().values() if row.name.startswith(f"{standard_id}:"))
    return sha256("\n".join(rows).encode()).hexdigest()


def finding_id(survey: UUID, standard: Standard) -> UUID:
    """The public id of the finding on a survey under a standard with its table: the same wherever it is made."""
    return uuid5(_FINDINGS, f"{survey}:{standard.id}:{points_digest(standard.points)}:{standard.assumptions}")


def articles_of(standard: Standard) -> dict[str, str]:
    """The article behind each indicator, as it is called in Vietnamese."""
    return {one.key: standard.articles[one.row.cite].label["vi"] for one in standard.indicators}


def without_sensitive(finding: Finding) -> Finding:
    """The finding without reasons that tell of illness, disability or nutrition; the gaps themselves stay."""
    hidden = sensitive_questions()
    indicators = tuple(
        replace(
            one,
            because=tuple(reason for reason in one.because if reason.field not in hidden),
            missing=tuple(reason for reason in one.missing if reason.field not in hidden),
        )
        for one in finding.indicators
    )
    return replace(
        finding,
        indicators=indicators,
        missing=tuple(reason for reason in finding.missing if reason.field not in hidden),
    )
