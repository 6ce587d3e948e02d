"""Bar charts as SVG, the same picture for a page and for paper.

No style attributes (a strict content security policy forbids them), every bar labelled with its figure, and patterns
beside colours, so that a black-and-white print says the same.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from typing import Literal

Pattern = Literal["solid", "stripes", "dots"]
INK, GREEN, PALE, LINE = "#1a1a1a", "#14532d", "#ffffff", "#8a8f88"
FONT = 15
ROW, BAR = 28, 15
LETTER = 0.56
"""Mean width of a letter of Be Vietnam Pro in em, a little generous so that figures never touch the edge."""

NOT_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar: its label, its count, the figure as text (with its denominator), and where it leads on a page."""

    label: str
    count: int
    text: str
    pattern: Pattern = "solid"
    href: str = ""


@dataclass(frozen=True, slots=True)
class _Frame:
    """Measures of one chart in user units. `beside` is 0 when labels stand above their bars."""

    width: int
    beside: int
    room: float
    largest: int
    prefix: str


def bar_chart(
    bars: Sequence[Bar], *, title: str, description: str, prefix: str, width: int = 360, beside: int = 0
) -> str:
    """A horizontal bar chart as an SVG element, `width` units wide.

    Labels stand above their bars, or in a column of `beside` units to the left. `prefix` keeps the ids of several
    charts on one page apart. `title` and `description` are read aloud in place of the picture.
    """
    figures = max((len(bar.text) for bar in bars), default=0) * FONT * LETTER + 8
    frame = _Frame(width, beside, max(width - beside - figures, 40), max((b.count for b in bars), default=0), prefix)
    step = ROW if beside else ROW + FONT + 6
    drawn = "".join(_bar(bar, frame, index * step) for index, bar in enumerate(bars))
    height = max(len(bars) * step, 1)
    role = "group" if any(bar.href for bar in bars) else "img"
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" class="chart" viewBox="0 0 {width} {height}" role="{role}" '
        f'aria-labelledby="{prefix}-title {prefix}-desc" font-family="Be Vietnam Pro, sans-serif" font-size="{FONT}">'
        f'<title id="{prefix}-title">{_text(title)}</title><desc id="{prefix}-desc">{_text(description)}</desc>'
        f"{_patterns(prefix)}{drawn}</svg>"
    )


def _bar(bar: Bar, frame: _Frame, top: int) -> str:
    bar_y = top + (ROW - BAR) // 2 if frame.beside else top + FONT + 7
    text_y = bar_y + BAR - 2
    label_y = text_y if frame.beside else top + FONT
    length = round(frame.room * bar.count / frame.largest, 1) if frame.largest else 0
    fill = GREEN if bar.pattern == "solid" else f"url(#{frame.prefix}-{bar.pattern})"
    stroke = f'stroke="{GREEN}" stroke-width="1"'
    shape = f'<rect x="{frame.beside}" y="{bar_y}" width="{length}" height="{BAR}" fill="{fill}" {stroke}/>'
    if not bar.count:
        shape = f'<path d="M{frame.beside} {bar_y}v{BAR}" {stroke.replace(GREEN, LINE)}/>'
    figure_x = round(frame.beside + length + 8, 1)
    drawn = (
        f'<text x="0" y="{label_y}" fill="{INK}">{_text(bar.label)}</text>{shape}'
        f'<text x="{figure_x}" y="{text_y}" fill="{INK}" font-weight="600">{_text(bar.text)}</text>'
    )
    return f'<a href="{_text(bar.href)}">{drawn}</a>' if bar.href else f"<g>{drawn}</g>"


def _patterns(prefix: str) -> str:
    tile = 'width="6" height="6" patternUnits="userSpaceOnUse"'
    ground = f'<rect width="6" height="6" fill="{PALE}"/>'
    return (
        f'<defs><pattern id="{prefix}-stripes" {tile}>{ground}'
        f'<path d="M-1 1l2-2M0 6l6-6M5 7l2-2" stroke="{GREEN}" stroke-width="1.6"/></pattern>'
        f'<pattern id="{prefix}-dots" {tile}>{ground}<circle cx="3" cy="3" r="1.5" fill="{GREEN}"/></pattern></defs>'
    )


def _text(text: str) -> str:
    return escape(NOT_XML.sub("\ufffd", text))
