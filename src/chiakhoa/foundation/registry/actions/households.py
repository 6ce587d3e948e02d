"""Opening, taking in, correcting, moving and closing households."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from uuid import UUID

from django.db import models, transaction
from django.db.models import Q

from chiakhoa.foundation.access.values import NotAllowed, Place, Viewer
from chiakhoa.foundation.registry.actions.acting import (
    REGISTER,
    Act,
    end,
    happened,
    join,
    key,
    named,
    place,
    put,
    rename,
    with_reason,
)
from chiakhoa.foundation.registry.actions.writing import write_new
from chiakhoa.foundation.registry.models import Fact, Household, Membership, Standing
from chiakhoa.foundation.registry.queries.comparing import Plan, plan
from chiakhoa.foundation.registry.queries.placing import of_village
from chiakhoa.foundation.registry.values import (
    CLOSED_REASONS,
    DIED,
    JOINED_OTHER,
    MISTAKE,
    MOVED_OUT,
    PHONE_STATES,
    NewHousehold,
    Taken,
    household_key,
)
from chiakhoa.law.rules.refusals import Refused
from chiakhoa.law.rules.vietnamese import person_key

LEAVING = {
    "died_out": DIED,
    "moved_away": MOVED_OUT,
    "joined_other": JOINED_OTHER,
    "duplicate": MISTAKE,
    MISTAKE: MISTAKE,
}
"""Why people are no longer in a household that was closed for a reason."""

CORRECTABLE = ("address", "phone", "phone_state")


def open_household(*, by: Viewer, on: date, at: datetime, commune: str, new: NewHousehold) -> None:
    """Open a household with its members; refuses a number that is held, and one that cannot stand."""
    with transaction.atomic():
        made = plan(by, commune, [new], on)
        for why in made.returned.values():
            raise why
        if not made.new:
            raise Refused("registry.number_taken", where=new.number, number=new.number)
        rows = _create(made, at)
        Act(by, on, at, "open_household").record(commune, rows, f"registry.household:{new.public_id}")


def take_in(*, by: Viewer, on: date, at: datetime, commune: str, households: Sequence[NewHousehold]) -> Taken:
    """Take in a list of households: new ones opened, known ones corrected, each whole or not at all; one entry for all.

    The same list twice changes nothing. People whom the list does not name stay, and are named in what is given back.
    """
    with transaction.atomic():
        made = plan(by, commune, households, on)
        rows = [*_create(made, at), *_apply(made, on, at)]
        if rows:
            Act(by, on, at, "take_in").record(commune, rows, f"commune:{commune}")
    return made.taken()


def correct_household(
    *, by: Viewer, on: date, at: datetime, household: UUID, columns: Mapping[str, str], reason: str
) -> None:
    """Correct address or telephone of a household (`CORRECTABLE`)."""
    with transaction.atomic():
        act = Act(by, on, at, "correct_household")
        row, commune = act.household(household)
        with_reason(reason, row.number)
        unknown = set(columns) - set(CORRECTABLE)
        if unknown or columns.get("phone_state", PHONE_STATES[0]) not in PHONE_STATES:
            raise Refused("registry.columns", where=row.number, columns=", ".join(CORRECTABLE))
        put(row, columns)
        row.save(update_fields=list(columns))
        act.record(commune, [row], named(row), reason=reason)


def move_household(
    *, by: Viewer, on: date, at: datetime, household: UUID, village: UUID, number: str, day: date, reason: str
) -> None:
    """Let a household be counted in another village, or under another number, from a day; refuses a number held there.

    Who moves a household to another commune may keep the register of both.
    """
    with transaction.atomic():
        act = Act(by, on, at, "move_household")
        row, commune = act.household(household)
        with_reason(reason, row.number)
        happened(day, on, row.placed_from, row.number)
        found = of_village(village)
        if not found.all:
            raise Refused("registry.unknown_village", where=row.number, village=village)
        form = found.all[0].on(day)
        if not any(by.may(order, Place(commune=form.commune)) for order in REGISTER):
            raise NotAllowed("access.not_allowed", where=by.name)
        held = Household.objects.filter(Q(village__in=found.ids) | Q(commune=form.commune), number=number)
        if held.exclude(pk=row.pk).exists():
            raise Refused("registry.number_taken", where=number, number=number)
        former = place(row, form, number, day, at, reason)
        key(row)
        row.save()
        act.record(form.commune, [row, former], named(row), reason=reason)
        if form.commune != commune:
            act.record(commune, [], named(row), reason=reason)


def close_household(*, by: Viewer, on: date, at: datetime, household: UUID, day: date, reason: str) -> None:
    """Close a household with a reason (`CLOSED_REASONS`); its memberships, facts and class end with it."""
    with transaction.atomic():
        act = Act(by, on, at, "close_household")
        row, commune = act.household(household)
        if reason not in CLOSED_REASONS:
            raise Refused("registry.end_reason", where=row.number, reasons=", ".join(CLOSED_REASONS))
        happened(day, on, row.opened_on, row.number)
        still = {"household": row, "valid_until": None}
        ended = [
            *end(Membership.objects.filter(**still), day, LEAVING[reason]),
            *end(Standing.objects.filter(**still), day, "closed"),
            *end(Fact.objects.filter(**still), day, "closed"),
        ]
        row.closed_on, row.closed_reason = day, reason
        row.save(update_fields=["closed_on", "closed_reason"])
        act.record(commune, [row, *ended], named(row), reason=reason)


def _create(made: Plan, at: datetime) -> list[models.Model]:
    """Write new households with their people and memberships, in bulk."""
    homes = [_household(one, made, at) for one in made.new]
    write_new(homes)
    joining = [
        (home, position, person, one.opened_on)
        for home, one in zip(homes, made.new, strict=True)
        for position, person in enumerate(one.members)
    ]
    return [*homes, *join(joining, made.persons, at)]


def _household(new: NewHousehold, made: Plan, at: datetime) -> Household:
    village = made.villages[new.village]
    return Household(
        public_id=new.public_id,
        commune=village.commune,
        village=village,
        number=new.number,
        placed_from=new.opened_on,
        address=new.address,
        phone=new.phone,
        phone_state=new.phone_state,
        opened_on=new.opened_on,
        head_name=new.head_name,
        name_key=household_key(new.head_name, new.number),
        sort_key=person_key(new.head_name),
        recorded_at=at,
    )


def _apply(made: Plan, on: date, at: datetime) -> list[models.Model]:
    """Write what differs in known households."""
    written: list[models.Model] = []
    joining = []
    for change in made.changed:
        row, new = change.row, change.new
        if change.moves:
            written.append(place(row, made.villages[new.village], new.number, on, at, "take_in"))
        put(row, change.columns)
        key(row)
        row.save()
        for person, columns in change.people:
            put(person, columns)
            rename(person)
            person.save()
        for held, relation in change.relations:
            held.relation = relation
            held.save(update_fields=["relation"])
        joining += [(row, position, person, on) for position, person in change.joining]
        written += [row, *(person for person, _ in change.people), *(held for held, _ in change.relations)]
    return [*written, *join(joining, made.persons, at)]
