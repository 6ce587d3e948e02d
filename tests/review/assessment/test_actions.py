"""What is written, and in which state a run lets it be written."""

from __future__ import annotations

import pytest
from django.db import IntegrityError, transaction

from chiakhoa.foundation.access.values import PRACTICE
from chiakhoa.review.assessment import actions, queries
from chiakhoa.review.assessment.models import FindingGap, FindingRow, Run
from chiakhoa.review.assessment.queries import Wanted
from tests.review.assessment.runs import AT, BY, DAY, invented, judged, judged_run, open_run

pytestmark = pytest.mark.django_db


def state(run: Run) -> str:
    run.refresh_from_db()
    return run.state


def test_only_one_may_start() -> None:
    run = open_run()
    assert actions.start(**BY, at=AT, run=run)
    assert not actions.start(**BY, at=AT, run=run)
    assert state(run) == "running"


def test_starting_again_begins_from_nothing() -> None:
    run = open_run()
    actions.start(**BY, at=AT, run=run)
    actions.record(**BY, run=run, judged=judged(invented(40)[:5]))
    actions.stop(**BY, at=AT, run=run)
    assert actions.start(**BY, at=AT, run=run)
    run.refresh_from_db()
    assert (run.state, run.progress, FindingRow.objects.count(), FindingGap.objects.count()) == ("running", 0, 0, 0)


def test_progress_counts_what_is_recorded() -> None:
    run = open_run()
    actions.start(**BY, at=AT, run=run)
    actions.count_rows(**BY, run=run, total=5, returned=2, warnings=1)
    for part in (judged(invented(40)[:5])[:3], judged(invented(40)[:5])[3:]):
        actions.record(**BY, run=run, judged=part)
    run.refresh_from_db()
    assert (run.progress, run.total, run.rows, run.returned, run.warnings) == (5, 5, 7, 2, 1)


def test_a_finished_run_is_not_changed_any_more(run: Run) -> None:
    actions.stop(**BY, at=AT, run=run)
    actions.refuse(**BY, at=AT, run=run, refusal={"rule": "x"})
    actions.confirm_headers(**BY, run=run, headers={"confirmed": {}})
    assert state(run) == "done"
    assert run.refusal is None
    assert not actions.start(**BY, at=AT, run=run)


def test_columns_are_asked_and_confirmed() -> None:
    run = open_run()
    actions.start(**BY, at=AT, run=run)
    refusal = {"rule": "import.headers_to_confirm", "where": "", "values": {}}
    actions.ask_headers(**BY, run=run, headers={"guesses": []}, refusal=refusal)
    assert state(run) == "headers"
    actions.confirm_headers(**BY, run=run, headers={"confirmed": {"Hộ!Nước": "water_source"}})
    assert state(run) == "waiting"
    assert actions.start(**BY, at=AT, run=run)
    run.refresh_from_db()
    assert run.headers == {"confirmed": {"Hộ!Nước": "water_source"}}
    assert run.refusal is None


def test_ending_erases_names_and_answers_and_keeps_the_reason(run: Run) -> None:
    other = judged_run(20, number=2)
    actions.end_run(**BY, run=run, reason="tệp thử")
    assert queries.run(PRACTICE, run.public_id) is None
    assert not FindingRow.objects.filter(run=run).exists()
    kept = Run.objects.get(pk=run.pk)
    assert (kept.ended_on, kept.ended_reason, kept.rows) == (DAY, "tệp thử", 40)
    assert len(queries.findings(PRACTICE, other, Wanted())) == 20


def test_a_household_stands_once_in_a_run(run: Run) -> None:
    row = FindingRow.objects.filter(run=run).first()
    assert row
    row.pk = None
    with pytest.raises(IntegrityError), transaction.atomic():
        row.save()


def test_long_texts_are_cut_for_the_list_and_whole_in_the_answers() -> None:
    run = open_run(name="x" * 500)
    one = judged(invented(40)[:1])[0]
    long = actions.Judged(1, one.household, "Ấ" * 500, "thôn " * 200, "xã", one.finding)
    actions.start(**BY, at=AT, run=run)
    actions.record(**BY, run=run, judged=[long])
    row = FindingRow.objects.get()
    assert (len(row.head), len(row.village), len(Run.objects.get().file_name)) == (200, 200, 200)
