"""Households of the register as the command and the pages tell them: found by number, explained by the kept finding."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any
from uuid import UUID

from chiakhoa.foundation.access.values import SENSITIVE, Place, Viewer
from chiakhoa.foundation.lawbook import queries as lawbook
from chiakhoa.foundation.places import queries as places
from chiakhoa.foundation.registry import queries as registry
from chiakhoa.foundation.registry.values import FACTS, HouseholdSeen, Wanted, Whole
from chiakhoa.law.rules.explanation import explain
from chiakhoa.law.rules.expression import facts as facts_in
from chiakhoa.law.rules.households import Household
from chiakhoa.law.rules.loader import PRACTICE, standard_by_id
from chiakhoa.law.rules.refusals import Refused
from chiakhoa.law.rules.standard import Indicator, Standard
from chiakhoa.review.assessment import queries as assessment
from chiakhoa.review.assessment.values import KeptSeen
from chiakhoa.review.survey import queries as surveying
from chiakhoa.review.survey.values import sensitive_questions

NO_CLASS = "none"
"""How a household is told that has no class in force."""


@dataclass(frozen=True, slots=True)
class Reasons:
    """The newest finding of a household with the answers and the standard it was judged by, told in one language."""

    kept: KeptSeen
    standard: Standard
    answers: Household
    told: Mapping[str, Any]


def place_of(home: HouseholdSeen) -> Place:
    """Where a household lies, as grants name it."""
    return Place(commune=home.commune, village=str(home.village), household=str(home.public_id))


def sees_unlogged(viewer: Viewer, home: HouseholdSeen) -> bool:
    """Whether sensitive fields are open to a viewer without a look being written down."""
    place = place_of(home)
    return viewer.everything or (viewer.sees(SENSITIVE, place) and not viewer.is_logged(place))


def has_register(viewer: Viewer, on: date) -> bool:
    """Whether the folder holds a register of which this viewer sees anything."""
    return registry.households(viewer, Wanted(closed=True, size=1), on).total > 0


def find_one(viewer: Viewer, code: str, place: str, on: date) -> HouseholdSeen | None:
    """A household by public id, or by its number in a commune; refuses (`registry.two_with_number`) when two answer."""
    try:
        return registry.household(viewer, UUID(code), on)
    except ValueError:
        pass
    if place:
        return registry.household_numbered(viewer, places.area(viewer, place, on).code, code, on)
    rows = registry.households(viewer, Wanted(text=code, closed=True, size=0), on).rows
    numbered = [row for row in rows if row.number == code]
    found = [row for row in numbered if row.closed_on is None] or numbered
    if len(found) > 1:
        raise Refused("registry.two_with_number", where=code, number=code)
    return found[0] if found else None


def found_registered(viewer: Viewer, text: str, most: int, on: date) -> list[dict[str, Any]]:
    """Households whose number, head or member has all the words, without tones, in any order."""
    page = registry.households(viewer, Wanted(text=text, size=most), on)
    return [
        {
            "household": row.number,
            "id": str(row.public_id),
            "head": row.head_name,
            "village": row.village_code,
            "commune": row.commune,
            "class": row.class_key or NO_CLASS,
        }
        for row in page.rows
    ]


def reasons_of(viewer: Viewer, household: UUID, on: date, lang: str, *, sensitive: bool) -> Reasons | None:
    """The newest finding up to a day, told; None for a household never surveyed or whose answers are not open."""
    kept = assessment.kept(viewer, household, on, sensitive=sensitive)
    survey = surveying.survey(viewer, kept.survey, on, sensitive=sensitive) if kept else None
    if kept is None or kept.finding is None or survey is None or survey.answers is None:
        return None
    standard = standard_of(viewer, kept)
    told = explain(standard, survey.answers, kept.finding, lang)
    return Reasons(kept, standard, survey.answers, told if sensitive else without_people(told, standard))


def standard_of(viewer: Viewer, kept: KeptSeen) -> Standard:
    """The standard by which a finding is told: the office's of that day, in practice with its table."""
    standard = lawbook.office_standard(viewer, kept.standard, kept.judged_at.date())
    if kept.practice and standard.points is None:
        return standard_by_id(kept.standard, points=PRACTICE)
    return standard


