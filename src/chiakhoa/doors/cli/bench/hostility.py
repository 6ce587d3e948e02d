"""`bench hostile`: broken and hostile workbooks, none of which may crash the reader or lose a household in silence."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any

from chiakhoa.doors.cli.bench.measuring import machine, result, timed
from chiakhoa.doors.exchange.reading import read_answers
from chiakhoa.doors.exchange.template import write_answers
from chiakhoa.doors.practice.generator import generate_households
from chiakhoa.doors.practice.hostile import HostileRun, hostile_run
from chiakhoa.doors.practice.workbook import practice_workbook
from chiakhoa.law.rules.form_loader import load_form

WORKBOOKS, SEED = 10_000, 20_261_123
BASES = ((6, 0), (8, 4), (5, 8))
"""Households and planted faults of the small workbooks that are hurt."""

DAY = date(2025, 10, 20)


def bench_hostile(workbooks: int = WORKBOOKS) -> dict[str, Any]:
    """Read that many hurt workbooks; `crashes` and `lost` must both be empty."""
    form = load_form()
    runs: list[HostileRun] = []
    read = partial(read_answers, form=form)
    bases = list(base_workbooks())
    seconds = timed(lambda: runs.append(hostile_run(workbooks, SEED, bases, read)))
    run = runs[0]
    return {
        "name": "hostile",
        "sizes": [workbooks],
        "results": [result("reader", workbooks, [seconds], lost=len(run.lost), peak_mb=run.peak_mb)],
        "taken": run.taken,
        "refused": dict(sorted(run.refused.items())),
        "wounds": dict(sorted(run.wounds.items())),
        "crashes": run.crashes,
        "lost": run.lost,
        "slowest_seconds": round(run.slowest_seconds, 3),
        "machine": machine(),
    }


def base_workbooks() -> Iterator[bytes]:
    """Small valid workbooks, with and without planted mistakes."""
    form = load_form()
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "base.xlsx"
        for households, faults in BASES:
            made = generate_households(households, SEED, form, on=DAY)
            write = partial(write_answers, form=form)
            practice_workbook(path, made, seed=SEED, faults=faults, write=write)
            yield path.read_bytes()
