"""The village head of G01 at the door of household H-0412, in the practice ward of the register's tests."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from tests.foundation.registry.conftest import ON, WARD, merged, ward

if TYPE_CHECKING:
    from django.test import Client

__all__ = ["merged", "ward"]


@pytest.fixture
def today(settings: Any) -> None:
    settings.FROZEN_DAY = ON


@pytest.fixture
def home(merged: None, today: None) -> str:
    """H-0412 in the register; its form's address."""
    from tests.review.forms import opened

    return f"/survey/{opened()}/"


@pytest.fixture
def head(client: Client, home: str) -> Client:
    """Signed in as the head of G01."""
    from tests.doors.web.accounts.people import grant, person
    from tests.review.forms import G1

    account = person("binh", "Lê Văn Bình")
    grant(account, "village_head", "village", str(G1))
    client.force_login(account)
    return client


@pytest.fixture
def officer(client: Client, home: str) -> Client:
    """Signed in as the officer of the ward."""
    from tests.doors.web.accounts.people import grant, person

    account = person("ha", "Võ Thu Hà")
    grant(account, "commune_officer", "place", WARD)
    client.force_login(account)
    return client
