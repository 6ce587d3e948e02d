"""Everything that writes runs and findings. `by` is the account, `on` the day, `at` the time it was taken down."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import F

from chiakhoa.law.rules.finding import Finding
from chiakhoa.law.rules.households import Household
from chiakhoa.law.rules.packing import pack
from chiakhoa.law.rules.vietnamese import fold, person_key, sort_key
from chiakhoa.review.assessment.models import (
    DONE,
    HEADERS,
    REFUSED,
    RUNNING,
    STOPPED,
    VERDICTS,
    WAITING,
    FindingGap,
    FindingRow,
    Run,
)

SHOWN = 200
"""Letters of a name or a place that a list holds; the whole of it stays in the answers."""


@dataclass(frozen=True, slots=True)
class Upload:
    """A workbook as it came: the office's own name for the file, its digest, and what was asked of it."""

    file_name: str
    sha256: str
    language: str
    standard: str = "auto"
    assumptions: bool = False
    on_day: date | None = None


@dataclass(frozen=True, slots=True)
class Rules:
    """What a run is judged by: standard, points table, whether that is for practice, and the day that chose it."""

    standard: str
    points: str
    practice: bool
    judged_on: date


@dataclass(frozen=True, slots=True)
class Judged:
    """One household with its finding, as a run keeps it. `number` is its place in the workbook."""

    number: int
    household: Household
    head: str
    village: str
    commune: str
    finding: Finding


def open_run(*, by: str, on: date, at: datetime, public_id: UUID, upload: Upload) -> Run:
    """Take down a workbook that came in; it waits to be judged."""
    return Run.objects.create(
        public_id=public_id,
        file_name=upload.file_name[:SHOWN],
        sha256=upload.sha256,
        language=upload.language,
        wanted_standard=upload.standard,
        assumptions=upload.assumptions,
        on_day=upload.on_day,
        created_by=by,
        created_at=at,
        changed_by=by,
        changed_on=on,
    )


def start(*, by: str, on: date, at: datetime, run: Run) -> bool:
    """Begin (or begin again) to judge a run that waits or was stopped; False when somebody else already did."""
    with transaction.atomic():
        free = Run.objects.filter(pk=run.pk, ended_on=None, state__in=(WAITING, HEADERS, STOPPED))
        begun = free.update(
            state=RUNNING, started_at=at, progress=0, total=0, refusal=None, changed_by=by, changed_on=on
        )
        if begun:
            FindingRow.objects.filter(run=run).delete()
    return bool(begun)


def ask_headers(*, by: str, on: date, run: Run, headers: Mapping[str, Any], refusal: Mapping[str, Any]) -> None:
    """The workbook's columns have other names than ours: keep what we guess and wait for a person to confirm."""
    _change(run, RUNNING, state=HEADERS, headers=dict(headers), refusal=dict(refusal), changed_by=by, changed_on=on)


def confirm_headers(*, by: str, on: date, run: Run, headers: Mapping[str, Any]) -> None:
    """A person confirmed what each column means; the run waits to be judged."""
    _change(run, HEADERS, state=WAITING, headers=dict(headers), changed_by=by, changed_on=on)


def count_rows(*, by: str, on: date, run: Run, total: int, returned: int, warnings: int) -> None:
    """The workbook is read: `total` households to judge, `returned` ones that go back with reasons."""
    _change(
        run, RUNNING, total=total, rows=total + returned, returned=returned, warnings=warnings,
        changed_by=by, changed_on=on,
    )  # fmt: skip


def choose_rules(*, by: str, on: date, run: Run, rules: Rules) -> None:
    """Write down what the run is judged by."""
    _change(
        run, RUNNING, standard=rules.standard, points=rules.points, practice=rules.practice,
        judged_on=rules.judged_on, changed_by=by, changed_on=on,
    )  # fmt: skip


def record(*, by: str, on: date, run: Run, judged: Sequence[Judged]) -> None:
    """Keep a chunk of findings and move the progress on, in one transaction."""
    with transaction.atomic():
        rows = FindingRow.objects.bulk_create([_row(run, one) for one in judged])
        pairs = zip(rows, judged, strict=True)
        FindingGap.objects.bulk_create([gap for row, one in pairs for gap in _gaps(row, one.finding)])
        _change(run, RUNNING, progress=F("progress") + len(rows), changed_by=by, changed_on=on)


def finish(*, by: str, on: date, at: datetime, run: Run) -> None:
    """Every household is judged."""
    _change(run, RUNNING, state=DONE, finished_at=at, changed_by=by, changed_on=on)


def refuse(*, by: str, on: date, at: datetime, run: Run, refusal: Mapping[str, Any]) -> None:
    """The workbook cannot be judged: keep which rule said no, where, and with which values."""
    _change(run, RUNNING, state=REFUSED, finished_at=at, refusal=dict(refusal), changed_by=by, changed_on=on)


def stop(*, by: str, on: date, at: datetime, run: Run) -> None:
    """The program stopped in the middle; the run can be started again."""
    _change(run, RUNNING, state=STOPPED, finished_at=at, changed_by=by, changed_on=on)


def end_run(*, by: str, on: date, run: Run, reason: str) -> None:
    """Take a run out of use with a reason. Its households' names and answers go; what it was and why it ended stays."""
    with transaction.atomic():
        FindingRow.objects.filter(run=run).delete()
        Run.objects.filter(pk=run.pk).update(
            ended_on=on, ended_reason=reason[:300], headers={}, refusal=None, changed_by=by, changed_on=on
        )


def _change(run: Run, expected: str, **values: Any) -> None:
    """Change a run that is in the state expected; a run that is not any more stays as it is."""
    Run.objects.filter(pk=run.pk, state=expected).update(**values)


def _row(run: Run, one: Judged) -> FindingRow:
    finding = one.finding
    words = fold(f"{one.household.id} {one.household.id.replace('-', ' ')} {one.head} {one.village} {one.commune}")
    return FindingRow(
        run=run,
        number=one.number,
        household=one.household.id[:SHOWN],
        head=one.head[:SHOWN],
        village=one.village[:SHOWN],
        commune=one.commune[:SHOWN],
        area=one.household.area,
        on=finding.on,
        verdict=finding.verdict,
        verdict_rank=VERDICTS.index(finding.verdict),
        possible=list(finding.possible),
        cut_off=finding.cut_off,
        b1_low=finding.b1[0] if finding.b1 else None,
        b1_high=finding.b1[1] if finding.b1 else None,
        b2_low=finding.b2[0],
        b2_high=finding.b2[1],
        gap_count=len(finding.deprived),
        missing_count=len(finding.missing),
        name_key=f" {words} ",
        sort_key=person_key(one.head),
        village_key=sort_key(one.village),
        answers=pack(one.household),
    )


def _gaps(row: FindingRow, finding: Finding) -> list[FindingGap]:
    return [
        FindingGap(run_id=row.run_id, finding=row, indicator=judged.key, sure=judged.deprived is not None)
        for judged in finding.indicators
        if judged.deprived is not False
    ]
