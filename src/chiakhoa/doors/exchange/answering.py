"""`import answers`: Form B answers of a workbook become surveys of the register's households, with findings kept."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from uuid import UUID

from django.db import transaction

from chiakhoa.doors.exchange.assembling import code_key
from chiakhoa.doors.exchange.intake import COMPARED, DONE, READ, Difference, GoingBack, Order, Outcome, back
from chiakhoa.doors.exchange.public_ids import act_id
from chiakhoa.doors.exchange.reading import read_answers
from chiakhoa.doors.exchange.records import AnswersFile, SurveyRecord
from chiakhoa.foundation.lawbook import queries as lawbook
from chiakhoa.foundation.registry.queries import bulk
from chiakhoa.foundation.registry.values import HouseholdKey, MemberSeen
from chiakhoa.law.rules.form_loader import load_form
from chiakhoa.law.rules.households import Answer, Household, PartialDate, can_be_one
from chiakhoa.law.rules.refusals import Refused
from chiakhoa.law.rules.standard import Standard
from chiakhoa.law.rules.vietnamese import fold
from chiakhoa.review.assessment import actions as assessment
from chiakhoa.review.survey import actions as surveying
from chiakhoa.review.survey import queries as surveys
from chiakhoa.review.survey.values import IMPORT, NewSurvey, SurveySeen, Taken

KIND = "answers"


def take_in_answers(path: Path, order: Order) -> Outcome:
    """Read a workbook, take its answers in as surveys and keep their findings; refuses what the reader refuses."""
    order.check("survey")
    file = read_answers(path, load_form(), confirmed=order.confirmed, progress=order.reading)
    order.progress(READ)
    given = _Given.of(file, order)
    order.progress(COMPARED)
    with transaction.atomic():
        taken = surveying.take_in(**order.words, surveys=list(given.surveys.values()))
        for standard, sent in given.by_standard(taken):
            assessment.keep(**order.words, surveys=sent, standard=standard)
        transaction.set_rollback(order.dry_run)
    order.progress(DONE)
    return given.outcome(taken, order)


@dataclass(slots=True)
class _Given:
    """What a file says, by household of the register; the rest is in `file`, with reasons."""

    file: AnswersFile
    held: Mapping[UUID, SurveySeen]
    absent: frozenset[str]
    records: dict[UUID, SurveyRecord] = field(default_factory=dict)
    surveys: dict[UUID, NewSurvey] = field(default_factory=dict)
    standards: dict[date, Standard] = field(default_factory=dict)

    @classmethod
    def of(cls, file: AnswersFile, order: Order) -> _Given:
        absent = frozenset(one.field for one in file.warnings if one.rule == "import.column_absent")
        held = surveys.latest_of(order.by, order.commune, order.on, sensitive=True)
        given = cls(file, held, absent)
        register = _Register.of(order)
        sheet = next(iter(file.cells))
        for record in file.records:
            try:
                given.add(record, order, register)
            except Refused as refused:
                file.give_back(record, back(record, refused, sheet))
        return given

    def add(self, record: SurveyRecord, order: Order, register: _Register) -> None:
        """Take a household's answers up; refuses what the register does not know, and a day no standard covers."""
        home, number = register.find(record), record.household.id
        if record.surveyed_on is None:
            raise Refused("exchange.no_survey_day", number=number)
        if record.surveyed_on not in self.standards:
            self.standards[record.surveyed_on] = lawbook.office_standard_on(order.by, record.surveyed_on)
        people = register.people_of(home, record)
        answers = replace(record.household, id=home.number)
        before = self.held.get(home.public_id)
        if before is not None and before.on == record.surveyed_on and before.answers is not None:
            answers = filled(answers, self.absent, before.answers, people, before.people)
        self.records[home.public_id] = record
        self.surveys[home.public_id] = NewSurvey(
            public_id=act_id(home.public_id, record.surveyed_on, order.at),
            household=home.public_id,
            on=record.surveyed_on,
            answers=answers,
            people=people,
            surveyor=order.by.name,
            source=IMPORT,
        )

    def by_standard(self, taken: Taken) -> list[tuple[Standard, list[UUID]]]:
        """The surveys that were taken in, with the standard in force on their day."""
        fresh = set(taken.new)
        found: dict[str, tuple[Standard, list[UUID]]] = {}
        for one in self.surveys.values():
            if one.public_id in fresh:
                standard = self.standards[one.on]
                found.setdefault(standard.id, (standard, []))[1].append(one.public_id)
        return list(found.values())

    def outcome(self, taken: Taken, order: Order) -> Outcome:
        """What came of it, with the households that were refused given back."""
        sheet = next(iter(self.file.cells))
        for home, refused in taken.returned.items():
            self.file.give_back(self.records[home], back(self.records[home], refused, sheet))
        fresh = set(taken.new)
        changed = [home for home, one in self.surveys.items() if one.public_id in fresh and self._was(home, one.on)]
        kept = [self.surveys[home] for home in self.records if home not in taken.returned]
        return Outcome(
            KIND,
            order.dry_run,
            GoingBack.of(self.file),
            new=len(fresh) - len(changed),
            changed=len(changed),
            same=len(taken.same),
            people=sum(len(one.people) for one in kept),
            changes=[Difference(self.records[home].household.id, ("answers",)) for home in changed],
        )

    def _was(self, home: UUID, day: date) -> bool:
        return home in self.held and self.held[home].on == day


