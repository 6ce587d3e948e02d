"""Households and findings survive being kept as JSON."""

from __future__ import annotations

import json

import pytest

from chiakhoa.law.rules.cases import load_cases
from chiakhoa.law.rules.classification import classify
from chiakhoa.law.rules.compiled import compile_standard
from chiakhoa.law.rules.households import Household, Member, PartialDate
from chiakhoa.law.rules.loader import STANDARDS, standard_by_id, standard_folders
from chiakhoa.law.rules.packing import pack, pack_finding, unpack, unpack_finding

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


@pytest.mark.parametrize("standard", [folder.name for folder in standard_folders()])
@pytest.mark.parametrize("points", ["practice", None])
def test_a_finding_comes_back_as_it_was(standard: str, points: str | None) -> None:
    """Poor, near-poor, neither and undecided, with a table of points and without one."""
    rules = compile_standard(standard_by_id(standard, points=points))
    findings = [classify(rules, case.household, on=case.on) for case in load_cases(STANDARDS / standard)]
    assert findings
    assert [unpack_finding(json.loads(json.dumps(pack_finding(one)))) for one in findings] == findings
