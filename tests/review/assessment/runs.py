"""Makes runs through the room's own actions, as a door does."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import UTC, date, datetime
from functools import cache
from uuid import UUID

from chiakhoa.doors.practice.generator import PracticeRecord, generate_households
from chiakhoa.law.rules.classification import classify
from chiakhoa.law.rules.compiled import CompiledStandard, compile_standard
from chiakhoa.law.rules.finding import Finding
from chiakhoa.law.rules.form_loader import load_form
from chiakhoa.law.rules.loader import standard_by_id
from chiakhoa.review.assessment import actions
from chiakhoa.review.assessment.queries import Run

DAY = date(2025, 10, 20)
AT = datetime(2025, 10, 20, 3, tzinfo=UTC)
STANDARD = "2022-2025-nd-07-2021"
BY = {"by": "tester", "on": DAY}


@cache
def rules() -> CompiledStandard:
    return compile_standard(standard_by_id(STANDARD))


@cache
def invented(count: int) -> tuple[PracticeRecord, ...]:
    return tuple(generate_households(count, 7, load_form(), on=DAY))


def open_run(number: int = 1, name: str = "ho.xlsx") -> Run:
    upload = actions.Upload(name, "0" * 64, "vi")
    return actions.open_run(**BY, at=AT, public_id=UUID(int=number), upload=upload)


Change = Callable[[PracticeRecord], PracticeRecord]


def judged(records: Iterable[PracticeRecord]) -> list[actions.Judged]:
    return [
        actions.Judged(number, one.household, one.head, one.village, one.commune, finding(one))
        for number, one in enumerate(records, 1)
    ]


def finding(one: PracticeRecord) -> Finding:
    return classify(rules(), one.household, on=one.surveyed_on or DAY)


def judged_run(count: int = 40, number: int = 1, change: Change | None = None) -> Run:
    """A finished run; `change` may alter each record first."""
    records = [change(one) if change else one for one in invented(count)]
    run = open_run(number)
    assert actions.start(**BY, at=AT, run=run)
    actions.count_rows(**BY, run=run, total=count, returned=0, warnings=0)
    actions.choose_rules(**BY, run=run, rules=actions.Rules(STANDARD, "practice-1", True, DAY))
    actions.record(**BY, run=run, judged=judged(records))
    actions.finish(**BY, at=AT, run=run)
    run.refresh_from_db()
    return run


def named(names: list[str]) -> Change:
    """Gives the heads of households these names, one after another."""
    left = iter(names)
    return lambda record: replace(record, head=next(left))
