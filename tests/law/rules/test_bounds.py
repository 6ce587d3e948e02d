"""Conditions on answers of which some are unknown: bounds and reasons, by hand and against every completion."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chiakhoa.law.rules.bounds import Reasons, judge, number
from chiakhoa.law.rules.expression import Negation, Number, OfMembers, household_vocabulary, parse
from tests.law.rules.laws import form

Bounds = tuple[int, int]
YES, NO, OPEN = (1, 1), (0, 0), (0, 1)


def read(text: str, here: dict[str, Bounds], *members: dict[str, Bounds]) -> tuple[int, int, Reasons]:
    node = parse(text, household_vocabulary(form()), where="")
    low, high, why = judge(node)(here, members, None)
    return int(low), int(high), why


@pytest.mark.parametrize(
    ("sign", "left", "right", "bounds"),
    [
        ("<", (1, 1), (2, 2), YES),
        ("<", (2, 2), (2, 2), NO),
        ("<", (1, 2), (2, 3), OPEN),
        ("<", (1, 2), (3, 3), YES),
        ("<", (3, 4), (2, 3), NO),
        ("<=", (2, 2), (2, 2), YES),
        ("<=", (3, 3), (2, 2), NO),
        ("<=", (1, 2), (2, 3), YES),
        ("<=", (1, 3), (2, 2), OPEN),
        ("<=", (2, 3), (1, 2), OPEN),
        ("<=", (3, 4), (1, 2), NO),
        (">", (2, 2), (1, 1), YES),
        (">", (2, 2), (2, 2), NO),
        (">", (1, 2), (1, 1), OPEN),
        (">", (3, 4), (1, 2), YES),
        (">", (1, 2), (2, 3), NO),
        (">=", (2, 2), (2, 2), YES),
        (">=", (1, 1), (2, 2), NO),
        (">=", (2, 3), (1, 2), YES),
        (">=", (1, 2), (2, 3), OPEN),
        (">=", (1, 2), (3, 4), NO),
        ("==", (2, 2), (2, 2), YES),
        ("==", (2, 2), (3, 3), NO),
        ("==", (1, 2), (2, 3), OPEN),
        ("==", (1, 2), (2, 2), OPEN),
        ("==", (2, 2), (1, 2), OPEN),
        ("==", (1, 2), (1, 2), OPEN),
        ("==", (1, 2), (3, 4), NO),
        ("==", (3, 4), (1, 2), NO),
        ("!=", (2, 2), (2, 2), NO),
        ("!=", (2, 2), (3, 3), YES),
        ("!=", (1, 2), (2, 3), OPEN),
        ("!=", (1, 2), (1, 2), OPEN),
        ("!=", (1, 2), (2, 2), OPEN),
        ("!=", (2, 2), (1, 2), OPEN),
        ("!=", (1, 3), (2, 2), OPEN),
        ("!=", (2, 2), (1, 3), OPEN),
        ("!=", (1, 2), (3, 4), YES),
        ("!=", (3, 4), (1, 2), YES),
    ],
)
def test_comparisons(sign: str, left: Bounds, right: Bounds, bounds: Bounds):
    low, high, why = read(f"floor_area {sign} pigs", {"floor_area": left, "pigs": right})
    assert (low, high) == bounds
    both = ((None, "floor_area"), (None, "pigs"))
    unknown = tuple(fact for fact, known in zip(both, (left, right), strict=True) if known[0] != known[1])
    assert why == (unknown if bounds == OPEN else both)


SUMS = ["floor_area + pigs", "floor_area - pigs", "floor_area * pigs", "(floor_area - 3) * (pigs - 2)"]
SUMS += [
    "min(floor_area, pigs)",
    "max(floor_area, pigs)",
    "min(floor_area, pigs, 2)",
    "max(3, floor_area - pigs, pigs)",
]
RANGES = st.tuples(st.integers(0, 5), st.integers(0, 5)).map(lambda ends: (min(ends), max(ends)))


@pytest.mark.parametrize("text", SUMS)
@given(left=RANGES, right=RANGES)
def test_the_bounds_of_a_sum_are_reached_and_never_passed(text: str, left: Bounds, right: Bounds):
    node = parse(f"{text} > 0", household_vocabulary(form()), where="").left
    reader = number(node)
    low, high, behind, unknown = reader({"floor_area": left, "pigs": right}, (), None)
    values = [
        reader({"floor_area": (a, a), "pigs": (b, b)}, (), None)
        for a, b in itertools.product(range(left[0], left[1] + 1), range(right[0], right[1] + 1))
    ]
    assert all(value[0] == value[1] for value in values)
    assert low <= min(value[0] for value in values)
    assert high >= max(value[0] for value in values)
    if text.count("pigs") == 1:
        assert (low, high) == (min(value[0] for value in values), max(value[0] for value in values))
    assert behind == tuple(dict.fromkeys(reason for reason in behind))
    assert set(behind) == {(None, "floor_area"), (None, "pigs")}
    assert set(unknown) == {fact for fact, (a, b) in zip(behind, order(behind, left, right), strict=True) if a != b}


def order(behind: Reasons, left: Bounds, right: Bounds) -> list[Bounds]:
    return [left if key == "floor_area" else right for _, key in behind]


@pytest.mark.parametrize(
    ("text", "source", "bounds"),
    [
        ("water_source in (piped, rain)", (0, 0), YES),
        ("water_source in (piped, rain)", (1, 1), NO),
        ("water_source in (piped, rain)", (0, 8), OPEN),
        ("water_source not in (piped, rain)", (4, 4), NO),
        ("water_source not in (piped, rain)", (5, 5), YES),
        ("water_source not in (piped, rain)", (0, 8), OPEN),
        ("water_source in (piped, drilled_well)", (0, 1), YES),
        ("water_source not in (piped, drilled_well)", (0, 1), NO),
        ("water_source in (piped, drilled_well)", (2, 8), NO),
        ("water_source == rain", (4, 4), YES),
        ("water_source == rain", (3, 5), OPEN),
        ("water_source != rain", (4, 4), NO),
        ("water_source != rain", (5, 8), YES),
    ],
)
def test_options(text: str, source: Bounds, bounds: Bounds):
    assert read(text, {"water_source": source}) == (*bounds, ((None, "water_source"),))


TV, RADIO, CAR = ((None, key) for key in ("has_tv", "has_radio", "has_car"))


@pytest.mark.parametrize(
    ("text", "tv", "radio", "expected"),
    [
        ("has_tv", YES, NO, (1, 1, (TV,))),
        ("has_tv", OPEN, NO, (0, 1, (TV,))),
        ("not has_tv", YES, NO, (0, 0, (TV,))),
        ("not has_tv", NO, NO, (1, 1, (TV,))),
        ("not has_tv", OPEN, NO, (0, 1, (TV,))),
        ("has_tv and has_radio", YES, YES, (1, 1, (TV, RADIO))),
        ("has_tv and has_radio", NO, YES, (0, 0, (TV,))),
        ("has_tv and has_radio", YES, NO, (0, 0, (RADIO,))),
        ("has_tv and has_radio", OPEN, NO, (0, 0, (RADIO,))),
        ("has_tv and has_radio", OPEN, YES, (0, 1, (TV,))),
        ("has_tv and has_radio", OPEN, OPEN, (0, 1, (TV, RADIO))),
        ("has_tv or has_radio", NO, NO, (0, 0, (TV, RADIO))),
        ("has_tv or has_radio", YES, NO, (1, 1, (TV,))),
        ("has_tv or has_radio", NO, YES, (1, 1, (RADIO,))),
        ("has_tv or has_radio", OPEN, YES, (1, 1, (RADIO,))),
        ("has_tv or has_radio", OPEN, NO, (0, 1, (TV,))),
        ("has_tv or has_tv", OPEN, NO, (0, 1, (TV,))),
        ("has_tv and has_tv", YES, NO, (1, 1, (TV,))),
    ],
)
def test_and_or_not_with_the_answers_that_suffice(text: str, tv: Bounds, radio: Bounds, expected: tuple):
    assert read(text, {"has_tv": tv, "has_radio": radio}) == expected


@pytest.mark.parametrize(
    ("text", "first", "second", "expected"),
    [
        ("any(members, uses_internet)", YES, NO, (1, 1, ((0, "uses_internet"),))),
        ("any(members, uses_internet)", NO, NO, (0, 0, ((0, "uses_internet"), (1, "uses_internet")))),
        ("any(members, uses_internet)", OPEN, NO, (0, 1, ((0, "uses_internet"),))),
        ("any(members, uses_internet)", OPEN, YES, (1, 1, ((1, "uses_internet"),))),
        ("any(members, uses_internet)", YES, YES, (1, 1, ((0, "uses_internet"), (1, "uses_internet")))),
        ("all(members, uses_internet)", YES, YES, (1, 1, ((0, "uses_internet"), (1, "uses_internet")))),
        ("all(members, uses_internet)", NO, OPEN, (0, 0, ((0, "uses_internet"),))),
        ("all(members, uses_internet)", YES, OPEN, (0, 1, ((1, "uses_internet"),))),
        ("count(members, uses_internet) >= 1", YES, NO, (1, 1, ((0, "uses_internet"),))),
        ("count(members, uses_internet) >= 1", NO, NO, (0, 0, ())),
        ("count(members, uses_internet) >= 1", YES, OPEN, (1, 1, ((0, "uses_internet"),))),
        ("count(members, uses_internet) >= 2", YES, OPEN, (0, 1, ((1, "uses_internet"),))),
        ("count(members, uses_internet) >= 2", NO, OPEN, (0, 0, ())),
        ("count(members, uses_internet) == 1", YES, OPEN, (0, 1, ((1, "uses_internet"),))),
        ("2 * count(members, uses_internet) > size", YES, YES, (1, 1, ((0, "uses_internet"), (1, "uses_internet")))),
    ],
)
def test_members_who_count_and_members_who_may(text: str, first: Bounds, second: Bounds, expected: tuple):
    assert read(text, {"size": (2, 2)}, {"uses_internet": first}, {"uses_internet": second}) == expected


def test_an_open_count_that_is_enough_names_those_who_surely_count():
    """Three of five are more than half, whatever the fourth is."""
    ages = [(3, 3), (4, 5), (6, 6), (0, 125), (40, 40)]
    here = {"size": (5, 5)}
    low, high, why = read("2 * count(members, age < 16) > size", here, *({"age": age} for age in ages))
    assert (low, high, why) == (1, 1, ((0, "age"), (1, "age"), (2, "age")))


def test_nobody_at_home():
    assert read("any(members, uses_internet)", {}) == (0, 0, ())
    assert read("all(members, uses_internet)", {}) == (1, 1, ())
    assert read("count(members, uses_internet) == 0", {}) == (1, 1, ())


def test_the_place_and_the_size_are_no_answers():
    here = {"size": (2, 2), "area": (1, 1), "floor_area": (9, 9)}
    assert read("floor_area < 8 * size and area == urban", here) == (1, 1, ((None, "floor_area"),))


def test_an_ordered_choice_compares_by_its_place():
    reader = "any(members, schooling < lower_secondary)"
    assert read(reader, {}, {"schooling": (0, 1)}) == (1, 1, ((0, "schooling"),))
    assert read(reader, {}, {"schooling": (2, 3)}) == (0, 0, ((0, "schooling"),))
    assert read(reader, {}, {"schooling": (1, 2)}) == (0, 1, ((0, "schooling"),))


def test_what_is_no_condition_and_what_is_no_number():
    with pytest.raises(TypeError, match=r"^no condition: Number"):
        judge(Number(1))
    with pytest.raises(TypeError, match=r"^no condition: OfMembers"):
        judge(OfMembers("count", Number(1)))
    with pytest.raises(TypeError, match=r"^no number: Negation"):
        number(Negation(Number(1)))
