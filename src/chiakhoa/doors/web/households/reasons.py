"""Why a household has its class: the kept finding in the reader's words, and what was found in earlier years."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.urls import reverse

from chiakhoa.doors.exchange.registered import Reasons, place_of, reasons_of
from chiakhoa.doors.web import standards
from chiakhoa.doors.web.middleware import PageRequest
from chiakhoa.doors.web.telling import answers, people, programmes, ways
from chiakhoa.doors.web.words import HAPPENINGS
from chiakhoa.foundation.registry.values import Whole
from chiakhoa.review.assessment import queries as assessment
from chiakhoa.review.survey import queries as surveying


@dataclass(frozen=True, slots=True)
class Row:
    """What the shared parts of the page of a household ask of a finding."""

    on: date
    area: str
    b1_low: int | None
    b1_high: int | None
    b2_low: int
    b2_high: int
    gap_count: int
    gap_names: list[str]
    missing_count: int


def told_reasons(request: PageRequest, found: Whole, *, sensitive: bool) -> dict[str, Any]:
    """Everything of the page that rests on surveys and findings."""
    viewer, household = request.viewer, found.household.public_id
    reasons = reasons_of(viewer, household, request.today, standards.language(), sensitive=sensitive)
    context: dict[str, Any] = {
        "assessed": list(assessed(request, found)),
        "survey_href": survey_address(request, found),
        "reasons": reasons,
    }
    return context | (finding_context(reasons, request.today) if reasons else {})


def finding_context(reasons: Reasons, today: date) -> dict[str, Any]:
    """The finding as the shared parts show it."""
    told, standard = reasons.told, reasons.standard
    names = standards.indicator_names(standard)
    row = row_of(reasons, [names[key] for key in told["b2"]["deprived"]])
    return {
        "row": row,
        "told": told,
        "verdict_name": standards.class_names(standard)[told["finding"]],
        "ways": ways([[names[key] for key in keys] for keys in told["to_stop_being_poor"]], row.gap_count),
        "scored": [item for item in told["b1"]["items"] if item["points"] != 0],
        "unscored": list(dict.fromkeys(item["label"] for item in told["b1"]["items"] if item["points"] == 0)),
        "programmes": programmes(told["finding"], today),
        "household_answers": answers(standard.form.household, reasons.answers.answers),
        "people": people(standard, reasons.answers, row.on),
    }


def row_of(reasons: Reasons, gap_names: list[str]) -> Row:
    """The figures of a kept finding."""
    kept = reasons.kept
    low, high = kept.b1 or (None, None)
    return Row(kept.on, reasons.answers.area, low, high, *kept.b2, len(gap_names), gap_names, kept.missing)


def assessed(request: PageRequest, found: Whole) -> Iterator[dict[str, Any]]:
    """Every survey and finding of the household as something that happened, with the standard it was judged by."""
    viewer, household = request.viewer, found.household.public_id
    for survey in surveying.surveys(viewer, household, request.today):
        yield {"on": survey.on, "what": HAPPENINGS["survey"], "about": survey.source, "reason": survey.end_reason}
    for kept in assessment.kept_all(viewer, household, request.today):
        yield {
            "on": kept.on,
            "what": HAPPENINGS["finding"],
            "about": standards.class_names(standards.standards()[0])[kept.verdict],
            "reason": standards.title(kept.standard),
        }


def survey_address(request: PageRequest, found: Whole) -> str:
    """Where the household's form is filled in, for who may survey it; empty otherwise."""
    home = found.household
    if home.closed_on or not request.viewer.may("survey", place_of(home)):
        return ""
    return reverse("survey", args=[home.public_id])
