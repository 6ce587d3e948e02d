"""`export KIND FILE`: what leaves the program in open formats, cut to the acting account."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from functools import wraps
from pathlib import Path
from typing import Any

import click

from chiakhoa.doors.cli.assessing import DAY, FILE
from chiakhoa.doors.cli.office import Office
from chiakhoa.doors.cli.units import unit_of
from chiakhoa.doors.exchange.template import write_template
from chiakhoa.law.rules.form_loader import load_form


@click.group()
def export() -> None:
    """Write files: the register, listed households, answers, accounts; the empty answers workbook."""


@export.command("answers-template")
@click.argument("file", type=FILE)
@click.pass_obj
def answers_template(office: Office, file: Path) -> None:
    """The empty workbook for households, members and Form B answers."""
    write_template(file, load_form(), lang=office.lang)
    office.answer({"files": [str(file)]}, lambda: [office.say("file", path=file)])


def shared(verb: Callable[..., None]) -> Callable[..., None]:
    """Add what every list takes."""

    @click.argument("file", type=FILE)
    @click.option("--unit", default="", help="Code or short name of the commune; otherwise the account's own.")
    @click.option("--on", type=DAY, help="As of this day; otherwise today.")
    @click.pass_obj
    @wraps(verb)
    def with_options(*words: Any, **options: Any) -> None:
        verb(*words, **options)

    return with_options


SENSITIVE = "With sensitive columns, for who may see them; the look is written down."


@export.command("register")
@shared
@click.option("--sensitive", is_flag=True, help=SENSITIVE)
def register(office: Office, file: Path, **options: Any) -> None:
    """Households and members, as `import register` takes them back (.xlsx, or .csv with the members beside it)."""
    write(office, "register", file, **options)


@export.command("listed")
@shared
def listed(office: Office, file: Path, **options: Any) -> None:
    """Poor and near-poor households in force on the day, with class, village and decision (.xlsx or .csv)."""
    write(office, "listed", file, **options)


@export.command("answers")
@shared
@click.option("--sensitive", is_flag=True, help=SENSITIVE)
def answers(office: Office, file: Path, **options: Any) -> None:
    """The newest survey of each household as an answers workbook (.xlsx)."""
    write(office, "answers", file, **options)


@export.command("accounts")
@click.argument("file", type=FILE)
@click.pass_obj
def accounts(office: Office, file: Path) -> None:
    """The accounts of the office with their roles, for who keeps them (.xlsx or .csv)."""
    write(office, "accounts", file)


def write(
    office: Office, kind: str, file: Path, *, unit: str = "", on: datetime | None = None, sensitive: bool = False
) -> None:
    """Write a list and name its files."""
    office.open_store()
    from chiakhoa.doors.exchange.leaving import KINDS, OF_OFFICE, Wish  # noqa: PLC0415 (needs the store)

    commune = "" if kind in OF_OFFICE else unit_of(office, unit)
    day = on.date() if on else office.today
    wish = Wish(office.viewer(), commune, day, datetime.now(UTC), office.lang, sensitive)
    files = [str(path) for path in KINDS[kind](file, wish)]
    office.answer({"files": files}, lambda: [office.say("file", path=path) for path in files])
