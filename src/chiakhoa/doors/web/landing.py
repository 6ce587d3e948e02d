"""The first page: each person's own desk; for a visitor of a practice folder the workbooks, and who to try out as."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from chiakhoa.doors.web import desks
from chiakhoa.doors.web.commune import desk as commune
from chiakhoa.doors.web.commune.front import workbooks
from chiakhoa.doors.web.household import desk as household
from chiakhoa.doors.web.middleware import PageRequest
from chiakhoa.doors.web.office import desk as office
from chiakhoa.doors.web.province import desk as province
from chiakhoa.doors.web.supervisor import desk as supervisor
from chiakhoa.doors.web.village import desk as village

DESKS: Mapping[str, Callable[[PageRequest], HttpResponse]] = {
    "commune_officer": commune.officer,
    "vice_chair": commune.vice_chair,
    "supervisor": supervisor.desk,
    "village_head": village.head,
    "province": province.desk,
    "administrator": office.desk,
    "household_member": household.desk,
    "reviewer": village.assigned,
    "helper": village.assigned,
}


@require_http_methods(["GET", "HEAD", "POST"])
def front(request: PageRequest) -> HttpResponse:
    """The desk asked for, or the first of the reader's own; without one what comes, or the workbooks, or what to do."""
    held = desks.held_desks(request)
    coming = list(desks.coming(request))
    if request.method == "POST" or (not held and not coming and request.viewer.may_see_runs()):
        return workbooks(request)
    if not held:
        return render(request, "desks/none.html", {"section": "desk", "coming": coming})
    asked = request.GET.get("desk", "")
    role = asked if asked in held else held[0]
    return DESKS[role](request)
