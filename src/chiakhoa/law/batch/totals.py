"""Many counts over runs of rows at once (members of a household, households of a village), without grouping: conditions
become bits, bits become fields of a 64-bit number, and a run's sum is the difference of a running sum at its two ends.
"""

from __future__ import annotations

import operator
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import reduce

import polars as pl

WORD = 14
"""Conditions in one word of bits: its table of fields (2 to this power) stays in the processor's cache."""


WORDS = "word_"
"""Columns of packed counts."""


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


@dataclass(frozen=True, slots=True)
class Totals:
    """Counts by run, still packed: `words` holds one row per run, `places` where each count lies in them."""

    words: pl.DataFrame
    places: Mapping[str, tuple[str, int]]
    mask: int

    def some(self, name: str) -> pl.Expr:
        """Whether any row of the run was counted."""
        word, shift = self.places[name]
        return (pl.col(word) & pl.lit(self.mask << shift, dtype=pl.Int64)) != pl.lit(0, dtype=pl.Int64)

    def count(self, name: str) -> pl.Expr:
        """How many rows of the run were counted."""
        word, shift = self.places[name]
        lowered = pl.col(word) // pl.lit(1 << shift, dtype=pl.Int64) if shift else pl.col(word)
        return (lowered & pl.lit(self.mask, dtype=pl.Int64)).cast(pl.Int32)


def totals(rows: pl.DataFrame, conditions: Mapping[str, pl.Expr], sizes: pl.Series) -> Totals:
    """How many rows of each run meet each condition; the runs are `sizes` rows long, one after the other."""
    largest = int(sizes.max() or 0)  # type: ignore[arg-type]
    layout = layout_for(largest)
    words = layout.words(list(conditions.values()))
    names = [f"{WORDS}{place}" for place in range(len(words))]
    patterns = rows.lazy().select(pattern(word).alias(name) for name, word in zip(names, words, strict=True)).collect()
    ends = pl.lit((sizes.cum_sum() - 1).cast(pl.UInt32))
    summed = patterns.lazy().select(
        pl.lit(layout.table(len(word))).gather(pl.col(name)).cum_sum().gather(ends).alias(name)
        for name, word in zip(names, words, strict=True)
    )
    places = {
        name: (names[place // layout.per_word], place % layout.per_word * layout.bits)
        for place, name in enumerate(conditions)
    }
    differences = summed.select(pl.all() - pl.all().shift(1, fill_value=0)).collect()
    return Totals(differences, places, (1 << layout.bits) - 1)
