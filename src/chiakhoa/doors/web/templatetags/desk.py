"""Numbers, points and states as the desks show them."""

from __future__ import annotations

from collections.abc import Sequence

from django import template
from django.utils import formats
from django.utils.translation import gettext_lazy as _

from chiakhoa.doors.web import standards
from chiakhoa.doors.web.telling import class_words
from chiakhoa.doors.web.words import WORDS

register = template.Library()
STATES = {
    "waiting": _("waiting"),
    "headers": _("asks you about the columns"),
    "running": _("at work"),
    "refused": _("cannot be used"),
    "stopped": _("stopped"),
}


@register.filter
def whole(number: int | None) -> str:
    """A whole number with its thousands apart."""
    return "" if number is None else formats.number_format(number, 0)


@register.filter
def unlocalized(number: int) -> str:
    """A number as addresses and attributes need it."""
    return str(number)


@register.filter
def decimal(number: str) -> str:
    """Decimal text such as 1.14 with the reader's decimal sign."""
    return number.replace(".", formats.get_format("DECIMAL_SEPARATOR"))


@register.filter
def signed(number: str) -> str:
    """Decimal text with its sign, a plus where it grew; nothing is neither."""
    told = decimal(number)
    return told if number.startswith("-") or not number.strip("0.") else f"+{told}"


@register.filter
def signed_whole(number: int) -> str:
    """A whole number with its sign."""
    return f"+{whole(number)}" if number > 0 else whole(number)


@register.filter
def state_name(state: str) -> str:
    """The state of a run in words."""
    return str(STATES[state])


@register.filter
def standard_title(key: str) -> str:
    """The title of a standard."""
    return standards.title(key)


@register.filter
def class_name(key: str) -> str:
    """A class in force, or none (the empty key), in words."""
    return class_words()[key]


@register.filter
def in_words(text: str) -> str:
    """A word of the program as people read it."""
    return str(WORDS.get(text, text))


@register.simple_tag
def bounds(low: int | None, high: int | None) -> str:
    """Points: one number when they are decided, from–to otherwise, a dash without any."""
    if low is None or high is None:
        return "–"
    return whole(low) if low == high else f"{whole(low)}–{whole(high)}"


@register.simple_tag
def told_points(points: int | Sequence[int]) -> str:
    """Points as the explanation tells them."""
    return bounds(points, points) if isinstance(points, int) else bounds(*points)
