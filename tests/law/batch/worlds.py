"""Invented frames for the tests of the columns: as the generator makes them, or with many answers taken away."""

from __future__ import annotations

from datetime import date
from functools import cache

import polars as pl

from chiakhoa.law.batch.columns import width
from chiakhoa.law.batch.emit import Emitter
from chiakhoa.law.batch.frames import Snapshot
from chiakhoa.law.batch.invented import drawn, invent
from chiakhoa.law.rules.compiled import CompiledStandard, compile_standard
from chiakhoa.law.rules.encoding import Encoded, code, decode
from chiakhoa.law.rules.expression import AREAS, member_vocabulary, parse
from chiakhoa.law.rules.form import Form
from chiakhoa.law.rules.form_loader import load_form
from chiakhoa.law.rules.households import OLDEST, Household, Member, PartialDate
from chiakhoa.law.rules.loader import STANDARDS, load_standard

OLD, NEW = "2022-2025-nd-07-2021", "2027-2030-nd-351-2025"
DAY = date(2025, 11, 1)


@cache
def form() -> Form:
    return load_form()


@cache
def rules(folder: str = OLD, points: str | None = "practice", assumptions: bool = False) -> CompiledStandard:
    return compile_standard(load_standard(STANDARDS / folder, points=points, assumptions=assumptions))


def world(households: int, seed: int = 1, taken: int = 0) -> Snapshot:
    """Invented frames from which about `taken` answers in a thousand are taken away, and as many birth dates."""
    made = invent(form(), households, seed)
    if not taken:
        return made
    people = forgotten(made.members, list(form().member), taken)
    gone = drawn("birth", seed) < taken
    people = people.with_columns(
        age_low=pl.when(gone).then(0).otherwise("age_low").cast(pl.Int16),
        age_high=pl.when(gone).then(OLDEST).otherwise("age_high").cast(pl.Int16),
    ).with_columns(defaults())
    return Snapshot(forgotten(made.households, list(form().household), taken), people)


def forgotten(frame: pl.DataFrame, keys: list[str], taken: int) -> pl.DataFrame:
    return frame.with_columns(pl.when(drawn(f"no {key}", 9) >= taken).then(pl.col(key)).alias(key) for key in keys)


def defaults() -> list[pl.Expr]:
    """What is not asked of a member is no gap in the answers."""
    made, vocabulary = [], member_vocabulary(form())
    for key, field in form().member.items():
        if field.asked_when is not None:
            _, asked = Emitter(form()).bounds(parse(field.asked_when, vocabulary, where=key))
            default = pl.lit(code(field, field.default, key)).cast(width(field))
            made.append(pl.when(asked).then(key).otherwise(pl.col(key).fill_null(default)).alias(key))
    return made


def household_of(one: Encoded, name: str) -> Household:
    """The household behind its codes, with invented names."""
    answers = {
        key: decode(field, code) for (key, field), code in zip(form().household.items(), one.answers, strict=True)
    }
    members = tuple(
        Member(
            f"Người {place}",
            birth(*age),
            {key: decode(field, code) for (key, field), code in zip(form().member.items(), codes, strict=True)},
        )
        for place, (age, codes) in enumerate(zip(one.ages, one.members, strict=True), 1)
    )
    return Household(name, AREAS[one.area], one.region, answers, members)


def birth(young: int, old: int) -> PartialDate | None:
    if young == old:
        return PartialDate(DAY.year - young, 1, 1)
    return None if (young, old) == (0, OLDEST) else PartialDate(DAY.year - old)
