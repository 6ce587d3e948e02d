"""A log: deeds of people on days, in order, each an order to a room of the product; and playing it up to a day."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from chiakhoa.foundation.access.values import Viewer

ZONE = ZoneInfo("Asia/Ho_Chi_Minh")
MORNING = time(8)
BETWEEN = timedelta(seconds=20)
"""The clock of the log: people begin at eight, and each deed of a day is taken down a little after the one before."""


@dataclass(frozen=True, slots=True)
class Moment:
    """Who acts, on which day, and when it is taken down: what every action asks for."""

    by: Viewer
    on: date
    at: datetime


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
