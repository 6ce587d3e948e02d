"""Households open, are found, change, move and close; what they were stays."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from uuid import UUID

import pytest
from django.db import IntegrityError, transaction

from chiakhoa.foundation.access.values import PRACTICE, NotAllowed
from chiakhoa.foundation.audit.models import Entry
from chiakhoa.foundation.places import actions as places
from chiakhoa.foundation.registry import actions, queries
from chiakhoa.foundation.registry.models import Household, Membership
from chiakhoa.foundation.registry.values import NewFact, NewStanding, Wanted
from chiakhoa.law.rules.households import PartialDate
from chiakhoa.law.rules.refusals import Refused
from tests.foundation.registry.conftest import (
    AT,
    BY,
    FIELDS,
    OLD_DAY,
    ON,
    OTHER,
    TOWN,
    WARD,
    household,
    household_id,
    officer,
    person,
    person_id,
    village_id,
)

G1, G2 = village_id(WARD, 1), village_id(WARD, 2)
LANH = household(412, "Trần Thị Lành", G1, "Nguyễn Văn Út", address="Ngõ 3")


@pytest.fixture
def lanh(merged: None) -> UUID:
    actions.open_household(**BY, commune=WARD, new=LANH)
    return LANH.public_id


def test_an_opened_household_is_there_with_its_people(lanh: UUID):
    seen = queries.household(PRACTICE, lanh, ON)
    assert (seen.number, seen.commune, seen.village_code, seen.head_name) == ("H-0412", WARD, "G01", "Trần Thị Lành")
    assert (seen.members, seen.class_key, seen.phone_state) == (2, "", "unknown")
    first, second = queries.members(PRACTICE, lanh, ON)
    assert (first.name, first.relation, first.birth) == ("Trần Thị Lành", "head", PartialDate(1954, 3))
    assert (second.name, second.birth, second.since) == ("Nguyễn Văn Út", None, OLD_DAY)
    assert queries.household_numbered(PRACTICE, WARD, "H-0412", ON) == seen
    assert queries.household_numbered(PRACTICE, OTHER, "H-0412", ON) is None
    assert queries.household(PRACTICE, household_id(1), ON) is None
    assert queries.household(PRACTICE, lanh, ON).opened_on == OLD_DAY


@pytest.mark.parametrize(
    ("changed", "rule"),
    [
        ({"number": "H-0412"}, "registry.number_taken"),
        ({"number": " "}, "registry.number_twice"),
        ({"village": village_id(OTHER, 1)}, "registry.unknown_village"),
        ({"opened_on": ON + timedelta(days=1)}, "registry.day"),
        ({"members": ()}, "registry.one_head"),
        ({"members": [person(1, 0, "Lê Văn Hai", "head"), person(1, 1, "Lê Thị Ba", "head")]}, "registry.one_head"),
        ({"members": [person(1, 0, "Lê Văn Hai", "head", national_id="12345")]}, "registry.national_id"),
        (
            {"members": [person(1, 0, "Lê Văn Hai", "head"), person(412, 1, "Nguyễn Văn Út")]},
            "registry.person_elsewhere",
        ),
    ],
)
def test_a_household_that_cannot_stand_is_refused_whole(lanh: UUID, changed: dict, rule: str):
    new = replace(household(1, "Lê Văn Hai", G2), **changed)
    with pytest.raises(Refused) as refused:
        actions.open_household(**BY, commune=WARD, new=new)
    assert refused.value.rule == rule
    assert refused.value.message("vi")
    assert Household.objects.count() == 1
    assert Membership.objects.count() == 2


def test_search_knows_no_tones_and_no_order_of_words(lanh: UUID):
    actions.open_household(**BY, commune=WARD, new=household(7, "Lê Văn Đông", G2, "Lê Thị Lành"))

    def found(text: str, **more: str) -> list[str]:
        return [one.number for one in queries.households(PRACTICE, Wanted(commune=WARD, text=text, **more), ON).rows]

    assert found("lanh tran") == ["H-0412"]
    assert found("LÀNH thi") == ["H-0007", "H-0412"], "a member's name finds the household too"
    assert found("dong") == ["H-0007"]
    assert found("h-0412") == found("0412") == found("412") == ["H-0412"]
    assert found("lanh van") == [], "words of two people are not one name"
    assert found("nobody") == []


def test_lists_stand_in_vietnamese_order_and_in_pages(merged: None):
    names = ["Lê Văn Ân", "Lê Văn An", "Đỗ Thị Đào", "Trần Văn Dần", "Lê Thị Ánh"]
    for number, name in enumerate(names, 1):
        actions.open_household(**BY, commune=WARD, new=household(number, name, G1 if number % 2 else G2))
    page = queries.households(PRACTICE, Wanted(commune=WARD, size=2, page=2), ON)
    assert [one.head_name for one in page.rows] == ["Lê Văn Ân", "Trần Văn Dần"]
    assert (page.total, page.last, page.number) == (5, 3, 2)
    villages = [one.village_code for one in queries.households(PRACTICE, Wanted(commune=WARD, sort="village"), ON).rows]
    assert villages == ["G01", "G01", "G01", "G02", "G02"]
    by_number = queries.households(PRACTICE, Wanted(village=G2, sort="number"), ON).rows
    assert [one.number for one in by_number] == ["H-0002", "H-0004"]
    everywhere = queries.households(PRACTICE, Wanted(sort="village", size=0), ON)
    assert (len(everywhere.rows), everywhere.last) == (5, 1)


def test_births_moves_and_deaths_are_days(lanh: UUID):
    born, dead = date(2025, 8, 1), date(2025, 10, 5)
    actions.add_member(**BY, household=lanh, new=person(412, 5, "Nguyễn Thị Bé", "grandchild"), since=born)
    with pytest.raises(Refused, match=r"registry\.needs_head"):
        leave(lanh, person_id(412, 0), dead, "died")
    leave(lanh, person_id(412, 0), dead, "died", new_head=person_id(412, 1))
    assert [one.name for one in queries.members(PRACTICE, lanh, dead)] == ["Nguyễn Văn Út", "Nguyễn Thị Bé"]
    assert len(queries.members(PRACTICE, lanh, dead - timedelta(days=1))) == 3
    assert len(queries.members(PRACTICE, lanh, born - timedelta(days=1))) == 2
    assert queries.household(PRACTICE, lanh, ON).head_name == "Nguyễn Văn Út"
    leave(lanh, person_id(412, 1), dead, "moved_out", new_head=person_id(412, 5))
    with pytest.raises(Refused, match=r"registry\.nobody_left"):
        leave(lanh, person_id(412, 5), dead, "moved_out")
    told = [(one.kind, one.about, one.reason) for one in queries.history(PRACTICE, lanh, ON)]
    assert told == [
        ("opened", "H-0412", ""),
        ("member_added", "Nguyễn Thị Bé", ""),
        ("member_left", "Trần Thị Lành", "died"),
        ("member_left", "Nguyễn Văn Út", "moved_out"),
    ]


def leave(lanh: UUID, who: UUID, day: date, reason: str, new_head: UUID | None = None) -> None:
    actions.end_membership(**BY, household=lanh, person=who, day=day, reason=reason, new_head=new_head)


def test_a_person_who_left_can_join_another_household(lanh: UUID):
    actions.open_household(**BY, commune=WARD, new=household(7, "Lê Văn Đông", G2))
    out = person(412, 1, "Nguyễn Văn Út")
    with pytest.raises(Refused, match=r"registry\.person_elsewhere"):
        actions.add_member(**BY, household=household_id(7), new=out, since=ON)
    leave(lanh, out.public_id, ON, "joined_other")
    actions.add_member(**BY, household=household_id(7), new=out, since=ON)
    assert [one.public_id for one in queries.members(PRACTICE, household_id(7), ON)][1] == out.public_id
    assert len(queries.members(PRACTICE, lanh, ON)) == 1


@pytest.mark.parametrize(
    ("change", "rule"),
    [
        ({"new": person(1, 1, "Lê Văn Hai", "head")}, "registry.one_head"),
        ({"new": person(1, 1, "Lê Văn Hai", "friend")}, "registry.one_head"),
        ({"new": person(1, 1, "Lê Văn Hai", national_id="1")}, "registry.national_id"),
        ({"since": ON + timedelta(days=1)}, "registry.day"),
        ({"household": household_id(99)}, "registry.unknown_household"),
    ],
)
def test_who_cannot_join_is_refused(lanh: UUID, change: dict, rule: str):
    order = {"household": lanh, "new": person(1, 1, "Lê Văn Hai"), "since": ON, **change}
    with pytest.raises(Refused) as refused:
        actions.add_member(**BY, **order)
    assert refused.value.rule == rule


def test_what_is_written_of_a_person_is_corrected_with_a_reason(lanh: UUID):
    order = {"household": lanh, "person": person_id(412, 0)}
    actions.correct_person(**BY, **order, columns={"name": "Trần Thị Lan", "birth_day": 4}, reason="theo thẻ căn cước")
    first = queries.members(PRACTICE, lanh, ON)[0]
    assert (first.name, first.birth) == ("Trần Thị Lan", PartialDate(1954, 3, 4))
    assert queries.households(PRACTICE, Wanted(text="tran lan"), ON).rows[0].head_name == "Trần Thị Lan"
    for columns, rule in (
        ({"name": ""}, "registry.columns"),
        ({"public_id": "1"}, "registry.columns"),
        ({"national_id": "x"}, "registry.national_id"),
    ):
        with pytest.raises(Refused, match=rule.replace(".", r"\.")):
            actions.correct_person(**BY, **order, columns=columns, reason="x")
    with pytest.raises(Refused, match=r"registry\.no_reason"):
        actions.correct_person(**BY, **order, columns={"sex": "female"}, reason=" ")
    with pytest.raises(Refused, match=r"registry\.unknown_person"):
        actions.correct_person(**BY, household=lanh, person=person_id(1, 1), columns={}, reason="x")


def test_address_and_telephone_are_corrected(lanh: UUID):
    columns = {"phone": "0900 000 001", "phone_state": "basic"}
    actions.correct_household(**BY, household=lanh, columns=columns, reason="bà báo số mới")
    seen = queries.household(PRACTICE, lanh, ON)
    assert (seen.phone, seen.phone_state, seen.address) == ("0900 000 001", "basic", "Ngõ 3")
    for wrong in ({"phone_state": "lost"}, {"number": "H-1"}):
        with pytest.raises(Refused, match=r"registry\.columns"):
            actions.correct_household(**BY, household=lanh, columns=wrong, reason="x")


def test_a_moved_household_is_counted_where_it_was(lanh: UUID):
    day = date(2025, 9, 1)
    actions.move_household(**BY, household=lanh, village=G2, number="H-9001", day=day, reason="chuyển tổ")
    before, after = day - timedelta(days=1), day
    assert queries.household(PRACTICE, lanh, before).village == G1
    assert queries.household(PRACTICE, lanh, before).number == "H-0412"
    assert [queries.household(PRACTICE, lanh, on).address for on in (before, day)] == ["", "Ngõ 3"]
    assert queries.household(PRACTICE, lanh, after).village == G2
    assert queries.household_numbered(PRACTICE, WARD, "H-9001", ON).public_id == lanh
    assert queries.household_numbered(PRACTICE, WARD, "H-0412", ON).public_id == lanh, "its old number still finds it"
    assert [one.public_id for one in queries.households(PRACTICE, Wanted(text="0412"), ON).rows] == [lanh]
    for village, on, number in ((G1, before, 1), (G2, before, 0), (G1, after, 0), (G2, after, 1)):
        assert queries.households(PRACTICE, Wanted(village=village), on).total == number
        assert queries.counts(PRACTICE, WARD, on).villages[village].people == 2 * number
    actions.move_household(
        **BY, household=lanh, village=village_id(OTHER, 1), number="H-1", day=date(2025, 10, 1), reason="chuyển xã"
    )
    assert queries.counts(PRACTICE, WARD, ON).households == 0
    assert queries.counts(PRACTICE, WARD, after).households == 1
    assert queries.counts(PRACTICE, OTHER, ON).households == 1
    assert {entry.chain.key for entry in Entry.objects.filter(action="registry.move_household")} == {
        f"commune:{WARD}",
        f"commune:{OTHER}",
    }


def test_a_move_that_cannot_be_is_refused(lanh: UUID):
    actions.open_household(**BY, commune=WARD, new=household(7, "Lê Văn Đông", G2))
    order = {"household": lanh, "village": G2, "number": "H-0412", "day": ON, "reason": "x"}
    for change, rule in (
        ({"number": "H-0007"}, "number_taken"),
        ({"village": UUID(int=5)}, "unknown_village"),
        ({"day": OLD_DAY - timedelta(days=1)}, "day"),
        ({"reason": ""}, "no_reason"),
    ):
        with pytest.raises(Refused, match=rf"registry\.{rule}"):
            actions.move_household(**BY, **{**order, **change})
    with pytest.raises(NotAllowed):
        actions.move_household(
            **{**BY, "by": officer()}, household=lanh, village=village_id(OTHER, 1), number="H-1", day=ON, reason="x"
        )


def test_a_closed_household_ends_everything_with_it(lanh: UUID):
    day = date(2025, 9, 10)
    actions.state_fact(**BY, household=lanh, new=NewFact("keeps_pigs", "yes", OLD_DAY, "trưởng thôn"))
    put(lanh, date(2024, 12, 20))
    with pytest.raises(Refused, match=r"registry\.end_reason"):
        actions.close_household(**BY, household=lanh, day=day, reason="tired")
    actions.close_household(**BY, household=lanh, day=day, reason="died_out")
    before = day - timedelta(days=1)
    assert queries.counts(PRACTICE, WARD, day).households == 0
    assert queries.counts(PRACTICE, WARD, before).classes == {"poor": 1, "near_poor": 0}
    assert queries.members(PRACTICE, lanh, day) == ()
    assert queries.facts(PRACTICE, lanh, day) == ()
    assert queries.standing(PRACTICE, lanh, day) is None
    assert queries.standing(PRACTICE, lanh, before).class_key == "poor"
    assert queries.household(PRACTICE, lanh, ON).closed_reason == "died_out"
    assert queries.households(PRACTICE, Wanted(commune=WARD), ON).total == 0
    assert queries.households(PRACTICE, Wanted(commune=WARD, closed=True), ON).total == 1
    with pytest.raises(Refused, match=r"registry\.closed"):
        actions.close_household(**BY, household=lanh, day=ON, reason="died_out")
    with pytest.raises(Refused, match=r"registry\.closed"):
        put(lanh, ON)
    with pytest.raises(Refused, match=r"registry\.number_taken"):
        actions.open_household(**BY, commune=WARD, new=replace(household(7, "Lê Văn Đông", G2), number="H-0412"))


def put(lanh: UUID, since: date, class_key: str = "poor", number: int = 1) -> None:
    new = NewStanding(UUID(int=number), lanh, class_key, since, f"QĐ {number}", "2022-2025-nd-07-2021")
    actions.put_in_force(**BY, standings=[new])


def test_one_class_is_in_force_on_a_day(lanh: UUID):
    put(lanh, date(2024, 12, 20))
    put(lanh, date(2025, 11, 14), "near_poor", 2)
    assert [one.class_key for one in queries.standings(PRACTICE, lanh)] == ["poor", "near_poor"]
    for day, class_key in ((date(2024, 12, 19), ""), (date(2025, 11, 13), "poor"), (date(2025, 11, 14), "near_poor")):
        assert queries.household(PRACTICE, lanh, day).class_key == class_key
        assert len(queries.class_list(PRACTICE, WARD, "listed", day)) == bool(class_key)
        assert queries.households(PRACTICE, Wanted(class_key="none"), day).total == (not class_key)
    assert queries.class_list(PRACTICE, WARD, "poor", ON) == ()
    with pytest.raises(Refused, match=r"registry\.day"):
        put(lanh, date(2025, 11, 13), "poor", 3)
    with pytest.raises(Refused, match=r"registry\.class"):
        put(lanh, ON, "non_poor", 3)
    leave_list(lanh)
    assert queries.standing(PRACTICE, lanh, ON) is None
    with pytest.raises(Refused, match=r"registry\.not_listed"):
        leave_list(lanh)
    with pytest.raises(Refused, match=r"registry\.end_reason"):
        leave_list(lanh, "bored")
    kinds = [one.kind for one in queries.history(PRACTICE, lanh, ON)]
    assert kinds == ["opened", "class_in_force", "class_ended", "class_in_force", "class_ended"]


def leave_list(lanh: UUID, reason: str = "left") -> None:
    actions.end_standing(**BY, households=[lanh], day=ON, reason=reason, decision="QĐ 9")


def test_the_database_itself_refuses_two_classes_and_two_homes(lanh: UUID):
    put(lanh, date(2024, 12, 20))
    home = Household.objects.get()
    with pytest.raises(IntegrityError), transaction.atomic():
        home.standings.create(public_id=UUID(int=9), class_key="near_poor", valid_from=ON, decision="x", recorded_at=AT)
    held = home.memberships.first()
    with pytest.raises(IntegrityError), transaction.atomic():
        home.memberships.create(
            public_id=UUID(int=9), person=held.person, relation="other", position=9, valid_from=ON, recorded_at=AT
        )
    with pytest.raises(IntegrityError), transaction.atomic():
        Household.objects.update(closed_on=ON)


def test_facts_are_dated_and_follow_one_another(lanh: UUID):
    grandson = person_id(412, 1)
    actions.state_fact(**BY, household=lanh, new=NewFact("keeps_pigs", "yes", OLD_DAY, "trưởng thôn"))
    actions.state_fact(**BY, household=lanh, new=NewFact("keeps_pigs", "no", ON, "thăm hộ"))
    actions.state_fact(**BY, household=lanh, new=NewFact("disabled", "yes", OLD_DAY, "giấy", person=grandson))
    known = {(one.key, one.value, one.person) for one in queries.facts(PRACTICE, lanh, OLD_DAY)}
    assert known == {("keeps_pigs", "yes", None), ("disabled", "yes", grandson)}
    assert {(one.key, one.value) for one in queries.facts(PRACTICE, lanh, ON)} == {
        ("keeps_pigs", "no"),
        ("disabled", "yes"),
    }
    actions.end_fact(**BY, household=lanh, key="keeps_pigs", day=ON)
    assert [one.key for one in queries.facts(PRACTICE, lanh, ON)] == ["disabled"]
    for new in (
        NewFact("keeps_pigs", "many", ON, "x"),
        NewFact("flies", "yes", ON, "x"),
        NewFact("keeps_pigs", "yes", ON, "x", person=grandson),
    ):
        with pytest.raises(Refused, match=r"registry\.fact"):
            actions.state_fact(**BY, household=lanh, new=new)
    with pytest.raises(Refused, match=r"registry\.fact"):
        actions.end_fact(**BY, household=lanh, key="away", day=ON)
    with pytest.raises(Refused, match=r"registry\.unknown_person"):
        actions.end_fact(**BY, household=lanh, key="away", day=ON, person=person_id(1, 1))
    with pytest.raises(Refused, match=r"registry\.end_reason"):
        actions.end_fact(**BY, household=lanh, key="disabled", day=ON, person=grandson, reason="x")
    leave(lanh, grandson, ON, "died")
    assert queries.facts(PRACTICE, lanh, ON) == ()


def test_a_village_goes_on_after_the_merger(old: object, request: pytest.FixtureRequest):
    """The old units' figures of 2024 stay; the ward looks back on all of them; a row still names its own place."""
    old(TOWN, household(1, "Lê Văn Một", village_id(TOWN, 1)), household(2, "Lê Văn Hai", village_id(TOWN, 2), "Lê Ba"))
    old(FIELDS, replace(household(3, "Lê Văn Ba", village_id(FIELDS, 2)), number="H-0001"))
    then = date(2024, 12, 31)
    put(household_id(2), date(2024, 12, 20))
    request.getfixturevalue("merged")
    actions.open_household(**BY, commune=WARD, new=household(5, "Lê Văn Năm", G1, since=ON))

    assert [queries.counts(PRACTICE, code, then).households for code in (TOWN, FIELDS, WARD, OTHER)] == [2, 1, 3, 0]
    assert [queries.counts(PRACTICE, code, ON).households for code in (TOWN, FIELDS, WARD)] == [0, 0, 4]
    assert queries.counts(PRACTICE, WARD, then).classes == queries.counts(PRACTICE, TOWN, then).classes
    by_village = queries.counts(PRACTICE, WARD, ON).villages
    assert {village: (count.households, count.people) for village, count in by_village.items()} == {
        village_id(WARD, 1): (2, 2),
        village_id(WARD, 2): (1, 2),
        village_id(WARD, 3): (0, 0),
        village_id(WARD, 4): (1, 1),
    }
    assert list(by_village) == [village_id(WARD, n) for n in (1, 2, 3, 4)]
    assert {code: count.households for code, count in queries.counts_by_commune(PRACTICE, "99", ON).items()} == {
        WARD: 4,
        OTHER: 0,
    }
    now, before = (queries.household(PRACTICE, household_id(3), day) for day in (ON, then))
    assert (now.commune, now.village_code, before.commune, before.village_code) == (WARD, "G04", FIELDS, "G02")
    assert Household.objects.get(public_id=household_id(3)).commune == FIELDS, "a merger rewrites nothing"
    with pytest.raises(Refused, match=r"registry\.two_with_number"):
        queries.household_numbered(PRACTICE, WARD, "H-0001", ON)
    assert queries.household_numbered(PRACTICE, FIELDS, "H-0001", then).public_id == household_id(3)
    assert Entry.objects.filter(chain__key=f"commune:{FIELDS}", action="registry.open_household").count() == 1


def test_a_village_cannot_be_ended_by_the_register(merged: None):
    """A village that has ended keeps its households in the figures of its last day."""
    actions.open_household(**BY, commune=WARD, new=household(5, "Lê Văn Năm", G1))
    places.end_village(by="test", on=ON, at=AT, public_id=G1, last_day=ON, reason="giải thể")
    assert queries.counts(PRACTICE, WARD, ON).villages[G1].households == 1
