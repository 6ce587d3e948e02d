"""Hypothesis on the law: the same examples for everybody, and no stopwatch, which a busy machine stops too early."""

from __future__ import annotations

import os

from hypothesis import Phase, settings

settings.register_profile("law", deadline=None, derandomize=True)
settings.register_profile("mutants", settings.get_profile("law"), max_examples=25, phases=[Phase.generate])
settings.load_profile(os.environ.get("CHIAKHOA_EXAMPLES", "law"))
