"""`household show|explain|find`: households of the register; without one, those of the newest assessed workbook."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Any

import click

from chiakhoa.doors.cli.assessing import DAY, FILE
from chiakhoa.doors.cli.office import Office, texts
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
    """Households: show one, explain its class, find some."""


PLACE = click.option("--place", default="", help="Code or short name of the commune, when two have this number.")


@household.command("show")
@click.argument("code")
@PLACE
@click.pass_obj
def show(office: Office, code: str, *, place: str) -> None:
    """What the register holds of a household: place, members, class in force, facts, what happened."""
    office.open_store()
    from chiakhoa.doors.exchange import registered  # noqa: PLC0415 (needs the store)
    from chiakhoa.foundation.registry import queries  # noqa: PLC0415

    viewer = office.viewer()
    home = registered.find_one(viewer, code, place, office.today)
    found = queries.whole(viewer, home.public_id, office.today) if home else None
    if home is None or found is None:
        raise Refused("household.unknown", where=place or str(office.data), code=code)
    document = registered.shown_home(found, sensitive=registered.sees_unlogged(viewer, home))
    office.answer(document, lambda: shown_lines(office, document))


@household.command("explain")
@click.argument("code")
@PLACE
@click.option("--file", type=FILE, help="The workbook that holds the household; otherwise the data folder.")
@click.option("--standard", default=AUTO, help="auto, or a standard's id.")
@click.option("--on", type=DAY, help="Judge as of this day.")
@click.pass_obj
def explain_one(
    office: Office, code: str, *, place: str, file: Path | None, standard: str, on: datetime | None
) -> None:
    """Class in force, finding, points, gaps with the answers and people behind them, what would change the class."""
    ask = Ask(standard, on.date() if on else None)
    document = from_workbook(office, code, file, ask) if file else from_folder(office, code, place)
    office.answer(document, lambda: explained_lines(office, document))


@household.command("find")
@click.argument("text")
@click.pass_obj
def find(office: Office, text: str) -> None:
    """Find households by number, head, member or village; without tones, in any word order."""
    office.open_store()
    from chiakhoa.doors.exchange import registered, runs  # noqa: PLC0415 (needs the store)

    viewer = office.viewer()
    if asks_register(office):
        found = registered.found_registered(viewer, text, MOST, office.today)
    else:
        found = runs.found_households(viewer, text, MOST)
    office.answer(found, lambda: [f"{one['household']}  {one['head']}  {one['village']}" for one in found])


def asks_register(office: Office) -> bool:
    """Whether only the register answers: always to an account, so that what it may not see looks like nothing."""
    from chiakhoa.doors.exchange import registered  # noqa: PLC0415 (needs the store)

    viewer = office.viewer()
    return bool(viewer.account) or registered.has_register(viewer, office.today)


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


def from_folder(office: Office, code: str, place: str) -> dict[str, Any]:
    """Explain a household of the register; in a folder without one, of the newest assessed workbook."""
    office.open_store()
    from chiakhoa.doors.exchange import registered, runs  # noqa: PLC0415 (needs the store)

    viewer = office.viewer()
    home = registered.find_one(viewer, code, place, office.today)
    if home is not None:
        return registered.explained_home(viewer, home, office.today, office.lang)
    if asks_register(office):
        raise Refused("household.unknown", where=place or str(office.data), code=code)
    return runs.explained(viewer, code, office.lang)


def shown_lines(office: Office, told: dict[str, Any]) -> list[str]:
    """What the register holds of a household, for people."""
    lines = [
        f"{told['household']}  {told['head']}  {told['village']} ({told['commune']})",
        in_force(office, told["class"], told["decision"]),
    ]
    lines += [f"  {one['name']}  {one['birth'] or ''}".rstrip() for one in told["members"]]
    return [*lines, *(f"  {happening(office, one)}" for one in told["history"])]


def happening(office: Office, one: dict[str, Any]) -> str:
    """What happened on a day, in words: the day, what it was, what it was about, the reason."""
    about = ": ".join(worded(office, part) for part in one["about"].split(": "))
    words = f"{one['on']}  {office.say('did_' + one['kind'])}: {about}"
    return f"{words} ({worded(office, one['reason'])})" if one["reason"] else words


def worded(office: Office, text: str) -> str:
    """A word of the program as people read it; any other text as it is."""
    key = f"word_{text}"
    return office.say(key) if key in texts() else text


def in_force(office: Office, class_key: str, decision: str | None = None) -> str:
    """The class in force in words, with the decision."""
    name = office.say("not_listed") if class_key == "none" else office.say(f"report_{class_key}")
    return office.say("in_force", name=name) + (f" ({decision})" if decision else "")


def explained_lines(office: Office, told: dict[str, Any]) -> list[str]:
    """The explanation for people."""
    if told["class"] is not None and told["finding"] is None:
        return [f"{told['household']}: {in_force(office, told['class'])}", office.say("never_surveyed")]
    verdict = told["finding_name"] or f"{office.say('cannot_say')}: {', '.join(told['possible_names'])}"
    b1, b2 = told["b1"], told["b2"]
    lines = [
        f"{told['household']}: {verdict}",
        *([in_force(office, told["class"])] if told["class"] else []),
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
