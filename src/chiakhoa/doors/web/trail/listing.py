"""The trail for who may read it: what was done, newest first; whether every entry and row still holds."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from chiakhoa.doors.web import standards
from chiakhoa.doors.web.middleware import PageRequest
from chiakhoa.doors.web.templatetags.desk import in_words
from chiakhoa.foundation.audit import queries
from chiakhoa.foundation.places import queries as places

A_PAGE = 50
"""Entries on one page."""

HOUSEHOLD = "registry.household:"
"""How an entry names a household; its public id follows."""


@require_http_methods(["GET", "HEAD", "POST"])
def trail(request: PageRequest) -> HttpResponse:
    """The entries of one chain or of all; sent as a form, every hash and row is worked out again."""
    if not request.viewer.may_read_trail():
        raise Http404
    chains = [one.key for one in queries.open_chains(request.viewer)]
    asked = request.GET.get("chain", "")
    chain = asked if asked in chains else ""
    page = Paginator(queries.entries(request.viewer, chain), A_PAGE).get_page(request.GET.get("page"))
    names = {key: chain_name(request, key) for key in {*chains, *(entry.chain.key for entry in page.object_list)}}
    context: dict[str, Any] = {
        "section": "trail",
        "chains": [(key, names[key]) for key in chains],
        "chain": chain,
        "page": page,
        "entries": [told(entry, names) for entry in page.object_list],
    }
    if request.method == "POST":
        found = queries.verify(request.viewer)
        context["verified"] = found
        context["problems"] = [one.message(standards.language()) for one in found.problems]
    return render(request, "trail/list.html", context)


def told(entry: queries.Entry, names: Mapping[str, str]) -> dict[str, Any]:
    """An entry as people read it: where it is written, the reason in words, the household or how many it is about."""
    homes = [one.removeprefix(HOUSEHOLD) for one in entry.subjects if one.startswith(HOUSEHOLD)]
    why, colon, rest = entry.reason.partition(": ")
    return {
        "entry": entry,
        "chain": names[entry.chain.key],
        "reason": f"{in_words(why)}{colon}{rest}",
        "household": homes[0] if len(homes) == 1 else "",
        "households": len(homes) if len(homes) > 1 else 0,
    }


def chain_name(request: PageRequest, key: str) -> str:
    """A chain by the name of its place, as that was last called."""
    kind, _colon, code = key.partition(":")
    if kind == "office":
        return _("The office")
    form = places.forms(request.viewer, code).last()
    return form.full_name if form else key
