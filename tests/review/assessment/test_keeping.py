"""A finding is kept once and never changes: neither by new law nor by new answers. Who sees how much of it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from uuid import UUID

import pytest
from django.db import connection
from django.db.models import Model
from django.test.utils import CaptureQueriesContext

from chiakhoa.foundation.access.values import CASE, NOBODY, PLACE, PRACTICE, VILLAGE, NotAllowed, Viewer
from chiakhoa.foundation.audit.models import Entry
from chiakhoa.foundation.registry.values import Wanted
from chiakhoa.law.rules.classification import classify
from chiakhoa.law.rules.compiled import compile_standard
from chiakhoa.law.rules.loader import standard_by_id
from chiakhoa.law.rules.standard import Standard
from chiakhoa.review.assessment import actions, queries
from chiakhoa.review.assessment.models import KeptFinding
from chiakhoa.review.survey import actions as surveys
from chiakhoa.review.survey.values import sensitive_questions
from tests.foundation.registry.conftest import AT, ON, OTHER, WARD, household_id, of_household, officer, village_head
from tests.foundation.registry.conftest import viewer as someone
from tests.review.forms import BY, G1, G2, LAW, SURVEYED, form, lanh, opened

pytestmark = pytest.mark.usefixtures("merged")
NEXT_LAW = "2027-2030-nd-351-2025"
HOME = household_id(412)


@pytest.fixture
def judged(merged: None) -> UUID:
    """H-0412 surveyed and judged by the law of its day; the public id of the finding."""
    opened()
    surveys.take_in(**BY, surveys=[form()])
    kept = actions.keep(**BY, surveys=[form().public_id], standard=standard(LAW))
    assert kept.new == (form().public_id,)
    return kept.findings[form().public_id]


def standard(key: str, points: str | None = "practice") -> Standard:
    return standard_by_id(key, points=points)


def everything(row: Model) -> dict[str, object]:
    return {field.attname: getattr(row, field.attname) for field in row._meta.concrete_fields}


def test_a_finding_is_kept_with_all_it_rests_on(judged: UUID):
    seen = queries.kept(PRACTICE, HOME, ON, sensitive=True)
    assert seen is not None
    assert (seen.public_id, seen.survey, seen.on) == (judged, form().public_id, SURVEYED)
    assert (seen.verdict, seen.b1, seen.b2) == ("poor", (120, 120), (30, 30))
    assert seen.gaps == ("health_insurance", "housing_quality", "toilet")
    assert (seen.standard, seen.practice, seen.verified) == (LAW, True, False)
    assert seen.finding == classify(compile_standard(standard(LAW)), lanh(), on=SURVEYED)
    assert set(seen.articles) == {one.key for one in standard(LAW).indicators}
    assert all("07/2021" in label for label in seen.articles.values())
    row = KeptFinding.objects.get()
    assert len(row.law_digest) == len(row.points_digest) == 64


def test_judging_again_changes_nothing(judged: UUID):
    before, entries = everything(KeptFinding.objects.get()), Entry.objects.count()
    again = actions.keep(**BY, surveys=[form().public_id], standard=standard(LAW))
    assert (again.new, again.same) == ((), (form().public_id,))
    assert again.findings == {form().public_id: judged}
    assert everything(KeptFinding.objects.get()) == before
    assert Entry.objects.count() == entries


def test_new_law_and_another_table_stand_beside_and_leave_the_finding_as_it_was(judged: UUID):
    before = everything(KeptFinding.objects.get(public_id=judged))
    for other in (standard(NEXT_LAW), standard(LAW, points=None)):
        kept = actions.keep(**BY, surveys=[form().public_id], standard=other)
        assert kept.new
        assert kept.findings[form().public_id] != judged
    assert everything(KeptFinding.objects.get(public_id=judged)) == before
    assert [one.verdict for one in queries.kept_all(PRACTICE, HOME, ON)] == ["poor", "cannot_say", "cannot_say"]
    held = queries.kept_finding(PRACTICE, judged, ON)
    assert held is not None
    assert held.verdict == "poor"


def test_new_answers_get_a_finding_of_their_own(judged: UUID):
    before = everything(KeptFinding.objects.get())
    mended = form(public_id=UUID(int=77), answers={"toilet": "septic"})
    surveys.take_in(**BY, surveys=[mended])
    actions.keep(**BY, surveys=[mended.public_id], standard=standard(LAW))
    assert everything(KeptFinding.objects.get(public_id=judged)) == before
    now = queries.kept(PRACTICE, HOME, ON)
    assert now is not None
    assert (now.verdict, now.gaps) == ("near_poor", ("health_insurance", "housing_quality"))
    assert [one.verdict for one in queries.kept_all(PRACTICE, HOME, ON)] == ["poor", "near_poor"]
    assert queries.kept_of(PRACTICE, WARD, ON) == {HOME: now}
    lean = queries.gaps_of(PRACTICE, WARD, ON)[HOME]
    assert (lean.household, lean.standard, lean.on) == (now.household, now.standard, now.on)
    assert (lean.verdict, lean.gaps, lean.b1) == (now.verdict, now.gaps, now.b1)


def test_a_survey_that_ended_or_is_not_there_comes_back():
    opened()
    surveys.take_in(**BY, surveys=[form()])
    surveys.end(**BY, survey=form().public_id, reason="mistake")
    kept = actions.keep(**BY, surveys=[form().public_id, UUID(int=9)], standard=standard(LAW))
    assert {one.rule for one in kept.returned.values()} == {"survey.unknown"}
    assert not kept.findings
    assert not KeptFinding.objects.exists()


def test_one_the_standard_cannot_judge_comes_back_beside_sound_ones():
    opened(412)
    opened(413)
    nowhere = replace(form(413).answers, area="rural", region="NOWHERE")
    surveys.take_in(**BY, surveys=[form(412), form(413, public_id=UUID(int=77))])
    surveys.take_in(**BY, surveys=[replace(form(413, public_id=UUID(int=78)), answers=nowhere)])
    kept = actions.keep(**BY, surveys=[form(412).public_id, UUID(int=78)], standard=standard(LAW))
    assert [one.rule for one in kept.returned.values()] == ["law.region"]
    assert KeptFinding.objects.count() == 1


WHOLE = [
    officer(), someone("vice_chair", PLACE, WARD), someone("supervisor", PLACE, WARD), village_head(G1),
    of_household("household_member", 412),
]  # fmt: skip
GAPS_ALONE = [of_household("helper", 412), someone("province", CASE, HOME)]
NOTHING = [
    NOBODY, officer(OTHER), village_head(G2), someone("province", PLACE, "99"), of_household("reviewer", 412),
    of_household("helper", 999), someone("village_head", VILLAGE, G2),
]  # fmt: skip


@pytest.mark.parametrize("viewer", WHOLE, ids=lambda one: one.name)
def test_who_sees_the_answers_sees_the_reasons(judged: UUID, viewer: Viewer):
    seen = queries.kept(viewer, HOME, ON)
    assert seen is not None
    assert seen.finding is not None
    reasons = [reason.field for one in seen.finding.indicators for reason in (*one.because, *one.missing)]
    assert "floor_area" in reasons
    assert not set(reasons) & sensitive_questions()
    assert seen.finding.deprived == seen.gaps
    assert queries.gaps_of(viewer, WARD, ON)[HOME].gaps == seen.gaps


def test_sensitive_reasons_on_request_for_who_may(judged: UUID):
    def shown(viewer: Viewer) -> set[str]:
        seen = queries.kept(viewer, HOME, ON, sensitive=True)
        assert seen is not None
        assert seen.finding is not None
        return {reason.field for one in seen.finding.indicators for reason in one.because} & sensitive_questions()

    assert shown(officer())
    assert shown(of_household("household_member", 412))
    assert not shown(village_head(G1))


@pytest.mark.parametrize("viewer", GAPS_ALONE, ids=lambda one: one.name)
def test_helpers_and_an_opened_case_see_the_gaps_without_answers(judged: UUID, viewer: Viewer):
    seen = queries.kept(viewer, HOME, ON, sensitive=True)
    assert seen is not None
    assert (seen.verdict, seen.gaps) == ("poor", ("health_insurance", "housing_quality", "toilet"))
    assert seen.finding is None
    assert queries.gaps_of(viewer, WARD, ON)[HOME].gaps == seen.gaps
    assert queries.unjudged(viewer, Wanted(commune=WARD), ON).total == 0


@pytest.mark.parametrize("viewer", NOTHING, ids=lambda one: one.name)
def test_others_see_no_finding(judged: UUID, viewer: Viewer):
    assert queries.kept(viewer, HOME, ON) is None
    assert queries.kept_all(viewer, HOME, ON) == ()
    assert queries.kept_finding(viewer, judged, ON) is None
    assert queries.kept_of(viewer, WARD, ON) == {}
    assert queries.gaps_of(viewer, WARD, ON) == {}


def test_households_without_a_finding_that_holds(judged: UUID):
    opened(413)
    surveys.take_in(**BY, surveys=[form(413, public_id=UUID(int=77))])

    def lacking(viewer: Viewer, on: date = ON) -> list[UUID]:
        return [row.public_id for row in queries.unjudged(viewer, Wanted(commune=WARD), on).rows]

    assert lacking(officer()) == lacking(village_head(G1)) == [household_id(413)]
    assert lacking(officer(OTHER)) == lacking(someone("province", PLACE, "99")) == []
    surveys.end(**BY, survey=form().public_id, reason="mistake")
    assert set(lacking(officer())) == {HOME, household_id(413)}


def test_lists_ask_the_store_the_same_number_of_questions_however_many_findings(judged: UUID):
    def asked() -> int:
        with CaptureQueriesContext(connection) as caught:
            queries.gaps_of(officer(), WARD, ON)
        return len(caught)

    before = asked()
    opened(413)
    surveys.take_in(**BY, surveys=[form(413, public_id=UUID(int=77))])
    actions.keep(**BY, surveys=[UUID(int=77)], standard=standard(LAW))
    assert len(queries.gaps_of(officer(), WARD, ON)) == 2
    assert asked() == before


@pytest.mark.parametrize("viewer", [NOBODY, WHOLE[1], WHOLE[4]], ids=lambda one: one.name)
def test_who_may_not_survey_judges_nothing(judged: UUID, viewer: Viewer):
    with pytest.raises(NotAllowed):
        actions.keep(by=viewer, on=ON, at=AT, surveys=[form().public_id], standard=standard(NEXT_LAW))
