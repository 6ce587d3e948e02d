"""The law book: rows that still block recognition, confirmed with their page; tables of points; urban or rural."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from chiakhoa.doors.exchange.public_ids import public_id
from chiakhoa.doors.web import standards
from chiakhoa.doors.web.middleware import PageRequest
from chiakhoa.doors.web.office.asking import day_of, may_or_404, ordered, tried, words
from chiakhoa.doors.web.office.law_rows import told_row
from chiakhoa.foundation.lawbook import actions, queries
from chiakhoa.foundation.places import queries as places
from chiakhoa.law.rules.loader import standard_on
from chiakhoa.law.rules.refusals import Refused


@require_http_methods(["GET", "HEAD", "POST"])
def book(request: PageRequest) -> HttpResponse:
    """One standard as the office holds it: its table of points, and the rows to be confirmed by two people."""
    may_or_404(request, "lawbook")
    known = [one.id for one in standards.standards()]
    asked = request.GET.get("standard", "")
    key = asked if asked in known else standard_on(request.today, points=None).id
    refused: dict[str, str] = {}
    if request.method == "POST":
        order = ORDERS.get(request.POST.get("do", ""))
        if order is None:
            raise Http404
        refused = tried(lambda: order(request, key))
        if not refused:
            return redirect(f"{reverse('law_book')}?standard={key}")
    context = {
        "section": "desk",
        "known": [(one.id, standards.say(one.title)) for one in standards.standards()],
        "key": key,
        "title": standards.title(key),
        "table": queries.loaded_table(request.viewer, key, request.today),
        "rows": [(row, told_row(row.name, key)) for row in queries.blocking(request.viewer, key, request.today)],
        "typed": words(request, "row", "page"),
        "refused": refused,
    }
    return render(request, "office/law.html", context, status=422 if refused else 200)


def confirm(request: PageRequest, _key: str) -> None:
    """Say that a row was held against the printed text, on which page."""
    typed = words(request, "row", "page")
    made = public_id(request.now)
    actions.confirm(**ordered(request), public_id=made, name=typed["row"], page=typed["page"])


def load(request: PageRequest, key: str) -> None:
    """Take in the office's table of points."""
    file = request.FILES.get("points")
    if file is None:
        raise Refused("office.no_file", where=key)
    made = public_id(request.now)
    name, content = file.name or "", file.read()
    actions.load_points(**ordered(request), public_id=made, standard=key, file_name=name, content=content)


ORDERS: Mapping[str, Callable[[PageRequest, str], None]] = {"confirm": confirm, "points": load}


@require_http_methods(["GET", "HEAD", "POST"])
def areas(request: PageRequest) -> HttpResponse:
    """Whether a commune counts as urban or rural from a day on, by whose decision."""
    may_or_404(request, "lawbook")
    typed = words(request, "commune", "kind", "since", "decision")
    refused: dict[str, str] = {}
    done = ""
    if request.method == "POST":
        refused = tried(lambda: choose(request, typed))
        done = "" if refused else typed["commune"]
    text = request.GET.get("q", "").strip()[:100]
    found = places.areas(request.viewer, on=request.today, level=2, search=text)[:20] if text else []
    context = {
        "section": "desk",
        "text": text,
        "found": [(one, kind_of(request, one.code)) for one in found],
        "typed": typed,
        "refused": refused,
        "done": done,
    }
    return render(request, "office/areas.html", context, status=422 if refused else 200)


def choose(request: PageRequest, typed: Mapping[str, str]) -> None:
    """Write the choice down."""
    if typed["kind"] not in ("urban", "rural"):
        raise Refused("office.area_kind", where=typed["commune"])
    actions.choose_area(
        **ordered(request),
        public_id=public_id(request.now),
        commune=typed["commune"],
        urban=typed["kind"] == "urban",
        since=day_of(typed["since"]) or request.today,
        decision=typed["decision"],
    )


def kind_of(request: PageRequest, commune: str) -> str:
    """Urban, rural, or that nobody has decided."""
    try:
        kind = queries.area_kind(request.viewer, commune, request.today)
    except Refused:
        return _("not decided")
    return _("urban") if kind == "urban" else _("rural")
