"""Where households are counted on a day, and which places a viewer's grants open: the only code here that knows grants.

A village goes on under a new commune or name as a further form of itself; a household's row keeps the form of its own
time. Every question about a place is therefore asked of all forms of its villages.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from django.db.models import Q, QuerySet

from chiakhoa.foundation.access.values import BASIC, PLACE, VILLAGE, NotAllowed, Place, Viewer
from chiakhoa.foundation.places.models import Area, Village
from chiakhoa.foundation.registry.models import FormerPlace, Household

CHUNK = 2_000
"""Households looked up at a time: below the number of values a question may hold."""

PROVINCE_CODE = 2
"""Signs of a province's code; a commune's has five."""


@dataclass(frozen=True, slots=True)
class Lineage:
    """All forms of one village, oldest first. Villages that grew together share one lineage."""

    forms: tuple[Village, ...]

    @property
    def ids(self) -> list[int]:
        return [form.pk for form in self.forms]

    @property
    def communes(self) -> frozenset[str]:
        return frozenset(form.commune for form in self.forms)

    def on(self, day: date) -> Village:
        """The form on a day; before the first form the first, after the last or between two the one before."""
        earlier = [form for form in self.forms if form.valid_from <= day]
        return earlier[-1] if earlier else self.forms[0]


@dataclass(frozen=True, slots=True)
class Lineages:
    """The lineages of some villages, with a quick way from the row of a form to its lineage."""

    all: tuple[Lineage, ...] = ()
    by_form: Mapping[int, Lineage] = field(default_factory=dict)

    @property
    def ids(self) -> list[int]:
        return list(self.by_form)

    @property
    def communes(self) -> list[str]:
        return sorted({commune for one in self.all for commune in one.communes})

    def only(self, wanted: Iterable[Lineage]) -> Lineages:
        """Some of them."""
        kept = tuple(wanted)
        return Lineages(kept, {key: one for one in kept for key in one.ids})


def lineages(within: Q) -> Lineages:
    """The lineages of every village that has a form for which `within` holds."""
    found: dict[int, Village] = {}
    fresh = {row.pk: row for row in Village.objects.filter(within)}
    while fresh:
        found |= fresh
        before = {row.continues_id for row in fresh.values() if row.continues_id} - set(found)
        rows = Village.objects.filter(Q(pk__in=before) | Q(continues__in=list(fresh)))
        fresh = {row.pk: row for row in rows if row.pk not in found}
    made = tuple(Lineage(tuple(forms)) for forms in _joined(found))
    return Lineages(made, {key: one for one in made for key in one.ids})


def _joined(found: Mapping[int, Village]) -> Iterator[list[Village]]:
    """Forms that follow one another, together; each group and the groups in the order of their first form's code."""
    groups: dict[int, list[Village]] = {}
    root: dict[int, int] = {}
    for row in sorted(found.values(), key=lambda form: (form.valid_from, form.sort_key, form.pk)):
        root[row.pk] = root.get(row.continues_id or 0, row.pk)
        groups.setdefault(root[row.pk], []).append(row)
    yield from groups.values()


def of_commune(commune: str, on: date) -> Lineages:
    """The villages of a commune on a day; before its first day, those it was made of (a ward looking back)."""
    found = lineages(Q(commune=commune))
    first = min((form.valid_from for one in found.all for form in one.forms if form.commune == commune), default=on)
    then = [one for one in found.all if one.on(on).commune == commune and _covers(one, on)]
    chosen = found.all if on < first else then
    return found.only(sorted(chosen, key=lambda one: (one.on(on).sort_key, one.on(on).code)))


def of_village(village: UUID) -> Lineages:
    """One village in all its forms."""
    return lineages(Q(public_id=village))


def of_place(commune: str, village: UUID | None, on: date) -> Lineages | None:
    """The villages a question is about; None: it names no place."""
    if village:
        found = of_village(village)
        return found.only(one for one in found.all if not commune or commune in one.communes)
    return of_commune(commune, on) if commune else None


def of_province(province: str, on: date) -> Lineages:
    """The villages of every commune that lay in a province on a day."""
    then = Q(valid_from__lte=on) & (Q(valid_until=None) | Q(valid_until__gte=on))
    codes = Area.objects.filter(then, parent=province).values("code")
    return lineages(Q(commune__in=codes))


def _covers(one: Lineage, day: date) -> bool:
    form = one.on(day)
    return form.valid_from <= day and (form.valid_until is None or day <= form.valid_until)


def open_on(day: date, prefix: str = "") -> Q:
    """Households open at the end of a day."""
    return Q(**{f"{prefix}opened_on__lte": day}) & (
        Q(**{f"{prefix}closed_on": None}) | Q(**{f"{prefix}closed_on__gt": day})
    )


