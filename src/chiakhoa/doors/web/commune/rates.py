"""Rates with counts and denominators, villages, and the chart of gaps; every figure leads to its households."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from chiakhoa.doors.web import standards
from chiakhoa.doors.web.commune.asking import finished_or_404, query_of
from chiakhoa.doors.web.commune.lists import marks
from chiakhoa.doors.web.middleware import PageRequest
from chiakhoa.law.rules.indices import rate
from chiakhoa.law.rules.standard import Standard
from chiakhoa.review.assessment import queries
from chiakhoa.review.assessment.queries import BOTH, GapCount, Tally, Wanted

SHOWN = ("poor", "near_poor", BOTH, "cannot_say")
CHART_WIDTH, CHART_ROW, NUMBER_ROOM = 640, 56, 120
"""Units of the chart's own grid."""


@require_safe
def rates(request: PageRequest, public_id: UUID) -> HttpResponse:
    """Rates of the whole workbook and by village, gaps by indicator."""
    of = finished_or_404(request, public_id)
    standard = standards.of_run(of)
    tally = queries.tally(request.viewer, of)
    names = rate_names(standard)
    villages = queries.tally_by_village(request.viewer, of)
    context = {
        "run": of,
        "section": "front",
        "tally": tally,
        "overall": lines(tally, names, ""),
        "village_columns": list(names.values()),
        "villages": [
            {
                "name": village,
                "query": query_of(Wanted(village=village)),
                "households": counted.households,
                "cells": lines(counted, names, village),
            }
            for village, counted in villages.items()
        ],
        "chart": chart(standard, queries.gap_counts(request.viewer, of), tally.households),
        **marks(of, standard),
    }
    return render(request, "commune/rates.html", context)


def rate_names(standard: Standard) -> dict[str, str]:
    """The published rates by name."""
    names = standards.class_names(standard) | {BOTH: _("Poor and near-poor together")}
    return {key: names[key] for key in SHOWN}


def lines(tally: Tally, names: Mapping[str, str], village: str) -> list[dict[str, Any]]:
    """Count and rate of each published figure, with the address of its households where one class holds them."""
    counts = tally.verdicts | {BOTH: tally.verdicts["poor"] + tally.verdicts["near_poor"]}
    return [
        {
            "key": key,
            "name": name,
            "count": counts[key],
            "rate": rate(counts[key], tally.households) if tally.households else "0.00",
            "query": query_of(Wanted(verdict=key, village=village)),
        }
        for key, name in names.items()
    ]


def chart(standard: Standard, counts: Mapping[str, GapCount], households: int) -> dict[str, Any]:
    """Bars of households with a gap and of those nobody can tell, in the order of the law."""
    found = {key: counts.get(key, GapCount(0, 0)) for key in standards.indicator_names(standard)}
    longest = max((count.gaps + count.unsure for count in found.values()), default=0) or 1
    unit = (CHART_WIDTH - NUMBER_ROOM) / longest
    bars = []
    for place, (key, name) in enumerate(standards.indicator_names(standard).items()):
        count, top = found[key], place * CHART_ROW
        width, unsure_width = round(count.gaps * unit), round(count.unsure * unit)
        bars.append({
            "key": key,
            "name": name,
            "gaps": count.gaps,
            "unsure": count.unsure,
            "rate": rate(count.gaps, households) if households else "0.00",
            "text_y": top + 17,
            "y": top + 25,
            "number_y": top + 41,
            "width": width,
            "unsure_width": unsure_width,
            "end": width + unsure_width + 8,
        })  # fmt: skip
    return {"width": CHART_WIDTH, "height": len(bars) * CHART_ROW, "bars": bars}
