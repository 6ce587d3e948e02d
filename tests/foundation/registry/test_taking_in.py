"""Taking in lists: new, changed, same, returned; the same list twice changes nothing; half a household never."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from uuid import UUID

import pytest

from chiakhoa.foundation.access.values import PRACTICE, NotAllowed
from chiakhoa.foundation.audit import queries as trail
from chiakhoa.foundation.audit.models import Entry
from chiakhoa.foundation.registry import actions, queries
from chiakhoa.foundation.registry.models import FormerPlace, Household, Membership, Person
from chiakhoa.foundation.registry.values import NewHousehold
from chiakhoa.law.rules.households import PartialDate
from tests.foundation.registry.conftest import BY, OLD_DAY, ON, OTHER, WARD, household, officer, person, village_id

G1, G2 = village_id(WARD, 1), village_id(WARD, 2)
pytestmark = pytest.mark.usefixtures("keys", "merged")


def some(*changes: dict) -> list[NewHousehold]:
    """Three households; `changes` alter one after the other."""
    three = [
        household(1, "Lê Văn Một", G1, "Lê Thị Mai", "Lê Văn Minh"),
        household(2, "Phan Thị Hai", G1),
        household(3, "Hồ Văn Ba", G2, "Hồ Thị Bảy"),
    ]
    return [replace(one, **change) for one, change in zip(three, [*changes, {}, {}, {}], strict=False)]


def take_in(given: list[NewHousehold], on: date = ON) -> tuple[int, int, int, int]:
    taken = actions.take_in(**{**BY, "on": on}, commune=WARD, households=given)
    return len(taken.new), len(taken.changed), len(taken.same), len(taken.returned)


def test_the_same_list_twice_changes_nothing():
    seen = queries.preview(PRACTICE, WARD, some(), ON)
    assert (len(seen.new), seen.people, Household.objects.count()) == (3, 6, 0), "a preview writes nothing"
    assert take_in(some()) == (3, 0, 0, 0)
    assert (Household.objects.count(), Person.objects.count(), Membership.objects.count()) == (3, 6, 6)
    entries = Entry.objects.count()
    assert take_in(some()) == (0, 0, 3, 0)
    assert Entry.objects.count() == entries
    assert trail.verify(PRACTICE).intact


def test_a_list_of_new_ids_is_known_by_numbers_names_and_births():
    take_in(some())
    known = set(Person.objects.values_list("public_id"))
    fresh = [
        replace(one, public_id=UUID(int=77 + at), members=[
            replace(person, public_id=UUID(int=1000 * at + place)) for place, person in enumerate(one.members)
        ])
        for at, one in enumerate(some())
    ]  # fmt: skip
    assert take_in(fresh) == (0, 0, 3, 0)
    assert set(Person.objects.values_list("public_id")) == known


def test_what_differs_is_written_and_named():
    take_in(some())
    mai = replace(some()[0].members[1], sex="female", birth=PartialDate(1990, 5, 2), relation="spouse")
    members = [some()[0].members[0], mai, person(1, 9, "Lê Thị Mận")]
    given = some(
        {"members": members, "phone": "0900 000 002", "address": ""}, {"village": G2}, {"head_name": "Hồ Văn Bá"}
    )
    taken = actions.take_in(**BY, commune=WARD, households=given)
    one, two, three = (each.public_id for each in given)
    assert taken.changed == (one, two, three)
    assert taken.changes[one] == (
        "phone",
        "Lê Thị Mai: sex, birth_year, birth_month, birth_day",
        "Lê Thị Mai: relation",
        "+ Lê Thị Mận",
    )
    assert taken.changes[two] == ("place",)
    assert taken.missing == {one: ("Lê Văn Minh",)}, "who is not named stays, and is told"
    assert [each.name for each in queries.members(PRACTICE, one, ON)] == [
        "Lê Văn Một", "Lê Thị Mai", "Lê Văn Minh", "Lê Thị Mận",
    ]  # fmt: skip
    assert queries.members(PRACTICE, one, ON)[1].birth == PartialDate(1990, 5, 2)
    assert FormerPlace.objects.get().household.public_id == two
    assert queries.household(PRACTICE, three, ON).head_name == "Hồ Văn Bá"
    assert take_in(given) == (0, 0, 3, 0)
    assert trail.verify(PRACTICE).intact


@pytest.mark.parametrize(
    ("change", "rule"),
    [
        ({"number": "H-0003"}, "registry.number_twice"),
        ({"village": village_id(OTHER, 1)}, "registry.unknown_village"),
        ({"members": []}, "registry.one_head"),
        ({"opened_on": date(2026, 1, 1)}, "registry.day"),
    ],
)
def test_what_cannot_be_taken_goes_back_and_the_rest_stays(change: dict, rule: str):
    taken = actions.take_in(**BY, commune=WARD, households=some({}, change))
    assert {one.rule for one in taken.returned.values()} == {rule}
    assert len(taken.new) + len(taken.returned) == 3
    assert Household.objects.count() == len(taken.new)
    assert Membership.objects.filter(household__public_id=some()[1].public_id).count() == 0


def test_a_number_or_a_person_of_another_household_goes_back():
    take_in(some())
    third = some()[2]
    moved = replace(third, public_id=UUID(int=5), number="H-0004", members=[replace(third.members[0])])
    renumbered = replace(third, number="H-0002")
    for given, rule in ((moved, "registry.person_elsewhere"), (renumbered, "registry.number_taken")):
        taken = actions.take_in(**BY, commune=WARD, households=[given])
        assert [one.rule for one in taken.returned.values()] == [rule]
    actions.close_household(**BY, household=third.public_id, day=ON, reason="moved_away")
    taken = actions.take_in(**BY, commune=WARD, households=[third])
    assert [one.rule for one in taken.returned.values()] == ["registry.number_taken"]


def test_only_who_keeps_the_register_takes_in():
    for viewer in (officer(OTHER), officer("99")):
        with pytest.raises(NotAllowed):
            actions.take_in(**{**BY, "by": viewer}, commune=WARD, households=some())
        with pytest.raises(NotAllowed):
            queries.preview(viewer, WARD, some(), ON)
    actions.take_in(**{**BY, "by": officer()}, commune=WARD, households=some())
    assert Household.objects.count() == 3
    assert Entry.objects.get(action="registry.take_in").actor == "commune_officer"


def test_a_thousand_households_cost_few_questions(django_assert_max_num_queries: object):
    given = [household(n, "Lê Văn Một", G1, "Lê Thị Mai", since=OLD_DAY) for n in range(1, 1001)]
    with django_assert_max_num_queries(130):
        assert take_in(given) == (1000, 0, 0, 0)
    with django_assert_max_num_queries(12):
        assert take_in(given) == (0, 0, 1000, 0)
