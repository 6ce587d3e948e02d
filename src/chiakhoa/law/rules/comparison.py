"""Two standards on the same answers: who changes class and by which indicator; a missing answer moves nobody."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from chiakhoa.law.rules.finding import CANNOT_SAY, Finding
from chiakhoa.law.rules.households import Household


@dataclass(frozen=True, slots=True)
class Change:
    """One household that the two standards judge differently, and what differs: indicator keys, or `b1`."""

    household: str
    before: str
    after: str
    because: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Comparison:
    """All households under both standards. `surveyed` = sum of the moves; `undecided` under at least one of the two."""

    surveyed: int
    no_answers: int
    moves: tuple[tuple[str, str, int], ...]
    undecided: int
    changes: tuple[Change, ...]


def compare(pairs: Iterable[tuple[Household, Finding, Finding]]) -> Comparison:
    """Compare the findings of two standards, household by household."""
    moves: Counter[tuple[str, str]] = Counter()
    changes: list[Change] = []
    no_answers = 0
    for household, before, after in pairs:
        if not answered(household):
            no_answers += 1
            continue
        moves[before.verdict, after.verdict] += 1
        if before.verdict != after.verdict:
            changes.append(Change(household.id, before.verdict, after.verdict, reasons(before, after)))
    undecided = sum(count for pair, count in moves.items() if CANNOT_SAY in pair)
    ordered = tuple((before, after, count) for (before, after), count in sorted(moves.items()))
    return Comparison(sum(moves.values()), no_answers, ordered, undecided, tuple(changes))


def answered(household: Household) -> bool:
    """Whether anybody answered anything at all."""
    everything = [household.answers, *(member.answers for member in household.members)]
    return any(answer is not None for answers in everything for answer in answers.values())


def reasons(before: Finding, after: Finding) -> tuple[str, ...]:
    """What the two findings differ in: indicators judged differently or in one standard only, points, cut-off."""
    first = {found.key: found.deprived for found in before.indicators}
    second = {found.key: found.deprived for found in after.indicators}
    differing = [key for key in first | second if first.get(key, False) != second.get(key, False)]
    if (before.b1, before.cut_off) != (after.b1, after.cut_off):
        differing.append("b1")
    return tuple(differing)
