"""The practice ward of the register's tests with two years of classes: small enough to count on one's fingers."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from tests.foundation.registry import conftest as ground
from tests.foundation.registry.conftest import (
    AT,
    FIELDS,
    OTHER,
    TOWN,
    household,
    household_id,
    keys,
    merged,
    old,
    ward,
)

__all__ = ["counted", "keys", "merged", "old", "ward"]
LAST_YEAR, THIS_YEAR, TODAY = date(2024, 11, 15), date(2025, 11, 14), date(2025, 12, 14)
OLD_POOR, OLD_NEAR = (1, 11), (2,)
POOR, NEAR = (1, 12), (2, 13)


def put_in_force(day: date, poor: tuple[int, ...], near: tuple[int, ...], first: int) -> None:
    """Give classes to households by a decision of a day."""
    from chiakhoa.foundation.access.values import PRACTICE
    from chiakhoa.foundation.registry import actions
    from chiakhoa.foundation.registry.values import NewStanding

    classes = [(number, "poor") for number in poor] + [(number, "near_poor") for number in near]
    made = [
        NewStanding(ground.UUID(int=first + place), household_id(number), key, day, f"QĐ {day.year}")
        for place, (number, key) in enumerate(classes)
    ]
    actions.put_in_force(by=PRACTICE, on=day, at=AT, standings=made)


@pytest.fixture
def counted(old: Callable[..., None], merged: None) -> Callable[..., Any]:
    """2024: eight households, two poor, one near-poor. 2025: nine, two poor, two near-poor; one in the next commune."""
    from chiakhoa.foundation.access.values import PRACTICE
    from chiakhoa.foundation.registry import actions

    old(TOWN, *(household(n, f"Trần Thị {n}", ground.village_id(TOWN, 1 + n % 2)) for n in (1, 2, 3, 4, 5)))
    old(FIELDS, *(household(n, f"Lê Văn {n}", ground.village_id(FIELDS, 1), f"Lê {n}") for n in (11, 12, 13)))
    old(OTHER, household(21, "Hồ Văn Xa", ground.village_id(OTHER, 1)))
    put_in_force(LAST_YEAR, OLD_POOR, OLD_NEAR, 700)
    put_in_force(LAST_YEAR, (21,), (), 740)
    new = household(6, "Đỗ Thị 6", ground.village_id(ground.WARD, 2), since=date(2025, 9, 1))
    actions.open_household(by=PRACTICE, on=date(2025, 9, 1), at=AT, commune=ground.WARD, new=new)
    end = {"by": PRACTICE, "on": THIS_YEAR, "at": AT}
    actions.end_standing(**end, households=[household_id(11)], day=THIS_YEAR, reason="reviewed", decision="QĐ 2025")
    put_in_force(THIS_YEAR, POOR, NEAR, 800)
    return put_in_force
