"""A household's own desk, in large plain words: what we lack, why, what to do."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.utils.translation import gettext as _

from chiakhoa.doors.exchange.registered import reasons_of
from chiakhoa.doors.web import desks, standards
from chiakhoa.doors.web.middleware import PageRequest
from chiakhoa.doors.web.scope import uuid_of
from chiakhoa.foundation.registry import queries as registry
from chiakhoa.foundation.registry.values import Whole


def desk(request: PageRequest) -> HttpResponse:
    """The own households, each with its class and the three parts of its sheet."""
    own = [uuid_of(held.scope) for held in desks.grants_of(request, "household_member")]
    homes = [registry.whole(request.viewer, one, request.today) for one in own if one]
    context = {
        "heading": _("My household"),
        "homes": [told(request, one) for one in homes if one],
    }
    return desks.shown(request, "household_member", "household/desk.html", context)


def told(request: PageRequest, found: Whole) -> dict[str, Any]:
    """A household with what it lacks, why, and what to do."""
    own = found.household
    reasons = reasons_of(request.viewer, own.public_id, request.today, standards.language(), sensitive=True)
    context: dict[str, Any] = {"whole": found, "home": own, "reasons": reasons}
    if reasons:
        indicators = [one for dimension in reasons.told["dimensions"] for one in dimension["indicators"]]
        context["gaps"] = [one for one in indicators if one["deprived"]]
        context["missing"] = len(reasons.told["missing"])
    return context
