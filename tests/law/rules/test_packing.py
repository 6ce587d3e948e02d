"""A household survives being kept as JSON."""

from __future__ import annotations

import json

from chiakhoa.law.rules.households import Household, Member, PartialDate
from chiakhoa.law.rules.packing import pack, unpack

HOUSEHOLD = Household(
    "H-1",
    "urban",
    "RRD",
    {"floor_area": 24, "has_tv": False, "water_source": "piped", "toilet": None},
    (
        Member("Bùi Thị Đào", PartialDate(1954), {"health_insurance": True}),
        Member("Bùi Văn Ổn", PartialDate(2015, 3, 9), {}),
        Member("Không rõ", None, {"studying": None}),
    ),
)


def test_a_household_comes_back_as_it_was_but_for_answers_not_given() -> None:
    back = unpack(json.loads(json.dumps(pack(HOUSEHOLD))))
    assert back.answers == {"floor_area": 24, "has_tv": False, "water_source": "piped"}
    assert [member.birth for member in back.members] == [member.birth for member in HOUSEHOLD.members]
    assert [member.name for member in back.members] == [member.name for member in HOUSEHOLD.members]
    assert (back.id, back.area, back.region) == ("H-1", "urban", "RRD")
    assert back.members[2].answers == {}


def test_packing_twice_changes_nothing() -> None:
    assert pack(unpack(pack(HOUSEHOLD))) == pack(HOUSEHOLD)
