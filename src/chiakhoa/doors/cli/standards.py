"""`standard list|show|check|compare`: the law as data, seen from a terminal; the law book adds two verbs."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Any

import click

from chiakhoa.doors.cli.assessing import DAY, FILE
from chiakhoa.doors.cli.lawbook import confirm, load_points
from chiakhoa.doors.cli.office import Office
from chiakhoa.doors.exchange.reading import read_answers
from chiakhoa.law.rules.cases import differences, load_cases
from chiakhoa.law.rules.classification import classify
from chiakhoa.law.rules.comparison import Comparison
from chiakhoa.law.rules.comparison import compare as compare_findings
from chiakhoa.law.rules.compiled import compile_standard
from chiakhoa.law.rules.evidence import check_evidence
from chiakhoa.law.rules.finding import CANNOT_SAY, CANNOT_SAY_NAME
from chiakhoa.law.rules.form_loader import load_form
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


@standard.command("compare")
@click.argument("file", type=FILE)
@click.option("--from", "first", required=True, help="Id of the first standard.")
@click.option("--to", "second", required=True, help="Id of the second standard.")
@click.option("--on", type=DAY, help="Ages as of this day; without it as of each household's survey.")
@click.option(
    "--assumptions", is_flag=True, help="Practice: fill what the law leaves unknown by its marked assumption."
)
@click.pass_obj
def compare(office: Office, file: Path, *, first: str, second: str, on: datetime | None, assumptions: bool) -> None:
    """Two standards on the same answers: who changes class, by which indicator, who stays undecided."""
    rules = [compile_standard(standard_by_id(key, assumptions=assumptions)) for key in (first, second)]
    records = read_answers(file, load_form()).records
    pairs = []
    for record in records:
        day = on.date() if on else record.surveyed_on or office.today
        before, after = (classify(one, record.household, on=day) for one in rules)
        pairs.append((record.household, before, after))
    compared = compare_findings(pairs)
    office.answer(compared_document(compared), lambda: compared_lines(office, compared, rules[0].standard))


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


def compared_document(compared: Comparison) -> dict[str, Any]:
    """What `standard compare --json` prints."""
    return {
        "surveyed": compared.surveyed,
        "no_answers": compared.no_answers,
        "moves": [{"from": before, "to": after, "count": count} for before, after, count in compared.moves],
        "undecided": compared.undecided,
        "changes": [
            {"household": one.household, "from": one.before, "to": one.after, "because": list(one.because)}
            for one in compared.changes
        ],
    }


def compared_lines(office: Office, compared: Comparison, first: Standard) -> list[str]:
    """The moves for people."""
    names = {rule.key: rule.name[office.lang] for rule in first.classes} | {CANNOT_SAY: CANNOT_SAY_NAME[office.lang]}
    lines = [office.say("compared", surveyed=compared.surveyed, undecided=compared.undecided)]
    moves = [f"  {names.get(before, before)} → {names.get(after, after)}: {n}" for before, after, n in compared.moves]
    return lines + moves
