"""Invented households in any number, as frames: the size and the shape of the country, nobody's answers.

The same seed gives the same frames. About two households in a hundred lack an answer or part of a birth date.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import polars as pl

from chiakhoa.law.batch.columns import member_schema, width
from chiakhoa.law.batch.emit import Emitter
from chiakhoa.law.batch.frames import Snapshot
from chiakhoa.law.rules.expression import member_vocabulary, parse
from chiakhoa.law.rules.form import CHOICE, YES_NO, Field, Form

PROVINCES, COMMUNES, VILLAGES_PER_COMMUNE = 34, 3_321, 10
URBAN_COMMUNES = 687
SIZES = (95, 165, 190, 235, 160, 90, 40, 17, 8)
"""Households of 1, 2, 3 ... members, in thousandths."""
HARD_UP = 70
"""Households in a thousand that answer as poor ones do."""
INCOMPLETE = 20
"""Households in a thousand in which something is missing, unless told otherwise."""

Shares = Sequence[int]
"""Weights of the codes 0, 1, 2 ..., in thousandths; for a whole number: share of zero, least, greatest."""

ORDINARY: Mapping[str, Shares] = {
    "wall_durable": (60, 940),
    "pillar_durable": (70, 930),
    "roof_durable": (80, 920),
    "floor_area": (0, 25, 160),
    "electricity": (5, 20, 400),
    "water_source": (480, 240, 90, 60, 40, 40, 20, 20, 10),
    "toilet": (620, 170, 90, 30, 20, 20, 30, 20),
    "has_tv": (90, 910),
    "has_radio": (900, 100),
    "has_desktop": (880, 120),
    "has_landline": (980, 20),
    "has_laptop": (750, 250),
    "has_tablet": (900, 100),
    "has_smartphone": (40, 960),
    "has_car": (910, 90),
    "has_motorbike": (70, 930),
    "has_fridge": (120, 880),
    "has_aircon": (550, 450),
    "has_washing_machine": (400, 600),
    "has_water_heater": (500, 500),
    "annual_land": (550, 200, 9_000),
    "perennial_land": (750, 200, 20_000),
    "pond_land": (920, 100, 4_000),
    "cattle": (850, 1, 6),
    "pigs": (850, 1, 30),
    "poultry": (550, 3, 150),
    "studying": (60, 190, 250, 230, 150, 40, 80),
    "schooling": (80, 160, 330, 430),
    "training": (720, 90, 70, 50, 70),
    "job_certified": (940, 60),
    "health_insurance": (40, 960),
    "social_allowance": (945, 35, 15, 5),
    "work": (700, 10, 60, 90, 20, 120),
    "contract": (550, 420, 30),
    "slack_season_only": (900, 100),
    "work_kind": (400, 90, 250, 100, 140, 20),
    "nonfarm_months": (400, 1, 12),
    "pension": (930, 50, 10, 10),
    "malnourished": (960, 20, 10, 10),
    "uses_internet": (150, 850),
    "gravely_ill": (980, 20),
}
POOR: Mapping[str, Shares] = {
    "wall_durable": (600, 400),
    "pillar_durable": (550, 450),
    "roof_durable": (500, 500),
    "floor_area": (0, 8, 60),
    "electricity": (60, 5, 90),
    "water_source": (120, 120, 120, 130, 60, 10, 140, 220, 80),
    "toilet": (80, 60, 90, 60, 110, 100, 250, 250),
    "has_tv": (500, 500),
    "has_smartphone": (450, 550),
    "has_motorbike": (450, 550),
    "has_fridge": (800, 200),
    "has_aircon": (980, 20),
    "has_washing_machine": (960, 40),
    "has_water_heater": (970, 30),
    "has_car": (1_000, 0),
    "has_laptop": (980, 20),
    "studying": (250, 150, 260, 210, 80, 20, 30),
    "schooling": (400, 330, 190, 80),
    "training": (960, 25, 10, 5, 0),
    "health_insurance": (150, 850),
    "work": (560, 90, 130, 60, 40, 120),
    "contract": (700, 90, 210),
    "nonfarm_months": (800, 1, 8),
    "pension": (990, 4, 3, 3),
    "malnourished": (780, 100, 60, 60),
    "uses_internet": (600, 400),
    "gravely_ill": (900, 100),
}


def invent(form: Form, households: int, seed: int = 0, incomplete: int = INCOMPLETE) -> Snapshot:
    """Invent `households` households and their members. Every question of the form needs its shares here."""
    homes = invented_homes(form, households, seed, incomplete)
    people = invented_people(form, homes, seed)
    keys = ["hh", "village", "commune", "province", "area", "region", "size", *form.household]
    return Snapshot(homes.select(keys), people.select("hh", *member_schema(form)))


def drawn(label: str, seed: int, below: int = 1_000) -> pl.Expr:
    """A number from 0 to `below` - 1, different in every row and for every label."""
    drawn = pl.int_range(pl.len(), dtype=pl.UInt32).hash(seed, hash_of(label), hash_of(label[::-1]))
    return (drawn % below).cast(pl.Int32)


def hash_of(label: str) -> int:
    """A number for a label that is the same in every run."""
    return int.from_bytes(label.encode()[:8], "big")


def picked(draw: pl.Expr, shares: Shares) -> pl.Expr:
    """The code on which a draw below 1,000 falls."""
    steps = [sum(shares[: position + 1]) for position in range(len(shares) - 1)]
    return pl.sum_horizontal([(draw >= step).cast(pl.Int32) for step in steps])


def answered(field: Field, shares: Shares, seed: int) -> pl.Expr:
    """An answer drawn by its shares."""
    if field.kind in (CHOICE, YES_NO):
        return picked(drawn(field.key, seed), shares).cast(width(field))
    zero, least, greatest = shares
    amount = least + drawn(f"{field.key} amount", seed, greatest - least + 1)
    return pl.when(drawn(field.key, seed) < zero).then(0).otherwise(amount).cast(width(field))


def invented_answers(fields: Mapping[str, Field], seed: int) -> list[pl.Expr]:
    """Every answer, of ordinary and of poor households."""
    return [
        pl.when("hard_up")
        .then(answered(field, POOR.get(key, ORDINARY[key]), seed))
        .otherwise(answered(field, ORDINARY[key], seed))
        .alias(key)
        for key, field in fields.items()
    ]


def invented_homes(form: Form, households: int, seed: int, incomplete: int) -> pl.DataFrame:
    """The households with their places, sorted by province, commune and village."""
    row = pl.int_range(households, dtype=pl.Int64, eager=True).alias("hh").to_frame()
    village = pl.col("hh") * (COMMUNES * VILLAGES_PER_COMMUNE) // max(households, 1)
    placed = row.with_columns(village=village).with_columns(commune=pl.col("village") // VILLAGES_PER_COMMUNE)
    placed = placed.with_columns(
        province=pl.col("commune") * PROVINCES // COMMUNES + 1,
        area=((pl.col("commune") * URBAN_COMMUNES) % COMMUNES < URBAN_COMMUNES).cast(pl.Int8),
    )
    placed = placed.with_columns(
        pl.col("hh", "village", "commune", "province").cast(pl.Int32),
        region=pl.when(pl.col("area") == 1).then(6).otherwise(pl.col("province") % 6).cast(pl.Int8),
        size=1 + picked(drawn("size", seed), SIZES),
        hard_up=drawn("hard_up", seed) < HARD_UP,
        lacks=drawn("lacks", seed) < incomplete,
        lacking=drawn("lacking", seed, len(form.household) + len(form.member) + 8),
    )
    return forgotten(placed.with_columns(invented_answers(form.household, seed)), form.household, 0)


def forgotten(frame: pl.DataFrame, fields: Mapping[str, Field], first: int) -> pl.DataFrame:
    """Leave out one answer of each household that lacks one; questions are counted from `first`."""
    return frame.with_columns(
        pl.when(~(pl.col("lacks") & (pl.col("lacking") == first + place))).then(pl.col(key)).alias(key)
        for place, key in enumerate(fields)
    )


def invented_people(form: Form, homes: pl.DataFrame, seed: int) -> pl.DataFrame:
    """The members: two grown-ups first, then mostly children; what is not asked of them takes its default."""
    each = homes.select(
        pl.col("hh", "size", "hard_up", "lacks", "lacking").repeat_by("size").explode(empty_as_null=False)
    )
    place = pl.int_range(pl.len()).over("hh")
    age = (
        pl.when(place < 2)
        .then(20 + drawn("age", seed, 60))
        .when(drawn("old", seed) < 120)
        .then(60 + drawn("age", seed, 35))
        .otherwise(drawn("age", seed, 26))
        .cast(pl.Int16)
    )
    aged = each.with_columns(age_low=age, place=place).with_columns(lacks=pl.col("lacks") & (pl.col("place") == 0))
    people = aged.with_columns(age_high=pl.col("age_low"))
    people = people.with_columns(invented_answers(form.member, seed)).with_columns(schooling(form, seed))
    people = people.with_columns(not_asked(form))
    birth = pl.col("lacks") & (pl.col("lacking") >= len(form.household) + len(form.member))
    people = people.with_columns(age_high=pl.when(birth).then(pl.col("age_low") + 1).otherwise(pl.col("age_low")))
    return forgotten(people, form.member, len(form.household))


def schooling(form: Form, seed: int) -> list[pl.Expr]:
    """Children of school age go to the school of their age, but for a few."""
    field, draw = form.member["studying"], drawn("truant", seed)
    stays_away = draw < pl.when("hard_up").then(150).otherwise(20)
    ages = [pl.col("age_low") >= age for age in (6, 11, 15)]
    level = pl.sum_horizontal([age.cast(pl.Int32) for age in ages]) + field.code_of("preschool")
    at_school = pl.when(stays_away).then(field.code_of("none")).otherwise(level)
    return [pl.when(pl.col("age_low") < 18).then(at_school).otherwise("studying").cast(width(field)).alias("studying")]


def not_asked(form: Form) -> list[pl.Expr]:
    """Defaults for the members whom a question does not concern, by the form's own conditions."""
    emitter, vocabulary = Emitter(form), member_vocabulary(form)
    made = []
    for key, field in form.member.items():
        if field.asked_when is not None:
            asked = emitter.exact(parse(field.asked_when, vocabulary, where=key))
            default = field.code_of(str(field.default)) if field.kind == CHOICE else field.default
            made.append(pl.when(asked).then(pl.col(key)).otherwise(pl.lit(default, dtype=width(field))).alias(key))
    return made
