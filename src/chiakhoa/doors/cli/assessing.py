"""`assess FILE`: a workbook of answers in, every household's class with its reasons out; `practice workbook`."""

from __future__ import annotations

import json
import sys
from collections.abc import Mapping
from datetime import date, datetime
from functools import partial
from pathlib import Path
from typing import Any

import click

from chiakhoa.doors.cli.office import Office
from chiakhoa.doors.documents.assessed import assessed_list_pdf
from chiakhoa.doors.exchange.assessing import (
    AUTO,
    Ask,
    Assessed,
    result_columns,
    result_rows,
    summary,
)
from chiakhoa.doors.exchange.assessing import (
    assess as assess_workbook,
)
from chiakhoa.doors.exchange.headers import HeaderToConfirm
from chiakhoa.doors.exchange.results import write_results
from chiakhoa.doors.exchange.returned import write_returned
from chiakhoa.doors.exchange.template import write_answers
from chiakhoa.doors.practice.faults import Planted
from chiakhoa.doors.practice.generator import generate_households
from chiakhoa.doors.practice.workbook import practice_workbook
from chiakhoa.law.rules.finding import CANNOT_SAY, CANNOT_SAY_NAME
from chiakhoa.law.rules.form_loader import load_form
from chiakhoa.law.rules.loader import PRACTICE
from chiakhoa.law.rules.refusals import Refused

DAY = click.DateTime(["%Y-%m-%d", "%d/%m/%Y"])
SURVEYED = date(2025, 10, 20)
"""The last day of survey of the practice season."""

FILE = click.Path(path_type=Path, dir_okay=False)


@click.command()
@click.argument("file", type=FILE)
@click.option("--standard", default=AUTO, help="auto: the one in force on the day; or its id.")
@click.option("--on", type=DAY, help="Judge as of this day; without it each household as of its survey.")
@click.option("--out", type=click.Path(path_type=Path, file_okay=False), help="Folder for the lists.")
@click.option("--points", type=FILE, help="The office's own table of income points (CSV).")
@click.option(
    "--assumptions", is_flag=True, help="Practice: fill what the law leaves unknown by its marked assumption."
)
@click.option("--accept-headers", is_flag=True, help="Accept what the program takes renamed headers to mean.")
@click.pass_obj
def assess(
    office: Office,
    file: Path,
    *,
    standard: str,
    on: datetime | None,
    out: Path | None,
    points: Path | None,
    assumptions: bool,
    accept_headers: bool,
) -> None:
    """Classify every household of a workbook, with reasons."""
    ask = Ask(standard, on.date() if on else None, points or PRACTICE, assumptions)
    assessed = read_and_judge(office, file, ask, accept_headers=accept_headers)
    files = write_lists(office, assessed, out) if out else []
    document = summary(assessed, files)
    office.answer(document, lambda: told(office, assessed, files))


