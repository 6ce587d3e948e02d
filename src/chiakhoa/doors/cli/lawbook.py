"""What an office adds to the law: points, rows held against the print, area kinds, a standard of its province."""

from __future__ import annotations

from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import click

from chiakhoa.doors.cli.assessing import DAY, FILE
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


@click.command("withdraw")
@click.argument("row")
@click.option("--reason", required=True, help="Why, in one sentence.")
@click.pass_obj
def withdraw(office: Office, row: str, *, reason: str) -> None:
    """Take back every confirmation of a row of law: it is unverified again."""
    office.open_store()
    from chiakhoa.foundation.lawbook import actions  # noqa: PLC0415 (needs the store)

    actions.withdraw(by=office.viewer(), on=office.today, at=datetime.now(UTC), name=row, reason=reason)
    document = {"row": row, "confirmed_by": [], "verified": False}
    office.answer(document, lambda: [office.say("row_withdrawn", row=row)])


@click.command("load-local")
@click.argument("province")
@click.argument("folder", type=click.Path(path_type=Path, exists=True, file_okay=False))
@click.pass_obj
def load_local(office: Office, province: str, *, folder: Path) -> None:
    """Load a province's own standard above the national one: a folder whose standard.toml `extends` it."""
    office.open_store()
    from chiakhoa.foundation.lawbook import actions  # noqa: PLC0415 (needs the store)

    now = datetime.now(UTC)
    files = {path.name: path.read_text(encoding="utf-8") for path in sorted(folder.glob("*.toml"))}
    row = actions.load_override(
        by=office.viewer(), on=office.today, at=now, public_id=public_id(now), province=province, files=files
    )
    document = {
        "province": row.province,
        "standard": row.standard,
        "extends": row.extends,
        "in_force_from": row.valid_from.isoformat(),
        "in_force_until": row.valid_until.isoformat(),
        "sha256": row.sha256,
    }
    office.answer(document, lambda: [office.say("local_loaded", **document)])


@click.command("area")
@click.argument("commune")
@click.argument("kind", type=click.Choice(("urban", "rural")))
@click.option("--decision", required=True, help="Number and date of the decision.")
@click.option("--since", type=DAY, help="First day; otherwise today.")
@click.pass_obj
def area(office: Office, commune: str, *, kind: str, decision: str, since: datetime | None) -> None:
    """Decide whether a commune counts as urban or rural from a day on."""
    office.open_store()
    from chiakhoa.foundation.lawbook import actions  # noqa: PLC0415 (needs the store)

    now = datetime.now(UTC)
    row = actions.choose_area(
        by=office.viewer(),
        on=office.today,
        at=now,
        public_id=public_id(now),
        commune=commune,
        urban=kind == "urban",
        since=since.date() if since else office.today,
        decision=decision,
    )
    document = {"commune": row.commune, "area": kind, "since": row.valid_from.isoformat(), "decision": row.decision}
    office.answer(document, lambda: [office.say("area_chosen", **document)])


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
