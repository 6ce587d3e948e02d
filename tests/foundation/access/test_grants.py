"""Grants: dated, bound to a place that is there, given by who may; ties; and the filter other rooms use."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction

from chiakhoa.foundation.access import actions, queries
from chiakhoa.foundation.access.queries import Account, Grant
from chiakhoa.foundation.access.values import ANSWERS, NOBODY, OPEN, PRACTICE, SETUP, NotAllowed, Place, Viewer
from chiakhoa.foundation.places.queries import Village
from chiakhoa.law.rules.refusals import Refused
from tests.foundation.access.office import DAY, VILLAGE, WHEN, new_id

HOUSEHOLD = "0198f000-0000-7000-8000-000000000412"
NEXT_DAY = DAY + timedelta(days=1)


def test_a_grant_holds_from_its_first_to_its_last_day(granted: Callable[..., Grant]):
    grant = granted("ha", "commune_officer", "place", "99001", valid_from=DAY, valid_until=NEXT_DAY)
    held = {
        day: queries.viewer_of(grant.account, day).communes()
        for day in (DAY - timedelta(days=1), DAY, NEXT_DAY, NEXT_DAY + timedelta(days=1))
    }
    assert list(held.values()) == [set(), {"99001"}, {"99001"}, set()]


def test_an_ended_grant_stops_at_once_and_can_be_given_again(granted: Callable[..., Grant]):
    grant = granted("ha", "commune_officer", "place", "99001")
    with pytest.raises(Refused, match=r"access\.no_reason"):
        actions.end_grant(by=SETUP, **WHEN, grant=grant, reason="")
    actions.end_grant(by=SETUP, **WHEN, grant=grant, reason="đổi việc")
    assert not queries.viewer_of(grant.account, DAY).communes()
    assert (grant.ended_by, grant.valid_until) == ("setup", DAY)
    with pytest.raises(Refused, match=r"access\.grant_ended"):
        actions.end_grant(by=SETUP, **WHEN, grant=grant, reason="lần nữa")
    granted("ha", "commune_officer", "place", "99001")
    assert queries.viewer_of(grant.account, DAY).communes() == {"99001"}


def test_the_same_grant_is_not_held_twice(granted: Callable[..., Grant]):
    granted("ha", "commune_officer", "place", "99001")
    with pytest.raises(Refused, match=r"access\.grant_held"):
        granted("ha", "commune_officer", "place", "99001")
    assert granted("ha", "commune_officer", "place", "99002").scope == "99002"


@pytest.mark.parametrize(
    ("role", "kind", "scope", "rule"),
    [
        ("king", "none", "", "access.unknown_role"),
        ("public", "none", "", "access.unknown_role"),
        ("commune_officer", "village", str(VILLAGE), "access.scope"),
        ("commune_officer", "place", "", "access.scope"),
        ("administrator", "none", "99001", "access.scope"),
        ("commune_officer", "place", "99", "access.scope_level"),
        ("province", "place", "99001", "access.scope_level"),
        ("commune_officer", "place", "12345", "places.unknown"),
        ("village_head", "village", "G07", "access.scope_id"),
        ("village_head", "village", HOUSEHOLD, "places.unknown_village"),
    ],
)
def test_a_scope_that_does_not_fit_is_refused(granted: Callable, role: str, kind: str, scope: str, rule: str):
    with pytest.raises(Refused) as refused:
        granted("ha", role, kind, scope)
    assert refused.value.rule == rule


def test_a_refused_scope_is_told_in_words(granted: Callable):
    with pytest.raises(Refused) as refused:
        granted("ha", "village_head", "place", "99001")
    assert "Trưởng thôn" in refused.value.message()
    assert refused.value.todo() == "Vai trò này nhận phạm vi: thôn, tổ dân phố."
    assert refused.value.todo("en") == "The role takes: village."


def test_days_turned_round_and_closed_accounts_are_refused(granted: Callable, opened: Callable[..., Account]):
    with pytest.raises(Refused, match=r"access\.days"):
        granted("ha", "administrator", valid_from=NEXT_DAY, valid_until=DAY)
    account = opened("lanh")
    actions.close_account(by=SETUP, **WHEN, account=account, reason="nghỉ")
    with pytest.raises(Refused, match=r"access\.closed"):
        granted("lanh", "administrator")


def test_an_officer_hands_out_the_communes_own_roles_inside_the_commune(viewer, opened):
    officer = viewer("ha", "commune_officer", "place", "99001")
    helper = opened("giup")
    here, there = Place("99", "99001", "", HOUSEHOLD), Place("99", "99002", "", HOUSEHOLD)

    def give(role: str, within: Place | None, kind: str = "household", scope: str = HOUSEHOLD) -> Grant:
        new = actions.NewGrant(new_id(), role, kind, scope)
        return actions.give_grant(by=officer, **WHEN, account=helper, new=new, within=within)

    other = Place("99", "99001", "", "0198f000-0000-7000-8000-000000000777")
    for role, within in (("helper", there), ("helper", None), ("helper", other)):
        with pytest.raises(NotAllowed):
            give(role, within)
    with pytest.raises(NotAllowed):
        give("vice_chair", here, "place", "99001")
    grant = give("helper", here)
    assert grant.given_by == "ha"
    with pytest.raises(NotAllowed):
        actions.end_grant(by=officer, **WHEN, grant=grant, reason="thử", within=there)
    actions.end_grant(by=officer, **WHEN, grant=grant, reason="đổi người", within=here)
    assert queries.viewer_of(helper, DAY).is_public


@pytest.mark.parametrize("by", [NOBODY, Viewer("x", practice=True)])
def test_nobody_gives_grants(opened: Callable[..., Account], by: Viewer):
    new = actions.NewGrant(new_id(), "administrator", "none")
    with pytest.raises(NotAllowed):
        actions.give_grant(by=by, **WHEN, account=opened("ha"), new=new)


def test_ties_are_declared_seen_and_ended_by_another(viewer, opened):
    head = viewer("binh", "village_head", "village", str(VILLAGE))
    account = queries.account(SETUP, "binh")
    at = {"account": account, "household": HOUSEHOLD, "relation": "em ruột của chủ hộ"}
    tie = actions.declare_tie(by=head, **WHEN, public_id=new_id(), **at)
    place = Place("99", "99001", str(VILLAGE), HOUSEHOLD)
    assert head.may("survey", place)
    tied = queries.viewer_of(account, DAY)
    assert not tied.may("survey", place)
    with pytest.raises(Refused, match=r"access\.tie_held"):
        actions.declare_tie(by=head, **WHEN, public_id=new_id(), **at)
    with pytest.raises(NotAllowed):
        actions.declare_tie(by=viewer("sen", "supervisor", "place", "99001"), **WHEN, public_id=new_id(), **at)
    assert list(queries.ties(queries.viewer_of(queries.account(SETUP, "sen"), DAY))) == [tie]
    assert not queries.ties(NOBODY).exists()
    with pytest.raises(NotAllowed):
        actions.end_tie(by=tied, **WHEN, tie=tie, reason="thôi")
    with pytest.raises(NotAllowed, match=r"access\.own_tie"):
        actions.end_tie(by=Viewer("binh", everything=True), **WHEN, tie=tie, reason="thôi")
    actions.end_tie(by=SETUP, **WHEN, tie=tie, reason="khai nhầm hộ")
    assert queries.viewer_of(account, DAY).may("survey", place)


def test_rows_are_cut_to_what_a_viewer_sees(viewer: Callable[..., Viewer]):
    """Villages stand in for household rows: a commune, and a public id as the village's."""
    rows = Village.objects.all()

    def seen(by: Viewer, field_class: str = ANSWERS) -> int:
        return rows.filter(queries.visible(by, field_class, commune="commune", village="public_id")).count()

    assert seen(viewer("ha", "commune_officer", "place", "99001")) == 1
    assert seen(viewer("khac", "commune_officer", "place", "99002")) == 0
    assert seen(viewer("binh", "village_head", "village", str(VILLAGE))) == 1
    assert seen(viewer("giup", "helper", "household", HOUSEHOLD)) == 0
    assert seen(viewer("son", "province", "place", "99")) == 0
    assert seen(viewer("quan", "administrator")) == 0
    assert seen(NOBODY) == 0
    assert seen(NOBODY, OPEN) == 1
    assert seen(PRACTICE) == 1


def test_practice_accounts_are_told_in_a_practice_folder_only(granted: Callable[..., Grant], opened):
    opened("khong")
    granted("ha", "commune_officer", "place", "99001")
    granted("ha", "trainer", "own")
    found = queries.practice_accounts(Viewer("practice", practice=True), DAY)
    assert [(one.username, [grant.role for grant in held]) for one, held in found] == [
        ("ha", ["commune_officer", "trainer"])
    ]
    assert queries.practice_accounts(NOBODY, DAY) == []


def test_the_tables_hold_scopes_and_endings_together(granted: Callable[..., Grant]):
    grant = granted("ha", "commune_officer", "place", "99001")
    for values in (
        {"scope": ""},
        {"scope_kind": "none"},
        {"role": "king"},
        {"ended_by": "x"},
        {"valid_until": date(2020, 1, 1)},
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            Grant.objects.filter(pk=grant.pk).update(**values)
