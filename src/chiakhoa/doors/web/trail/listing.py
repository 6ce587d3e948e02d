"""The trail for who may read it: what was done, newest first; whether every entry and row still holds."""

from __future__ import annotations

from typing import Any

from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from chiakhoa.doors.web import standards
from chiakhoa.doors.web.middleware import PageRequest
from chiakhoa.foundation.audit import queries

A_PAGE = 50
"""Entries on one page."""


@require_http_methods(["GET", "HEAD", "POST"])
def trail(request: PageRequest) -> HttpResponse:
    """The entries of one chain or of all; sent as a form, every hash and row is worked out again."""
    if not request.viewer.may_read_trail():
        raise Http404
    chains = [one.key for one in queries.open_chains(request.viewer)]
    asked = request.GET.get("chain", "")
    chain = asked if asked in chains else ""
    entries = queries.entries(request.viewer, chain)
    page = Paginator(entries, A_PAGE).get_page(request.GET.get("page"))
    context: dict[str, Any] = {"section": "trail", "chains": chains, "chain": chain, "page": page}
    if request.method == "POST":
        found = queries.verify(request.viewer)
        context["verified"] = found
        context["problems"] = [one.message(standards.language()) for one in found.problems]
    return render(request, "trail/list.html", context)
