"""The width of every column of a snapshot, from the range of its question: nothing wraps, nothing wider than needed."""

from __future__ import annotations

from collections.abc import Mapping

import polars as pl

from chiakhoa.law.rules.expression import LARGEST
from chiakhoa.law.rules.form import YES_NO, Field, Form
from chiakhoa.law.rules.refusals import Refused

Width = pl.DataType | type[pl.DataType]

LARGEST_OF: Mapping[Width, int] = {pl.Int8: 2**7 - 1, pl.Int16: 2**15 - 1, pl.Int32: 2**31 - 1, pl.Int64: 2**63 - 1}
"""Narrowest first, with the largest number that fits; the smallest is one below its negative."""

DERIVED: Mapping[str, tuple[Width, int, int]] = {
    "area": (pl.Int8, 0, 1),
    "size": (pl.Int32, 0, LARGEST),
    "age": (pl.Int16, 0, 32_767),
    "b1": (pl.Int32, -LARGEST, LARGEST),
    "b2": (pl.Int32, 0, LARGEST),
    "cut_off": (pl.Int32, -LARGEST, LARGEST),
}
"""Columns that are no answers: width, least and greatest value."""


def fits(value: int, width: Width) -> bool:
    """Whether a column of this width can hold the number."""
    return width in LARGEST_OF and -LARGEST_OF[width] - 1 <= value <= LARGEST_OF[width]


def width_for(low: int, high: int, narrowest: Width = pl.Int8) -> Width:
    """The narrowest width from `narrowest` on that holds `low`..`high`; refuses (`batch.too_large`) past 64 bits."""
    widths = list(LARGEST_OF)
    for width in widths[widths.index(narrowest) :]:
        if fits(low, width) and fits(high, width):
            return width
    raise Refused("batch.too_large", low=low, high=high)


def width(field: Field) -> Width:
    """The width of the column of one question; a yes-no answer is one bit."""
    return pl.Boolean if field.kind == YES_NO else width_for(field.low, field.high)


def household_schema(form: Form) -> dict[str, Width]:
    """Columns of the household frame after the places: area, region, number of members, answers."""
    derived: dict[str, Width] = {"area": pl.Int8, "region": pl.Int8, "size": pl.Int32}
    return derived | {key: width(field) for key, field in form.household.items()}


def member_schema(form: Form) -> dict[str, Width]:
    """Columns of the member frame after `hh`: youngest and oldest age, answers."""
    ages: dict[str, Width] = {"age_low": pl.Int16, "age_high": pl.Int16}
    return ages | {key: width(field) for key, field in form.member.items()}
