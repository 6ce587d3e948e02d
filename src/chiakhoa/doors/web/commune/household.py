"""The page of one household: its class, every reason, what is missing, what would change it."""

from __future__ import annotations

from collections.abc import Mapping
from math import comb
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from chiakhoa.doors.web import standards
from chiakhoa.doors.web.commune.asking import finished_or_404, query_of, row_or_404, wanted_of
from chiakhoa.doors.web.commune.judged import finding_of
from chiakhoa.doors.web.middleware import PageRequest
from chiakhoa.law.rules.entitlement import offers_for
from chiakhoa.law.rules.explanation import answer_words, explain
from chiakhoa.law.rules.form import Field
from chiakhoa.law.rules.households import Answer, Household, Member, age_bounds
from chiakhoa.law.rules.standard import Standard
from chiakhoa.review.assessment.queries import FindingRow


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
        "programmes": programmes(request, finding.verdict),
        "household_answers": answers(standard.form.household, answered.answers),
        "people": people(standard, answered, row),
    }
    return render(request, "commune/household.html", context)


def ways(sets: list[list[str]], gaps: int) -> dict[str, Any]:
    """The sets of gaps to close; `any_of` when any so many of all gaps will do, which one sentence says better."""
    size = len(sets[0]) if sets else 0
    any_of = size if len(sets) > 1 and len(sets) == comb(gaps, size) else 0
    return {"sets": sets, "any_of": any_of, "gaps": gaps}


def programmes(request: PageRequest, verdict: str) -> list[dict[str, Any]]:
    """What the law offers today to households of this class, once the class is recognised."""
    return [
        {
            "name": standards.say(offer.name),
            "what": standards.say(offer.what) if offer.what else "",
            "rate": offer.rate,
            "ceiling": offer.ceiling,
            "cite": {"label": standards.say(offer.article.label), "verified": offer.verified},
        }
        for offer in offers_for((verdict,), request.today)
        if verdict in offer.who
    ]


def answers(fields: Mapping[str, Field], given: Mapping[str, Answer]) -> list[tuple[str, str]]:
    """Each question with its answer in words."""
    lang = standards.language()
    return [(field.label[lang], answer_words(field, given.get(key), lang)) for key, field in fields.items()]


def people(standard: Standard, answered: Household, row: FindingRow) -> list[dict[str, Any]]:
    """The members with age and answers."""
    return [
        {
            "name": member.name,
            "age": age(member, row),
            "answers": answers(standard.form.member, member.answers),
        }
        for member in answered.members
    ]


def age(member: Member, row: FindingRow) -> str:
    """The member's age in words, empty when the birth date is not known."""
    if member.birth is None:
        return ""
    low, high = age_bounds(member.birth, row.on)
    if low == high:
        return ngettext("%(age)s year old", "%(age)s years old", low) % {"age": low}
    return _("%(low)s or %(high)s years old") % {"low": low, "high": high}
