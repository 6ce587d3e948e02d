"""The province's desk: the rates of its communes side by side, counts only."""

from __future__ import annotations

from django.http import Http404, HttpResponse
from django.utils.translation import gettext as _

from chiakhoa.doors.web import desks
from chiakhoa.doors.web.middleware import PageRequest
from chiakhoa.doors.web.scope import areas
from chiakhoa.foundation.access.values import PLACE
from chiakhoa.oversight.reporting import queries as reporting


def desk(request: PageRequest) -> HttpResponse:
    """Communes with households, counts and rates; where nothing is counted yet, that is said."""
    codes = [held.scope for held in desks.grants_of(request, "province") if held.scope_kind == PLACE]
    found = areas(request, codes)
    if not found:
        raise Http404
    now = reporting.rates(request.viewer, found[0].code, request.today.year, request.today, people=False)
    counted = [part for part in now.parts if part.households]
    context = {
        "heading": _("The communes of the province"),
        "place": found[0].full_name,
        "now": now,
        "counted": counted,
        "silent": len(now.parts) - len(counted),
        "ways_on": list(desks.ways(("unit_rates", _("Rates"), _("Every commune, this year against an earlier one.")))),
    }
    return desks.shown(request, "province", "province/desk.html", context)
