"""What becomes of each household of the ward in the year: listed, left, new, gone. Counts as printed in fixture.md."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from chiakhoa.doors.practice.ward.units import OLD_UNITS, OldUnit, draw, groups_of_numbers, number_of, shuffled

POOR, NEAR_POOR, NON_POOR = "poor", "near_poor", "non_poor"
LISTED = (POOR, NEAR_POOR)
STORY_GROUP = "G07"

POOR_STAYS, POOR_TO_NEAR, POOR_OUT, POOR_GONE = "poor_stays", "poor_to_near", "poor_out", "poor_gone"
NEAR_STAYS, NEAR_TO_POOR, NEAR_OUT, NEAR_GONE = "near_stays", "near_to_poor", "near_out", "near_gone"
NEW_POOR, RELAPSED, NEW_NEAR, DECLINED = "new_poor", "relapsed", "new_near", "declined"


@dataclass(frozen=True, slots=True)
class Kind:
    """A way through the year: the class of 2024 and of 2025 (empty: none), and how many households go it."""

    before: str
    after: str
    households: int


KINDS: Mapping[str, Kind] = {
    POOR_STAYS: Kind(POOR, POOR, 94),
    POOR_TO_NEAR: Kind(POOR, NEAR_POOR, 5),
    POOR_OUT: Kind(POOR, NON_POOR, 4),
    POOR_GONE: Kind(POOR, "", 1),
    NEAR_STAYS: Kind(NEAR_POOR, NEAR_POOR, 182),
    NEAR_TO_POOR: Kind(NEAR_POOR, POOR, 3),
    NEAR_OUT: Kind(NEAR_POOR, NON_POOR, 26),
    NEAR_GONE: Kind(NEAR_POOR, "", 1),
    NEW_POOR: Kind("", POOR, 6),
    RELAPSED: Kind("", POOR, 1),
    NEW_NEAR: Kind("", NEAR_POOR, 14),
    DECLINED: Kind("", NON_POOR, 20),
}
FIXED = {
    "H-0412": NEW_POOR, "H-0777": POOR_STAYS, "H-0815": NEAR_STAYS, "H-1187": NEAR_STAYS, "H-2054": POOR_STAYS,
    "H-3310": POOR_STAYS, "H-0031": POOR_STAYS, "H-0644": NEAR_STAYS, "H-0903": POOR_STAYS, "H-1502": POOR_STAYS,
    "H-1760": NEAR_STAYS, "H-2119": NEAR_STAYS, "H-2870": NEAR_STAYS, "H-3007": NEAR_STAYS,
}  # fmt: skip
"""Of these the story, or the list of whom nobody reached, tells what became."""

LISTED_IN_STORY_GROUP = {POOR: 3, NEAR_POOR: 7}
REQUESTS_IN_STORY_GROUP = 2
"""With H-0412 and one more request, twelve households of G07 are surveyed."""

NEW_HOUSEHOLDS, GONE_HOUSEHOLDS = 58, 18
NEW_IN_STORY_GROUP, GONE_IN_STORY_GROUP = 2, 1
FIRST_CHANGE, CHANGE_DAYS = date(2025, 7, 3), 100
GONE_LISTED = {POOR_GONE: (date(2025, 7, 22), "died_out"), NEAR_GONE: (date(2025, 8, 12), "moved_away")}
WITHOUT_LABOUR = 38
RECHECKS = {"H-0777": NON_POOR}
"""First finding of 2025 of the story's household that was surveyed twice."""


@dataclass(frozen=True, slots=True)
class Course:
    """The way of one surveyed household. `first`: another finding of 2025, changed by a re-check."""

    number: str
    group: str
    unit: OldUnit
    kind: str
    no_labour: bool = False
    first: str = ""

    @property
    def before(self) -> str:
        """The class of 2024; empty when not listed."""
        return KINDS[self.kind].before

    @property
    def after(self) -> str:
        """The finding of 2025; empty when there was none any more."""
        return KINDS[self.kind].after


@dataclass(frozen=True, slots=True)
class Change:
    """A household that came or went in 2025. `reason` is why it was closed; empty when it is new."""

    number: str
    group: str
    on: date
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Year:
    """The ward from the end of 2024 to December 2025: groups by number, courses by number, changes by day."""

    groups: Mapping[str, str]
    courses: Mapping[str, Course]
    changes: tuple[Change, ...]


def year(seed: int | str) -> Year:
    """What becomes of everybody, drawn from the seed within the printed counts."""
    groups = groups_of_numbers(seed)
    kinds = _kinds(seed, _listed(seed, groups), groups)
    courses = _courses(seed, kinds, groups)
    return Year(groups, courses, tuple(sorted(_changes(seed, groups, courses), key=lambda one: (one.on, one.number))))