def read_and_judge(office: Office, file: Path, ask: Ask, *, accept_headers: bool = False) -> Assessed:
    """Judge the workbook with a progress bar on standard error; renamed headers need to be accepted first."""
    with click.progressbar(range(100), label=office.say("judging"), file=sys.stderr) as bar:

        def progress(done: int, of: int) -> None:
            bar.update(max(0, 100 * done // of - bar.pos))

        def judged(confirmed: Mapping[str, str] | None) -> Assessed:
            return assess_workbook(file, ask, today=office.today, confirmed=confirmed, progress=progress)

        try:
            return judged(None)
        except Refused as refused:
            if refused.rule != "import.headers_to_confirm":
                raise
            guesses: list[HeaderToConfirm] = refused.values["guesses"]
            if not accept_headers:
                words = "; ".join(f"{one.sheet}!{one.header} → {one.guess_label or '-'}" for one in guesses)
                raise Refused("cli.confirm_headers", where=file.name, guesses=words) from refused
            return judged({f"{one.sheet}!{one.header}": one.guess for one in guesses})


def write_lists(office: Office, assessed: Assessed, out: Path) -> list[str]:
    """Write the result list as XLSX, CSV and PDF, the returned rows, and the summary; the names of the files."""
    out.mkdir(parents=True, exist_ok=True)
    columns = result_columns(office.lang)
    rows = list(result_rows(assessed.standard, assessed.judged, office.lang))
    notes = [assessed.standard.title[office.lang], assessed.on.isoformat(), *marks(office, assessed)]
    heads = tuple(columns.items())
    files = [str(path) for path in write_results(out, "ket-qua", heads, rows, notes=notes, lang=office.lang)]
    listing = out / "ket-qua.pdf"
    listing.write_bytes(list_pdf(office, assessed, rows))
    files.append(str(listing))
    if assessed.file.returned:
        returned = out / "tra-lai.xlsx"
        write_returned(returned, assessed.file, lang=office.lang)
        files.append(str(returned))
    digest = out / "tom-tat.json"
    digest.write_text(
        json.dumps(summary(assessed, [*files, str(digest)]), ensure_ascii=False, indent=2), encoding="utf-8"
    )
    return [*files, str(digest)]


def marks(office: Office, assessed: Assessed) -> list[str]:
    """What every list must say of the rules behind it."""
    standard = assessed.standard
    practice = standard.assumptions or (standard.points is not None and standard.points.practice)
    return [office.say("practice")] if practice else []


def list_pdf(office: Office, assessed: Assessed, rows: list[dict[str, Any]]) -> bytes:
    """The result list on paper, headed by the place when the whole workbook is of one commune."""
    places = {record.commune for record, _ in assessed.judged}
    return assessed_list_pdf(
        assessed.standard,
        [finding for _, finding in assessed.judged],
        rows,
        result_columns(office.lang),
        title=office.say("list_title"),
        lang=office.lang,
        as_of=assessed.on,
        place=places.pop() if len(places) == 1 else "",
    )


def told(office: Office, assessed: Assessed, files: list[str]) -> list[str]:
    """What a person reads: how many came in, how many of each class with the denominator, marks, files."""
    standard, file = assessed.standard, assessed.file
    names = {rule.key: rule.name[office.lang] for rule in standard.classes} | {CANNOT_SAY: CANNOT_SAY_NAME[office.lang]}
    lines = [
        office.say("assessed", rows=file.rows, assessed=len(assessed.judged), returned=file.returned_households),
        office.say("standard", title=standard.title[office.lang], on=assessed.on.strftime("%d/%m/%Y")),
    ]
    for key, name in names.items():
        rate = assessed.rates[key]
        lines.append(office.say("rate", name=name, count=rate.count, of=rate.of, rate=rate.percent or "-"))
    return lines + marks(office, assessed) + [office.say("file", path=path) for path in files]


@click.group()
def practice() -> None:
    """Invented households to try things on."""


@practice.command("workbook")
@click.argument("file", type=FILE)
@click.option("--households", type=click.IntRange(1, 200_000), default=300, show_default=True)
@click.option("--seed", type=int, default=2025, show_default=True)
@click.option("--faults", type=click.IntRange(0, 1_000), default=0, show_default=True, help="Mistakes to plant.")
@click.pass_obj
def practice_file(office: Office, file: Path, *, households: int, seed: int, faults: int) -> None:
    """Write a workbook of invented households with their answers."""
    planted = write_practice(file, households, seed, faults)
    document = {"file": str(file), "households": households, "seed": seed, "faults": [str(one) for one in planted]}
    office.answer(document, lambda: [office.say("practice_workbook", path=file, households=households, faults=faults)])


def write_practice(file: Path, households: int, seed: int, faults: int) -> list[Planted]:
    """Generate households and write them as an answers workbook; which mistakes were planted."""
    form = load_form()
    made = generate_households(households, seed, form, on=SURVEYED)
    return practice_workbook(file, made, seed=seed, faults=faults, write=partial(write_answers, form=form))
