"""The invented commune: plausible, the same from the same seed, with the households of the story in it."""

from __future__ import annotations

from collections import Counter
from datetime import date
from functools import partial

import pytest

from chiakhoa.doors.exchange.reading import read_answers
from chiakhoa.doors.exchange.template import write_answers
from chiakhoa.doors.practice.faults import PLANTS
from chiakhoa.doors.practice.generator import STORY_FOLDER, STORY_VILLAGES, Village, generate_households
from chiakhoa.doors.practice.workbook import practice_workbook
from chiakhoa.law.rules.cases import differences, load_cases
from chiakhoa.law.rules.classification import classify
from chiakhoa.law.rules.compiled import compile_standard
from chiakhoa.law.rules.households import age_bounds
from chiakhoa.law.rules.loader import load_form, load_standard
from chiakhoa.law.rules.refusals import Refused

ON = date(2025, 10, 20)


@pytest.fixture(scope="module")
def form():
    return load_form()


@pytest.fixture(scope="module")
def ward(form):
    return list(generate_households(3400, 2025, form, ON))


def test_the_same_seed_gives_the_same_commune(form, ward):
    assert list(generate_households(3400, 2025, form, ON)) == ward
    assert list(generate_households(40, 2026, form, ON)) != list(generate_households(40, 2025, form, ON))


def test_a_commune_with_plausible_shares(form, ward):
    rules = compile_standard(load_standard(STORY_FOLDER, points="practice"))
    found = Counter(classify(rules, one.household, on=one.surveyed_on).verdict for one in ward)
    assert 0.01 <= found["poor"] / len(ward) <= 0.03
    assert 0.015 <= found["near_poor"] / len(ward) <= 0.04
    assert found["cannot_say"] > 0
    members = sum(len(one.household.members) for one in ward)
    assert 3.9 <= members / len(ward) <= 4.3
    assert len({one.village for one in ward}) == 30
    partial_births = sum(1 for one in ward for member in one.household.members if member.birth.day is None)
    assert 0.01 <= partial_births / members <= 0.03
    silent = sum(1 for one in ward if None in one.household.answers.values())
    assert 0.01 <= silent / len(ward) <= 0.03


def test_numbers_heads_and_days(ward):
    assert [one.household.id for one in ward] == [f"H-{number:04}" for number in range(1, 3401)]
    for one in ward:
        assert one.people[0].relation == "head"
        assert one.head == one.household.members[0].name
        assert len(one.people) == len(one.household.members)
        assert date(2025, 8, 31) < one.surveyed_on <= ON
        assert all(age_bounds(m.birth, one.surveyed_on)[1] < 120 for m in one.household.members)


def test_the_households_of_the_story(ward):
    rules = compile_standard(load_standard(STORY_FOLDER, points="practice"))
    cases = {case.household.id: case for case in load_cases(STORY_FOLDER)}
    told = {one.household.id: one for one in ward if one.household.id in STORY_VILLAGES}
    assert told.keys() == STORY_VILLAGES.keys()
    for number, one in told.items():
        assert one.village == STORY_VILLAGES[number]
        assert differences(cases[number], classify(rules, one.household, on=one.surveyed_on)) == []
    assert [person.relation for person in told["H-0412"].people] == ["head", "grandchild"]


def test_a_small_commune_tells_the_story_in_its_last_places(form):
    small = [one.household.id for one in generate_households(30, 1, form, ON)]
    assert small[-6:] == sorted(STORY_VILLAGES)
    assert len(set(small)) == 30
    assert [one.household.id for one in generate_households(3, 1, form, ON)] == ["H-0001", "H-0002", "H-0003"]


def test_other_places(form):
    place = Village("Xã Kỳ Bình", "Thôn 1", "rural", "NMM")
    made = list(generate_households(10, 1, form, ON, villages=[place], stories={}))
    assert {(one.household.area, one.household.region, one.village) for one in made} == {("rural", "NMM", "Thôn 1")}


@pytest.mark.parametrize("faults", [1, 14, 40])
def test_every_planted_fault_is_found_where_it_was_planted(tmp_path, form, faults):
    path = tmp_path / "p.xlsx"
    made = list(generate_households(300, 5, form, ON))
    planted = practice_workbook(path, made, seed=5, faults=faults, write=partial(write_answers, form=form))
    assert len(planted) == faults
    try:
        read = read_answers(path, form)
    except Refused as asked:
        confirmed = {f"{q.sheet}!{q.header}": q.guess for q in asked.values["guesses"]}
        read = read_answers(path, form, confirmed=confirmed)
    taken = {record.household.id for record in read.records}
    back = {code for one in planted if one.returned for code in one.households}
    assert taken == {one.household.id for one in made} - back
    rows = {(reason.sheet, reason.row) for reason in read.returned}
    for one in planted:
        if one.returned and one.column:
            assert ({"households": "Hộ", "members": "Thành viên"}[one.sheet], one.row) in rows, one


def test_faults_of_every_kind_are_planted(tmp_path, form):
    made = list(generate_households(300, 5, form, ON))
    write = partial(write_answers, form=form)
    planted = practice_workbook(tmp_path / "p.xlsx", made, seed=9, faults=len(PLANTS), write=write)
    assert len({one.kind for one in planted}) == len(PLANTS)
    assert practice_workbook(tmp_path / "p.xlsx", made, seed=9, faults=0, write=write) == []
