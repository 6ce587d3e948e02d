"""Accounts for the tests of signing in, and the code a phone would show."""

from __future__ import annotations

from datetime import UTC, date, datetime
from itertools import count
from uuid import UUID

from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value, yield_hotp_counters_from_time

from chiakhoa.foundation.access import actions, queries
from chiakhoa.foundation.access.queries import Account
from chiakhoa.foundation.access.values import SETUP
from chiakhoa.foundation.places import actions as places
from chiakhoa.foundation.places.values import Unit

START = date(2025, 7, 1)
WHEN = {"on": START, "at": datetime(2025, 7, 1, tzinfo=UTC)}
GOOD, BETTER = "bốn con trâu đen", "sáu con bò vàng"
_NUMBERS = count(5000)


def person(username: str, full_name: str, password: str = "", *, first: bool = False) -> Account:
    """An account; with `first` its password is still the one somebody else chose."""
    account = actions.open_account(
        by=SETUP, **WHEN, new=actions.NewAccount(UUID(int=next(_NUMBERS)), username, full_name, "vi", password)
    )
    if password and not first:
        owner = queries.viewer_of(account, START)
        actions.set_password(by=owner, **WHEN, account=account, password=password)
    return account


def grant(account: Account, role: str, kind: str = "none", scope: str = "") -> None:
    """Give a role."""
    new = actions.NewGrant(UUID(int=next(_NUMBERS)), role, kind, scope)
    actions.give_grant(by=SETUP, **WHEN, account=account, new=new)


def ward() -> None:
    """The practice ward."""
    for unit in (
        Unit("99", 1, "tinh", "Hà Mẫu", "Tỉnh Hà Mẫu", "", START),
        Unit("99001", 2, "phuong", "Sông Mẫu", "Phường Sông Mẫu", "99", START, short="SONGMAU"),
    ):
        places.open_area(by="setup", **WHEN, unit=unit)


def code(secret: str) -> str:
    """What the phone shows now."""
    return format_hotp_value(hotp_value(secret, next(iter(yield_hotp_counters_from_time()))))
