"""The practice ward of the register's tests, with households to be surveyed."""

from __future__ import annotations

from tests.foundation.registry.conftest import keys, merged, old, ward

__all__ = ["keys", "merged", "old", "ward"]
