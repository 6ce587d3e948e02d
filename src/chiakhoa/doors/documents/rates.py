"""Rates by village on one page: each rate with its count, what it is of, and a bar beside its figures."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from pathlib import Path

from chiakhoa.doors.documents.figures import number
from chiakhoa.doors.documents.paper import paper_frame
from chiakhoa.doors.documents.result_list import percent
from chiakhoa.doors.documents.words import words
from chiakhoa.foundation.rendering.pdf import render_pdf

TEMPLATE = Path(__file__).parent / "templates" / "rates.typ"


@dataclass(frozen=True, slots=True)
class PlaceCounts:
    """Households of one village and how many are poor, near-poor, and not yet decided."""

    name: str
    households: int
    poor: int
    near_poor: int
    undecided: int = 0


def rates_pdf(
    title: str,
    places: Sequence[PlaceCounts],
    *,
    lang: str,
    as_of: date,
    marks: Sequence[str] = (),
    place: str = "",
) -> bytes:
    """The rates as PDF, A4; the last line adds all `places` up and computes its rates from the sums."""
    say = words("rates", lang)
    content = [[p.name, p.households, p.poor, p.near_poor, p.undecided] for p in places]
    frame = paper_frame(title=title, author=place, marks=marks, content=content, as_of=as_of, lang=lang)
    context = {
        **frame,
        "words": say,
        "place": place,
        "lines": [_line(p, lang) for p in places],
        "bars": _bars(places),
        "total": _line(_sum(places, say["total"]), lang),
    }
    return render_pdf(TEMPLATE, context, as_of=as_of)


def _sum(places: Sequence[PlaceCounts], name: str) -> PlaceCounts:
    return PlaceCounts(
        name,
        sum(p.households for p in places),
        sum(p.poor for p in places),
        sum(p.near_poor for p in places),
        sum(p.undecided for p in places),
    )


def _line(place: PlaceCounts, lang: str) -> list[str]:
    both = place.poor + place.near_poor
    cells = [place.name, number(place.households, lang)]
    for count in (place.poor, place.near_poor, both):
        cells += [number(count, lang), percent(count, place.households, lang)]
    return [*cells, number(place.undecided, lang)]


def _bars(places: Sequence[PlaceCounts]) -> list[list[float]]:
    """Shares of the longest bar, poor and near-poor, by rate: villages differ in size."""
    rates = [[Fraction(part, max(p.households, 1)) for part in (p.poor, p.near_poor)] for p in places]
    longest = max((sum(pair) for pair in rates), default=0) or 1
    return [[float(part / longest) for part in pair] for pair in rates]
