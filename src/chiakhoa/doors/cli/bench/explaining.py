"""`bench explain`: one household by the compiled rule, and with its full finding and explanation."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from functools import partial
from statistics import median
from typing import Any

from chiakhoa.doors.cli.bench.measuring import ROUNDS, calibration, machine, result, timed
from chiakhoa.law.batch.frames import encoded_rows
from chiakhoa.law.batch.invented import invent
from chiakhoa.law.rules.classification import classify
from chiakhoa.law.rules.compiled import CompiledStandard, compile_standard
from chiakhoa.law.rules.encoding import Bounds, Encoded, decode
from chiakhoa.law.rules.explanation import explain
from chiakhoa.law.rules.expression import AREAS
from chiakhoa.law.rules.form import Form
from chiakhoa.law.rules.households import Household, Member, PartialDate
from chiakhoa.law.rules.loader import STANDARDS, load_standard

HOUSEHOLDS, SEED = 5_000, 20_261_123
STANDARD, DAY = "2022-2025-nd-07-2021", date(2025, 11, 1)
LIMITS = {"compiled_rule": 10, "classify_and_explain": 200}
"""Microseconds that the median may take."""

Call = Callable[[], object]


def bench_explain(households: int = HOUSEHOLDS, count: int = ROUNDS) -> dict[str, Any]:
    """Measure single households, each by itself and others in every round; the median of the best round counts."""
    rules = compile_standard(load_standard(STANDARDS / STANDARD, points="practice"))
    beside: list[float] = []
    medians: dict[str, list[float]] = {name: [] for name in LIMITS}
    for turn in range(count):
        calls = calls_on(rules, households, SEED + turn)
        beside.append(round(timed(calibration), 4))
        for name, one_each in calls.items():
            medians[name].append(median(map(timed, one_each)))
    return {
        "name": "explain",
        "sizes": [households],
        "standard": STANDARD,
        "results": [
            result(name, 1, seconds, median_us=round(min(seconds) * 1e6, 1), limit_us=LIMITS[name])
            for name, seconds in medians.items()
        ],
        "calibration": beside,
        "ratios": {"full_to_rule": round(min(medians["classify_and_explain"]) / min(medians["compiled_rule"]), 1)},
        "machine": machine(),
    }


def calls_on(rules: CompiledStandard, households: int, seed: int) -> dict[str, list[Call]]:
    """What is measured, ready to be called once for each of some invented households."""
    form = rules.standard.form
    encoded = list(encoded_rows(form, invent(form, households, seed)))
    told_each = [partial(told, rules, household_of(form, one, f"H-{place}")) for place, one in enumerate(encoded)]
    return {
        "compiled_rule": [call for one in encoded for call in exact_call(rules, one)],
        "classify_and_explain": list[Call](told_each),
    }


def exact_call(rules: CompiledStandard, one: Encoded) -> Sequence[Call]:
    """The compiled rule on one household, ready to be called; nothing where an answer is missing."""
    complete = rules.complete(one)
    if complete is None:
        return ()
    cut_off = rules.standard.cut_offs[AREAS[one.area]].points or 0
    return (partial(rules.exact, *complete, rules.points[one.region], cut_off),)


def told(rules: CompiledStandard, household: Household) -> dict[str, Any]:
    """Answers in, the whole explanation out."""
    return explain(rules.standard, household, classify(rules, household, on=DAY), "vi")


def household_of(form: Form, one: Encoded, name: str) -> Household:
    """An encoded household as the rules take it in, with invented names."""
    answers = {key: decode(field, code) for (key, field), code in zip(form.household.items(), one.answers, strict=True)}
    members = tuple(
        Member(
            f"Người {place}",
            birth_of(age),
            {key: decode(field, code) for (key, field), code in zip(form.member.items(), codes, strict=True)},
        )
        for place, (age, codes) in enumerate(zip(one.ages, one.members, strict=True), 1)
    )
    return Household(name, AREAS[one.area], one.region, answers, members)


def birth_of(age: Bounds) -> PartialDate:
    """A birth date with this age on the day: the year alone where the age is open by a year."""
    young, old = age
    return PartialDate(DAY.year - old) if young != old else PartialDate(DAY.year - young, 1, 1)
