"""A survey is sent once and never changes; drafts come and go; who sees which answers."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from uuid import UUID

import pytest
from django.db import IntegrityError, transaction

from chiakhoa.foundation.access.values import CASE, NOBODY, PLACE, PRACTICE, NotAllowed, Viewer
from chiakhoa.foundation.audit.models import Entry
from chiakhoa.law.rules.refusals import Refused
from chiakhoa.review.survey import actions, queries
from chiakhoa.review.survey.models import Draft, Survey
from chiakhoa.review.survey.values import sensitive_questions
from tests.foundation.registry.conftest import (
    AT,
    ON,
    OTHER,
    WARD,
    household_id,
    of_household,
    officer,
    person_id,
    village_head,
)
from tests.foundation.registry.conftest import viewer as someone
from tests.review.forms import BY, G1, G2, SURVEYED, form, lanh, opened

pytestmark = pytest.mark.usefixtures("merged")
LATER = SURVEYED + timedelta(days=10)


def test_what_was_answered_comes_back_whole():
    home = opened()
    taken = actions.take_in(**BY, surveys=[form()])
    seen = queries.latest(PRACTICE, home, ON, sensitive=True)
    assert taken.new == (form().public_id,)
    assert seen is not None
    assert seen.answers is not None
    assert seen.answers.answers == {key: value for key, value in lanh().answers.items() if value is not None}
    assert [member.name for member in seen.answers.members] == [member.name for member in lanh().members]
    assert (seen.on, seen.people, seen.commune, seen.village) == (SURVEYED, form().people, WARD, G1)
    assert (seen.number, seen.surveyor, seen.state) == ("H-0412", "binh", "sent")


def test_the_same_survey_twice_changes_nothing():
    home = opened()
    actions.take_in(**BY, surveys=[form()])
    before = Entry.objects.count()
    again = actions.take_in(**BY, surveys=[form(public_id=UUID(int=77))])
    assert (again.new, again.same) == ((), (home,))
    assert Survey.objects.count() == 1
    assert Entry.objects.count() == before


def test_other_answers_of_the_same_day_take_the_place_of_the_earlier_ones():
    home = opened()
    actions.take_in(**BY, surveys=[form()])
    actions.take_in(**BY, surveys=[form(public_id=UUID(int=77), answers={"floor_area": 60})])
    first, second = queries.surveys(PRACTICE, home, ON)
    assert (first.ended_on, first.end_reason) == (ON, "corrected")
    assert first.answers is not None
    assert first.answers.answers["floor_area"] == 24, "what was said first stays on record"
    assert second.ended_on is None
    assert queries.latest(PRACTICE, home, ON) == second


def test_a_survey_of_another_day_stands_beside_the_first():
    home = opened()
    actions.take_in(**BY, surveys=[form(), form(public_id=UUID(int=77), on=LATER)])
    assert [one.on for one in queries.surveys(PRACTICE, home, ON)] == [SURVEYED, LATER]
    assert queries.latest(PRACTICE, home, LATER - timedelta(days=1)).public_id == form().public_id
    assert queries.latest(PRACTICE, home, SURVEYED - timedelta(days=1)) is None
    assert queries.latest_of(PRACTICE, WARD, ON)[home].on == LATER


def test_one_that_cannot_be_comes_back_and_leaves_no_trace():
    opened()
    bad = [
        form(household=household_id(999)),
        form(on=ON + timedelta(days=1)),
        form(on=date(2019, 12, 31)),
        form(people=(person_id(412, 0),)),
        form(people=(person_id(412, 0), person_id(412, 0))),
        form(answers={"floor_area": -3}),
    ]
    rules = [next(iter(actions.take_in(**BY, surveys=[one]).returned.values())).rule for one in bad]
    assert rules == [
        "registry.unknown_household", "survey.day", "survey.day", "survey.people", "survey.people", "law.answer",
    ]  # fmt: skip
    assert not Survey.objects.exists()
    assert not Entry.objects.filter(action__startswith="survey.").exists()


def test_sound_ones_are_taken_beside_one_that_is_not():
    opened(412)
    opened(413)
    taken = actions.take_in(**BY, surveys=[form(412), form(413, answers={"toilet": "palace"})])
    assert (len(taken.new), len(taken.returned)) == (1, 1)


def test_a_survey_ends_with_one_of_the_reasons():
    home = opened()
    actions.take_in(**BY, surveys=[form()])
    with pytest.raises(Refused) as refused:
        actions.end(**BY, survey=form().public_id, reason="because")
    assert refused.value.rule == "survey.end_reason"
    actions.end(**BY, survey=form().public_id, reason="re-check")
    assert queries.latest(PRACTICE, home, ON) is None
    with pytest.raises(Refused) as refused:
        actions.end(**BY, survey=form().public_id, reason="re-check")
    assert refused.value.rule == "survey.unknown"


def test_the_store_refuses_two_open_surveys_of_one_day():
    opened()
    actions.take_in(**BY, surveys=[form()])
    row = Survey.objects.get()
    row.pk, row.public_id = None, UUID(int=78)
    with pytest.raises(IntegrityError), transaction.atomic():
        row.save(force_insert=True)


def test_a_draft_is_saved_over_sent_and_gone():
    home = opened()
    half = replace(form(), answers=replace(lanh(), answers={"floor_area": 24}))
    actions.save_draft(**BY, survey=half)
    actions.save_draft(**BY, survey=form())
    assert Draft.objects.count() == 1
    seen = queries.draft(PRACTICE, home, ON)
    assert seen is not None
    assert seen.answers is not None
    assert seen.answers.answers["toilet"] == "none"
    assert seen.state == "draft"
    assert queries.drafts(PRACTICE, WARD, ON) == (seen,)
    sent = actions.send(**BY, survey=form(source="desk"))
    assert sent.public_id == form().public_id
    assert queries.draft(PRACTICE, home, ON) is None
    row = Draft.objects.get()
    assert (row.answers, row.people, row.end_reason) == ({}, [], "sent"), "answers stay in one place alone"
    assert Entry.objects.filter(action="survey.send").count() == 1


def test_a_draft_is_dropped_without_a_survey():
    home = opened()
    actions.save_draft(**BY, survey=form())
    actions.drop_draft(by=PRACTICE, on=ON, household=home)
    assert queries.draft(PRACTICE, home, ON) is None
    assert not Survey.objects.exists()


def test_a_form_that_cannot_be_sent_keeps_its_draft():
    home = opened()
    actions.save_draft(**BY, survey=form())
    with pytest.raises(Refused):
        actions.send(**BY, survey=form(answers={"toilet": "palace"}))
    assert queries.draft(PRACTICE, home, ON) is not None


WHOLE = [officer(), someone("vice_chair", PLACE, WARD), someone("supervisor", PLACE, WARD), village_head(G1)]
NOT_THERE = [NOBODY, officer(OTHER), village_head(G2), of_household("household_member", 999)]
BASIC_ALONE = [of_household("helper", 412), someone("province", CASE, household_id(412))]


@pytest.mark.parametrize("viewer", [*WHOLE, of_household("household_member", 412)], ids=lambda one: one.name)
def test_answers_are_open_without_the_sensitive_ones(viewer: Viewer):
    opened()
    actions.take_in(**BY, surveys=[form()])
    seen = queries.latest(viewer, household_id(412), ON)
    assert seen is not None
    assert seen.answers is not None
    assert seen.answers.answers["floor_area"] == 24
    given = {key for member in seen.answers.members for key in member.answers} | set(seen.answers.answers)
    assert sensitive_questions()
    assert not given & sensitive_questions()


@pytest.mark.parametrize(
    ("viewer", "may"),
    [(officer(), True), (of_household("household_member", 412), True), *((one, False) for one in WHOLE[1:])],
    ids=lambda one: getattr(one, "name", str(one)),
)
def test_sensitive_answers_are_for_the_officer_and_the_household(viewer: Viewer, may: bool):
    opened()
    actions.take_in(**BY, surveys=[form()])
    seen = queries.latest(viewer, household_id(412), ON, sensitive=True)
    assert seen is not None
    assert seen.answers is not None
    given = {key for member in seen.answers.members for key in member.answers}
    assert bool(given & sensitive_questions()) is may


@pytest.mark.parametrize("viewer", BASIC_ALONE, ids=lambda one: one.name)
def test_who_sees_the_household_alone_sees_that_there_is_a_survey(viewer: Viewer):
    opened()
    actions.take_in(**BY, surveys=[form()])
    seen = queries.latest(viewer, household_id(412), ON, sensitive=True)
    assert seen is not None
    assert seen.answers is None


def test_a_reviewer_sees_the_answers_of_the_own_surveys_alone():
    opened()
    actions.take_in(**BY, surveys=[form(surveyor="reviewer"), form(public_id=UUID(int=77), on=LATER)])
    own, other = queries.surveys(of_household("reviewer", 412), household_id(412), ON)
    assert own.answers is not None
    assert other.answers is None


@pytest.mark.parametrize("viewer", NOT_THERE, ids=lambda one: one.name)
def test_who_may_not_see_the_household_sees_no_survey(viewer: Viewer):
    home = opened()
    actions.take_in(**BY, surveys=[form()])
    actions.save_draft(**BY, survey=form(on=LATER))
    assert queries.survey(viewer, form().public_id, ON) is None
    assert queries.surveys(viewer, home, ON) == ()
    assert queries.latest_of(viewer, WARD, ON) == {}
    assert queries.drafts(viewer, WARD, ON) == ()


@pytest.mark.parametrize("viewer", [*WHOLE[1:3], NOBODY, of_household("household_member", 412)], ids=lambda o: o.name)
def test_who_may_not_survey_cannot(viewer: Viewer):
    opened()
    with pytest.raises(NotAllowed):
        actions.take_in(by=viewer, on=ON, at=AT, surveys=[form()])
    with pytest.raises(NotAllowed):
        actions.save_draft(by=viewer, on=ON, at=AT, survey=form())


@pytest.mark.parametrize("viewer", [officer(OTHER), village_head(G2)], ids=lambda one: one.name)
def test_who_may_survey_elsewhere_learns_nothing_here(viewer: Viewer):
    opened()
    taken = actions.take_in(by=viewer, on=ON, at=AT, surveys=[form()])
    nobody = actions.take_in(by=viewer, on=ON, at=AT, surveys=[form(999)])
    assert {one.rule for one in taken.returned.values()} == {one.rule for one in nobody.returned.values()}
    with pytest.raises(Refused) as refused:
        actions.save_draft(by=viewer, on=ON, at=AT, survey=form())
    assert refused.value.rule == "registry.unknown_household"


def test_a_village_head_surveys_the_own_village():
    opened()
    head = village_head(G1)
    assert actions.take_in(by=head, on=ON, at=AT, surveys=[form()]).new
