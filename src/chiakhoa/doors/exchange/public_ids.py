"""Public ids, made at the door: UUID version 7 from the moment that was handed in, or derived from what a row says."""

from __future__ import annotations

import secrets
from datetime import date, datetime
from uuid import UUID, uuid5

from chiakhoa.law.rules.households import PartialDate
from chiakhoa.law.rules.vietnamese import fold

_ROWS = UUID("8d0f3a52-64c7-5e0b-8b1e-2f7c9a4d6e35")


def public_id(at: datetime) -> UUID:
    """A new public id: its first 48 bits are the milliseconds of `at`, the rest is chance."""
    bits = (int(at.timestamp() * 1000) << 80) | secrets.randbits(80)
    bits = bits & ~(0xF << 76) | (7 << 76)
    bits = bits & ~(0x3 << 62) | (2 << 62)
    return UUID(int=bits)


def household_id(commune: str, number: str) -> UUID:
    """The public id of a household whose file names none: the same for the same number in the same commune."""
    return uuid5(_ROWS, f"household {commune} {''.join(number.split()).casefold()}")


def person_id(household: UUID, name: str, birth: PartialDate | None, place: int = 0) -> UUID:
    """The public id of a person whose file names none; `place` tells namesakes of one birth in a household apart."""
    born = (birth.year, birth.month, birth.day) if birth else ()
    return uuid5(_ROWS, f"person {household} {fold(name)} {born} {place}")


def act_id(household: UUID, day: date, at: datetime) -> UUID:
    """The public id of what an import brings a household for a day: a survey, a class in force."""
    return uuid5(_ROWS, f"act {household} {day.isoformat()} {at.isoformat()}")
