"""A compiled standard over frames: class, possible classes, points, gaps surely there and gaps undecided, row by row.

Households of which every needed answer is known go the exact way, the others the careful one between bounds.
"""

from __future__ import annotations

import operator
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property, reduce

import polars as pl

from chiakhoa.law.batch.emit import Emitter, high_of, low_of, whole
from chiakhoa.law.batch.frames import Snapshot, checked
from chiakhoa.law.batch.scoring import bounded_points, exact_points, known_regions
from chiakhoa.law.batch.totals import Totals, bits, patterns, totals
from chiakhoa.law.rules.compiled import NOBODY_KNOWS, CompiledStandard
from chiakhoa.law.rules.expression import AREAS, Fact, OfMembers
from chiakhoa.law.rules.finding import CANNOT_SAY

RESULTS = ("b1_low", "b1_high", "b2_low", "b2_high", "gaps", "open_gaps", "verdict", "possible")
"""Columns of a judgement. `gaps`, `open_gaps` hold a bit per indicator, `possible` one per class, `verdict` a code."""

INCOMPLETE = "incomplete"
NO_POINTS = pl.lit(None, dtype=pl.Int32)


def verdicts(rules: CompiledStandard) -> tuple[str, ...]:
    """What a verdict code stands for: the classes in their order, and last that nobody can say."""
    return (*(rule.key for rule in rules.standard.classes), CANNOT_SAY)


def classify_frame(rules: CompiledStandard, households: pl.DataFrame, members: pl.DataFrame) -> pl.DataFrame:
    """Judge every household of a snapshot; one row each, in order, with `hh` and the columns of RESULTS.

    Refuses `batch.members` and `law.no_members` (frames.checked), `law.region` where points lack a region.
    """
    known_regions(rules.points)
    return _Judge(rules).judged(checked(Snapshot(households, members)))


