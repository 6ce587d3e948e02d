"""How the administrator's forms are answered: done, or refused in words beside the form with what was typed."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from typing import Any

from django.http import Http404

from chiakhoa.doors.web import standards
from chiakhoa.doors.web.middleware import PageRequest
from chiakhoa.foundation.access.values import NotAllowed
from chiakhoa.law.rules.refusals import Refused

LONGEST = 300


def may_or_404(request: PageRequest, order: str) -> None:
    """Go on only for who may give an order; for everybody else there is no such page."""
    if not request.viewer.may(order):
        raise Http404


def words(request: PageRequest, *names: str) -> dict[str, str]:
    """What was typed into these fields."""
    return {name: request.POST.get(name, "").replace("\0", "").strip()[:LONGEST] for name in names}


def tried(order: Callable[[], Any]) -> dict[str, str]:
    """Do what was ordered: nothing when it is done, the refusal in the reader's language when it is not."""
    try:
        order()
    except NotAllowed as refused:
        raise Http404 from refused
    except Refused as refused:
        return refused.as_dict(standards.language())
    return {}


def day_of(text: str) -> date | None:
    """A day as dd/mm/yyyy, none when nothing was typed; refuses (`office.day`) what is no day."""
    if not text:
        return None
    try:
        return datetime.strptime(text, "%d/%m/%Y").date()  # noqa: DTZ007 (a day has no zone)
    except ValueError as error:
        raise Refused("office.day", where=text, value=text) from error


def ordered(request: PageRequest) -> dict[str, Any]:
    """Who orders, on which day, taken down when."""
    return {"by": request.viewer, "on": request.today, "at": request.now}
