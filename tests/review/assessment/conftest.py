"""A run of forty invented households, judged."""

from __future__ import annotations

import pytest

from chiakhoa.review.assessment.queries import Run
from tests.review.assessment.runs import judged_run


@pytest.fixture
def run(db: None) -> Run:
    """Forty invented households of the ward, two of the story among them."""
    return judged_run()
