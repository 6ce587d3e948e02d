"""Rates as offices publish them, changes in points, the multidimensional index: published and hand-made figures."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chiakhoa.law.rules.indices import Rate, change_in_points, class_rates, multidimensional, rate, rounded


@pytest.mark.parametrize(
    ("count", "of", "printed"),
    [
        (4_643, 199_765, "2.32"),  # Lạng Sơn 2025, poor
        (13_578, 199_765, "6.80"),  # near-poor
        (18_221, 199_765, "9.12"),  # both
        (26_941, 1_005_262, "2.68"),  # Phú Thọ 2025, poor
        (31_615, 1_005_262, "3.14"),  # near-poor, 3.14495
        (104, 9_100, "1.14"),
        (104, 9_060, "1.15"),
        (201, 9_100, "2.21"),
        (212, 9_060, "2.34"),
        (6_176, 6_557, "94.19"),  # Kon Tum, minority share of the poor
        (0, 7, "0.00"),
        (7, 7, "100.00"),
        (1, 800, "0.13"),  # 0.125: half goes up
        (3, 800, "0.38"),  # 0.375
        (1, 8_000, "0.01"),  # 0.0125
    ],
)
def test_published_rates(count: int, of: int, printed: str):
    assert rate(count, of) == printed
    assert Rate(count, of).percent == printed


def test_one_decimal_for_reach():
    assert rate(283, 303, places=1) == "93.4"
    assert rate(1, 3, places=0) == "33"


def test_a_rate_of_nothing_has_no_percentage():
    assert Rate(0, 0).percent is None


@pytest.mark.parametrize(("count", "of"), [(-1, 5), (6, 5), (1, 0)])
def test_no_rate_without_a_true_denominator(count: int, of: int):
    with pytest.raises(ValueError, match=f"^{count} of {of} is no rate$"):
        Rate(count, of)


def test_changes_are_in_points_each_year_on_its_own_denominator():
    assert change_in_points(Rate(104, 9_100), Rate(104, 9_060)) == "-0.01"
    assert change_in_points(Rate(201, 9_100), Rate(212, 9_060)) == "-0.13"
    assert change_in_points(Rate(212, 9_060), Rate(201, 9_100)) == "0.13"
    assert change_in_points(Rate(5, 100), Rate(5, 100)) == "0.00"
    assert change_in_points(Rate(100, 100), Rate(0, 100)) == "100.00"


@pytest.mark.parametrize(("now", "before"), [(Rate(0, 0), Rate(1, 2)), (Rate(1, 2), Rate(0, 0))])
def test_no_change_without_two_rates(now: Rate, before: Rate):
    with pytest.raises(ValueError, match=r"^a change needs two rates$"):
        change_in_points(now, before)


@pytest.mark.parametrize(
    ("value", "places", "printed"),
    [
        (Fraction(1, 200), 2, "0.01"),
        (Fraction(-1, 200), 2, "-0.01"),
        (Fraction(-1, 201), 2, "0.00"),
        (Fraction(314_495, 100_000), 2, "3.14"),
        (Fraction(5, 2), 0, "3"),
        (Fraction(12), 2, "12.00"),
    ],
)
def test_rounding_is_half_away_from_zero_and_never_minus_nothing(value: Fraction, places: int, printed: str):
    assert rounded(value, places) == printed


def test_two_places_unless_asked_otherwise():
    assert rounded(Fraction(2, 3)) == "0.67"


@given(st.integers(0, 10**7), st.integers(1, 10**7))
def test_a_printed_rate_is_half_a_hundredth_from_the_true_one_at_most(count: int, of: int):
    distance = Fraction(rate(count, of)) - Fraction(100 * count, of)
    assert Fraction(-1, 200) < distance <= Fraction(1, 200)


def test_alkire_foster_by_hand():
    """Four households with 4, 3, 2 and 0 gaps of 12; the first two are poor."""
    index = multidimensional([4, 3, 2, 0], [True, True, False, False], 12)
    assert (index.households, index.poor, index.gaps_of_poor, index.indicators) == (4, 2, 7, 12)
    assert index.headcount == Fraction(1, 2)
    assert index.intensity == Fraction(7, 24)
    assert index.adjusted == Fraction(7, 48) == index.headcount * index.intensity


def test_alkire_foster_counts_only_gaps_of_the_poor():
    """A household above the income line may have gaps: they are censored."""
    index = multidimensional([12, 3], [False, True], 12)
    assert (index.headcount, index.intensity, index.adjusted) == (Fraction(1, 2), Fraction(1, 4), Fraction(1, 8))


def test_alkire_foster_without_poor_has_no_intensity():
    index = multidimensional([2, 0], [False, False], 12)
    assert (index.headcount, index.intensity, index.adjusted) == (0, None, 0)


@pytest.mark.parametrize(("gaps", "poor"), [([], []), ([1], []), ([1, 2], [True])])
def test_alkire_foster_needs_a_number_for_each_household(gaps: list[int], poor: list[bool]):
    with pytest.raises(ValueError, match=r"^one number of gaps for each household is needed$"):
        multidimensional(gaps, poor, 12)


@given(st.lists(st.tuples(st.integers(0, 12), st.booleans()), min_size=1, max_size=30))
def test_adjusted_headcount_is_headcount_times_intensity(households: list[tuple[int, bool]]):
    index = multidimensional([gaps for gaps, _ in households], [poor for _, poor in households], 12)
    assert index.adjusted == index.headcount * (index.intensity or 0)
    assert 0 <= index.adjusted <= index.headcount <= 1


def test_rates_of_each_class_and_of_poor_and_near_poor_together():
    rates = class_rates({"poor": 104, "near_poor": 201, "non_poor": 8_795}, 9_100)
    assert rates == {
        "poor": Rate(104, 9_100),
        "near_poor": Rate(201, 9_100),
        "non_poor": Rate(8_795, 9_100),
        "both": Rate(305, 9_100),
    }
    assert class_rates({}, 3) == {"both": Rate(0, 3)}
    assert class_rates({"poor": 2}, 3)["both"] == Rate(2, 3)
