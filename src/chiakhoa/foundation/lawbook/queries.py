"""Everything that reads the office's law book: the standard as this office has it, and what still blocks recognition.

The law is open to everybody; the viewer says whether this is a practice folder, where practice tables stand in.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator
from dataclasses import replace
from datetime import date
from functools import lru_cache

from django.db.models import Q, QuerySet

from chiakhoa.foundation.access.values import Viewer
from chiakhoa.foundation.lawbook.models import AreaKind, Confirmation, LoadedTable, Override
from chiakhoa.foundation.lawbook.values import (
    DECIDING,
    PEOPLE,
    POINTS,
    RURAL,
    URBAN,
    Blocking,
    LawRow,
    confirmed,
    law_rows,
    local_standard,
    points_name,
    points_of,
)
from chiakhoa.foundation.places import queries as places
from chiakhoa.foundation.places.values import urban
from chiakhoa.law.rules.loader import PRACTICE, standard_by_id, standard_on
from chiakhoa.law.rules.refusals import Refused
from chiakhoa.law.rules.standard import Standard


def office_standard(viewer: Viewer, standard_id: str, on: date, *, assumptions: bool = False) -> Standard:
    """A national standard as this office holds it on a day: its own table of points, its confirmed rows verified.

    Without a table of its own a practice folder uses the practice table; an office has none, so nothing can be said.
    Assumptions are for practice folders only. The same office and day give the same object.
    """
    standard_by_id(standard_id, points=None)
    table = loaded_table(viewer, standard_id, on)
    names = confirmed_names(viewer, on)
    digest = table.sha256 if table else ""
    sure = frozenset(name for name in names if name.startswith(f"{standard_id}:"))
    return _made(standard_id, digest, sure, viewer.practice, assumptions and viewer.practice)


def office_standard_on(viewer: Viewer, on: date, *, assumptions: bool = False) -> Standard:
    """The national standard in force on a day, as this office holds it."""
    return office_standard(viewer, standard_on(on, points=None).id, on, assumptions=assumptions)


@lru_cache(maxsize=32)
def _made(standard_id: str, digest: str, sure: frozenset[str], practice: bool, assumptions: bool) -> Standard:
    stand_in = PRACTICE if practice and not digest else None
    made = confirmed(standard_by_id(standard_id, points=stand_in, assumptions=assumptions), sure)
    if not digest:
        return made
    table = LoadedTable.objects.filter(standard=standard_id, sha256=digest).order_by("-valid_from", "-pk")[:1].get()
    verified = points_name(standard_id, digest) in sure
    points = points_of(standard_id, bytes(table.content), table.file_name, verified=verified)
    return replace(made, points=points)


def loaded_table(_viewer: Viewer, standard_id: str, on: date) -> LoadedTable | None:
    """The office's table of points of a standard on a day."""
    return LoadedTable.objects.filter(_on(on), standard=standard_id).order_by("-valid_from", "-pk").first()


def local_standard_on(viewer: Viewer, province: str, on: date) -> Standard | None:
    """The province's own standard above the national one on a day; None when it has none."""
    row = (
        Override.objects.filter(province=province, valid_from__lte=on, valid_until__gte=on)
        .order_by("-loaded_on", "-pk")
        .first()
    )
    if row is None:
        return None
    return local_standard(row.files, office_standard(viewer, row.extends, on))


def area_kind(viewer: Viewer, commune: str, on: date) -> str:
    """`urban` or `rural`: as decided for the commune, else by its kind; refuses (`lawbook.area`) the undecided."""
    decided = AreaKind.objects.filter(_on(on), commune=commune).order_by("-valid_from", "-pk").first()
    is_urban = decided.urban if decided else urban(places.area(viewer, commune, on).kind)
    if is_urban is None:
        raise Refused("lawbook.area", where=commune, commune=commune)
    return URBAN if is_urban else RURAL


def confirmations(_viewer: Viewer, name: str, on: date) -> QuerySet[Confirmation]:
    """Who has confirmed a row, oldest first, as far as it still says what they confirmed."""
    return _confirmations(on).filter(name=name, digest=digest_of(name)).order_by("valid_from", "pk")


def confirmed_names(_viewer: Viewer, on: date) -> frozenset[str]:
    """The rows that two different people have confirmed."""
    return frozenset(name for name, people in _people(on).items() if len(people) >= PEOPLE)


def blocking(viewer: Viewer, standard_id: str, on: date) -> tuple[Blocking, ...]:
    """The rows of a standard that keep an office from recognising by it: neither verified nor confirmed by two."""
    people = _people(on)
    rows = [row for row in law_rows().values() if row.name.startswith(f"{standard_id}:") and row.section in DECIDING]
    found = [_blocking(row, people[row.name]) for row in rows if not (row.known and row.verified)]
    found += _table_blocking(loaded_table(viewer, standard_id, on), standard_id, people)
    return tuple(one for one in found if not one.known or len(one.confirmed_by) < PEOPLE)


def law_row(_viewer: Viewer | None, name: str) -> LawRow:
    """A row of the packaged law by its name; refuses (`lawbook.unknown_row`) what is none."""
    row = law_rows().get(name)
    if row is None:
        raise Refused("lawbook.unknown_row", where=name, name=name)
    return row


def digest_of(name: str) -> str:
    """The digest of what a row says; of a loaded table that of its file."""
    standard_id, _, rest = name.partition(":")
    section, _, key = rest.partition(":")
    if section != POINTS:
        return law_row(None, name).digest
    table = LoadedTable.objects.filter(standard=standard_id, sha256__startswith=key).first() if key else None
    if table is None or points_name(standard_id, table.sha256) != name:
        raise Refused("lawbook.unknown_row", where=name, name=name)
    return table.sha256


def _people(on: date) -> dict[str, list[str]]:
    """Who has confirmed each row, as far as it still says what they confirmed."""
    found: dict[str, list[str]] = defaultdict(list)
    tables = {points_name(row.standard, row.sha256): row.sha256 for row in LoadedTable.objects.defer("content")}
    for name, digest, by in _confirmations(on).order_by("pk").values_list("name", "digest", "by"):
        row = law_rows().get(name)
        if digest == (row.digest if row else tables.get(name)) and by not in found[name]:
            found[name].append(by)
    return found


def _confirmations(on: date) -> QuerySet[Confirmation]:
    return Confirmation.objects.filter(_on(on))


def _blocking(row: LawRow, people: Collection[str]) -> Blocking:
    return Blocking(row.name, row.where, row.mark, row.known, tuple(people))


def _table_blocking(table: LoadedTable | None, standard_id: str, people: dict[str, list[str]]) -> Iterator[Blocking]:
    if table is None:
        yield Blocking(f"{standard_id}:{POINTS}", "", "?", known=False)
    else:
        name = points_name(standard_id, table.sha256)
        yield Blocking(name, table.file_name, "?", known=True, confirmed_by=tuple(people[name]))


def _on(day: date) -> Q:
    """Rows that hold at the end of a day."""
    return Q(valid_from__lte=day) & (Q(valid_until=None) | Q(valid_until__gt=day))
