"""Findings on plain households: each indicator at its edge, classes at theirs, what is missing, what would help."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from chiakhoa.law.rules.classification import classify
from chiakhoa.law.rules.compiled import compile_standard
from chiakhoa.law.rules.finding import CANNOT_SAY, CANNOT_SAY_NAME, Because, Finding, ScoredGroup
from chiakhoa.law.rules.form import Field
from chiakhoa.law.rules.households import Household, Member, PartialDate
from chiakhoa.law.rules.refusals import Refused
from chiakhoa.law.rules.standard import Row
from tests.law.rules.laws import NEW, OLD, ON, born, household, indicator, judged, person, refusal, rules, standard

GAPLESS = household()


def test_a_household_without_a_gap():
    finding = judged(GAPLESS)
    assert finding.deprived == ()
    assert finding.b2 == (0, 0)
    assert [found.deprived for found in finding.indicators] == [False] * 12
    assert (finding.household, finding.standard, finding.on) == ("H-1", OLD, ON)
    assert finding.missing == finding.unknown_law == finding.to_stop_being_poor == ()


JOBLESS = {"work": "no_job"}
UNSIGNED = {"work": "working", "contract": "unsigned"}
SCHOOL = {"studying": "none", "schooling": "primary"}


@pytest.mark.parametrize(
    ("key", "home", "deprived"),
    [
        ("employment", household(person(40, **JOBLESS)), True),
        ("employment", household(person(40, **UNSIGNED)), True),
        ("employment", household(person(40, **UNSIGNED, slack_season_only=True)), False),
        ("employment", household(person(40, work="working", contract="signed")), False),
        ("employment", household(person(40, work="unwilling", contract="unsigned")), False),
        ("dependents", household(person(40), person(15)), False),
        ("dependents", household(person(40), person(15), person(2)), True),
        ("dependents", household(person(40), person(16), person(2)), False),
        ("dependents", household(person(70, social_allowance="elderly")), True),
        ("dependents", household(person(70, social_allowance="disabled")), True),
        ("dependents", household(person(70, social_allowance="orphan")), False),
        ("dependents", household(person(70)), False),
        ("nutrition", household(person(40), person(15, malnourished="height")), True),
        ("nutrition", household(person(40), person(15, malnourished="both")), True),
        ("nutrition", household(person(40), person(16, malnourished="weight")), False),
        ("health_insurance", household(person(40), person(6, health_insurance=False)), True),
        ("health_insurance", household(person(40), person(5, health_insurance=False)), False),
        ("adult_education", household(person(16, **SCHOOL)), True),
        ("adult_education", household(person(16, **{**SCHOOL, "schooling": "lower_secondary"})), False),
        ("adult_education", household(person(18, **{**SCHOOL, "schooling": "lower_secondary"})), True),
        ("adult_education", household(person(18, **SCHOOL, training="elementary")), False),
        ("adult_education", household(person(17, **SCHOOL, training="elementary")), True),
        ("adult_education", household(person(18, **SCHOOL, job_certified=True)), False),
        ("adult_education", household(person(18, studying="vocational", schooling="primary")), False),
        ("adult_education", household(person(30, **SCHOOL)), True),
        ("adult_education", household(person(31, **SCHOOL)), False),
        ("school_attendance", household(person(40), person(2, studying="none")), False),
        ("school_attendance", household(person(40), person(3, studying="none")), True),
        ("school_attendance", household(person(40), person(5, studying="preschool")), False),
        ("school_attendance", household(person(40), person(6, studying="preschool")), True),
        ("school_attendance", household(person(40), person(11, studying="primary")), False),
        ("school_attendance", household(person(40), person(12, studying="primary")), True),
        ("school_attendance", household(person(40), person(15, studying="none")), True),
        ("school_attendance", household(person(40), person(16, studying="none")), False),
        ("school_attendance", household(person(40), person(11, studying="lower_secondary")), False),
        ("housing_quality", household(wall_durable=False), False),
        ("housing_quality", household(wall_durable=False, pillar_durable=False), True),
        ("housing_quality", household(wall_durable=False, roof_durable=False), True),
        ("housing_quality", household(pillar_durable=False, roof_durable=False), True),
        ("housing_area", household(person(40), person(41), floor_area=15), True),
        ("housing_area", household(person(40), person(41), floor_area=16), False),
        ("water", household(water_source="bottled"), False),
        ("water", household(water_source="unprotected_well"), True),
        ("water", household(water_source="surface"), True),
        ("water", household(water_source="other"), True),
        ("toilet", household(toilet="double_vault"), False),
        ("toilet", household(toilet="other"), True),
        ("toilet", household(toilet="none"), True),
        ("telecom", household(person(40, uses_internet=False)), True),
        ("telecom", household(person(40, uses_internet=False), person(9, uses_internet=True)), False),
        ("info_means", household(has_tv=False), True),
        ("info_means", household(has_tv=False, has_tablet=True), False),
        ("info_means", household(has_tv=False, has_landline=True), False),
    ],
)
@pytest.mark.parametrize("area", ["rural", "urban"])
def test_each_indicator_on_both_sides_of_its_edge(key: str, home: Household, deprived: bool, area: str):
    finding = judged(replace(home, area=area))
    assert indicator(finding, key).deprived is deprived
    assert (key in finding.deprived) is deprived


def with_points(b1: int, gaps: int, area: str) -> Finding:
    """A household with these points and so many gaps, under a table of one option."""
    table = standard().points
    group = table.groups[0]
    option = replace(
        group.options[0], when=standard().indicators[8].deprived_when, points=dict.fromkeys(table.regions, b1)
    )
    law = replace(standard(), points=replace(table, groups=(replace(group, options=(option,)),)))
    worse = [("water_source", "surface"), ("toilet", "none"), ("floor_area", 0), ("has_tv", False)]
    return classify(compile_standard(law), household(area=area, **dict(worse[:gaps])), on=ON)


@pytest.mark.parametrize(
    ("area", "b1", "gaps", "verdict", "to_leave"),
    [
        ("rural", 140, 3, "poor", 1),
        ("rural", 140, 4, "poor", 1),
        ("rural", 140, 2, "near_poor", 1),
        ("rural", 141, 3, "non_poor", None),
        ("rural", 100, 1, "near_poor", 41),
        ("rural", 0, 3, "poor", 141),
        ("urban", 141, 3, "poor", 35),
        ("urban", 175, 3, "poor", 1),
        ("urban", 175, 2, "near_poor", 1),
        ("urban", 176, 3, "non_poor", None),
    ],
)
def test_classes_at_their_edges(area: str, b1: int, gaps: int, verdict: str, to_leave: int | None):
    finding = with_points(b1, gaps, area)
    assert (finding.b1, finding.b2) == ((b1, b1), (10 * gaps, 10 * gaps))
    assert finding.cut_off == {"rural": 140, "urban": 175}[area]
    assert (finding.verdict, finding.possible, finding.points_to_leave) == (verdict, (verdict,), to_leave)


def test_ways_out_of_three_and_of_four_gaps():
    three, four = with_points(10, 3, "rural"), with_points(10, 4, "rural")
    assert three.to_stop_being_poor == (("housing_area",), ("water",), ("toilet",))
    assert len(four.to_stop_being_poor) == 6
    assert four.to_stop_being_poor[0] == ("housing_area", "water")
    assert with_points(10, 2, "rural").to_stop_being_poor == ()
    assert with_points(141, 4, "rural").to_stop_being_poor == ()


def test_points_of_every_group_with_the_option_that_holds():
    finding = judged(household(person(40), person(41), cattle=3, water_source="rain", has_motorbike=True))
    groups = {group.group: group for group in finding.groups}
    assert groups["size"] == ScoredGroup("size", "size", "size_2", 50, 50)
    assert groups["cattle"] == ScoredGroup("livestock", "cattle", "cattle_3", *[groups["cattle"].low] * 2)
    assert groups["water"].option == "water_clean"
    assert groups["motorbike"] == ScoredGroup("vehicles", "motorbike", "motorbike", 15, 15)
    assert groups["car"] == ScoredGroup("vehicles", "car", None, 0, 0)
    assert finding.b1 == (sum(group.low for group in finding.groups),) * 2


def test_points_follow_the_region_and_the_area():
    by_region = {region: judged(replace(GAPLESS, region=region)).b1 for region in ("RRD", "NMM", "MRD")}
    urban = {region: judged(replace(GAPLESS, region=region, area="urban")).b1 for region in ("RRD", "MRD", "")}
    assert len(set(urban.values())) == 1
    assert len({*by_region.values(), *urban.values()}) > 1


def test_a_missing_answer_that_touches_points_and_a_gap():
    finding = judged(household(water_source=None, floor_area=8, wall_durable=False, has_tv=False, has_radio=True))
    assert indicator(finding, "water").deprived is None
    assert indicator(finding, "water").missing == (Because("water_source", None),)
    assert finding.b2 == (0, 10)
    water = next(group for group in finding.groups if group.group == "water")
    assert (water.option, water.low) == (None, 0)
    assert water.high > 0
    assert finding.missing == (Because("water_source", None),), "each question once"
    assert finding.verdict == "near_poor"
    assert finding.b1[0] < finding.b1[1]
    assert finding.points_to_leave == 141 - finding.b1[0]


def test_options_that_may_hold_are_bounds_and_the_first_that_surely_does_ends_them():
    some = judged(household(person(40), electricity=None))
    electricity = next(group for group in some.groups if group.group == "electricity")
    assert (electricity.low, electricity.high, electricity.option) == (0, 45, None)
    partly = judged(household(person(40), person(None, nonfarm_months=3, work_kind="own"), person(41, work_kind=None)))
    assert next(group for group in partly.groups if group.group == "nonfarm").option == "nonfarm_other"
    open_ = judged(
        household(person(41, work_kind=None, nonfarm_months=3), person(40, nonfarm_months=3, work_kind="own"))
    )
    nonfarm = next(group for group in open_.groups if group.group == "nonfarm")
    assert (nonfarm.low, nonfarm.high, nonfarm.option) == (15, 25, None)
    assert Because("work_kind", None, 0) in open_.missing


def test_equal_points_leave_nothing_to_ask():
    table = standard().points
    flat = tuple(
        replace(group, options=tuple(replace(one, points=dict.fromkeys(table.regions, 7)) for one in group.options))
        for group in table.groups
        if group.key == "nonfarm"
    )
    rules_ = compile_standard(replace(standard(), points=replace(table, groups=flat)))
    sure, may = person(40, nonfarm_months=3, work_kind="own"), person(41, nonfarm_months=3, work_kind=None)
    finding = classify(rules_, household(sure, may), on=ON)
    assert finding.groups == (ScoredGroup("nonfarm", "nonfarm", None, 7, 7),)
    assert finding.b1 == (7, 7)
    assert finding.missing == ()


def test_an_option_worth_nothing_leaves_nothing_open():
    table = standard().points
    group = next(group for group in table.groups if group.key == "tv")
    nothing = tuple(replace(one, points=dict.fromkeys(table.regions, 0)) for one in group.options)
    law = replace(standard(), points=replace(table, groups=(replace(group, options=nothing),)))
    finding = classify(compile_standard(law), household(has_tv=None, has_radio=True), on=ON)
    assert finding.groups == (ScoredGroup("television", "tv", None, 0, 0),)
    assert finding.missing == ()


def test_who_lacks_what_is_named_with_the_answer():
    finding = judged(household(person(40), person(8, health_insurance=False), person(9, health_insurance=False)))
    assert indicator(finding, "health_insurance").because == (
        Because("age", 8, 1),
        Because("health_insurance", False, 1),
        Because("age", 9, 2),
        Because("health_insurance", False, 2),
    )
    assert indicator(finding, "health_insurance").missing == ()
    assert indicator(judged(household(toilet="none")), "toilet").because == (Because("toilet", "none"),)


def test_the_default_of_a_question_not_asked_is_named_as_the_answer():
    home = household(person(40, uses_internet=False), Member("Cháu Bống", born(3), {"health_insurance": True}))
    assert indicator(judged(home), "telecom").because == (
        Because("uses_internet", False, 0),
        Because("uses_internet", False, 1),
    )


def test_an_age_that_is_known_to_a_year_only_can_be_enough():
    home = household(person(40), Member("Cụ Sáu", PartialDate(1950), {"health_insurance": False}))
    found = indicator(judged(home), "health_insurance")
    assert found.deprived is True
    assert found.because == (Because("age", None, 1), Because("health_insurance", False, 1))


def test_one_may_be_decided_although_answers_are_missing():
    home = household(toilet="none", water_source="surface", floor_area=0, has_radio=None, has_tv=False)
    finding = judged(home)
    assert finding.verdict == "poor"
    assert finding.b2 == (30, 40)
    assert finding.missing == (Because("has_radio", None),)
    assert len(finding.to_stop_being_poor) == 3, "two gaps close it for sure: the open one may be a fourth"
    assert all(len(way) == 2 for way in finding.to_stop_being_poor)


def test_no_way_out_is_promised_where_too_much_is_open():
    home = household(toilet="none", water_source="surface", floor_area=0, has_radio=None, has_tv=False)
    open_too = replace(
        home, members=(person(40, uses_internet=None, health_insurance=None, work=None, schooling=None),)
    )
    finding = judged(open_too)
    assert finding.verdict == "poor"
    assert finding.b2 == (30, 70) or finding.b2[1] >= 60
    assert finding.to_stop_being_poor == ()


def test_the_day_of_survey_decides_the_ages():
    home = household(person(40), person(6, health_insurance=False))
    assert indicator(classify(rules(), home, on=ON), "health_insurance").deprived is True
    day_before = classify(rules(), home, on=ON - timedelta(days=1))
    assert indicator(day_before, "health_insurance").deprived is False
    assert day_before.on == ON - timedelta(days=1)


@pytest.mark.parametrize(
    ("home", "rule", "values"),
    [
        (replace(GAPLESS, area="suburb"), "law.area", {"area": "suburb"}),
        (replace(GAPLESS, members=()), "law.no_members", {}),
        (replace(GAPLESS, region="XXX"), "law.region", {"region": "XXX"}),
        (replace(GAPLESS, region="URB"), "law.region", {"region": "URB"}),
    ],
)
def test_a_household_that_cannot_be_placed_is_refused(home: Household, rule: str, values: dict[str, Any]):
    with pytest.raises(Refused) as refused:
        judged(home)
    told = refusal(refused)
    assert (told.rule, told.where, told.values) == (rule, "H-1", values)


def test_without_a_table_of_points_the_region_does_not_matter_and_nothing_is_sure():
    finding = judged(replace(GAPLESS, region="XXX"), points=None)
    assert (finding.b1, finding.groups, finding.points_to_leave) == (None, (), None)
    assert (finding.verdict, finding.possible) == (CANNOT_SAY, ("near_poor", "non_poor"))
    assert finding.unknown_law == ("points",)
    three = judged(household(toilet="none", water_source="surface", floor_area=0), points=None)
    assert three.possible == ("poor", "non_poor")
    assert three.to_stop_being_poor == ()


def test_what_cannot_be_said_has_a_name_in_every_language():
    assert CANNOT_SAY_NAME == {"vi": "Chưa kết luận được", "en": "Cannot say yet", "id": "Belum dapat disimpulkan"}


def test_nothing_is_assumed_and_nothing_marked_unless_the_data_say_so():
    assert not Row("nd07.d3", "V", verified=True).assumed
    assert Field("x", "member", "yes_no", {}, {}, "open").mark == "?"


def test_the_law_from_2027_as_it_is_known_cannot_say():
    finding = judged(GAPLESS, NEW)
    assert finding.verdict == CANNOT_SAY
    assert finding.possible == ("poor", "near_poor", "non_poor")
    silent = [f"indicator:{found.key}" for found in finding.indicators if found.deprived is None]
    assert len(silent) == 9
    assert finding.unknown_law == (*silent, "points", "cut_off")
    assert (finding.b1, finding.cut_off, finding.b2) == (None, None, (0, 90))
    assert finding.missing == (), "nobody has to be asked again: the law is silent"
    assert not finding.practice
    assert not finding.verified


def test_the_law_from_2027_with_assumptions_says_and_shows_that_it_assumes():
    finding = judged(household(toilet="none", water_source="surface", floor_area=0), NEW, assumptions=True)
    assert finding.verdict == "poor"
    assert finding.unknown_law == ("indicator:waste",)
    assert finding.b2 == (30, 40)
    assert finding.practice
    assert not finding.verified
    assert "cut_off" in finding.depends_on_unverified
    assert "indicator:toilet" in finding.depends_on_unverified
    assert finding.points_to_leave == 141 - finding.b1[0]


def test_what_a_finding_rests_on_that_nobody_has_verified():
    finding = judged(GAPLESS)
    law = standard()
    assert finding.depends_on_unverified == (*(f"indicator:{one.key}" for one in law.indicators), "points")
    assert not finding.verified
    assert finding.practice
    assert judged(GAPLESS, points=None).depends_on_unverified[-1] == "points"
    assert not judged(GAPLESS, points=None).practice
    assert judged(GAPLESS, points=None, assumptions=True).practice


def test_a_wholly_verified_standard_depends_on_nothing():
    law = standard()
    verified = replace(law.row, mark="V", verified=True)
    whole = replace(
        law,
        indicators=tuple(replace(one, row=verified) for one in law.indicators),
        points=replace(law.points, verified=True, practice=False),
    )
    finding = classify(compile_standard(whole), GAPLESS, on=ON)
    assert finding.depends_on_unverified == ()
    assert finding.verified
    assert not finding.practice
    doubted = replace(verified, verified=False)
    for part, name in (
        ({"gap_points_row": doubted}, "gap_points"),
        ({"cut_offs": {key: replace(cut, row=doubted) for key, cut in whole.cut_offs.items()}}, "cut_off"),
        ({"classes": (replace(whole.classes[0], row=doubted), *whole.classes[1:])}, "class:poor"),
        ({"points": replace(whole.points, verified=False)}, "points"),
    ):
        doubtful = classify(compile_standard(replace(whole, **part)), GAPLESS, on=ON)
        assert doubtful.depends_on_unverified == (name,)
        assert not doubtful.verified
