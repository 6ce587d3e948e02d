"""Practice worlds made for `init`: the log played into a new folder, which appears only when it is whole."""

from __future__ import annotations

import shutil
import signal
import sys
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from chiakhoa.doors.cli.office import Office
from chiakhoa.foundation.access.values import PRACTICE
from chiakhoa.law.rules.refusals import Refused

if TYPE_CHECKING:
    from chiakhoa.doors.practice.ward.log import Deed

LAST_DAY = date(2025, 12, 14)
"""fixture.md: the demo world is as of this day."""

OWN_DAY = "today"
"""The file of a practice folder that holds its day."""


@dataclass(frozen=True, slots=True)
class WantedWorld:
    """What to make: a named world, or a register of any size; up to which day; what else to put in the folder."""

    fixture: str
    register: int
    seed: int
    until: date
    beside: Callable[[Office], object] | None = None

    @property
    def name(self) -> str:
        """How the world is called."""
        return self.fixture or "register"


def make_world(office: Office, wanted: WantedWorld) -> dict[str, Any]:
    """Make the world in a folder beside the one named, and move it there when it is done; else nothing is left."""
    folder = office.folder().resolve()
    making = folder.with_name(f".{folder.name}.making")
    shutil.rmtree(making, ignore_errors=True)
    before = signal.signal(signal.SIGTERM, _stop)
    try:
        counted = _filled(replace(office, data=making, frozen=wanted.until), wanted)
        _put(making, folder)
    finally:
        shutil.rmtree(making, ignore_errors=True)
        signal.signal(signal.SIGTERM, before)
    return {"folder": str(folder), "fixture": wanted.name, "until": wanted.until.isoformat(), **counted}


def _stop(number: int, _frame: object) -> None:
    """Leave as after any fault, so that what is half made is taken away."""
    raise SystemExit(128 + number)


def _put(making: Path, folder: Path) -> None:
    """Let the whole folder appear in its place; an empty folder that cannot give way, as a mounted one, is filled."""
    try:
        if folder.exists():
            folder.rmdir()
        making.rename(folder)
    except OSError:
        shutil.copytree(making, folder, dirs_exist_ok=True)


def _filled(office: Office, wanted: WantedWorld) -> dict[str, int]:
    """The folder filled; how much is in it."""
    office.open_store()
    from django.db import connection, transaction  # noqa: PLC0415 (needs the store)

    from chiakhoa.doors.practice.fixtures import fixture_log, register_log  # noqa: PLC0415
    from chiakhoa.doors.practice.ward import log  # noqa: PLC0415
    from chiakhoa.foundation.places import queries as places  # noqa: PLC0415

    if places.areas(PRACTICE, on=wanted.until).exists():
        raise Refused("cli.store_in_use", where=connection.settings_dict["HOST"] or str(office.folder()))
    deeds = fixture_log(wanted.fixture) if wanted.fixture else register_log(wanted.register, wanted.seed)
    if wanted.until < deeds[0].on:
        raise Refused("practice.before_the_log", where="--until", first=f"{deeds[0].on:%d/%m/%Y}")
    try:
        with transaction.atomic():
            _play(office, log.until(deeds, wanted.until))
        if wanted.beside is not None:
            wanted.beside(office)
        counted = _counted(wanted.until)
    finally:
        connection.close()
    (office.folder() / OWN_DAY).write_text(f"{wanted.until.isoformat()}\n", encoding="ascii")
    return counted


def _play(office: Office, deeds: list[Deed]) -> None:
    from chiakhoa.doors.practice.ward import log  # noqa: PLC0415 (needs the store)

    length = sum(deed.weight for deed in deeds)
    with click.progressbar(length=length, label=office.say("playing"), file=sys.stderr) as bar:
        log.play(deeds, bar.update)


def _counted(on: date) -> dict[str, int]:
    """Households, people and listed households of the province on a day."""
    from chiakhoa.doors.practice.ward.units import PROVINCE  # noqa: PLC0415 (needs the store)
    from chiakhoa.foundation.registry import queries as registry  # noqa: PLC0415

    found = registry.counts_by_commune(PRACTICE, PROVINCE, on).values()
    return {
        "households": sum(one.households for one in found),
        "people": sum(one.people for one in found),
        "poor": sum(one.classes["poor"] for one in found),
        "near_poor": sum(one.classes["near_poor"] for one in found),
    }


def is_empty(folder: Path) -> bool:
    """Whether a folder is free to be made one of the program."""
    return not folder.is_dir() or not any(folder.iterdir())
