"""The generated function for complete answers: its source, and that it says what the careful reader says."""

from __future__ import annotations

import os
from dataclasses import replace

import pytest
from hypothesis import given

from chiakhoa.law.rules.classification import classify
from chiakhoa.law.rules.compiled import CompiledStandard, compile_standard, score
from chiakhoa.law.rules.encoding import encode
from chiakhoa.law.rules.exact import counters, member_facts, member_loop, source
from chiakhoa.law.rules.expression import household_vocabulary, parse
from chiakhoa.law.rules.households import Household
from chiakhoa.law.rules.standard import Standard
from tests.law.rules.laws import NEW, OLD, ON, form, household, person, rules, standard
from tests.law.rules.strategies import households, random_households

MANY = int(os.environ.get("CHIAKHOA_RANDOM_HOUSEHOLDS", "20000"))
"""Households judged both ways in one run; the full proof of 100,000 is run by hand and noted in docs/quality."""


def read(text: str):
    return parse(text, household_vocabulary(form()), where="")


@pytest.mark.parametrize(
    ("text", "python"),
    [
        ("has_tv", "h_has_tv"),
        ("not has_tv", "(not h_has_tv)"),
        ("floor_area < 8 * size", "(h_floor_area < (8 * h_size))"),
        ("toilet == vip", "(h_toilet == 3)"),
        ("toilet != vip", "(h_toilet != 3)"),
        ("toilet in (vip, none)", "(h_toilet in (3, 7))"),
        ("toilet not in (vip, none)", "(h_toilet not in (3, 7))"),
        ("has_tv and has_car or has_radio", "((h_has_tv and h_has_car) or h_has_radio)"),
        ("min(size, 3) == max(1, size, 2)", "(min(h_size, 3) == max(1, h_size, 2))"),
        ("any(members, uses_internet)", "n0"),
        ("all(members, uses_internet)", "(not n0)"),
        ("count(members, uses_internet) > 1", "(n0 > 1)"),
    ],
)
def test_a_condition_as_python(text: str, python: str):
    node = read(text)
    assert source(node, counters([node])) == python


def test_members_are_asked_in_one_loop_each_question_once():
    nodes = [read("any(members, age > 5 and uses_internet)"), read("count(members, age < 16) > 1")]
    nodes += [read("all(members, uses_internet) or any(members, age > 5 and uses_internet)")]
    names = counters(nodes)
    assert list(names.values()) == ["n0", "n1", "n2"]
    assert [fact.key for fact in member_facts(names)] == ["age", "uses_internet"]
    assert member_loop(names, member_facts(names)) == [
        "    n0 = n1 = n2 = 0",
        "    for (m_age, m_uses_internet, ) in members:",
        "        if not n0 and ((m_age > 5) and m_uses_internet): n0 = 1",
        "        if (m_age < 16): n1 += 1",
        "        if not n2 and not m_uses_internet: n2 = 1",
    ]


def test_no_loop_where_nobody_is_asked():
    assert member_loop({}, ()) == []


def test_the_source_of_a_small_standard():
    law = small_law("floor_area < 8 * size", "any(members, uses_internet)")
    assert compile_standard(law).source.splitlines() == [
        "def decide(answers, members, points, h_cut_off):",
        "    h_area, h_size, h_floor_area = answers",
        "    n0 = 0",
        "    for (m_uses_internet, ) in members:",
        "        if not n0 and m_uses_internet: n0 = 1",
        "    t_b1 = 0",
        "    gaps = 0",
        "    if (h_floor_area < (8 * h_size)): gaps |= 1",
        "    if n0: gaps |= 2",
        "    t_b2 = gaps.bit_count() * 10",
        "    t_cut_off = h_cut_off",
        "    if ((t_b1 <= t_cut_off) and (t_b2 >= 30)): return 0, t_b1, gaps, ()",
        "    if ((t_b1 <= t_cut_off) and (t_b2 < 30)): return 1, t_b1, gaps, ()",
        "    if (t_b1 > t_cut_off): return 2, t_b1, gaps, ()",
        "    return -1, t_b1, gaps, ()",
    ]


