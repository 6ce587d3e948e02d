"""Dated facts of a household or of one of its members."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from django.db import models, transaction
from django.db.models import QuerySet

from chiakhoa.foundation.access.values import Viewer
from chiakhoa.foundation.registry.actions.acting import NOTING, Act, end, happened, named
from chiakhoa.foundation.registry.models import Fact, Household, Membership, Person
from chiakhoa.foundation.registry.values import FACT_ENDS, FACTS, OF_HOUSEHOLD, OF_PERSON, NewFact, derived_id
from chiakhoa.law.rules.refusals import Refused


def state_fact(*, by: Viewer, on: date, at: datetime, household: UUID, new: NewFact) -> None:
    """Note a fact of a household, or of a member, from a day on; it takes the place of what was known before."""
    with transaction.atomic():
        act = Act(by, on, at, "state_fact")
        row, commune = act.household(household, NOTING)
        _check(new, row.number)
        one = _person(row, new.person)
        before = list(_open(row, one, new.key))
        happened(new.since, on, max([row.opened_on, *(fact.valid_from for fact in before)]), row.number)
        written: list[models.Model] = list(end(before, new.since, "replaced"))
        fact = Fact(
            public_id=derived_id(household, new.person, new.key, new.since, at),
            household=None if one else row,
            person=one,
            key=new.key,
            value=new.value,
            valid_from=new.since,
            source=new.source,
            recorded_at=at,
        )
        fact.save(force_insert=True)
        act.record(commune, [*written, fact], named(row))


def end_fact(
    *,
    by: Viewer,
    on: date,
    at: datetime,
    household: UUID,
    key: str,
    day: date,
    reason: str = "over",
    person: UUID | None = None,
) -> None:
    """End a fact on a day (`FACT_ENDS`); refuses when it is not known."""
    with transaction.atomic():
        act = Act(by, on, at, "end_fact")
        row, commune = act.household(household, NOTING)
        if reason not in FACT_ENDS:
            raise Refused("registry.end_reason", where=row.number, reasons=", ".join(FACT_ENDS))
        held = list(_open(row, _person(row, person), key))
        if not held:
            raise Refused("registry.fact", where=row.number, key=key, keys=", ".join(FACTS))
        happened(day, on, held[0].valid_from, row.number)
        act.record(commune, end(held, day, reason), named(row), reason=reason)


def _check(new: NewFact, where: str) -> None:
    kind, of = FACTS.get(new.key), OF_PERSON if new.person else OF_HOUSEHOLD
    if kind is None or of not in kind.of or not new.value or (kind.values and new.value not in kind.values):
        raise Refused("registry.fact", where=where, key=new.key, keys=", ".join(FACTS))


def _person(row: Household, person: UUID | None) -> Person | None:
    if person is None:
        return None
    held = Membership.objects.filter(household=row, person__public_id=person, valid_until=None).first()
    if held is None:
        raise Refused("registry.unknown_person", where=row.number)
    return held.person


def _open(row: Household, one: Person | None, key: str) -> QuerySet[Fact]:
    rows = Fact.objects.filter(key=key, valid_until=None)
    return rows.filter(person=one) if one else rows.filter(household=row)
