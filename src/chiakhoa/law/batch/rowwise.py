"""The same judgement in plain Python, household by household: what the columns are tested and measured against."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from chiakhoa.law.batch.frames import Snapshot, encoded_rows
from chiakhoa.law.rules.compiled import NOBODY_KNOWS, CompiledStandard, score
from chiakhoa.law.rules.encoding import Encoded
from chiakhoa.law.rules.expression import AREAS

Judgement = tuple[int | None, int | None, int, int, int, int, int, int]
"""One row of classify.RESULTS."""


@dataclass(frozen=True)
class RowJudge:
    """A compiled standard, ready for one household after the other."""

    rules: CompiledStandard

    @cached_property
    def cut_offs(self) -> tuple[int | None, ...]:
        return tuple(self.rules.standard.cut_offs[area].points for area in AREAS)

    @cached_property
    def codes(self) -> dict[str, int]:
        return {rule.key: place for place, rule in enumerate(self.rules.standard.classes)}

    def judge(self, encoded: Encoded) -> Judgement:
        """Judge one household: by the exact function where every needed answer is known."""
        complete = self.rules.complete(encoded)
        return self.bounded(encoded) if complete is None else self.exact(encoded.region, *complete)

    def exact(self, region: str, answers: Sequence[int], members: Sequence[Sequence[int]]) -> Judgement:
        """Judge a household by the exact function; `answers` begin with area and size."""
        cut_off = self.cut_offs[answers[0]]
        place, b1, gaps, _ = self.rules.exact(answers, members, self.rules.points[region], cut_off or 0)
        b2 = gaps.bit_count() * self.rules.standard.gap_points
        return b1, b1, b2, b2, gaps, 0, *((len(self.codes), 0) if place < 0 else (place, 1 << place))

    def bounded(self, encoded: Encoded) -> Judgement:
        """Judge a household of which an answer is missing, or under law that is not known in full."""
        here, members = self.rules.known(encoded)
        gaps = undecided = 0
        for place, (_, reader) in enumerate(self.rules.judges):
            low, high, _ = reader(here, members, None) if reader else (False, True, ())
            gaps |= low << place
            undecided |= (high and not low) << place
        b1, first = (0, 0), 0
        for group, readers in self.rules.option_judges:
            points = self.rules.points[encoded.region][first : first + len(group.options)]
            _, (low, high, _) = score(readers, points, here, members)
            b1, first = (b1[0] + low, b1[1] + high), first + len(group.options)
        each = self.rules.standard.gap_points
        b2 = gaps.bit_count() * each, (gaps | undecided).bit_count() * each
        limits = b1 if self.rules.points else NOBODY_KNOWS
        possible, certain = self.rules.possible(limits, b2, self.cut_offs[encoded.area])
        codes = [self.codes[key] for key in possible]
        verdict = codes[0] if certain else len(self.codes)
        shown = b1 if self.rules.points else (None, None)
        return *shown, *b2, gaps, undecided, verdict, sum(1 << code for code in codes)


def judged_rows(rules: CompiledStandard, frames: Snapshot) -> Iterator[Judgement]:
    """Judge a snapshot household by household."""
    judge = RowJudge(rules).judge
    return map(judge, encoded_rows(rules.standard.form, frames))
