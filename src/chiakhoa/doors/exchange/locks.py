"""One lock file a job tells whether anybody is at work on it: when the program dies, the lock is free."""

from __future__ import annotations

import fcntl
from pathlib import Path
from typing import IO


def hold(folder: Path) -> IO[bytes] | None:
    """Take the lock of a job's folder, to be closed when the work is done; None while somebody else holds it."""
    lock = (folder / "lock").open("ab")
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        lock.close()
        return None
    return lock


def is_held(folder: Path) -> bool:
    """Whether anybody holds it."""
    lock = hold(folder)
    if lock:
        lock.close()
    return lock is None
