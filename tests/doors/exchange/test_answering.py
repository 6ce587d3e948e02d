"""Answers of a workbook as surveys with findings: matched by number, name and birth; twice changes nothing."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from chiakhoa.doors.exchange.answering import take_in_answers
from chiakhoa.doors.exchange.leaving import Wish, export_answers
from chiakhoa.doors.exchange.public_ids import household_id
from chiakhoa.doors.exchange.registering import take_in_register
from chiakhoa.foundation.access.values import PRACTICE, NotAllowed
from chiakhoa.foundation.audit import queries as trail
from chiakhoa.foundation.audit.models import Entry, Look
from chiakhoa.law.rules.households import Member
from chiakhoa.review.assessment import queries as assessment
from chiakhoa.review.assessment.models import KeptFinding
from chiakhoa.review.survey.models import Survey
from tests.doors.exchange.wards import AT, ON, OTHER, WARD, invented, officer, open_ward, order, workbook


@pytest.fixture(autouse=True)
def ward(db, settings, tmp_path):
    settings.SIGNING_KEYS = tmp_path / "keys"
    open_ward()


def counts(outcome) -> tuple[int, int, int, int]:
    assert outcome.rows == outcome.new + outcome.changed + outcome.same + outcome.back.households
    return outcome.new, outcome.changed, outcome.same, outcome.back.households


def test_answers_become_surveys_with_findings_by_the_standard_of_their_day(tmp_path):
    made = invented(12)
    path = workbook(tmp_path / "a.xlsx", made)
    take_in_register(path, order())
    assert counts(take_in_answers(path, order(dry_run=True))) == (12, 0, 0, 0)
    assert not Survey.objects.exists(), "a trial writes nothing"
    assert not KeptFinding.objects.exists()

    taken = take_in_answers(path, order())
    assert counts(taken) == (12, 0, 0, 0)
    assert taken.people == sum(len(one.household.members) for one in made)
    kept = assessment.kept(PRACTICE, household_id(WARD, "H-0001"), ON)
    assert (kept.standard, kept.on) == ("2022-2025-nd-07-2021", made[0].surveyed_on)

    entries = Entry.objects.count()
    assert counts(take_in_answers(path, order())) == (0, 0, 12, 0)
    assert (Entry.objects.count(), Survey.objects.count(), KeptFinding.objects.count()) == (entries, 12, 12)
    assert trail.verify(PRACTICE).intact


def test_other_answers_of_a_day_take_the_place_of_the_earlier_ones(tmp_path):
    made = invented(6)
    path = workbook(tmp_path / "a.xlsx", made)
    take_in_register(path, order())
    take_in_answers(path, order())
    first = made[0].household
    other = replace(first, answers={**first.answers, "floor_area": 99})
    changed = workbook(tmp_path / "b.xlsx", [replace(made[0], household=other), *made[1:]])
    outcome = take_in_answers(changed, order())
    assert counts(outcome) == (0, 1, 5, 0)
    assert outcome.document("vi")["changes"] == [{"household": first.id, "what": ["câu trả lời"]}]
    assert Survey.objects.filter(end_reason="corrected").count() == 1


def test_what_the_register_does_not_know_goes_back_with_its_reason(tmp_path):
    made = invented(6)
    take_in_register(workbook(tmp_path / "a.xlsx", made[:5]), order())
    stranger = Member("Người Lạ", made[1].household.members[0].birth, made[1].household.members[0].answers)
    people = (stranger, *made[1].household.members[1:])
    wrong = [
        made[0],
        replace(made[1], household=replace(made[1].household, members=people)),
        replace(made[2], surveyed_on=None),
        replace(made[3], surveyed_on=date(2019, 5, 1)),
        made[4],
        made[5],
    ]
    outcome = take_in_answers(workbook(tmp_path / "b.xlsx", wrong), order())
    assert counts(outcome) == (2, 0, 0, 4)
    assert {one.household: one.rule for one in outcome.back.problems} == {
        made[1].household.id: "exchange.person_not_in_register",
        made[2].household.id: "exchange.no_survey_day",
        made[3].household.id: "law.no_standard",
        made[5].household.id: "exchange.not_in_register",
    }
    assert "Người Lạ" in outcome.document("vi")["problems"][0]["message"]
    outcome.back.write(tmp_path / "back.xlsx", "id")
    assert Survey.objects.count() == 2


def test_a_failure_in_the_middle_leaves_neither_survey_nor_finding(tmp_path, monkeypatch):
    from chiakhoa.doors.exchange import answering

    path = workbook(tmp_path / "a.xlsx", invented(4))
    take_in_register(path, order())
    entries = Entry.objects.count()

    def broken(**_words):
        raise RuntimeError

    monkeypatch.setattr(answering.assessment, "keep", broken)
    with pytest.raises(RuntimeError):
        take_in_answers(path, order())
    assert not Survey.objects.exists()
    assert Entry.objects.count() == entries


@pytest.mark.parametrize("sensitive", [True, False])
def test_exported_answers_read_back_as_the_same(tmp_path, sensitive):
    """Without sensitive columns too: what a file has no column for is not taken for unanswered."""
    made = invented(30)
    path = workbook(tmp_path / "a.xlsx", made)
    take_in_register(path, order())
    take_in_answers(path, order())
    chi_ha = officer()
    export_answers(tmp_path / "out.xlsx", Wish(chi_ha, WARD, ON, AT, "en", sensitive))
    assert Look.objects.count() == (30 if sensitive else 0)
    assert counts(take_in_answers(tmp_path / "out.xlsx", order(chi_ha))) == (0, 0, 30, 0)
    assert Survey.objects.count() == 30


@pytest.mark.parametrize("by", [officer(OTHER), officer(role="vice_chair"), officer(role="supervisor")])
def test_who_may_not_survey_takes_nothing_in(tmp_path, by):
    with pytest.raises(NotAllowed):
        take_in_answers(tmp_path / "not even read.xlsx", order(by))


def test_who_sees_no_answers_gets_no_file(tmp_path):
    path = workbook(tmp_path / "a.xlsx", invented(3))
    take_in_register(path, order())
    take_in_answers(path, order())
    vice_chair = officer(role="vice_chair")
    for by, sensitive in ((officer(OTHER), False), (officer(role="province"), False), (vice_chair, True)):
        with pytest.raises(NotAllowed):
            export_answers(tmp_path / "out.xlsx", Wish(by, WARD, ON, AT, "vi", sensitive))
        assert not (tmp_path / "out.xlsx").exists()
    assert not Look.objects.exists()
    export_answers(tmp_path / "out.xlsx", Wish(vice_chair, WARD, ON, AT))