def test_groups_are_chosen_one_after_the_other():
    lines = rules().source.splitlines()
    wall = next(number for number, line in enumerate(lines) if line.startswith("    if h_wall_durable:"))
    assert lines[wall + 1] == f"    else: {lines[wall].split()[2]} = -1"
    water = next(number for number, line in enumerate(lines) if "if (h_water_source in (0, 5)):" in line)
    assert lines[water + 1].startswith("    elif (h_water_source in (1, 2, 3, 4)):")
    assert "points[o0] + points[o1] + " in rules().source


def small_law(*conditions: str) -> Standard:
    """The standard in force with two conditions of our own and no table of points."""
    law = standard(points=None)
    kept = zip(law.indicators, conditions, strict=False)
    return replace(law, indicators=tuple(replace(one, deprived_when=read(text)) for one, text in kept))


@pytest.mark.parametrize(
    ("conditions", "gaps"),
    [
        (("floor_area < 8 * size",), 0),
        (("floor_area > 8 * size",), 1),
        (("any(members, uses_internet)",), 1),
        (("any(members, 1 == 1)",), 1),
        (("count(members, 1 == 2) > 0", "all(members, 1 == 1)"), 2),
        (("any(members, uses_internet and age > 39)", "has_tv"), 3),
    ],
)
def test_standards_that_ask_nothing_one_thing_or_two_of_members(conditions: tuple[str, ...], gaps: int):
    compiled = compile_standard(small_law(*conditions))
    encoded = encode(form(), household(person(40)), ON)
    answers = [encoded.answers[list(form().household).index(fact.key)] for fact in compiled.used]
    member = dict(zip(("age", *form().member), (40, *encoded.members[0]), strict=True))
    row = tuple(member[fact.key] for fact in compiled.member_used)
    assert compiled.exact((0, 1, *answers), [row], (), 140) == (1, 0, gaps, ())
    whole = compile_standard(replace(compiled.standard, points=standard().points, cut_offs=standard().cut_offs))
    finding = classify(whole, household(person(40)), on=ON)
    assert [found.deprived for found in finding.indicators] == [bool(gaps >> n & 1) for n in range(len(conditions))]
    both_ways_agree(whole, household(person(40)))


@pytest.mark.parametrize(("area", "gaps"), [("urban", 1), ("rural", 0)])
def test_a_condition_may_look_at_the_area(area: str, gaps: int):
    law = replace(small_law("area == urban"), points=standard().points)
    home = household(area=area)
    assert len(classify(compile_standard(law), home, on=ON).deprived) == gaps
    both_ways_agree(compile_standard(law), home)


def test_a_standard_in_which_points_ask_nothing_of_members():
    law, table = small_law("has_tv"), standard().points
    assert table is not None
    plain = tuple(group for group in table.groups if group.key in {"wall", "tv", "cattle"})
    for conditions in (("has_tv",), ("any(members, uses_internet)",), ("any(members, uses_internet or age < 5)",)):
        compiled = compile_standard(replace(small_law(*conditions), points=replace(table, groups=plain)))
        both_ways_agree(compiled, household(person(40), cattle=2))
        _, points, _, chosen = compiled.exact(
            *compiled.complete(encode(form(), household(person(40), cattle=2), ON)), compiled.points["RRD"], 140
        )
        assert len(chosen) == 3
        assert points == sum(compiled.points["RRD"][place] for place in chosen)
    assert law.points is None


def test_no_class_may_hold():
    law = replace(standard(), classes=standard().classes[:1])
    compiled = compile_standard(law)
    arguments = compiled.complete(encode(form(), household(), ON))
    assert arguments is not None
    assert compiled.exact(*arguments, compiled.points["RRD"], 140)[0] == -1
    assert compiled.possible((0, 0), (0, 0), 140) == ((), False)


