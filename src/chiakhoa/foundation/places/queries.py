"""Everything that reads places. They are open to everyone; the viewer is handed over as everywhere in the house."""

from __future__ import annotations

from datetime import date
from typing import TypeVar
from uuid import UUID

from django.db.models import Q, QuerySet

from chiakhoa.foundation.places.models import Area, Village
from chiakhoa.law.rules.refusals import Refused
from chiakhoa.law.rules.vietnamese import fold

__all__ = ["Area", "Village"]
"""What queries hand out; doors take their names from here, never from the models."""

Row = TypeVar("Row", Area, Village)


def areas(_viewer: object, *, on: date, level: int | None = None, parent: str = "", search: str = "") -> QuerySet[Area]:
    """Provinces and communes as they were on a day, in Vietnamese order; searched without tones, in any word order."""
    rows = Area.objects.filter(_on(on)).order_by("level", "sort_key", "code")
    if level:
        rows = rows.filter(level=level)
    if parent:
        rows = rows.filter(parent=parent)
    return _searched(rows, search)


def area(_viewer: object, code: str, on: date) -> Area:
    """One province or commune by code or short name on a day; refuses (`places.unknown`) when there was none."""
    found = Area.objects.filter(_on(on), Q(code=code) | Q(short=code.upper()) & ~Q(short="")).first()
    if found is None:
        raise Refused("places.unknown", where=code, code=code, on=f"{on:%d/%m/%Y}")
    return found


def forms(_viewer: object, code: str) -> QuerySet[Area]:
    """Every form a unit has had, oldest first."""
    return Area.objects.filter(code=code).order_by("valid_from")


def path(viewer: object, code: str, on: date) -> tuple[Area, ...]:
    """A unit with what it lay in on a day: the province first."""
    found = area(viewer, code, on)
    return (area(viewer, found.parent, on), found) if found.parent else (found,)


def villages(_viewer: object, *, commune: str, on: date, search: str = "") -> QuerySet[Village]:
    """The villages of a commune on a day, in the order of their codes (G2 before G10)."""
    rows = Village.objects.filter(_on(on), commune=commune).order_by("sort_key", "code")
    return _searched(rows, search)


def village(_viewer: object, *, commune: str, code: str, on: date) -> Village:
    """One village by its code on a day; refuses (`places.unknown_village`) when there was none."""
    found = Village.objects.filter(_on(on), commune=commune, code=code).first()
    if found is None:
        raise Refused("places.unknown_village", where=commune, code=code, on=f"{on:%d/%m/%Y}")
    return found


def village_by_id(_viewer: object, public_id: UUID) -> Village | None:
    """One form of a village by its public id."""
    return Village.objects.filter(public_id=public_id).first()


def lineage(_viewer: object, one: Village) -> list[Village]:
    """The village with every form before it, the newest first."""
    forms_of = [one]
    while forms_of[-1].continues_id:
        forms_of.append(Village.objects.get(pk=forms_of[-1].continues_id))
    return forms_of


def _on(on: date) -> Q:
    return Q(valid_from__lte=on) & (Q(valid_until=None) | Q(valid_until__gte=on))


def _searched(rows: QuerySet[Row], text: str) -> QuerySet[Row]:
    for word in fold(text).split():
        rows = rows.filter(name_key__contains=f" {word}")
    return rows
