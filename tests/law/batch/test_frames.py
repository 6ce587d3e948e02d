"""Households in columns: laid out, kept as Parquet, read back; what does not fit together is refused."""

from __future__ import annotations

from pathlib import Path

import polars as pl
import pytest

from chiakhoa.law.batch.classify import classify_frame
from chiakhoa.law.batch.frames import HOUSEHOLDS, MEMBERS, Place, Snapshot, encoded_rows, read, snapshot, write
from chiakhoa.law.batch.invented import COMMUNES, PROVINCES, invent
from chiakhoa.law.rules.encoding import encode
from chiakhoa.law.rules.points import REGIONS
from chiakhoa.law.rules.refusals import Refused
from tests.law.batch.worlds import DAY, form, household_of, rules, world


def test_a_household_is_the_same_in_columns():
    frames = world(200, seed=6, taken=50)
    before = list(encoded_rows(form(), frames))
    encoded = [encode(form(), household_of(one, "H"), DAY) for one in before]
    assert encoded == before
    places = frames.households.select("village", "commune", "province").iter_rows()
    laid_out = snapshot(form(), zip(encoded, (Place(*codes) for codes in places), strict=True))
    assert laid_out.households.equals(frames.households)
    assert laid_out.members.equals(frames.members)


def test_place_codes_stay_as_they_were_given():
    one = next(encoded_rows(form(), world(1)))
    homes = snapshot(form(), [(one, Place("G07", "00004", "01"))]).households
    assert homes.select("village", "commune", "province").rows() == [("G07", "00004", "01")]


def test_a_snapshot_comes_back_as_it_was_written(tmp_path: Path):
    frames = world(500, seed=6, taken=50)
    write(frames, tmp_path / "new")
    again = read(tmp_path / "new")
    assert again.households.equals(frames.households)
    assert again.members.equals(frames.members)
    assert again.households.schema == frames.households.schema
    assert again.members.schema == frames.members.schema
    assert {path.name for path in (tmp_path / "new").iterdir()} == {HOUSEHOLDS, MEMBERS}
    some = read(tmp_path / "new", ["hh", "size"], ["hh"])
    assert (some.households.columns, some.members.columns) == (["hh", "size"], ["hh"])


def test_an_empty_snapshot_comes_back(tmp_path: Path):
    empty = snapshot(form(), [])
    write(empty, tmp_path)
    assert read(tmp_path).households.schema == empty.households.schema
    assert empty.households.schema == world(0).households.schema
    assert empty.members.schema == world(0).members.schema


def test_a_snapshot_holds_no_name_and_no_birth_date():
    frames = world(3)
    columns = {*frames.households.columns, *frames.members.columns}
    assert columns == {
        *("hh", "village", "commune", "province", "area", "region", "size", "age_low", "age_high"),
        *form().household,
        *form().member,
    }
    assert not {pl.String, pl.Date} & {*frames.households.dtypes, *frames.members.dtypes}


@pytest.mark.parametrize(
    "spoil",
    [
        lambda frames: Snapshot(frames.households, frames.members.reverse()),
        lambda frames: Snapshot(frames.households, frames.members.head(-1)),
        lambda frames: Snapshot(frames.households, frames.members.sort("age_low", maintain_order=True)),
        lambda frames: Snapshot(frames.households, pl.concat([frames.members, frames.members.tail(1)])),
        lambda frames: Snapshot(frames.households.with_columns(size=pl.col("size").reverse()), frames.members),
        lambda frames: Snapshot(frames.households.clear(), frames.members),
        lambda frames: Snapshot(frames.households, frames.members.with_columns(hh=pl.lit(None, dtype=pl.Int32))),
    ],
)
def test_members_that_do_not_fit_are_refused(spoil, tmp_path: Path):
    spoilt = spoil(world(20, seed=7))
    with pytest.raises(Refused) as refused:
        classify_frame(rules(), spoilt.households, spoilt.members)
    assert refused.value.rule == "batch.members"
    with pytest.raises(Refused):
        write(spoilt, tmp_path / "no")
    assert not (tmp_path / "no").exists()


def test_a_household_in_which_nobody_lives_is_refused():
    frames = world(5)
    homes = frames.households.with_columns(size=pl.when(hh=2).then(0).otherwise("size").cast(pl.Int32))
    with pytest.raises(Refused) as refused:
        classify_frame(rules(), homes, frames.members.filter(pl.col("hh") != 2))
    assert (refused.value.rule, refused.value.where) == ("law.no_members", "2")


@pytest.mark.parametrize(("area", "region"), [(0, "URB"), (1, "RRD"), (0, "XYZ")])
def test_a_region_that_does_not_fit_is_refused(area: int, region: str):
    one = next(encoded_rows(form(), world(1)))
    wrong = type(one)(area, region, one.answers, one.ages, one.members)
    with pytest.raises(Refused) as refused:
        snapshot(form(), [(wrong, Place(1, 2, 3))])
    assert refused.value.rule == "law.region"


def test_the_invented_country_has_the_shape_of_the_true_one():
    frames = invent(form(), 40_000, seed=11)
    homes, people = frames.households, frames.members
    assert 3.6 < people.height / homes.height < 4.1
    assert (homes["province"].n_unique(), homes["commune"].n_unique()) == (PROVINCES, COMMUNES)
    assert homes.select("province", "commune", "village").equals(
        homes.select("province", "commune", "village").sort("province", "commune", "village")
    )
    assert homes.filter(area=1)["region"].unique().to_list() == [REGIONS.index("URB")]
    assert homes.filter(area=0)["region"].n_unique() == len(REGIONS) - 1
    without_answer = homes.filter(pl.any_horizontal(pl.all().is_null()))["hh"]
    people_without = people.filter(pl.any_horizontal(pl.all().is_null()) | (pl.col("age_low") != pl.col("age_high")))[
        "hh"
    ]
    share = pl.concat([without_answer, people_without]).n_unique() / homes.height
    assert 0.012 < share < 0.025
    classes = classify_frame(rules(), homes, people)["verdict"].value_counts().sort("verdict")["count"]
    assert 0.02 < classes[0] / homes.height < 0.1


def test_the_same_seed_gives_the_same_country():
    first, second, other = (invent(form(), 300, seed) for seed in (4, 4, 5))
    assert first.households.equals(second.households)
    assert first.members.equals(second.members)
    assert not first.households.equals(other.households)
