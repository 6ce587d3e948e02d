"""Accounts: opened and closed by who keeps them, passwords that are worth the name, locks and their opening."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest
from django.contrib.auth import authenticate
from django.contrib.auth.hashers import identify_hasher
from django.core.cache import cache
from django.db import IntegrityError, transaction

from chiakhoa.foundation.access import actions, queries
from chiakhoa.foundation.access.queries import Account
from chiakhoa.foundation.access.values import NOBODY, SETUP, NotAllowed, Viewer
from chiakhoa.law.rules.refusals import Refused
from tests.foundation.access.office import DAY, WHEN, new_id

GOOD = "bốn con trâu đen"


def new(username: str = "ha", full_name: str = "Võ Thu Hà", language: str = "vi", password: str = ""):
    return actions.NewAccount(new_id(), username, full_name, language, password)


def test_a_name_is_kept_small_and_once(office: None):
    assert actions.open_account(by=SETUP, **WHEN, new=new(" HA ")).username == "ha"
    with pytest.raises(Refused, match=r"access\.username_taken"):
        actions.open_account(by=SETUP, **WHEN, new=new("Ha"))


@pytest.mark.parametrize("username", ["", "h", "hà", "1ha", "h a", "ha/..", "x" * 41, "practice", "setup", "nobody"])
def test_a_name_that_cannot_be_typed_or_is_ours_is_refused(office: None, username: str):
    with pytest.raises(Refused, match=r"access\.username"):
        actions.open_account(by=SETUP, **WHEN, new=new(username))


@pytest.mark.parametrize(("full_name", "language"), [(" ", "vi"), ("Võ Thu Hà", "fr")])
def test_an_account_belongs_to_a_person_who_reads(office: None, full_name: str, language: str):
    with pytest.raises(Refused, match=r"access\.full_name"):
        actions.open_account(by=SETUP, **WHEN, new=new(full_name=full_name, language=language))


@pytest.mark.parametrize("password", ["ngắn", "1234567890", "password123", "votranthuha", "9182736450917"])
def test_a_weak_password_is_refused(office: None, password: str):
    weak = new("votranthu", "Võ Trần Thu Hà", password=password)
    with pytest.raises(Refused, match=r"access\.weak_password"):
        actions.open_account(by=SETUP, **WHEN, new=weak)
    assert queries.account(SETUP, "votranthu") is None


def test_a_password_is_kept_as_argon2_and_a_look_writes_nothing(opened: Callable[..., Account]):
    account = opened("ha", GOOD)
    assert identify_hasher(account.password).algorithm == "argon2"
    before = account.password
    assert account.check_password(GOOD)
    assert not account.check_password("khác hẳn thế này")
    account.refresh_from_db()
    assert account.password == before


def test_the_first_password_is_changed_by_its_owner(opened: Callable[..., Account]):
    account = opened("ha", GOOD)
    assert account.must_change_password
    actions.set_password(by=Viewer("ha"), **WHEN, account=account, password="sáu con bò vàng")
    assert not account.must_change_password
    actions.set_password(by=SETUP, **WHEN, account=account, password=GOOD)
    assert account.must_change_password
    with pytest.raises(Refused, match=r"access\.weak_password"):
        actions.set_password(by=SETUP, **WHEN, account=account, password="")


def test_without_a_password_nobody_signs_in_with_one(opened: Callable[..., Account]):
    opened("ha")
    assert authenticate(username="ha", password="") is None
    assert authenticate(username="ha", password="!") is None


def test_closing_needs_a_reason_ends_grants_and_opens_no_door(granted, opened):
    account = granted("ha", "commune_officer", "place", "99001").account
    actions.set_password(by=SETUP, **WHEN, account=account, password=GOOD)
    with pytest.raises(Refused, match=r"access\.no_reason"):
        actions.close_account(by=SETUP, **WHEN, account=account, reason=" ")
    actions.close_account(by=SETUP, **WHEN, account=account, reason="chuyển công tác")
    assert authenticate(username="ha", password=GOOD) is None
    assert queries.viewer_of(account, DAY).is_public
    assert not queries.grants(SETUP, of=account, on=DAY).exists()
    assert queries.grants(SETUP, of=account).get().ended_reason == "chuyển công tác"
    assert not queries.accounts(SETUP).filter(username="ha").exists()
    assert queries.accounts(SETUP, closed=True).filter(username="ha").exists()


def test_only_who_keeps_accounts_writes_them(viewer: Callable[..., Viewer], opened: Callable[..., Account]):
    other = opened("lanh", GOOD)
    officer = viewer("ha", "commune_officer", "place", "99001")
    for by in (NOBODY, officer, Viewer("lanh")):
        for order in (
            lambda by=by: actions.open_account(by=by, **WHEN, new=new("moi")),
            lambda by=by: actions.close_account(by=by, **WHEN, account=other, reason="thử"),
            lambda by=by: actions.unlock(by=by, **WHEN, account=other),
        ):
            with pytest.raises(NotAllowed):
                order()
    with pytest.raises(NotAllowed):
        actions.set_password(by=officer, **WHEN, account=other, password="sáu con bò vàng")
    keeper = viewer("quan", "administrator")
    assert actions.open_account(by=keeper, **WHEN, new=new("moi")).username == "moi"


def test_others_see_no_account_but_their_own(viewer: Callable[..., Viewer], opened: Callable[..., Account]):
    opened("lanh")
    officer = viewer("ha", "commune_officer", "place", "99001")
    assert [one.username for one in queries.accounts(officer)] == ["ha"]
    assert queries.account(officer, "lanh") is None
    assert [one.account.username for one in queries.grants(officer)] == ["ha"]
    assert not queries.accounts(NOBODY).exists()
    keeper = viewer("quan", "administrator")
    assert [one.username for one in queries.accounts(keeper)] == ["ha", "lanh", "quan"]
    assert queries.account(keeper, "LANH").username == "lanh"


def test_unlocking_forgets_failed_attempts(opened: Callable[..., Account], client, settings):
    account = opened("ha", GOOD)
    for _ in range(6):
        page = client.post("/account/sign-in/", {"login": "ha", "password": "sai rồi sai rồi"})
    right = {"login": "ha", "password": GOOD}
    assert client.post("/account/sign-in/", right).status_code == page.status_code == 200
    actions.unlock(by=SETUP, **WHEN, account=account)
    assert client.post("/account/sign-in/", right).status_code == 302
    cache.clear()


def test_the_tables_hold_pairs_together(opened: Callable[..., Account]):
    account = opened("ha")
    for values in ({"is_active": False}, {"closed_on": DAY}, {"closed_reason": "x"}, {"language": "fr"}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Account.objects.filter(pk=account.pk).update(**values)


def test_an_office_without_administrator_is_known(granted: Callable):
    assert not queries.has_administrator(DAY)
    granted("quan", "administrator", valid_until=date(2025, 9, 30))
    assert queries.has_administrator(DAY)
    assert not queries.has_administrator(date(2025, 10, 1))
