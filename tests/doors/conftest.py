"""The demo ward for every door: made once a run, looked into by who needs it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from tests.doors.ward_store import Store, world


@pytest.fixture(scope="session")
def ward_store(tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> Iterator[Store]:
    """The demo ward as the command makes it."""
    own = tmp_path_factory.getbasetemp()
    shared = own if worker_id == "master" else own.parent
    with world(shared, "songmau2025", "--fixture", "songmau2025") as made:
        yield made


@pytest.fixture
def ward(ward_store: Store, django_db_blocker: Any) -> Iterator[Store]:
    """The demo ward, open for queries of this test."""
    with django_db_blocker.unblock(), ward_store.opened():
        yield ward_store
