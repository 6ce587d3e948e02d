"""Units and villages that open, end and move: the practice ward as fixture.md has it."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from uuid import UUID

import pytest
from django.db import IntegrityError, transaction

from chiakhoa.foundation.places import actions, queries
from chiakhoa.foundation.places.values import NewVillage, Unit
from chiakhoa.law.rules.refusals import Refused

OLD_DAY, LAST_DAY, MERGED = date(2024, 1, 1), date(2025, 6, 30), date(2025, 7, 1)
BY = {"by": "test", "on": MERGED, "at": datetime(2025, 7, 1, 1, tzinfo=UTC)}
PROVINCE = Unit("99", 1, "tinh", "Hà Mẫu", "Tỉnh Hà Mẫu", "", OLD_DAY)
OLD = Unit("99801", 2, "phuong", "Hưng Mẫu", "Phường Hưng Mẫu", "99", OLD_DAY)
WARD = Unit("99001", 2, "phuong", "Sông Mẫu", "Phường Sông Mẫu", "99", MERGED, short="SONGMAU")


def village(number: int, commune: str, code: str = "G01", since: date = OLD_DAY) -> NewVillage:
    return NewVillage(UUID(int=number), commune, code, "to_dan_pho", f"Tổ {number}", since)


@pytest.fixture
def units(db: None) -> None:
    for unit in (PROVINCE, OLD, WARD):
        actions.open_area(**BY, unit=unit)


def test_a_merger_moves_the_villages_and_ends_the_unit(units: None):
    actions.add_villages(**BY, villages=[village(n, OLD.code, f"G{n:02}") for n in (1, 2, 10)])
    for n in (1, 2, 10):
        moved = village(100 + n, WARD.code, f"G{n:02}", MERGED)
        actions.move_village(**BY, public_id=UUID(int=n), to=moved, reason="sáp nhập")
    actions.end_area(**BY, code=OLD.code, last_day=LAST_DAY, reason="sáp nhập")

    assert [row.code for row in queries.villages(None, commune=OLD.code, on=LAST_DAY)] == ["G01", "G02", "G10"]
    assert not queries.villages(None, commune=OLD.code, on=MERGED).exists()
    assert [row.code for row in queries.villages(None, commune=WARD.code, on=MERGED)] == ["G01", "G02", "G10"]
    now = queries.village(None, commune=WARD.code, code="G10", on=MERGED)
    assert [one.public_id for one in queries.lineage(None, now)] == [UUID(int=110), UUID(int=10)]
    assert queries.village_by_id(None, UUID(int=10)).valid_until == LAST_DAY
    assert queries.area(None, "songmau", MERGED).code == WARD.code
    with pytest.raises(Refused, match=r"places\.unknown"):
        queries.area(None, OLD.code, MERGED)


def test_villages_stand_in_the_order_of_their_numbers(units: None):
    actions.add_villages(**BY, villages=[village(n, OLD.code, f"G{n}") for n in (10, 2, 1)])
    assert [row.code for row in queries.villages(None, commune=OLD.code, on=MERGED)] == ["G1", "G2", "G10"]
    assert [row.code for row in queries.villages(None, commune=OLD.code, on=MERGED, search="to 2")] == ["G2"]


def test_an_ended_village_is_gone_the_day_after(units: None):
    actions.add_village(**BY, village=village(1, OLD.code))
    actions.end_village(**BY, public_id=UUID(int=1), last_day=LAST_DAY, reason="giải thể")
    assert queries.villages(None, commune=OLD.code, on=LAST_DAY).count() == 1
    with pytest.raises(Refused, match=r"places\.unknown_village"):
        queries.village(None, commune=OLD.code, code="G01", on=MERGED)
    again = actions.add_village(**BY, village=village(2, OLD.code, since=MERGED))
    assert again.valid_from == MERGED


@pytest.mark.parametrize(
    ("unit", "rule"),
    [
        (OLD, "places.overlap"),
        (replace(OLD, valid_from=MERGED), "places.overlap"),
        (replace(OLD, code="99802", kind="tinh"), "places.kind"),
        (replace(OLD, code="99802", parent=""), "places.kind"),
        (replace(OLD, code="99802", parent="98"), "places.unknown"),
        (replace(OLD, code="99802", valid_until=date(2023, 1, 1)), "places.days"),
        (replace(PROVINCE, code="98", kind="xa"), "places.kind"),
    ],
)
def test_a_unit_that_cannot_be_is_refused(units: None, unit: Unit, rule: str):
    with pytest.raises(Refused) as refused:
        actions.open_area(**BY, unit=unit)
    assert refused.value.rule == rule


@pytest.mark.parametrize(
    ("new", "rule"),
    [
        (village(2, OLD.code), "places.overlap"),
        (village(2, OLD.code, since=date(2023, 12, 31)), "places.unknown"),
        (village(2, "99999"), "places.unknown"),
        (village(2, "99"), "places.unknown"),
        (replace(village(2, OLD.code, "G02"), kind="xa"), "places.kind"),
    ],
)
def test_a_village_that_cannot_be_is_refused(units: None, new: NewVillage, rule: str):
    actions.add_village(**BY, village=village(1, OLD.code))
    with pytest.raises(Refused) as refused:
        actions.add_village(**BY, village=new)
    assert refused.value.rule == rule


def test_a_list_of_villages_comes_in_whole_or_not_at_all(units: None):
    with pytest.raises(Refused):
        actions.add_villages(**BY, villages=[village(1, OLD.code), village(2, OLD.code)])
    assert not queries.villages(None, commune=OLD.code, on=MERGED).exists()


def test_a_unit_with_villages_does_not_end(units: None):
    actions.add_village(**BY, village=village(1, OLD.code))
    with pytest.raises(Refused, match=r"places\.still_used"):
        actions.end_area(**BY, code=OLD.code, last_day=LAST_DAY, reason="")


def test_what_is_ended_or_not_there_cannot_end(units: None):
    with pytest.raises(Refused):
        actions.end_village(**BY, public_id=UUID(int=9), last_day=LAST_DAY, reason="")
    with pytest.raises(Refused):
        actions.end_area(**BY, code="99999", last_day=LAST_DAY, reason="")
    with pytest.raises(Refused):
        actions.end_area(**BY, code=OLD.code, last_day=date(2020, 1, 1), reason="")


def test_the_tables_hold_one_open_form_and_days_in_order(units: None):
    row = queries.area(None, OLD.code, OLD_DAY)
    for values in ({"valid_until": date(2020, 1, 1)}, {"level": 1}, {"kind": "thon"}):
        with pytest.raises(IntegrityError), transaction.atomic():
            type(row).objects.filter(pk=row.pk).update(**values)
