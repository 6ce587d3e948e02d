"""`standard list|show|check|compare`: the law as data, seen from a terminal; the law book adds two verbs."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from chiakhoa.doors.cli.assessing import FILE
from chiakhoa.doors.cli.comparing import compare
from chiakhoa.doors.cli.lawbook import confirm, load_local, load_points, withdraw
from chiakhoa.doors.cli.office import Office
from chiakhoa.law.rules.cases import differences, load_cases
from chiakhoa.law.rules.classification import classify
from chiakhoa.law.rules.compiled import compile_standard
from chiakhoa.law.rules.evidence import check_evidence
from chiakhoa.law.rules.loader import (
    PRACTICE,
    STANDARDS,
    load_standard,
    national_standards,
    standard_by_id,
    standard_folders,
)
from chiakhoa.law.rules.refusals import Refused
from chiakhoa.law.rules.standard import Row, Standard, legal_rows


@click.group()
def standard() -> None:
    """The poverty standards: dates, lines, indicators, marks."""


standard.add_command(load_points)
standard.add_command(confirm)
standard.add_command(withdraw)
standard.add_command(load_local)
standard.add_command(compare)


@standard.command("list")
@click.pass_obj
def list_standards(office: Office) -> None:
    """All standards with the days they cover and how much of them is verified."""
    found = [listed(one, office.lang) for one in national_standards()]
    office.answer(found, lambda: [office.say("standard_line", **one) for one in found])


@standard.command("show")
@click.argument("key")
@click.pass_obj
def show(office: Office, key: str) -> None:
    """One standard: lines, cut-offs, indicators, classes, each with its article and mark."""
    one = standard_by_id(key)
    document = shown(one, office.lang)
    office.answer(document, lambda: shown_lines(office, document))


@standard.command("check")
@click.option("--points", type=FILE, help="A table of income points to check against the standard.")
@click.option("--standard", "key", help="The standard the table belongs to.")
@click.option("--folder", type=click.Path(path_type=Path, file_okay=False), default=STANDARDS, show_default=False)
@click.pass_obj
def check(office: Office, *, points: Path | None, key: str | None, folder: Path) -> None:
    """Load every standard; refuses with file, line and what to do."""
    folders = [one for one in standard_folders(folder) if key in (None, one.name)]
    if not folders:
        raise Refused("law.no_standard_folder", where=str(folder))
    loaded = [load_standard(one, points=points or PRACTICE) for one in folders]
    national_standards(folder)
    found = [
        {**listed(one, office.lang), "cases": prove(path), "evidence": check_evidence(path)}
        for one, path in zip(loaded, folders, strict=True)
    ]
    office.answer(found, lambda: [office.say("checked", **one) for one in found])


def prove(folder: Path) -> int:
    """Judge the worked households of a standard by its practice table; refuses (`law.case`) the first that differs."""
    cases = load_cases(folder)
    rules = {flag: compile_standard(load_standard(folder, assumptions=flag)) for flag in (False, True)}
    for one in cases:
        differing = differences(one, classify(rules[one.assumptions], one.household, on=one.on))
        if differing:
            raise Refused("law.case", where=one.where, case=one.household.id, differences="; ".join(differing))
    return len(cases)


def listed(one: Standard, lang: str) -> dict[str, Any]:
    """A standard in one row."""
    rows = legal_rows(one)
    return {
        "id": one.id,
        "title": one.title[lang],
        "in_force_from": one.in_force_from.isoformat(),
        "in_force_until": one.in_force_until.isoformat(),
        "rows": len(rows),
        "verified": sum(row.verified for row in rows),
        "unknown": sum(indicator.deprived_when is None for indicator in one.indicators)
        + sum(cut_off.points is None for cut_off in one.cut_offs.values()),
        "points_table": one.points.id if one.points else None,
    }


def evidence(one: Standard, row: Row, lang: str) -> dict[str, Any]:
    """Article, mark and source of a value."""
    label = one.articles[row.cite].label[lang]
    return {"cite": label, "mark": row.mark, "verified": row.verified, "assumed": row.assumed, "source": row.source}


def shown(one: Standard, lang: str) -> dict[str, Any]:
    """A standard as plain data."""
    return {
        **listed(one, lang),
        "lines": [
            {"key": line.key, "area": line.area, "vnd": line.vnd, **evidence(one, line.row, lang)} for line in one.lines
        ],
        "cut_offs": [
            {"area": cut.area, "points": cut.points, **evidence(one, cut.row, lang)} for cut in one.cut_offs.values()
        ],
        "gap_points": {"points": one.gap_points, **evidence(one, one.gap_points_row, lang)},
        "dimensions": [
            {
                "key": dimension.key,
                "name": dimension.name[lang],
                "indicators": [
                    {
                        "key": indicator.key,
                        "name": indicator.name[lang],
                        "known": indicator.deprived_when is not None,
                        **evidence(one, indicator.row, lang),
                    }
                    for indicator in one.indicators
                    if indicator.dimension == dimension.key
                ],
            }
            for dimension in one.dimensions
        ],
        "classes": [
            {"key": rule.key, "name": rule.name[lang], **evidence(one, rule.row, lang)} for rule in one.classes
        ],
    }


def shown_lines(office: Office, document: dict[str, Any]) -> list[str]:
    """A standard for people: one line a value, with article and mark."""
    lines = [office.say("standard_line", **document)]
    lines += [
        f"  {line['key']} ({line['area']}): {line['vnd']:,} đ · {line['cite']} [{line['mark']}]"
        for line in document["lines"]
    ]
    for cut in document["cut_offs"]:
        points = office.say("unknown") if cut["points"] is None else cut["points"]
        lines.append(f"  B1 ({cut['area']}): {points} · {cut['cite']} [{cut['mark']}]")
    for dimension in document["dimensions"]:
        lines.append(dimension["name"])
        for one in dimension["indicators"]:
            state = "" if one["known"] else f" – {office.say('unknown')}"
            lines.append(f"  {one['key']}: {one['name']} · {one['cite']} [{one['mark']}]{state}")
    return lines
