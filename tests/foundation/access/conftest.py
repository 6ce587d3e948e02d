"""An office with a commune, a village and accounts. The rooms are imported when Django stands."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from chiakhoa.foundation.access.queries import Account, Grant
    from chiakhoa.foundation.access.values import Viewer


@pytest.fixture
def office(db: None) -> None:
    from tests.foundation.access.office import build

    build()


@pytest.fixture
def opened(office: None) -> Callable[..., Account]:
    from tests.foundation.access.office import open_one

    return open_one


@pytest.fixture
def granted(office: None) -> Callable[..., Grant]:
    from tests.foundation.access.office import give

    return give


@pytest.fixture
def viewer(granted: Callable[..., Grant]) -> Callable[..., Viewer]:
    """The viewer behind an account of this name, opened with a role."""
    from chiakhoa.foundation.access import queries
    from tests.foundation.access.office import DAY

    def of(username: str, role: str, kind: str = "none", scope: str = "") -> Viewer:
        return queries.viewer_of(granted(username, role, kind, scope).account, DAY)

    return of