def without_people(told: dict[str, Any], standard: Standard) -> dict[str, Any]:
    """The same, without who is behind a gap that rests on sensitive answers; the gap itself stays."""
    hidden = {one.key for one in standard.indicators if rests_on(one, sensitive_questions())}
    for one in (indicator for dimension in told["dimensions"] for indicator in dimension["indicators"]):
        if one["deprived"] and one["key"] in hidden:
            one["because"], one["why"], one["todo"], one["withheld"] = [], None, None, True
    told["todo"] = [step for step in told["todo"] if step["indicator"] not in hidden]
    return told


def rests_on(indicator: Indicator, questions: frozenset[str]) -> bool:
    """Whether the condition of an indicator asks one of these questions."""
    condition = indicator.deprived_when
    return condition is not None and any(one.key in questions for one in facts_in(condition))


def explained_home(viewer: Viewer, home: HouseholdSeen, on: date, lang: str) -> dict[str, Any]:
    """The document of `household explain` of a household of the register: class in force, finding, reasons."""
    found = reasons_of(viewer, home.public_id, on, lang, sensitive=sees_unlogged(viewer, home))
    told = dict(found.told) if found else nothing_known()
    return told | {"household": home.number, "class": home.class_key or NO_CLASS}


def nothing_known() -> dict[str, Any]:
    """What is told of a household that was never surveyed: no finding at all."""
    lists = (
        "possible",
        "possible_names",
        "dimensions",
        "missing",
        "unknown_law",
        "to_stop_being_poor",
        "todo",
        "offers",
    )
    nones = ("finding", "finding_name", "finding_cite", "on", "standard", "b1", "b2", "points_to_leave")
    return dict.fromkeys(nones) | {key: [] for key in lists}


def without_sensitive(found: Whole) -> Whole:
    """The household without identity numbers, ethnicity and the facts of illness and disability."""
    members = tuple(replace(one, national_id=None, ethnicity=None) for one in found.members)
    facts = tuple(one for one in found.facts if not is_sensitive(one.key))
    history = tuple(one for one in found.history if not is_sensitive(one.about.partition(":")[0]))
    return replace(found, members=members, facts=facts, history=history)


def is_sensitive(key: str) -> bool:
    """Whether a fact of this key is one that only those with the right may see."""
    return key in FACTS and FACTS[key].privacy == SENSITIVE


def shown_home(whole: Whole, *, sensitive: bool) -> dict[str, Any]:
    """The document of `household show`: what the register holds of a household on a day."""
    found = whole if sensitive else without_sensitive(whole)
    home = found.household
    return {
        "household": home.number,
        "id": str(home.public_id),
        "commune": home.commune,
        "village": home.village_code,
        "head": home.head_name,
        "address": home.address,
        "phone": home.phone,
        "opened_on": home.opened_on.isoformat(),
        "closed_on": home.closed_on.isoformat() if home.closed_on else None,
        "class": home.class_key or NO_CLASS,
        "since": found.standing.since.isoformat() if found.standing else None,
        "decision": found.standing.decision if found.standing else None,
        "members": list(members_of(found)),
        "facts": [{"key": one.key, "value": one.value, "since": one.since.isoformat()} for one in found.facts],
        "history": [
            {"on": one.on.isoformat(), "kind": one.kind, "about": one.about, "reason": one.reason}
            for one in found.history
        ],
    }


def members_of(found: Whole) -> Iterator[dict[str, Any]]:
    """The members of a household, head first."""
    for one in found.members:
        born = one.birth
        parts = (born.day, born.month, born.year) if born else ()
        yield {
            "id": str(one.public_id),
            "name": one.name,
            "relation": one.relation,
            "sex": one.sex,
            "birth": "/".join(f"{part:02}" for part in parts if part) or None,
        }
