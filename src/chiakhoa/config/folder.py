"""The data folder: where the database, the uploaded workbooks and the secret key of one installation live."""

from __future__ import annotations

import os
import secrets
from datetime import date
from pathlib import Path

KEY = "secret.key"
PRACTICE = "practice"
OWN_DAY = "today"


def prepare(folder: Path, *, practice: bool) -> None:
    """Make the folder at first start, readable by its owner only: for practice, or for an office, once and for all."""
    if (folder / KEY).exists():
        return
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    if practice:
        (folder / PRACTICE).touch(mode=0o600)
    _write_once(folder / KEY, secrets.token_urlsafe(50))


def secret_key(folder: Path) -> str:
    """The key that signs cookies, kept in the folder and nowhere else."""
    return (folder / KEY).read_text(encoding="ascii")


def is_practice(folder: Path) -> bool:
    """Whether the folder holds invented households only."""
    return (folder / PRACTICE).exists()


def own_day(folder: Path, named: str) -> date | None:
    """The day that stands still in a practice folder: the one `named`, else that of its file; elsewhere none."""
    file = folder / OWN_DAY
    text = named or (file.read_text(encoding="ascii").strip() if file.exists() else "")
    return date.fromisoformat(text) if text and is_practice(folder) else None


def _write_once(path: Path, text: str) -> None:
    """Write a file that only its owner may read; when another process was first, its file stays."""
    draft = path.with_name(f"{path.name}.{os.getpid()}")
    draft.touch(mode=0o600)
    draft.write_text(text, encoding="ascii")
    try:
        os.link(draft, path)
    except FileExistsError:
        pass
    finally:
        draft.unlink()
