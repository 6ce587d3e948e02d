"""The small office of these tests: its days, its village, ids that do not repeat."""

from __future__ import annotations

from datetime import UTC, date, datetime
from itertools import count
from uuid import UUID

from chiakhoa.foundation.access import actions, queries
from chiakhoa.foundation.access.queries import Account, Grant
from chiakhoa.foundation.access.values import SETUP
from chiakhoa.foundation.places import actions as places
from chiakhoa.foundation.places.values import NewVillage, Unit

DAY = date(2025, 9, 1)
AT = datetime(2025, 9, 1, 2, tzinfo=UTC)
WHEN = {"on": DAY, "at": AT}
VILLAGE = UUID(int=7)
_NUMBERS = count(1000)


def new_id() -> UUID:
    return UUID(int=next(_NUMBERS))


def build() -> None:
    """A province, two communes, one village."""
    start = date(2025, 7, 1)
    for unit in (
        Unit("99", 1, "tinh", "Hà Mẫu", "Tỉnh Hà Mẫu", "", start),
        Unit("99001", 2, "phuong", "Sông Mẫu", "Phường Sông Mẫu", "99", start, short="SONGMAU"),
        Unit("99002", 2, "xa", "Đồi Mẫu", "Xã Đồi Mẫu", "99", start),
    ):
        places.open_area(by="setup", **WHEN, unit=unit)
    places.add_village(by="setup", **WHEN, village=NewVillage(VILLAGE, "99001", "G07", "to_dan_pho", "Tổ 7", start))


def open_one(username: str, password: str = "") -> Account:
    new = actions.NewAccount(new_id(), username, f"Nguyễn {username}", "vi", password)
    return actions.open_account(by=SETUP, **WHEN, new=new)


def give(username: str, role: str, kind: str = "none", scope: str = "", **days: date) -> Grant:
    """A grant to the account of this name, which is opened when it is not there."""
    account = queries.account(SETUP, username) or open_one(username)
    new = actions.NewGrant(new_id(), role, kind, scope, **days)
    return actions.give_grant(by=SETUP, **WHEN, account=account, new=new)
