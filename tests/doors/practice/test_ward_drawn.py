"""The demo ward as drawn: every printed count, the story's points, margins; nothing is written yet."""

from __future__ import annotations

from collections import Counter
from datetime import date

import pytest

from chiakhoa.doors.practice.ward.courses import KINDS, NON_POOR, POOR, RELAPSED, surveyed
from chiakhoa.doors.practice.ward.living import as_asked
from chiakhoa.doors.practice.ward.margins import kept_margins, margins
from chiakhoa.doors.practice.ward.planting import can_work
from chiakhoa.doors.practice.ward.story import STORY
from chiakhoa.doors.practice.ward.units import OLD_UNITS, shuffled
from chiakhoa.doors.practice.ward.world import SEASONS, World, song_mau
from chiakhoa.law.rules.classification import classify
from chiakhoa.law.rules.form_loader import load_form
from chiakhoa.law.rules.households import age_bounds

TOLD = {
    "H-0412": (120, {"health_insurance", "housing_quality", "toilet"}, "poor"),
    "H-1187": (160, {"employment", "health_insurance"}, "near_poor"),
    "H-2054": (150, {"employment", "health_insurance", "housing_quality", "toilet"}, "poor"),
    "H-3310": (155, {"health_insurance", "adult_education", "toilet"}, "poor"),
    "H-0777": (165, {"health_insurance", "adult_education", "toilet"}, "poor"),
    "H-0815": (170, {"health_insurance"}, "near_poor"),
}
"""fixture.md; which gaps of H-3310 and H-0777 is told by the worked cases of the standard."""

NOT_REACHED = ("H-0031", "H-0644", "H-0903", "H-1502", "H-1760", "H-2119", "H-2870", "H-3007")


@pytest.fixture(scope="module")
def drawn() -> World:
    return song_mau()


def test_units_and_classes_of_2024(drawn: World):
    assert [sum(unit.sizes) for unit in OLD_UNITS] == [4120, 2870, 2070]
    found = Counter((one.course.unit.name, one.course.before) for one in drawn.planted.values() if one.course.before)
    assert found == {
        ("Hưng Mẫu", "poor"): 38, ("Hưng Mẫu", "near_poor"): 88, ("Kỳ An", "poor"): 36, ("Kỳ An", "near_poor"): 70,
        ("Kỳ Bình", "poor"): 30, ("Kỳ Bình", "near_poor"): 54,
    }  # fmt: skip
    assert len(drawn.year.groups) == 9060
    assert len(set(drawn.year.groups.values())) == 30


def test_the_flows_of_the_year(drawn: World):
    flows = Counter((one.course.before, one.course.after) for one in drawn.planted.values())
    assert flows == {
        ("poor", "poor"): 94, ("poor", "near_poor"): 5, ("poor", "non_poor"): 4, ("poor", ""): 1,
        ("near_poor", "near_poor"): 182, ("near_poor", "poor"): 3, ("near_poor", "non_poor"): 26, ("near_poor", ""): 1,
        ("", "poor"): 7, ("", "near_poor"): 14, ("", "non_poor"): 20,
    }  # fmt: skip
    courses = [one.course for one in drawn.planted.values()]
    assert sum(course.kind == RELAPSED for course in courses) == 1
    assert len(courses) == 357
    assert len(surveyed(courses)) == 355
    assert len(surveyed([course for course in courses if course.group == "G07"])) == 12
    assert {kind: one.households for kind, one in KINDS.items()} == Counter(course.kind for course in courses)


def test_each_family_has_the_finding_of_its_course(drawn: World):
    for one in drawn.planted.values():
        for answered, wanted in (
            (one.then, one.course.before),
            (one.first, one.course.first),
            (one.now, one.course.after),
        ):
            if answered is not None:
                finding = classify(drawn.rules, answered.household, on=answered.on)
                assert (finding.verdict, finding.missing) == (wanted, ()), one.course.number
    changed = [one for one in drawn.planted.values() if one.first]
    assert len(changed) == 3
    assert all(one.course.first != one.course.after for one in changed)


