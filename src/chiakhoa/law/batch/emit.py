"""Conditions as Polars expressions, in two forms: exact (every answer known) and bounds (unknown answers are null).

Sums and products are 32 bits wide, 64 where the ranges of the answers could pass that; nothing narrower is computed
with. Questions about members are counted beforehand.
"""

from __future__ import annotations

import operator
from collections.abc import Callable, Mapping, Sequence
from functools import reduce
from typing import Any

import polars as pl

from chiakhoa.law.batch.columns import DERIVED, Width, fits, width, width_for
from chiakhoa.law.rules.expression import (
    LARGEST,
    MEMBER,
    Arithmetic,
    Comparison,
    Extreme,
    Fact,
    Joined,
    Negation,
    Node,
    Number,
    OfMembers,
    OneOf,
    is_condition,
    walk,
)
from chiakhoa.law.rules.form import Field, Form

Pair = tuple[pl.Expr, pl.Expr]
"""The least and the greatest value; for a condition: surely true, possibly true."""

SIGNS: Mapping[str, Callable[[Any, Any], Any]] = {
    "+": operator.add,
    "-": operator.sub,
    "*": operator.mul,
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
    "==": operator.eq,
    "!=": operator.ne,
}
MIRRORED = {"<": ">", "<=": ">=", ">": "<", ">=": "<=", "==": "==", "!=": "!="}
JOINS: Mapping[str, Callable[[pl.Expr, pl.Expr], pl.Expr]] = {"and": operator.and_, "or": operator.or_}


def whole(value: int, width: Width = pl.Int32) -> pl.Expr:
    """A whole number of the given width: no number is left to the engine to size."""
    return pl.lit(value, dtype=width)


Counted = Mapping[OfMembers, Pair]
"""Questions about members, as least and greatest: `count` as a number; whom `any` or `all` look for, as a condition.

`all` looks for members who fail it. In the exact form only the first of the pair is used.
"""


class Emitter:
    """Expressions over the columns of one form. `counted` answers the questions about members, once counted."""

    def __init__(self, form: Form, counted: Counted | None = None) -> None:
        self.form, self.counted = form, counted or {}

    def field(self, fact: Fact) -> Field | None:
        """The question behind a fact; None for what is derived."""
        return (self.form.member if fact.scope == MEMBER else self.form.household).get(fact.key)

    def column_width(self, fact: Fact) -> Width:
        field = self.field(fact)
        return width(field) if field else DERIVED[fact.key][0]

    def span(self, node: Node) -> tuple[int, int]:
        """The least and the greatest value that a number can take, from the ranges of the answers in it."""
        match node:
            case Number(value):
                return value, value
            case Fact(_, key, _):
                field = self.field(node)
                return (field.low, field.high) if field else DERIVED[key][1:]
            case Arithmetic(sign, left, right):
                corners = [SIGNS[sign](a, b) for a in self.span(left) for b in self.span(right)]
                return min(corners), max(corners)
            case Extreme(_, parts):
                spans = [self.span(part) for part in parts]
                return min(low for low, _ in spans), max(high for _, high in spans)
            case _:
                return 0, LARGEST

    def wide(self, *nodes: Node) -> Width:
        """The width in which these numbers are computed: 32 bits unless a part of them could pass that."""
        spans = [self.span(part) for node in nodes for part in walk(node) if not is_condition(part)]
        return width_for(min(low for low, _ in spans), max(high for _, high in spans), pl.Int32)

    def exact(self, node: Node) -> pl.Expr:
        """The value of a condition or number where every answer in it is known; null or wrong where one is not."""
        match node:
            case Fact(_, key, _):
                return pl.col("age_low" if key == "age" else key)
            case Comparison(sign, left, right):
                return self.compared(sign, left, right)
            case OneOf(fact, codes, negated):
                return self.one_of(fact, codes, negated)
            case Joined(word, parts):
                return reduce(JOINS[word], [self.exact(part) for part in parts])
            case Negation(part):
                return ~self.exact(part)
            case OfMembers("any"):
                return self.counted[node][0]
            case OfMembers("all"):
                return ~self.counted[node][0]
            case _:
                return self.number(node, self.wide(node))

    def number(self, node: Node, wide: Width) -> pl.Expr:
        """A number in the given width."""
        match node:
            case Number(value):
                return whole(value, wide)
            case Arithmetic(sign, left, right):
                computed: pl.Expr = SIGNS[sign](self.number(left, wide), self.number(right, wide))
                return computed
            case Extreme(kind, parts):
                return extreme(kind, [self.number(part, wide) for part in parts])
            case OfMembers():
                return self.counted[node][0].cast(wide)
            case _:
                return self.exact(node).cast(wide)

    def compared(self, sign: str, left: Node, right: Node) -> pl.Expr:
        """A comparison; a fact beside a number that fits its column is compared without widening the column."""
        if isinstance(left, Number) and isinstance(right, Fact):
            return self.compared(MIRRORED[sign], right, left)
        if isinstance(left, Fact) and isinstance(right, Number):
            narrow = self.column_width(left)
            if fits(right.value, narrow):
                result: pl.Expr = SIGNS[sign](self.exact(left), whole(right.value, narrow))
                return result
        wide = self.wide(left, right)
        compared: pl.Expr = SIGNS[sign](self.number(left, wide), self.number(right, wide))
        return compared

    def one_of(self, fact: Fact, codes: Sequence[int], negated: bool) -> pl.Expr:
        """Membership in a few codes, as comparisons over their unbroken runs."""
        narrow, (lowest, highest) = self.column_width(fact), self.span(fact)
        found = [run(pl.col(fact.key), first, last, (lowest, highest), narrow) for first, last in runs(codes)]
        joined = reduce(operator.or_, found)
        return ~joined if negated else joined

    def bounds(self, node: Node) -> Pair:
        """The least and the greatest value of a condition or number; unknown answers widen and never decide."""
        match node:
            case Comparison(sign, left, right):
                wide = self.wide(left, right)
                return ordered(sign, self.number_bounds(left, wide), self.number_bounds(right, wide))
            case OneOf(fact, codes, negated):
                low, high = self.span(fact)
                inside = sum(low <= code <= high for code in codes)
                all_inside, some_inside = inside == high - low + 1, inside > 0
                ends = (not some_inside, not all_inside) if negated else (all_inside, some_inside)
                known = self.one_of(fact, codes, negated)
                return known.fill_null(ends[0]), known.fill_null(ends[1])
            case Joined(word, parts):
                pairs = [self.bounds(part) for part in parts]
                return reduce(JOINS[word], [pair[0] for pair in pairs]), reduce(
                    JOINS[word], [pair[1] for pair in pairs]
                )
            case Negation(part):
                surely, possibly = self.bounds(part)
                return ~possibly, ~surely
            case OfMembers("any"):
                return self.counted[node]
            case OfMembers("all"):
                surely, possibly = self.counted[node]
                return ~possibly, ~surely
            case Fact(_, key, _):
                return pl.col(key).fill_null(value=False), pl.col(key).fill_null(value=True)
            case _:
                return self.number_bounds(node, self.wide(node))

    def number_bounds(self, node: Node, wide: Width) -> Pair:
        """The least and the greatest value of a number, in the given width."""
        match node:
            case Number(value):
                return whole(value, wide), whole(value, wide)
            case Fact(_, "age", _):
                return pl.col("age_low").cast(wide), pl.col("age_high").cast(wide)
            case Fact(_, key, _) if self.field(node) is None:
                names = (key, key) if key in KNOWN else (low_of(key), high_of(key))
                return pl.col(names[0]).cast(wide), pl.col(names[1]).cast(wide)
            case Fact(_, key, _):
                known, (low, high) = pl.col(key).cast(wide), self.span(node)
                return known.fill_null(whole(low, wide)), known.fill_null(whole(high, wide))
            case Arithmetic(sign, left, right):
                return computed(sign, self.number_bounds(left, wide), self.number_bounds(right, wide))
            case Extreme(kind, parts):
                pairs = [self.number_bounds(part, wide) for part in parts]
                return extreme(kind, [pair[0] for pair in pairs]), extreme(kind, [pair[1] for pair in pairs])
            case OfMembers():
                least, greatest = self.counted[node]
                return least.cast(wide), greatest.cast(wide)
            case _:
                raise TypeError(f"no number: {node}")


