"""Rates of a unit on its own denominators, before and after a merger; who may count and who may see the names."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from chiakhoa.foundation.access.values import NOBODY, PLACE, PRACTICE
from chiakhoa.law.rules.refusals import Refused
from chiakhoa.oversight.reporting import queries
from chiakhoa.oversight.reporting.values import FIGURES, Change, UnitRates, change
from tests.foundation.registry.conftest import (
    AT,
    OTHER,
    PROVINCE,
    TOWN,
    WARD,
    household,
    household_id,
    of_household,
    officer,
    viewer,
    village_head,
    village_id,
)
from tests.oversight.reporting.conftest import TODAY

pytestmark = pytest.mark.usefixtures("counted")
SON = viewer("province", PLACE, PROVINCE, TODAY)


def shown(found: UnitRates) -> dict[str, tuple[int, str | None]]:
    return {key: (one.count, one.percent) for key, one in found.rates.items()}


def test_this_year_and_the_year_before_each_on_its_own_households():
    now, before = (queries.rates(PRACTICE, WARD, year, TODAY) for year in (2025, 2024))
    assert (now.households, now.as_of, now.final, now.partial) == (9, TODAY, True, False)
    assert shown(now) == {"poor": (2, "22.22"), "near_poor": (2, "22.22"), "both": (4, "44.44")}
    assert (before.households, before.as_of, before.final) == (8, date(2024, 12, 31), True)
    assert shown(before) == {"poor": (2, "25.00"), "near_poor": (1, "12.50"), "both": (3, "37.50")}
    assert change(now.rates["poor"], before.rates["poor"]) == Change("-2.78", 0)
    assert change(now.rates["near_poor"], before.rates["near_poor"]) == Change("9.72", 1)


def test_villages_add_up_to_the_commune_in_both_years():
    for year in (2024, 2025):
        found = queries.rates(PRACTICE, WARD, year, TODAY)
        assert sum(part.households for part in found.parts) == found.households
        assert sum(part.people for part in found.parts) == found.people == (12 if year == 2025 else 11)
        for key in FIGURES:
            assert sum(part.rates[key].count for part in found.parts) == found.rates[key].count
    assert [part.code for part in found.parts] == ["G01", "G02", "G03", "G04"]
    assert found.parts[3].rates["poor"].percent is None


def test_a_province_can_be_told_without_counting_its_people():
    whole, lean = (queries.rates(PRACTICE, PROVINCE, 2025, TODAY, people=people) for people in (True, False))
    assert whole.people > 0
    assert lean.people == 0
    assert shown(lean) == shown(whole)
    assert (lean.households, lean.final) == (whole.households, whole.final)


def test_an_old_unit_still_prints_its_year():
    found = queries.rates(officer(), TOWN, 2024, TODAY)
    assert (found.name, found.households, found.partial) == ("phuong Hưng Mẫu", 5, False)
    assert shown(found)["poor"] == (1, "20.00")


def test_a_class_decided_earlier_makes_the_year_not_final(counted: Callable[..., None]):
    assert queries.rates(PRACTICE, OTHER, 2024, TODAY).final
    assert not queries.rates(PRACTICE, OTHER, 2025, TODAY).final
    assert not queries.rates(PRACTICE, WARD, 2025, date(2025, 11, 13)).final
    assert not queries.rates(PRACTICE, WARD, 2023, TODAY).final


def test_a_province_is_counted_commune_by_commune_without_names():
    found = queries.rates(SON, PROVINCE, 2025, TODAY)
    assert [(part.code, part.households) for part in found.parts] == [(OTHER, 1), (WARD, 9)]
    assert (found.households, shown(found)["poor"], found.final) == (10, (3, "30.00"), False)
    drilled = queries.drill(SON, PROVINCE, "poor", found.as_of, TODAY)
    assert (drilled.rows, drilled.hidden) == ((), True)
    everything = queries.drill(PRACTICE, PROVINCE, "poor", found.as_of, TODAY)
    assert [row.number for row in everything.rows] == ["H-0001", "H-0012", "H-0021"]
    assert not everything.hidden


def test_behind_each_figure_stand_its_households():
    for key, numbers in {"poor": ["H-0001", "H-0012"], "near_poor": ["H-0002", "H-0013"]}.items():
        found = queries.drill(officer(), WARD, key, TODAY, TODAY)
        assert sorted(row.number for row in found.rows) == numbers
    both = queries.drill(officer(), WARD, "both", TODAY, TODAY)
    assert Counter(row.village_code for row in both.rows) == {"G01": 1, "G02": 1, "G03": 2}
    assert not both.hidden
    earlier = queries.drill(officer(), WARD, "poor", date(2024, 12, 31), TODAY)
    assert sorted(row.number for row in earlier.rows) == ["H-0001", "H-0011"]


def test_a_village_head_counts_the_own_village_and_is_told_so():
    head = replace(village_head(village_id(WARD, 3)), on=TODAY)
    found = queries.rates(head, WARD, 2025, TODAY)
    assert (found.households, found.partial, [part.code for part in found.parts]) == (3, True, ["G03"])
    assert [row.number for row in queries.drill(head, WARD, "both", TODAY, TODAY).rows] == ["H-0012", "H-0013"]


@pytest.mark.parametrize("who", [NOBODY, officer(OTHER), village_head(village_id(OTHER, 1)), of_household("helper", 1)])
@pytest.mark.parametrize("code", [WARD, "99999", "KHÔNG"])
def test_who_may_not_count_learns_no_more_than_of_a_unit_that_is_not_there(who: Any, code: str):
    for asked in (queries.rates, lambda *words: queries.drill(words[0], words[1], "poor", TODAY, TODAY)):
        with pytest.raises(Refused) as caught:
            asked(who, code, 2025, TODAY)
        assert (caught.value.rule, caught.value.where) == ("reporting.unit", code)


def test_a_year_to_come_is_refused():
    with pytest.raises(Refused) as caught:
        queries.rates(PRACTICE, WARD, 2026, TODAY)
    assert caught.value.rule == "reporting.year"


def test_the_questions_asked_do_not_grow_with_the_households():
    def asked() -> int:
        with CaptureQueriesContext(
            connection,
        ) as found:
            queries.rates(officer(), WARD, 2025, TODAY)
            queries.drill(officer(), WARD, "both", TODAY, TODAY)
        return len(found)

    before = asked()
    from chiakhoa.foundation.registry import actions
    from chiakhoa.foundation.registry.values import NewStanding

    for number in range(31, 51):
        new = household(number, f"Cao Thị {number}", village_id(WARD, 1), since=TODAY)
        actions.open_household(by=PRACTICE, on=TODAY, at=AT, commune=WARD, new=new)
    standings = [NewStanding(household_id(10_000 + n), household_id(n), "poor", TODAY, "QĐ 2") for n in range(31, 51)]
    actions.put_in_force(by=PRACTICE, on=TODAY, at=AT, standings=standings)
    assert asked() == before
