"""`household explain|find`: one household's class with every reason, from a workbook or from the data folder."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Any

import click

from chiakhoa.doors.cli.assessing import DAY, FILE
from chiakhoa.doors.cli.office import Office
from chiakhoa.doors.exchange.assessing import AUTO, Ask, choose_standard
from chiakhoa.doors.exchange.reading import read_answers
from chiakhoa.law.rules.classification import classify
from chiakhoa.law.rules.compiled import compile_standard
from chiakhoa.law.rules.explanation import explain
from chiakhoa.law.rules.form_loader import load_form
from chiakhoa.law.rules.refusals import Refused

MOST = 50
"""Households that one search lists."""


@click.group()
def household() -> None:
    """Households: explain one, find some."""


@household.command("explain")
@click.argument("code")
@click.option("--file", type=FILE, help="The workbook that holds the household; otherwise the data folder.")
@click.option("--standard", default=AUTO, help="auto, or a standard's id.")
@click.option("--on", type=DAY, help="Judge as of this day.")
@click.pass_obj
def explain_one(office: Office, code: str, *, file: Path | None, standard: str, on: datetime | None) -> None:
    """Class, points, gaps with the answers and people behind them, what would change the class."""
    ask = Ask(standard, on.date() if on else None)
    document = from_workbook(office, code, file, ask) if file else from_folder(office, code)
    office.answer(document, lambda: explained_lines(office, document))


@household.command("find")
@click.argument("text")
@click.pass_obj
def find(office: Office, text: str) -> None:
    """Find households of the data folder by code, head, village; without tones, in any word order."""
    office.open_store()
    from chiakhoa.doors.exchange.runs import found_households  # noqa: PLC0415 (needs the store)

    found = found_households(office.viewer(), text, MOST)
    office.answer(found, lambda: [f"{one['household']}  {one['head']}  {one['village']}" for one in found])


def from_workbook(office: Office, code: str, file: Path, ask: Ask) -> dict[str, Any]:
    """Explain a household of a workbook; refuses (`household.unknown`) a code that is not in it."""
    records = read_answers(file, load_form()).records
    for record in records:
        if record.household.id == code:
            standard, day = choose_standard(ask, records, office.today)
            on = day if ask.on or record.surveyed_on is None else record.surveyed_on
            finding = classify(compile_standard(standard), record.household, on=on)
            return explain(standard, record.household, finding, office.lang)
    raise Refused("household.unknown", where=file.name, code=code)


def from_folder(office: Office, code: str) -> dict[str, Any]:
    """Explain a household of the newest assessed workbook of the data folder."""
    office.open_store()
    from chiakhoa.doors.exchange.runs import explained  # noqa: PLC0415 (needs the store)

    return explained(office.viewer(), code, office.lang)


def explained_lines(office: Office, told: dict[str, Any]) -> list[str]:
    """The explanation for people."""
    verdict = told["finding_name"] or f"{office.say('cannot_say')}: {', '.join(told['possible_names'])}"
    b1, b2 = told["b1"], told["b2"]
    lines = [
        f"{told['household']}: {verdict}",
        office.say("points", b1=b1["points"], cut_off=b1["cut_off"], b2=b2["points"]),
        told["standard"]["title"],
    ]
    if told["standard"]["practice"]:
        lines.append(office.say("practice"))
    for dimension in told["dimensions"]:
        for one in dimension["indicators"]:
            if one["deprived"]:
                lines.append(f"  ✗ {one['name']}: {one['why']} ({one['cite']['label']})")
            elif one["deprived"] is None:
                lines.append(f"  ? {one['name']}")
    for one in told["missing"]:
        who = f"{one['member']}: " if one["member"] else ""
        lines.append(office.say("missing", question=f"{who}{one['question']}"))
    if told["points_to_leave"]:
        lines.append(office.say("points_to_leave", points=told["points_to_leave"]))
    return lines
