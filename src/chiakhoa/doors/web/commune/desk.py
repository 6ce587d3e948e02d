"""The desks of the commune: the officer's, and the vice-chair's who asks what changed and why."""

from __future__ import annotations

from itertools import islice
from typing import Any

from django.http import Http404, HttpResponse
from django.utils.translation import gettext as _

from chiakhoa.doors.web import desks
from chiakhoa.doors.web.commune.intake import desk_of
from chiakhoa.doors.web.figures import figures
from chiakhoa.doors.web.middleware import PageRequest
from chiakhoa.doors.web.scope import areas
from chiakhoa.doors.web.tiles import address, class_tiles
from chiakhoa.foundation.places.queries import Area
from chiakhoa.foundation.registry import queries as registry
from chiakhoa.foundation.registry.values import LISTED_KEY, Wanted
from chiakhoa.oversight.reporting import queries as reporting
from chiakhoa.review.assessment import queries as assessment
from chiakhoa.review.survey import queries as surveying

WAITING_SHOWN = 12
"""Listed households without a finding that the desk names; the rest are counted."""

JOBS_SHOWN = 3
"""Imports that the desk names, newest first."""


def officer(request: PageRequest) -> HttpResponse:
    """The commune officer's desk: what waits, the counts, the ways on."""
    commune = own_commune(request, "commune_officer")
    wanted = Wanted(commune=commune.code, class_key=LISTED_KEY, sort="village", size=WAITING_SHOWN)
    without = assessment.unjudged(request.viewer, wanted, request.today)
    context = {
        **counted(request, commune),
        "heading": _("What is waiting"),
        "drafts": surveying.drafts(request.viewer, commune.code, request.today),
        "without": without.rows,
        "without_count": without.total,
        "without_all": f"{address({'commune': commune.code}, LISTED_KEY)}&result=none",
        "jobs": list(islice(desk_of(request).jobs(commune.code), JOBS_SHOWN)),
        "ways_on": list(desks.ways(*desks.register_ways(), *officer_ways())),
    }
    return desks.shown(request, "commune_officer", "commune/officer.html", context)


def vice_chair(request: PageRequest) -> HttpResponse:
    """The vice-chair's desk: the figures to say aloud, what changed, the ways on."""
    commune = own_commune(request, "vice_chair")
    year = request.today.year
    now, then = (reporting.rates(request.viewer, commune.code, one, request.today) for one in (year, year - 1))
    context = {
        **counted(request, commune),
        "heading": _("What changed and why"),
        "now": now,
        "then": then,
        "figures": figures(now, then),
        "grown": now.households - then.households,
        "ways_on": list(desks.ways(*desks.register_ways())),
    }
    return desks.shown(request, "vice_chair", "commune/vice_chair.html", context)


def own_commune(request: PageRequest, role: str) -> Area:
    """The commune of a role: the one asked for, else the first."""
    found = areas(request, [held.scope for held in desks.grants_of(request, role)])
    if not found:
        raise Http404
    return next((one for one in found if one.code == request.GET.get("commune")), found[0])


def counted(request: PageRequest, commune: Area) -> dict[str, Any]:
    """The counts of a commune as tiles."""
    counts = registry.counts(request.viewer, commune.code, request.today)
    several = len(request.viewer.communes()) > 1
    return {
        "place": commune.full_name,
        "commune": commune,
        "counted": counts,
        "tiles": list(class_tiles(counts, commune=commune.code if several else "")),
    }


def officer_ways() -> list[tuple[str, str, str]]:
    """The ways of the officer beyond those to the register."""
    return [
        ("intake", _("Import lists and answers"), _("See first what would be new, changed or returned.")),
        ("workbooks", _("Judge a workbook"), _("Try out a file of answers; the register stays as it is.")),
    ]
