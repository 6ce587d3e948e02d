"""`export KIND FILE`: what leaves the program in open formats."""

from __future__ import annotations

from pathlib import Path

import click

from chiakhoa.doors.cli.office import Office
from chiakhoa.doors.exchange.template import write_template
from chiakhoa.law.rules.form_loader import load_form


@click.group()
def export() -> None:
    """Write files: the empty answers workbook."""


@export.command("answers-template")
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
@click.pass_obj
def answers_template(office: Office, file: Path) -> None:
    """The empty workbook for households, members and Form B answers."""
    write_template(file, load_form(), lang=office.lang)
    office.answer({"files": [str(file)]}, lambda: [office.say("file", path=file)])
