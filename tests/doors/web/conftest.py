"""The small ward as an office, and clients signed in as its people."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from tests.foundation.registry.conftest import keys, merged, old, ward

__all__ = ["keys", "merged", "old", "ward"]


@pytest.fixture
def office(merged: None, settings: Any) -> None:
    """The ward with its households and people, on a day of its own; no practice folder."""
    from tests.doors.web import office_of_the_ward as made

    settings.FROZEN_DAY, settings.PRACTICE = made.TODAY, True
    made.build()
    settings.PRACTICE = False
    made.people()


@pytest.fixture
def signed_in(office: None) -> Callable[[str], Client]:
    """A client of one of the people."""
    from chiakhoa.foundation.access import queries
    from chiakhoa.foundation.access.values import SETUP

    def of(name: str) -> Client:
        client, account = Client(), queries.account(SETUP, name)
        assert account is not None
        client.force_login(account)
        return client

    return of
