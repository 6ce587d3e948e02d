"""Worked households with the finding they must get: the law's own documentation, and a test of every standard."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from chiakhoa.law.rules.finding import Finding
from chiakhoa.law.rules.form import Text
from chiakhoa.law.rules.households import Answer, Household, Member, PartialDate
from chiakhoa.law.rules.toml_rows import TomlRow, read_toml

UNANSWERED = "?"


@dataclass(frozen=True, slots=True)
class Case:
    """One worked household. `expect` holds what its finding must be; `proves` the article it is an example of."""

    title: Text
    household: Household
    on: date
    assumptions: bool
    expect: Mapping[str, Any]
    proves: str
    where: str


def load_cases(folder: Path) -> tuple[Case, ...]:
    """The cases of one standard's folder."""
    file = read_toml(folder / "cases.toml")
    defaults = file.table("defaults")
    usual = defaults.take("household", dict), defaults.take("member", dict)

    def read(row: TomlRow) -> Case:
        return case(TomlRow(row.path, row.line, defaults.values | row.values), *usual)

    found = file.each("case", read, key=lambda one: one.household.id)
    file.done()
    return found


def case(row: TomlRow, of_household: Mapping[str, Any], of_member: Mapping[str, Any]) -> Case:
    """One case; answers it does not give are the usual ones of a household and of a member."""
    people = row.take("members", list)
    household = Household(
        id=row.text("id"),
        area=row.text("area"),
        region=row.text("region"),
        answers=answers(of_household, row.take("household", dict, {})),
        members=tuple(member(dict(person), of_member) for person in people),
    )
    made = Case(
        title=row.take("title", dict),
        household=household,
        on=row.day("on"),
        assumptions=bool(row.take("assumptions", bool, False)),
        expect=row.take("expect", dict),
        proves=row.text("proves"),
        where=row.where,
    )
    row.done()
    return made


def member(person: dict[str, Any], defaults: Mapping[str, Any]) -> Member:
    """One person of a case."""
    name, birth = person.pop("name"), person.pop("birth", None)
    return Member(name, None if birth is None else partial_date(birth), answers(defaults, person))


def answers(defaults: Mapping[str, Any], given: Mapping[str, Any]) -> dict[str, Answer]:
    """The defaults with what the case says; "?" stands for a question nobody answered."""
    merged = {**defaults, **given}
    return {key: None if value == UNANSWERED else value for key, value in merged.items()}


def partial_date(text: str) -> PartialDate:
    """A birth date as YYYY-MM-DD, MM/YYYY or YYYY."""
    if "/" in text:
        month, year = text.split("/")
        return PartialDate(int(year), int(month))
    return PartialDate(*(int(part) for part in text.split("-")))


def differences(case_: Case, finding: Finding) -> list[str]:
    """What the finding has otherwise than the case demands; empty when it holds."""
    undecided = [found.key for found in finding.indicators if found.deprived is None]
    seen: dict[str, Any] = {
        "verdict": finding.verdict,
        "deprived": sorted(finding.deprived),
        "possible": list(finding.possible),
        "undecided": sorted(undecided),
        "missing": sorted({one.field for one in finding.missing}),
        "b1": finding.b1[0] if finding.b1 and finding.b1[0] == finding.b1[1] else finding.b1,
        "b2": finding.b2[0] if finding.b2[0] == finding.b2[1] else finding.b2,
    }
    wanted = {
        key: sorted(value) if isinstance(value, list) and key != "possible" else value
        for key, value in case_.expect.items()
    }
    return [f"{key}: {seen[key]}, not {value}" for key, value in wanted.items() if seen[key] != value]
