"""The class in force: put there by a decision, for many households at once; never two for one household on a day."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from uuid import UUID

from django.db import models, transaction

from chiakhoa.foundation.access.values import Viewer
from chiakhoa.foundation.registry.actions.acting import BATCH, DECIDING, Act, end, happened
from chiakhoa.foundation.registry.models import Household, Standing
from chiakhoa.foundation.registry.queries.placing import homes
from chiakhoa.foundation.registry.values import LISTED, STANDING_ENDS, NewStanding
from chiakhoa.law.rules.refusals import Refused

REVIEWED = "reviewed"


def put_in_force(*, by: Viewer, on: date, at: datetime, standings: Sequence[NewStanding]) -> None:
    """Put classes in force, all or none; the class a household had before ends on the same day. One entry a commune.

    Refuses a household that is closed, and a day before the household's last class began or ended.
    """
    with transaction.atomic():
        act = Act(by, on, at, "put_in_force")
        homes = _households(act, [new.household for new in standings])
        rows = Standing.objects.filter(household__in=[row.pk for row, _ in homes.values()])
        last = {row.household_id: row for row in rows.order_by("valid_from", "pk")}
        written: dict[str, list[models.Model]] = {}
        fresh: dict[str, list[Standing]] = {}
        for new in standings:
            row, commune = homes[new.household]
            before = last.get(row.pk)
            _check(new, row, before, on)
            if before is not None and before.valid_until is None:
                written.setdefault(commune, []).extend(end([before], new.since, REVIEWED))
            last[row.pk] = _row(new, row, at)
            fresh.setdefault(commune, []).append(last[row.pk])
        Standing.objects.bulk_create([one for some in fresh.values() for one in some], batch_size=BATCH)
        decisions = ", ".join(dict.fromkeys(new.decision for new in standings))
        for commune, some in fresh.items():
            act.record(commune, [*written.get(commune, ()), *some], f"commune:{commune}", reason=decisions)


def end_standing(
    *, by: Viewer, on: date, at: datetime, households: Sequence[UUID], day: date, reason: str, decision: str
) -> None:
    """End the class in force of households on a day (`STANDING_ENDS`), all or none; refuses one that is not listed."""
    if reason not in STANDING_ENDS:
        raise Refused("registry.end_reason", where=decision, reasons=", ".join(STANDING_ENDS))
    with transaction.atomic():
        act = Act(by, on, at, "end_standing")
        homes = _households(act, households)
        held = {
            row.household_id: row
            for row in Standing.objects.filter(valid_until=None, household__in=[one.pk for one, _ in homes.values()])
        }
        written: dict[str, list[models.Model]] = {}
        for row, commune in homes.values():
            if row.pk not in held:
                raise Refused("registry.not_listed", where=row.number, number=row.number)
            happened(day, on, held[row.pk].valid_from, row.number)
            written.setdefault(commune, []).extend(end([held[row.pk]], day, reason))
        for commune, some in written.items():
            act.record(commune, some, f"commune:{commune}", reason=f"{reason}: {decision}")


def _households(act: Act, public_ids: Sequence[UUID]) -> dict[UUID, tuple[Household, str]]:
    """The households with the communes they lie in on the day; refuses as a whole what the viewer may not decide."""
    list(Household.objects.select_for_update().filter(public_id__in=public_ids).values_list("pk"))
    found = homes(act.by, public_ids, DECIDING, act.on)
    unknown = next((public_id for public_id in public_ids if public_id not in found), None)
    if unknown is not None:
        raise Refused("registry.unknown_household", where=str(unknown))
    return {public_id: (home.row, home.village.commune) for public_id, home in found.items()}


def _check(new: NewStanding, row: Household, before: Standing | None, on: date) -> None:
    if new.class_key not in LISTED:
        raise Refused("registry.class", where=row.number, class_key=new.class_key)
    if row.closed_on is not None and row.closed_on <= new.since:
        raise Refused("registry.closed", where=row.number, number=row.number)
    earliest = max(row.opened_on, before.valid_until or before.valid_from) if before else row.opened_on
    happened(new.since, on, earliest, row.number)


def _row(new: NewStanding, row: Household, at: datetime) -> Standing:
    return Standing(
        public_id=new.public_id,
        household=row,
        class_key=new.class_key,
        valid_from=new.since,
        decision=new.decision,
        standard=new.standard,
        finding=new.finding,
        recorded_at=at,
    )
