"""Many counts over the members of each household at once, without grouping: conditions become bits, bits become fields
of one 64-bit number, and the sum over a household is the difference of a running sum at its two ends.
"""

from __future__ import annotations

import operator
from collections.abc import Sequence
from dataclasses import dataclass
from functools import reduce

import polars as pl

WORD = 14
"""Conditions in one word of bits: its table of fields (2 to this power) stays in the processor's cache."""


@dataclass(frozen=True, slots=True)
class Layout:
    """Where each count lies: `per_word` fields of `bits` bits in one 64-bit number, which stays positive."""

    bits: int
    per_word: int

    def words(self, conditions: Sequence[pl.Expr]) -> list[Sequence[pl.Expr]]:
        return [conditions[first : first + self.per_word] for first in range(0, len(conditions), self.per_word)]

    def table(self, fields: int) -> pl.Series:
        """For every pattern of bits the number that has a one in the field of each bit."""
        spread = [0]
        for place in range(fields):
            spread += [value + (1 << place * self.bits) for value in spread]
        return pl.Series(spread, dtype=pl.Int64)


def layout_for(largest: int) -> Layout:
    """The layout whose fields hold counts up to `largest`."""
    bits = max(largest.bit_length(), 1)
    return Layout(bits, min(63 // bits, WORD))


def pattern(conditions: Sequence[pl.Expr]) -> pl.Expr:
    """One bit for each condition that holds; a condition that nobody can tell counts as not holding."""
    bits = [
        pl.when(condition).then(pl.lit(1 << place, dtype=pl.UInt16)).otherwise(pl.lit(0, dtype=pl.UInt16))
        for place, condition in enumerate(conditions)
    ]
    return reduce(operator.or_, bits)


def totals(members: pl.DataFrame, conditions: dict[str, pl.Expr], sizes: pl.Series) -> pl.DataFrame:
    """How many members of each household meet each condition; households hold `sizes` members, in this order."""
    layout = layout_for(int(sizes.max() or 0))  # type: ignore[call-overload]
    words = layout.words(list(conditions.values()))
    patterns = members.lazy().select(pattern(word).alias(f"w{place}") for place, word in enumerate(words)).collect()
    ends = (sizes.cum_sum() - 1).cast(pl.UInt32)
    summed = patterns.lazy().select(
        pl.lit(layout.table(len(word))).gather(pl.col(f"w{place}")).cum_sum().gather(pl.lit(ends)).alias(f"w{place}")
        for place, word in enumerate(words)
    )
    differences = pl.all() - pl.all().shift(1, fill_value=0)
    fields = [(f"w{place}", field) for place, word in enumerate(words) for field in range(len(word))]
    mask = (1 << layout.bits) - 1
    return (
        summed.select(differences)
        .select(
            ((pl.col(word) // (1 << field * layout.bits)) & mask).cast(pl.Int32).alias(name)
            for name, (word, field) in zip(conditions, fields, strict=True)
        )
        .collect()
    )
