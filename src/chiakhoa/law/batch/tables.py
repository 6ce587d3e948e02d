"""Official tables from judgements: households by class and gaps by indicator, of villages, communes and provinces.

Everything is a whole number that adds up: communes are sums of villages, provinces of communes.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import polars as pl

from chiakhoa.law.batch.classify import verdicts
from chiakhoa.law.batch.emit import whole
from chiakhoa.law.batch.totals import totals
from chiakhoa.law.rules.compiled import CompiledStandard
from chiakhoa.law.rules.indices import Multidimensional

UNITS = ("province", "commune", "village")
"""A unit is named by its code and those above it: the same village code may stand in two communes."""

AMONG = ("poor", "near_poor")
"""Classes whose gaps are counted apart; `all` counts those of every household."""


@dataclass(frozen=True, slots=True)
class Tables:
    """One row a unit: `households`, a column a class and `cannot_say`, and `INDICATOR:poor`, `:near_poor`, `:all`."""

    villages: pl.DataFrame
    communes: pl.DataFrame
    provinces: pl.DataFrame


def tables(rules: CompiledStandard, households: pl.DataFrame, judged: pl.DataFrame) -> Tables:
    """Count the judgements of `households` (same rows, same order); only gaps that are surely there count as gaps."""
    villages = added(counted(rules, households, judged), 3)
    communes = added(villages, 2)
    return Tables(villages, communes, added(communes, 1))


def counted(rules: CompiledStandard, households: pl.DataFrame, judged: pl.DataFrame) -> pl.DataFrame:
    """Counts over each run of neighbouring households of one village."""
    places = households.select(UNITS)
    other = [pl.col(unit).ne_missing(pl.col(unit).shift(1)) for unit in UNITS]
    first = places.select(pl.any_horizontal(*other, pl.int_range(pl.len()) == 0)).to_series().arg_true()
    ends = first.shift(-1).fill_null(households.height) if first.len() else first
    sizes = ends - first
    counts = totals(judged.select("verdict", "gaps"), conditions(rules), sizes)
    numbers = counts.words.select(counts.count(name).cast(pl.Int64).alias(name) for name in counts.places)
    return places[first].with_columns(sizes.cast(pl.Int64).alias("households")).hstack(numbers)


def conditions(rules: CompiledStandard) -> Mapping[str, pl.Expr]:
    """What is counted of each household."""
    codes = {key: pl.col("verdict") == pl.lit(code, dtype=pl.Int8) for code, key in enumerate(verdicts(rules))}
    among = {**{key: codes[key] for key in AMONG if key in codes}, "all": pl.lit(value=True)}
    gaps = {
        f"{indicator.key}:{key}": ((pl.col("gaps") & whole(1 << place)) != whole(0)) & belongs
        for place, indicator in enumerate(rules.standard.indicators)
        for key, belongs in among.items()
    }
    return codes | gaps


def added(rows: pl.DataFrame, levels: int) -> pl.DataFrame:
    """Sums by unit, in the order of the codes; `levels` says how many codes name a unit."""
    units = UNITS[:levels]
    return rows.group_by(units).agg(pl.exclude(UNITS).sum()).sort(units)


def multidimensional(rules: CompiledStandard, table: pl.DataFrame, among: str = "poor") -> list[Multidimensional]:
    """The Alkire-Foster sums of each row: households, those of the class `among` and their gaps; equal weights."""
    indicators = [indicator.key for indicator in rules.standard.indicators]
    rows = table.select(
        "households", among, pl.sum_horizontal(f"{key}:{among}" for key in indicators).alias("gaps")
    ).iter_rows()
    return [Multidimensional(households, poor, gaps, len(indicators)) for households, poor, gaps in rows]
