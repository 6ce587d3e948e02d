"""`audit` as an office uses it: in a folder of its own, by the command, with somebody at the database meanwhile."""

from __future__ import annotations

import json
import os
import shutil
import sqlite3
import subprocess
import sys
from contextlib import closing
from datetime import UTC, date, datetime
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from django.db import connection

from chiakhoa.foundation.audit import actions
from chiakhoa.foundation.audit.models import Entry

DAY = date(2025, 11, 14)
AT = datetime(2025, 11, 14, 9, 30, tzinfo=UTC)

WRITE = """
import sys
from datetime import UTC, date, datetime
from pathlib import Path
from chiakhoa.doors.cli.office import Office
Office(Path(sys.argv[1]), "practice", "vi", True, None).open_store()
from django.db import transaction
from chiakhoa.foundation.audit import actions
for number in range(int(sys.argv[2])):
    with transaction.atomic():
        actions.record(chain="commune:99001", by="chi-hoa", on=date(2025, 11, 14), at=datetime.now(UTC),
                       action="test.done", subjects=[f"household:{number}"])
"""
ON_SQLITE = {"DATABASE_URL": ""}


def office(folder: Path, *words: str) -> tuple[int, Any]:
    """Run `chiakhoa` on a folder in a process of its own, on SQLite; exit code and document."""
    command = [sys.executable, "-m", "chiakhoa.doors.cli", "--json", "--data", str(folder), *words]
    done = subprocess.run(command, capture_output=True, text=True, check=False, env=os.environ | ON_SQLITE)
    return done.returncode, json.loads(done.stdout) if done.stdout else done.stderr


def writer(folder: Path, count: int, engine: dict[str, str]) -> subprocess.Popen[bytes]:
    """A process that opens a folder and writes entries."""
    return subprocess.Popen([sys.executable, "-c", WRITE, str(folder), str(count)], env=os.environ | engine)


@pytest.fixture(scope="module")
def three_entries(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with three entries in the chain of the ward."""
    folder = tmp_path_factory.mktemp("offices") / "office"
    assert writer(folder, 3, ON_SQLITE).wait() == 0
    return folder


@pytest.fixture
def folder(three_entries: Path, tmp_path: Path) -> Path:
    """The same, for one test."""
    return Path(shutil.copytree(three_entries, tmp_path / "office"))


def behind(folder: Path, *statements: str) -> None:
    """Change the database of a folder as its administrator would."""
    with closing(sqlite3.connect(folder / "chiakhoa.sqlite3")) as database, database:
        for statement in statements:
            database.execute(statement)


def test_a_trail_is_shown_verified_and_signed_for_paper(chiakhoa, db, settings, tmp_path):
    settings.SIGNING_KEYS = tmp_path / "keys"
    words = {"chain": "commune:99001", "action": "test.done", "by": "chi-hoa", "on": DAY, "at": AT}
    for number in range(3):
        actions.record(subjects=[f"household:{number}"], reason="tại hộ", **words)
    run = partial(chiakhoa, "--data", tmp_path, "--json", "audit")

    shown = run("show")
    assert [(one["chain"], one["number"]) for one in shown.document] == [("commune:99001", left) for left in (3, 2, 1)]
    assert [one["number"] for one in run("show", "household:1").document] == [2]
    assert run("show", "--chain", "office").document == []
    assert "household:1  tại hộ" in chiakhoa("--data", tmp_path, "audit", "show").out

    signed = run("checkpoint")
    assert [(one["chain"], one["number"]) for one in signed.document] == [("commune:99001", 3)]
    missing = run("checkpoint", "commune:99002")
    assert (missing.code, missing.document["refused"]["rule"]) == (2, "audit.no_chain")

    verified = run("verify")
    assert (verified.code, verified.document["intact"], verified.document["problems"]) == (0, True, [])
    assert (verified.document["entries"], verified.document["checkpoints"]) == (4, 1)
    assert "nguyên vẹn" in chiakhoa("--data", tmp_path, "audit", "verify").out


def test_a_change_behind_the_back_is_named(folder):
    behind(folder, "DROP TRIGGER audit_entry_no_update", "UPDATE audit_entry SET actor = 'ke-gian' WHERE number = 2")
    code, unwell = office(folder, "doctor")
    assert code == 2
    assert "audit_entry_no_update" in json.dumps(unwell)
    code, verified = office(folder, "audit", "verify")
    assert (code, verified["intact"]) == (2, False)
    (problem,) = verified["problems"]
    assert (problem["kind"], problem["subject"], problem["id"]) == ("changed", "entry", "commune:99001/2")
    assert "commune:99001/2" in problem["message"]
    assert verified["guards_put_back"] == ["audit_entry_no_update"]


def test_a_guard_stops_an_accident(folder):
    with pytest.raises(sqlite3.IntegrityError, match="only grows"):
        behind(folder, "DELETE FROM audit_entry WHERE number = 3")


def test_a_backup_verifies_and_an_old_one_tells_that_its_end_is_missing(folder, tmp_path):
    copy = tmp_path / "copy"
    shutil.copytree(folder, copy, ignore=shutil.ignore_patterns("*.sqlite3*"))
    with (
        closing(sqlite3.connect(folder / "chiakhoa.sqlite3")) as source,
        closing(sqlite3.connect(copy / "chiakhoa.sqlite3")) as target,
    ):
        source.backup(target)
    code, verified = office(copy, "audit", "verify")
    assert (code, verified["entries"]) == (0, 3)

    (copy / "keys" / "heads.json").write_text(json.dumps({"commune:99001": [4, "ab" * 32]}))
    code, verified = office(copy, "audit", "verify")
    assert code == 2
    assert [(one["kind"], one["id"]) for one in verified["problems"]] == [("gap", "commune:99001/4")]


@pytest.mark.django_db(transaction=True)
def test_two_who_write_at_once_make_one_chain(folder):
    """On the engine of this run: SQLite in the folder, or PostgreSQL."""
    at = connection.settings_dict
    postgresql = connection.vendor == "postgresql"
    url = f"postgresql://{at['USER']}@{at['HOST']}:{at['PORT']}/{at['NAME']}" if postgresql else ""
    for process in [writer(folder, 20, {"DATABASE_URL": url}) for _ in range(2)]:
        assert process.wait() == 0
    if postgresql:
        assert list(Entry.objects.order_by("number").values_list("number", flat=True)) == list(range(1, 41))
    else:
        assert office(folder, "audit", "verify")[1]["entries"] == 43
    assert json.loads((folder / "keys" / "heads.json").read_text())["commune:99001"][0] == (40 if postgresql else 43)
