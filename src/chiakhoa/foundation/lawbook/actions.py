"""Everything that writes the law book. `by` is the viewer who orders, `on` the day of the act, `at` when taken down."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from hashlib import sha256
from uuid import UUID

from django.db import models, transaction

from chiakhoa.foundation.access.values import NotAllowed, Place, Viewer
from chiakhoa.foundation.audit import actions as audit
from chiakhoa.foundation.lawbook.models import AreaKind, Confirmation, LoadedTable, Override
from chiakhoa.foundation.lawbook.queries import digest_of, office_standard
from chiakhoa.foundation.lawbook.values import extended, law_rows, local_standard, points_of
from chiakhoa.foundation.places import queries as places
from chiakhoa.law.rules.refusals import Refused

OFFICE = "office"
KEEPING = ("lawbook", "standards")
CONFIRMING = ("lawbook", "standards", "recognition", "sign")
"""Orders of access.md that let somebody keep the law book, or confirm a row of it: any one of them."""

SIZE_LIMIT = 2_000_000
"""Bytes of a table or of a province's files: far above what a printed annex holds."""


def load_points(
    *, by: Viewer, on: date, at: datetime, public_id: UUID, standard: str, file_name: str, content: bytes
) -> LoadedTable:
    """Load a table of points, which takes the place of the one before; the same file again changes nothing.

    Refuses (`points.*`) a table that is not whole. It counts as verified once two people have confirmed it.
    """
    _allowed(by, KEEPING)
    _small(content, file_name)
    if points_of(standard, content, file_name, verified=False) is None:
        raise Refused("lawbook.no_items", where=file_name, standard=standard)
    digest = sha256(content).hexdigest()
    with transaction.atomic():
        held = LoadedTable.objects.select_for_update().filter(standard=standard, valid_until=None).first()
        if held is not None and held.sha256 == digest:
            return held
        if held is not None:
            held.valid_until = max(on, held.valid_from)
            held.save(update_fields=["valid_until"])
        row = LoadedTable(
            public_id=public_id,
            standard=standard,
            file_name=file_name,
            content=content,
            sha256=digest,
            loaded_by=by.name,
            valid_from=on,
            recorded_at=at,
        )
        row.save(force_insert=True)
        _record(by, on, at, "load_points", [row, *([held] if held else [])], f"standard:{standard}")
    return row


def confirm(
    *, by: Viewer, on: date, at: datetime, public_id: UUID, name: str, page: str, photo: str = ""
) -> Confirmation:
    """Say that a row was held against the printed text, on which page; two different people make it verified.

    Refuses a row that says nothing (`lawbook.unknown_law`) and the same person twice (`lawbook.same_person`).
    """
    _allowed(by, CONFIRMING)
    digest = digest_of(name)
    row = law_rows().get(name)
    if row is not None and not row.known:
        raise Refused("lawbook.unknown_law", where=row.where, name=name)
    if not page.strip():
        raise Refused("lawbook.no_page", where=name)
    with transaction.atomic():
        if Confirmation.objects.filter(name=name, digest=digest, by=by.name, valid_until=None).exists():
            raise Refused("lawbook.same_person", where=name, name=name)
        made = Confirmation(
            public_id=public_id,
            name=name,
            digest=digest,
            by=by.name,
            valid_from=on,
            page=page.strip(),
            photo=photo.strip(),
            recorded_at=at,
        )
        made.save(force_insert=True)
        _record(by, on, at, "confirm", [made], f"law:{name}")
    return made


def withdraw(*, by: Viewer, on: date, at: datetime, name: str, reason: str) -> None:
    """Take back every confirmation of a row, with a reason: it is unverified again from this day."""
    _allowed(by, CONFIRMING)
    if not reason.strip():
        raise Refused("lawbook.no_page", where=name)
    with transaction.atomic():
        held = list(Confirmation.objects.select_for_update().filter(name=name, valid_until=None))
        if not held:
            raise Refused("lawbook.unknown_row", where=name, name=name)
        for row in held:
            row.valid_until, row.end_reason = max(on, row.valid_from), reason
            row.save(update_fields=["valid_until", "end_reason"])
        _record(by, on, at, "withdraw", held, f"law:{name}", reason)


def choose_area(
    *, by: Viewer, on: date, at: datetime, public_id: UUID, commune: str, urban: bool, since: date, decision: str
) -> AreaKind:
    """Decide whether a commune counts as urban from a day on, by whose decision; the choice before ends there."""
    unit = places.area(by, commune, since)
    if not by.may("lawbook") and not by.may("standards", Place(province=unit.parent, commune=unit.code)):
        raise NotAllowed("access.not_allowed", where=by.name)
    if not decision.strip() or not unit.parent:
        raise Refused("lawbook.no_page", where=commune)
    with transaction.atomic():
        held = AreaKind.objects.select_for_update().filter(commune=unit.code, valid_until=None).first()
        if held is not None:
            if since < held.valid_from:
                raise Refused("lawbook.day", where=commune, day=f"{since:%d/%m/%Y}")
            held.valid_until = since
            held.save(update_fields=["valid_until"])
        row = AreaKind(
            public_id=public_id,
            commune=unit.code,
            urban=urban,
            decision=decision.strip(),
            valid_from=since,
            recorded_at=at,
        )
        row.save(force_insert=True)
        _record(by, on, at, "choose_area", [row, *([held] if held else [])], f"commune:{unit.code}")
    return row


def load_override(
    *, by: Viewer, on: date, at: datetime, public_id: UUID, province: str, files: Mapping[str, str]
) -> Override:
    """Load a province's own standard above the national one; refuses what is not whole or already there."""
    unit = places.area(by, province, on)
    if not by.may("lawbook") and not by.may("standards", Place(province=unit.code)):
        raise NotAllowed("access.not_allowed", where=by.name)
    whole = json.dumps(dict(files), sort_keys=True, ensure_ascii=False).encode()
    _small(whole, province)
    national = office_standard(by, extended(files), on)
    made = local_standard(files, national)
    with transaction.atomic():
        if Override.objects.filter(province=unit.code, standard=made.id).exists():
            raise Refused("lawbook.local_twice", where=province, standard=made.id)
        row = Override(
            public_id=public_id,
            province=unit.code,
            standard=made.id,
            extends=national.id,
            files=dict(files),
            sha256=sha256(whole).hexdigest(),
            loaded_by=by.name,
            loaded_on=on,
            valid_from=made.in_force_from,
            valid_until=made.in_force_until,
            recorded_at=at,
        )
        row.save(force_insert=True)
        _record(by, on, at, "load_override", [row], f"standard:{made.id}")
    return row


def _allowed(by: Viewer, orders: tuple[str, ...]) -> None:
    if not any(by.may(order) for order in orders):
        raise NotAllowed("access.not_allowed", where=by.name)


def _small(content: bytes, where: str) -> None:
    if len(content) > SIZE_LIMIT:
        raise Refused("lawbook.too_big", where=where, limit=SIZE_LIMIT // 1_000_000)


def _record(
    by: Viewer, on: date, at: datetime, action: str, rows: Sequence[models.Model], subject: str, reason: str = ""
) -> None:
    """One entry in the office's chain for what was written."""
    audit.record(
        chain=OFFICE, by=by.name, on=on, at=at, action=f"lawbook.{action}", subjects=[subject], rows=rows, reason=reason
    )
