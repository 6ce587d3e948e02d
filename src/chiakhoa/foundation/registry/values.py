"""Words of the register (relations, reasons, facts) and what doors hand in and get out. No database.

Days: a thing holds from its first day up to, and not on, the day that ended it; "on a day" means at its end.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from types import MappingProxyType
from uuid import UUID, uuid5

from chiakhoa.law.rules.households import PartialDate
from chiakhoa.law.rules.refusals import Refused
from chiakhoa.law.rules.vietnamese import fold

POOR, NEAR_POOR = "poor", "near_poor"
LISTED = (POOR, NEAR_POOR)
"""The classes that can be in force; a household without one is not listed."""

HEAD = "head"
RELATIONS = (HEAD, "spouse", "child", "child_in_law", "parent", "grandchild", "sibling", "other")
SEXES = ("male", "female", "")
PHONE_STATES = ("unknown", "smartphone", "basic", "shared", "wrong", "none")

DIED, MOVED_OUT, JOINED_OTHER, MISTAKE = "died", "moved_out", "joined_other", "mistake"
MEMBERSHIP_ENDS = (DIED, MOVED_OUT, JOINED_OTHER, MISTAKE)
CLOSED_REASONS = ("died_out", "moved_away", "joined_other", "duplicate", MISTAKE)
STANDING_ENDS = ("reviewed", "left", "closed", "withdrawn")
FACT_ENDS = ("over", "replaced", "closed", MISTAKE)

SORTS = ("name", "village", "number")
LISTED_KEY, NONE_KEY = "listed", "none"

OF_HOUSEHOLD, OF_PERSON = "household", "person"


@dataclass(frozen=True, slots=True)
class FactKind:
    """What a dated fact may say: of whom, its field class (access.md), and its values (empty: any short text)."""

    of: tuple[str, ...]
    privacy: str
    values: tuple[str, ...] = ("yes", "no")


FACTS: Mapping[str, FactKind] = MappingProxyType(
    {
        "keeps_pigs": FactKind((OF_HOUSEHOLD,), "basic"),
        "keeps_cattle": FactKind((OF_HOUSEHOLD,), "basic"),
        "keeps_poultry": FactKind((OF_HOUSEHOLD,), "basic"),
        "grows_rice": FactKind((OF_HOUSEHOLD,), "basic"),
        "away": FactKind((OF_HOUSEHOLD, OF_PERSON), "basic"),
        "second_phone": FactKind((OF_HOUSEHOLD, OF_PERSON), "basic", ()),
        "hardship": FactKind((OF_HOUSEHOLD,), "answers"),
        "no_labour": FactKind((OF_HOUSEHOLD,), "answers"),
        "merit_person": FactKind((OF_PERSON,), "answers"),
        "social_protection": FactKind((OF_PERSON,), "sensitive"),
        "disabled": FactKind((OF_PERSON,), "sensitive"),
        "gravely_ill": FactKind((OF_PERSON,), "sensitive"),
    }
)
"""Every fact the register can hold beside its own columns, by key."""


@dataclass(frozen=True, slots=True)
class NewPerson:
    """A person as a door hands them in. `national_id` has twelve digits or is empty."""

    public_id: UUID
    name: str
    relation: str
    sex: str = ""
    birth: PartialDate | None = None
    national_id: str = ""
    ethnicity: str = ""


@dataclass(frozen=True, slots=True)
class NewHousehold:
    """A household as a door hands it in, with its members in order. `village` is the public id of its village form."""

    public_id: UUID
    village: UUID
    number: str
    head_name: str
    opened_on: date
    members: Sequence[NewPerson]
    address: str = ""
    phone: str = ""
    phone_state: str = "unknown"


@dataclass(frozen=True, slots=True)
class NewFact:
    """A fact as a door hands it in: its key and value (`FACTS`), and who says so; `person`: a member it is about."""

    key: str
    value: str
    since: date
    source: str
    person: UUID | None = None


@dataclass(frozen=True, slots=True)
class NewStanding:
    """A class put in force: by which decision, standard and finding (public id as text)."""

    public_id: UUID
    household: UUID
    class_key: str
    since: date
    decision: str
    standard: str = ""
    finding: str = ""


@dataclass(frozen=True, slots=True)
class Taken:
    """What a bulk import did, or would do, by the public ids of the file; `people` are those of new households.

    `changes` names what differs; `missing` the people of the register whom the file does not name: they stay.
    """

    new: tuple[UUID, ...] = ()
    changed: tuple[UUID, ...] = ()
    same: tuple[UUID, ...] = ()
    returned: Mapping[UUID, Refused] = field(default_factory=dict)
    changes: Mapping[UUID, tuple[str, ...]] = field(default_factory=dict)
    missing: Mapping[UUID, tuple[str, ...]] = field(default_factory=dict)
    people: int = 0


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which households, in which order (`SORTS`), in pages of `size` (0: all of them).

    `class_key`: a class, `listed` for both, `none` for neither. `text` is searched without tones, in any word order.
    `closed`: also households that were closed by the day.
    """

    commune: str = ""
    village: UUID | None = None
    class_key: str = ""
    text: str = ""
    sort: str = "name"
    closed: bool = False
    page: int = 1
    size: int = 50


