"""An act: who orders it, whether they may, and the entry in the trail; and the writing that several acts share."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import models
from django.db.models import Q

from chiakhoa.foundation.access.values import NotAllowed, Place, Viewer
from chiakhoa.foundation.audit import actions as audit
from chiakhoa.foundation.places.models import Village
from chiakhoa.foundation.registry.actions.writing import write_new
from chiakhoa.foundation.registry.models import FormerPlace, Household, Membership, Person
from chiakhoa.foundation.registry.queries.comparing import person_columns
from chiakhoa.foundation.registry.queries.placing import lineages
from chiakhoa.foundation.registry.values import NewPerson, derived_id, household_key, person_words
from chiakhoa.law.rules.refusals import Refused
from chiakhoa.law.rules.vietnamese import person_key

BATCH = 1_000
REGISTER = ("register",)
NOTING = ("register", "survey", "visits")
DECIDING = ("recognition", "sign")
"""Orders of access.md that let somebody keep the register, note a fact, put a class in force: any one of them."""

Joining = tuple[Household, int, NewPerson, date]
"""A person who joins a household: at which position, from which day."""


@dataclass(frozen=True, slots=True)
class Act:
    """Who orders what, on which day, taken down when."""

    by: Viewer
    on: date
    at: datetime
    action: str

    def record(self, commune: str, rows: Sequence[models.Model], *subjects: str, reason: str = "") -> None:
        """One entry in the chain of a commune for what was written."""
        audit.record(
            chain=f"commune:{commune}",
            by=self.by.name,
            on=self.on,
            at=self.at,
            action=f"registry.{self.action}",
            subjects=subjects,
            rows=rows,
            reason=reason,
        )

    def household(self, public_id: UUID, orders: Sequence[str] = REGISTER) -> tuple[Household, str]:
        """An open household that may be acted on, and its commune; whoever may not act on it learns no more."""
        row = Household.objects.select_for_update().filter(public_id=public_id).first()
        places = places_of(row, self.on) if row else []
        if row is None or not any(self.by.may(order, place) for order in orders for place in places):
            if not any(self.by.may(order) for order in orders):
                raise NotAllowed("access.not_allowed", where=self.by.name)
            raise Refused("registry.unknown_household", where=str(public_id))
        if row.closed_on is not None:
            raise Refused("registry.closed", where=row.number, number=row.number)
        return row, places[0].commune


def named(row: Household) -> str:
    """A household as the trail names it."""
    return f"registry.household:{row.public_id}"


def places_of(row: Household, on: date) -> list[Place]:
    """The household's place under every form of its village; the commune is that of the day."""
    lineage = lineages(Q(pk=row.village_id)).by_form[row.village_id]
    commune, own = lineage.on(on).commune, str(row.public_id)
    return [Place(commune=commune, village=str(form.public_id), household=own) for form in lineage.forms]


def happened(day: date, on: date, earliest: date, where: str) -> None:
    """Refuse a day after the act, or before the thing began that it changes."""
    if not earliest <= day <= on:
        raise Refused("registry.day", where=where, day=f"{day:%d/%m/%Y}")


def with_reason(reason: str, where: str) -> None:
    """Refuse a correction without a reason."""
    if not reason.strip():
        raise Refused("registry.no_reason", where=where)


def join(joining: Sequence[Joining], known: Mapping[UUID, Person], at: datetime) -> list[models.Model]:
    """Write memberships, and the people who are not known yet, in bulk."""
    people = dict(known)
    fresh = [new_person(one, at) for _, _, one, _ in joining if one.public_id not in people]
    write_new(fresh)
    people |= {person.public_id: person for person in fresh}
    held = [
        Membership(
            public_id=derived_id(home.public_id, one.public_id, since, at),
            household=home,
            person=people[one.public_id],
            relation=one.relation,
            position=position,
            valid_from=since,
            recorded_at=at,
        )
        for home, position, one, since in joining
    ]
    write_new(held)
    return [*fresh, *held]


def new_person(new: NewPerson, at: datetime) -> Person:
    """The row of a person."""
    row = Person(public_id=new.public_id, recorded_at=at, **person_columns(new))
    rename(row)
    return row


def rename(person: Person) -> None:
    """Renew what a person is found and sorted by."""
    person.name_key, person.sort_key = person_words(person.name), person_key(person.name)


def key(row: Household) -> None:
    """Renew what a household is found and sorted by: its head, its number and those it had."""
    former = FormerPlace.objects.filter(household=row).values_list("number", flat=True) if row.pk else ()
    row.name_key, row.sort_key = household_key(row.head_name, row.number, *former), person_key(row.head_name)


def put(row: models.Model, columns: Mapping[str, Any]) -> None:
    """Give a row new values, still unsaved."""
    for name, value in columns.items():
        setattr(row, name, value)


def place(row: Household, village: Village, number: str, day: date, at: datetime, reason: str) -> FormerPlace:
    """Let a household be counted elsewhere, or under another number, from a day; the row itself is still unsaved."""
    former = FormerPlace(
        public_id=derived_id(row.public_id, row.commune, row.number, row.placed_from, at),
        household=row,
        commune=row.commune,
        village=row.village,
        number=row.number,
        valid_from=row.placed_from,
        valid_until=day,
        reason=reason,
        recorded_at=at,
    )
    former.save(force_insert=True)
    row.commune, row.village, row.number, row.placed_from = village.commune, village, number, day
    return former


def end(rows: Iterable[models.Model], day: date, reason: str) -> list[models.Model]:
    """End intervals on a day, those that began later on their own first day."""
    ended = list(rows)
    for row in ended:
        put(row, {"valid_until": max(day, getattr(row, "valid_from")), "end_reason": reason})  # noqa: B009
        row.save(update_fields=["valid_until", "end_reason"])
    return ended
