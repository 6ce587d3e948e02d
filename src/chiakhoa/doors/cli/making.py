"""`init`: a data folder made, of an office, or for practice: a workbook already assessed, a practice world, or both."""

from __future__ import annotations

import os
import tempfile
from datetime import UTC, date, datetime
from pathlib import Path

import click

from chiakhoa.doors.cli.assessing import DAY, write_practice
from chiakhoa.doors.cli.office import Office
from chiakhoa.doors.cli.worlds import LAST_DAY, WantedWorld, is_empty, make_world
from chiakhoa.foundation.access.values import SETUP
from chiakhoa.law.rules.refusals import Refused


@click.command()
@click.option("--practice", is_flag=True, help="For invented households; nothing in it counts.")
@click.option(
    "--empty",
    is_flag=True,
    help="Without households; alone it makes the folder of an office, with all provinces and communes.",
)
@click.option("--fixture", default="", help="A practice world: songmau2025 (one ward) or hamau5 (a small province).")
@click.option("--until", type=DAY, help="Leave the practice world as it stood at the end of this day.")
@click.option(
    "--register",
    type=click.IntRange(1, 2_000_000),
    help="With --practice: a register of so many generated households, with both seasons.",
)
@click.option(
    "--households",
    type=click.IntRange(1, 200_000),
    default=9_000,
    show_default=True,
    help="Households of the assessed workbook that --practice makes.",
)
@click.option("--seed", type=int, default=2025, show_default=True, help="Of what is generated; a fixture has its own.")
@click.pass_obj
def init(
    office: Office,
    *,
    practice: bool,
    empty: bool,
    fixture: str,
    until: datetime | None,
    register: int | None,
    households: int,
    seed: int,
) -> None:
    """Make a data folder: of an office (--empty), with a practice world (--fixture), or with an assessed workbook."""
    if not is_empty(office.folder()):
        raise Refused("cli.folder_in_use", where=str(office.folder()))
    if not (practice or empty or fixture) or (register and not practice):
        raise Refused("cli.practice_only")
    if until and not (fixture or register):
        raise Refused("cli.until_of_what", where="--until")
    if fixture or register:
        workbook = households if practice and not register else 0
        make_practice_world(office, fixture, register or 0, until, seed=seed, workbook=workbook)
        return
    os.environ["CHIAKHOA_OFFICE"] = "0" if practice else "1"
    office.open_store()
    if not practice:
        load_places(office)
    made = 0 if empty else fill(office, households, seed)
    document = {"folder": str(office.folder()), "practice": practice, "households": made}
    words = "ready" if practice else "office_ready"
    office.answer(document, lambda: [office.say(words, path=office.folder(), households=made)])


def make_practice_world(
    office: Office, fixture: str, register: int, until: datetime | None, *, seed: int, workbook: int
) -> None:
    """Make a practice world, and beside it a workbook already assessed when one is wanted; say what is in it."""
    os.environ["CHIAKHOA_OFFICE"] = "0"
    beside = (lambda inside: fill(inside, workbook, seed)) if workbook else None
    wanted = WantedWorld(fixture, register, seed, _day(until), beside)
    document = make_world(office, wanted)
    day = f"{wanted.until:%d/%m/%Y}"
    office.answer(document, lambda: [office.say("world_ready", **{**document, "until": day})])


def _day(until: datetime | None) -> date:
    return until.date() if until else LAST_DAY


def load_places(office: Office) -> None:
    """Take the packaged list of provinces and communes into a new office."""
    from chiakhoa.foundation.places import actions  # noqa: PLC0415 (needs the store)

    actions.load_official(by=SETUP.name, on=office.today, at=datetime.now(UTC))


def fill(office: Office, households: int, seed: int) -> int:
    """Generate a commune, and judge it as if an officer had dropped the workbook on the page."""
    from django.conf import settings  # noqa: PLC0415 (needs the store)

    from chiakhoa.doors.exchange.assessing import Ask  # noqa: PLC0415
    from chiakhoa.doors.exchange.public_ids import public_id  # noqa: PLC0415
    from chiakhoa.doors.exchange.runs import keep_workbook  # noqa: PLC0415

    with tempfile.TemporaryDirectory() as scratch:
        file = Path(scratch) / f"{office.say('practice_name', households=households)}.xlsx"
        write_practice(file, households, seed, 0)
        return keep_workbook(
            Path(settings.MEDIA_ROOT),
            file,
            by=office.person,
            on=office.today,
            clock=lambda: datetime.now(UTC),
            public_id=public_id(datetime.now(UTC)),
            lang=office.lang,
            ask=Ask(),
        )
