"""The command in this process, as the tests of the terminal run it."""

from __future__ import annotations

from tests.doors.cli.conftest import chiakhoa

__all__ = ["chiakhoa"]
