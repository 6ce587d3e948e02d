"""Hypothesis on the law: the same examples for everybody, and no stopwatch, which a busy machine would stop too early."""

from __future__ import annotations

from hypothesis import settings

settings.register_profile("law", deadline=None, derandomize=True)
settings.load_profile("law")
