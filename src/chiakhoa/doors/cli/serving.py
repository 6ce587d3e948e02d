"""`serve`, `doctor`: a data folder opened in a browser, and looked over."""

from __future__ import annotations

from typing import Any

import click

from chiakhoa.doors.cli.office import Office
from chiakhoa.doors.exchange.health import checked, checks


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
        lambda: [said(office, one) for one in found],
    )
    if not whole:
        raise click.exceptions.Exit(2)


def said(office: Office, one: dict[str, Any]) -> str:
    """The result of a check for people."""
    told = {**one, "name": office.say(f"check_{one['name']}")}
    return office.say("healthy" if one["ok"] else "unwell", **told)
