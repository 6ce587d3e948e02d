"""Whole communes at once, for files in and out: households by number, their people, their last class."""

from __future__ import annotations

from collections import defaultdict
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from chiakhoa.foundation.access.values import SENSITIVE, Viewer
from chiakhoa.foundation.registry.models import Membership, Standing
from chiakhoa.foundation.registry.queries.placing import CHUNK, holds_on, inside, open_on
from chiakhoa.foundation.registry.values import HEAD, HouseholdKey, MemberSeen, StandingSeen
from chiakhoa.law.rules.households import PartialDate


def keys_of(viewer: Viewer, commune: str, on: date) -> tuple[HouseholdKey, ...]:
    """The open households of a commune with what a list knows them by: number, name of the head, village."""
    rows = inside(viewer, commune, on).filter(open_on(on)).order_by("pk")
    found = rows.values_list("public_id", "number", "head_name", "opened_on", "village__code", "village__name")
    return tuple(HouseholdKey(*row) for row in found)


def people_of(viewer: Viewer, commune: str, on: date, *, gone: bool = False) -> dict[UUID, tuple[MemberSeen, ...]]:
    """The people of each open household of a commune on a day, heads first; with `gone` also those who have left.

    Identity numbers and ethnic groups are None where the viewer may not see them.
    """
    homes = dict(inside(viewer, commune, on).filter(open_on(on)).values_list("pk", "public_id"))
    may_see = set(inside(viewer, commune, on, SENSITIVE).values_list("pk", flat=True))
    rows = Membership.objects.filter(valid_from__lte=on).order_by("position", "pk")
    found: dict[UUID, list[MemberSeen]] = defaultdict(list)
    keys = list(homes)
    for start in range(0, len(keys), CHUNK):
        some = rows.filter(household__in=keys[start : start + CHUNK]).values_list("household", *_COLUMNS)
        for home, *columns in some:
            one = _member(tuple(columns), hidden=home not in may_see)
            if gone or one.until is None or one.until > on:
                found[homes[home]].append(one)
    return {home: tuple(sorted(people, key=lambda one: one.relation != HEAD)) for home, people in found.items()}


def last_standings(viewer: Viewer, commune: str, on: date) -> dict[UUID, StandingSeen]:
    """The newest class of each household of a commune, in force or ended, by the household's public id."""
    return _standings(Standing.objects.filter(household__in=inside(viewer, commune, on)))


def standings_on(viewer: Viewer, commune: str, on: date) -> dict[UUID, StandingSeen]:
    """The class in force on a day of each listed household of a commune, by the household's public id."""
    return _standings(Standing.objects.filter(holds_on(on), household__in=inside(viewer, commune, on)))


def _standings(rows: QuerySet[Standing]) -> dict[UUID, StandingSeen]:
    return {
        row.household.public_id: StandingSeen(
            public_id=row.public_id,
            household=row.household.public_id,
            class_key=row.class_key,
            since=row.valid_from,
            until=row.valid_until,
            end_reason=row.end_reason,
            decision=row.decision,
            standard=row.standard,
            finding=row.finding,
        )
        for row in rows.select_related("household").order_by("valid_from", "pk")
    }


_COLUMNS = (
    "person__public_id", "person__name", "relation", "position", "person__sex", "person__birth_year",
    "person__birth_month", "person__birth_day", "valid_from", "valid_until", "end_reason", "person__national_id",
    "person__ethnicity",
)  # fmt: skip


def _member(row: tuple[Any, ...], *, hidden: bool) -> MemberSeen:
    """A row of `_COLUMNS` as a viewer sees it."""
    public_id, name, relation, position, sex, year, month, day, since, until, reason, national_id, ethnicity = row
    return MemberSeen(
        public_id=public_id,
        name=name,
        relation=relation,
        position=position,
        sex=sex,
        birth=PartialDate(year, month, day) if year else None,
        since=since,
        until=until,
        end_reason=reason,
        national_id=None if hidden else national_id,
        ethnicity=None if hidden else ethnicity,
    )
