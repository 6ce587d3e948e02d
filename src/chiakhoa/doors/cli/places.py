"""`place tree|show|load|area`: provinces, communes and villages as they were on a day."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Any

import click

from chiakhoa.doors.cli.assessing import DAY
from chiakhoa.doors.cli.lawbook import area
from chiakhoa.doors.cli.office import Office
from chiakhoa.foundation.access.values import NotAllowed

if TYPE_CHECKING:
    from chiakhoa.foundation.places.queries import Area, Village


@click.group()
def place() -> None:
    """Places: provinces, communes, villages, with their days."""


place.add_command(area)


@place.command("tree")
@click.argument("code", required=False, default="")
@click.option("--on", type=DAY, help="As of this day; otherwise today.")
@click.option("--search", default="", help="Names that hold these words, without tones, in any word order.")
@click.pass_obj
def tree(office: Office, code: str, *, on: datetime | None, search: str) -> None:
    """All provinces, or what lies in one province or commune."""
    office.open_store()
    day = on.date() if on else office.today
    found = below(office, code, day, search)
    office.answer(found, lambda: [line(one) for one in found])


@place.command("show")
@click.argument("code")
@click.option("--on", type=DAY, help="As of this day; otherwise today.")
@click.pass_obj
def show(office: Office, code: str, *, on: datetime | None) -> None:
    """One province or commune by code or short name: where it lies, each form it has had, its villages."""
    office.open_store()
    from chiakhoa.foundation.places import queries  # noqa: PLC0415 (needs the store)

    viewer, day = office.viewer(), on.date() if on else office.today
    path = queries.path(viewer, code, day)
    unit = path[-1]
    document = {
        **told(unit),
        "on": day.isoformat(),
        "path": [told(one) for one in path],
        "forms": [told(one) for one in queries.forms(viewer, unit.code)],
        "villages": [told_village(one) for one in queries.villages(viewer, commune=unit.code, on=day)],
        "note": unit.note,
    }
    office.answer(document, lambda: shown_lines(office, document))


@place.command("load")
@click.pass_obj
def load(office: Office) -> None:
    """Take in the packaged list of provinces and communes; a second time changes nothing."""
    office.open_store()
    from chiakhoa.foundation.places import actions  # noqa: PLC0415 (needs the store)

    viewer = office.viewer()
    if not viewer.may("places"):
        raise NotAllowed("access.not_allowed", where=viewer.name)
    written = actions.load_official(by=viewer.name, on=office.today, at=datetime.now(UTC))
    office.answer({"written": written}, lambda: [office.say("places_loaded", written=written)])


def below(office: Office, code: str, day: date, search: str) -> list[dict[str, Any]]:
    """What lies directly in a unit on a day; without a code the provinces; with a search whatever has that name."""
    from chiakhoa.foundation.places import queries  # noqa: PLC0415 (needs the store)

    viewer = office.viewer()
    if not code:
        units = queries.areas(viewer, on=day, level=None if search else 1, search=search)
        return [told(one) for one in units]
    unit = queries.area(viewer, code, day)
    if unit.parent:
        return [told_village(one) for one in queries.villages(viewer, commune=unit.code, on=day, search=search)]
    return [told(one) for one in queries.areas(viewer, on=day, parent=unit.code, search=search)]


def told(one: Area) -> dict[str, Any]:
    """A province or commune as plain data."""
    return {
        "code": one.code,
        "short": one.short,
        "kind": one.kind,
        "name": one.full_name,
        "in": one.parent,
        "from": one.valid_from.isoformat(),
        "until": one.valid_until.isoformat() if one.valid_until else None,
    }


def told_village(one: Village) -> dict[str, Any]:
    """A village as plain data."""
    return {
        "code": one.code,
        "id": str(one.public_id),
        "kind": one.kind,
        "name": one.name,
        "in": one.commune,
        "from": one.valid_from.isoformat(),
        "until": one.valid_until.isoformat() if one.valid_until else None,
    }


def line(one: dict[str, Any]) -> str:
    """A place in one line."""
    return f"{one['code']}  {one['name']}" + (f"  ({one['in']})" if one["in"] else "")


def shown_lines(office: Office, document: dict[str, Any]) -> list[str]:
    """A place for people."""
    lines = [" > ".join(f"{one['name']} ({one['code']})" for one in document["path"])]
    for one in document["forms"]:
        until = one["until"] or office.say("still")
        lines.append(office.say("place_form", name=one["name"], since=one["from"], until=until))
    lines.append(office.say("villages", count=len(document["villages"])))
    return lines + [f"  {one['code']}  {one['name']}" for one in document["villages"]]
