"""Households in codes as two frames, members in the order of their households; and the snapshot of both as Parquet.

No name and no birth date is in it: ages stand as they were on the day of the survey.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import polars as pl

from chiakhoa.law.batch.columns import Width, household_schema, member_schema
from chiakhoa.law.rules.encoding import URBAN, Encoded
from chiakhoa.law.rules.expression import AREAS
from chiakhoa.law.rules.form import Form
from chiakhoa.law.rules.points import REGIONS
from chiakhoa.law.rules.refusals import Refused

PLACES = ("village", "commune", "province")
HOUSEHOLDS, MEMBERS = "households.parquet", "members.parquet"
ROWS_PER_GROUP = 262_144
"""Rows of a Parquet row group: enough of them to read with every core, few enough to skip whole provinces."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where a household lives: codes as they were given."""

    village: int | str
    commune: int | str
    province: int | str


@dataclass(frozen=True, slots=True)
class Snapshot:
    """Both frames. Row by row, `members` holds `size` members of each household, in the households' order."""

    households: pl.DataFrame
    members: pl.DataFrame


def snapshot(form: Form, encoded: Iterable[tuple[Encoded, Place]]) -> Snapshot:
    """Lay encoded households out in columns; `hh` counts them from 0. Refuses (`law.region`) a wrong region."""
    homes: list[tuple[object, ...]] = []
    people: list[tuple[object, ...]] = []
    for hh, (one, place) in enumerate(encoded):
        if one.region not in REGIONS or (one.region == URBAN) != (AREAS[one.area] == "urban"):
            raise Refused("law.region", where=str(hh), region=one.region)
        at = (hh, place.village, place.commune, place.province)
        homes.append((*at, one.area, REGIONS.index(one.region), len(one.members), *one.answers))
        people += [(hh, *age, *codes) for age, codes in zip(one.ages, one.members, strict=True)]
    keys: dict[str, Width] = {key: code_type(homes, place) for place, key in enumerate(PLACES, 1)}
    return Snapshot(
        table(homes, {"hh": pl.Int32, **keys, **household_schema(form)}),
        table(people, {"hh": pl.Int32, **member_schema(form)}),
    )


def table(rows: list[tuple[object, ...]], schema: Mapping[str, Width]) -> pl.DataFrame:
    """Rows as a frame; a yes-no code of 0 or 1 becomes one bit."""
    read = {key: pl.Int8 if kind == pl.Boolean else kind for key, kind in schema.items()}
    bits = [key for key, kind in schema.items() if kind == pl.Boolean]
    return pl.DataFrame(rows, schema=read, orient="row", strict=True).with_columns(pl.col(bits).cast(pl.Boolean))


def code_type(rows: list[tuple[object, ...]], position: int) -> Width:
    """Place codes stay what they are: whole numbers or text."""
    return pl.String if rows and isinstance(rows[0][position], str) else pl.Int32


def encoded_rows(form: Form, frames: Snapshot) -> Iterator[Encoded]:
    """The frames as encoded households again, for judging them one by one."""
    member_keys = ["age_low", "age_high", *form.member]
    people = frames.members.select(pl.col(member_keys).cast(pl.Int32)).iter_rows()
    keys = ["area", "region", "size", *form.household]
    for area, region, size, *answers in frames.households.select(pl.col(keys).cast(pl.Int32)).iter_rows():
        rows = [next(people) for _ in range(size)]
        ages = tuple((row[0], row[1]) for row in rows)
        yield Encoded(area, REGIONS[region], tuple(answers), ages, tuple(row[2:] for row in rows))


def checked(frames: Snapshot) -> Snapshot:
    """The frames themselves, where members stand in the order and number of their households.

    Refuses `batch.members` where they do not, `law.no_members` where nobody lives in a household.
    """
    homes, people = frames.households, frames.members
    empty = homes.filter(pl.col("size") < 1)
    if empty.height:
        raise Refused("law.no_members", where=str(empty["hh"][0]))
    ends = homes["size"].cum_sum()
    fits = people.height == (ends[-1] if ends.len() else 0)
    if fits and homes.height:
        first, last = people["hh"].gather(ends - homes["size"]), people["hh"].gather(ends - 1)
        steady = (people["hh"] == people["hh"].shift(1)).sum() == people.height - homes.height
        fits = steady and first.equals(homes["hh"]) and last.equals(homes["hh"])
    if not fits:
        values = {"households": homes.height, "expected": int(homes["size"].sum()), "found": people.height}
        raise Refused("batch.members", where="hh", **values)
    return frames


def write(frames: Snapshot, folder: Path) -> None:
    """Write both frames as Parquet into the folder; codes are small as they are, and read a third faster unpacked."""
    checked(frames)
    folder.mkdir(parents=True, exist_ok=True)
    for frame, name in ((frames.households, HOUSEHOLDS), (frames.members, MEMBERS)):
        frame.write_parquet(folder / name, compression="uncompressed", row_group_size=ROWS_PER_GROUP)


def read(folder: Path, households: Iterable[str] | None = None, members: Iterable[str] | None = None) -> Snapshot:
    """Read the snapshot in a folder: all columns, or those named."""
    return Snapshot(
        pl.read_parquet(folder / HOUSEHOLDS, columns=list(households) if households is not None else None),
        pl.read_parquet(folder / MEMBERS, columns=list(members) if members is not None else None),
    )