@dataclass(frozen=True, slots=True)
class _Register:
    """The households of the commune by number, and who has lived in them."""

    homes: Mapping[str, HouseholdKey]
    people: Mapping[UUID, Sequence[MemberSeen]]

    @classmethod
    def of(cls, order: Order) -> _Register:
        keys = bulk.keys_of(order.by, order.commune, order.on)
        people = bulk.people_of(order.by, order.commune, order.on, gone=True)
        return cls({code_key(one.number): one for one in keys}, people)

    def find(self, record: SurveyRecord) -> HouseholdKey:
        """The household that is meant; refuses (`exchange.not_in_register`) one that is not there."""
        found = self.homes.get(code_key(record.household.id))
        if found is None:
            raise Refused("exchange.not_in_register", number=record.household.id)
        return found

    def people_of(self, home: HouseholdKey, record: SurveyRecord) -> tuple[UUID, ...]:
        """The persons of the register beside the members of the file, by name and birth; each only once."""
        day = record.surveyed_on
        left = [one for one in self.people.get(home.public_id, ()) if one.until is None or not day or one.until > day]
        found = []
        for member in record.household.members:
            person = matching(member.name, member.birth, left)
            if person is None:
                raise Refused("exchange.person_not_in_register", number=home.number, name=member.name)
            left.remove(person)
            found.append(person.public_id)
        return tuple(found)


def matching(name: str, birth: PartialDate | None, people: Sequence[MemberSeen]) -> MemberSeen | None:
    """The person of that name whose birth is the same, else one whose birth can be the same."""
    named = [one for one in people if fold(one.name) == fold(name)]
    exact = [one for one in named if one.birth == birth]
    return next(iter(exact or [one for one in named if can_be_one(one.birth, birth)]), None)


def filled(
    given: Household, absent: frozenset[str], before: Household, people: Sequence[UUID], people_before: Sequence[UUID]
) -> Household:
    """The household with what a file has no columns for taken over from the survey of the same day."""

    def over(answers: Mapping[str, Answer], held: Mapping[str, Answer]) -> dict[str, Answer]:
        return {**answers, **{key: held[key] for key in absent if key in held}}

    known = dict(zip(people_before, before.members, strict=True))
    members = tuple(
        replace(member, answers=over(member.answers, known[person].answers)) if person in known else member
        for member, person in zip(given.members, people, strict=True)
    )
    return replace(given, answers=over(given.answers, before.answers), members=members)
