"""What reporting hands out: rates of a unit and of its parts, changes between two years, households behind a figure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from chiakhoa.foundation.registry.values import LISTED, Count, HouseholdSeen
from chiakhoa.law.rules.indices import Rate, change_in_points, class_rates

BOTH = "both"
"""Poor and near-poor together."""

FIGURES = (*LISTED, BOTH)
"""What is published, in this order."""

LAST_DAY = (12, 31)
"""Month and day on whose evening a year is counted."""


@dataclass(frozen=True, slots=True)
class Part:
    """A village or commune of a unit: its code and name, households, people, and each figure with its denominator."""

    code: str
    name: str
    households: int
    people: int
    rates: Mapping[str, Rate]


@dataclass(frozen=True, slots=True)
class UnitRates:
    """The rates of a unit at the end of `as_of`. `final`: every class in force was decided in that year.

    `partial`: only the parts open to the viewer are counted. `level` tells a province from a commune.
    """

    code: str
    unit: str
    name: str
    level: int
    year: int
    as_of: date
    final: bool
    partial: bool
    households: int
    people: int
    rates: Mapping[str, Rate]
    parts: tuple[Part, ...]


@dataclass(frozen=True, slots=True)
class Change:
    """Later less earlier: `points` in percentage points as text (None without households), and households."""

    points: str | None
    households: int


@dataclass(frozen=True, slots=True)
class Drill:
    """The households behind a figure. `hidden`: there are more, and the viewer may see no more than the count."""

    rows: tuple[HouseholdSeen, ...]
    hidden: bool


def rates_of(count: Count) -> dict[str, Rate]:
    """Every published figure of some households."""
    found = class_rates(count.classes, count.households)
    return {key: found[key] for key in FIGURES}


def summed(parts: tuple[Part, ...]) -> Count:
    """Households, people and classes of all parts together."""
    whole = Count()
    for part in parts:
        whole.households += part.households
        whole.people += part.people
        for key in LISTED:
            whole.classes[key] += part.rates[key].count
    return whole


def change(now: Rate, before: Rate) -> Change:
    """How a figure changed, each year on its own denominator."""
    points = change_in_points(now, before) if now.of and before.of else None
    return Change(points, now.count - before.count)


def day_of(year: int, today: date) -> date:
    """The day on whose evening a year is counted: its last, or today while it runs."""
    return min(date(year, *LAST_DAY), today)


@dataclass(frozen=True, slots=True)
class Changed:
    """A household whose class in force is another than it was; an empty key is no class.

    `on` and `decision` are those of its last change, `reason` how the class before ended (`STANDING_ENDS`).
    """

    household: HouseholdSeen
    before: str
    now: str
    on: date
    decision: str
    reason: str


@dataclass(frozen=True, slots=True)
class Changes:
    """What changed in a commune after one day up to another; `confirmed`: decided anew with the class of before."""

    rows: tuple[Changed, ...]
    confirmed: int
