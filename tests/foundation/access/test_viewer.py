"""The person who looks: each role from its place, from another place, without a grant (docs/reference/access.md)."""

from __future__ import annotations

import pytest

from chiakhoa.foundation.access.values import (
    ANSWERS,
    BASIC,
    CLASSES,
    GIVEN,
    MONEY,
    NOBODY,
    OPEN,
    ORDERS,
    PRACTICE,
    SENSITIVE,
    SETUP,
    VISITOR,
    Held,
    Place,
    Sight,
    Viewer,
)

HERE = Place("99", "99001", "v1", "h1")
NEXT_DOOR = Place("99", "99001", "v2", "h2")
ELSEWHERE = Place("98", "98001", "v9", "h9")
SCOPE = {"place": "99001", "village": "v1", "household": "h1", "case": "h1", "body": "b1", "own": "", "none": ""}


def holder(role: str, kind: str = "", scope: str | None = None, **more: object) -> Viewer:
    kind = kind or GIVEN[role].scopes[0]
    if scope is None:
        scope = "99" if role == "province" and kind == "place" else SCOPE[kind]
    return Viewer("x", grants=(Held(role, kind, scope),), **more)


WHOLE_HERE = {
    "village_head": {BASIC, ANSWERS},
    "reviewer": {BASIC},
    "helper": {BASIC},
    "commune_officer": {BASIC, ANSWERS, SENSITIVE},
    "vice_chair": {BASIC, ANSWERS},
    "supervisor": {BASIC, ANSWERS},
    "household_member": {BASIC, ANSWERS, SENSITIVE, MONEY},
}


@pytest.mark.parametrize("role", GIVEN)
def test_what_a_role_sees_in_its_place_and_elsewhere(role: str):
    viewer = holder(role)
    assert {name for name in CLASSES if viewer.sees(name, HERE)} == WHOLE_HERE.get(role, set()) | {OPEN}
    assert {name for name in CLASSES if viewer.sees(name, ELSEWHERE)} == {OPEN}


@pytest.mark.parametrize("role", GIVEN)
def test_a_role_orders_in_its_place_only(role: str):
    viewer = holder(role)
    allowed = {order for order in ORDERS if viewer.may(order)}
    assert allowed == GIVEN[role].orders | {"ask", "report"}
    assert {order for order in ORDERS if viewer.may(order, ELSEWHERE)} == {"ask", "report"}


@pytest.mark.parametrize("role", ["village_head", "reviewer", "helper", "household_member"])
def test_next_door_is_not_mine(role: str):
    viewer = holder(role)
    assert not viewer.sees(BASIC, NEXT_DOOR)
    assert not viewer.may(next(iter(GIVEN[role].orders)), NEXT_DOOR)


def test_a_province_sees_a_household_only_in_an_opened_case():
    assert not holder("province").sees(BASIC, HERE)
    case = holder("province", "case")
    assert case.sees(BASIC, HERE)
    assert not case.sees(ANSWERS, HERE)
    assert case.sight(ANSWERS, HERE) == {Sight.CASE_SUMMARY}
    assert not case.sees(BASIC, NEXT_DOOR)
    assert case.households() == {"h1"}


@pytest.mark.parametrize(
    ("role", "communes", "villages", "households"),
    [
        ("commune_officer", {"99001"}, set(), set()),
        ("village_head", set(), {"v1"}, set()),
        ("helper", set(), set(), {"h1"}),
        ("household_member", set(), set(), {"h1"}),
        ("province", set(), set(), set()),
        ("administrator", set(), set(), set()),
        ("policy_bank_officer", set(), set(), set()),
    ],
)
def test_where_basic_rows_are_open(role: str, communes: set, villages: set, households: set):
    viewer = holder(role)
    assert (viewer.communes(), viewer.villages(), viewer.households()) == (communes, villages, households)
    assert viewer.provinces() == set()


def test_classes_cut_the_places():
    assert holder("vice_chair").communes(ANSWERS) == {"99001"}
    assert holder("vice_chair").communes(SENSITIVE) == set()
    assert holder("helper").households(ANSWERS) == set()
    assert holder("province").provinces(OPEN) == {"99"}


def test_a_tie_takes_every_order_but_the_households_own():
    tied = frozenset({"h1"})
    assert not holder("village_head", ties=tied).may("survey", HERE)
    assert holder("village_head", ties=tied).may("survey", Place("99", "99001", "v1", "h2"))
    assert holder("household_member", ties=tied).may("requests", HERE)
    assert holder("village_head", ties=tied).sees(BASIC, HERE)


def test_looks_are_logged_but_at_ones_own():
    assert holder("commune_officer").is_logged(HERE)
    assert not holder("household_member").is_logged(HERE)


def test_nobody_sees_what_is_open_and_may_ask():
    for viewer in (NOBODY, VISITOR, Viewer("x")):
        assert viewer.is_public
        assert {name for name in CLASSES if viewer.sees(name, HERE)} == {OPEN}
        assert {order for order in ORDERS if viewer.may(order, HERE)} == {"ask", "report"}
        assert not viewer.communes() | viewer.villages() | viewer.households()
    assert VISITOR.may_see_runs()
    assert not NOBODY.may_see_runs()


@pytest.mark.parametrize("viewer", [PRACTICE, SETUP])
def test_practice_worlds_and_set_up_are_open(viewer: Viewer):
    assert all(viewer.sees(name, HERE) for name in CLASSES)
    assert all(viewer.may(order, HERE) for order in ORDERS)
    assert not viewer.is_public


def test_an_account_in_a_practice_folder_has_its_own_walls():
    viewer = holder("helper", practice=True)
    assert viewer.may_see_runs()
    assert not viewer.sees(BASIC, NEXT_DOOR)


def test_an_unknown_order_is_our_own_mistake():
    with pytest.raises(ValueError, match="no order"):
        NOBODY.may("burn")


def test_an_empty_scope_covers_nothing():
    assert not Held("commune_officer", "place", "").covers(Place())
    assert not Held("helper", "household", "").covers(Place(commune="99001"))