KNOWN = ("size", "area")
"""Derived facts that are always known; the others have a least and a greatest value."""


def low_of(name: str) -> str:
    """The column of the least value."""
    return f"{name}_low"


def high_of(name: str) -> str:
    """The column of the greatest value."""
    return f"{name}_high"


def extreme(kind: str, parts: Sequence[pl.Expr]) -> pl.Expr:
    """The smallest or the largest of several numbers."""
    return pl.min_horizontal(*parts) if kind == "min" else pl.max_horizontal(*parts)


def computed(sign: str, left: Pair, right: Pair) -> Pair:
    """Bounds of a sum, a difference or a product of bounded numbers; the factors of a product may be negative."""
    if sign == "+":
        return left[0] + right[0], left[1] + right[1]
    if sign == "-":
        return left[0] - right[1], left[1] - right[0]
    corners = [a * b for a in left for b in right]
    return extreme("min", corners), extreme("max", corners)


def ordered(sign: str, left: Pair, right: Pair) -> Pair:
    """Whether a comparison of bounded numbers surely and possibly holds."""
    if sign in {"==", "!="}:
        surely = (left[0] == left[1]) & (right[0] == right[1]) & (left[0] == right[0])
        possibly = (left[0] <= right[1]) & (right[0] <= left[1])
        return (surely, possibly) if sign == "==" else (~possibly, ~surely)
    nearest, farthest = ((1, 0), (0, 1)) if sign in {"<", "<="} else ((0, 1), (1, 0))
    compare = SIGNS[sign]
    return compare(left[nearest[0]], right[nearest[1]]), compare(left[farthest[0]], right[farthest[1]])


def runs(codes: Sequence[int]) -> list[tuple[int, int]]:
    """Unbroken runs of codes as (first, last)."""
    found: list[tuple[int, int]] = []
    for code in sorted(codes):
        if found and code == found[-1][1] + 1:
            found[-1] = (found[-1][0], code)
        else:
            found.append((code, code))
    return found


def run(column: pl.Expr, first: int, last: int, span: tuple[int, int], width: Width) -> pl.Expr:
    """Whether a code lies in a run; an end of the run that is the end of the range needs no comparison."""
    if first == last:
        return column == whole(first, width)
    above, below = column >= whole(first, width), column <= whole(last, width)
    if first <= span[0]:
        return below
    return above if last >= span[1] else above & below
