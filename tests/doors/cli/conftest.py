"""Runs the command in this process, as a terminal would: words in; exit code, standard output and error out."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest

from chiakhoa.doors.cli.main import main


@dataclass(frozen=True, slots=True)
class Ran:
    """What one call of the command left."""

    code: int
    out: str
    err: str

    @property
    def document(self) -> Any:
        """The JSON document on standard output; there must be nothing else."""
        return json.loads(self.out)


@pytest.fixture
def chiakhoa(capfd: pytest.CaptureFixture[str]) -> Callable[..., Ran]:
    """Call the command with words."""

    def run(*words: object) -> Ran:
        capfd.readouterr()
        try:
            main([str(word) for word in words])
            code = 0
        except SystemExit as left:
            code = int(left.code or 0)
        captured = capfd.readouterr()
        return Ran(code, captured.out, captured.err)

    return run
