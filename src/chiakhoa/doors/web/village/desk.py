"""The village head's desk, and that of reviewers and helpers: the households that are theirs."""

from __future__ import annotations

from django.http import HttpResponse
from django.utils.translation import gettext as _

from chiakhoa.doors.web import desks
from chiakhoa.doors.web.middleware import PageRequest
from chiakhoa.doors.web.scope import own_villages
from chiakhoa.doors.web.tiles import class_tiles
from chiakhoa.foundation.registry import queries as registry
from chiakhoa.foundation.registry.values import LISTED_KEY, Count, Wanted

MOST = 200
"""Households that a desk lists."""


def head(request: PageRequest) -> HttpResponse:
    """The own villages: counts, who is listed, search."""
    viewer, villages = request.viewer, []
    for village in own_villages(viewer):
        wanted = Wanted(village=village.public_id, class_key=LISTED_KEY, size=MOST)
        counts = registry.counts(viewer, village.commune, request.today).villages
        counted = counts.get(village.public_id, Count())
        villages.append({
            "village": village,
            "tiles": list(class_tiles(counted, village=str(village.public_id))),
            "listed": registry.households(viewer, wanted, request.today).rows,
        })  # fmt: skip
    context = {
        "heading": _("My village"),
        "villages": villages,
        "ways_on": list(desks.ways(*desks.register_ways())),
    }
    return desks.shown(request, "village_head", "village/head.html", context)


def assigned(request: PageRequest) -> HttpResponse:
    """The households that a reviewer or helper was given."""
    role = "reviewer" if "reviewer" in request.viewer.roles else "helper"
    own = {held.scope for held in desks.grants_of(request, role)}
    page = registry.households(request.viewer, Wanted(sort="village", size=0), request.today)
    context = {
        "heading": _("My households"),
        "rows": [row for row in page.rows if str(row.public_id) in own],
    }
    return desks.shown(request, role, "village/assigned.html", context)
