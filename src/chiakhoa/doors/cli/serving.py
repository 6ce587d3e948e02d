"""`init`, `serve`, `doctor`: a data folder made, opened in a browser, and looked over."""

from __future__ import annotations

import os
import tempfile
from datetime import UTC, datetime
from pathlib import Path

import click

from chiakhoa.doors.cli.assessing import write_practice
from chiakhoa.doors.cli.office import Office
from chiakhoa.doors.exchange.health import checked, checks
from chiakhoa.foundation.access.values import SETUP
from chiakhoa.law.rules.refusals import Refused


@click.command()
@click.option("--practice", is_flag=True, help="For invented households; nothing in it counts.")
@click.option(
    "--empty",
    is_flag=True,
    help="Without households; alone it makes the folder of an office, with all provinces and communes.",
)
@click.option("--households", type=click.IntRange(1, 200_000), default=9_000, show_default=True)
@click.option("--seed", type=int, default=2025, show_default=True)
@click.pass_obj
def init(office: Office, *, practice: bool, empty: bool, households: int, seed: int) -> None:
    """Make a data folder: of an office (--empty), or for practice with a generated commune already assessed."""
    folder = office.folder()
    if folder.is_dir() and any(folder.iterdir()):
        raise Refused("cli.folder_in_use", where=str(folder))
    if not practice and not empty:
        raise Refused("cli.practice_only")
    os.environ["CHIAKHOA_OFFICE"] = "0" if practice else "1"
    office.open_store()
    if not practice:
        load_places(office)
    made = 0 if empty else fill(office, households, seed)
    document = {"folder": str(folder), "practice": practice, "households": made}
    words = "ready" if practice else "office_ready"
    office.answer(document, lambda: [office.say(words, path=folder, households=made)])


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


@click.command()
@click.option("--port", type=click.IntRange(1, 65535), default=8000, show_default=True)
@click.option("--host", default="127.0.0.1", show_default=True)
@click.pass_obj
def serve(office: Office, *, port: int, host: str) -> None:
    """Serve the pages of the data folder."""
    office.open_store()
    from granian import Granian  # noqa: PLC0415 (only serving needs the server)
    from granian.constants import Interfaces  # noqa: PLC0415

    click.echo(office.say("serving", url=f"http://{host}:{port}/"), err=True)
    server = Granian(
        "chiakhoa.config.wsgi:application",
        address=host,
        port=port,
        interface=Interfaces.WSGI,
        workers=1,
        blocking_threads=4,
        log_access=False,
    )
    server.serve()


@click.command()
@click.pass_obj
def doctor(office: Office) -> None:
    """Check the set-up and say what to mend."""
    every = checks(office.folder, office.open_store)
    found = [checked(name, check, office.lang) for name, check in every.items()]
    whole = all(one["ok"] for one in found)
    office.answer(
        {"healthy": whole, "checks": found},
        lambda: [office.say("healthy" if one["ok"] else "unwell", **one) for one in found],
    )
    if not whole:
        raise click.exceptions.Exit(2)
