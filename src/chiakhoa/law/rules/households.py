"""A household as the rules see it: place, answers, members; and ages from birth dates that may be partial."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

Answer = bool | int | str | None
"""True/False for yes-no questions, a whole number, the key of a chosen option, or None: not answered."""

OLDEST = 125
"""Years: the age nobody is taken to exceed when a birth date is missing."""


@dataclass(frozen=True, slots=True)
class PartialDate:
    """A birth date of which the month or the day may be unknown, as people and papers give it."""

    year: int
    month: int | None = None
    day: int | None = None


@dataclass(frozen=True, slots=True)
class Member:
    """One person of the household. `answers` holds the member questions of the form, by key."""

    name: str
    birth: PartialDate | None = None
    answers: Mapping[str, Answer] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Household:
    """One household on the day of its survey. `area` is `urban` or `rural`; `region` a code of the points table."""

    id: str
    area: str
    region: str
    answers: Mapping[str, Answer] = field(default_factory=dict)
    members: tuple[Member, ...] = ()


def age_bounds(birth: PartialDate | None, on: date) -> tuple[int, int]:
    """The youngest and the oldest age in whole years that `birth` allows on the day `on`; equal when it is decided."""
    if birth is None:
        return 0, OLDEST
    years, day = on.year - birth.year, (on.month, on.day)
    youngest = years - (day < (birth.month or 12, birth.day or 31))
    oldest = years - (day < (birth.month or 1, birth.day or 1))
    return max(youngest, 0), max(oldest, 0)


def can_be_one(one: PartialDate | None, other: PartialDate | None) -> bool:
    """Whether two birth dates can be those of one person: equal in every part that both know."""
    if one is None or other is None:
        return True
    pairs = ((one.year, other.year), (one.month, other.month), (one.day, other.day))
    return all(a is None or b is None or a == b for a, b in pairs)
