"""People: who joins a household, who leaves it, and what is corrected of a person."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import models, transaction
from django.db.models import Max

from chiakhoa.foundation.access.values import Viewer
from chiakhoa.foundation.registry.actions.acting import Act, end, happened, join, key, named, put, rename, with_reason
from chiakhoa.foundation.registry.models import Fact, Household, Membership, Person
from chiakhoa.foundation.registry.queries.comparing import is_national_id
from chiakhoa.foundation.registry.values import DIED, HEAD, MEMBERSHIP_ENDS, RELATIONS, SEXES, NewPerson
from chiakhoa.law.rules.refusals import Refused

CORRECTABLE = ("name", "sex", "birth_year", "birth_month", "birth_day", "national_id", "ethnicity")


def add_member(*, by: Viewer, on: date, at: datetime, household: UUID, new: NewPerson, since: date) -> None:
    """Let a person, new or known, join a household; refuses a second head, and who lives in another household."""
    with transaction.atomic():
        act = Act(by, on, at, "add_member")
        row, commune = act.household(household)
        happened(since, on, row.opened_on, row.number)
        if new.relation == HEAD or new.relation not in RELATIONS:
            raise Refused("registry.one_head", where=row.number, number=row.number)
        if new.national_id and not is_national_id(new.national_id):
            raise Refused("registry.national_id", where=row.number, name=new.name)
        known = {person.public_id: person for person in Person.objects.filter(public_id=new.public_id)}
        if Membership.objects.filter(person__public_id=new.public_id, valid_until=None).exists():
            raise Refused("registry.person_elsewhere", where=row.number, name=new.name)
        last = Membership.objects.filter(household=row).aggregate(last=Max("position"))["last"] or 0
        rows = join([(row, last + 1, new, since)], known, at)
        act.record(commune, rows, named(row))


def end_membership(
    *,
    by: Viewer,
    on: date,
    at: datetime,
    household: UUID,
    person: UUID,
    day: date,
    reason: str,
    new_head: UUID | None = None,
) -> None:
    """Let a person leave a household, or die (`MEMBERSHIP_ENDS`); when the head goes, `new_head` follows.

    Refuses when nobody would be left: then the household is closed.
    """
    with transaction.atomic():
        act = Act(by, on, at, "end_membership")
        row, commune = act.household(household)
        if reason not in MEMBERSHIP_ENDS:
            raise Refused("registry.end_reason", where=row.number, reasons=", ".join(MEMBERSHIP_ENDS))
        still = Membership.objects.filter(household=row, valid_until=None).select_related("person")
        held = {one.person.public_id: one for one in still}
        leaving = held.pop(person, None)
        if leaving is None:
            raise Refused("registry.unknown_person", where=row.number)
        happened(day, on, leaving.valid_from, row.number)
        if not held:
            raise Refused("registry.nobody_left", where=row.number, number=row.number)
        written: list[models.Model] = list(end([leaving], day, reason))
        if leaving.relation == HEAD:
            written += _follow(row, held, new_head)
        if reason == DIED:
            written += end(Fact.objects.filter(person=leaving.person, valid_until=None), day, "closed")
        act.record(commune, written, named(row), f"registry.person:{person}", reason=reason)


def correct_person(
    *, by: Viewer, on: date, at: datetime, household: UUID, person: UUID, columns: Mapping[str, Any], reason: str
) -> None:
    """Correct what is written of a member of a household (`CORRECTABLE`)."""
    with transaction.atomic():
        act = Act(by, on, at, "correct_person")
        row, commune = act.household(household)
        with_reason(reason, row.number)
        held = Membership.objects.filter(household=row, person__public_id=person, valid_until=None).first()
        if held is None:
            raise Refused("registry.unknown_person", where=row.number)
        one = held.person
        _check_columns(one, columns)
        put(one, columns)
        rename(one)
        one.save()
        written: list[models.Model] = [one]
        if held.relation == HEAD and row.head_name != one.name:
            written.append(_headed(row, one.name))
        act.record(commune, written, named(row), f"registry.person:{person}", reason=reason)


def _follow(row: Household, held: Mapping[UUID, Membership], new_head: UUID | None) -> list[models.Model]:
    """Make a member the head of a household that lost its own."""
    follows = held.get(new_head) if new_head else None
    if follows is None:
        raise Refused("registry.needs_head", where=row.number, number=row.number)
    follows.relation = HEAD
    follows.save(update_fields=["relation"])
    return [follows, _headed(row, follows.person.name)]


def _headed(row: Household, name: str) -> Household:
    row.head_name = name
    key(row)
    row.save(update_fields=["head_name", "name_key", "sort_key"])
    return row


def _check_columns(one: Person, columns: Mapping[str, Any]) -> None:
    """Refuse columns that are none, an empty name, a sex or an identity number that cannot be."""
    national_id = columns.get("national_id", "")
    if set(columns) - set(CORRECTABLE) or not columns.get("name", one.name) or columns.get("sex", "") not in SEXES:
        raise Refused("registry.columns", where=one.name, columns=", ".join(CORRECTABLE))
    if national_id and not is_national_id(national_id):
        raise Refused("registry.national_id", where=one.name, name=one.name)
