"""A household as plain JSON values and back, so that its answers can be kept and judged again by any standard."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from chiakhoa.law.rules.households import Household, Member, PartialDate


def pack(household: Household) -> dict[str, Any]:
    """The household as JSON values; answers that were not given are left out."""
    return {
        "id": household.id,
        "area": household.area,
        "region": household.region,
        "answers": _given(household.answers),
        "members": [
            {"name": member.name, "birth": _birth(member.birth), "answers": _given(member.answers)}
            for member in household.members
        ],
    }


def unpack(packed: Mapping[str, Any]) -> Household:
    """The household that `pack` made `packed` of."""
    members = tuple(
        Member(member["name"], PartialDate(*member["birth"]) if member["birth"] else None, member["answers"])
        for member in packed["members"]
    )
    return Household(packed["id"], packed["area"], packed["region"], packed["answers"], members)


def _given(answers: Mapping[str, Any]) -> dict[str, Any]:
    return {key: answer for key, answer in answers.items() if answer is not None}


def _birth(birth: PartialDate | None) -> list[int | None] | None:
    return [birth.year, birth.month, birth.day] if birth else None
