"""How a bench measures: engines side by side, best of several rounds, a calibration loop in each, the machine named."""

from __future__ import annotations

import os
import platform
import resource
import time
from collections.abc import Callable, Mapping
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path
from typing import Any

ROUNDS = 5
CALIBRATION_STEPS = 2_000_000


def timed(work: Callable[[], object]) -> float:
    """Seconds that a piece of work takes."""
    started = time.perf_counter()
    work()
    return time.perf_counter() - started


def calibration() -> int:
    """A plain loop whose time tells how busy the machine is, beside whatever is measured."""
    total = 0
    for number in range(CALIBRATION_STEPS):
        total += number & 7
    return total


def rounds(engines: Mapping[str, Callable[[], object]], count: int = ROUNDS) -> dict[str, list[float]]:
    """Seconds of every engine and of the calibration loop, `count` rounds, all of them in each round."""
    seconds: dict[str, list[float]] = {"calibration": [], **{name: [] for name in engines}}
    for _ in range(count):
        seconds["calibration"].append(timed(calibration))
        for name, work in engines.items():
            seconds[name].append(timed(work))
    return seconds


def peak_mb(work: Callable[..., object], *args: object) -> int:
    """The most memory, in megabytes, that the work takes in a process of its own."""
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as pool:
        return pool.submit(_peak, work, *args).result()


def _peak(work: Callable[..., object], *args: object) -> int:
    work(*args)
    return peak_so_far()


def peak_so_far() -> int:
    """The most memory, in megabytes, that this process has taken so far."""
    status = Path("/proc/self/status")
    if status.exists():  # what getrusage tells of a new process still holds the peak of the one that started it
        peaks = [
            line.split()[1] for line in status.read_text(encoding="utf-8").splitlines() if line.startswith("VmHWM")
        ]
        return int(peaks[0]) // 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 2**20


def result(engine: str, size: int, seconds: list[float], **more: object) -> dict[str, Any]:
    """One line of a bench: all rounds, and how many a second in the best of them."""
    taken = [round(one, 6) for one in seconds]
    return {"engine": engine, "size": size, "seconds": taken, "per_second": round(size / min(seconds)), **more}


def machine() -> dict[str, Any]:
    """The machine the figures belong to, and how busy it is."""
    return {
        "cpu": cpu_model(),
        "cores": os.cpu_count(),
        "memory_gb": round(os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30, 1),
        "python": platform.python_version(),
        "system": platform.system(),
        "load": round(os.getloadavg()[0], 2),
    }


def cpu_model() -> str:
    """The processor's name as the system knows it."""
    listing = Path("/proc/cpuinfo")
    lines = listing.read_text(encoding="utf-8").splitlines() if listing.exists() else []
    names = [line.split(":", 1)[1].strip() for line in lines if line.startswith("model name")]
    return names[0] if names else platform.processor() or platform.machine()
