"""The page of one household: its class, every reason, what is missing, what would change it."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from chiakhoa.doors.web import standards
from chiakhoa.doors.web.commune.asking import finished_or_404, query_of, row_or_404, wanted_of
from chiakhoa.doors.web.commune.judged import finding_of
from chiakhoa.doors.web.middleware import PageRequest
from chiakhoa.doors.web.telling import answers, people, programmes, ways
from chiakhoa.law.rules.explanation import explain


@require_safe
def household(request: PageRequest, public_id: UUID, number: int) -> HttpResponse:
    """One household of a run, explained anew from its answers."""
    of = finished_or_404(request, public_id)
    row = row_or_404(request, of, number)
    standard = standards.of_run(of)
    answered, finding = finding_of(of, row)
    told = explain(standard, answered, finding, standards.language())
    names = standards.indicator_names(standard)
    vars(row)["gap_names"] = [names[key] for key in told["b2"]["deprived"]]
    context = {
        "run": of,
        "row": row,
        "section": "front",
        "query": query_of(wanted_of(request.GET)),
        "told": told,
        "verdict_name": standards.class_names(standard)[finding.verdict],
        "ways": ways([[names[key] for key in keys] for keys in told["to_stop_being_poor"]], row.gap_count),
        "scored": [item for item in told["b1"]["items"] if item["points"] != 0],
        "unscored": list(dict.fromkeys(item["label"] for item in told["b1"]["items"] if item["points"] == 0)),
        "programmes": programmes(finding.verdict, request.today),
        "household_answers": answers(standard.form.household, answered.answers),
        "people": people(standard, answered, row.on),
    }
    return render(request, "commune/household.html", context)
