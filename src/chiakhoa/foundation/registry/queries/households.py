"""Lists of households as a viewer may see them on a day: filtered, searched without tones, in Vietnamese order."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Case, Count, IntegerField, Q, QuerySet, Value, When
from django.db.models.functions import Length

from chiakhoa.foundation.access.values import Viewer
from chiakhoa.foundation.registry.models import FormerPlace, Household, Membership, Standing
from chiakhoa.foundation.registry.queries.placing import (
    CHUNK,
    Lineages,
    former_on,
    holds_on,
    lineages,
    of_place,
    open_on,
    open_to,
    placed,
)
from chiakhoa.foundation.registry.values import LISTED, LISTED_KEY, NONE_KEY, HouseholdSeen, Page, Wanted
from chiakhoa.law.rules.vietnamese import fold


def households(viewer: Viewer, wanted: Wanted, on: date, *, also: Q | None = None) -> Page:
    """The households that `wanted` asks for, one page of them; `also`: what a room above asks of them besides."""
    found = of_place(wanted.commune, wanted.village, on)
    asked = _wanted(viewer, wanted, found, on)
    rows = _ordered(asked if also is None else asked.filter(also), wanted.sort, found)
    total = rows.count()
    if wanted.size:
        start = (max(wanted.page, 1) - 1) * wanted.size
        rows = rows[start : start + wanted.size]
    return Page(tuple(seen(rows, found, on)), total, max(wanted.page, 1), wanted.size)


def class_list(viewer: Viewer, commune: str, class_key: str, on: date) -> tuple[HouseholdSeen, ...]:
    """Every household of a commune with a class in force on a day, village by village, in Vietnamese order."""
    return households(viewer, Wanted(commune=commune, class_key=class_key, sort="village", size=0), on).rows


def _wanted(viewer: Viewer, wanted: Wanted, found: Lineages | None, on: date) -> QuerySet[Household]:
    rows = open_to(viewer, on).filter(opened_on__lte=on)
    if not wanted.closed:
        rows = rows.filter(open_on(on))
    if found is not None:
        rows = rows.filter(placed(found.ids, on))
    if wanted.class_key:
        keys = LISTED if wanted.class_key in (LISTED_KEY, NONE_KEY) else (wanted.class_key,)
        standing = Q(pk__in=Standing.objects.filter(holds_on(on), class_key__in=keys).values("household"))
        rows = rows.filter(~standing if wanted.class_key == NONE_KEY else standing)
    words = fold(wanted.text).split()
    return rows.filter(_named(words, found, on)) if words else rows


def _named(words: Sequence[str], found: Lineages | None, on: date) -> Q:
    """Households whose number or head has all the words, or one of whose members has."""
    own, member = Q(), Q()
    for word in words:
        own &= Q(name_key__contains=f" {word}")
        member &= Q(person__name_key__contains=f" {word}")
    people = Membership.objects.filter(holds_on(on), member)
    if found is not None:
        people = people.filter(household__village__in=found.ids)
    return own | Q(pk__in=people.values("household"))


def _ordered(rows: QuerySet[Household], sort: str, found: Lineages | None) -> QuerySet[Household]:
    if sort == "number":
        return rows.order_by(Length("number"), "number", "pk")
    if sort == "village" and found is not None:
        rank = Case(
            *(When(village__in=one.ids, then=Value(place)) for place, one in enumerate(found.all)),
            default=Value(len(found.all)),
            output_field=IntegerField(),
        )
        return rows.order_by(rank, "sort_key", "number", "pk")
    if sort == "village":
        return rows.order_by("village__sort_key", "sort_key", "number", "pk")
    return rows.order_by("sort_key", "number", "pk")


@dataclass(frozen=True, slots=True)
class _Beside:
    """What stands beside household rows on a day, by household row: members counted and the class in force."""

    people: dict[int, int]
    classes: dict[int, str]


def seen(rows: Iterable[Household], found: Lineages | None, on: date) -> Iterator[HouseholdSeen]:
    """Household rows as they were on a day. `found` spares a question when it holds their villages."""
    every = list(rows)
    for start in range(0, len(every), CHUNK):
        some = every[start : start + CHUNK]
        former = former_on(some, on)
        villages = {former[row.pk].village_id if row.pk in former else row.village_id for row in some}
        known = found if found and villages <= found.by_form.keys() else lineages(Q(pk__in=villages))
        beside = _beside([row.pk for row in some], on)
        for row in some:
            yield _seen(row, former.get(row.pk) or row, known, beside, on)


def _beside(ids: Sequence[int], on: date) -> _Beside:
    counted = Membership.objects.filter(holds_on(on), household__in=ids).values_list("household").annotate(Count("pk"))
    classes = Standing.objects.filter(holds_on(on), household__in=ids).values_list("household", "class_key")
    return _Beside(dict(counted.order_by()), dict(classes))


def _seen(row: Household, place: Household | FormerPlace, known: Lineages, beside: _Beside, on: date) -> HouseholdSeen:
    """A household as of a day; before a move its present address and telephone are nobody's business there."""
    village, stays = known.by_form[place.village_id].on(on), place is row
    return HouseholdSeen(
        public_id=row.public_id,
        number=place.number,
        commune=village.commune,
        village=village.public_id,
        village_code=village.code,
        village_name=village.name,
        head_name=row.head_name,
        address=row.address if stays else "",
        phone=row.phone if stays else "",
        phone_state=row.phone_state if stays else "unknown",
        opened_on=row.opened_on,
        closed_on=row.closed_on,
        closed_reason=row.closed_reason,
        class_key=beside.classes.get(row.pk, ""),
        members=beside.people.get(row.pk, 0),
    )
