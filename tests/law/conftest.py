"""Hypothesis on the law: the same examples for everybody, and no stopwatch, which a busy machine stops too early."""

from __future__ import annotations

import os

from hypothesis import settings

EXAMPLES = int(os.environ.get("CHIAKHOA_EXAMPLES", "100"))
settings.register_profile("law", deadline=None, derandomize=True, max_examples=EXAMPLES)
settings.load_profile("law")
