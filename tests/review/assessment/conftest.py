"""A run of forty invented households, judged."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from chiakhoa.review.assessment.queries import Run


@pytest.fixture
def run(db: None) -> Run:
    """Forty invented households of the ward, two of the story among them."""
    from tests.review.assessment.runs import judged_run

    return judged_run()
