"""Whole communes at once: cut to the viewer like every other query, rows written past the model as by it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from uuid import UUID

import pytest
from django.db import DatabaseError, IntegrityError, transaction

from chiakhoa.foundation.access.values import PRACTICE
from chiakhoa.foundation.audit import queries as trail
from chiakhoa.foundation.registry import actions
from chiakhoa.foundation.registry.actions.writing import FEW, write_new
from chiakhoa.foundation.registry.models import Household, Person
from chiakhoa.foundation.registry.queries import bulk
from chiakhoa.foundation.registry.values import NewStanding
from chiakhoa.law.rules.households import PartialDate
from tests.foundation.registry.conftest import (
    AT,
    BY,
    ON,
    OTHER,
    WARD,
    household,
    household_id,
    of_household,
    officer,
    person_id,
    viewer,
    village_head,
    village_id,
)

G1, G2 = village_id(WARD, 1), village_id(WARD, 2)
pytestmark = pytest.mark.usefixtures("keys", "merged")


@pytest.fixture
def three(keys: None, merged: None) -> None:
    given = [
        household(1, "Lê Văn Một", G1, "Lê Thị Mai"),
        household(2, "Phan Thị Hai", G1),
        household(3, "Hồ Văn Ba", G2, "Hồ Thị Bảy"),
    ]
    actions.take_in(**BY, commune=WARD, households=given)


def numbers(by) -> list[str]:
    return [one.number for one in bulk.keys_of(by, WARD, ON)]


@pytest.mark.usefixtures("three")
def test_each_sees_of_a_commune_what_is_theirs():
    everyone = ["H-0001", "H-0002", "H-0003"]
    for by, seen in (
        (PRACTICE, everyone),
        (officer(), everyone),
        (village_head(G2), ["H-0003"]),
        (of_household("household_member", 2), ["H-0002"]),
        (officer(OTHER), []),
        (viewer("province", "place", "99"), []),
    ):
        assert numbers(by) == seen
        assert len(bulk.people_of(by, WARD, ON)) == len(seen)
        assert set(bulk.last_standings(by, WARD, ON)) == set()


@pytest.mark.usefixtures("three")
def test_identity_numbers_are_for_who_may_see_them():
    known = bulk.people_of(officer(), WARD, ON)[household_id(1)]
    assert [(one.name, one.relation, one.national_id) for one in known] == [
        ("Lê Văn Một", "head", "000000000001"),
        ("Lê Thị Mai", "child", ""),
    ]
    assert known[0].birth == PartialDate(1954, 3)
    for by in (village_head(G1), viewer("vice_chair", "place", WARD)):
        assert [one.national_id for one in bulk.people_of(by, WARD, ON)[household_id(1)]] == [None, None]
    own = bulk.people_of(of_household("household_member", 1), WARD, ON)
    assert [one.national_id for one in own[household_id(1)]] == ["000000000001", ""]


@pytest.mark.usefixtures("three")
def test_who_left_is_named_on_request_and_a_closed_household_not_at_all():
    words = {"household": household_id(1), "person": person_id(1, 1), "day": ON, "reason": "moved_out"}
    actions.end_membership(**BY, **words)
    actions.close_household(**BY, household=household_id(2), day=ON, reason="moved_away")
    assert [one.name for one in bulk.people_of(PRACTICE, WARD, ON)[household_id(1)]] == ["Lê Văn Một"]
    gone = bulk.people_of(PRACTICE, WARD, ON, gone=True)[household_id(1)]
    assert [(one.name, one.until) for one in gone] == [("Lê Văn Một", None), ("Lê Thị Mai", ON)]
    assert numbers(PRACTICE) == ["H-0001", "H-0003"]


@pytest.mark.usefixtures("three")
def test_the_newest_class_and_the_class_of_a_day():
    earlier = ON - timedelta(days=30)
    put = [NewStanding(UUID(int=1), household_id(1), "poor", earlier, "QĐ 1")]
    actions.put_in_force(**BY, standings=put)
    actions.put_in_force(**BY, standings=[replace(put[0], public_id=UUID(int=2), class_key="near_poor", since=ON)])
    assert bulk.last_standings(PRACTICE, WARD, ON)[household_id(1)].class_key == "near_poor"
    assert bulk.standings_on(PRACTICE, WARD, earlier)[household_id(1)].class_key == "poor"
    assert bulk.standings_on(PRACTICE, WARD, earlier - timedelta(days=1)) == {}


def test_rows_written_in_one_stroke_are_those_the_model_writes():
    def person(number: int) -> Person:
        born = {"birth_year": 1950 + number % 50, "birth_month": number % 12 + 1 if number % 3 else None}
        keys = {"name_key": "", "sort_key": "", "recorded_at": AT}
        return Person(public_id=UUID(int=number), name=f"Lê '{number}\" \\ ₫", **keys, **born)

    many = [person(number) for number in range(1, FEW + 30)]
    with transaction.atomic():
        write_new(many)
    for row in many:
        held = Person.objects.get(pk=row.pk)
        assert [getattr(held, field.attname) for field in Person._meta.concrete_fields] == [
            getattr(row, field.attname) for field in Person._meta.concrete_fields
        ]
    many[0].name = "Lê Thị Khác"
    many[0].save()
    assert Person.objects.count() == len(many), "a row that was written is known as such"


@pytest.mark.parametrize("count", [3, FEW + 3])
def test_a_row_the_table_refuses_is_refused_in_one_stroke_too(count):
    people = [
        Person(public_id=UUID(int=n + 1), name="Lê", name_key="", sort_key="", recorded_at=AT) for n in range(count)
    ]
    people[-1].sex = "other"
    with pytest.raises((IntegrityError, DatabaseError)), transaction.atomic():
        write_new(people)
    assert not Person.objects.exists()


def test_a_list_of_a_hundred_is_sealed_row_by_row():
    given = [
        household(number, f"Lê Văn {number}", G1, "Lê Thị Mai", since=date(2025, 7, 1)) for number in range(1, 101)
    ]
    actions.take_in(**BY, commune=WARD, households=given)
    assert Household.objects.count() == 100
    found = trail.verify(PRACTICE)
    assert found.intact
    assert found.rows >= 100 + 200 + 200
