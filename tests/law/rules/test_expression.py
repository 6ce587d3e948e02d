"""The grammar of conditions: what it reads, what it refuses, and in which words."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chiakhoa.law.rules.expression import (
    AREA,
    HOUSEHOLD,
    LARGEST,
    MEMBER,
    TOTALS,
    Arithmetic,
    Comparison,
    Extreme,
    Fact,
    Joined,
    Negation,
    Node,
    Number,
    OfMembers,
    OneOf,
    children,
    facts,
    household_vocabulary,
    is_condition,
    member_vocabulary,
    parse,
    totals_vocabulary,
    walk,
    whole,
)
from chiakhoa.law.rules.form import CHOICE, INTEGER, YES_NO
from chiakhoa.law.rules.refusals import Refused
from tests.law.rules.laws import form, refusal

SIZE = Fact(HOUSEHOLD, "size", INTEGER)
FLOOR = Fact(HOUSEHOLD, "floor_area", INTEGER)
TV = Fact(HOUSEHOLD, "has_tv", YES_NO)
TOILET = Fact(HOUSEHOLD, "toilet", CHOICE)
AGE = Fact(MEMBER, "age", INTEGER)
INTERNET = Fact(MEMBER, "uses_internet", YES_NO)
SCHOOLING = Fact(MEMBER, "schooling", CHOICE)


def read(text: str) -> Node:
    return parse(text, household_vocabulary(form()), where="rules.toml:7")


@pytest.mark.parametrize(
    ("text", "node"),
    [
        ("has_tv", TV),
        ("  has_tv ", TV),
        ("not has_tv", Negation(TV)),
        ("floor_area < 8 * size", Comparison("<", FLOOR, Arithmetic("*", Number(8), SIZE))),
        ("floor_area <= 8", Comparison("<=", FLOOR, Number(8))),
        ("floor_area > 8", Comparison(">", FLOOR, Number(8))),
        ("floor_area >= 8", Comparison(">=", FLOOR, Number(8))),
        ("floor_area == 8", Comparison("==", FLOOR, Number(8))),
        ("floor_area != 8", Comparison("!=", FLOOR, Number(8))),
        ("size + 1 > 2", Comparison(">", Arithmetic("+", SIZE, Number(1)), Number(2))),
        ("size - 1 > 2", Comparison(">", Arithmetic("-", SIZE, Number(1)), Number(2))),
        ("min(size, 4) == 4", Comparison("==", Extreme("min", (SIZE, Number(4))), Number(4))),
        ("max(size, 4, 5) == 4", Comparison("==", Extreme("max", (SIZE, Number(4), Number(5))), Number(4))),
        ("has_tv and has_tv", Joined("and", (TV, TV))),
        ("has_tv or has_tv or has_tv", Joined("or", (TV, TV, TV))),
        ("toilet in (septic, none)", OneOf(TOILET, (0, 7), negated=False)),
        ("toilet not in (septic, none)", OneOf(TOILET, (0, 7), negated=True)),
        ("toilet in (vip,)", OneOf(TOILET, (3,), negated=False)),
        ("toilet == vip", OneOf(TOILET, (3,), negated=False)),
        ("toilet != vip", OneOf(TOILET, (3,), negated=True)),
        ("area == urban", OneOf(Fact(HOUSEHOLD, "area", CHOICE), (1,), negated=False)),
        ("area in (rural,)", OneOf(Fact(HOUSEHOLD, "area", CHOICE), (0,), negated=False)),
        ("any(members, uses_internet)", OfMembers("any", INTERNET)),
        ("all(members, not uses_internet)", OfMembers("all", Negation(INTERNET))),
        (
            "count(members, age < 16) > 2",
            Comparison(">", OfMembers("count", Comparison("<", AGE, Number(16))), Number(2)),
        ),
        ("any(members, schooling >= primary)", OfMembers("any", Comparison(">=", SCHOOLING, Number(1)))),
        ("any(members, schooling < primary)", OfMembers("any", Comparison("<", SCHOOLING, Number(1)))),
        ("size == 10000000", Comparison("==", SIZE, Number(LARGEST))),
    ],
)
def test_what_the_grammar_reads(text: str, node: Node):
    assert read(text) == node


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("", "invalid syntax"),
        ("has_tv and", "invalid syntax"),
        ("has_tv\nhas_tv", "invalid syntax"),
        ("a\0b", "source code string cannot contain null bytes"),
        ("8", "a condition is needed"),
        ("size", "a condition is needed"),
        ("size + 1", "a condition is needed"),
        ("count(members, uses_internet)", "a condition is needed"),
        ("toilet", "a condition is needed"),
        ("not toilet", "a condition is needed"),
        ("not size", "a condition is needed"),
        ("has_tv and size", "a condition is needed"),
        ("has_tv or 1", "a condition is needed"),
        ("any(members, age)", "a condition is needed"),
        ("has_tv == 1", "a number is needed"),
        ("1 == has_tv", "a number is needed"),
        ("has_tv + 1 == 2", "a number is needed"),
        ("1 + has_tv == 2", "a number is needed"),
        ("min(has_tv, 1) == 1", "a number is needed"),
        ("(size == 1) == 1", "a number is needed"),
        ("any(members, age == 1) == 1", "a number is needed"),
        ("1 < toilet", "toilet is a choice: compare it with one of its options"),
        ("toilet + 1 == 2", "toilet is a choice: compare it with one of its options"),
        ("has_rocket", "no answer or fact is called has_rocket"),
        ("has_rocket == 1", "no answer or fact is called has_rocket"),
        ("uses_internet", "no answer or fact is called uses_internet"),
        ("b1 > 2", "no answer or fact is called b1"),
        ("members", "no answer or fact is called members"),
        ("any(members, has_tv)", "no answer or fact is called has_tv"),
        ("any(members, size > 1)", "no answer or fact is called size"),
        ("any(members, area == urban)", "no answer or fact is called area"),
        ("age > 1", "no answer or fact is called age"),
        ("any(members, any(members, uses_internet))", "members can only be asked about from the household"),
        ("toilet == palace", "palace is no option of toilet"),
        ("toilet == 3", "3 is no option of toilet"),
        ("toilet in (septic, palace)", "palace is no option of toilet"),
        ("area == suburb", "suburb is no option of area"),
        ("toilet in septic", "in needs a list of options in parentheses"),
        ("toilet in [septic]", "in needs a list of options in parentheses"),
        ("toilet in (septic, septic)", "each option of toilet once, and at least one"),
        ("toilet not in ()", "each option of toilet once, and at least one"),
        ("toilet < vip", "the options of toilet have no order"),
        ("toilet is vip", "the options of toilet have no order"),
        ("any(members, schooling is primary)", "the options of schooling have no order"),
        ("area < urban", "the options of area have no order"),
        ("size in (1, 2)", "in and not in go with a choice and its options"),
        ("size is 2", "in and not in go with a choice and its options"),
        ("1 < size < 3", "not in the grammar: 1 < size < 3"),
        ("size / 2 > 1", "not in the grammar: size / 2"),
        ("size ** 2 > 1", "not in the grammar: size ** 2"),
        ("size > -1", "not in the grammar: -1"),
        ("size > 1.5", "not in the grammar: 1.5"),
        ("size == True", "not in the grammar: True"),
        ("True", "not in the grammar: True"),
        ("size == 'a'", "not in the grammar: 'a'"),
        ("size == 10000001", "not in the grammar: 10000001"),
        ("has_tv if has_tv else has_tv", "not in the grammar: has_tv if has_tv else has_tv"),
        ("has_tv.real", "not in the grammar: has_tv.real"),
        ("(lambda: 1)()", "not in the grammar: (lambda: 1)()"),
        ("__import__('os')", "not in the grammar: __import__"),
        ("min(size) == 1", "not in the grammar: min"),
        ("min(*size, 1) == 1", "not in the grammar: *size"),
        ("min(size, 1, key=size) == 1", "not in the grammar: min(size, 1, key=size)"),
        ("any(members)", "not in the grammar: any"),
        ("any(people, uses_internet)", "not in the grammar: any"),
        ("any(members, uses_internet, uses_internet)", "not in the grammar: any"),
        ("sum(size, 1) == 1", "not in the grammar: sum"),
    ],
)
def test_what_the_grammar_refuses(text: str, problem: str):
    with pytest.raises(Refused) as refused:
        read(text)
    told = refusal(refused)
    assert (told.rule, told.where) == ("law.expression", "rules.toml:7")
    assert told.values["text"] == text
    assert told.values["problem"].startswith(problem)
    assert told.values["problem"] in told.message("en")


@given(st.text(alphabet="abs 12<>=()+-*/.,:'\"\\nortdnie_tvmembrs", max_size=40))
def test_any_text_is_read_or_refused(text: str):
    try:
        node, rule = read(text), "law.expression"
    except Refused as refused:
        node, rule = OfMembers("any", INTERNET), refused.rule
    assert is_condition(node)
    assert rule == "law.expression"


def test_each_place_has_its_own_names():
    assert parse("b1 <= cut_off and b2 >= 30", totals_vocabulary(), where="") == Joined(
        "and",
        (
            Comparison("<=", Fact(TOTALS, "b1", INTEGER), Fact(TOTALS, "cut_off", INTEGER)),
            Comparison(">=", Fact(TOTALS, "b2", INTEGER), Number(30)),
        ),
    )
    assert parse("age >= 16", member_vocabulary(form()), where="") == Comparison(">=", AGE, Number(16))
    assert set(household_vocabulary(form()).scopes) == {HOUSEHOLD, MEMBER}
    assert household_vocabulary(form()).outermost == HOUSEHOLD
    assert member_vocabulary(form()).outermost == MEMBER
    assert set(totals_vocabulary().scopes[TOTALS]) == {"b1", "b2", "cut_off"}
    assert "size" not in member_vocabulary(form()).scopes[MEMBER]


@pytest.mark.parametrize("text", ["any(members, uses_internet)", "count(members, uses_internet) > 1"])
def test_a_member_or_a_sum_has_no_members_to_ask(text: str):
    with pytest.raises(Refused) as refused:
        parse(text, member_vocabulary(form()), where="x:1")
    assert refused.value.values["problem"] == "members can only be asked about from the household"
    with pytest.raises(Refused):
        parse(text, totals_vocabulary(), where="x:1")


def test_every_name_is_that_of_its_answer_and_derived_ones_are_open():
    for vocabulary in (household_vocabulary(form()), member_vocabulary(form()), totals_vocabulary()):
        for names in vocabulary.scopes.values():
            assert all(field.key == name for name, field in names.items())
            derived = [names[name] for name in ("size", "area", "age", "b1", "b2", "cut_off") if name in names]
            assert derived
            assert all(field.privacy == "open" for field in derived)


def test_derived_numbers_are_open_and_bounded():
    assert (whole("age").of, whole("age").kind, whole("age").low, whole("age").high) == (
        "derived",
        INTEGER,
        0,
        LARGEST,
    )
    assert whole("age").key == "age"
    assert (AREA.of, AREA.kind, AREA.low, AREA.high) == (HOUSEHOLD, CHOICE, 0, 1)


def test_the_facts_of_a_condition_each_once_in_reading_order():
    node = read(
        "2 * count(members, age < 16 or not uses_internet and age > 60) > size or toilet == vip and size < min(3, size)"
    )
    assert facts(node) == (AGE, INTERNET, SIZE, TOILET)
    assert [type(part).__name__ for part in walk(read("floor_area < 8 * size"))] == [
        "Comparison",
        "Fact",
        "Arithmetic",
        "Number",
        "Fact",
    ]


def test_leaves_have_nothing_inside():
    assert children(Number(1)) == ()
    assert children(TV) == ()
    assert children(OneOf(TOILET, (1,), negated=False)) == (TOILET,)


@pytest.mark.parametrize(
    ("node", "answer"),
    [
        (TV, True),
        (SIZE, False),
        (TOILET, False),
        (Number(1), False),
        (Arithmetic("+", SIZE, SIZE), False),
        (Extreme("min", (SIZE, SIZE)), False),
        (Comparison("<", SIZE, SIZE), True),
        (OneOf(TOILET, (1,), negated=True), True),
        (Joined("and", (TV, TV)), True),
        (Negation(TV), True),
        (OfMembers("any", INTERNET), True),
        (OfMembers("all", INTERNET), True),
        (OfMembers("count", INTERNET), False),
    ],
)
def test_what_counts_as_a_condition(node: Node, answer: bool):
    assert is_condition(node) is answer
