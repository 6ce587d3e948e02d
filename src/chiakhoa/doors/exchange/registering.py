"""`import register`: households and members of a workbook into the register of a commune, each whole or not at all."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from uuid import UUID

from chiakhoa.doors.exchange.assembling import code_key
from chiakhoa.doors.exchange.intake import COMPARED, DONE, READ, Difference, GoingBack, Order, Outcome, back
from chiakhoa.doors.exchange.public_ids import household_id, person_id
from chiakhoa.doors.exchange.reading import read_register
from chiakhoa.doors.exchange.records import AnswersFile, Person, SurveyRecord
from chiakhoa.foundation.places import queries as places
from chiakhoa.foundation.registry import actions, queries
from chiakhoa.foundation.registry.queries import bulk
from chiakhoa.foundation.registry.values import HEAD, RELATIONS, NewHousehold, NewPerson, Taken
from chiakhoa.law.rules.form_loader import load_form
from chiakhoa.law.rules.refusals import Refused
from chiakhoa.law.rules.vietnamese import fold

KIND = "register"
LIMITS: Mapping[str, int] = {"number": 40, "head": 200, "address": 300, "phone": 40}
PERSON_LIMITS: Mapping[str, int] = {"name": 200, "ethnicity": 40}
"""The longest texts that the register keeps."""

KIND_WORDS = re.compile(r"^(xa|phuong|dac khu|thi tran|p|x|tt)[ .]+")
"""How people put the kind of a commune before its name."""


def take_in_register(path: Path, order: Order) -> Outcome:
    """Read a workbook and take its households in; refuses what the reader refuses, and who may not."""
    order.check("register")
    file = read_register(path, load_form(), confirmed=order.confirmed, progress=order.reading)
    order.progress(READ)
    given = _Given.of(file, order)
    if order.dry_run:
        taken = queries.preview(order.by, order.commune, list(given.households), order.on)
    else:
        order.progress(COMPARED)
        taken = actions.take_in(**order.words, commune=order.commune, households=list(given.households))
    order.progress(DONE)
    return given.outcome(taken, order)


@dataclass(slots=True)
class _Given:
    """What a file says, household by household, as the register takes it; the rest is in `file`, with reasons."""

    file: AnswersFile
    records: dict[UUID, SurveyRecord] = field(default_factory=dict)
    households: list[NewHousehold] = field(default_factory=list)

    @classmethod
    def of(cls, file: AnswersFile, order: Order) -> _Given:
        given = cls(file)
        finder = VillageFinder.of(order)
        named = Counter(id_of(record, order.commune) for record in file.records)
        twice = Counter(person.public_id for record in file.records for person in record.people if person.public_id)
        sheet = next(iter(file.cells))
        held = bulk.keys_of(order.by, order.commune, order.on)
        written = {code_key(one.number): one.number for one in held}
        for record in file.records:
            number = written.get(code_key(record.household.id), record.household.id)
            try:
                new = new_household(record, number, order, finder)
                if named[new.public_id] > 1 or any(twice[one.public_id] > 1 for one in new.members):
                    raise Refused("exchange.id_twice", number=new.number)
            except Refused as refused:
                file.give_back(record, back(record, refused, sheet))
                continue
            given.records[new.public_id] = record
            given.households.append(new)
        return given

    def outcome(self, taken: Taken, order: Order) -> Outcome:
        """What came of it, with the households that the register refused given back."""
        sheet = next(iter(self.file.cells))
        for public_id, refused in taken.returned.items():
            self.file.give_back(self.records[public_id], back(self.records[public_id], refused, sheet))
        kept = [record for public_id, record in self.records.items() if public_id not in taken.returned]
        return Outcome(
            KIND,
            order.dry_run,
            GoingBack.of(self.file),
            new=len(taken.new),
            changed=len(taken.changed),
            same=len(taken.same),
            people=sum(len(record.people) for record in kept),
            missing_people=sum(map(len, taken.missing.values())),
            changes=[Difference(self.records[one].household.id, taken.changes[one]) for one in taken.changed],
        )


@dataclass(frozen=True, slots=True)
class VillageFinder:
    """Finds the village that a cell means, in a commune on a day: by its code, its name, or kind and name."""

    communes: frozenset[str]
    by_word: Mapping[str, UUID | None]

    @classmethod
    def of(cls, order: Order) -> VillageFinder:
        unit = places.area(order.by, order.commune, order.on)
        by_word: dict[str, UUID | None] = {}
        villages = list(places.villages(order.by, commune=order.commune, on=order.on))
        for village in villages:
            word = fold(village.name)
            by_word[word] = None if word in by_word else village.public_id
        by_word |= {fold(village.code): village.public_id for village in villages}
        names = {unit.name, unit.full_name, unit.code, unit.short} - {""}
        return cls(frozenset(map(fold, names)), by_word)

    def find(self, commune: str, village: str) -> UUID:
        """The public id of the village; refuses another commune, and a village nobody knows or several share."""
        said = fold(commune)
        if said and not {said, KIND_WORDS.sub("", said)} & self.communes:
            raise Refused("exchange.other_commune", value=commune)
        found = self.by_word.get(fold(village))
        if found is None:
            raise Refused("exchange.unknown_village", value=village)
        return found


def id_of(record: SurveyRecord, commune: str) -> UUID:
    """The public id a file gives a household, else the one that its number gives it."""
    return record.home.public_id or household_id(commune, record.household.id)


def new_household(record: SurveyRecord, number: str, order: Order, finder: VillageFinder) -> NewHousehold:
    """A household as the register takes it in, under its number there; refuses an unknown village, overlong texts."""
    home, public_id = record.home, id_of(record, order.commune)
    village = finder.find(record.commune, record.village)
    members = tuple(new_people(record, public_id))
    head = next((one.name for one in members if one.relation == HEAD), record.head)
    surveyed = min(record.surveyed_on, order.on) if record.surveyed_on else order.on
    _check_lengths(LIMITS, (number, head, home.address, home.phone))
    return NewHousehold(
        public_id=public_id,
        village=village,
        number=number,
        head_name=head,
        opened_on=home.opened_on or surveyed,
        members=members,
        address=home.address,
        phone=home.phone,
        phone_state=home.phone_state or "unknown",
    )


def new_people(record: SurveyRecord, household: UUID) -> Iterator[NewPerson]:
    """The members of a household as the register takes them in; refuses one without a name."""
    seen: Counter[UUID] = Counter()
    heads = any(person.relation == HEAD for person in record.people)
    for member, person in zip(record.household.members, record.people, strict=True):
        derived = person_id(household, member.name, member.birth)
        seen[derived] += 1
        if seen[derived] > 1:
            derived = person_id(household, member.name, member.birth, seen[derived])
        _check_lengths(PERSON_LIMITS, (member.name, person.ethnicity))
        is_head = not heads and fold(member.name) == fold(record.head)
        yield NewPerson(
            public_id=person.public_id or derived,
            name=member.name,
            relation=HEAD if is_head else relation_of(person),
            sex=person.sex,
            birth=member.birth,
            national_id=person.national_id,
            ethnicity=person.ethnicity,
        )
        heads = heads or is_head


def relation_of(person: Person) -> str:
    """The relation to the head as the register knows it; what it does not know is `other`."""
    return person.relation if person.relation in RELATIONS else "other"


def _check_lengths(limits: Mapping[str, int], given: Sequence[str]) -> None:
    for (_, limit), text in zip(limits.items(), given, strict=True):
        if len(text) > limit:
            raise Refused("exchange.too_long", value=text[:limit], limit=limit)
