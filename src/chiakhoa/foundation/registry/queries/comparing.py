"""What taking in a list of households would do: which are new, differ, are the same, go back.

A household is known by its public id, else by its number in the commune; a person by public id, else by identity
number, else by name and birth. Empty cells never erase what is known.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID

from chiakhoa.foundation.access.values import NotAllowed, Place, Viewer
from chiakhoa.foundation.places.models import Village
from chiakhoa.foundation.registry.models import Household, Membership, Person
from chiakhoa.foundation.registry.queries.placing import Lineages, of_commune
from chiakhoa.foundation.registry.values import HEAD, NewHousehold, NewPerson, Taken
from chiakhoa.law.rules.households import PartialDate, can_be_one
from chiakhoa.law.rules.refusals import Refused
from chiakhoa.law.rules.vietnamese import fold

CHUNK = 5_000
REGISTER = "register"
ID_DIGITS = 12


@dataclass(slots=True)
class Change:
    """What differs in a household that is known: its own columns, its place, its people."""

    row: Household
    new: NewHousehold
    columns: dict[str, Any] = field(default_factory=dict)
    moves: bool = False
    people: list[tuple[Person, dict[str, Any]]] = field(default_factory=list)
    relations: list[tuple[Membership, str]] = field(default_factory=list)
    joining: list[tuple[int, NewPerson]] = field(default_factory=list)
    missing: tuple[str, ...] = ()

    @property
    def words(self) -> tuple[str, ...]:
        """What differs, as words for people: names of columns, and people by name."""
        place = ("place",) if self.moves else ()
        people = [f"{person.name}: {', '.join(columns)}" for person, columns in self.people]
        relations = [f"{held.person.name}: relation" for held, _ in self.relations]
        return (*self.columns, *place, *people, *relations, *(f"+ {one.name}" for _, one in self.joining))


@dataclass(slots=True)
class Plan:
    """Everything that taking in a list would write. `villages` finds the form of a village by its public id."""

    new: list[NewHousehold] = field(default_factory=list)
    changed: list[Change] = field(default_factory=list)
    same: list[UUID] = field(default_factory=list)
    returned: dict[UUID, Refused] = field(default_factory=dict)
    missing: dict[UUID, tuple[str, ...]] = field(default_factory=dict)
    villages: dict[UUID, Village] = field(default_factory=dict)
    persons: dict[UUID, Person] = field(default_factory=dict)

    def taken(self) -> Taken:
        """The same in words and numbers, for people."""
        return Taken(
            new=tuple(one.public_id for one in self.new),
            changed=tuple(one.new.public_id for one in self.changed),
            same=tuple(self.same),
            returned=self.returned,
            changes={one.new.public_id: one.words for one in self.changed},
            missing=self.missing,
            people=sum(len(one.members) for one in self.new),
        )


def preview(viewer: Viewer, commune: str, given: Sequence[NewHousehold], on: date) -> Taken:
    """What taking in these households into a commune would do; nothing is written."""
    return plan(viewer, commune, given, on).taken()


def plan(viewer: Viewer, commune: str, given: Sequence[NewHousehold], on: date) -> Plan:
    """What is to be written; refuses (`access.not_allowed`) who may not keep the register of the commune."""
    if not viewer.may(REGISTER, Place(commune=commune)):
        raise NotAllowed("access.not_allowed", where=viewer.name)
    known = _Known.of(commune, given, on)
    made = Plan(villages=known.villages, persons=known.persons)
    for new in given:
        why = known.refusal(new, on)
        if why is not None:
            made.returned[new.public_id] = why
            continue
        row = known.match(new)
        if row is None:
            made.new.append(new)
            continue
        change = _compared(row, new, known)
        if change.missing:
            made.missing[new.public_id] = change.missing
        if change.words:
            made.changed.append(change)
        else:
            made.same.append(new.public_id)
    return made


@dataclass(slots=True)
class _Known:
    """What the register holds already of a commune and of the people named."""

    found: Lineages
    villages: dict[UUID, Village]
    by_id: dict[UUID, Household]
    by_number: dict[str, Household]
    members: dict[int, list[Membership]]
    persons: dict[UUID, Person]
    homes: dict[int, int]
    ids: Counter[UUID]
    numbers: Counter[str]

    @classmethod
    def of(cls, commune: str, given: Sequence[NewHousehold], on: date) -> _Known:
        found = of_commune(commune, on)
        numbered = _numbered(found.ids, [one.number for one in given])
        inside = sorted(numbered, key=lambda row: (row.closed_on is None, row.pk))
        by_id = {row.public_id: row for row in inside}
        outside = [one.public_id for one in given if one.public_id not in by_id]
        by_id |= {row.public_id: row for row in _rows(Household, outside)}
        members: dict[int, list[Membership]] = {}
        persons: dict[UUID, Person] = {}
        for held in _memberships("household", [row.pk for row in by_id.values() if row.closed_on is None]):
            members.setdefault(held.household_id, []).append(held)
            persons[held.person.public_id] = held.person
        names = (person.public_id for one in given for person in one.members)
        elsewhere = {row.pk: row for row in _rows(Person, [name for name in names if name not in persons])}
        persons |= {row.public_id: row for row in elsewhere.values()}
        for held in _memberships("person", list(elsewhere)):
            members.setdefault(held.household_id, []).append(held)
        return cls(
            found=found,
            villages={form.public_id: form for one in found.all for form in one.forms},
            by_id=by_id,
            by_number={row.number: row for row in inside},
            members=members,
            persons=persons,
            homes={held.person_id: home for home, some in members.items() for held in some},
            ids=Counter(one.public_id for one in given),
            numbers=Counter(one.number for one in given),
        )

    def match(self, new: NewHousehold) -> Household | None:
        """The household of the register that is meant."""
        return self.by_id.get(new.public_id) or self.by_number.get(new.number)

    def refusal(self, new: NewHousehold, on: date) -> Refused | None:
        """Why a household cannot be taken in; None when it can."""
        where, row = new.number, self.match(new)
        if self.ids[new.public_id] > 1 or self.numbers[new.number] > 1 or not new.number.strip():
            return Refused("registry.number_twice", where=where, number=new.number)
        if new.village not in self.villages:
            return Refused("registry.unknown_village", where=where, village=new.village)
        if new.opened_on > on:
            return Refused("registry.day", where=where, day=f"{new.opened_on:%d/%m/%Y}")
        holder = self.by_number.get(new.number)
        if (row and row.closed_on) or (holder and row and holder.pk != row.pk):
            return Refused("registry.number_taken", where=where, number=new.number)
        return unfit(new) or self._lives_elsewhere(new, row)

    def _lives_elsewhere(self, new: NewHousehold, row: Household | None) -> Refused | None:
        for person in new.members:
            held = self.persons.get(person.public_id)
            home = self.homes.get(held.pk) if held else None
            if home is not None and (row is None or home != row.pk):
                return Refused("registry.person_elsewhere", where=new.number, name=person.name)
        return None


def unfit(new: NewHousehold) -> Refused | None:
    """Why a household cannot stand as it was handed in: nobody in it, not one head, a wrong identity number."""
    if sum(person.relation == HEAD for person in new.members) != 1:
        return Refused("registry.one_head", where=new.number, number=new.number)
    wrong = next((one for one in new.members if one.national_id and not is_national_id(one.national_id)), None)
    return Refused("registry.national_id", where=new.number, name=wrong.name) if wrong else None


def is_national_id(text: str) -> bool:
    """Whether a text has the shape of an identity number."""
    return len(text) == ID_DIGITS and text.isascii() and text.isdigit()


def _rows(model: Any, ids: Sequence[UUID]) -> Iterator[Any]:
    for start in range(0, len(ids), CHUNK):
        yield from model.objects.filter(public_id__in=ids[start : start + CHUNK])


def _numbered(villages: Sequence[int], numbers: Sequence[str]) -> Iterator[Household]:
    """Households of these villages that bear one of the numbers: a list of one household does not read a commune."""
    for start in range(0, len(numbers), CHUNK):
        yield from Household.objects.filter(village__in=villages, number__in=numbers[start : start + CHUNK])


def _memberships(of: str, keys: Sequence[int]) -> Iterator[Membership]:
    """Open memberships of these households, or of these people wherever they live."""
    rows = Membership.objects.filter(valid_until=None).select_related("person").order_by("position", "pk")
    for start in range(0, len(keys), CHUNK):
        yield from rows.filter(**{f"{of}__in": keys[start : start + CHUNK]})


def _compared(row: Household, new: NewHousehold, known: _Known) -> Change:
    given = {"head_name": new.head_name, "address": new.address, "phone": new.phone}
    if new.phone_state != "unknown":
        given["phone_state"] = new.phone_state
    lineage = known.found.by_form.get(row.village_id)
    change = Change(row, new, columns=_differing(row, given))
    change.moves = row.number != new.number or lineage is None or known.villages[new.village].pk not in lineage.ids
    left = list(known.members.get(row.pk, ()))
    for position, person in enumerate(new.members):
        held = _matched(person, left)
        if held is None:
            change.joining.append((position, person))
            continue
        left.remove(held)
        columns = _differing(held.person, person_columns(person))
        if columns:
            change.people.append((held.person, columns))
        if held.relation != person.relation:
            change.relations.append((held, person.relation))
    change.missing = tuple(held.person.name for held in left)
    return change


def _differing(row: Any, given: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in given.items() if value not in ("", None) and getattr(row, name) != value}


def person_columns(new: NewPerson) -> dict[str, Any]:
    """A person's columns as handed in."""
    born = new.birth
    return {
        "name": new.name,
        "sex": new.sex,
        "birth_year": born.year if born else None,
        "birth_month": born.month if born else None,
        "birth_day": born.day if born else None,
        "national_id": new.national_id,
        "ethnicity": new.ethnicity,
    }


def _matched(person: NewPerson, left: Sequence[Membership]) -> Membership | None:
    """The member that is meant: by public id, by identity number, by name and birth."""
    for held in left:
        if held.person.public_id == person.public_id:
            return held
    for held in left:
        if person.national_id and held.person.national_id == person.national_id:
            return held
    for held in left:
        if fold(held.person.name) == fold(person.name) and _same_birth(held.person, person):
            return held
    return None


def _same_birth(row: Person, new: NewPerson) -> bool:
    born = PartialDate(row.birth_year, row.birth_month, row.birth_day) if row.birth_year else None
    return can_be_one(born, new.birth)
