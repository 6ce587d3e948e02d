"""How many households, people and listed households there are at the end of a day, by village and by commune."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any

from django.db.models import Count as CountRows
from django.db.models import Q, QuerySet

from chiakhoa.foundation.access.values import PLACE, Viewer
from chiakhoa.foundation.registry.models import Household, Membership, Standing
from chiakhoa.foundation.registry.queries.placing import (
    PROVINCE_CODE,
    Lineages,
    holds_on,
    may_count,
    of_commune,
    of_province,
    open_on,
)
from chiakhoa.foundation.registry.values import Count, Counts


def counts(viewer: Viewer, commune: str, on: date) -> Counts:
    """Households open at the end of a day in a commune, their people and classes; nothing where nothing may be counted.

    A commune that did not exist yet is counted back through its villages; one that is gone counts nothing any more.
    """
    found = may_count(viewer, commune, of_commune(commune, on), on)
    counted = Counts()
    counted.villages = {one.on(on).public_id: Count() for one in found.all}
    for village, kind, number in _groups(found, on):
        for count in (counted, counted.villages[found.by_form[village].on(on).public_id]):
            _add(count, kind, number)
    return counted


def counts_by_commune(viewer: Viewer, province: str, on: date, *, people: bool = True) -> dict[str, Count]:
    """The same for each commune of a province by its code, for who holds a grant over the province or a commune.

    Without `people` they are left at nought: counting them is most of the work.
    """
    held = {one.scope for one in viewer.grants if one.scope_kind == PLACE}
    found = of_province(province, on)
    if not viewer.everything and province not in held:
        communes = {scope for scope in held if len(scope) > PROVINCE_CODE}
        found = found.only(one for one in found.all if one.on(on).commune in communes)
    counted: dict[str, Count] = {one.on(on).commune: Count() for one in found.all}
    for village, kind, number in _groups(found, on, people=people):
        _add(counted[found.by_form[village].on(on).commune], kind, number)
    return dict(sorted(counted.items()))


def _add(count: Count, kind: str, number: int) -> None:
    if kind == "households":
        count.households += number
    elif kind == "people":
        count.people += number
    else:
        count.classes[kind] += number


def _groups(found: Lineages, on: date, *, people: bool = True) -> Iterator[tuple[int, str, int]]:
    """Row of the village form, what is counted, how many."""
    if not found.all:
        return
    beside = "household__"
    for there, village in (_stayed(found.ids, on, ""), _moved_since(found.ids, on, "")):
        yield from _grouped(Household.objects.filter(there & open_on(on)), village, "households")
    for there, village in (_stayed(found.ids, on, beside), _moved_since(found.ids, on, beside)):
        within = there & open_on(on, beside) & holds_on(on)
        if people:
            yield from _grouped(Membership.objects.filter(within), village, "people")
        yield from _grouped(Standing.objects.filter(within), village, "class_key")


def _grouped(found: QuerySet[Any], village: str, kind: str) -> Iterator[tuple[int, str, int]]:
    rows = found.order_by()
    if kind == "class_key":
        yield from rows.values_list(village, kind).annotate(CountRows("pk"))
    else:
        for key, number in rows.values_list(village).annotate(CountRows("pk")):
            yield key, kind, number


def _stayed(ids: Sequence[int], on: date, prefix: str) -> tuple[Q, str]:
    """Households that are where they were on the day, and the way to their village form."""
    return Q(**{f"{prefix}placed_from__lte": on, f"{prefix}village__in": ids}), f"{prefix}village"


def _moved_since(ids: Sequence[int], on: date, prefix: str) -> tuple[Q, str]:
    """Households that have moved since, and the way to the village form they were counted in on the day."""
    way = f"{prefix}former_places__"
    within = Q(**{f"{prefix}placed_from__gt": on, f"{way}village__in": ids}) & holds_on(on, way)
    return within, f"{way}village"
