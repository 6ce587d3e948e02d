"""Two standards on the answers of one run: who would move, who stays undecided, household by household."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from chiakhoa.doors.web import standards
from chiakhoa.doors.web.commune.asking import finished_or_404
from chiakhoa.doors.web.middleware import PageRequest
from chiakhoa.law.rules.classification import classify
from chiakhoa.law.rules.comparison import Change, Comparison
from chiakhoa.law.rules.comparison import compare as compare_findings
from chiakhoa.law.rules.standard import Standard
from chiakhoa.review.assessment import queries
from chiakhoa.review.assessment.queries import FindingRow, Run, Wanted

SHOWN = 200
"""Households named one by one; the rest are counted."""


@require_safe
def compare(request: PageRequest, public_id: UUID) -> HttpResponse:
    """Judge every household of a run by two standards and show the moves."""
    of = finished_or_404(request, public_id)
    known = [standard.id for standard in standards.standards()]
    pair = [
        asked if (asked := request.GET.get(name, "")) in known else known[place]
        for name, place in (("a", 0), ("b", -1))
    ]
    assume = settings.PRACTICE and request.GET.get("assume") == "1"
    rows, compared = judged_twice(request, of, pair, assume=assume)
    both = [standards.compiled(key, assumptions=assume).standard for key in pair]
    context = {
        "run": of,
        "section": "front",
        "standards": [(standard.id, standards.say(standard.title)) for standard in standards.standards()],
        "a": pair[0],
        "b": pair[1],
        "assume": assume,
        "surveyed": compared.surveyed,
        "undecided": compared.undecided,
        "moves": [{"count": count, **move(both, a, b)} for a, b, count in compared.moves],
        "changed": len(compared.changes),
        "changes": [told(both, change, rows) for change in compared.changes[:SHOWN]],
    }
    return render(request, "commune/compare.html", context)


def judged_twice(
    request: PageRequest, of: Run, pair: list[str], *, assume: bool
) -> tuple[dict[str, FindingRow], Comparison]:
    """The comparison, and the rows by household code."""
    first, second = (standards.compiled(key, assumptions=assume) for key in pair)
    rows: dict[str, FindingRow] = {}

    def findings() -> Any:
        for row, household in queries.households(request.viewer, of, Wanted(sort="village")):
            rows[household.id] = row
            yield household, classify(first, household, on=row.on), classify(second, household, on=row.on)

    return rows, compare_findings(findings())


def move(both: list[Standard], before: str, after: str) -> dict[str, str]:
    """Both classes, each by the name its own standard gives it."""
    first, second = (standards.class_names(standard) for standard in both)
    return {"from": before, "from_name": first[before], "to": after, "to_name": second[after]}


def told(both: list[Standard], change: Change, rows: dict[str, FindingRow]) -> dict[str, Any]:
    """One household that moves, with what differs in words."""
    names = (
        standards.indicator_names(both[0]) | standards.indicator_names(both[1]) | {"b1": _("income points or limit")}
    )
    because = ", ".join(names[key] for key in change.because)
    return {"row": rows[change.household], "because": because, **move(both, change.before, change.after)}