def test_the_exact_function_is_for_whole_law_and_whole_answers_only():
    encoded = encode(form(), household(person(40), person(7)), ON)
    assert rules().whole
    assert rules().complete(encoded) is not None
    for compiled in (rules(NEW), rules(NEW, assumptions=True), rules(points=None)):
        assert not compiled.whole
        assert compiled.complete(encoded) is None
    no_cut_off = replace(standard(), cut_offs=standard(NEW).cut_offs)
    assert not compile_standard(no_cut_off).whole
    for missing in (household(toilet=None), household(person(None)), household(person(40, work=None))):
        assert rules().complete(encode(form(), missing, ON)) is None
    unused = household(person(40), has_radio=None)
    assert rules().complete(encode(form(), unused, ON)) is None
    assert rules(points=None).points == {}
    assert rules().points["RRD"][-1] == 0, "the points of an option that does not hold"


def both_ways_agree(compiled: CompiledStandard, home: Household) -> None:
    """Class, income points, gaps and options of a complete household: generated function = careful reader."""
    law = compiled.standard
    encoded = encode(law.form, home, ON)
    arguments = compiled.complete(encoded)
    assert arguments is not None
    points, cut_off = compiled.points[encoded.region], law.cut_offs[home.area].points
    place, b1, gaps, chosen = compiled.exact(*arguments, points, cut_off)
    here, members = compiled.known(encoded)
    careful_gaps = 0
    for position, (_, reader) in enumerate(compiled.judges):
        low, high, _ = reader(here, members, None)
        assert low == high, f"{law.indicators[position].key} of {home} is open"
        careful_gaps |= low << position
    assert careful_gaps == gaps, home
    total, first = 0, 0
    for (group, readers), position in zip(compiled.option_judges, chosen, strict=True):
        values = points[first : first + len(readers)]
        careful, (low, high, unknown) = score(readers, values, here, members)
        assert (low, unknown) == (high, ()), f"{group.key} of {home} is open"
        assert careful == (None if position < 0 else position - first), home
        total += low
        first += len(readers)
    assert total == b1, home
    b2 = gaps.bit_count() * law.gap_points
    assert compiled.possible((b1, b1), (b2, b2), cut_off) == ((law.classes[place].key,), True), home


@given(households())
def test_exact_and_careful_agree_on_small_households(home: Household):
    both_ways_agree(rules(), home)


def test_exact_and_careful_agree_on_many_seeded_households():
    for home in random_households(20261123, MANY):
        both_ways_agree(rules(), home)


def test_a_whole_finding_is_that_of_the_exact_function():
    seen = set()
    for home in random_households(7, 400):
        finding = classify(rules(), home, on=ON)
        encoded = encode(form(), home, ON)
        place, b1, gaps, _ = rules().exact(
            *rules().complete(encoded), rules().points[encoded.region], rules().standard.cut_offs[home.area].points
        )
        assert finding.verdict == rules().standard.classes[place].key
        assert finding.possible == (finding.verdict,)
        assert finding.b1 == (b1, b1)
        assert finding.b2 == (10 * gaps.bit_count(),) * 2
        assert len(finding.deprived) == gaps.bit_count()
        assert finding.missing == ()
        seen.add((finding.verdict, home.area))
    assert len(seen) == 6, "every class in both areas"


def test_where_the_law_is_silent_nothing_is_generated():
    lines = rules(NEW, assumptions=True).source.splitlines()
    place = [one.key for one in standard(NEW).indicators].index("waste")
    assert sum("gaps |= " in line for line in lines) == 11
    assert not any(line.endswith(f"gaps |= {1 << place}") for line in lines)
    assert "points[" not in rules(NEW).source


def test_standards_are_told_apart():
    assert rules().standard.id == OLD
    assert rules().exact.__code__.co_filename == f"<{OLD}>"
