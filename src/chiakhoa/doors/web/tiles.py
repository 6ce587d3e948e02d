"""Counts of a place as tiles, each leading to its households."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from chiakhoa.doors.web.telling import class_words
from chiakhoa.doors.web.templatetags.desk import decimal, whole
from chiakhoa.foundation.registry.values import LISTED, LISTED_KEY, Count
from chiakhoa.law.rules.indices import rate


@dataclass(frozen=True, slots=True)
class Tile:
    """A figure with its name, a line beneath it, and where it leads."""

    key: str
    name: str
    figure: str
    beneath: str
    href: str


def class_tiles(counted: Count, **place: str) -> Iterator[Tile]:
    """All households of a place, each class and both together; `place` is the part of the address that names it."""
    people = ngettext("%(shown)s person", "%(shown)s people", counted.people) % {"shown": whole(counted.people)}
    yield Tile("", _("All households"), whole(counted.households), people, address(place, ""))
    numbers = counted.classes | {LISTED_KEY: sum(counted.classes.values())}
    names = class_words() | {LISTED_KEY: _("Poor and near-poor together")}
    for key in (*LISTED, LISTED_KEY):
        of = counted.households
        percent = f"{decimal(rate(numbers[key], of))} %" if of else ""
        yield Tile(key, names[key], whole(numbers[key]), percent, address(place, key))


def address(place: dict[str, str], class_key: str) -> str:
    """The list of a class in a place."""
    wanted = {name: value for name, value in (place | {"class": class_key}).items() if value}
    return f"{reverse('households')}?{urlencode(wanted)}" if wanted else reverse("households")
