"""A standard made ready to judge: one plain Python function for complete answers, one careful reader for the rest."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from operator import itemgetter
from typing import Any

from chiakhoa.law.rules import exact
from chiakhoa.law.rules.bounds import Judge, Traced, Values, asks_members, keys_of, remembered
from chiakhoa.law.rules.encoding import Bounds, Encoded, decode
from chiakhoa.law.rules.expression import HOUSEHOLD, Fact, Node, walk
from chiakhoa.law.rules.finding import Because, IndicatorFinding, ScoredGroup
from chiakhoa.law.rules.form import Field
from chiakhoa.law.rules.standard import ClassRule, CutOff, Indicator, PointGroup, Standard

NOBODY_KNOWS = (-1_000_000, 1_000_000)
"""Bounds, in points, of a sum or a cut-off that the law as we have it does not give."""

Exact = Callable[[Sequence[int], Sequence[Sequence[int]], Sequence[int], int], tuple[int, int, int, tuple[int, ...]]]
"""(answers, members, points, cut-off) -> (class, income points, gaps as bits, option of each group)."""


@dataclass(frozen=True)
class CompiledStandard:
    """A standard with its conditions compiled. Made once, used for any number of households."""

    standard: Standard

    @cached_property
    def nodes(self) -> tuple[Node, ...]:
        """Every condition on answers, of income options first."""
        options = [option.when for group in self.groups for option in group.options]
        return (*options, *(i.deprived_when for i in self.standard.indicators if i.deprived_when is not None))

    @property
    def groups(self) -> tuple[PointGroup, ...]:
        """Groups of income options; none when no table of points is loaded."""
        return self.standard.points.groups if self.standard.points else ()

    @property
    def whole(self) -> bool:
        """Whether the law as we have it decides every complete household: no unknown condition, points or cut-off."""
        known = all(indicator.deprived_when is not None for indicator in self.standard.indicators)
        cut_offs = all(cut_off.points is not None for cut_off in self.standard.cut_offs.values())
        return known and cut_offs and self.standard.points is not None

    @cached_property
    def used(self) -> tuple[Fact, ...]:
        """The household answers that the conditions ask for, in the form's order (derived ones are not answers)."""
        asked = {part for node in self.nodes for part in walk(node) if isinstance(part, Fact)}
        keys = {fact.key for fact in asked if fact.scope == HOUSEHOLD}
        form = self.standard.form.household
        return tuple(Fact(HOUSEHOLD, key, form[key].kind) for key in form if key in keys)

    @cached_property
    def counters(self) -> dict[Any, str]:
        return exact.counters(self.nodes)

    @cached_property
    def member_used(self) -> tuple[Fact, ...]:
        return exact.member_facts(self.counters)

    @cached_property
    def source(self) -> str:
        """The generated Python source of the exact function, for reading and for tests."""
        lines = ["def decide(answers, members, points, h_cut_off):"]
        lines.append(f"    {', '.join(['h_area', 'h_size', *map(exact.name_of, self.used)])} = answers")
        lines += exact.member_loop(self.counters, self.member_used)
        lines += self._score_lines() + self._gap_lines() + self._class_lines()
        return "\n".join(lines) + "\n"

    def _score_lines(self) -> list[str]:
        lines, first = [], 0
        for place, group in enumerate(self.groups):
            for position, option in enumerate(group.options):
                word = "if" if position == 0 else "elif"
                lines.append(f"    {word} {exact.source(option.when, self.counters)}: o{place} = {first + position}")
            first += len(group.options)
            lines.append(f"    else: o{place} = -1")
        scored = " + ".join(f"points[o{place}]" for place in range(len(self.groups)))
        return [*lines, f"    t_b1 = {scored or 0}"]

    def _gap_lines(self) -> list[str]:
        lines = ["    gaps = 0"]
        for place, indicator in enumerate(self.standard.indicators):
            if indicator.deprived_when is not None:
                lines.append(f"    if {exact.source(indicator.deprived_when, self.counters)}: gaps |= {1 << place}")
        return [*lines, f"    t_b2 = gaps.bit_count() * {self.standard.gap_points}", "    t_cut_off = h_cut_off"]

    def _class_lines(self) -> list[str]:
        options = "".join(f"o{place}, " for place in range(len(self.groups)))
        lines = []
        for place, rule in enumerate(self.standard.classes):
            lines.append(f"    if {exact.source(rule.when, {})}: return {place}, t_b1, gaps, ({options})")
        return [*lines, f"    return -1, t_b1, gaps, ({options})"]

    @cached_property
    def exact(self) -> Exact:
        """The plain Python function for complete answers."""
        space: dict[str, Any] = {}
        exec(compile(self.source, f"<{self.standard.id}>", "exec"), space)  # noqa: S102 (source made from the parsed grammar only)
        decide: Exact = space["decide"]
        return decide

    @cached_property
    def points(self) -> Mapping[str, tuple[int, ...]]:
        """By region the points of every option in order, and a last 0 for "none holds" (position -1)."""
        table = self.standard.points
        if table is None:
            return {}
        options = [option for group in table.groups for option in group.options]
        return {region: (*(option.points[region] for option in options), 0) for region in table.regions}

    @cached_property
    def _pick_answers(self) -> Callable[[Encoded], tuple[int | None, ...]]:
        keys = tuple(self.standard.form.household)
        places = [keys.index(fact.key) for fact in self.used]
        return lambda encoded: tuple(encoded.answers[place] for place in places)

    @cached_property
    def _pick_member(self) -> Callable[[Sequence[int | None]], tuple[int | None, ...]]:
        keys = ("age", *self.standard.form.member)
        places = [keys.index(fact.key) for fact in self.member_used]
        if len(places) == 1:
            return lambda row: (row[places[0]],)
        return itemgetter(*places) if places else lambda row: ()

    def complete(self, encoded: Encoded) -> tuple[Sequence[int], Sequence[Sequence[int]]] | None:
        """The arguments of the exact function, or None when an answer that it needs is unknown."""
        answers: Any = self._pick_answers(encoded)
        if not self.whole or None in answers:
            return None
        rows: list[Any] = []
        for (young, old), codes in zip(encoded.ages, encoded.members, strict=True):
            row = self._pick_member((young if young == old else None, *codes))
            if None in row:
                return None
            rows.append(row)
        return (encoded.area, len(rows), *answers), rows

    @cached_property
    def judges(self) -> tuple[tuple[Indicator, Judge | None], ...]:
        """Each indicator with its careful reader; None where no source gives the condition."""
        indicators = self.standard.indicators
        return tuple((i, remembered(i.deprived_when, self.said) if i.deprived_when else None) for i in indicators)

    @cached_property
    def at_home(self) -> Mapping[int, tuple[str, ...]]:
        """The facts of the indicators that facts of the household alone decide, by the indicators' position."""
        conditions = [(place, one.deprived_when) for place, one in enumerate(self.standard.indicators)]
        return {place: keys_of(node) for place, node in conditions if node is not None and not asks_members(node)}

    @cached_property
    def found_at_home(self) -> Callable[..., IndicatorFinding]:
        """The finding on such an indicator, by its position and the bounds of its facts; each is found once."""
        return lru_cache(16_384)(self._found_at_home)

    def _found_at_home(self, position: int, *values: Bounds) -> IndicatorFinding:
        return self.found(position, dict(zip(self.at_home[position], values, strict=True)), ())

    def found(self, position: int, here: Values, members: Sequence[Values]) -> IndicatorFinding:
        """Whether there is a gap, and the answers behind it; open with the answers missing for it."""
        indicator, reader = self.judges[position]
        if reader is None:
            return IndicatorFinding(indicator.key, None)
        low, high, because = reader(here, members, None)
        if low != high:
            return IndicatorFinding(indicator.key, None, missing=because)
        return IndicatorFinding(indicator.key, bool(low), because=because)

    @cached_property
    def option_judges(self) -> tuple[tuple[PointGroup, tuple[Judge, ...]], ...]:
        return tuple(
            (group, tuple(remembered(option.when, self.said) for option in group.options)) for group in self.groups
        )

    @cached_property
    def class_judges(self) -> tuple[tuple[ClassRule, Judge], ...]:
        return tuple((rule, remembered(rule.when)) for rule in self.standard.classes)

    @cached_property
    def scored(self) -> Mapping[str, tuple[Mapping[int, ScoredGroup], ...]]:
        """By region and group, what each option (by its position among all; -1: none) scores."""
        return {region: tuple(self._scored(points)) for region, points in self.points.items()}

    def _scored(self, points: Sequence[int]) -> Iterator[Mapping[int, ScoredGroup]]:
        first = 0
        for group in self.groups:
            item, key, last = group.item, group.key, first + len(group.options)
            options = zip(range(first, last), group.options, points[first:last], strict=True)
            scored = {place: ScoredGroup(item, key, option.key, value, value) for place, option, value in options}
            yield {-1: ScoredGroup(item, key, None, 0, 0), **scored}
            first = last

    @cached_property
    def unknown_law(self) -> Mapping[str, tuple[str, ...]]:
        """By area what the law, as we have it, does not say: conditions, points, cut-off."""
        unknown = [f"indicator:{i.key}" for i in self.standard.indicators if i.deprived_when is None]
        unknown += ["points"] if self.standard.points is None else []
        cut_offs = self.standard.cut_offs.items()
        return {area: (*unknown, *(("cut_off",) if cut_off.points is None else ())) for area, cut_off in cut_offs}

    @cached_property
    def unverified(self) -> Mapping[str, tuple[str, ...]]:
        """By area the rows of law behind a finding that nobody has checked against the printed text."""
        return {area: tuple(self._unverified(cut_off)) for area, cut_off in self.standard.cut_offs.items()}

    def _unverified(self, cut_off: CutOff) -> Iterator[str]:
        standard = self.standard
        rows = [(f"indicator:{i.key}", i.row) for i in standard.indicators]
        rows += [(f"class:{c.key}", c.row) for c in standard.classes]
        rows += [("cut_off", cut_off.row), ("gap_points", standard.gap_points_row)]
        yield from (name for name, row in rows if not row.verified)
        if not (standard.points and standard.points.verified):
            yield "points"

    @cached_property
    def said(self) -> Callable[[int | None, str, Bounds], Because]:
        """A fact as a reason, with the answer as the form has it; the same answer is the same object."""
        return lru_cache(16_384)(self._said)

    def _said(self, place: int | None, key: str, bounds: Bounds) -> Because:
        low, high = bounds
        form = self.standard.form
        field = (form.household if place is None else form.member).get(key)
        if low != high:
            return Because(key, None, place)
        return Because(key, decode(field, low) if field else low, place)

    def known(self, encoded: Encoded) -> tuple[Values, list[Values]]:
        """Bounds of every fact of the household and of each member."""
        size = len(encoded.members)
        here = bounds_of(self.standard.form.household, encoded.answers)
        here["area"], here["size"] = (encoded.area, encoded.area), (size, size)
        members: list[Values] = []
        for age, codes in zip(encoded.ages, encoded.members, strict=True):
            member = bounds_of(self.standard.form.member, codes)
            member["age"] = age
            members.append(member)
        return here, members

    @cached_property
    def possible(self) -> Callable[[Bounds, Bounds, int | None], tuple[tuple[str, ...], bool]]:
        """The classes that points allow (b1, b2, cut-off), and whether the last of them is certain; each found once."""
        return lru_cache(16_384)(self._possible)

    def _possible(self, b1: Bounds, b2: Bounds, cut_off: int | None) -> tuple[tuple[str, ...], bool]:
        limits = NOBODY_KNOWS if cut_off is None else (cut_off, cut_off)
        here: Values = {"b1": b1, "b2": b2, "cut_off": limits}
        classes: list[str] = []
        for rule, reader in self.class_judges:
            surely, possibly, _ = reader(here, (), None)
            if possibly:
                classes.append(rule.key)
            if surely:
                return tuple(classes), len(classes) == 1
        return tuple(classes), False


