"""Rates of communes and provinces as the register has them on a day, for who may count there."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import date

from django.db.models import Count as CountRows
from django.db.models import Q

from chiakhoa.foundation.access.values import VILLAGE, Place, Viewer
from chiakhoa.foundation.places import queries as places
from chiakhoa.foundation.places.queries import Area
from chiakhoa.foundation.places.values import PROVINCE
from chiakhoa.foundation.registry import queries as registry
from chiakhoa.foundation.registry.models import Household, Standing
from chiakhoa.foundation.registry.queries.households import seen
from chiakhoa.foundation.registry.queries.placing import (
    Lineages,
    holds_on,
    may_count,
    of_commune,
    of_province,
    open_on,
    placed,
)
from chiakhoa.foundation.registry.values import LISTED_KEY, HouseholdSeen, Wanted
from chiakhoa.law.rules.refusals import Refused
from chiakhoa.law.rules.vietnamese import sort_key
from chiakhoa.oversight.reporting.values import BOTH, Changed, Changes, Drill, Part, UnitRates, day_of, rates_of, summed


def unit(viewer: Viewer, code: str, year: int, today: date) -> Area:
    """The form of a unit that a year is asked of; refuses (`reporting.unit`) what is not there for this viewer.

    A year before a unit's first day is asked of the unit as it is today.
    """
    for day in (day_of(year, today), today):
        try:
            found = places.area(viewer, code, day)
        except Refused:
            continue
        if _covered(viewer, found) or _parts(viewer, found, day_of(year, today)):
            return found
        break
    raise Refused("reporting.unit", where=code, unit=code)


def rates(viewer: Viewer, code: str, year: int, today: date, *, people: bool = True) -> UnitRates:
    """The rates of a unit in a year; refuses a unit that is not there for the viewer, and a year that is to come.

    Without `people` a province is told in half the time; they then stand at nought.
    """
    if not date.min.year <= year <= today.year:
        raise Refused("reporting.year", where=str(year), year=year, today=today.year)
    found, as_of = unit(viewer, code, year, today), day_of(year, today)
    parts = _parts(viewer, found, as_of, people=people)
    count = summed(parts)
    return UnitRates(
        code=found.code,
        unit=found.short or found.code,
        name=found.full_name,
        level=found.level,
        year=year,
        as_of=as_of,
        final=_final(_counted(viewer, found, parts, as_of), as_of),
        partial=_is_partial(viewer, found),
        households=count.households,
        people=count.people,
        rates=rates_of(count),
        parts=parts,
    )


def drill(viewer: Viewer, code: str, figure: str, as_of: date, today: date) -> Drill:
    """The households behind a figure, place by place, as far as their names are open to the viewer."""
    found = unit(viewer, code, as_of.year, today)
    is_province = found.level == PROVINCE
    wanted = Wanted(
        commune="" if is_province else found.code,
        class_key=LISTED_KEY if figure == BOTH else figure,
        sort="village",
        size=0,
    )
    rows = registry.households(viewer, wanted, as_of).rows
    if is_province:
        rows = tuple(_within(rows, {part.code for part in _parts(viewer, found, as_of)}))
    counted = rates_of(summed(_parts(viewer, found, as_of)))[figure].count
    return Drill(rows, hidden=len(rows) < counted)


def _within(rows: tuple[HouseholdSeen, ...], communes: set[str]) -> Iterator[HouseholdSeen]:
    inside = (row for row in rows if row.commune in communes)
    yield from sorted(inside, key=lambda row: (row.commune, sort_key(row.village_code)))


def _parts(viewer: Viewer, of: Area, on: date, *, people: bool = False) -> tuple[Part, ...]:
    """The communes of a province, or the villages of a commune, that the viewer may count."""
    if of.level == PROVINCE:
        return tuple(_communes(viewer, of, on, people=people))
    return tuple(_villages(viewer, of, on))


def _communes(viewer: Viewer, of: Area, on: date, *, people: bool) -> Iterator[Part]:
    counted = registry.counts_by_commune(viewer, of.code, on, people=people)
    for area in places.areas(viewer, on=on, parent=of.code):
        count = counted.get(area.code)
        if count is not None:
            yield Part(area.code, area.full_name, count.households, count.people, rates_of(count))


def _villages(viewer: Viewer, of: Area, on: date) -> Iterator[Part]:
    counted = registry.counts(viewer, of.code, on).villages
    forms = [one.on(on) for one in of_commune(of.code, on).all]
    for form in forms:
        count = counted.get(form.public_id)
        if count is not None:
            yield Part(form.code, form.name, count.households, count.people, rates_of(count))


def _covered(viewer: Viewer, of: Area) -> bool:
    """Whether a grant covers the unit as a whole."""
    place = Place(province=of.code) if of.level == PROVINCE else Place(province=of.parent, commune=of.code)
    return viewer.everything or any(held.covers(place) for held in viewer.grants)


def _is_partial(viewer: Viewer, of: Area) -> bool:
    """Whether only some villages or communes of a unit are counted; an old unit counts whole for who holds its heir."""
    by_village = any(held.scope_kind == VILLAGE for held in viewer.grants)
    return not _covered(viewer, of) and (by_village or of.level == PROVINCE)


def _counted(viewer: Viewer, of: Area, parts: tuple[Part, ...], on: date) -> Lineages:
    """The villages that the viewer's figures are made of."""
    if of.level != PROVINCE:
        return may_count(viewer, of.code, of_commune(of.code, on), on)
    communes = {part.code for part in parts}
    found = of_province(of.code, on)
    return found.only(one for one in found.all if one.on(on).commune in communes)


