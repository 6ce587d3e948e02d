"""Everything that writes places. `by` is the account, `on` the day of the act, `at` the time it was taken down."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import fields
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import Q

from chiakhoa.foundation.audit import actions as audit
from chiakhoa.foundation.places.models import Area, Village
from chiakhoa.foundation.places.values import (
    COMMUNE,
    COMMUNE_KINDS,
    PROVINCE,
    PROVINCE_KINDS,
    VILLAGE_KINDS,
    NewVillage,
    Unit,
    area_id,
    official,
)
from chiakhoa.law.rules.refusals import Refused
from chiakhoa.law.rules.vietnamese import fold, sort_key

OFFICE = "office"
BATCH = 500
LOADED = (
    "level", "kind", "name", "full_name", "parent", "valid_until", "lat", "lon", "km2", "note", "name_key", "sort_key",
)  # fmt: skip
"""What a newer packaged list may change of a form already held."""


def load_official(*, by: str, on: date, at: datetime) -> int:
    """Take in the packaged list of provinces and communes; what is held already stays. Gives the rows written."""
    held = {row.public_id: row for row in Area.objects.all()}
    new, changed = [], []
    for wanted in (_row(unit, at) for unit in official()):
        known = held.get(wanted.public_id)
        if known is None:
            new.append(wanted)
        elif any(getattr(known, name) != getattr(wanted, name) for name in LOADED):
            wanted.pk, wanted.short, wanted.recorded_at = known.pk, known.short, known.recorded_at
            changed.append(wanted)
    if not new and not changed:
        return 0
    with transaction.atomic():
        Area.objects.bulk_update(changed, LOADED, batch_size=BATCH)
        Area.objects.bulk_create(new, batch_size=BATCH)
        audit.record(chain=OFFICE, by=by, on=on, at=at, action="places.load_official", rows=[*changed, *new])
    return len(new) + len(changed)


def open_area(*, by: str, on: date, at: datetime, unit: Unit, basis: str = "") -> Area:
    """Add a province or commune, or a new form of one; refuses days that overlap another form of it."""
    _check(unit)
    with transaction.atomic():
        rows = Area.objects.filter(code=unit.code)
        if rows.filter(_overlaps(unit.valid_from, unit.valid_until)).exists():
            raise Refused("places.overlap", where=unit.code, code=unit.code)
        row = _row(unit, at)
        row.save()
        _record(by, on, at, "places.open_area", _chain(row), [row], basis)
    return row


def end_area(*, by: str, on: date, at: datetime, code: str, last_day: date, reason: str) -> Area:
    """Close a unit with its last day; refuses while villages of it go on after that day."""
    with transaction.atomic():
        row = Area.objects.filter(code=code, valid_until=None).first()
        if row is None or last_day < row.valid_from:
            raise Refused("places.unknown", where=code, code=code, on=f"{last_day:%d/%m/%Y}")
        going_on = Q(commune=code) & (Q(valid_until=None) | Q(valid_until__gt=last_day))
        left = Village.objects.filter(going_on).count()
        if left:
            raise Refused("places.still_used", where=code, code=code, villages=left)
        row.valid_until = last_day
        row.save(update_fields=["valid_until"])
        _record(by, on, at, "places.end_area", _chain(row), [row], reason)
    return row


def add_village(*, by: str, on: date, at: datetime, village: NewVillage) -> Village:
    """Add one village to a commune that exists on its first day; refuses a code that is taken then."""
    return add_villages(by=by, on=on, at=at, villages=[village])[0]


def add_villages(*, by: str, on: date, at: datetime, villages: Sequence[NewVillage]) -> list[Village]:
    """Add villages, all of them or none, each to a commune that exists on its first day; one entry a commune."""
    with transaction.atomic():
        rows = [_village(new, at) for new in villages]
        for row in rows:
            _check_village(row)
            row.save()
        for commune in dict.fromkeys(row.commune for row in rows):
            added = [row for row in rows if row.commune == commune]
            _record(by, on, at, "places.add_villages", f"commune:{commune}", added)
    return rows


def end_village(*, by: str, on: date, at: datetime, public_id: UUID, last_day: date, reason: str) -> Village:
    """Close a village with its last day."""
    with transaction.atomic():
        row = _closed(public_id, last_day)
        _record(by, on, at, "places.end_village", f"commune:{row.commune}", [row], reason)
    return row


def move_village(*, by: str, on: date, at: datetime, public_id: UUID, to: NewVillage, reason: str = "") -> Village:
    """Let a village go on as `to` (another commune, code, kind or name); its old form ends the day before."""
    with transaction.atomic():
        old = _closed(public_id, to.since - timedelta(days=1))
        row = _village(to, at)
        row.continues = old
        _check_village(row)
        row.save()
        _record(by, on, at, "places.move_village", f"commune:{row.commune}", [old, row], reason)
    return row


def _closed(public_id: UUID, last_day: date) -> Village:
    row = Village.objects.filter(public_id=public_id, valid_until=None).first()
    if row is None or last_day < row.valid_from:
        raise Refused("places.unknown_village", where=str(public_id), code=str(public_id), on=f"{last_day:%d/%m/%Y}")
    row.valid_until = last_day
    row.save(update_fields=["valid_until"])
    return row


def _check_village(row: Village) -> None:
    """Refuse a village of an unknown kind, outside any commune of its day, or whose code another village holds."""
    if row.kind not in VILLAGE_KINDS:
        raise Refused("places.kind", where=row.code, kind=row.kind)
    since = row.valid_from
    covering = Q(valid_from__lte=since) & (Q(valid_until=None) | Q(valid_until__gte=since))
    if not Area.objects.filter(covering, code=row.commune, level=COMMUNE).exists():
        raise Refused("places.unknown", where=row.code, code=row.commune, on=f"{since:%d/%m/%Y}")
    if Village.objects.filter(_overlaps(since, None), commune=row.commune, code=row.code).exists():
        raise Refused("places.overlap", where=row.code, code=row.code)


def _check(unit: Unit) -> None:
    """Refuse a unit whose kind does not fit its level, whose days are turned round, or that lies in no province."""
    kinds = COMMUNE_KINDS if unit.level == COMMUNE else PROVINCE_KINDS
    if unit.kind not in kinds or (unit.level == COMMUNE) != bool(unit.parent):
        raise Refused("places.kind", where=unit.code, kind=unit.kind)
    if unit.valid_until and unit.valid_until < unit.valid_from:
        raise Refused("places.days", where=unit.code, code=unit.code)
    if unit.parent and not Area.objects.filter(code=unit.parent, level=PROVINCE).exists():
        raise Refused("places.unknown", where=unit.code, code=unit.parent, on=f"{unit.valid_from:%d/%m/%Y}")


def _overlaps(since: date, until: date | None) -> Q:
    """Forms that share a day with `since` to `until` (None: without end)."""
    not_before = Q(valid_until=None) | Q(valid_until__gte=since)
    return not_before & Q(valid_from__lte=until) if until else not_before


def _row(unit: Unit, at: datetime) -> Area:
    return Area(
        **{one.name: getattr(unit, one.name) for one in fields(unit)},
        public_id=area_id(unit.code, unit.valid_from),
        name_key=f" {fold(unit.full_name)} {unit.code} {unit.short.lower()} ",
        sort_key=sort_key(unit.name),
        recorded_at=at,
    )


def _village(new: NewVillage, at: datetime) -> Village:
    return Village(
        public_id=new.public_id,
        commune=new.commune,
        code=new.code,
        kind=new.kind,
        name=new.name,
        valid_from=new.since,
        name_key=f" {fold(f'{new.code} {VILLAGE_KINDS.get(new.kind, str())} {new.name}')} ",
        sort_key=sort_key(new.code),
        recorded_at=at,
    )


def _chain(row: Area) -> str:
    return f"commune:{row.code}" if row.level == COMMUNE else f"province:{row.code}"


def _record(
    by: str, on: date, at: datetime, action: str, chain: str, rows: list[Area] | list[Village], reason: str = ""
) -> None:
    """One entry in the trail for what was written."""
    kind = "village" if isinstance(rows[0], Village) else "area"
    subjects = [f"{kind}:{row.public_id}" for row in rows]
    audit.record(chain=chain, by=by, on=on, at=at, action=action, subjects=subjects, rows=rows, reason=reason)
