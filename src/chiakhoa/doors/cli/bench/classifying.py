"""`bench classify`: a million households with members and their official tables, in columns against row by row.

Both read the same Parquet snapshot, and their tables must be identical to the last count.
"""

from __future__ import annotations

import hashlib
import tempfile
from collections import Counter
from functools import cache, partial
from itertools import islice
from pathlib import Path
from typing import Any

import polars as pl

from chiakhoa.doors.cli.bench.measuring import ROUNDS, machine, peak_mb, result, rounds
from chiakhoa.law.batch import frames
from chiakhoa.law.batch.classify import classify_frame, picked, verdicts
from chiakhoa.law.batch.invented import invent
from chiakhoa.law.batch.rowwise import RowJudge
from chiakhoa.law.batch.tables import AMONG, UNITS, Tables, added, tables
from chiakhoa.law.rules.compiled import CompiledStandard, compile_standard
from chiakhoa.law.rules.loader import STANDARDS, load_standard
from chiakhoa.law.rules.points import REGIONS

HOUSEHOLDS, SEED = 1_000_000, 20_261_123
STANDARD = "2022-2025-nd-07-2021"
Seen = Counter[tuple[tuple[Any, ...], int, int]]
"""Households by unit, verdict and gaps."""


def bench_classify(households: int = HOUSEHOLDS, count: int = ROUNDS) -> dict[str, Any]:
    """Measure both ways on an invented country; raises when a single count differs."""
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder)
        made = invent(rules().standard.form, households, SEED)
        frames.write(made, place)
        members = made.members.height
        del made
        found = {name: digest(work(place)) for name, work in ENGINES.items()}
        if len(set(found.values())) != 1:
            raise RuntimeError(f"the engines disagree: {found}")
        peaks = {name: peak_mb(work, place) for name, work in ENGINES.items()}
        seconds = rounds({name: partial(work, place) for name, work in ENGINES.items()}, count)
    return {
        "name": "classify",
        "sizes": [households],
        "members": members,
        "standard": STANDARD,
        "digest": found["columns"],
        "results": [result(name, households, seconds[name], peak_mb=peaks[name]) for name in ENGINES],
        "calibration": [round(one, 4) for one in seconds["calibration"]],
        "ratios": {"rows_to_columns": round(min(seconds["rows"]) / min(seconds["columns"]), 1)},
        "machine": machine(),
    }


@cache
def rules() -> CompiledStandard:
    """The standard that is measured, with its practice points."""
    return compile_standard(load_standard(STANDARDS / STANDARD, points="practice"))


def in_columns(folder: Path) -> Tables:
    """Read, judge and count with Polars."""
    snapshot = frames.read(folder)
    judged = classify_frame(rules(), snapshot.households, snapshot.members)
    return tables(rules(), snapshot.households, judged)


def by_rows(folder: Path) -> Tables:
    """Read with Polars, then judge and count household by household in plain Python."""
    snapshot, judge = frames.read(folder), RowJudge(rules())
    homes, people = row_frames(snapshot)
    seen: Seen = Counter()
    lacking: list[int] = []
    members = people.iter_rows()
    for place, (province, commune, village, region, *answers) in enumerate(homes.iter_rows()):
        rows = list(islice(members, answers[1]))
        if None in answers or any(None in row for row in rows):
            lacking.append(place)
            continue
        _, _, _, _, gaps, _, verdict, _ = judge.exact(REGIONS[region], answers, rows)
        seen[(province, commune, village), verdict, gaps] += 1
    rest = picked(snapshot, pl.Series(lacking, dtype=pl.UInt32))
    units = rest.households.select(UNITS).iter_rows()
    for unit, encoded in zip(units, frames.encoded_rows(rules().standard.form, rest), strict=True):
        _, _, _, _, gaps, _, verdict, _ = judge.bounded(encoded)
        seen[unit, verdict, gaps] += 1
    return summed(seen)


def row_frames(snapshot: frames.Snapshot) -> tuple[pl.DataFrame, pl.DataFrame]:
    """What the exact function asks for, in its order: households behind their places, members with their age."""
    homes = snapshot.households.select(*UNITS, "region", "area", "size", *(fact.key for fact in rules().used))
    age = pl.when(pl.col("age_low") == pl.col("age_high")).then("age_low").alias("age")
    return homes, snapshot.members.select(age if fact.key == "age" else fact.key for fact in rules().member_used)


def summed(seen: Seen) -> Tables:
    """The tables of villages, communes and provinces from counts in dictionaries."""
    codes, indicators = verdicts(rules()), [indicator.key for indicator in rules().standard.indicators]
    columns = ["households", *codes, *(f"{key}:{among}" for key in indicators for among in (*AMONG, "all"))]
    units: dict[tuple[Any, ...], Counter[str]] = {}
    for (unit, verdict, gaps), households in seen.items():
        counts, key = units.setdefault(unit, Counter()), codes[verdict]
        there = [indicator for place, indicator in enumerate(indicators) if gaps >> place & 1]
        among = (key, "all") if key in AMONG else ("all",)
        for column in ("households", key, *(f"{indicator}:{one}" for indicator in there for one in among)):
            counts[column] += households
    rows = [(*unit, *(counts[column] for column in columns)) for unit, counts in units.items()]
    villages = pl.DataFrame(rows, schema=[*UNITS, *((column, pl.Int64) for column in columns)], orient="row")
    communes = added(villages, 2)
    return Tables(added(villages, 3), communes, added(communes, 1))


def digest(found: Tables) -> str:
    """A fingerprint of all three tables, row by row."""
    made = hashlib.sha256()
    for table in (found.villages, found.communes, found.provinces):
        made.update(table.cast(pl.Int64).write_csv().encode())
    return made.hexdigest()[:16]


ENGINES = {"columns": in_columns, "rows": by_rows}
"""Polars against the compiled Python function."""
