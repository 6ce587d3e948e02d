"""A PostgreSQL to measure on: a database of its own beside that of DATABASE_URL, or a server started for the bench."""

from __future__ import annotations

import os
import secrets
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

PLACES = "/usr/lib/postgresql"
KEEPER = "postgres"
"""The account that runs a server where the bench itself runs as root, which PostgreSQL refuses."""


@contextmanager
def a_postgres() -> Iterator[str | None]:
    """The address of an empty database that goes when the bench ends; None where there is no PostgreSQL."""
    url = os.environ.get("DATABASE_URL", "")
    if find_spec("psycopg") is None:
        yield None
    elif url.startswith("postgres"):
        with a_database(url) as made:
            yield made
    elif binaries() is None:
        yield None
    else:
        with a_server() as server, a_database(server) as made:
            yield made


@contextmanager
def a_database(server: str) -> Iterator[str]:
    """A new database beside the one that an address names; whatever stands in that one is left alone."""
    import psycopg  # noqa: PLC0415 (only where PostgreSQL is used)
    from psycopg import sql  # noqa: PLC0415

    name = f"chiakhoa_bench_{secrets.token_hex(4)}"
    with psycopg.connect(server, autocommit=True) as at:
        at.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
        try:
            yield urlunsplit(urlsplit(server)._replace(path=f"/{name}"))
        finally:
            at.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name)))


@contextmanager
def a_server() -> Iterator[str]:
    """A server of its own in a folder that goes with it, as safe against power cuts as an office's."""
    folder = Path(tempfile.mkdtemp(prefix="chiakhoa-bench-"))
    folder.chmod(0o755)
    cluster = folder / "cluster"
    cluster.mkdir()
    if os.geteuid() == 0:
        shutil.chown(cluster, KEEPER)
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    try:
        keeper(folder, "initdb", "-D", str(cluster), "-U", KEEPER, "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8")
        listen = f"-h 127.0.0.1 -p {port} -k '{cluster}'"
        keeper(folder, "pg_ctl", "-D", str(cluster), "-l", str(cluster / "log"), "-w", "start", "-o", listen)
        yield f"postgresql://{KEEPER}@127.0.0.1:{port}/postgres"
    finally:
        if (cluster / "postmaster.pid").exists():
            keeper(folder, "pg_ctl", "-D", str(cluster), "-m", "immediate", "stop")
        shutil.rmtree(folder, ignore_errors=True)


def binaries() -> Path | None:
    """Where the newest PostgreSQL of this machine keeps its programs."""
    found = shutil.which("initdb")
    if found:
        return Path(found).parent
    places = [path for path in Path(PLACES).glob("*/bin") if (path / "initdb").exists()]
    return max(places, key=lambda path: float(path.parent.name), default=None)


def keeper(folder: Path, program: str, *words: str) -> None:
    """Run one of PostgreSQL's programs as somebody it accepts."""
    at = binaries()
    command = [str(at / program) if at else program, *words]
    if os.geteuid() == 0:
        command = ["runuser", "-u", KEEPER, "--", *command]
    subprocess.run(command, cwd=folder, check=True, capture_output=True)  # noqa: S603 (programs of this machine)
