"""`account` and `place` at a terminal: the first administrator, passwords asked for, exit 3, free in practice."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from chiakhoa.doors.cli.office import Office

FIRST, OTHER = "bốn con trâu đen", "sáu con bò vàng"
Command = Callable[..., tuple[int, Any]]


@pytest.fixture
def terminal(chiakhoa: Any, monkeypatch: pytest.MonkeyPatch, db: None, settings: Any) -> Command:
    """The command in this process, over the tables of the test; variables join the environment of one call."""
    monkeypatch.setattr(Office, "open_store", lambda _office: None)

    def run(*words: object, practice: bool = False, **variables: str) -> tuple[int, Any]:
        settings.PRACTICE = practice
        with monkeypatch.context() as patch:
            for name, value in variables.items():
                patch.setenv(name, value)
            ran = chiakhoa("--json", *words)
        return ran.code, ran.document

    return run


def rule(answer: tuple[int, Any]) -> tuple[int, str]:
    """Exit code and the id of the refusal."""
    return answer[0], answer[1]["refused"]["rule"]


def test_a_new_office_is_no_practice_folder(tmp_path: Path):
    folder = tmp_path / "office"
    environment = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"}
    command = [sys.executable, "-m", "chiakhoa.doors.cli", "--json", "--data", str(folder)]

    def run(*words: str) -> tuple[int, Any]:
        done = subprocess.run([*command, *words], env=environment, capture_output=True, text=True, check=False)
        return done.returncode, json.loads(done.stdout)

    assert run("init", "--empty") == (0, {"folder": str(folder), "practice": False, "households": 0})
    assert not (folder / "practice").exists()
    assert len(run("place", "tree")[1]) == 34
    assert rule(run("place", "load")) == (3, "access.not_allowed")


def test_an_office_from_its_first_administrator_on(terminal: Command):
    assert terminal("place", "load", practice=True) == (0, {"written": 3380})
    open_first = ("account", "open", "quan", "--name", "Lê Minh Quân", "--role", "administrator")
    assert rule(terminal(*open_first, CHIAKHOA_NEW_PASSWORD="ngắn")) == (2, "access.weak_password")
    code, opened = terminal(*open_first, CHIAKHOA_NEW_PASSWORD=FIRST)
    assert (code, opened["grants"][0]["role"]) == (0, "administrator")

    open_next = ("account", "open", "ha", "--name", "Võ Thu Hà", "--role", "commune_officer", "--place", "18754")
    assert rule(terminal(*open_next, CHIAKHOA_NEW_PASSWORD=OTHER)) == (3, "access.not_allowed")
    wrong = terminal("--as", "quan", *open_next, CHIAKHOA_NEW_PASSWORD=OTHER, CHIAKHOA_PASSWORD=OTHER)
    assert rule(wrong) == (3, "access.sign_in")
    quan = {"CHIAKHOA_PASSWORD": FIRST}
    code, opened = terminal("--as", "quan", *open_next, CHIAKHOA_NEW_PASSWORD=OTHER, **quan)
    assert (code, opened["grants"][0]["scope"]) == (0, "18754")

    ha = {"CHIAKHOA_PASSWORD": OTHER}
    assert rule(terminal("--as", "ha", "account", "close", "quan", "--reason", "x", **ha)) == (3, "access.not_allowed")
    assert rule(terminal("--as", "ha", "place", "load", **ha)) == (3, "access.not_allowed")
    assert [one["account"] for one in terminal("--as", "ha", "account", "list", **ha)[1]] == ["ha"]
    assert terminal("account", "list") == (0, [])

    code, ended = terminal("--as", "quan", "account", "end", "ha", "commune_officer", "--reason", "đổi việc", **quan)
    assert (code, ended["grants"]) == (0, [])
    code, closed = terminal("--as", "quan", "account", "close", "ha", "--reason", "chuyển công tác", **quan)
    assert (code, closed["open"]) == (0, False)
    assert rule(terminal("--as", "ha", "account", "list", **ha)) == (3, "access.sign_in")


def test_a_practice_folder_asks_for_no_password(terminal: Command):
    practice = {"practice": True}
    terminal("place", "load", **practice)
    assert terminal("place", "load", **practice) == (0, {"written": 0})
    assert rule(terminal("--as", "ha", "account", "list", **practice)) == (3, "access.sign_in")
    opening = ("account", "open", "ha", "--name", "Võ Thu Hà", "--role", "commune_officer", "--place", "18754")
    assert terminal(*opening, **practice)[0] == 0
    assert [one["account"] for one in terminal("--as", "ha", "account", "list", **practice)[1]] == ["ha"]
    wrong_level = terminal("account", "grant", "ha", "province", "--place", "18754", **practice)
    assert rule(wrong_level) == (2, "access.scope_level")
    given = terminal("account", "grant", "ha", "trainer", "--until", "2099-01-01", **practice)[1]
    assert {one["role"]: one["until"] for one in given["grants"]} == {"commune_officer": None, "trainer": "2099-01-01"}
    ending = ("account", "end", "ha", "trainer", "--reason", "xong lớp")
    assert terminal(*ending, **practice)[0] == 0
    assert rule(terminal(*ending, **practice)) == (2, "access.no_grant")
    assert terminal("account", "unlock", "ha", **practice)[0] == 0
    assert terminal("account", "password", "ha", CHIAKHOA_NEW_PASSWORD=FIRST, **practice)[0] == 0
    assert rule(terminal("account", "unlock", "khong-co", **practice)) == (2, "access.unknown_account")


def test_places_as_a_tree(terminal: Command):
    terminal("place", "load", practice=True)
    provinces = terminal("place", "tree")[1]
    assert (len(provinces), provinces[0]["name"], provinces[0]["until"]) == (34, "Tỉnh An Giang", None)
    found = terminal("place", "tree", "42", "--search", "song tri")[1]
    assert [(one["code"], one["kind"]) for one in found] == [("18754", "phuong")]
    shown = terminal("place", "show", "25270", "--on", "2025-12-14")[1]
    assert [one["name"] for one in shown["path"]] == ["Tỉnh Đồng Nai", "Xã Lộc Ninh"]
    assert [one["name"] for one in shown["forms"]] == ["Xã Lộc Ninh", "Phường Lộc Ninh"]
    assert rule(terminal("place", "show", "99001")) == (2, "places.unknown")
    assert rule(terminal("place", "show", "25270", "--on", "2024-01-01")) == (2, "places.unknown")
