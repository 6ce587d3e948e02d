"""Conditions on answers of which some may be unknown: the least and the greatest each value can be, with reasons.

For a condition the pair is (surely true, possibly true): an unknown answer widens it and never decides. The reasons are
the facts that suffice for a decided value, or the unknown facts that keep it open. A number carries both kinds, because
a comparison may be decided while the number is still open (three or four of five members are already more than half).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import lru_cache
from itertools import chain
from operator import itemgetter
from typing import Any

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
    facts,
    walk,
)

Reason = Any
Reasons = tuple[Reason, ...]
"""Facts as (position of the member or None for the household, key), or what was made of them (Tell)."""

Tell = Callable[[int | None, str, tuple[int, int]], Reason]
"""Makes a reason of a fact: the position of the member, the key, the least and the greatest value."""

Traced = tuple[int, int, Reasons]
"""Of a condition: surely true, possibly true, the reasons."""

Amount = tuple[int, int, Reasons, Reasons]
"""Of a number: the least value, the greatest, the facts behind it, the unknown facts that keep it open."""

Values = Mapping[str, tuple[int, int]]
Judge = Callable[[Values, Sequence[Values], int | None], Traced]
"""Judges the facts in scope; the members of the household; the position of the member in scope."""
Counter = Callable[[Values, Sequence[Values], int | None], Amount]
"""The same for a number."""

DERIVED = frozenset({"size", "area", "b1", "b2", "cut_off"})
"""Facts that nobody answers: they follow from the place or are sums over the household."""

ORDER: Mapping[str, Callable[[Amount, Amount], tuple[bool, bool]]] = {
    "<": lambda a, b: (a[1] < b[0], a[0] < b[1]),
    "<=": lambda a, b: (a[1] <= b[0], a[0] <= b[1]),
    ">": lambda a, b: (a[0] > b[1], a[1] > b[0]),
    ">=": lambda a, b: (a[0] >= b[1], a[1] >= b[0]),
    "==": lambda a, b: (a[0] == a[1] == b[0] == b[1], a[0] <= b[1] and b[0] <= a[1]),
    "!=": lambda a, b: (a[1] < b[0] or b[1] < a[0], not a[0] == a[1] == b[0] == b[1]),
}


def product(a: Amount, b: Amount) -> tuple[int, int]:
    """Bounds of a product; the factors may be negative."""
    corners = (a[0] * b[0], a[0] * b[1], a[1] * b[0], a[1] * b[1])
    return min(corners), max(corners)


SUMS: Mapping[str, Callable[[Amount, Amount], tuple[int, int]]] = {
    "+": lambda a, b: (a[0] + b[0], a[1] + b[1]),
    "-": lambda a, b: (a[0] - b[1], a[1] - b[0]),
    "*": product,
}
EXTREMES: Mapping[str, Callable[..., int]] = {"min": min, "max": max}


def as_fact(place: int | None, key: str, _bounds: tuple[int, int]) -> tuple[int | None, str]:
    """A reason that only says which fact it is."""
    return place, key


def judge(node: Node, tell: Tell = as_fact) -> Judge:
    """Compile a condition into a function that judges what is known and names its reasons, each as `tell` tells it."""
    match node:
        case OneOf(fact, codes, negated):
            return _one_of(number(fact, tell), codes, negated)
        case Comparison(sign, left, right):
            return _comparison(ORDER[sign], number(left, tell), number(right, tell))
        case Joined(word, parts):
            return _joined([judge(part, tell) for part in parts], word == "or")
        case Negation(part):
            return _negation(judge(part, tell))
        case OfMembers(kind, condition) if kind != "count":
            return _any_or_all(remembered(condition, tell), kind == "any")
        case Fact(_, key, _):
            return lambda here, _members, place: (*here[key], (tell(place, key, here[key]),))
        case _:
            raise TypeError(f"no condition: {node}")


def keys_of(node: Node) -> tuple[str, ...]:
    """The keys of the facts in a condition, each once."""
    return tuple(dict.fromkeys(fact.key for fact in facts(node)))


def asks_members(node: Node) -> bool:
    """Whether a condition asks about the members."""
    return any(isinstance(part, OfMembers) for part in walk(node))


REMEMBERED = 16_384
"""Judgements kept for each condition: many members and households give the same answers to the same question."""


def remembered(node: Node, tell: Tell = as_fact) -> Judge:
    """The same as `judge`, each combination of answers judged once; conditions on members are judged every time."""
    reader, keys = judge(node, tell), keys_of(node)
    if not keys or asks_members(node):
        return reader

    @lru_cache(REMEMBERED)
    def judged(place: int | None, *values: tuple[int, int]) -> Traced:
        return reader(dict(zip(keys, values, strict=True)), (), place)

    if len(keys) == 1:
        return lambda here, _members, place: judged(place, here[keys[0]])
    pick = itemgetter(*keys)
    return lambda here, _members, place: judged(place, *pick(here))


def number(node: Node, tell: Tell = as_fact) -> Counter:
    """Compile a number, or the code of an answer."""
    match node:
        case Number(value):
            return lambda _here, _members, _place: (value, value, (), ())
        case Fact(_, key, _):
            return _fact(key, tell)
        case Arithmetic(sign, left, right):
            return _arithmetic(SUMS[sign], number(left, tell), number(right, tell))
        case Extreme(kind, parts):
            return _extreme(EXTREMES[kind], [number(part, tell) for part in parts])
        case OfMembers("count", condition):
            return _count(remembered(condition, tell))
        case _:
            raise TypeError(f"no number: {node}")


def _fact(key: str, tell: Tell) -> Counter:
    if key in DERIVED:
        return lambda here, _members, _place: (*here[key], (), ())

    def amount(here: Values, _members: Sequence[Values], place: int | None) -> Amount:
        low, high = here[key]
        fact = (tell(place, key, (low, high)),)
        return low, high, fact, () if low == high else fact

    return amount


def _each_once(lists: Iterable[Reasons]) -> Reasons:
    given = [reasons for reasons in lists if reasons]
    if len(given) < 2:
        return given[0] if given else ()
    return tuple(dict.fromkeys(chain.from_iterable(given)))


def _reasons(decided: bool, parts: Sequence[Traced]) -> Reasons:
    """The reasons of all parts, or of the undecided ones only, each once."""
    return _each_once(why for low, high, why in parts if decided or low != high)


def _comparison(compare: Callable[[Amount, Amount], tuple[bool, bool]], left: Counter, right: Counter) -> Judge:
    def traced(here: Values, members: Sequence[Values], place: int | None) -> Traced:
        a, b = left(here, members, place), right(here, members, place)
        surely, possibly = compare(a, b)
        behind, unknown = (a[2], b[2]), (a[3], b[3])
        return surely, possibly, _each_once(behind if surely == possibly else unknown)

    return traced


def _arithmetic(combine: Callable[[Amount, Amount], tuple[int, int]], left: Counter, right: Counter) -> Counter:
    def amount(here: Values, members: Sequence[Values], place: int | None) -> Amount:
        a, b = left(here, members, place), right(here, members, place)
        return *combine(a, b), _each_once((a[2], b[2])), _each_once((a[3], b[3]))

    return amount


def _extreme(pick: Callable[..., int], counters: list[Counter]) -> Counter:
    def amount(here: Values, members: Sequence[Values], place: int | None) -> Amount:
        lows, highs, behind, unknown = zip(*(part(here, members, place) for part in counters), strict=True)
        return pick(lows), pick(highs), _each_once(behind), _each_once(unknown)

    return amount


def _one_of(fact: Counter, codes: tuple[int, ...], negated: bool) -> Judge:
    def traced(here: Values, members: Sequence[Values], place: int | None) -> Traced:
        low, high, why, _ = fact(here, members, place)
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


def _count(condition: Judge) -> Counter:
    """How many members; behind it are the answers of those who count, open it is by the answers of those who may."""

    def amount(_here: Values, members: Sequence[Values], _place: int | None) -> Amount:
        low = high = 0
        behind, unknown = list[Reason](), list[Reason]()
        for position, member in enumerate(members):
            surely, possibly, why = condition(member, members, position)
            low, high = low + surely, high + possibly
            if surely:
                behind += why
            elif possibly:
                unknown += why
        return low, high, tuple(behind), tuple(unknown)

    return amount


def _any_or_all(condition: Judge, deciding: bool) -> Judge:
    """One member decides `any` by meeting the condition, `all` by failing it; the reasons name every such member."""

    def traced(_here: Values, members: Sequence[Values], _place: int | None) -> Traced:
        decided = still_open = False
        decisive, unknown, others = list[Reason](), list[Reason](), list[Reason]()
        for position, member in enumerate(members):
            surely, possibly, why = condition(member, members, position)
            if surely != possibly:
                still_open = True
                unknown += why
            elif surely == deciding:
                decided = True
                decisive += why
            else:
                others += why
        if decided:
            return deciding, deciding, tuple(decisive)
        return (False, True, tuple(unknown)) if still_open else (not deciding, not deciding, tuple(others))

    return traced
