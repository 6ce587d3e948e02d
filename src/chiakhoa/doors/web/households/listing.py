"""The register as a list: searched without tones in any word order, filtered, counted, page by page or on paper."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from chiakhoa.doors.web.households.asking import A_PAGE, asks_unjudged, query_of, wanted_of
from chiakhoa.doors.web.middleware import PageRequest
from chiakhoa.doors.web.scope import Scope, scope_of
from chiakhoa.doors.web.telling import class_words
from chiakhoa.doors.web.tiles import class_tiles
from chiakhoa.foundation.registry import queries as registry
from chiakhoa.foundation.registry.values import LISTED, LISTED_KEY, NONE_KEY, Count, Wanted
from chiakhoa.review.assessment import queries as assessment


@require_safe
def listing(request: PageRequest) -> HttpResponse:
    """The households that are open to the reader, as asked for in the address."""
    scope = scope_of(request)
    wanted = wanted_of(request, scope)
    unjudged = asks_unjudged(request)
    listed = assessment.unjudged if unjudged else registry.households
    page = listed(request.viewer, wanted, request.today)
    counted = counted_in(request, scope, wanted)
    query = query_of(wanted, scope, unjudged=unjudged)
    context = {
        "section": "households",
        "scope": scope,
        "village": scope.village(wanted.village),
        "wanted": wanted,
        "unjudged": unjudged,
        "on_paper": wanted.size != A_PAGE,
        "page": page,
        "query": query,
        "page_query": f"{query}&" if query else "",
        "print_query": query_of(wanted, scope, unjudged=unjudged, print="1"),
        "filtered": query_of(wanted, scope, unjudged=unjudged, commune="", sort="") != "",
        "counted": counted,
        "tiles": list(class_tiles(counted, **place(scope, wanted))) if counted else [],
        "classes": class_choices(),
        "sorts": [("name", _("given name")), ("village", _("village")), ("number", _("household number"))],
    }
    return render(request, "households/list.html", context)


def counted_in(request: PageRequest, scope: Scope, wanted: Wanted) -> Count | None:
    """Households of the place that is looked at; None where only single households are open."""
    if scope.commune is None:
        return None
    counts = registry.counts(request.viewer, scope.code, request.today)
    return counts.villages.get(wanted.village, counts) if wanted.village else counts


def place(scope: Scope, wanted: Wanted) -> dict[str, str]:
    """The part of the address that names the place that is looked at."""
    several = len(scope.communes) > 1
    return {"commune": scope.code if several else "", "village": str(wanted.village or "")}


def class_choices() -> list[tuple[str, str]]:
    """The classes that can be asked for."""
    words = class_words()
    return [
        (LISTED_KEY, _("Poor and near-poor together")),
        *((key, words[key]) for key in LISTED),
        (NONE_KEY, _("Not listed")),
    ]
