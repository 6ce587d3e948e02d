"""Two standards on the answers of one run: who would move, who stays undecided, household by household.

All households are judged in columns; only those that are named one by one are judged again with their reasons.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from chiakhoa.doors.web import standards
from chiakhoa.doors.web.commune.asking import finished_or_404
from chiakhoa.doors.web.commune.lists import marks
from chiakhoa.doors.web.middleware import PageRequest
from chiakhoa.law.batch.classify import classify_frame, verdicts
from chiakhoa.law.batch.frames import Place, Snapshot, snapshot
from chiakhoa.law.rules.classification import classify
from chiakhoa.law.rules.comparison import answered, reasons
from chiakhoa.law.rules.compiled import CompiledStandard
from chiakhoa.law.rules.encoding import Encoded, encode
from chiakhoa.law.rules.finding import CANNOT_SAY
from chiakhoa.law.rules.households import Household
from chiakhoa.review.assessment import queries
from chiakhoa.review.assessment.queries import FindingRow, Run, Wanted

SHOWN = 200
"""Households named one by one; the rest are counted."""

Answered = list[tuple[FindingRow, Household]]


@dataclass(frozen=True, slots=True)
class Pair:
    """The two standards compared."""

    first: CompiledStandard
    second: CompiledStandard

    def move(self, before: str, after: str) -> dict[str, str]:
        """Both classes, each by the name its own standard gives it."""
        first, second = (standards.class_names(rules.standard) for rules in (self.first, self.second))
        return {"from": before, "from_name": first[before], "to": after, "to_name": second[after]}

    def change(self, row: FindingRow, household: Household, before: str, after: str) -> dict[str, Any]:
        """One household that moves, with what differs in words."""
        names = standards.indicator_names(self.first.standard) | standards.indicator_names(self.second.standard)
        names["b1"] = _("income points or limit")
        findings = (classify(rules, household, on=row.on) for rules in (self.first, self.second))
        because = ", ".join(names[key] for key in reasons(*findings))
        return {"row": row, "because": because, **self.move(before, after)}


@require_safe
def compare(request: PageRequest, public_id: UUID) -> HttpResponse:
    """Judge every household of a run by two standards and show the moves."""
    of = finished_or_404(request, public_id)
    known = [standard.id for standard in standards.standards()]
    a, b = (asked_standard(request.GET.get(name, ""), known, place) for name, place in (("a", 0), ("b", -1)))
    assume = settings.PRACTICE and request.GET.get("assume") == "1"
    pair = Pair(standards.compiled(a, assumptions=assume), standards.compiled(b, assumptions=assume))
    context = {
        "run": of,
        "section": "front",
        "standards": [(standard.id, standards.say(standard.title)) for standard in standards.standards()],
        "a": a,
        "b": b,
        "assume": assume,
        **marks(of, pair.second.standard),
        **compared(pair, answered_of(request, of)),
    }
    return render(request, "commune/compare.html", context)


def asked_standard(asked: str, known: list[str], usual: int) -> str:
    """The standard asked for, or the usual one."""
    return asked if asked in known else known[usual]


def answered_of(request: PageRequest, of: Run) -> Answered:
    """The households of the run in which anybody answered anything, by village."""
    found = queries.households(request.viewer, of, Wanted(sort="village"))
    return [(row, household) for row, household in found if answered(household)]


def compared(pair: Pair, rows: Answered) -> dict[str, Any]:
    """Moves, undecided, and the first households that move."""
    frames = columns(pair.first, rows)
    judged = list(zip(judged_by(pair.first, frames), judged_by(pair.second, frames), strict=True))
    moves = Counter(judged)
    moved = [place for place, (before, after) in enumerate(judged) if before != after]
    return {
        "surveyed": len(rows),
        "undecided": sum(count for both, count in moves.items() if CANNOT_SAY in both),
        "moves": [{"count": count, **pair.move(*both)} for both, count in sorted(moves.items())],
        "changed": len(moved),
        "changes": [pair.change(*rows[place], *judged[place]) for place in moved[:SHOWN]],
    }


def columns(rules: CompiledStandard, rows: Answered) -> Snapshot:
    """The answers in columns; all standards share one form."""

    def encoded() -> Iterator[tuple[Encoded, Place]]:
        for row, household in rows:
            yield encode(rules.standard.form, household, row.on), Place(0, 0, 0)

    return snapshot(rules.standard.form, encoded())


def judged_by(rules: CompiledStandard, frames: Snapshot) -> list[str]:
    """The class of each household, in order."""
    names = verdicts(rules)
    codes = classify_frame(rules, frames.households, frames.members)["verdict"].to_list()
    return [names[code] for code in codes]
