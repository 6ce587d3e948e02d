"""A run's own page: how far the work is, the list of households when it is done, again and out of use."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.core.paginator import Page, Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe
from django_htmx.http import HttpResponseClientRedirect

from chiakhoa.doors.web import standards
from chiakhoa.doors.web.commune import jobs
from chiakhoa.doors.web.commune.asking import query_of, run_or_404, wanted_of
from chiakhoa.doors.web.middleware import PageRequest
from chiakhoa.law.rules.indices import rate
from chiakhoa.law.rules.refusals import Refused
from chiakhoa.law.rules.standard import Standard
from chiakhoa.review.assessment import queries
from chiakhoa.review.assessment.queries import BOTH, FindingRow, Run, Tally, Wanted

A_PAGE = 50
"""Households on one page of the list."""


@require_safe
def run(request: PageRequest, public_id: UUID) -> HttpResponse:
    """How far the work is, what was refused, which columns to confirm, or the list."""
    found = run_or_404(request, public_id)
    if found.state == "done":
        asks_progress = request.htmx and request.htmx.target == "progress"
        return HttpResponseClientRedirect(request.path) if asks_progress else listed(request, found)
    if found.state == "headers":
        address = reverse("headers", args=[public_id])
        return HttpResponseClientRedirect(address) if request.htmx else redirect(address)
    busy = jobs.is_busy(jobs.keeper(request), found)
    if not busy and found.state in jobs.BUSY:
        found = run_or_404(request, public_id)
        if found.state not in jobs.BUSY:
            return run(request, public_id)
        found.state = "stopped"
    context = {"run": found, "busy": busy, "refusal": told_refusal(found), "section": "front"}
    return render(request, "commune/progress.html", context)


@require_POST
def again(request: PageRequest, public_id: UUID) -> HttpResponse:
    """Start a stopped run once more."""
    jobs.begin_again(jobs.keeper(request), run_or_404(request, public_id))
    return redirect("run", public_id)


@require_POST
def end(request: PageRequest, public_id: UUID) -> HttpResponse:
    """Take a run out of use with a reason."""
    reason = request.POST.get("reason", "").replace("\0", "").strip()
    found = run_or_404(request, public_id)
    if not reason:
        return redirect("run", public_id)
    jobs.keeper(request).erase(found, reason=reason)
    return redirect("workbooks")


def told_refusal(of: Run) -> dict[str, str]:
    """A refusal in the reader's language."""
    if not of.refusal:
        return {}
    refused = Refused(of.refusal["rule"], where=of.refusal["where"], **of.refusal["values"])
    return refused.as_dict(standards.language())


def listed(request: PageRequest, of: Run) -> HttpResponse:
    """The list with its counts, filters, order and pages."""
    wanted, standard = wanted_of(request.GET), standards.of_run(of)
    tally = queries.tally(request.viewer, of)
    page = Paginator(queries.findings(request.viewer, of, wanted), A_PAGE).get_page(request.GET.get("page"))
    page.object_list = list(page.object_list)
    name_rows(request, page, standard)
    query = query_of(wanted)
    context = {
        "run": of,
        "section": "front",
        "wanted": wanted,
        "query": query,
        "page_query": f"{query}&" if query else "",
        "filtered": query_of(wanted, sort=Wanted().sort) != "",
        "page": page,
        "tally": tally,
        "tiles": tiles(tally, standard),
        "villages": queries.villages(request.viewer, of),
        "indicators": standards.indicator_names(standard),
        "verdicts": [*standards.class_names(standard).items(), (BOTH, _("Poor and near-poor together"))],
        "sorts": sort_names(),
        "columns": columns(wanted),
        **marks(of, standard),
    }
    return render(request, "commune/result.html", context)


def marks(of: Run, standard: Standard) -> dict[str, Any]:
    """Which warnings the pages of a run carry."""
    return {"practice": of.practice, "verified": standards.verified(standard).whole, "standard_id": standard.id}


def name_rows(request: PageRequest, page: Page[FindingRow], standard: Standard) -> None:
    """Put the words of class and gaps on the rows of a page."""
    classes, indicators = standards.class_names(standard), standards.indicator_names(standard)
    gaps = queries.sure_gaps(request.viewer, list(page.object_list))
    for row in page.object_list:
        words = {
            "verdict_name": classes[row.verdict],
            "possible_names": ", ".join(classes[key] for key in row.possible) if len(row.possible) > 1 else "",
            "gap_names": [indicators[key] for key in gaps.get(row.pk, [])],
        }
        vars(row).update(words)


def tiles(tally: Tally, standard: Standard) -> list[dict[str, Any]]:
    """One tile a class: its name, count and rate, and the address of its households."""
    return [
        {
            "key": key,
            "name": name,
            "count": tally.verdicts[key],
            "rate": rate(tally.verdicts[key], tally.households) if tally.households else "",
            "query": query_of(Wanted(verdict=key)),
        }
        for key, name in standards.class_names(standard).items()
    ]


def sort_names() -> list[tuple[str, str]]:
    """The orders of the list."""
    return [
        ("class", _("class, poorest first")),
        ("name", _("given name")),
        ("village", _("village")),
        ("points", _("income points, lowest first")),
        ("gaps", _("gaps, most first")),
        ("row", _("as in the workbook")),
    ]


def columns(wanted: Wanted) -> list[dict[str, Any]]:
    """The heads of the list; those that sort carry the address that does it."""
    heads: list[tuple[str, str, bool]] = [
        (_("Head of household"), "name", False),
        (_("Village"), "village", False),
        (_("Class"), "class", False),
        (_("Income points"), "points", True),
        (_("Gap points"), "", True),
        (_("Gaps"), "gaps", False),
        (_("Answers missing"), "", True),
    ]
    descending = {"gaps"}
    return [
        {
            "name": name,
            "number": number,
            "query": query_of(wanted, sort=key) or "sort=class" if key else "",
            "sorted": ("descending" if key in descending else "ascending") if key and key == wanted.sort else "",
        }
        for name, key, number in heads
    ]