def test_areas_and_days(drawn: World):
    for one in drawn.planted.values():
        if one.then:
            assert (one.then.household.area, one.then.household.region) == (
                one.course.unit.area,
                one.course.unit.region,
            )
            assert SEASONS[2024][0] <= one.then.on <= SEASONS[2024][1]
        if one.now:
            assert (one.now.household.area, one.now.household.region) == ("urban", "URB")
            visited = (one.first or one.now).on
            assert date(2025, 9, 1) <= visited <= date(2025, 10, 20)
            assert not one.first or date(2025, 10, 29) < one.now.on <= date(2025, 10, 31)


@pytest.mark.parametrize("number", STORY)
def test_the_households_of_the_story(drawn: World, number: str):
    points, gaps, verdict = TOLD[number]
    now = drawn.planted[number].now
    finding = classify(drawn.rules, now.household, on=now.on)
    assert (finding.b1, set(finding.deprived), finding.verdict) == ((points, points), gaps, verdict)
    assert finding.b2 == (10 * len(gaps), 10 * len(gaps))
    assert finding.cut_off == 175


def test_the_household_that_was_surveyed_twice(drawn: World):
    first = drawn.planted["H-0777"].first
    finding = classify(drawn.rules, first.household, on=first.on)
    assert (finding.b1, finding.b2, finding.verdict) == ((180, 180), (30, 30), "non_poor")


def test_the_same_people_live_on(drawn: World):
    changed = 0
    for one in drawn.planted.values():
        if one.then and one.now:
            then, now = one.then.household, one.now.household
            assert [(m.name, m.birth) for m in then.members] == [(m.name, m.birth) for m in now.members]
            assert one.course.before == one.course.after or then != now
            if one.course.after == NON_POOR and one.course.unit.area == "urban":
                assert then.answers != now.answers or [m.answers for m in then.members] != [
                    m.answers for m in now.members
                ]
            changed += then.answers != now.answers
    assert changed > 50


def test_who_can_work(drawn: World):
    poor = [one for one in drawn.planted.values() if one.course.after == POOR]
    unable = [one for one in poor if one.course.no_labour]
    assert (len(poor), len(unable)) == (104, 38)
    for one in poor:
        assert can_work(one.now) is not one.course.no_labour
    assert drawn.planted["H-0412"] in unable
    for one in unable:
        working = [m for m in one.now.household.members if m.answers.get("work") == "working"]
        assert all(age_bounds(member.birth, one.now.on)[1] < 15 for member in working)


def test_listed_ones_whom_not_everything_reached(drawn: World):
    assert {drawn.planted[number].course.after for number in NOT_REACHED} <= {"poor", "near_poor"}


def test_people(drawn: World):
    gone = {change.number for change in drawn.year.changes if change.reason}
    assert sum(len(home.members) for home in drawn.homes.values() if home.number not in gone) == 37314
    assert len(drawn.homes) - len(gone) == 9100
    assert (len(gone), len(drawn.homes) - 9060) == (18, 58)
    assert all(change.on > date(2025, 7, 1) for change in drawn.year.changes)
    for home in drawn.homes.values():
        assert home.people[0].relation == "head"
        assert len(home.people) == len(home.members)


def test_margins_are_those_that_are_kept(drawn: World):
    """Fails when the practice table of points, a condition or the draw moves a household."""
    assert list(margins(drawn)) == kept_margins()
    assert {row[-1] for row in kept_margins()} == {"poor", "near_poor", "non_poor"}


def test_another_order_of_asking_changes_nothing():
    assert shuffled(range(10), 1, "a") == shuffled(range(10), 1, "a") != shuffled(range(10), 2, "a")
    assert sorted(shuffled(range(10), 1, "a")) == list(range(10))


def test_a_child_is_asked_what_concerns_a_child(drawn: World):
    now = drawn.planted["H-0412"].now
    asked = as_asked(now.household, now.on, load_form())
    grandmother, grandson = (set(member.answers) for member in asked.members)
    assert {"work", "schooling"} <= grandmother
    assert grandson == {
        "studying", "health_insurance", "social_allowance", "malnourished", "uses_internet", "gravely_ill"
    }  # fmt: skip
    assert classify(drawn.rules, asked, on=now.on).b1 == (120, 120)
