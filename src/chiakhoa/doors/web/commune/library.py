"""The standards as anybody may read them: dates, lines, indicators with their conditions, articles, what is checked."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from chiakhoa.doors.web import standards
from chiakhoa.doors.web.middleware import PageRequest
from chiakhoa.law.rules.refusals import Refused
from chiakhoa.law.rules.standard import Row, Standard


@require_safe
def index(request: PageRequest) -> HttpResponse:
    """All standards with their dates and how much of each is checked."""
    listed = [
        {"standard": one, "title": standards.say(one.title), "verified": standards.verified(one)}
        for one in standards.standards()
    ]
    return render(request, "commune/standards.html", {"section": "standards", "listed": listed, "today": request.today})


@require_safe
def standard(request: PageRequest, key: str) -> HttpResponse:
    """One standard, row by row, each with its article."""
    try:
        found = standards.compiled(key).standard
    except Refused as refused:
        raise Http404 from refused
    context = {
        "section": "standards",
        "standard": found,
        "title": standards.say(found.title),
        "verified": standards.verified(found),
        "lines": [
            {
                "name": standards.line_names()[line.key],
                "area": standards.area_names()[line.area],
                "vnd": line.vnd,
                "cite": cite(found, line.row),
            }
            for line in found.lines
        ],
        "cut_offs": [
            {"area": standards.area_names()[cut.area], "points": cut.points, "cite": cite(found, cut.row)}
            for cut in found.cut_offs.values()
        ],
        "gap": {"points": found.gap_points, "cite": cite(found, found.gap_points_row)},
        "dimensions": [dimension(found, one.key, standards.say(one.name)) for one in found.dimensions],
        "classes": [{"name": standards.say(rule.name), "cite": cite(found, rule.row)} for rule in found.classes],
    }
    return render(request, "commune/standard.html", context)


def dimension(found: Standard, key: str, name: str) -> dict[str, Any]:
    """One dimension with its indicators."""
    indicators = [
        {
            "name": standards.say(indicator.name),
            "why": standards.say(indicator.why).format(who=_("A member")),
            "known": indicator.deprived_when is not None,
            "cite": cite(found, indicator.row),
        }
        for indicator in found.indicators
        if indicator.dimension == key
    ]
    return {"key": key, "name": name, "indicators": indicators}


def cite(found: Standard, row: Row) -> dict[str, Any]:
    """The article behind a row, in the reader's language."""
    article = found.articles[row.cite]
    return {
        "label": standards.say(article.label),
        "source": article.source,
        "verified": row.verified,
        "assumed": row.assumed,
    }
