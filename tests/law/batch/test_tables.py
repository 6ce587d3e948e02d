"""Official tables: counted from judgements, adding up from village to commune to province; and from law to law."""

from __future__ import annotations

from collections import Counter

import polars as pl
import pytest

from chiakhoa.law.batch.classify import classify_frame, verdicts
from chiakhoa.law.batch.compare import transitions
from chiakhoa.law.batch.frames import Snapshot
from chiakhoa.law.batch.tables import AMONG, UNITS, multidimensional, tables
from chiakhoa.law.rules.indices import multidimensional as by_hand
from tests.law.batch.worlds import NEW, OLD, rules, world

PLACES = ["province", "commune", "village"]


def counted(compiled, frames: Snapshot, units: list[str]) -> dict[tuple, Counter]:
    """The same tables, one household after the other."""
    judged = classify_frame(compiled, frames.households, frames.members)
    names, indicators = verdicts(compiled), [one.key for one in compiled.standard.indicators]
    found: dict[tuple, Counter] = {}
    for home, row in zip(frames.households.iter_rows(named=True), judged.iter_rows(named=True), strict=True):
        counts = found.setdefault(tuple(home[unit] for unit in units), Counter())
        name = names[row["verdict"]]
        counts.update(["households", name])
        gaps = [key for place, key in enumerate(indicators) if row["gaps"] >> place & 1]
        counts.update(f"{key}:{among}" for key in gaps for among in ("all", name) if among in (*AMONG, "all"))
    return found


def as_counts(table: pl.DataFrame, units: list[str]) -> dict[tuple, Counter]:
    return {
        tuple(row[unit] for unit in units): Counter({key: n for key, n in row.items() if key not in PLACES and n})
        for row in table.iter_rows(named=True)
    }


@pytest.mark.parametrize("law", [(OLD, "practice", False), (NEW, "practice", True)])
def test_tables_are_counts(law: tuple):
    compiled, frames = rules(*law), world(4_000, seed=12, taken=20)
    judged = classify_frame(compiled, frames.households, frames.members)
    found = tables(compiled, frames.households, judged)
    for levels, table in enumerate((found.provinces, found.communes, found.villages), 1):
        assert as_counts(table, PLACES[:levels]) == counted(compiled, frames, PLACES[:levels])
        assert table.select(PLACES[:levels]).is_sorted(PLACES[:levels][0]) if levels == 1 else True


def test_villages_make_communes_make_provinces():
    compiled, frames = rules(), world(20_000, seed=13)
    judged = classify_frame(compiled, frames.households, frames.members)
    found = tables(compiled, frames.households, judged)
    sums = [table.select(pl.exclude(UNITS).sum()) for table in (found.villages, found.communes, found.provinces)]
    assert sums[0].equals(sums[1])
    assert sums[1].equals(sums[2])
    assert sums[0]["households"].item() == 20_000
    assert sums[0].select(pl.sum_horizontal(verdicts(compiled))).item() == 20_000
    assert set(sums[0].dtypes) == {pl.Int64}
    by_commune = found.communes.group_by("province").agg(pl.exclude("commune").sum()).sort("province")
    assert by_commune.equals(found.provinces)


def test_the_order_of_households_changes_no_count():
    compiled, frames = rules(), world(3_000, seed=14)
    judged = classify_frame(compiled, frames.households, frames.members)
    mixed = frames.households.hstack(judged.drop("hh")).sample(fraction=1, shuffle=True, seed=1)
    found = tables(compiled, mixed.select(frames.households.columns), mixed.select(judged.columns))
    expected = tables(compiled, frames.households, judged)
    assert found.villages.equals(expected.villages)
    assert found.provinces.equals(expected.provinces)


def test_the_same_village_code_in_two_communes_is_two_villages():
    compiled, frames = rules(), world(6, seed=15)
    homes = frames.households.with_columns(
        village=pl.lit("G01"), commune=pl.Series(["A", "A", "B", "B", "B", "A"]), province=pl.lit("01")
    )
    judged = classify_frame(compiled, homes, frames.members)
    villages = tables(compiled, homes, judged).villages
    assert villages.select("commune", "village", "households").rows() == [("A", "G01", 3), ("B", "G01", 3)]


def test_tables_of_nobody_are_empty():
    compiled, frames = rules(), world(0)
    judged = classify_frame(compiled, frames.households, frames.members)
    found = tables(compiled, frames.households, judged)
    assert [found.villages.height, found.communes.height, found.provinces.height] == [0, 0, 0]
    assert "nutrition:near_poor" in found.villages.columns


def test_the_index_of_a_unit_is_that_of_its_households():
    compiled, frames = rules(), world(3_000, seed=16)
    judged = classify_frame(compiled, frames.households, frames.members)
    table = tables(compiled, frames.households, judged).provinces
    rows = frames.households.select("province").hstack(judged)
    for code, index in zip(table["province"], multidimensional(compiled, table), strict=True):
        here = rows.filter(province=code)
        gaps = [gaps.bit_count() for gaps in here["gaps"]]
        assert index == by_hand(gaps, [verdict == 0 for verdict in here["verdict"]], 12)


def test_from_law_to_law():
    before, after = rules(OLD), rules(NEW, "practice", True)
    frames = world(3_000, seed=17, taken=20)
    found = transitions(before, after, frames.households, frames.members)
    first = classify_frame(before, frames.households, frames.members)["verdict"]
    second = classify_frame(after, frames.households, frames.members)["verdict"]
    expected: Counter = Counter()
    for province, commune, one, other in zip(
        frames.households["province"], frames.households["commune"], first, second, strict=True
    ):
        expected[province, commune, verdicts(before)[one], verdicts(after)[other]] += 1
    assert {tuple(row[:4]): row[4] for row in found.iter_rows()} == expected
    assert found["households"].sum() == 3_000
    assert found.columns == ["province", "commune", "from", "to", "households"]
    assert len({*found["from"], *found["to"]}) > 2
