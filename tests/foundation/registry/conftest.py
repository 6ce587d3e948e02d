"""A practice ward out of two old units, and people who look at it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID

import pytest

from chiakhoa.foundation.access.values import HOUSEHOLD, PLACE, PRACTICE, VILLAGE, Held, Viewer
from chiakhoa.foundation.places.values import NewVillage, Unit
from chiakhoa.foundation.registry.values import HEAD, NewHousehold, NewPerson
from chiakhoa.law.rules.households import PartialDate

OLD_DAY, MERGED, ON = date(2020, 1, 1), date(2025, 7, 1), date(2025, 11, 20)
AT = datetime(2025, 11, 20, 3, tzinfo=UTC)
BY = {"by": PRACTICE, "on": ON, "at": AT}
PROVINCE, TOWN, FIELDS, WARD, OTHER = "99", "99801", "99802", "99001", "99002"


def village_id(code: str, number: int) -> UUID:
    """The public id of a village form."""
    return UUID(int=int(code) * 1000 + number)


def viewer(role: str, kind: str, scope: object, on: date = ON) -> Viewer:
    """Somebody with one grant."""
    return Viewer(role, account=role, on=on, grants=(Held(role, kind, str(scope)),))


def officer(commune: str = WARD) -> Viewer:
    return viewer("commune_officer", PLACE, commune)


def village_head(village: UUID) -> Viewer:
    return viewer("village_head", VILLAGE, village)


def of_household(role: str, number: int) -> Viewer:
    return viewer(role, HOUSEHOLD, household_id(number))


def household_id(number: int) -> UUID:
    return UUID(int=10_000_000_000 + number)


def person_id(number: int, member: int) -> UUID:
    return UUID(int=20_000_000_000 + number * 100 + member)


def person(number: int, member: int, name: str, relation: str = "child", **columns: Any) -> NewPerson:
    return NewPerson(person_id(number, member), name, relation, **columns)


def household(
    number: int, head: str, village: UUID, *others: str, since: date = OLD_DAY, **columns: Any
) -> NewHousehold:
    """A household of invented people: the head and, as children, the others."""
    members = [person(number, 0, head, HEAD, sex="female", birth=PartialDate(1954, 3), national_id=f"{number:012}")]
    members += [person(number, at, name) for at, name in enumerate(others, 1)]
    return NewHousehold(household_id(number), village, f"H-{number:04}", head, since, members, **columns)


@pytest.fixture
def keys(tmp_path: Any, settings: Any) -> None:
    """Signing keys of this test alone, so that the trail can be verified as a whole."""
    settings.SIGNING_KEYS = tmp_path / "keys"


@pytest.fixture
def ward(db: None) -> None:
    """Two old units with two groups each; from 1 July 2025 one ward with four, and another commune beside it."""
    from chiakhoa.foundation.places import actions as places

    by = {"by": "test", "on": OLD_DAY, "at": AT}
    units = [Unit(PROVINCE, 1, "tinh", "Hà Mẫu", "Tỉnh Hà Mẫu", "", OLD_DAY)]
    for code, kind, name, since in (
        (TOWN, "phuong", "Hưng Mẫu", OLD_DAY),
        (FIELDS, "xa", "Kỳ An", OLD_DAY),
        (WARD, "phuong", "Sông Mẫu", MERGED),
        (OTHER, "xa", "Kỳ Lâm", OLD_DAY),
    ):
        units.append(Unit(code, 2, kind, name, f"{kind} {name}", PROVINCE, since))
    for unit in units:
        places.open_area(**by, unit=unit)
    for code in (TOWN, FIELDS, OTHER):
        rows = [NewVillage(village_id(code, n), code, f"G{n:02}", "to_dan_pho", f"Tổ {n}", OLD_DAY) for n in (1, 2)]
        places.add_villages(**by, villages=rows)


@pytest.fixture
def merged(ward: None) -> None:
    """1 July 2025: G01 and G02 of the town stay so, those of the fields become G03 and G04."""
    from chiakhoa.foundation.places import actions as places

    by = {"by": "test", "on": MERGED, "at": AT}
    for code, first in ((TOWN, 0), (FIELDS, 2)):
        for n in (1, 2):
            new = NewVillage(
                village_id(WARD, first + n), WARD, f"G{first + n:02}", "to_dan_pho", f"Tổ {first + n}", MERGED
            )
            places.move_village(**by, public_id=village_id(code, n), to=new, reason="sáp nhập")
        places.end_area(**by, code=code, last_day=date(2025, 6, 30), reason="sáp nhập")


@pytest.fixture
def old(ward: None) -> Callable[..., None]:
    """Opens households in the old units, on their own days."""
    from chiakhoa.foundation.registry import actions

    def opened(commune: str, *households: NewHousehold, on: date = date(2024, 6, 1)) -> None:
        for one in households:
            since = min(one.opened_on, on)
            actions.open_household(by=PRACTICE, on=on, at=AT, commune=commune, new=replace(one, opened_on=since))

    return opened
