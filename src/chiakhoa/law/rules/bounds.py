"""Conditions on answers of which some may be unknown: the least and the greatest each value can be, with reasons.

For a condition the pair is (surely true, possibly true): an unknown answer widens it and never decides. The reasons are
the facts that suffice for a decided value, or the unknown facts that keep it open.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from chiakhoa.law.rules.expression import (
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
)

Reasons = tuple[tuple[int | None, str], ...]
"""Facts as (position of the member or None for the household, key)."""

Traced = tuple[int, int, Reasons]
"""The least value, the greatest value, the reasons."""

Values = Mapping[str, tuple[int, int]]
Judge = Callable[[Values, Sequence[Values], int | None], Traced]
"""Judges the facts in scope; the members of the household; the position of the member in scope."""

DERIVED = frozenset({"size", "area", "b1", "b2", "cut_off"})
"""Facts that nobody answers: they follow from the place or are sums over the household."""

ORDER: Mapping[str, Callable[[Traced, Traced], tuple[bool, bool]]] = {
    "<": lambda a, b: (a[1] < b[0], a[0] < b[1]),
    "<=": lambda a, b: (a[1] <= b[0], a[0] <= b[1]),
    ">": lambda a, b: (a[0] > b[1], a[1] > b[0]),
    ">=": lambda a, b: (a[0] >= b[1], a[1] >= b[0]),
    "==": lambda a, b: (a[0] == a[1] == b[0] == b[1], a[0] <= b[1] and b[0] <= a[1]),
    "!=": lambda a, b: (a[1] < b[0] or b[1] < a[0], not a[0] == a[1] == b[0] == b[1]),
}


def product(a: Traced, b: Traced) -> tuple[int, int]:
    """Bounds of a product; the factors may be negative."""
    corners = (a[0] * b[0], a[0] * b[1], a[1] * b[0], a[1] * b[1])
    return min(corners), max(corners)


SUMS: Mapping[str, Callable[[Traced, Traced], tuple[int, int]]] = {
    "+": lambda a, b: (a[0] + b[0], a[1] + b[1]),
    "-": lambda a, b: (a[0] - b[1], a[1] - b[0]),
    "*": product,
}
EXTREMES: Mapping[str, Callable[..., int]] = {"min": min, "max": max}


def judge(node: Node) -> Judge:
    """Compile a condition into a function that judges what is known and names its reasons."""
    match node:
        case OneOf(fact, codes, negated):
            return _one_of(number(fact), codes, negated)
        case Comparison(sign, left, right):
            return _pairwise(ORDER[sign], number(left), number(right))
        case Joined(word, parts):
            return _joined([judge(part) for part in parts], word == "or")
        case Negation(part):
            return _negation(judge(part))
        case OfMembers(kind, condition) if kind != "count":
            return _any_or_all(judge(condition), kind == "any")
        case _:
            return number(node)


def number(node: Node) -> Judge:
    """Compile a number, or a yes-no answer, which is 0 or 1."""
    match node:
        case Number(value):
            return lambda _here, _members, _place: (value, value, ())
        case Fact(_, key, _):
            return _fact(key)
        case Arithmetic(sign, left, right):
            return _pairwise(SUMS[sign], number(left), number(right))
        case Extreme(kind, parts):
            return _extreme(EXTREMES[kind], [number(part) for part in parts])
        case OfMembers("count", condition):
            return _count(judge(condition))
        case _:
            raise TypeError(f"no number: {node}")


def _fact(key: str) -> Judge:
    if key in DERIVED:
        return lambda here, _members, _place: (*here[key], ())
    return lambda here, _members, place: (*here[key], ((place, key),))


def _reasons(decided: bool, parts: Sequence[Traced]) -> Reasons:
    """The reasons of all parts, or of the undecided ones only, each once."""
    return tuple(dict.fromkeys(reason for low, high, why in parts if decided or low != high for reason in why))


def _pairwise(combine: Callable[[Traced, Traced], tuple[int, int]], left: Judge, right: Judge) -> Judge:
    def traced(here: Values, members: Sequence[Values], place: int | None) -> Traced:
        parts = left(here, members, place), right(here, members, place)
        low, high = combine(*parts)
        return low, high, _reasons(low == high, parts)

    return traced


def _extreme(pick: Callable[..., int], judges: list[Judge]) -> Judge:
    def traced(here: Values, members: Sequence[Values], place: int | None) -> Traced:
        parts = [part(here, members, place) for part in judges]
        low, high = pick(part[0] for part in parts), pick(part[1] for part in parts)
        return low, high, _reasons(low == high, parts)

    return traced


def _one_of(fact: Judge, codes: tuple[int, ...], negated: bool) -> Judge:
    def traced(here: Values, members: Sequence[Values], place: int | None) -> Traced:
        low, high, why = fact(here, members, place)
        inside = sum(low <= code <= high for code in codes)
        surely, possibly = inside == high - low + 1, inside > 0
        return (not possibly, not surely, why) if negated else (surely, possibly, why)

    return traced


def _joined(judges: list[Judge], deciding: bool) -> Judge:
    """`or` is decided by one true part, `and` by one false part; then that part alone is the reason."""

    def traced(here: Values, members: Sequence[Values], place: int | None) -> Traced:
        parts = []
        for part in judges:
            low, high, why = part(here, members, place)
            if low == high == deciding:
                return low, high, why
            parts.append((low, high, why))
        decided = all(low == high for low, high, _ in parts)
        return (not deciding if decided else False), (not deciding if decided else True), _reasons(decided, parts)

    return traced


def _negation(part: Judge) -> Judge:
    def traced(here: Values, members: Sequence[Values], place: int | None) -> Traced:
        low, high, why = part(here, members, place)
        return not high, not low, why

    return traced


def _count(condition: Judge) -> Judge:
    """How many members; the reasons are the answers of those who count, or of those who may."""

    def traced(_here: Values, members: Sequence[Values], _place: int | None) -> Traced:
        parts = [condition(member, members, position) for position, member in enumerate(members)]
        low, high = sum(part[0] for part in parts), sum(part[1] for part in parts)
        decided = low == high
        return low, high, _reasons(decided, [part for part in parts if part[1]])

    return traced


def _any_or_all(condition: Judge, deciding: bool) -> Judge:
    """One member decides `any` by meeting the condition, `all` by failing it; the reasons name every such member."""

    def traced(_here: Values, members: Sequence[Values], _place: int | None) -> Traced:
        parts = [condition(member, members, position) for position, member in enumerate(members)]
        decisive = [part for part in parts if part[0] == part[1] == deciding]
        if decisive:
            return deciding, deciding, _reasons(True, decisive)
        decided = all(part[0] == part[1] for part in parts)
        return (not deciding if decided else False), (not deciding if decided else True), _reasons(decided, parts)

    return traced
