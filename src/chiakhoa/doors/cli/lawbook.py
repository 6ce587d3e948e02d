"""`standard load-points|confirm`: what an office adds to the law: its table of points, rows held against the print."""

from __future__ import annotations

from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import click

from chiakhoa.doors.cli.assessing import FILE
from chiakhoa.doors.cli.office import Office
from chiakhoa.doors.exchange.public_ids import public_id
from chiakhoa.law.rules.loader import standard_on

STANDARD = click.option("--standard", "key", help="Id of the standard; otherwise the one in force today.")


@click.command("load-points")
@click.argument("file", type=FILE)
@STANDARD
@click.pass_obj
def load_points(office: Office, file: Path, *, key: str | None) -> None:
    """Load the office's table of income points; it counts as verified once two people have confirmed it."""
    office.open_store()
    from chiakhoa.foundation.lawbook import actions  # noqa: PLC0415 (needs the store)
    from chiakhoa.foundation.lawbook.values import points_name  # noqa: PLC0415

    viewer, now = office.viewer(), datetime.now(UTC)
    table = actions.load_points(
        by=viewer,
        on=office.today,
        at=now,
        public_id=public_id(now),
        standard=chosen(office, key),
        file_name=file.name,
        content=file.read_bytes(),
    )
    document = {
        "standard": table.standard,
        "file": table.file_name,
        "sha256": table.sha256,
        "row": points_name(table.standard, table.sha256),
        "loaded_by": table.loaded_by,
        "loaded_on": table.valid_from.isoformat(),
    }
    office.answer(document, lambda: [office.say("points_loaded", **document)])


@click.command("confirm")
@click.argument("row", required=False, default="")
@STANDARD
@click.option("--page", default="", help="Page, article or annex of the printed text that was looked at.")
@click.option("--photo", default="", help="Where the photo of the page is kept.")
@click.pass_obj
def confirm(office: Office, row: str, *, key: str | None, page: str, photo: str) -> None:
    """Confirm a row of law against the printed text; without a row, list those that still block recognition."""
    office.open_store()
    from chiakhoa.foundation.lawbook import actions, queries  # noqa: PLC0415 (needs the store)

    viewer, now = office.viewer(), datetime.now(UTC)
    if not row:
        told = [asdict(one) for one in queries.blocking(viewer, chosen(office, key), office.today)]
        office.answer(told, lambda: blocking_lines(office, told))
        return
    actions.confirm(by=viewer, on=office.today, at=now, public_id=public_id(now), name=row, page=page, photo=photo)
    people = [one.by for one in queries.confirmations(viewer, row, office.today)]
    verified = row in queries.confirmed_names(viewer, office.today)
    document = {"row": row, "confirmed_by": people, "verified": verified}
    sentence = "row_verified" if verified else "row_confirmed"
    office.answer(document, lambda: [office.say(sentence, row=row, people=", ".join(people))])


def chosen(office: Office, key: str | None) -> str:
    """The standard that was named, or the one in force today."""
    return key or standard_on(office.today, points=None).id


def blocking_lines(office: Office, told: list[dict[str, Any]]) -> list[str]:
    """The rows that block, for people: one a line, with who has confirmed it so far."""
    lines = [office.say("rows_block", count=len(told))]
    for one in told:
        state = ", ".join(one["confirmed_by"]) if one["known"] else office.say("unknown")
        lines.append(f"  {one['name']} [{one['mark']}] {state}".rstrip())
    return lines
