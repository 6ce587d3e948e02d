"""The standards and the households that the tests of the rules are about: whole, plain and quick to vary."""

from __future__ import annotations

import re
import shutil
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from chiakhoa.law.rules.classification import classify
from chiakhoa.law.rules.compiled import CompiledStandard, compile_standard
from chiakhoa.law.rules.finding import Finding, IndicatorFinding
from chiakhoa.law.rules.form import Form
from chiakhoa.law.rules.form_loader import load_form
from chiakhoa.law.rules.households import Answer, Household, Member, PartialDate
from chiakhoa.law.rules.loader import STANDARDS, load_standard
from chiakhoa.law.rules.refusals import LANGUAGES, Refused
from chiakhoa.law.rules.standard import Standard

OLD, NEW = "2022-2025-nd-07-2021", "2027-2030-nd-351-2025"
ON = date(2026, 10, 15)
RURAL_CUT_OFF, URBAN_CUT_OFF = 140, 175

HOUSE: dict[str, Answer] = {
    "wall_durable": True,
    "pillar_durable": True,
    "roof_durable": True,
    "floor_area": 200,
    "electricity": 0,
    "water_source": "piped",
    "toilet": "septic",
    "has_tv": True,
}
"""Answers of a household without a gap; every question not named here is answered no or 0."""

ADULT: dict[str, Answer] = {
    "studying": "none",
    "schooling": "upper_secondary",
    "training": "none",
    "job_certified": False,
    "health_insurance": True,
    "social_allowance": "none",
    "work": "working",
    "contract": "signed",
    "slack_season_only": False,
    "work_kind": "none",
    "nonfarm_months": 0,
    "pension": "none",
    "malnourished": "no",
    "uses_internet": True,
    "gravely_ill": False,
}
CHILD: dict[str, Answer] = {
    **ADULT,
    "schooling": "below_primary",
    "work": "studying",
    "contract": "not_wage",
    "uses_internet": False,
}
BANDS = ((3, 6, "preschool"), (6, 12, "primary"), (12, 16, "lower_secondary"), (16, 18, "upper_secondary"))


@cache
def form() -> Form:
    return load_form()


@cache
def standard(key: str = OLD, points: str | None = "practice", assumptions: bool = False) -> Standard:
    return load_standard(STANDARDS / key, points=points, assumptions=assumptions)


@cache
def rules(key: str = OLD, points: str | None = "practice", assumptions: bool = False) -> CompiledStandard:
    return compile_standard(standard(key, points, assumptions))


def born(age: int, on: date = ON) -> PartialDate:
    """The birth date of somebody who turns `age` on the very day."""
    return PartialDate(on.year - age, on.month, on.day)


def person(age: int | None, name: str = "Lê Thị Na", **answers: Any) -> Member:
    """Somebody without a gap at that age; None: the birth date is not known."""
    grown = age is None or age >= 16
    plain = dict(ADULT if grown else CHILD)
    plain["studying"] = next((level for low, high, level in BANDS if low <= (age or 99) < high), "none")
    return Member(name, None if age is None else born(age), {**plain, **answers})


def household(*members: Member, area: str = "rural", region: str = "RRD", **answers: Any) -> Household:
    """A household without a gap but for what is said; of one grown person when nobody is named."""
    asked = {key: 0 if field.kind == "integer" else False for key, field in form().household.items()}
    return Household("H-1", area, region, {**asked, **HOUSE, **answers}, members or (person(40),))


def judged(home: Household, key: str = OLD, **how: Any) -> Finding:
    return classify(rules(key, **how), home, on=ON)


def indicator(finding: Finding, key: str) -> IndicatorFinding:
    return next(found for found in finding.indicators if found.key == key)


def copy_of_standards(tmp_path: Path) -> Path:
    """A copy of the packaged standards that a test may spoil."""
    root = tmp_path / "standards"
    for name in (OLD, NEW, "form-b"):
        shutil.copytree(STANDARDS / name, root / name)
    return root


def spoil(path: Path, pattern: str, replacement: str) -> int:
    """Replace the first match of a pattern in a file; returns the line on which it stood."""
    text = path.read_text(encoding="utf-8")
    found = re.search(pattern, text, re.MULTILINE)
    assert found, f"{pattern} is not in {path.name}"
    path.write_text(text[: found.start()] + replacement + text[found.end() :], encoding="utf-8")
    return text.count("\n", 0, found.start()) + 1


def refusal(excinfo: pytest.ExceptionInfo[Refused]) -> Refused:
    """The refusal that was raised, after it has spoken in every language."""
    refused = excinfo.value
    for lang in LANGUAGES:
        told = refused.as_dict(lang)
        assert told["rule"] == refused.rule
        assert told["where"] == refused.where
        assert told["message"].strip()
        assert told["todo"].strip()
    return refused
