"""Households and findings as JSON values and back: answers to be judged again, findings to be kept as they are."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import asdict
from datetime import date
from typing import Any

from chiakhoa.law.rules.finding import Because, Finding, IndicatorFinding, ScoredGroup
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


def pack_finding(finding: Finding) -> dict[str, Any]:
    """The finding as JSON values, with every reason."""
    return {**asdict(finding), "on": finding.on.isoformat()}


def unpack_finding(packed: Mapping[str, Any]) -> Finding:
    """The finding that `pack_finding` made `packed` of."""
    return Finding(
        **{
            **packed,
            "on": date.fromisoformat(packed["on"]),
            "possible": tuple(packed["possible"]),
            "b1": tuple(packed["b1"]) if packed["b1"] else None,
            "b2": tuple(packed["b2"]),
            "groups": tuple(ScoredGroup(**group) for group in packed["groups"]),
            "indicators": tuple(
                IndicatorFinding(one["key"], one["deprived"], _reasons(one["because"]), _reasons(one["missing"]))
                for one in packed["indicators"]
            ),
            "missing": _reasons(packed["missing"]),
            "unknown_law": tuple(packed["unknown_law"]),
            "to_stop_being_poor": tuple(tuple(keys) for keys in packed["to_stop_being_poor"]),
            "depends_on_unverified": tuple(packed["depends_on_unverified"]),
        }
    )


def _reasons(packed: Iterable[Mapping[str, Any]]) -> tuple[Because, ...]:
    return tuple(Because(**one) for one in packed)
