"""Everything that reads runs and findings. Each query takes the viewer; who may not see gets nothing at all."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from uuid import UUID

from django.db.models import Count, F, Min, QuerySet
from django.db.models.functions import Coalesce

from chiakhoa.foundation.access.values import Viewer
from chiakhoa.law.rules.households import Household
from chiakhoa.law.rules.packing import unpack
from chiakhoa.law.rules.vietnamese import fold
from chiakhoa.review.assessment.models import DONE, VERDICTS, FindingGap, FindingRow, Run

__all__ = ["DONE", "FindingRow", "Run"]
"""What queries hand out; doors take their names from here, never from the models."""

LISTED = ("poor", "near_poor")
BOTH = "both"
"""Stands for poor and near-poor together where one class is asked for."""

SORTS: Mapping[str, tuple[str, ...]] = {
    "class": ("verdict_rank", "-gap_count", "village_key", "sort_key", "number"),
    "name": ("sort_key", "village_key", "number"),
    "village": ("village_key", "sort_key", "number"),
    "points": ("points", "-gap_count", "sort_key", "number"),
    "gaps": ("-gap_count", "points", "sort_key", "number"),
    "row": ("number",),
}


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which households of a run, in which order. `gap`, `unsure`: indicator keys; `text` is searched without tones."""

    verdict: str = ""
    village: str = ""
    gap: str = ""
    unsure: str = ""
    text: str = ""
    sort: str = "class"


@dataclass(slots=True)
class Tally:
    """Households counted by verdict. `households` is the denominator of every rate."""

    households: int = 0
    verdicts: dict[str, int] = field(default_factory=lambda: dict.fromkeys(VERDICTS, 0))

    def add(self, verdict: str, count: int) -> None:
        """Count households of one verdict."""
        self.households += count
        self.verdicts[verdict] += count


@dataclass(frozen=True, slots=True)
class GapCount:
    """Households with a sure gap in an indicator, and those of which the answers do not tell."""

    gaps: int
    unsure: int


def runs(viewer: Viewer) -> QuerySet[Run]:
    """The workbooks this viewer may see, newest first, without those that were ended."""
    if not viewer.may_see_runs():
        return Run.objects.none()
    return Run.objects.filter(ended_on=None).order_by("-created_at", "-id")


def run(viewer: Viewer, public_id: UUID) -> Run | None:
    """One workbook, or None when it is not there for this viewer."""
    return runs(viewer).filter(public_id=public_id).first()


def findings(viewer: Viewer, of: Run, wanted: Wanted) -> QuerySet[FindingRow]:
    """The households of a finished run that `wanted` asks for, in its order."""
    rows = _rows(viewer, of)
    if wanted.verdict:
        rows = rows.filter(verdict__in=LISTED if wanted.verdict == BOTH else (wanted.verdict,))
    if wanted.village:
        rows = rows.filter(village=wanted.village)
    if wanted.gap:
        rows = rows.filter(gaps__indicator=wanted.gap, gaps__sure=True)
    elif wanted.unsure:
        rows = rows.filter(gaps__indicator=wanted.unsure, gaps__sure=False)
    for word in fold(wanted.text).split():
        rows = rows.filter(name_key__contains=f" {word}")
    order = SORTS.get(wanted.sort, SORTS["class"])
    if "points" in order:
        rows = rows.annotate(points=Coalesce(F("b1_low"), 0))
    return rows.order_by(*order)


def finding(viewer: Viewer, of: Run, number: int) -> FindingRow | None:
    """One household of a run by its number in the run."""
    return _rows(viewer, of).filter(number=number).first()


def sure_gaps(viewer: Viewer, rows: list[FindingRow]) -> dict[int, list[str]]:
    """The indicators with a sure gap of each row, by the row's id; one query for all."""
    held: dict[int, list[str]] = defaultdict(list)
    if not viewer.may_see_runs():
        return held
    for gap in FindingGap.objects.filter(finding__in=[row.pk for row in rows], sure=True).order_by("id"):
        held[gap.finding_id].append(gap.indicator)
    return held


def villages(viewer: Viewer, of: Run) -> list[str]:
    """The villages of a run in Vietnamese order."""
    found = _rows(viewer, of).values_list("village").annotate(key=Min("village_key")).order_by("key", "village")
    return [village for village, _ in found]


def tally(viewer: Viewer, of: Run) -> Tally:
    """Households of the run by verdict."""
    counted = Tally()
    for verdict, count in _rows(viewer, of).values_list("verdict").annotate(count=Count("id")).order_by():
        counted.add(verdict, count)
    return counted


def tally_by_village(viewer: Viewer, of: Run) -> dict[str, Tally]:
    """Households by village and verdict, villages in Vietnamese order."""
    counted: dict[str, Tally] = {}
    found = _rows(viewer, of).values_list("village", "verdict")
    for village, verdict, count, _ in found.annotate(Count("id"), key=Min("village_key")).order_by("key", "village"):
        counted.setdefault(village, Tally()).add(verdict, count)
    return counted


def gap_counts(viewer: Viewer, of: Run) -> dict[str, GapCount]:
    """Per indicator: households with a gap and households of which the answers do not tell."""
    if not viewer.may_see_runs():
        return {}
    found: dict[str, dict[bool, int]] = defaultdict(dict)
    counted = FindingGap.objects.filter(run=of).values_list("indicator", "sure").annotate(Count("id")).order_by()
    for indicator, sure, count in counted:
        found[indicator][sure] = count
    return {key: GapCount(counts.get(True, 0), counts.get(False, 0)) for key, counts in found.items()}


def households(viewer: Viewer, of: Run, wanted: Wanted) -> Iterator[tuple[FindingRow, Household]]:
    """The wanted rows with their households as they were answered, so that any standard can judge them again."""
    for row in findings(viewer, of, wanted).iterator(chunk_size=500):
        yield row, unpack(row.answers)


def _rows(viewer: Viewer, of: Run) -> QuerySet[FindingRow]:
    if not viewer.may_see_runs() or of.state != DONE:
        return FindingRow.objects.none()
    return FindingRow.objects.filter(run=of)
