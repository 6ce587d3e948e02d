"""Rows of a standard in words: what each is called, what the program takes it to say, and where that is printed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.translation import gettext as _

from chiakhoa.doors.web import standards
from chiakhoa.doors.web.templatetags.desk import whole
from chiakhoa.foundation.lawbook.values import law_rows
from chiakhoa.law.rules.standard import Standard


@dataclass(frozen=True, slots=True)
class ToldRow:
    """A row for whoever holds it against the printed text."""

    name: str
    says: str = ""
    article: str = ""


def told_row(name: str, key: str) -> ToldRow:
    """A row of a standard by its name."""
    section, _colon, row = name.removeprefix(f"{key}:").partition(":")
    standard = standards.compiled(key).standard
    names, says = dict(called(standard)), dict(said(standard))
    sections = {
        "indicator": _("Indicator"),
        "class": _("Class"),
        "line": _("Line of income"),
        "cut_off": _("income points limit"),
        "gap": _("points of one gap"),
        "points": _("Table of income points"),
        "procedure": _("Procedure"),
        "step": _("Step of a procedure"),
        "period": _("Period"),
        "agreement": _("Share that must agree"),
    }
    known = law_rows().get(name)
    article = standard.articles.get(known.cite) if known else None
    return ToldRow(
        name=" · ".join(part for part in (sections.get(section, section), names.get(row, row)) if part),
        says=says.get(f"{section}:{row}", ""),
        article=standards.say(article.label) if article else "",
    )


def called(standard: Standard) -> Iterator[tuple[str, str]]:
    """Indicators, classes, lines and areas by the name they have on paper."""
    yield from standards.indicator_names(standard).items()
    yield from standards.class_names(standard).items()
    yield from standards.area_names().items()
    yield "gap", ""
    for line in standard.lines:
        yield f"{line.key}.{line.area}", f"{standards.line_names()[line.key]}, {standards.area_names()[line.area]}"


def said(standard: Standard) -> Iterator[tuple[str, str]]:
    """What the program takes a row to say, by section and key."""
    for line in standard.lines:
        value = _("%(vnd)s đồng a person and month") % {"vnd": whole(line.vnd)}
        yield f"line:{line.key}.{line.area}", value
    for cut in standard.cut_offs.values():
        yield f"cut_off:{cut.area}", _("%(points)s points") % {"points": whole(cut.points)} if cut.points else ""
    yield "gap:gap", _("%(points)s points") % {"points": whole(standard.gap_points)}
    for one in standard.indicators:
        if one.deprived_when is not None:
            yield f"indicator:{one.key}", standards.say(one.why).format(who=_("A member"))