@dataclass(frozen=True, slots=True)
class HouseholdSeen:
    """A household as a viewer sees it on a day, in its village of that day; `class_key` is empty when not listed."""

    public_id: UUID
    number: str
    commune: str
    village: UUID
    village_code: str
    village_name: str
    head_name: str
    address: str
    phone: str
    phone_state: str
    opened_on: date
    closed_on: date | None
    closed_reason: str
    class_key: str
    members: int


@dataclass(frozen=True, slots=True)
class HouseholdKey:
    """What a list knows a household by."""

    public_id: UUID
    number: str
    head_name: str
    opened_on: date
    village_code: str
    village_name: str


@dataclass(frozen=True, slots=True)
class Page:
    """Some households of a list of `total`. `number` counts pages from 1."""

    rows: tuple[HouseholdSeen, ...]
    total: int
    number: int
    size: int

    @property
    def last(self) -> int:
        """The number of the last page."""
        return max(1, -(-self.total // self.size)) if self.size else 1


@dataclass(frozen=True, slots=True)
class MemberSeen:
    """A person of a household as a viewer sees them on a day. What the viewer may not see is None."""

    public_id: UUID
    name: str
    relation: str
    position: int
    sex: str
    birth: PartialDate | None
    since: date
    until: date | None
    end_reason: str
    national_id: str | None
    ethnicity: str | None


@dataclass(frozen=True, slots=True)
class FactSeen:
    """A dated fact of a household (`person` None) or of one of its members."""

    public_id: UUID
    key: str
    value: str
    since: date
    until: date | None
    end_reason: str
    source: str
    person: UUID | None


@dataclass(frozen=True, slots=True)
class StandingSeen:
    """A class in force, and what put it there."""

    public_id: UUID
    household: UUID
    class_key: str
    since: date
    until: date | None
    end_reason: str
    decision: str
    standard: str
    finding: str


@dataclass(frozen=True, slots=True)
class Happening:
    """One thing that happened to a household on a day, oldest first in its history. `kind` is its word."""

    on: date
    kind: str
    about: str = ""
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Whole:
    """Everything about a household on a day that a viewer may see. `standing` is None when it is not listed."""

    household: HouseholdSeen
    members: tuple[MemberSeen, ...]
    facts: tuple[FactSeen, ...]
    standing: StandingSeen | None
    history: tuple[Happening, ...]


@dataclass(slots=True)
class Count:
    """Households open at the end of a day, their people, and how many households of each class."""

    households: int = 0
    people: int = 0
    classes: dict[str, int] = field(default_factory=lambda: dict.fromkeys(LISTED, 0))


@dataclass(slots=True)
class Counts(Count):
    """The same with each village of the commune, by its public id, in the order of the villages."""

    villages: dict[UUID, Count] = field(default_factory=dict)


_DERIVED = UUID("3f0c8f5e-6a0b-5b1e-9c7d-0d5e2b9a4c11")


def derived_id(*parts: object) -> UUID:
    """The public id of a row that stands between others (a membership, a fact): the same wherever it is made."""
    return uuid5(_DERIVED, ":".join(map(str, parts)))


def household_key(head_name: str, *numbers: str) -> str:
    """What a search for a household compares: its numbers, also in parts and without zeros, and its head's name."""
    words = [fold(head_name)]
    for number in numbers:
        parts = fold(number).replace("-", " ").replace("/", " ").split()
        words += [fold(number), *parts, *(part.lstrip("0") for part in parts if part.isdigit())]
    return f" {' '.join(dict.fromkeys(words))} "


def person_words(name: str) -> str:
    """What a search for a person compares."""
    return f" {fold(name)} "