def bounds_of(fields: Mapping[str, Field], codes: Sequence[int | None]) -> dict[str, Bounds]:
    """The least and the greatest code of every answer: the whole range where it is unknown."""
    return {
        key: (field.low, field.high) if code is None else (code, code)
        for (key, field), code in zip(fields.items(), codes, strict=True)
    }


def compile_standard(standard: Standard) -> CompiledStandard:
    """Make a standard ready to judge."""
    return CompiledStandard(standard)


def score(
    judges: Sequence[Judge], points: Sequence[int], here: Values, members: Sequence[Values]
) -> tuple[int | None, Traced]:
    """Score one group: the option that surely holds first, or bounds over those that may.

    `points` holds one value per option. Returns the option's position (None: none, or undecided) and the bounds.
    """
    low: int | None = None
    high: int | None = None
    unknown: list[tuple[int | None, str]] = []
    for position, reader in enumerate(judges):
        surely, possibly, why = reader(here, members, None)
        if not possibly:
            continue
        value = points[position]
        low, high = (value, value) if low is None or high is None else (min(low, value), max(high, value))
        if surely:
            return (position if not unknown else None), (low, high, tuple(dict.fromkeys(unknown)))
        unknown += why
    low, high = (0, 0) if low is None or high is None else (min(low, 0), max(high, 0))
    return None, (low, high, tuple(dict.fromkeys(unknown)))
