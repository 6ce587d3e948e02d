"""The finding on one household: its class with every reason, or the classes still possible and what is missing.

Decree 07/2021/NĐ-CP and its successors: class conditions come from the standard's data, in order; the first that holds.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from itertools import combinations

from chiakhoa.law.rules.compiled import NOBODY_KNOWS, CompiledStandard, score
from chiakhoa.law.rules.encoding import URBAN, Bounds, Encoded, encode
from chiakhoa.law.rules.finding import CANNOT_SAY, Because, Finding, IndicatorFinding, ScoredGroup
from chiakhoa.law.rules.households import Household
from chiakhoa.law.rules.refusals import Refused

LISTED = "poor"
"""The class a household stops being in when it closes enough gaps (the sets are shown to it)."""


def classify(rules: CompiledStandard, household: Household, *, on: date) -> Finding:
    """Judge one household on the day of its survey. Missing answers widen what is possible and never decide.

    Refuses `law.area` and `law.region` where the household's place does not fit the standard, `law.answer` where an
    answer is not one of its question, `law.no_members` where nobody lives in the household.
    """
    standard = rules.standard
    if household.area not in standard.cut_offs:
        raise Refused("law.area", where=household.id, area=household.area)
    if not household.members:
        raise Refused("law.no_members", where=household.id)
    encoded = encode(standard.form, household, on)
    misplaced = encoded.region == URBAN and household.area != "urban"
    if rules.points and (misplaced or encoded.region not in rules.points):
        raise Refused("law.region", where=household.id, region=encoded.region)
    return _Judgement(rules, household, encoded, on).finding()


class _Judgement:
    """One household under one standard, worked out step by step."""

    def __init__(self, rules: CompiledStandard, household: Household, encoded: Encoded, on: date) -> None:
        self.rules, self.household, self.encoded, self.on = rules, household, encoded, on
        self.cut_off = rules.standard.cut_offs[household.area]
        self.here, self.members = rules.known(encoded)

    def finding(self) -> Finding:
        standard = self.rules.standard
        indicators = tuple(self.indicator(position) for position in range(len(standard.indicators)))
        groups, unscored = self.groups()
        b1 = (sum([g.low for g in groups]), sum([g.high for g in groups])) if standard.points else None
        judged = [found.deprived for found in indicators]
        sure, open_ended = judged.count(True) * standard.gap_points, judged.count(None) * standard.gap_points
        b2 = (sure, sure + open_ended)
        possible, certain = self.rules.possible(b1 or NOBODY_KNOWS, b2, self.cut_off.points)
        missing = dict.fromkeys([*(m for i in indicators for m in i.missing), *unscored])
        unverified = self.rules.unverified[self.household.area]
        return Finding(
            household=self.household.id,
            standard=standard.id,
            on=self.on,
            verdict=possible[0] if certain else CANNOT_SAY,
            possible=possible,
            cut_off=self.cut_off.points,
            b1=b1,
            groups=groups,
            b2=b2,
            indicators=indicators,
            missing=tuple(missing),
            unknown_law=self.rules.unknown_law[self.household.area],
            to_stop_being_poor=self.ways_out(indicators, b1, b2) if certain and possible[0] == LISTED else (),
            points_to_leave=self.points_to_leave(b1) if certain else None,
            verified=not unverified,
            practice=standard.assumptions or bool(standard.points and standard.points.practice),
            depends_on_unverified=unverified,
        )

    def indicator(self, position: int) -> IndicatorFinding:
        """Whether there is a gap, and the answers behind it or missing for it."""
        keys = self.rules.at_home.get(position)
        if keys is not None:
            return self.rules.found_at_home(position, *[self.here[key] for key in keys])
        return self.rules.found(position, self.here, self.members)

    def groups(self) -> tuple[tuple[ScoredGroup, ...], tuple[Because, ...]]:
        """The income points of each group, and the answers missing to decide them."""
        complete = self.rules.complete(self.encoded)
        if complete is not None:
            return self.exact_groups(*complete), ()
        scored, missing, first = [], list[Because](), 0
        for group, readers in self.rules.option_judges:
            points = self.rules.points[self.encoded.region][first : first + len(readers)]
            first += len(readers)
            place, (low, high, why) = score(readers, points, self.here, self.members)
            option = None if place is None else group.options[place].key
            scored.append(ScoredGroup(group.item, group.key, option, low, high))
            missing += why if low != high else ()
        return tuple(scored), tuple(missing)

    def exact_groups(self, answers: Sequence[int], members: Sequence[Sequence[int]]) -> tuple[ScoredGroup, ...]:
        points = self.rules.points[self.encoded.region]
        _, _, _, chosen = self.rules.exact(answers, members, points, self.cut_off.points or 0)
        scored = self.rules.scored[self.encoded.region]
        return tuple([options[place] for options, place in zip(scored, chosen, strict=True)])

    def ways_out(self, found: Sequence[IndicatorFinding], b1: Bounds | None, b2: Bounds) -> tuple[tuple[str, ...], ...]:
        """The smallest sets of gaps whose closing, all else equal, takes the household out of the class `poor`."""
        gaps = [i.key for i in found if i.deprived]
        for size in range(1, len(gaps) + 1):
            closed = size * self.rules.standard.gap_points
            possible, _ = self.rules.possible(b1 or NOBODY_KNOWS, (b2[0] - closed, b2[1] - closed), self.cut_off.points)
            if LISTED not in possible:
                return tuple(combinations(gaps, size))
        return ()

    def points_to_leave(self, b1: Bounds | None) -> int | None:
        """Income points that are missing to be above the cut-off; None when it is not known or already so."""
        if b1 is None or self.cut_off.points is None or b1[0] > self.cut_off.points:
            return None
        return self.cut_off.points + 1 - b1[0]
