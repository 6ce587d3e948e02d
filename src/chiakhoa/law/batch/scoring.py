"""Income points over columns: in each group the first option that holds, exactly or between bounds.

Exactly: the positions of several groups make one mixed-radix number, and one look-up gives the sum of their points.
"""

from __future__ import annotations

import operator
from collections.abc import Mapping, Sequence
from functools import reduce
from itertools import chain

import polars as pl

from chiakhoa.law.batch.emit import Emitter, Pair, whole
from chiakhoa.law.rules.points import REGIONS
from chiakhoa.law.rules.refusals import Refused
from chiakhoa.law.rules.standard import PointGroup

LARGEST_TABLE = 4_096
"""Entries of a look-up table for one region: 16 bits number those of all regions, and they stay in the cache."""

Points = Mapping[str, tuple[int, ...]]
"""By region the points of every option in order, and a last 0 (CompiledStandard.points)."""


def exact_points(emitter: Emitter, groups: Sequence[PointGroup], points: Points) -> pl.Expr:
    """The income points of households of which every needed answer is known."""
    first, sums = 0, []
    for batch in batches(groups):
        sums.append(looked_up(emitter, batch, points, first))
        first += sum(len(group.options) for group in batch)
    return reduce(operator.add, sums) if sums else whole(0)


def batches(groups: Sequence[PointGroup]) -> list[list[PointGroup]]:
    """Neighbouring groups whose positions together still make a small table."""
    made: list[list[PointGroup]] = []
    entries = LARGEST_TABLE
    for group in groups:
        choices = len(group.options) + 1
        if entries * choices > LARGEST_TABLE:
            made.append([])
            entries = 1
        made[-1].append(group)
        entries *= choices
    return made


def looked_up(emitter: Emitter, batch: Sequence[PointGroup], points: Points, first: int) -> pl.Expr:
    """The sum of the points of neighbouring groups, of which the first option is number `first` of the table."""
    table = list(chain.from_iterable(sums_of(batch, points[region], first) for region in REGIONS))
    index = pl.col("region").cast(pl.UInt16)
    for group in batch:
        index = index * pl.lit(len(group.options) + 1, dtype=pl.UInt16) + position(emitter, group)
    return pl.lit(pl.Series(table, dtype=pl.Int32)).gather(index)


def sums_of(batch: Sequence[PointGroup], points: Sequence[int], first: int) -> list[int]:
    """The sum of points for every combination of positions, in the order of the mixed-radix number."""
    sums = [0]
    for group in batch:
        values = (*points[first : first + len(group.options)], 0)
        sums = [before + value for before in sums for value in values]
        first += len(group.options)
    return sums


def position(emitter: Emitter, group: PointGroup) -> pl.Expr:
    """The position of the first option that holds, or one past the last."""
    chosen = pl.lit(len(group.options), dtype=pl.UInt16)
    for place, option in reversed(list(enumerate(group.options))):
        chosen = pl.when(emitter.exact(option.when)).then(pl.lit(place, dtype=pl.UInt16)).otherwise(chosen)
    return chosen


def bounded_points(emitter: Emitter, groups: Sequence[PointGroup], points: Points) -> Pair:
    """The least and the greatest income points that the known answers allow."""
    first, pairs = 0, [(whole(0), whole(0))]
    for group in groups:
        columns = [by_region(points, first + place) for place in range(len(group.options))]
        pairs.append(bounded_group(emitter, group, columns))
        first += len(group.options)
    return reduce(operator.add, [low for low, _ in pairs]), reduce(operator.add, [high for _, high in pairs])


def by_region(points: Points, option: int) -> pl.Expr:
    """The points of one option in the household's region."""
    return pl.lit(pl.Series([points[region][option] for region in REGIONS], dtype=pl.Int32)).gather("region")


def bounded_group(emitter: Emitter, group: PointGroup, columns: Sequence[pl.Expr]) -> Pair:
    """Bounds over the options that may be the first to hold; 0 is among them unless one surely holds."""
    going, may_be = pl.lit(value=True), []
    for option, value in zip(group.options, columns, strict=True):
        surely, possibly = emitter.bounds(option.when)
        may_be.append(pl.when(going & possibly).then(value))
        going = going & ~surely
    may_be.append(pl.when(going).then(whole(0)))
    return pl.min_horizontal(may_be), pl.max_horizontal(may_be)


def known_regions(points: Points) -> None:
    """Refuse (`law.region`) a table of points that lacks a region."""
    missing = [region for region in REGIONS if points and region not in points]
    if missing:
        raise Refused("law.region", where="points", region=missing[0])
