"""One household on a day: its people, facts, class and history. Who may not see it gets nothing at all.

The place of a household that moved is that of the day; address and telephone are told for where it is now alone.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Q

from chiakhoa.foundation.access.values import BASIC, SENSITIVE, Place, Viewer
from chiakhoa.foundation.registry.models import Fact, FormerPlace, Household, Membership, Standing
from chiakhoa.foundation.registry.queries.households import seen
from chiakhoa.foundation.registry.queries.placing import (
    Lineages,
    holds_on,
    lineages,
    of_commune,
    open_on,
    open_to,
    placed,
)
from chiakhoa.foundation.registry.values import (
    FACTS,
    HEAD,
    FactSeen,
    Happening,
    HouseholdSeen,
    MemberSeen,
    StandingSeen,
    Whole,
)
from chiakhoa.law.rules.households import PartialDate
from chiakhoa.law.rules.refusals import Refused


@dataclass(frozen=True, slots=True)
class Opened:
    """A household row that is open to a viewer, with every place by which a grant may name it."""

    row: Household
    found: Lineages
    places: tuple[Place, ...]
    viewer: Viewer

    def sees(self, field_class: str) -> bool:
        """Whether a field class of this household is open."""
        return any(self.viewer.sees(field_class, place) for place in self.places)


def opened(viewer: Viewer, public_id: UUID, on: date) -> Opened | None:
    """A household if this viewer may see it today; None when it is not there for the viewer."""
    row = Household.objects.filter(public_id=public_id).first()
    return _opened(viewer, row, on) if row else None


def _opened(viewer: Viewer, row: Household, on: date) -> Opened | None:
    found = lineages(Q(pk=row.village_id))
    lineage = found.by_form[row.village_id]
    commune = lineage.on(viewer.on or on).commune
    ids = [str(form.public_id) for form in lineage.forms]
    places = tuple(Place(commune=commune, village=village, household=str(row.public_id)) for village in ids)
    one = Opened(row, found, places, viewer)
    return one if one.sees(BASIC) else None


def household(viewer: Viewer, public_id: UUID, on: date) -> HouseholdSeen | None:
    """One household by its public id, closed or not; None when it is not there for this viewer."""
    one = opened(viewer, public_id, on)
    return _household(one, on) if one else None


def household_numbered(viewer: Viewer, commune: str, number: str, on: date) -> HouseholdSeen | None:
    """One household by the number it has or had in a commune; refuses (`registry.two_with_number`) when two answer.

    An open household goes before a closed one, a number of the day before an earlier one.
    """
    found = of_commune(commune, on)
    inside = open_to(viewer, on).filter(opened_on__lte=on).order_by("pk")
    numbered = inside.filter(placed(found.ids, on), number=number)
    earlier = FormerPlace.objects.filter(number=number, village__in=found.ids).values("household")
    for rows in (numbered.filter(open_on(on)), numbered, inside.filter(pk__in=earlier)):
        some = list(rows[:2])
        if len(some) > 1:
            raise Refused("registry.two_with_number", where=commune, number=number)
        if some:
            return next(seen(some, found, on))
    return None


def members(viewer: Viewer, public_id: UUID, on: date) -> tuple[MemberSeen, ...]:
    """The people of a household on a day, head first."""
    one = opened(viewer, public_id, on)
    return tuple(_members(one, on)) if one else ()


def facts(viewer: Viewer, public_id: UUID, on: date) -> tuple[FactSeen, ...]:
    """What is known of a household and its people on a day, as far as the class of each fact is open."""
    one = opened(viewer, public_id, on)
    return tuple(_facts(one, on)) if one else ()


def standing(viewer: Viewer, public_id: UUID, on: date) -> StandingSeen | None:
    """The class in force for a household on a day; None when it is not listed."""
    return next(iter(standings(viewer, public_id, on)), None)


def standings(viewer: Viewer, public_id: UUID, on: date | None = None) -> tuple[StandingSeen, ...]:
    """The classes a household has had, oldest first; with `on` the one of that day alone."""
    one = opened(viewer, public_id, on or viewer.on or date.max)
    if one is None:
        return ()
    rows = Standing.objects.filter(household=one.row).order_by("valid_from", "pk")
    return tuple(_standing(one.row, row) for row in (rows.filter(holds_on(on)) if on else rows))


def history(viewer: Viewer, public_id: UUID, on: date) -> tuple[Happening, ...]:
    """What has happened to a household up to a day, oldest first."""
    one = opened(viewer, public_id, on)
    return _history(one, on) if one else ()


def whole(viewer: Viewer, public_id: UUID, on: date) -> Whole | None:
    """Everything a viewer may see of a household on a day, in a fixed number of questions."""
    one = opened(viewer, public_id, on)
    if one is None:
        return None
    held = Standing.objects.filter(holds_on(on), household=one.row).first()
    return Whole(
        household=_household(one, on),
        members=tuple(_members(one, on)),
        facts=tuple(_facts(one, on)),
        standing=_standing(one.row, held) if held else None,
        history=_history(one, on),
    )


def _household(one: Opened, on: date) -> HouseholdSeen:
    return next(seen([one.row], one.found, on))


def _members(one: Opened, on: date) -> Iterator[MemberSeen]:
    rows = Membership.objects.filter(holds_on(on), household=one.row).select_related("person")
    may_see = one.sees(SENSITIVE)
    for row in sorted(rows, key=lambda held: (held.relation != HEAD, held.position, held.pk)):
        person = row.person
        born = person.birth_year and PartialDate(person.birth_year, person.birth_month, person.birth_day)
        yield MemberSeen(
            public_id=person.public_id,
            name=person.name,
            relation=row.relation,
            position=row.position,
            sex=person.sex,
            birth=born or None,
            since=row.valid_from,
            until=row.valid_until,
            end_reason=row.end_reason,
            national_id=person.national_id if may_see else None,
            ethnicity=person.ethnicity if may_see else None,
        )


def _open_keys(one: Opened) -> list[str]:
    """The facts whose field class is open to the viewer."""
    classes = {kind.privacy: one.sees(kind.privacy) for kind in FACTS.values()}
    return [key for key, kind in FACTS.items() if classes[kind.privacy]]


def _facts(one: Opened, on: date) -> Iterator[FactSeen]:
    people = Membership.objects.filter(holds_on(on), household=one.row).values("person")
    rows = Fact.objects.filter(holds_on(on), Q(household=one.row) | Q(person__in=people), key__in=_open_keys(one))
    for row in rows.select_related("person").order_by("household", "key", "pk"):
        yield FactSeen(
            public_id=row.public_id,
            key=row.key,
            value=row.value,
            since=row.valid_from,
            until=row.valid_until,
            end_reason=row.end_reason,
            source=row.source,
            person=row.person.public_id if row.person else None,
        )


def _standing(of: Household, row: Standing) -> StandingSeen:
    return StandingSeen(
        public_id=row.public_id,
        household=of.public_id,
        class_key=row.class_key,
        since=row.valid_from,
        until=row.valid_until,
        end_reason=row.end_reason,
        decision=row.decision,
        standard=row.standard,
        finding=row.finding,
    )


def _history(one: Opened, on: date) -> tuple[Happening, ...]:
    found = [happening for happening in _happenings(one) if happening.on <= on]
    return tuple(sorted(found, key=lambda happening: happening.on))


def _happenings(one: Opened) -> Iterator[Happening]:
    row = one.row
    yield Happening(row.opened_on, "opened", row.number)
    for place in FormerPlace.objects.filter(household=row).order_by("valid_until", "pk"):
        yield Happening(place.valid_until, "moved", f"{place.number} ({place.commune})", place.reason)
    for held in Membership.objects.filter(household=row).select_related("person").order_by("position", "pk"):
        if held.valid_from > row.opened_on:
            yield Happening(held.valid_from, "member_added", held.person.name)
        if held.valid_until:
            yield Happening(held.valid_until, "member_left", held.person.name, held.end_reason)
    for standing_row in Standing.objects.filter(household=row).order_by("valid_from", "pk"):
        yield Happening(standing_row.valid_from, "class_in_force", standing_row.class_key, standing_row.decision)
        if standing_row.valid_until:
            yield Happening(standing_row.valid_until, "class_ended", standing_row.class_key, standing_row.end_reason)
    for fact in Fact.objects.filter(household=row, key__in=_open_keys(one)).order_by("valid_from", "pk"):
        yield Happening(fact.valid_from, "fact", f"{fact.key}: {fact.value}", fact.source)
        if fact.valid_until:
            yield Happening(fact.valid_until, "fact_ended", fact.key, fact.end_reason)
    if row.closed_on:
        yield Happening(row.closed_on, "closed", row.number, row.closed_reason)
