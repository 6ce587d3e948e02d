"""Official tables from judgements: households by class and gaps by indicator, of villages, communes and provinces.

Everything is a whole number that adds up: communes are sums of villages, provinces of communes.
"""

from __future__ import annotations

from dataclasses import dataclass

import polars as pl

from chiakhoa.law.batch.classify import verdicts
from chiakhoa.law.batch.totals import Pattern, patterns, totals
from chiakhoa.law.rules.compiled import CompiledStandard
from chiakhoa.law.rules.indices import Multidimensional

UNITS = ("province", "commune", "village")
"""A unit is named by its code and those above it: the same village code may stand in two communes."""

AMONG, ALL = ("poor", "near_poor"), "all"
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
    counts = totals(judged.select("verdict", "gaps"), asked(rules), sizes)
    numbers = counts.words.select(counts.count(name).cast(pl.Int64).alias(name) for name in columns(rules))
    return places[first].with_columns(sizes.cast(pl.Int64).alias("households")).hstack(numbers)


def asked(rules: CompiledStandard) -> list[Pattern]:
    """What is counted of each household: its class; its gaps, among all and among those of a class."""
    codes = {key: pl.col("verdict") == pl.lit(code, dtype=pl.Int8) for code, key in enumerate(verdicts(rules))}
    gaps = pl.col("gaps").cast(pl.UInt32)
    none = pl.lit(0, dtype=pl.UInt32)
    among = {**{key: pl.when(codes[key]).then(gaps).otherwise(none) for key in AMONG if key in codes}, ALL: gaps}
    indicators = [indicator.key for indicator in rules.standard.indicators]
    return [*patterns(codes), *(([f"{one}:{key}" for one in indicators], bits) for key, bits in among.items())]


def columns(rules: CompiledStandard) -> list[str]:
    """The columns of a table behind `households`: classes, then each indicator among poor, near-poor and all."""
    among = [*(key for key in AMONG if key in verdicts(rules)), ALL]
    return [*verdicts(rules), *(f"{indicator.key}:{key}" for indicator in rules.standard.indicators for key in among)]


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
