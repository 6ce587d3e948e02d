"""A trail in which every commit is seen, with keys of its own and the two tables of `evidence.py`."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from django.db import connection

if TYPE_CHECKING:
    from chiakhoa.foundation.audit.values import Verified


@pytest.fixture(scope="session")
def evidence_tables(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    """The tables of the tests, beside those of the program."""
    from tests.foundation.audit.evidence import EVIDENCE

    with django_db_blocker.unblock(), connection.schema_editor() as editor:
        for model in EVIDENCE:
            editor.create_model(model)
    yield
    with django_db_blocker.unblock(), connection.schema_editor() as editor:
        for model in reversed(EVIDENCE):
            editor.delete_model(model)


@pytest.fixture
def trail(
    evidence_tables: None, db: None, settings: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Callable[[], Verified]:
    """Verify the trail as a supervisor; what waits for a commit is done before."""
    from chiakhoa.foundation.audit import queries
    from chiakhoa.foundation.audit.queries import verifying
    from tests.foundation.audit.evidence import EVIDENCE, Supervisor

    settings.SIGNING_KEYS = tmp_path / "keys"
    real = queries.evidence_models
    monkeypatch.setattr(verifying, "evidence_models", lambda: [*real(), *EVIDENCE])

    def look() -> Verified:
        waiting, connection.run_on_commit = connection.run_on_commit, []
        for _, function, _ in waiting:
            function()
        return queries.verify(Supervisor())

    return look
