"""One household of the register: who lives there, its class in force and why, what is missing, what happened."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_POST, require_safe

from chiakhoa.doors.exchange.registered import place_of, without_sensitive
from chiakhoa.doors.web.households.reasons import told_reasons
from chiakhoa.doors.web.middleware import PageRequest
from chiakhoa.doors.web.telling import age
from chiakhoa.doors.web.words import HAPPENINGS
from chiakhoa.foundation.access.values import SENSITIVE
from chiakhoa.foundation.audit import actions as audit
from chiakhoa.foundation.audit import queries as trail
from chiakhoa.foundation.registry import queries as registry
from chiakhoa.foundation.registry.values import FactSeen, Happening, MemberSeen, Whole
from chiakhoa.law.rules.households import Member

TRAIL_SHOWN = 30
"""Entries of the trail on the page of a household."""

LOOKED_AT = ("national_id", "ethnicity", "facts", "answers")
"""What a look at the sensitive fields of a household shows."""


@require_safe
def page(request: PageRequest, public_id: UUID) -> HttpResponse:
    """One household as the reader may see it; sensitive fields stay shut until they are asked for."""
    found = whole_or_404(request, public_id)
    sees, logged = sight(request, found)
    return shown(request, found, sensitive=sees and not logged, may_look=sees and logged)


@require_POST
def look(request: PageRequest, public_id: UUID) -> HttpResponse:
    """The same with sensitive fields, after the look has been written down."""
    found = whole_or_404(request, public_id)
    sees, _logged = sight(request, found)
    if not sees:
        raise Http404
    audit.look(
        by=request.viewer.name,
        on=request.today,
        at=request.now,
        subject=f"registry.household:{public_id}",
        fields=LOOKED_AT,
    )
    return shown(request, found, sensitive=True, may_look=False)


def whole_or_404(request: PageRequest, public_id: UUID) -> Whole:
    """Everything of the household that is open, or the page that says it is not there."""
    found = registry.whole(request.viewer, public_id, request.today)
    if found is None:
        raise Http404
    return found


def sight(request: PageRequest, found: Whole) -> tuple[bool, bool]:
    """Whether sensitive fields are open, and whether a look at them is written down."""
    place = place_of(found.household)
    return request.viewer.sees(SENSITIVE, place), request.viewer.is_logged(place)


def shown(request: PageRequest, found: Whole, *, sensitive: bool, may_look: bool) -> HttpResponse:
    """The page itself."""
    found = found if sensitive else without_sensitive(found)
    context = {
        "section": "households",
        "found": found,
        "home": found.household,
        "members": [member(one, found, request.today) for one in found.members],
        "facts": [one for one in found.facts if one.person is None],
        "sent": request.GET.get("sent") == "1",
        "sensitive": sensitive,
        "may_look": may_look,
        "trail": trail_of(request, found),
        **told_reasons(request, found, sensitive=sensitive),
    }
    context["history"] = sorted([*happened(found), *context.pop("assessed")], key=lambda one: one["on"], reverse=True)
    return render(request, "households/page.html", context)


def member(one: MemberSeen, found: Whole, on: date) -> dict[str, Any]:
    """A member with age and own facts."""
    facts: list[FactSeen] = [fact for fact in found.facts if fact.person == one.public_id]
    return {"seen": one, "age": age(Member(one.name, one.birth), on), "facts": facts}


def happened(found: Whole) -> Iterator[dict[str, Any]]:
    """What the register tells of the household's past."""
    for one in found.history:
        yield {"on": one.on, "what": HAPPENINGS[one.kind], **told(one)}


def told(one: Happening) -> dict[str, str]:
    """What a happening is about and why, as keys or names."""
    key, _colon, value = one.about.partition(": ")
    return {"about": key if one.kind in ("fact", "fact_ended") else one.about, "value": value, "reason": one.reason}


def trail_of(request: PageRequest, found: Whole) -> list[trail.Entry]:
    """The newest entries of the trail that name the household, for who may read the trail."""
    if not request.viewer.may_read_trail():
        return []
    return list(trail.history(request.viewer, f"registry.household:{found.household.public_id}")[:TRAIL_SHOWN])
