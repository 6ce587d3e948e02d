"""The person who looks, as every query sees them."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Viewer:
    """Somebody at a door. In a practice folder (invented households) everything is open; elsewhere nothing is yet."""

    name: str
    practice: bool = False

    def may_see_runs(self) -> bool:
        """Whether this viewer may see assessed workbooks with names and answers."""
        return self.practice

    def may_read_trail(self) -> bool:
        """Whether this viewer may read the trail."""
        return self.practice


PRACTICE = Viewer("practice", practice=True)
NOBODY = Viewer("nobody")
