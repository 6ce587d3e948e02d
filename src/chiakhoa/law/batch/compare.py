"""Two standards on the same households: how many pass from which class to which, commune by commune."""

from __future__ import annotations

import polars as pl

from chiakhoa.law.batch.classify import classify_frame, verdicts
from chiakhoa.law.rules.compiled import CompiledStandard


def transitions(
    before: CompiledStandard, after: CompiledStandard, households: pl.DataFrame, members: pl.DataFrame
) -> pl.DataFrame:
    """Judge by both standards: `province`, `commune`, `from`, `to` (classes or cannot_say), `households`, in order."""
    judged = households.select("province", "commune").with_columns(
        classify_frame(before, households, members)["verdict"].alias("from"),
        classify_frame(after, households, members)["verdict"].alias("to"),
    )
    keys = ["province", "commune", "from", "to"]
    counted = judged.group_by(keys).agg(pl.len().cast(pl.Int64).alias("households")).sort(keys)
    return counted.with_columns(named(before, "from"), named(after, "to"))


def named(rules: CompiledStandard, column: str) -> pl.Expr:
    """The names behind verdict codes."""
    names = dict(enumerate(verdicts(rules)))
    return pl.col(column).replace_strict(list(names), list(names.values()), return_dtype=pl.String)
