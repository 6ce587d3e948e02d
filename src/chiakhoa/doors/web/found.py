"""Kept findings of a commune in the reader's words: the gaps of each household on a day."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from chiakhoa.doors.web import standards
from chiakhoa.foundation.access.values import Viewer
from chiakhoa.review.assessment import queries as assessment


@dataclass(frozen=True, slots=True)
class Found:
    """What was found of a household: names of its gaps, income points (None: not counted)."""

    gaps: list[str]
    b1: tuple[int, int] | None


def found_of(viewer: Viewer, commune: str, on: date) -> dict[UUID, Found]:
    """The newest finding of each household of a commune up to a day, as far as gaps are open."""
    names: dict[str, dict[str, str]] = {}
    found = {}
    for household, kept in assessment.gaps_of(viewer, commune, on).items():
        known = names.setdefault(kept.standard, {})
        if not known:
            known.update(standards.indicator_names(standards.compiled(kept.standard).standard))
        found[household] = Found([known[key] for key in kept.gaps], kept.b1)
    return found
