"""`bench import`: a workbook of 10,000 households with their people, checked, into a fresh store, on each engine.

Reading, comparing, writing and sealing are in the time; making the workbook and an empty store are not.
"""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from datetime import UTC, date, datetime
from multiprocessing import get_context
from pathlib import Path
from typing import Any
from uuid import UUID

from chiakhoa.doors.cli.bench.measuring import calibration, machine, result, timed
from chiakhoa.doors.cli.bench.postgres import a_postgres

HOUSEHOLDS, SEED, TURNS = 10_000, 20_261_123, 3
LIMIT = 30
"""Seconds that the import may take on each engine."""

WARD, START, ON = "99001", date(2025, 7, 1), date(2025, 12, 14)
GROUPS = 30


def bench_import(households: int = HOUSEHOLDS, count: int = TURNS) -> dict[str, Any]:
    """Take the same workbook into a fresh store, engine by engine, then once more: the second time changes nothing."""
    with tempfile.TemporaryDirectory() as place:
        workbook = Path(place) / "register.xlsx"
        spawned(write_workbook, workbook, households)
        turns: dict[str, list[dict[str, Any]]] = {}
        beside = []
        for turn in range(count):
            beside.append(round(timed(calibration), 4))
            for engine, url in engines():
                folder = Path(place) / f"{engine}-{turn}"
                turns.setdefault(engine, []).append(spawned(taken_in, workbook, folder, url))
    return {
        "name": "import",
        "sizes": [households],
        "people": next(iter(turns.values()))[0]["people"],
        "limit_seconds": LIMIT,
        "results": [figures(engine, households, of) for engine, of in turns.items()],
        "calibration": beside,
        "machine": machine(),
    }


def engines() -> Iterator[tuple[str, str]]:
    """SQLite, and PostgreSQL where there is one; each time an empty database."""
    yield "sqlite", ""
    with a_postgres() as url:
        if url:
            yield "postgresql", url


def figures(engine: str, households: int, turns: list[dict[str, Any]]) -> dict[str, Any]:
    """One line of the bench."""
    seconds = [one["seconds"] for one in turns]
    return result(
        engine,
        households,
        seconds,
        again_seconds=[round(one["again_seconds"], 3) for one in turns],
        peak_mb=max(one["peak_mb"] for one in turns),
        lost=max(households - one["held"] for one in turns),
        doubled=max(one["again_new"] for one in turns),
        intact=all(one["intact"] for one in turns),
        within_limit=min(seconds) <= LIMIT,
    )


def spawned(work: Any, *words: object) -> Any:
    """Do a piece of work in a process of its own, which has its own store."""
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as pool:
        return pool.submit(work, *words).result()


def write_workbook(path: Path, households: int) -> None:
    """The practice workbook that is taken in, answers and all."""
    from chiakhoa.doors.cli.assessing import write_practice  # noqa: PLC0415 (in a process of its own)

    write_practice(path, households, SEED, 0)


def taken_in(workbook: Path, folder: Path, url: str) -> dict[str, Any]:
    """Open a store with an empty ward, take the workbook in twice, and look whether all of it is there."""
    os.environ["DATABASE_URL"] = url
    from chiakhoa.doors.cli.office import Office  # noqa: PLC0415 (in a process of its own)

    Office(folder, "practice", "vi", as_json=True, frozen=None).open_store()
    from chiakhoa.doors.cli.bench.measuring import peak_so_far  # noqa: PLC0415
    from chiakhoa.doors.exchange.importing import take_in  # noqa: PLC0415
    from chiakhoa.doors.exchange.intake import Order, Outcome  # noqa: PLC0415
    from chiakhoa.foundation.access.values import PRACTICE  # noqa: PLC0415
    from chiakhoa.foundation.audit import queries as trail  # noqa: PLC0415
    from chiakhoa.foundation.registry import queries as registry  # noqa: PLC0415

    open_ward()
    outcomes: list[Outcome] = []
    order = Order(PRACTICE, WARD, ON, datetime.now(UTC))
    seconds, again = (timed(lambda: outcomes.append(take_in("register", workbook, order))) for _ in range(2))
    peak = peak_so_far()
    held = registry.counts(PRACTICE, WARD, ON)
    return {
        "seconds": seconds,
        "again_seconds": again,
        "peak_mb": peak,
        "held": held.households,
        "people": held.people,
        "again_new": outcomes[1].new + outcomes[1].changed,
        "intact": trail.verify(PRACTICE).intact,
    }


def open_ward() -> None:
    """The invented ward with its groups, still without a household."""
    from chiakhoa.foundation.places import actions as places  # noqa: PLC0415 (needs the store)
    from chiakhoa.foundation.places.values import NewVillage, Unit  # noqa: PLC0415

    by: dict[str, Any] = {"by": "bench", "on": START, "at": datetime.now(UTC)}
    places.open_area(**by, unit=Unit("99", 1, "tinh", "Hà Mẫu", "Tỉnh Hà Mẫu", "", START))
    places.open_area(**by, unit=Unit(WARD, 2, "phuong", "Sông Mẫu", "Phường Sông Mẫu", "99", START))
    groups = range(1, GROUPS + 1)
    villages = [NewVillage(UUID(int=n), WARD, f"G{n:02}", "to_dan_pho", f"Tổ {n}", START) for n in groups]
    places.add_villages(**by, villages=villages)
