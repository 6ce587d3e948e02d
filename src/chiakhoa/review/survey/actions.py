"""Everything that writes surveys. `by`: the viewer who orders; `on`: the day of the act; `at`: when taken down.

A survey is sent once and never changes; another of the same day takes its place, and the earlier one ends.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from chiakhoa.foundation.access.values import Viewer
from chiakhoa.foundation.audit import actions as audit
from chiakhoa.foundation.registry import queries as registry
from chiakhoa.foundation.registry.queries import Home
from chiakhoa.law.rules.encoding import encode
from chiakhoa.law.rules.packing import pack
from chiakhoa.law.rules.refusals import Refused
from chiakhoa.review.survey.models import Draft, Survey
from chiakhoa.review.survey.queries import SURVEYING
from chiakhoa.review.survey.values import CORRECTED, DESK, SURVEY_ENDS, NewSurvey, Taken, form_b

BATCH = 500


def save_draft(*, by: Viewer, on: date, at: datetime, survey: NewSurvey) -> None:
    """Keep a form as far as it is filled in; saving again takes the place of what was saved before."""
    with transaction.atomic():
        home = _home(by, survey.household, on)
        _check(survey, home, on)
        content = {
            "on": survey.on,
            "answers": pack(survey.answers),
            "people": [str(one) for one in survey.people],
            "surveyor": survey.surveyor,
            "saved_by": by.name,
            "saved_at": at,
        }
        Draft.objects.update_or_create(household=home.row, ended_on=None, defaults=content)


def drop_draft(*, by: Viewer, on: date, household: UUID) -> None:
    """Let go of a form that is not to be sent; its answers go with it."""
    with transaction.atomic():
        _end_draft(_home(by, household, on), on, "dropped")


def send(*, by: Viewer, on: date, at: datetime, survey: NewSurvey) -> Survey:
    """Send a form filled in at a desk: from now on it never changes. Its draft ends; an earlier one of the day too."""
    with transaction.atomic():
        taken = take_in(by=by, on=on, at=at, surveys=[survey])
        for why in taken.returned.values():
            raise why
        _end_draft(_home(by, survey.household, on), on, "sent")
        return Survey.objects.get(household__public_id=survey.household, on=survey.on, ended_on=None)


def take_in(*, by: Viewer, on: date, at: datetime, surveys: Sequence[NewSurvey]) -> Taken:
    """Take in surveys, each whole or not at all; one entry a commune. The same surveys twice change nothing.

    Other answers of the same household and day take the place of the earlier ones, which end as corrected.
    """
    with transaction.atomic():
        homes = registry.homes(by, [one.household for one in surveys], SURVEYING, on)
        held = _held(surveys)
        returned: dict[UUID, Refused] = {}
        same: list[UUID] = []
        fresh: list[Survey] = []
        ended: list[Survey] = []
        for new in surveys:
            why = _refusal(new, homes.get(new.household), on)
            before = held.get((new.household, new.on))
            if why is not None:
                returned[new.household] = why
            elif before is not None and before.digest == new.digest():
                same.append(new.household)
            else:
                ended += [before] if before is not None and before.pk else []
                held[new.household, new.on] = row = _row(new, homes[new.household], at)
                fresh.append(row)
        _write(by, on, at, fresh, ended)
    return Taken(tuple(row.public_id for row in fresh), tuple(same), returned)


def end(*, by: Viewer, on: date, at: datetime, survey: UUID, reason: str) -> None:
    """End a survey with a reason (`SURVEY_ENDS`), because another took its place or it was made by mistake."""
    with transaction.atomic():
        row = Survey.objects.select_related("household").filter(public_id=survey, ended_on=None).first()
        if row is None:
            raise Refused("survey.unknown", where=str(survey))
        _home(by, row.household.public_id, on)
        if reason not in SURVEY_ENDS:
            raise Refused("survey.end_reason", where=row.household.number, reasons=", ".join(SURVEY_ENDS))
        row.ended_on, row.end_reason = on, reason
        row.save(update_fields=["ended_on", "end_reason"])
        _record(by, on, at, "end", [row], reason)


def _home(by: Viewer, household: UUID, on: date) -> Home:
    """The household, if the viewer may survey it."""
    home = registry.homes(by, [household], SURVEYING, on).get(household)
    if home is None:
        raise Refused("registry.unknown_household", where=str(household))
    return home


def _held(surveys: Sequence[NewSurvey]) -> dict[tuple[UUID, date], Survey]:
    """Surveys of these households that were not ended, by household and day."""
    ids = [one.household for one in surveys]
    found: dict[tuple[UUID, date], Survey] = {}
    for start in range(0, len(ids), BATCH):
        some = ids[start : start + BATCH]
        rows = Survey.objects.select_related("household").filter(household__public_id__in=some, ended_on=None)
        found |= {(row.household.public_id, row.on): row for row in rows}
    return found


def _refusal(new: NewSurvey, home: Home | None, on: date) -> Refused | None:
    if home is None:
        return Refused("registry.unknown_household", where=new.answers.id)
    try:
        _check(new, home, on)
        encode(form_b(), new.answers, new.on)
    except Refused as refused:
        return refused
    return None


def _check(new: NewSurvey, home: Home, on: date) -> None:
    """Refuse a day that cannot be, a closed household, and people who do not stand beside the members."""
    row = home.row
    if not row.opened_on <= new.on <= on:
        raise Refused("survey.day", where=row.number, number=row.number, day=f"{new.on:%d/%m/%Y}")
    if row.closed_on is not None and row.closed_on <= new.on:
        raise Refused("registry.closed", where=row.number, number=row.number)
    if len(new.people) != len(new.answers.members) or not new.people or len(set(new.people)) != len(new.people):
        raise Refused("survey.people", where=row.number, number=row.number)


def _row(new: NewSurvey, home: Home, at: datetime) -> Survey:
    return Survey(
        public_id=new.public_id,
        household=home.row,
        commune=home.village.commune,
        village=home.village,
        on=new.on,
        answers=pack(new.answers),
        people=[str(one) for one in new.people],
        digest=new.digest(),
        surveyor=new.surveyor,
        source=new.source,
        recorded_at=at,
    )


def _write(by: Viewer, on: date, at: datetime, fresh: Sequence[Survey], ended: Sequence[Survey]) -> None:
    for row in ended:
        row.ended_on, row.end_reason = on, CORRECTED
        row.save(update_fields=["ended_on", "end_reason"])
    Survey.objects.bulk_create(fresh, batch_size=BATCH)
    by_commune: Mapping[str, list[Survey]] = defaultdict(list)
    for row in (*ended, *fresh):
        by_commune[row.commune].append(row)
    for rows in by_commune.values():
        _record(by, on, at, "send" if rows[-1].source == DESK else "take_in", rows)


def _record(by: Viewer, on: date, at: datetime, action: str, rows: Sequence[Survey], reason: str = "") -> None:
    """One entry in the chain of the rows' commune."""
    audit.record(
        chain=f"commune:{rows[0].commune}",
        by=by.name,
        on=on,
        at=at,
        action=f"survey.{action}",
        subjects=[f"registry.household:{row.household.public_id}" for row in rows] if len(rows) <= BATCH else (),
        rows=rows,
        reason=reason,
    )


def _end_draft(home: Home, on: date, reason: str) -> None:
    Draft.objects.filter(household=home.row, ended_on=None).update(
        answers={}, people=[], ended_on=on, end_reason=reason
    )
