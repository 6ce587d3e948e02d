"""The administrator's desk: accounts, roles, the law book, the health of the office. No household."""

from __future__ import annotations

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from chiakhoa.doors.web import desks
from chiakhoa.doors.web.middleware import PageRequest
from chiakhoa.doors.web.templatetags.desk import whole
from chiakhoa.doors.web.tiles import Tile
from chiakhoa.foundation.access import queries as access
from chiakhoa.foundation.audit.queries import missing_guards
from chiakhoa.foundation.lawbook import queries as lawbook
from chiakhoa.law.rules.loader import standard_on


def desk(request: PageRequest) -> HttpResponse:
    """What waits in the office, and the ways on."""
    standard = standard_on(request.today, points=None).id
    blocking = lawbook.blocking(request.viewer, standard, request.today)
    accounts = access.accounts(request.viewer).count()
    guarded = _("whole") if not missing_guards() else _("guards are missing")
    tiles = [
        Tile("", _("Open accounts"), whole(accounts), "", reverse("accounts")),
        Tile("", _("Rows of law to confirm"), whole(len(blocking)), _("block recognition"), reverse("law_book")),
        Tile("", _("Guards of the trail"), guarded, "", reverse("health")),
    ]
    ways = (
        ("accounts", _("Accounts"), _("Open, give and end roles, set passwords, unlock, close.")),
        ("roles", _("Roles explained"), _("What each role sees and may order.")),
        ("law_book", _("Law book"), _("Confirm rows against the printed text, load a table of points.")),
        ("area_kinds", _("Urban or rural"), _("Which limits a commune is judged by.")),
        ("health", _("Health of the office"), _("Standards, typeface, disk, store, and whether the trail holds.")),
    )
    context = {"heading": _("The office"), "tiles": tiles, "ways_on": list(desks.ways(*ways))}
    return desks.shown(request, "administrator", "office/desk.html", context)
