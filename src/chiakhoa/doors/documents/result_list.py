"""The list of results on A4 landscape: counts with what they are of, gaps by indicator, every household."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from chiakhoa.doors.documents.figures import number
from chiakhoa.doors.documents.paper import paper_frame
from chiakhoa.doors.documents.words import words
from chiakhoa.foundation.rendering.charts import Bar, bar_chart
from chiakhoa.foundation.rendering.pdf import render_pdf
from chiakhoa.law.rules.indices import rate

TEMPLATE = Path(__file__).parent / "templates" / "result_list.typ"
MOST_TAGGED = 2000
"""Rows up to which the list is tagged for screen readers; past it tags would make the file fifteen times as large."""


@dataclass(frozen=True, slots=True)
class Column:
    """One column: its header, its share of the width, and whether it holds numbers (set to the right)."""

    name: str
    share: float = 1.0
    numeric: bool = False


@dataclass(frozen=True, slots=True)
class Counts:
    """What the list adds up to: households assessed, households of each class and with each gap, by printed name."""

    households: int
    classes: tuple[tuple[str, int], ...]
    gaps: tuple[tuple[str, int], ...]


def result_list_pdf(
    title: str,
    rows: Sequence[Sequence[str]],
    columns: Sequence[Column],
    counts: Counts,
    *,
    lang: str,
    as_of: date,
    marks: Sequence[str] = (),
    place: str = "",
) -> bytes:
    """The list as PDF; `rows` are finished texts in the order of `columns`, `marks` stand at the foot of every page."""
    say = words("list", lang)
    frame = paper_frame(title=title, author=place, marks=marks, content=[rows, place, lang], as_of=as_of, lang=lang)
    context = {
        **frame,
        "words": say,
        "place": place,
        "households": number(counts.households, lang),
        "classes": [_class_line(name, count, counts.households, lang) for name, count in counts.classes],
        "gaps": gaps_chart(counts, lang),
        "gaps_alt": _figures(counts, lang),
        "gaps_note": say["gaps_note"].format(total=number(counts.households, lang)),
        "rows_title": say["rows"].format(count=number(len(rows), lang)),
        "columns": [{"name": c.name, "share": c.share, "numeric": c.numeric} for c in columns],
        "rows": [list(row) for row in rows],
    }
    return render_pdf(TEMPLATE, context, as_of=as_of, tagged=len(rows) <= MOST_TAGGED)


def gaps_chart(counts: Counts, lang: str, *, prefix: str = "gaps") -> str:
    """Households with each gap as a bar chart (SVG), each figure with its share of the households assessed."""
    bars = [Bar(name, count, _with_rate(count, counts.households, lang)) for name, count in counts.gaps]
    say = words("list", lang)
    return bar_chart(bars, title=say["gaps"], description=_figures(counts, lang), prefix=prefix, width=620, beside=270)


def _figures(counts: Counts, lang: str) -> str:
    say = words("list", lang)
    figures = (
        f"{name}: {say['share'].format(count=number(count, lang), total=number(counts.households, lang))}"
        for name, count in counts.gaps
    )
    return say["gaps_desc"].format(figures="; ".join(figures))


def _class_line(name: str, count: int, of: int, lang: str) -> dict[str, str]:
    share = words("list", lang)["share"].format(count=number(count, lang), total=number(of, lang))
    return {"name": name, "count": number(count, lang), "share": share, "rate": percent(count, of, lang)}


def _with_rate(count: int, of: int, lang: str) -> str:
    return f"{number(count, lang)} ({percent(count, of, lang)})" if of else number(count, lang)


def percent(count: int, of: int, lang: str) -> str:
    """A rate as text with two places and the sign; a dash when there is nothing to be a share of."""
    return f"{number(rate(count, of), lang)}\u00a0%" if of else "–"
