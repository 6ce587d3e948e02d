"""Every form of the grammar means in columns what it means in Python, exactly and between bounds."""

from __future__ import annotations

import polars as pl
import pytest

from chiakhoa.law.batch.columns import LARGEST_OF, fits, household_schema, member_schema, width_for
from chiakhoa.law.batch.emit import Emitter, runs
from chiakhoa.law.batch.frames import encoded_rows
from chiakhoa.law.rules.bounds import judge
from chiakhoa.law.rules.compiled import bounds_of
from chiakhoa.law.rules.expression import household_vocabulary, member_vocabulary, parse
from chiakhoa.law.rules.refusals import Refused
from tests.law.batch.worlds import form, world

OF_HOMES = [
    "has_tv",
    "not has_tv",
    "has_tv and has_radio or not has_car",
    "floor_area < 8 * size",
    "floor_area - 10 * size > electricity - 100",
    "min(floor_area, electricity) >= 40",
    "max(floor_area, electricity, 3 * pigs) < 90",
    "20 < floor_area",
    "30 == floor_area",
    "floor_area != 30",
    "floor_area == electricity",
    "floor_area != electricity",
    "floor_area <= electricity",
    "pigs > 40000",
    "pigs < 40000",
    "water_source in (piped, rain, other)",
    "water_source not in (piped, drilled_well, protected_dug_well)",
    "water_source in (surface, other)",
    "water_source == rain",
    "water_source != rain",
    "toilet in (septic, semi_septic, pour_flush, vip, slab_pit, double_vault, other, none)",
    "area == urban",
    "annual_land * perennial_land > 10000000",
    "annual_land * perennial_land - pond_land * pond_land > 10000000",
    "(cattle - pigs) * (poultry - pigs) > 5",
    "0 - 5 * cattle < 0 - pigs",
    "2 > 1",
]
OF_MEMBERS = [
    "age < 16",
    "age >= 16 and age <= 30 and studying == none",
    "schooling < upper_secondary",
    "2 * age - nonfarm_months > 60",
    "nonfarm_months < 200",
    "work not in (working, no_job)",
    "not health_insurance",
    "min(age, 60) == 60 or gravely_ill",
]


@pytest.mark.parametrize("taken", [0, 150])
@pytest.mark.parametrize("text", OF_HOMES)
def test_conditions_on_households(text: str, taken: int):
    frames, node = world(400, seed=8, taken=taken), parse(text, household_vocabulary(form()), where="test")
    values = [
        {"area": (one.area,) * 2, "size": (len(one.members),) * 2, **bounds_of(form().household, one.answers)}
        for one in encoded_rows(form(), frames)
    ]
    same(frames.households, node, values)


@pytest.mark.parametrize("taken", [0, 150])
@pytest.mark.parametrize("text", OF_MEMBERS)
def test_conditions_on_members(text: str, taken: int):
    frames, node = world(200, seed=8, taken=taken), parse(text, member_vocabulary(form()), where="test")
    values = [
        {"age": age, **bounds_of(form().member, codes)}
        for one in encoded_rows(form(), frames)
        for age, codes in zip(one.ages, one.members, strict=True)
    ]
    same(frames.members, node, values)


def same(frame: pl.DataFrame, node, values: list[dict]) -> None:
    """Both forms in columns against the careful reader; the exact form where that reader finds the facts decided."""
    emitter, reader = Emitter(form()), judge(node)
    low, high = emitter.bounds(node)
    found = frame.with_columns(low=low, high=high, exact=emitter.exact(node))
    expected = [tuple(map(bool, reader(here, (), None)[:2])) for here in values]
    assert found.select("low", "high").rows() == expected
    known = [all(low == high for low, high in here.values()) for here in values]
    exact = found["exact"].to_list()
    assert [one for one, whole in zip(exact, known, strict=True) if whole] == [
        low for (low, _), whole in zip(expected, known, strict=True) if whole
    ]


def test_numbers_that_pass_64_bits_are_refused():
    node = parse("annual_land * annual_land * annual_land * annual_land > 1", household_vocabulary(form()), where="")
    with pytest.raises(Refused) as refused:
        Emitter(form()).exact(node)
    assert refused.value.rule == "batch.too_large"


def test_sums_are_32_bits_and_wider_only_where_they_must_be():
    emitter, vocabulary = Emitter(form()), household_vocabulary(form())
    assert emitter.wide(parse("floor_area < 8 * size", vocabulary, where="")) == pl.Int32
    assert emitter.wide(parse("annual_land * perennial_land > 1", vocabulary, where="")) == pl.Int64


def test_columns_hold_every_answer_and_unknown():
    for schema, fields in ((household_schema(form()), form().household), (member_schema(form()), form().member)):
        for key, field in fields.items():
            assert schema[key] == pl.Boolean if field.kind == "yes_no" else fits(field.high, schema[key])
    assert [width_for(0, largest) for largest in LARGEST_OF.values()] == list(LARGEST_OF)
    assert width_for(-129, 0) == pl.Int16


@pytest.mark.parametrize(
    ("codes", "expected"),
    [((3,), [(3, 3)]), ((5, 0, 1, 2), [(0, 2), (5, 5)]), ((1, 2, 4, 5), [(1, 2), (4, 5)])],
)
def test_runs(codes: tuple[int, ...], expected: list[tuple[int, int]]):
    assert runs(codes) == expected
