"""A log: deeds of people on days, in order, each an order to a room of the product; and playing it up to a day."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import TypedDict
from zoneinfo import ZoneInfo

from chiakhoa.foundation.access.values import Viewer

ZONE = ZoneInfo("Asia/Ho_Chi_Minh")
MORNING = time(8)
BETWEEN = timedelta(seconds=20)
"""The clock of the log: people begin at eight, and each deed of a day is taken down a little after the one before."""


class Acting(TypedDict):
    """Who acts, on which day, and when it is taken down: what every action asks for."""

    by: Viewer
    on: date
    at: datetime


class Signing(TypedDict):
    """The same for the rooms that know accounts by their name only."""

    by: str
    on: date
    at: datetime


@dataclass(frozen=True, slots=True)
class Moment:
    """The moment of a deed."""

    by: Viewer
    on: date
    at: datetime

    @property
    def acting(self) -> Acting:
        """The words of an action: `registry.take_in(**moment.acting, ...)`."""
        return Acting(by=self.by, on=self.on, at=self.at)

    @property
    def signing(self) -> Signing:
        """The same with the name of the account alone."""
        return Signing(by=self.by.name, on=self.on, at=self.at)


@dataclass(frozen=True, slots=True)
class Deed:
    """Something that a person of the cast did on a day. `weight`: how much work it is for the machine."""

    on: date
    by: str
    what: str
    do: Callable[[Moment], object]
    weight: int = 1


def in_order(deeds: Iterable[Deed]) -> list[Deed]:
    """The deeds by day; those of one day as they were handed in."""
    return sorted(deeds, key=lambda deed: deed.on)


def until(deeds: Sequence[Deed], day: date) -> list[Deed]:
    """The deeds up to the end of a day."""
    return [deed for deed in deeds if deed.on <= day]


def play(deeds: Sequence[Deed], progress: Callable[[int], None] = lambda done: None) -> None:
    """Do all of them in their order. `progress` is told the weight of each that is done."""
    last, place = date.min, 0
    for deed in deeds:
        place = place + 1 if deed.on == last else 0
        last = deed.on
        at = datetime.combine(deed.on, MORNING, ZONE) + BETWEEN * place
        deed.do(Moment(Viewer(deed.by, practice=True, everything=True), deed.on, at))
        progress(deed.weight)
