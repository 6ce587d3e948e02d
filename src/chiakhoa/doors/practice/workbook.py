"""The practice workbook: generated households written as an answers workbook, with faults planted when asked for."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

from chiakhoa.doors.practice.faults import Planted, Planter
from chiakhoa.doors.practice.generator import PracticeRecord


def practice_workbook(
    path: Path,
    households: Iterable[PracticeRecord],
    *,
    seed: int | str,
    faults: int,
    write: Callable[..., Any],
) -> list[Planted]:
    """Write `households` to `path` with `faults` planted faults and tell which.

    `write(path, households, spoil=…)` is the writer of answers workbooks with the form already given
    (`partial(write_answers, form=form)`): practice and exchange stand side by side and do not import each other.
    """
    planter = Planter(faults, seed)
    write(path, households, spoil=planter if faults else None)
    return planter.planted