@dataclass(frozen=True)
class _Judge:
    rules: CompiledStandard

    @cached_property
    def names(self) -> dict[OfMembers, str]:
        return dict(self.rules.counters)

    @cached_property
    def of_members(self) -> Emitter:
        """Emits conditions on one member."""
        return Emitter(self.rules.standard.form)

    def judged(self, frames: Snapshot) -> pl.DataFrame:
        """All households the exact way; those of which an answer is missing then get what the careful way finds."""
        homes = frames.households
        counts = totals(frames.members, patterns(self.exact_conditions()), homes["size"])
        known = homes.hstack(counts.words)
        result = self.classes(self.exact_facts(known, counts))
        lacking = self.lacking(known, counts).arg_true()
        if lacking.len() == 0:
            return result
        return scattered(result, lacking, self.classes(self.bounded(picked(frames, lacking))))

    def exact_conditions(self) -> dict[str, pl.Expr]:
        """Each question about members, and whether an answer of a member is missing."""
        asked = {name: self.counted(question) for question, name in self.names.items()}
        return {INCOMPLETE: any_of(map(unknown, self.rules.member_used)), **asked}

    def counted(self, question: OfMembers) -> pl.Expr:
        """Which members a question counts: for `all` those who fail its condition."""
        held = self.of_members.exact(question.condition)
        return ~held if question.kind == "all" else held

    def lacking(self, known: pl.DataFrame, counts: Totals) -> pl.Series:
        """Which households miss an answer that the standard asks for."""
        missing = any_of([counts.some(INCOMPLETE), *map(unknown, self.rules.used)])
        return known.select(missing).to_series()

    def exact_facts(self, known: pl.DataFrame, counts: Totals) -> pl.DataFrame:
        """Points and gaps, where every answer is known."""
        total = {question: total_of(question, counts, name) for question, name in self.names.items()}
        emitter = Emitter(self.rules.standard.form, {question: (one, one) for question, one in total.items()})
        conditions = [
            (place, emitter.exact(indicator.deprived_when))
            for place, indicator in enumerate(self.rules.standard.indicators)
            if indicator.deprived_when is not None
        ]
        b1 = exact_points(emitter, self.rules.groups, self.rules.points) if self.rules.points else NO_POINTS
        facts = known.lazy().select(
            "hh", "area", b1_low=b1, gaps=as_number(conditions), open_gaps=whole(self.unknown_law)
        )
        return facts.with_columns(b1_high="b1_low").collect()

    @cached_property
    def unknown_law(self) -> int:
        """A bit for each indicator of which no source gives the condition."""
        indicators = enumerate(self.rules.standard.indicators)
        return sum(1 << place for place, indicator in indicators if indicator.deprived_when is None)

    def bounded(self, frames: Snapshot) -> pl.DataFrame:
        """What is possible for households of which an answer is missing."""
        counts = totals(frames.members, patterns(self.bounded_conditions()), frames.households["size"])
        emitter = Emitter(
            self.rules.standard.form,
            {
                question: (total_of(question, counts, low_of(name)), total_of(question, counts, high_of(name)))
                for question, name in self.names.items()
            },
        )
        surely, maybe = [], []
        for place, indicator in enumerate(self.rules.standard.indicators):
            if indicator.deprived_when is not None:
                low, high = emitter.bounds(indicator.deprived_when)
                surely.append((place, low))
                maybe.append((place, high & ~low))
        low, high = NO_POINTS, NO_POINTS
        if self.rules.points:
            low, high = bounded_points(emitter, self.rules.groups, self.rules.points)
        known = frames.households.hstack(counts.words).lazy()
        return known.select(
            "hh",
            "area",
            b1_low=low,
            b1_high=high,
            gaps=as_number(surely),
            open_gaps=as_number(maybe) | whole(self.unknown_law),
        ).collect()

    def bounded_conditions(self) -> dict[str, pl.Expr]:
        """Each question about members twice: whom it surely counts, whom it may count."""
        conditions: dict[str, pl.Expr] = {}
        for question, name in self.names.items():
            surely, possibly = self.of_members.bounds(question.condition)
            if question.kind == "all":
                surely, possibly = ~possibly, ~surely
            conditions |= {low_of(name): surely, high_of(name): possibly}
        return conditions

    def classes(self, facts: pl.DataFrame) -> pl.DataFrame:
        """The classes that points and gaps allow: the first that surely holds ends the list; alone, it is the class."""
        points, rules = self.rules.standard.gap_points, self.rules.standard.classes
        gaps, undecided = pl.col("gaps"), pl.col("open_gaps")
        summed = facts.lazy().with_columns(
            b2_low=gaps.bitwise_count_ones().cast(pl.Int32) * whole(points),
            b2_high=(gaps | undecided).bitwise_count_ones().cast(pl.Int32) * whole(points),
            cut_off_low=self.cut_off(NOBODY_KNOWS[0]),
            cut_off_high=self.cut_off(NOBODY_KNOWS[1]),
        )
        if not self.rules.points:
            summed = summed.with_columns(b1_low=whole(NOBODY_KNOWS[0]), b1_high=whole(NOBODY_KNOWS[1]))
        going, possible = pl.lit(value=True), []
        for place, rule in enumerate(rules):
            surely, possibly = self.of_members.bounds(rule.when)
            possible.append((place, going & possibly))
            going = going & ~surely
        judged = summed.with_columns(possible=as_number(possible), going=going)
        verdict = pl.lit(len(rules), dtype=pl.Int8)
        for place in range(len(rules)):
            alone = ~pl.col("going") & (pl.col("possible") == whole(1 << place))
            verdict = pl.when(alone).then(pl.lit(place, dtype=pl.Int8)).otherwise(verdict)
        result = judged.with_columns(verdict=verdict)
        if not self.rules.points:
            result = result.with_columns(b1_low=NO_POINTS, b1_high=NO_POINTS)
        return result.select("hh", *RESULTS).collect()

    def cut_off(self, unknown: int) -> pl.Expr:
        """The cut-off of the household's area."""
        cut_offs = [self.rules.standard.cut_offs[area].points for area in AREAS]
        known = [unknown if points is None else points for points in cut_offs]
        return pl.when(pl.col("area") == pl.lit(1, dtype=pl.Int8)).then(whole(known[1])).otherwise(whole(known[0]))


def total_of(question: OfMembers, counts: Totals, name: str) -> pl.Expr:
    """What was counted for a question: how many, or whether there was anyone."""
    return counts.count(name) if question.kind == "count" else counts.some(name)


def any_of(conditions: Iterable[pl.Expr]) -> pl.Expr:
    """Whether any of the conditions holds; of none, none does."""
    return reduce(operator.or_, conditions, pl.lit(value=False))


def unknown(fact: Fact) -> pl.Expr:
    """Whether an answer is missing; an age is when the birth date leaves it open."""
    return pl.col("age_low") != pl.col("age_high") if fact.key == "age" else pl.col(fact.key).is_null()


def as_number(conditions: Iterable[tuple[int, pl.Expr]]) -> pl.Expr:
    """One number of 32 bits with a bit, at its place, for each condition that holds."""
    return bits(dict(conditions)).cast(pl.Int32)


def picked(frames: Snapshot, rows: pl.Series) -> Snapshot:
    """Some households with their members, in the same order."""
    homes = frames.households
    spans = pl.DataFrame({"last": homes["size"].cum_sum(), "size": homes["size"]})[rows]
    places = spans.select(
        pl.int_ranges(pl.col("last") - pl.col("size"), "last").explode(empty_as_null=False)
    ).to_series()
    return Snapshot(homes[rows], frames.members[places])


def scattered(result: pl.DataFrame, rows: pl.Series, other: pl.DataFrame) -> pl.DataFrame:
    """The result with some rows replaced."""
    return result.with_columns(result[name].clone().scatter(rows, other[name]).alias(name) for name in RESULTS)
