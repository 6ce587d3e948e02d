"""The list of an assessed workbook on paper: the columns that fit A4 and what they add up to."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from chiakhoa.doors.documents.result_list import Column, Counts, result_list_pdf
from chiakhoa.doors.documents.words import words
from chiakhoa.law.rules.finding import CANNOT_SAY, CANNOT_SAY_NAME, Finding
from chiakhoa.law.rules.standard import Standard

SHARES: Mapping[str, float] = {
    "household": 1.0,
    "head": 2.0,
    "village": 1.0,
    "class": 1.3,
    "b1": 0.7,
    "b2": 0.7,
    "gaps": 3.6,
    "missing": 0.8,
}
"""The columns of the paper list and their shares of the width; the rest is in the Excel and CSV lists."""

NUMERIC = frozenset({"b1", "b2", "missing"})


def assessed_list_pdf(
    standard: Standard,
    findings: Iterable[Finding],
    rows: Iterable[Mapping[str, Any]],
    columns: Mapping[str, str],
    *,
    title: str,
    lang: str,
    as_of: date,
    place: str = "",
) -> bytes:
    """The result list as PDF: `rows` and `columns` as for Excel and CSV, counts from the findings themselves."""
    cells = [[text(row[key]) for key in SHARES] for row in rows]
    heads = [Column(columns[key], share, key in NUMERIC) for key, share in SHARES.items()]
    counts = count(standard, findings, lang)
    marks = standard_marks(standard, lang)
    return result_list_pdf(title, cells, heads, counts, lang=lang, as_of=as_of, marks=marks, place=place)


def count(standard: Standard, findings: Iterable[Finding], lang: str) -> Counts:
    """Households in all, of each class, and with each gap, by printed name."""
    classes: Counter[str] = Counter()
    gaps: Counter[str] = Counter()
    for finding in findings:
        classes[finding.verdict] += 1
        gaps.update(finding.deprived)
    named = [(rule.name[lang], classes[rule.key]) for rule in standard.classes]
    named.append((CANNOT_SAY_NAME[lang], classes[CANNOT_SAY]))
    of_indicators = [(indicator.name[lang], gaps[indicator.key]) for indicator in standard.indicators]
    return Counts(classes.total(), tuple(named), tuple(of_indicators))


def standard_marks(standard: Standard, lang: str) -> Sequence[str]:
    """What every page must say of the rules behind it: practice points, rows nobody has checked."""
    say = words("paper", lang)
    practice = standard.assumptions or bool(standard.points and standard.points.practice)
    unverified = not all(indicator.row.verified for indicator in standard.indicators)
    return [say[key] for key, holds in (("practice", practice), ("unverified", unverified)) if holds]


def text(value: Any) -> str:
    """A cell as text; nothing where there is nothing."""
    return "" if value is None else str(value)
