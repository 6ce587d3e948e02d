"""The one place of the pages that reads the clock. Rooms below are handed the day and the time."""

from __future__ import annotations

import secrets
from datetime import date, datetime
from uuid import UUID

from django.conf import settings
from django.utils import timezone


def now() -> datetime:
    """The time now, in UTC."""
    return timezone.now()


def today() -> date:
    """Today in Vietnam, or the frozen day of a practice folder."""
    frozen: date | None = settings.FROZEN_DAY
    return frozen or timezone.localdate()


def public_id(at: datetime) -> UUID:
    """A new public id, UUID version 7: its first 48 bits are the milliseconds of `at`, the rest is chance."""
    bits = (int(at.timestamp() * 1000) << 80) | secrets.randbits(80)
    bits = bits & ~(0xF << 76) | (7 << 76)
    bits = bits & ~(0x3 << 62) | (2 << 62)
    return UUID(int=bits)
