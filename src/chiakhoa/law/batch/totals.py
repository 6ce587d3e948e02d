"""Many counts over runs of rows at once (members of a household, households of a village), without grouping: conditions
become bits, bits become fields of a 64-bit number, and a run's sum is the difference of a running sum at its two ends.
"""

from __future__ import annotations

import operator
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import reduce

import polars as pl

WORD = 14
"""Conditions in one word of bits: its table of fields (2 to this power) stays in the processor's cache."""


PATTERN, WORD_SUM = "pattern_", "word_"
"""Columns of patterns of bits, one row per row; columns of packed counts, one row per run."""

Pattern = tuple[Sequence[str], pl.Expr]
"""Names for the bits of a whole number, from the lowest on, and the number."""


@dataclass(frozen=True, slots=True)
class Layout:
    """Where each count lies: `per_word` fields of `bits` bits in one 64-bit number, which stays positive."""

    bits: int
    per_word: int

    def words(self, place: int, names: Sequence[str]) -> Iterator[tuple[Sequence[str], pl.Expr]]:
        """The pattern at this place cut into pieces that fit a word: the names of their bits, and the bits."""
        whole = pl.col(f"{PATTERN}{place}")
        for first in range(0, len(names), self.per_word):
            some = names[first : first + self.per_word]
            rest = whole // (1 << first) if first else whole
            yield some, whole if len(some) == len(names) else rest & ((1 << len(some)) - 1)

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


def patterns(conditions: Mapping[str, pl.Expr]) -> list[Pattern]:
    """One bit for each condition that holds; a condition that nobody can tell counts as not holding."""
    names = list(conditions)
    pieces = [names[first : first + WORD] for first in range(0, len(names), WORD)]
    return [(piece, bits({place: conditions[name] for place, name in enumerate(piece)})) for piece in pieces]


def bits(conditions: Mapping[int, pl.Expr]) -> pl.Expr:
    """One number with a bit, at its place, for each condition that holds."""
    width = pl.UInt16 if max(conditions, default=0) < 16 else pl.UInt32
    none = pl.lit(0, dtype=width)
    single = [pl.when(one).then(pl.lit(1 << place, dtype=width)).otherwise(none) for place, one in conditions.items()]
    return reduce(operator.or_, single) if single else none


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


def totals(rows: pl.DataFrame, asked: Sequence[Pattern], sizes: pl.Series) -> Totals:
    """How many rows of each run have each bit of the patterns; runs are `sizes` rows long, one after the other."""
    largest = int(sizes.max() or 0)  # type: ignore[arg-type]
    layout = layout_for(largest)
    found = rows.lazy().select(bits.alias(f"{PATTERN}{place}") for place, (_, bits) in enumerate(asked)).collect()
    words = [word for place, (names, _) in enumerate(asked) for word in layout.words(place, names)]
    ends = pl.lit((sizes.cum_sum() - 1).cast(pl.UInt32))
    summed = found.lazy().select(
        pl.lit(layout.table(len(names))).gather(bits).cum_sum().gather(ends).alias(f"{WORD_SUM}{place}")
        for place, (names, bits) in enumerate(words)
    )
    places = {
        name: (f"{WORD_SUM}{place}", bit * layout.bits)
        for place, (names, _) in enumerate(words)
        for bit, name in enumerate(names)
    }
    differences = summed.select(pl.all() - pl.all().shift(1, fill_value=0)).collect()
    return Totals(differences, places, (1 << layout.bits) - 1)
