"""Rates of a commune or province: counts, denominators, the change in points and in households, names behind each."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from chiakhoa.doors.web.figures import figures, names, part_lines
from chiakhoa.doors.web.middleware import PageRequest
from chiakhoa.doors.web.scope import countable
from chiakhoa.doors.web.templatetags.desk import decimal, whole
from chiakhoa.foundation.access.values import BASIC
from chiakhoa.foundation.places.queries import Area
from chiakhoa.foundation.places.values import PROVINCE
from chiakhoa.foundation.rendering.charts import Bar, bar_chart
from chiakhoa.law.rules.refusals import Refused
from chiakhoa.oversight.reporting import queries
from chiakhoa.oversight.reporting.values import BOTH, FIGURES, Drill, UnitRates

YEARS_BACK = 6
"""Years that can be chosen, today's among them."""


@require_safe
def unit_rates(request: PageRequest) -> HttpResponse:
    """The rates of the unit and year in the address, against an earlier year; of `show` also the households."""
    units = countable(request)
    if not units:
        raise Http404
    asked = request.GET.get("unit", "") or units[0].code
    year = year_of(request, "year", request.today.year)
    before = year_of(request, "compare", year - 1)
    try:
        now = queries.rates(request.viewer, asked, year, request.today, people=False)
        then = queries.rates(request.viewer, asked, before, request.today, people=False) if before != year else None
    except Refused as refused:
        raise Http404 from refused
    context = {
        "section": "rates",
        "units": units_with(units, now),
        "now": now,
        "then": then,
        "years": [request.today.year - back for back in range(YEARS_BACK)],
        "figures": figures(now, then),
        "lines": list(part_lines(now, then)),
        "is_province": now.level == PROVINCE,
        "names_open": bool(request.viewer.communes(BASIC) or request.viewer.villages(BASIC)),
        "chart": chart(now, names()[BOTH]),
        **drilled(request, now),
    }
    return render(request, "reports/rates.html", context)


def year_of(request: PageRequest, name: str, usual: int) -> int:
    """A year in the address, or the usual one."""
    text = request.GET.get(name, "")
    return int(text) if text.isascii() and text.isdigit() and len(text) == 4 else usual


def units_with(units: Sequence[Area], now: UnitRates) -> list[tuple[str, str]]:
    """The units that can be chosen, the one on the page among them."""
    named = {one.code: one.full_name for one in units}
    return list(({now.code: now.name} | named).items())


def drilled(request: PageRequest, now: UnitRates) -> dict[str, Any]:
    """The households behind a figure, counted village by village."""
    figure = request.GET.get("show", "")
    if figure not in FIGURES:
        return {"drill": None}
    found: Drill = queries.drill(request.viewer, now.code, figure, now.as_of, request.today)
    return {"drill": found, "shown": figure, "groups": list(groups(found))}


def groups(found: Drill) -> Iterator[dict[str, Any]]:
    """The households of each village, in the order of the list."""
    by_village: dict[tuple[str, str], list[Any]] = {}
    for row in found.rows:
        by_village.setdefault((row.commune, row.village_code), []).append(row)
    for (_, code), rows in by_village.items():
        yield {"code": code, "name": rows[0].village_name, "rows": rows}


def chart(now: UnitRates, name: str) -> str:
    """Poor and near-poor together in each part, as bars with their figures."""
    bars = []
    for part in now.parts:
        both = part.rates[BOTH]
        rate = decimal(both.percent) if both.percent else "–"
        label = part.name if now.level == PROVINCE else f"{part.code} {part.name}"
        bars.append(Bar(label, both.count, f"{whole(both.count)} / {whole(both.of)} · {rate} %"))
    words = ngettext(
        "%(parts)s place; the table says the same.", "%(parts)s places; the table says the same.", len(bars)
    )
    description = words % {"parts": whole(len(bars))}
    title = f"{name} – {now.name}"
    return bar_chart(bars, title=title, description=description, prefix="parts", width=640, beside=230) if bars else ""
