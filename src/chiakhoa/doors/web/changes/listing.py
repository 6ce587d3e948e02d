"""What changed in a commune since a day: who came on a list, left or changed class; the reason, gaps then and now."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, datetime
from itertools import groupby
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from chiakhoa.doors.web.found import Found, found_of
from chiakhoa.doors.web.middleware import PageRequest
from chiakhoa.doors.web.scope import Scope, scope_of
from chiakhoa.oversight.reporting import queries
from chiakhoa.oversight.reporting.values import Changed

ORDER = ("poor", "near_poor", "")
"""Classes in the order of the page."""


@require_safe
def changes(request: PageRequest) -> HttpResponse:
    """The households whose class in force differs from that of an earlier day, by what they were and became."""
    scope = scope_of(request)
    if scope.commune is None:
        raise Http404
    since, understood = since_of(request)
    found = queries.changes(request.viewer, scope.code, since, request.today)
    then = found_of(request.viewer, scope.code, since)
    now = found_of(request.viewer, scope.code, request.today)
    context = {
        "section": "changes",
        "scope": scope,
        "place": place(scope),
        "since": since,
        "since_text": request.GET.get("since", f"{since:%d/%m/%Y}"),
        "understood": understood,
        "moves": list(moves(found.rows, then, now)),
        "count": len(found.rows),
        "confirmed": found.confirmed,
    }
    return render(request, "changes/list.html", context, status=200 if understood else 422)


def place(scope: Scope) -> str:
    """What is looked at: the commune, or the own villages of it."""
    name = scope.commune.full_name if scope.commune else ""
    return name if scope.whole else ", ".join(one.name for one in scope.villages)


def since_of(request: PageRequest) -> tuple[date, bool]:
    """The day asked for as dd/mm/yyyy, else the last day of last year; and whether it could be read."""
    usual = date(request.today.year - 1, 12, 31)
    text = request.GET.get("since", "").strip()
    if not text:
        return usual, True
    try:
        day = datetime.strptime(text, "%d/%m/%Y").date()  # noqa: DTZ007 (a day has no zone)
    except ValueError:
        return usual, False
    return (day, True) if day <= request.today else (usual, False)


def moves(rows: Sequence[Changed], then: dict[Any, Found], now: dict[Any, Found]) -> Iterator[dict[str, Any]]:
    """The changes by class before and class now, the poor first."""

    def kind(one: Changed) -> tuple[int, int]:
        return ORDER.index(one.now), ORDER.index(one.before)

    for (after, before), some in groupby(sorted(rows, key=kind), key=kind):
        told = [
            {"change": one, "then": then.get(one.household.public_id), "now": now.get(one.household.public_id)}
            for one in some
        ]
        yield {"before": ORDER[before], "now": ORDER[after], "rows": told}
