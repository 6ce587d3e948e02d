"""Rates and indices: always a count and what it is of; decimals rounded half up; changes in points.

Formulas: what provinces and communes publish (poor rate = poor / households x 100, two decimals, each year on its own
denominator); Alkire-Foster for H, A, M0.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction


@dataclass(frozen=True, slots=True)
class Rate:
    """A count and the number it is a share of. A rate is never kept without both."""

    count: int
    of: int

    def __post_init__(self) -> None:
        if not 0 <= self.count <= self.of:
            raise ValueError(f"{self.count} of {self.of} is no rate")

    @property
    def percent(self) -> str | None:
        """Per cent with two decimals, half up; None when there is nothing to be a share of."""
        return rate(self.count, self.of) if self.of else None


def rate(count: int, of: int, places: int = 2) -> str:
    """`count` as per cent of `of`, rounded half up to `places` decimals, as text. `of` must be positive."""
    return rounded(Fraction(100 * count, of), places)


def rounded(value: Fraction, places: int = 2) -> str:
    """A fraction as decimal text, half away from zero; never "-0.00"."""
    whole = int(abs(value) * 10**places + Fraction(1, 2))
    number = Decimal(whole).scaleb(-places)
    return f"-{number}" if value < 0 and whole else str(number)


def change_in_points(now: Rate, before: Rate) -> str:
    """The printed rate of one year less the printed rate of the other, in percentage points."""
    if not now.of or not before.of:
        raise ValueError("a change needs two rates")
    return rounded(Fraction(rate(now.count, now.of)) - Fraction(rate(before.count, before.of)))


@dataclass(frozen=True, slots=True)
class Multidimensional:
    """Alkire-Foster over households of equal weight: headcount H, intensity A (None without poor), M0 = H x A."""

    households: int
    poor: int
    gaps_of_poor: int
    indicators: int

    @property
    def headcount(self) -> Fraction:
        return Fraction(self.poor, self.households)

    @property
    def intensity(self) -> Fraction | None:
        return Fraction(self.gaps_of_poor, self.poor * self.indicators) if self.poor else None

    @property
    def adjusted(self) -> Fraction:
        return Fraction(self.gaps_of_poor, self.households * self.indicators)


def multidimensional(gaps: Sequence[int], poor: Sequence[bool], indicators: int) -> Multidimensional:
    """The index from each household's number of gaps and whether it counts as poor; refuses no households."""
    if not gaps or len(gaps) != len(poor):
        raise ValueError("one number of gaps for each household is needed")
    of_poor = sum(count for count, is_poor in zip(gaps, poor, strict=True) if is_poor)
    return Multidimensional(len(gaps), sum(poor), of_poor, indicators)


def class_rates(counts: Mapping[str, int], households: int) -> dict[str, Rate]:
    """The rates an office publishes: each class, and poor and near-poor together (`both`)."""
    rates = {key: Rate(count, households) for key, count in counts.items()}
    rates["both"] = Rate(counts.get("poor", 0) + counts.get("near_poor", 0), households)
    return rates