def _listed(seed: int | str, groups: Mapping[str, str]) -> dict[str, str]:
    """The class of each listed household of 2024: as many in each unit as printed, spread over its groups."""
    found = {number: KINDS[kind].before for number, kind in FIXED.items() if KINDS[kind].before}
    members: dict[str, list[str]] = {}
    for number in shuffled(sorted(groups), seed, "listed"):
        if number not in FIXED:
            members.setdefault(groups[number], []).append(number)
    for unit in OLD_UNITS:
        for class_key, wanted in ((POOR, unit.poor), (NEAR_POOR, unit.near_poor)):
            for group, places in _spread(unit, class_key, wanted).items():
                held = sum(found.get(number) == class_key for number in FIXED if groups[number] == group)
                found |= {members[group].pop(): class_key for _ in range(places - held)}
    return found


def _spread(unit: OldUnit, class_key: str, wanted: int) -> dict[str, int]:
    """How many listed households of a class each group of a unit has."""
    fixed = {group: LISTED_IN_STORY_GROUP[class_key] for group in unit.groups if group == STORY_GROUP}
    others = [group for group in unit.groups if group not in fixed]
    each, more = divmod(wanted - sum(fixed.values()), len(others))
    return fixed | {group: each + (place < more) for place, group in enumerate(others)}


def _kinds(seed: int | str, listed: Mapping[str, str], groups: Mapping[str, str]) -> dict[str, str]:
    """The way of each surveyed household, by number."""
    found = dict(FIXED)
    for class_key in (POOR, NEAR_POOR):
        numbers = [number for number in sorted(listed) if listed[number] == class_key and number not in FIXED]
        found |= dict(zip(shuffled(numbers, seed, class_key), _left(class_key), strict=True))
    asking = [number for number in shuffled(sorted(groups), seed, "requests") if number not in {**listed, **FIXED}]
    inside = [number for number in asking if groups[number] == STORY_GROUP][: REQUESTS_IN_STORY_GROUP - 1]
    outside = [number for number in asking if groups[number] != STORY_GROUP]
    kinds = _left("")
    return found | dict(zip([*inside, *outside[: len(kinds) - len(inside)]], reversed(kinds), strict=True))


def _left(before: str) -> list[str]:
    """The ways that begin with a class, each as often as printed, less what the story takes."""
    taken = list(FIXED.values())
    ways = {kind: one.households - taken.count(kind) for kind, one in KINDS.items() if one.before == before}
    return [kind for kind, times in ways.items() for _ in range(times)]


def _courses(seed: int | str, kinds: Mapping[str, str], groups: Mapping[str, str]) -> dict[str, Course]:
    free = [number for number in shuffled(sorted(kinds), seed, "apart") if number not in FIXED]
    poor = [number for number in free if KINDS[kinds[number]].after == POOR]
    unable = {"H-0412", *poor[: WITHOUT_LABOUR - 1]}
    able = [number for number in poor if number not in unable]
    first = {
        **RECHECKS,
        next(number for number in able if kinds[number] == POOR_STAYS): NEAR_POOR,
        next(number for number in free if kinds[number] == NEAR_STAYS): NON_POOR,
    }
    units = {group: unit for unit in OLD_UNITS for group in unit.groups}
    return {
        number: Course(
            number, groups[number], units[groups[number]], kinds[number], number in unable, first.get(number, "")
        )
        for number in sorted(kinds)
    }


def _changes(seed: int | str, groups: Mapping[str, str], courses: Mapping[str, Course]) -> Iterator[Change]:
    """Households that are new, and households that are gone, after the merge."""
    for course in courses.values():
        if course.kind in GONE_LISTED:
            yield Change(course.number, course.group, *GONE_LISTED[course.kind])
    leaving = [number for number in shuffled(sorted(groups), seed, "gone") if number not in courses]
    inside = [number for number in leaving if groups[number] == STORY_GROUP][:GONE_IN_STORY_GROUP]
    outside = [number for number in leaving if groups[number] != STORY_GROUP]
    others = GONE_HOUSEHOLDS - len(GONE_LISTED) - len(inside)
    for place, number in enumerate([*inside, *outside[:others]]):
        reason = "joined_other" if place % 5 == 4 else "moved_away"
        yield Change(number, groups[number], _day(seed, number), reason)
    first = len(groups) + 1
    for place, group in enumerate(_homes_of_the_new(seed)):
        number = number_of(first + place)
        yield Change(number, group, _day(seed, number))


def _homes_of_the_new(seed: int | str) -> list[str]:
    others = [group for unit in OLD_UNITS for group in unit.groups if group != STORY_GROUP]
    drawn = [others[int(draw(seed, "new", place).random() * len(others))] for place in range(NEW_HOUSEHOLDS)]
    drawn[:NEW_IN_STORY_GROUP] = [STORY_GROUP] * NEW_IN_STORY_GROUP
    return shuffled(drawn, seed, "new")


def _day(seed: int | str, number: str) -> date:
    return FIRST_CHANGE + timedelta(days=int(draw(seed, "change", number).random() * CHANGE_DAYS))


def surveyed(courses: Sequence[Course]) -> list[Course]:
    """Those surveyed in 2025: everybody but the two that were gone before."""
    return [one for one in courses if one.after]
