"""The figures of a rates page in words: each year on its own households, the change in points and in households."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from chiakhoa.doors.web.telling import class_words
from chiakhoa.law.rules.indices import Rate
from chiakhoa.oversight.reporting.values import BOTH, FIGURES, Change, UnitRates, change


@dataclass(frozen=True, slots=True)
class Figure:
    """One published figure of this year, and of the earlier one with the change since."""

    key: str
    name: str
    now: Rate
    then: Rate | None
    change: Change | None


def names() -> dict[str, str]:
    """The published figures by name."""
    return class_words() | {BOTH: _("Poor and near-poor together")}


def figures(now: UnitRates, then: UnitRates | None) -> list[Figure]:
    """Poor, near-poor and both."""
    named = names()
    return [
        Figure(
            key,
            named[key],
            now.rates[key],
            then.rates[key] if then else None,
            change(now.rates[key], then.rates[key]) if then else None,
        )
        for key in FIGURES
    ]


def part_lines(now: UnitRates, then: UnitRates | None) -> Iterator[dict[str, Any]]:
    """One line a village or commune; where it was there in the earlier year too, with the change since."""
    named, before = names(), {part.code: part for part in then.parts} if then else {}
    for part in now.parts:
        earlier = before.get(part.code)
        cells = [
            {
                "key": key,
                "name": named[key],
                "rate": rate,
                "change": change(rate, earlier.rates[key]) if earlier else None,
            }
            for key, rate in part.rates.items()
        ]
        yield {"part": part, "cells": cells}
