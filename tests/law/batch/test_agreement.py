"""Columns and rows agree, household by household: class, possible classes, points, gaps, what is undecided."""

from __future__ import annotations

import polars as pl
import pytest

from chiakhoa.law.batch.classify import RESULTS, classify_frame, verdicts
from chiakhoa.law.batch.frames import Snapshot, encoded_rows
from chiakhoa.law.batch.rowwise import judged_rows
from chiakhoa.law.rules.classification import classify
from chiakhoa.law.rules.finding import Finding
from tests.law.batch.worlds import DAY, NEW, OLD, form, household_of, rules, world

LAWS = {
    "old": (OLD, "practice", False),
    "old without points": (OLD, None, False),
    "new as carried over": (NEW, "practice", True),
    "new": (NEW, "practice", False),
}
A_HUNDRED_THOUSAND = [
    ("old", 40_000, 0),
    ("old", 40_000, 1),
    ("old", 3_000, 8),
    ("old", 2_000, 80),
    ("old", 1_000, 500),
    ("old without points", 2_000, 0),
    ("old without points", 1_000, 100),
    ("new as carried over", 5_000, 0),
    ("new as carried over", 2_000, 80),
    ("new", 3_000, 0),
    ("new", 1_000, 100),
]


def test_it_is_a_hundred_thousand():
    assert sum(households for _, households, _ in A_HUNDRED_THOUSAND) == 100_000


@pytest.mark.parametrize(("law", "households", "taken"), A_HUNDRED_THOUSAND)
def test_columns_are_rows(law: str, households: int, taken: int):
    compiled, frames = rules(*LAWS[law]), world(households, seed=households + taken, taken=taken)
    found = classify_frame(compiled, frames.households, frames.members)
    expected = list(judged_rows(compiled, frames))
    pairs = enumerate(zip(found.select(RESULTS).rows(), expected, strict=True))
    assert found["hh"].to_list() == list(range(households))
    assert [(place, one, other) for place, (one, other) in pairs if one != other] == []


@pytest.mark.parametrize("law", LAWS)
@pytest.mark.parametrize("taken", [0, 60])
def test_columns_are_findings(law: str, taken: int):
    compiled, frames = rules(*LAWS[law]), world(300, seed=3, taken=taken)
    judged = classify_frame(compiled, frames.households, frames.members)
    rows = zip(judged.iter_rows(named=True), encoded_rows(form(), frames), strict=True)
    for row, encoded in rows:
        finding = classify(compiled, household_of(encoded, str(row["hh"])), on=DAY)
        assert told(compiled, row) == seen(finding)


def told(compiled, row: dict) -> tuple:
    names = verdicts(compiled)
    indicators = [indicator.key for indicator in compiled.standard.indicators]
    possible = tuple(name for place, name in enumerate(names) if row["possible"] >> place & 1)
    gaps = {key for place, key in enumerate(indicators) if row["gaps"] >> place & 1}
    undecided = {key for place, key in enumerate(indicators) if row["open_gaps"] >> place & 1}
    b1 = None if row["b1_low"] is None else (row["b1_low"], row["b1_high"])
    return names[row["verdict"]], possible, b1, (row["b2_low"], row["b2_high"]), gaps, undecided


def seen(finding: Finding) -> tuple:
    undecided = {found.key for found in finding.indicators if found.deprived is None}
    return finding.verdict, finding.possible, finding.b1, finding.b2, set(finding.deprived), undecided


def test_every_class_and_doubt_occurs():
    frames = world(20_000, seed=2, taken=20)
    judged = classify_frame(rules(), frames.households, frames.members)
    assert set(judged["verdict"]) == {0, 1, 2, 3}
    assert {0b001, 0b010, 0b100, 0b011, 0b110, 0b111} <= set(judged["possible"])
    assert judged["open_gaps"].max() > 0


@pytest.mark.parametrize("law", LAWS)
def test_one_household_is_the_same_alone(law: str):
    compiled, frames = rules(*LAWS[law]), world(10, seed=5, taken=60)
    together = classify_frame(compiled, frames.households, frames.members)
    for hh in range(10):
        home, people = frames.households.filter(hh=hh), frames.members.filter(hh=hh)
        assert classify_frame(compiled, home, people).equals(together.filter(hh=hh))


@pytest.mark.parametrize("law", LAWS)
def test_no_household_is_no_row(law: str):
    frames = world(0)
    judged = classify_frame(rules(*LAWS[law]), frames.households, frames.members)
    assert judged.shape == (0, 1 + len(RESULTS))


def test_results_are_wide_enough():
    frames = world(50, taken=100)
    judged = classify_frame(rules(), frames.households, frames.members)
    widths = dict(judged.schema)
    assert widths.pop("verdict") == pl.Int8
    assert set(widths.values()) == {pl.Int32}


def test_a_crowded_household_is_counted_in_full():
    """Three hundred members, each with a reason: counts pass what eight bits hold, and neighbours keep their own."""
    frames = world(3, seed=4)
    crowd = pl.concat([frames.members.filter(hh=1).head(1)] * 300)
    people = pl.concat([frames.members.filter(hh=0), crowd, frames.members.filter(hh=2)])
    homes = frames.households.with_columns(size=pl.when(hh=1).then(300).otherwise("size").cast(pl.Int32))
    crowded = Snapshot(homes, people)
    judged = classify_frame(rules(), homes, people).select(RESULTS).rows()
    assert judged == list(judged_rows(rules(), crowded))
