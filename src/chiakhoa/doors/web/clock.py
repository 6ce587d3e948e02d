"""The one place of the pages that reads the clock. Rooms below are handed the day and the time."""

from __future__ import annotations

from datetime import date, datetime

from django.conf import settings
from django.utils import timezone


def now() -> datetime:
    """The time now, in UTC."""
    return timezone.now()


def today() -> date:
    """Today in Vietnam, or the frozen day of a practice folder."""
    frozen: date | None = settings.FROZEN_DAY
    return frozen or timezone.localdate()
