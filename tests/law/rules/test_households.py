"""Ages from birth dates that may be partial."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chiakhoa.law.rules.households import Household, Member, PartialDate, age_bounds, can_be_one

ON = date(2026, 10, 15)


@pytest.mark.parametrize(
    ("birth", "bounds"),
    [
        (None, (0, 125)),
        (PartialDate(2010, 10, 15), (16, 16)),  # the birthday itself
        (PartialDate(2010, 10, 16), (15, 15)),  # the day before
        (PartialDate(2010, 10, 14), (16, 16)),
        (PartialDate(2010, 10), (15, 16)),  # some day of this month
        (PartialDate(2010, 9), (16, 16)),
        (PartialDate(2010, 11), (15, 15)),
        (PartialDate(2010), (15, 16)),
        (PartialDate(2010, None, 20), (15, 16)),
        (PartialDate(2026, 10, 15), (0, 0)),
        (PartialDate(2026, 12, 1), (0, 0)),  # not yet born on the day of survey
        (PartialDate(2026), (0, 0)),
        (PartialDate(2025), (0, 1)),
        (PartialDate(1890, 1, 1), (136, 136)),
    ],
)
def test_age_on_the_day_of_survey(birth: PartialDate | None, bounds: tuple[int, int]):
    assert age_bounds(birth, ON) == bounds


@pytest.mark.parametrize(
    ("on", "bounds"),
    [
        (date(2026, 1, 1), (15, 16)),
        (date(2026, 12, 31), (16, 16)),
        (date(2026, 12, 30), (15, 16)),
        (date(2025, 12, 31), (15, 15)),
    ],
)
def test_a_year_of_birth_lasts_from_new_year_to_the_last_of_december(on: date, bounds: tuple[int, int]):
    assert age_bounds(PartialDate(2010), on) == bounds


def test_a_month_of_birth_lasts_to_its_last_day():
    assert age_bounds(PartialDate(2010, 3), date(2026, 3, 1)) == (15, 16)
    assert age_bounds(PartialDate(2010, 3), date(2026, 3, 30)) == (15, 16)
    assert age_bounds(PartialDate(2010, 3), date(2026, 3, 31)) == (16, 16)
    assert age_bounds(PartialDate(2010, 3), date(2026, 2, 28)) == (15, 15)


def test_born_on_the_leap_day():
    assert age_bounds(PartialDate(2008, 2, 29), date(2026, 2, 28)) == (17, 17)
    assert age_bounds(PartialDate(2008, 2, 29), date(2026, 3, 1)) == (18, 18)


@given(st.dates(date(1930, 1, 1), date(2030, 1, 1)), st.dates(date(2020, 1, 1), date(2030, 12, 31)))
def test_less_known_of_a_birth_date_never_shuts_out_the_true_age(birth: date, on: date):
    years = max(sum(birth.replace(year=y) <= on for y in range(birth.year + 1, 2031)) if birth.day < 29 else 0, 0)
    whole = age_bounds(PartialDate(birth.year, birth.month, birth.day), on)
    month, year, none = (
        age_bounds(partial, on) for partial in (PartialDate(birth.year, birth.month), PartialDate(birth.year), None)
    )
    assert whole[0] == whole[1]
    assert whole[0] == years or birth.day >= 29
    assert none[0] <= year[0] <= month[0] <= whole[0] <= month[1] <= year[1] <= none[1]
    assert age_bounds(PartialDate(birth.year, birth.month, birth.day), on + timedelta(days=1)) >= whole


def test_answers_and_members_are_empty_unless_given():
    assert Household("H", "rural", "RRD").answers == {}
    assert Household("H", "rural", "RRD").members == ()
    assert Member("Vũ Văn Tí").answers == {}
    assert Member("Vũ Văn Tí").birth is None


@pytest.mark.parametrize(
    ("one", "other", "can_be"),
    [
        (None, PartialDate(1990, 1, 2), True),
        (PartialDate(1990, 1, 2), PartialDate(1990, 1, 2), True),
        (PartialDate(1990), PartialDate(1990, 1, 2), True),
        (PartialDate(1990, 1), PartialDate(1990, 1, 2), True),
        (PartialDate(1990, 2), PartialDate(1990, 1, 2), False),
        (PartialDate(1990, 1, 3), PartialDate(1990, 1, 2), False),
        (PartialDate(1991), PartialDate(1990, 1, 2), False),
    ],
)
def test_two_births_can_be_one_where_what_both_know_is_equal(
    one: PartialDate | None, other: PartialDate | None, can_be: bool
):
    assert can_be_one(one, other) is can_be
    assert can_be_one(other, one) is can_be