def holds_on(day: date, prefix: str = "") -> Q:
    """Intervals that hold at the end of a day."""
    return Q(**{f"{prefix}valid_from__lte": day}) & (
        Q(**{f"{prefix}valid_until": None}) | Q(**{f"{prefix}valid_until__gt": day})
    )


def placed(ids: Collection[int], on: date) -> Q:
    """Households that were counted in these village forms on a day."""
    former = FormerPlace.objects.filter(holds_on(on), village__in=ids).values("household")
    return Q(placed_from__lte=on, village__in=ids) | Q(placed_from__gt=on, pk__in=former)


def open_to(viewer: Viewer, on: date, field_class: str = BASIC) -> QuerySet[Household]:
    """Every household of which a field class is open to a viewer, by where it was on a day: the filter of all rooms."""
    if viewer.everything:
        return Household.objects.all()
    ids: set[int] = set()
    communes, villages = viewer.communes(field_class), viewer.villages(field_class)
    if communes or villages:
        found = lineages(Q(commune__in=communes) | Q(public_id__in=_uuids(villages)))
        ids = {key for one in found.all if _granted(one, communes, villages, viewer.on or on) for key in one.ids}
    own = Q(public_id__in=_uuids(viewer.households(field_class)))
    return Household.objects.filter(own | placed(ids, on) if ids else own)


def inside(viewer: Viewer, commune: str, on: date, field_class: str = BASIC) -> QuerySet[Household]:
    """Every household of a commune on a day of which a field class is open to a viewer, closed ones among them."""
    return open_to(viewer, on, field_class).filter(placed(of_commune(commune, on).ids, on))


def _granted(one: Lineage, communes: Collection[str], villages: Collection[str], today: date) -> bool:
    """A commune's grant opens what lies in it today; a village's grant goes on with the village."""
    return one.on(today).commune in communes or any(str(form.public_id) in villages for form in one.forms)


@dataclass(frozen=True, slots=True)
class Home:
    """A household that somebody may act on, in its village of the day."""

    row: Household
    village: Village


def homes(viewer: Viewer, households: Sequence[UUID], orders: Sequence[str], on: date) -> dict[UUID, Home]:
    """Of these households those on which the viewer may give one of the orders, for the rooms above; no others.

    Refuses (`access.not_allowed`) whoever may give none of the orders anywhere.
    """
    if not any(viewer.may(order) for order in orders):
        raise NotAllowed("access.not_allowed", where=viewer.name)
    rows = [row for some in _chunks(households) for row in Household.objects.filter(public_id__in=some)]
    found = lineages(Q(pk__in={row.village_id for row in rows}))
    return {
        row.public_id: Home(row, found.by_form[row.village_id].on(on))
        for row in rows
        if any(viewer.may(order, place) for place in _places(row, found, on) for order in orders)
    }


def _places(row: Household, found: Lineages, on: date) -> Iterator[Place]:
    """The household's place under every form of its village; the commune is that of the day."""
    lineage = found.by_form[row.village_id]
    commune, own = lineage.on(on).commune, str(row.public_id)
    return (Place(commune=commune, village=str(form.public_id), household=own) for form in lineage.forms)


def _chunks(ids: Sequence[UUID]) -> Iterator[Sequence[UUID]]:
    return (ids[start : start + CHUNK] for start in range(0, len(ids), CHUNK))


def may_count(viewer: Viewer, commune: str, found: Lineages, on: date) -> Lineages:
    """The villages of a commune whose counts are open: to everyone whose grant covers the place, province included."""
    if viewer.everything:
        return found
    places = {held.scope for held in viewer.grants if held.scope_kind == PLACE}
    own = {held.scope for held in viewer.grants if held.scope_kind == VILLAGE}
    today = viewer.on or on
    if commune in places or places & _provinces(commune):
        return found
    return found.only(one for one in found.all if _granted(one, places, own, today))


def _provinces(commune: str) -> set[str]:
    return set(Area.objects.filter(code=commune).values_list("parent", flat=True))


def _uuids(texts: Iterable[str]) -> list[UUID]:
    found = []
    for text in texts:
        try:
            found.append(UUID(text))
        except ValueError:
            continue
    return found


def former_on(rows: Iterable[Household], on: date) -> dict[int, FormerPlace]:
    """Of households that came to their place after a day, where they were counted on it, by household row."""
    later = [row.pk for row in rows if row.placed_from > on]
    if not later:
        return {}
    found = FormerPlace.objects.filter(holds_on(on), household__in=later).select_related("village")
    return {row.household_id: row for row in found}
