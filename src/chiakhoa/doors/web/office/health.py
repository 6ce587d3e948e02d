"""Health of the office: what `doctor` checks, and whether the whole trail holds, with the time it took."""

from __future__ import annotations

from time import perf_counter
from typing import Any

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from chiakhoa.doors.exchange.health import checked, checks
from chiakhoa.doors.web import standards
from chiakhoa.doors.web.middleware import PageRequest
from chiakhoa.doors.web.office.asking import may_or_404
from chiakhoa.foundation.access.values import SETUP
from chiakhoa.foundation.audit import queries

NAMES = {
    "standards": _("Standards of poverty"),
    "fonts": _("Typeface of papers"),
    "folder": _("Data folder"),
    "store": _("Store and its guards"),
}


@require_http_methods(["GET", "HEAD", "POST"])
def health(request: PageRequest) -> HttpResponse:
    """The checks; sent as a form, also the trail, worked out again from every row."""
    may_or_404(request, "health")
    every = checks(lambda: settings.DATA, lambda: None)
    found = [checked(name, check, standards.language()) | {"label": NAMES[name]} for name, check in every.items()]
    context: dict[str, Any] = {"section": "desk", "checks": found}
    if request.method == "POST":
        context |= verified()
    return render(request, "office/health.html", context)


def verified() -> dict[str, Any]:
    """Whether the trail holds. The office is told that it does or where not, and nothing of what it says."""
    begun = perf_counter()
    found = queries.verify(SETUP)
    problems = [one.message(standards.language()) for one in found.problems]
    return {"verified": found, "problems": problems, "seconds": f"{perf_counter() - begun:.1f}"}