def _final(found: Lineages, as_of: date) -> bool:
    """Whether every class in force on the day was decided in its year, and there is one at all."""
    homes = Household.objects.filter(open_on(as_of), placed(found.ids, as_of)).values("pk")
    standings = Standing.objects.filter(holds_on(as_of), household__in=homes)
    years = standings.values_list("valid_from__year").annotate(CountRows("pk")).order_by()
    return {year for year, _ in years} == {as_of.year}


def changes(viewer: Viewer, code: str, since: date, on: date) -> Changes:
    """The households of a commune whose class in force on a day is another than on an earlier one, village by village.

    Only those whose names are open to the viewer; refuses (`reporting.unit`) what is no commune of theirs.
    """
    of = unit(viewer, code, on.year, on)
    between = Q(valid_from__gt=since, valid_from__lte=on) | Q(valid_until__gt=since, valid_until__lte=on)
    homes = registry.inside(viewer, of.code, on)
    touched = Standing.objects.filter(between, household__in=homes).values("household")
    standings: dict[int, list[Standing]] = defaultdict(list)
    for row in Standing.objects.filter(household__in=touched).order_by("valid_from", "pk"):
        standings[row.household_id].append(row)
    found = of_commune(of.code, on)
    moved = {key: _moved(rows, since, on) for key, rows in standings.items()}
    rows = [row for row in Household.objects.filter(pk__in=moved).order_by("sort_key", "pk") if moved[row.pk]]
    made = [_changed(home, standings[row.pk], since, on) for row, home in zip(rows, seen(rows, found, on), strict=True)]
    ordered = sorted(made, key=lambda one: sort_key(one.household.village_code))
    return Changes(tuple(ordered), sum(not one for one in moved.values()))


def _moved(rows: Sequence[Standing], since: date, on: date) -> bool:
    return _class_on(rows, since) != _class_on(rows, on)


def _class_on(rows: Sequence[Standing], day: date) -> str:
    """The class in force at the end of a day, of the standings of one household."""
    held = [row for row in rows if row.valid_from <= day and (row.valid_until is None or row.valid_until > day)]
    return held[-1].class_key if held else ""


def _changed(home: HouseholdSeen, rows: Sequence[Standing], since: date, on: date) -> Changed:
    known = [row for row in rows if row.valid_from <= on]
    ended = [row for row in known if row.valid_until and since < row.valid_until <= on]
    begun = [row for row in known if row.valid_from > since]
    days = [row.valid_from for row in begun] + [row.valid_until for row in ended if row.valid_until]
    return Changed(
        household=home,
        before=_class_on(rows, since),
        now=_class_on(rows, on),
        on=max(days),
        decision=begun[-1].decision if begun else "",
        reason=ended[-1].end_reason if ended else "",
    )
