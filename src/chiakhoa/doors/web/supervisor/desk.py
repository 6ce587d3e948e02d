"""The supervisor's desk: the same lists as the officer's, and the trail."""

from __future__ import annotations

from django.http import Http404, HttpResponse
from django.utils.translation import gettext as _

from chiakhoa.doors.web import desks
from chiakhoa.doors.web.middleware import PageRequest
from chiakhoa.doors.web.scope import areas
from chiakhoa.doors.web.tiles import class_tiles
from chiakhoa.foundation.registry import queries as registry


def desk(request: PageRequest) -> HttpResponse:
    """Counts of the commune and the ways to its lists, its changes and the trail."""
    found = areas(request, [held.scope for held in desks.grants_of(request, "supervisor")])
    if not found:
        raise Http404
    counts = registry.counts(request.viewer, found[0].code, request.today)
    trail = ("trail", _("The trail"), _("What was done, by whom, when; whether all of it still holds."))
    context = {
        "heading": _("What to look at"),
        "place": found[0].full_name,
        "tiles": list(class_tiles(counts)),
        "ways_on": list(desks.ways(*desks.register_ways(), trail)),
    }
    return desks.shown(request, "supervisor", "supervisor/desk.html", context)
