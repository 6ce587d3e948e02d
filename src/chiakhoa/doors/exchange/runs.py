"""Assessed workbooks of a data folder as the command asks for them: make one, search it, explain a household of it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date, datetime
from pathlib import Path
from typing import Any
from uuid import UUID

from chiakhoa.doors.exchange.assessing import Ask
from chiakhoa.doors.exchange.keeping import Keeper
from chiakhoa.foundation.access.values import Viewer
from chiakhoa.law.rules.classification import classify
from chiakhoa.law.rules.compiled import compile_standard
from chiakhoa.law.rules.explanation import explain
from chiakhoa.law.rules.loader import standard_by_id
from chiakhoa.law.rules.packing import unpack
from chiakhoa.law.rules.refusals import Refused
from chiakhoa.review.assessment import queries

READ_AT_ONCE = 1 << 20
"""Bytes of a workbook copied at a time."""


def keep_workbook(
    root: Path, file: Path, *, by: str, on: date, clock: Callable[[], datetime], public_id: UUID, lang: str, ask: Ask
) -> int:
    """Take a workbook into the folder and judge it; returns the households judged. Refuses what the reader refuses."""
    keeper = Keeper(root, by, on, clock)
    run = keeper.take_in(file.name, parts(file), public_id=public_id, language=lang, ask=ask)
    with keeper.locked(run):
        keeper.judge(run)
    run.refresh_from_db()
    if run.refusal:
        raise Refused(run.refusal["rule"], where=run.refusal["where"], **run.refusal["values"])
    return int(run.total)


def parts(file: Path) -> Iterator[bytes]:
    """The bytes of a file, in pieces."""
    with file.open("rb") as handle:
        while piece := handle.read(READ_AT_ONCE):
            yield piece


def newest(viewer: Viewer) -> queries.Run:
    """The newest workbook that was judged; refuses (`household.no_run`) when there is none for this viewer."""
    run = queries.runs(viewer).filter(state=queries.DONE).first()
    if run is None:
        raise Refused("household.no_run")
    return run


def found_households(viewer: Viewer, text: str, most: int) -> list[dict[str, Any]]:
    """Households of the newest workbook whose code, head or village has all the words, without tones, in any order."""
    rows = queries.findings(viewer, newest(viewer), queries.Wanted(text=text, sort="name"))[:most]
    return [
        {
            "household": row.household,
            "head": row.head,
            "village": row.village,
            "commune": row.commune,
            "finding": row.verdict,
        }
        for row in rows
    ]


def explained(viewer: Viewer, code: str, lang: str) -> dict[str, Any]:
    """The explanation of one household of the newest workbook, under the standard it was judged by."""
    run = newest(viewer)
    row = queries.findings(viewer, run, queries.Wanted()).filter(household=code).first()
    if row is None:
        raise Refused("household.unknown", where=run.file_name, code=code)
    household = unpack(row.answers)
    standard = standard_by_id(run.standard, assumptions=run.assumptions)
    return explain(standard, household, classify(compile_standard(standard), household, on=row.on), lang)
