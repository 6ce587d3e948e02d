"""What an office adds to the law at a terminal: one person alone verifies nothing, and everything can be taken back."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

from chiakhoa.law.rules.loader import STANDARDS

STANDARD = "2022-2025-nd-07-2021"
PRACTICE_TABLE = STANDARDS / STANDARD / "points" / "practice.csv"
DAY = ("--today", "2025-11-20")


def run(folder: Path, *words: str) -> tuple[int, Any]:
    """Run `chiakhoa` on a folder in a process of its own, on SQLite; exit code and document."""
    command = [sys.executable, "-m", "chiakhoa.doors.cli", "--json", "--data", str(folder), *DAY, *words]
    done = subprocess.run(command, capture_output=True, text=True, check=False, env=os.environ | {"DATABASE_URL": ""})
    return done.returncode, json.loads(done.stdout) if done.stdout else done.stderr


def test_a_table_is_loaded_and_confirmed_by_two_people(tmp_path: Path):
    folder, table = tmp_path / "office", tmp_path / "b1.csv"
    table.write_bytes(PRACTICE_TABLE.read_bytes().replace(b",practice,", b",office,"))
    for name, full, role in (("lan", "Lê Thị Lan", "administrator"), ("ha", "Hồ Thị Hà", "helper")):
        where = () if role == "administrator" else ("--household", "01938c00-0000-7000-8000-000000000001")
        assert run(folder, "account", "open", name, "--name", full, "--role", role, *where)[0] == 0

    assert run(folder, "standard", "load-points", str(table), "--as", "ha")[0] == 3
    code, loaded = run(folder, "standard", "load-points", str(table))
    assert (code, loaded["standard"], loaded["file"]) == (0, STANDARD, "b1.csv")

    def blocks() -> list[str]:
        return [one["name"] for one in run(folder, "standard", "confirm")[1]]

    before = blocks()
    assert loaded["row"] in before
    confirm = ("standard", "confirm", loaded["row"], "--page", "Phụ lục III")
    assert run(folder, *confirm)[1] == {"row": loaded["row"], "confirmed_by": ["practice"], "verified": False}
    code, twice = run(folder, *confirm)
    assert (code, twice["refused"]["rule"]) == (2, "lawbook.same_person")
    assert run(folder, *confirm, "--as", "lan")[1]["verified"] is True
    assert blocks() == [one for one in before if one != loaded["row"]]


def test_a_confirmation_is_taken_back_with_a_reason(tmp_path: Path):
    folder, row = tmp_path / "office", f"{STANDARD}:indicator:water"
    for name in ("lan", "hoa"):
        opened = ("account", "open", name, "--name", f"Lê Thị {name.title()}", "--role", "administrator")
        assert run(folder, *opened)[0] == 0
        run(folder, "standard", "confirm", row, "--page", "12", "--as", name)
    assert run(folder, "standard", "withdraw", row, "--reason", "đọc nhầm trang")[1]["verified"] is False
    assert run(folder, "standard", "confirm", row, "--page", "13", "--as", "lan")[1]["confirmed_by"] == ["lan"]
    code, again = run(folder, "standard", "withdraw", f"{STANDARD}:indicator:toilet", "--reason", "x")
    assert (code, again["refused"]["rule"]) == (2, "lawbook.unknown_row")


def test_a_commune_counts_as_rural_and_a_province_holds_its_own_standard(tmp_path: Path):
    folder, own = tmp_path / "office", tmp_path / "own"
    assert run(folder, "place", "load")[0] == 0
    own.mkdir()
    head = (STANDARDS / STANDARD / "standard.toml").read_text(encoding="utf-8")
    named = head.replace(f'id = "{STANDARD}"', f'extends = "{STANDARD}"\nid = "ha-noi-2025"')
    (own / "standard.toml").write_text(named, encoding="utf-8")
    code, loaded = run(folder, "standard", "load-local", "01", str(own))
    assert (code, loaded["standard"], loaded["extends"]) == (0, "ha-noi-2025", STANDARD)
    code, chosen = run(folder, "place", "area", "00004", "rural", "--decision", "12/QĐ-UBND")
    assert (code, chosen["area"]) == (0, "rural")
    assert run(folder, "place", "area", "00004", "rural", "--decision", " ")[1]["refused"]["rule"] == "lawbook.no_page"
