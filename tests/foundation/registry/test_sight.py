"""Who sees what of the register: by role, from the right place, from another and without a grant."""

from __future__ import annotations

from datetime import date
from uuid import UUID

import pytest

from chiakhoa.foundation.access.values import (
    BODY,
    CASE,
    NOBODY,
    NONE,
    OWN,
    PLACE,
    PRACTICE,
    VISITOR,
    NotAllowed,
    Viewer,
)
from chiakhoa.foundation.registry import actions, queries
from chiakhoa.foundation.registry.values import NewFact, NewStanding, Wanted
from chiakhoa.law.rules.refusals import Refused
from tests.foundation.registry.conftest import (
    BY,
    OLD_DAY,
    ON,
    OTHER,
    TOWN,
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
OLD_G1 = village_id(TOWN, 1)

WHOLE_WARD = [
    officer(),
    viewer("vice_chair", PLACE, WARD),
    viewer("supervisor", PLACE, WARD),
]
OWN_VILLAGE = [village_head(G1), village_head(OLD_G1)]
ONE_HOUSEHOLD = [
    of_household("reviewer", 1),
    of_household("helper", 1),
    of_household("household_member", 1),
    viewer("province", CASE, household_id(1)),
]
NO_HOUSEHOLD = [
    NOBODY,
    VISITOR,
    officer(OTHER),
    village_head(village_id(OTHER, 1)),
    of_household("helper", 77),
    viewer("province", PLACE, "99"),
    viewer("policy_bank_officer", BODY, household_id(1)),
    viewer("loan_group_head", BODY, household_id(1)),
    viewer("insurer", BODY, household_id(1)),
    viewer("employer", OWN, ""),
    viewer("donor", OWN, ""),
    viewer("trainer", OWN, ""),
    viewer("administrator", NONE, ""),
    officer(TOWN),
    viewer("helper", "household", "not-an-id"),
]


def name(one: Viewer) -> str:
    return f"{one.name}-{one.grants[0].scope[-6:] if one.grants else 'none'}"


@pytest.fixture
def filled(merged: None) -> None:
    for number, village in ((1, G1), (2, G1), (3, G2)):
        new = household(number, "Lê Văn Một", village, "Lê Thị Mai")
        actions.open_household(**BY, commune=WARD, new=new)
    standings = [
        NewStanding(UUID(int=n), household_id(n), "poor", date(2024, 12, 20), "QĐ 1", finding=str(UUID(int=9)))
        for n in (1, 3)
    ]
    actions.put_in_force(**BY, standings=standings)
    for key in ("keeps_pigs", "hardship"):
        actions.state_fact(**BY, household=household_id(1), new=NewFact(key, "yes", OLD_DAY, "x"))
    ill = NewFact("gravely_ill", "yes", OLD_DAY, "x", person=person_id(1, 1))
    actions.state_fact(**BY, household=household_id(1), new=ill)


def numbers(who: Viewer, **wanted: object) -> list[str]:
    page = queries.households(who, Wanted(**wanted), ON)
    assert page.total == len(page.rows)
    return sorted(one.number for one in page.rows)


@pytest.mark.parametrize("who", WHOLE_WARD, ids=name)
def test_the_ward_is_open_to_its_own_people(filled: None, who: Viewer):
    assert numbers(who) == numbers(who, commune=WARD) == ["H-0001", "H-0002", "H-0003"]
    assert queries.counts(who, WARD, ON).households == 3
    assert [one.number for one in queries.class_list(who, WARD, "poor", ON)] == ["H-0001", "H-0003"]
    assert queries.whole(who, household_id(3), ON).standing.class_key == "poor"


@pytest.mark.parametrize("who", OWN_VILLAGE, ids=name)
def test_a_village_head_sees_the_own_village(filled: None, who: Viewer):
    assert numbers(who) == numbers(who, commune=WARD) == numbers(who, text="mai") == ["H-0001", "H-0002"]
    assert numbers(who, village=G2) == []
    assert queries.household(who, household_id(3), ON) is None
    counted = queries.counts(who, WARD, ON)
    assert (counted.households, list(counted.villages)) == (2, [G1])
    assert counted.classes == {"poor": 1, "near_poor": 0}


@pytest.mark.parametrize("who", ONE_HOUSEHOLD, ids=name)
def test_who_has_one_household_sees_that_one(filled: None, who: Viewer):
    assert numbers(who) == numbers(who, commune=WARD) == ["H-0001"]
    assert queries.household(who, household_id(1), ON).members == 2
    assert queries.household(who, household_id(2), ON) is None
    assert queries.household_numbered(who, WARD, "H-0002", ON) is None
    assert queries.counts(who, WARD, ON).households == 0


@pytest.mark.parametrize("who", NO_HOUSEHOLD, ids=name)
def test_everybody_else_sees_no_household(filled: None, who: Viewer):
    one = household_id(1)
    assert numbers(who) == numbers(who, commune=WARD) == numbers(who, village=G1) == numbers(who, text="mot") == []
    assert queries.class_list(who, WARD, "listed", ON) == ()
    assert queries.household(who, one, ON) is None
    assert queries.whole(who, one, ON) is None
    assert queries.household_numbered(who, WARD, "H-0001", ON) is None
    for ask in (queries.members, queries.facts, queries.history):
        assert ask(who, one, ON) == ()
    assert queries.standing(who, one, ON) is None
    assert queries.standings(who, one) == ()


@pytest.mark.parametrize("who", NO_HOUSEHOLD, ids=name)
def test_only_the_province_counts_without_names(filled: None, who: Viewer):
    province = who.name == "province"
    assert queries.counts(who, WARD, ON).households == (3 if province else 0)
    wards = queries.counts_by_commune(who, "99", ON)
    assert {code for code, count in wards.items() if count.households} == ({WARD} if province else set())
    assert bool(queries.counts(who, WARD, ON).villages) is province


@pytest.mark.parametrize(
    ("who", "facts", "number"),
    [
        (officer(), {"keeps_pigs", "hardship", "gravely_ill"}, "000000000001"),
        (PRACTICE, {"keeps_pigs", "hardship", "gravely_ill"}, "000000000001"),
        (of_household("household_member", 1), {"keeps_pigs", "hardship", "gravely_ill"}, "000000000001"),
        (viewer("supervisor", PLACE, WARD), {"keeps_pigs", "hardship"}, None),
        (village_head(G1), {"keeps_pigs", "hardship"}, None),
        (of_household("helper", 1), {"keeps_pigs"}, None),
        (of_household("reviewer", 1), {"keeps_pigs"}, None),
        (viewer("province", CASE, household_id(1)), {"keeps_pigs"}, None),
    ],
    ids=lambda value: name(value) if isinstance(value, Viewer) else "",
)
def test_field_classes_decide_the_columns(filled: None, who: Viewer, facts: set[str], number: str | None):
    seen = queries.whole(who, household_id(1), ON)
    assert {fact.key for fact in seen.facts} == facts
    assert {one.about.split(":")[0] for one in seen.history if one.kind == "fact"} == facts - {"gravely_ill"}
    assert (seen.members[0].national_id, seen.members[0].ethnicity) == (number, None if number is None else "")


def test_a_viewer_with_two_grants_sees_both_villages(filled: None):
    both = Viewer("x", on=ON, grants=village_head(G1).grants + village_head(G2).grants)
    assert numbers(both) == ["H-0001", "H-0002", "H-0003"]


def test_another_place_changes_no_answer(merged: None):
    """What a viewer gets is the same whether the other commune holds anything or not."""
    who = officer()
    actions.open_household(**BY, commune=WARD, new=household(1, "Lê Văn Một", G1))

    def answers() -> list[object]:
        return [
            queries.households(who, Wanted(text="mot"), ON),
            queries.households(who, Wanted(commune=OTHER), ON),
            queries.counts(who, WARD, ON),
            queries.counts(who, OTHER, ON),
            queries.counts_by_commune(who, "99", ON),
            queries.household_numbered(who, OTHER, "H-0002", ON),
            queries.whole(who, household_id(2), ON),
        ]

    before = answers()
    actions.open_household(**BY, commune=OTHER, new=household(2, "Lê Văn Một", village_id(OTHER, 1)))
    assert answers() == before


def test_who_may_not_act_learns_nothing(filled: None):
    orders = {"household": household_id(1), "day": ON, "reason": "died_out"}
    for who in (village_head(G1), of_household("helper", 1), NOBODY, viewer("supervisor", PLACE, WARD)):
        with pytest.raises(NotAllowed):
            actions.close_household(**{**BY, "by": who}, **orders)
    stranger = {**BY, "by": officer(OTHER)}
    refused = []
    for one in (household_id(1), household_id(99)):
        with pytest.raises(Refused) as found:
            actions.close_household(**stranger, **{**orders, "household": one})
        refused.append((found.value.rule, found.value.message("vi")))
    assert refused[0] == refused[1]
    with pytest.raises(Refused, match="unknown_household"):
        actions.end_standing(**stranger, households=[household_id(1)], day=ON, reason="left", decision="x")
    with pytest.raises(NotAllowed):
        actions.end_standing(
            **{**BY, "by": village_head(G1)}, households=[household_id(1)], day=ON, reason="left", decision="x"
        )
    signer = {**BY, "by": viewer("vice_chair", PLACE, WARD)}
    actions.end_standing(**signer, households=[household_id(1)], day=ON, reason="left", decision="QĐ 2")
    note = {"household": household_id(1), "new": NewFact("away", "yes", ON, "thăm hộ")}
    actions.state_fact(**{**BY, "by": of_household("helper", 1)}, **note)
    actions.end_fact(**{**BY, "by": village_head(G1)}, household=household_id(1), key="away", day=ON)


def test_a_tie_forbids_acting_but_not_seeing(filled: None):
    tied = Viewer("x", on=ON, grants=officer().grants, ties=frozenset({str(household_id(1))}))
    assert queries.household(tied, household_id(1), ON)
    with pytest.raises(Refused, match="unknown_household"):
        actions.close_household(**{**BY, "by": tied}, household=household_id(1), day=ON, reason="died_out")


def test_a_household_page_costs_a_fixed_number_of_questions(filled: None, django_assert_num_queries: object):
    with django_assert_num_queries(13):
        queries.whole(officer(), household_id(1), ON)
    with django_assert_num_queries(10):
        queries.households(officer(), Wanted(commune=WARD, text="mai", class_key="poor"), ON)
    with django_assert_num_queries(9):
        queries.counts(officer(), WARD, ON)
