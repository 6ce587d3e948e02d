"""Counts over runs of rows are what grouping and counting gives."""

from __future__ import annotations

import polars as pl
import pytest

from chiakhoa.law.batch.invented import drawn
from chiakhoa.law.batch.totals import WORD, layout_for, patterns, totals


@pytest.mark.parametrize("largest", [1, 2, 7, 40, 300, 5_000])
@pytest.mark.parametrize("conditions", [1, 5, WORD + 1, 40])
def test_counts_are_those_of_grouping(largest: int, conditions: int):
    sizes = pl.select(1 + drawn_rows(60, largest)).to_series()
    rows = pl.DataFrame({"run": range(60), "size": sizes}).select(
        pl.col("run").repeat_by("size").explode(empty_as_null=False)
    )
    rows = rows.with_columns(drawn(f"c{place}", 3, 4).alias(f"c{place}") for place in range(conditions))
    asked = {f"c{place}": pl.col(f"c{place}") < 1 + place % 4 for place in range(conditions)}
    counts = totals(rows, patterns(asked), sizes)
    expected = rows.group_by("run", maintain_order=True).agg(
        condition.sum().cast(pl.Int32).alias(name) for name, condition in asked.items()
    )
    assert counts.words.select(counts.count(name).alias(name) for name in asked).equals(expected.drop("run"))
    some = counts.words.select(counts.some(name).alias(name) for name in asked)
    assert some.equals(expected.drop("run") > 0)


def drawn_rows(rows: int, below: int) -> pl.Expr:
    return (pl.int_range(rows, dtype=pl.UInt32).hash(5) % below).cast(pl.Int32)


def test_what_nobody_knows_does_not_count():
    rows = pl.DataFrame({"a": [None, True, None, False]}, schema={"a": pl.Boolean})
    counts = totals(rows, patterns({"a": pl.col("a")}), pl.Series([2, 2], dtype=pl.Int32))
    assert counts.words.select(counts.count("a")).to_series().to_list() == [1, 0]


def test_fields_never_touch():
    for largest in (1, 3, 8, 255, 256, 10**6, 10**9):
        layout = layout_for(largest)
        assert largest < 1 << layout.bits
        assert layout.bits * layout.per_word <= 63
        assert layout.per_word >= 1


def test_a_running_sum_past_64_bits_still_gives_the_differences():
    """The running sum may pass the largest number; differences are right all the same."""
    rows = pl.DataFrame({"a": [True] * 200_000})
    asked = {f"a{place}": pl.col("a") for place in range(3)}
    sizes = pl.Series([100_000, 99_999, 1], dtype=pl.Int32)
    counts = totals(rows, patterns(asked), sizes)
    assert layout_for(100_000).bits * 3 + 1 > 50
    for name in asked:
        assert counts.words.select(counts.count(name)).to_series().to_list() == [100_000, 99_999, 1]


@pytest.mark.parametrize("largest", [3, 40, 5_000])
def test_bits_of_a_number_are_counted_in_pieces(largest: int):
    names = [f"b{place}" for place in range(20)]
    sizes = pl.Series([largest, 1, largest // 2 + 1], dtype=pl.Int32)
    rows = pl.select(n=(pl.int_range(int(sizes.sum()), dtype=pl.UInt32).hash(2) % (1 << 20)).cast(pl.UInt32))
    counts = totals(rows, [(names, pl.col("n"))], sizes)
    runs = rows.with_columns(run=pl.Series([0, 1, 2]).repeat_by(sizes).explode(empty_as_null=False))
    expected = runs.group_by("run", maintain_order=True).agg(
        ((pl.col("n") // (1 << place)) % 2).sum().cast(pl.Int32).alias(name) for place, name in enumerate(names)
    )
    assert counts.words.select(counts.count(name).alias(name) for name in names).equals(expected.drop("run"))
