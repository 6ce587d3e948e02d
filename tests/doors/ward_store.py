"""The demo ward made once for a whole test run, by the command itself, on the engine of the run; and ways to look in.

The first worker that asks makes it while the others wait. On PostgreSQL it gets a database of its own, which the last
one to leave drops.
"""

from __future__ import annotations

import fcntl
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit, urlunsplit

import pytest
from django.conf import settings
from django.db import connection


@dataclass(frozen=True, slots=True)
class Store:
    """A practice world in its folder, and what the command said when it made it."""

    folder: Path
    url: str
    told: dict[str, Any]

    def run(self, *words: str) -> Any:
        """What the command prints of the world, as one JSON document."""
        done = command(self.folder, self.url, *words)
        assert done.returncode == 0, done.stdout + done.stderr
        return json.loads(done.stdout)

    @contextmanager
    def opened(self) -> Iterator[None]:
        """Let the queries of this process look into the world. Nothing may be written."""
        name = urlsplit(self.url).path.lstrip("/") if self.url else str(self.folder / "chiakhoa.sqlite3")
        connection.close()
        before = connection.settings_dict["NAME"]
        connection.settings_dict["NAME"] = name
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(settings, "SIGNING_KEYS", self.folder / "keys")
            try:
                yield
            finally:
                connection.close()
                connection.settings_dict["NAME"] = before


def command(folder: Path, url: str, *words: str) -> subprocess.CompletedProcess[str]:
    """Run the command on a folder, as at a terminal."""
    environment = {name: value for name, value in os.environ.items() if name not in ("CHIAKHOA_DATA", "DATABASE_URL")}
    environment |= {"DATABASE_URL": url} if url else {}
    line = [sys.executable, "-m", "chiakhoa.doors.cli", "--json", "--data", str(folder), *words]
    return subprocess.run(line, env=environment, capture_output=True, text=True, check=False)


@contextmanager
def world(shared: Path, name: str, *words: str) -> Iterator[Store]:
    """A practice world made by `init` with these words, shared by every worker of the run."""
    folder, told = shared / name, shared / f"{name}.json"
    url = database_of(folder)
    with locked(folder):
        if not told.exists():
            make(folder, url, told, words)
        count(folder, 1)
    try:
        yield Store(folder, url, json.loads(told.read_text(encoding="utf-8")))
    finally:
        with locked(folder):
            if count(folder, -1) == 0 and url:
                told.unlink()
                shutil.rmtree(folder)
                drop_database(url)


def make(folder: Path, url: str, told: Path, words: tuple[str, ...]) -> None:
    """Make the world, or leave no database behind."""
    make_database(url)
    done = command(folder, url, "init", *words)
    if done.returncode:
        drop_database(url)
        raise AssertionError(done.stdout + done.stderr)
    told.write_text(done.stdout, encoding="utf-8")


@contextmanager
def locked(folder: Path) -> Iterator[None]:
    """One worker at a time."""
    with folder.with_suffix(".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def count(folder: Path, more: int) -> int:
    """How many workers use a world now."""
    file = folder.with_suffix(".users")
    users = int(file.read_text() if file.exists() else 0) + more
    file.write_text(str(users))
    return users


def database_of(folder: Path) -> str:
    """The address of a database of its own on the server of the run; empty on SQLite."""
    given = os.environ.get("DATABASE_URL", "")
    name = f"world_{sha256(str(folder).encode()).hexdigest()[:12]}"
    return urlunsplit(urlsplit(given)._replace(path=f"/{name}")) if given else ""


def make_database(url: str) -> None:
    """An empty database."""
    if url:
        on_server(f'CREATE DATABASE "{urlsplit(url).path.lstrip("/")}"')


def drop_database(url: str) -> None:
    """The database gone."""
    if url:
        on_server(f'DROP DATABASE "{urlsplit(url).path.lstrip("/")}"')


def on_server(statement: str) -> None:
    """A statement outside any database of the run."""
    import psycopg

    given = urlunsplit(urlsplit(os.environ["DATABASE_URL"])._replace(path="/postgres"))
    with psycopg.connect(given, autocommit=True) as server:
        server.execute(statement)
