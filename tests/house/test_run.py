"""run.py on machines we do not have: without pip, with an index of their own, stopped half-way."""

from __future__ import annotations

import hashlib
import importlib.util
from pathlib import Path
from types import ModuleType

import pytest

from tests.house.sources import ROOT

WHEEL = b"a wheel"
NAME = "pip-26.3-py3-none-any.whl"
SUMS = {hashlib.sha256(WHEEL).hexdigest()}


@pytest.fixture
def run() -> ModuleType:
    """A fresh run.py."""
    spec = importlib.util.spec_from_file_location("run", ROOT / "run.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture
def commands(run: ModuleType, monkeypatch: pytest.MonkeyPatch) -> list[list[str]]:
    """The commands run.py would start; each succeeds."""
    started: list[list[str]] = []

    def call(*command: object, **_: object) -> int:
        started.append([str(word) for word in command])
        return 0

    monkeypatch.setattr(run, "call", call)
    return started


@pytest.fixture
def index(run: ModuleType, monkeypatch: pytest.MonkeyPatch) -> dict[str, bytes]:
    """A package index in memory."""
    pages: dict[str, bytes] = {}
    monkeypatch.setattr(run, "fetch", pages.__getitem__)
    monkeypatch.setattr(run, "package_index", lambda: "https://index.example/simple")
    return pages


def test_the_locked_pip_is_found(run: ModuleType):
    version, sums = run.locked_pip()
    assert version[0].isdigit()
    assert sums
    assert all(len(checksum) == 64 for checksum in sums)


def test_a_wheel_is_taken_from_a_relative_or_an_absolute_link(run: ModuleType, index: dict[str, bytes]):
    index["https://index.example/simple/pip/"] = f'<a href="../../files/{NAME}#sha256=1&amp;x">{NAME}</a>'.encode()
    index[f"https://index.example/files/{NAME}#sha256=1&x"] = WHEEL
    assert run.download_wheel(NAME, SUMS) == WHEEL


def test_a_wheel_with_another_checksum_is_refused(run: ModuleType, index: dict[str, bytes]):
    index["https://index.example/simple/pip/"] = f'<a href="https://files.example/{NAME}">{NAME}</a>'.encode()
    index[f"https://files.example/{NAME}"] = b"another wheel"
    with pytest.raises(LookupError):
        run.download_wheel(NAME, SUMS)


def test_the_environment_names_the_index(run: ModuleType, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("PIP_INDEX_URL", "https://mirror.example/simple/")
    assert run.package_index() == "https://mirror.example/simple"


def test_an_ordinary_user_is_told_in_one_line_what_to_type(
    run: ModuleType, commands: list, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture
):
    monkeypatch.setattr(run.shutil, "which", lambda name: f"/usr/bin/{name}")
    monkeypatch.setattr(run.os, "geteuid", lambda: 1000)
    assert run.ask_for_venv() == 2
    assert not commands
    assert capsys.readouterr().err.splitlines()[0].endswith("sudo apt-get install -y python3-venv")


def test_root_installs_what_is_lacking(run: ModuleType, commands: list, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(run.shutil, "which", lambda name: f"/usr/bin/{name}")
    monkeypatch.setattr(run.os, "geteuid", lambda: 0)
    assert run.ask_for_venv() == 0
    assert ["apt-get", "install", "-y", "python3-venv", "-qq"] in commands


def test_a_second_call_installs_nothing(
    run: ModuleType, commands: list, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
):
    monkeypatch.setattr(run, "VENV", tmp_path)
    assert run.set_up(run.RUNTIME) == 0
    first = len(commands)
    assert run.set_up(run.RUNTIME) == 0
    assert len(commands) == first > 0
    run.set_up(run.DEVELOPMENT)
    assert len(commands) > first


def test_a_new_lock_is_installed(run: ModuleType, commands: list, monkeypatch: pytest.MonkeyPatch, tmp_path: Path):
    monkeypatch.setattr(run, "VENV", tmp_path)
    run.stamp(run.RUNTIME).write_text("of another list")
    run.set_up(run.RUNTIME)
    assert any("--require-hashes" in command for command in commands)


def test_the_demo_is_made_once_and_served(run: ModuleType, commands: list, tmp_path: Path):
    data = tmp_path / "commune"
    run.demo(data, 8123, serve=True)
    data.mkdir()
    (data / "chiakhoa.sqlite3").touch()
    run.demo(data, 8123, serve=True)
    assert [command[3] for command in commands] == ["init", "serve", "serve"]
    assert commands[0][3:] == ["init", "--practice", "--households", "9000"]
    assert commands[1][1:] == ["--data", str(data), "serve", "--port", "8123"]


def test_a_demo_that_fails_leaves_nothing_behind(run: ModuleType, monkeypatch: pytest.MonkeyPatch, tmp_path: Path):
    data = tmp_path / "commune"

    def half(*_: object, **__: object) -> int:
        data.mkdir()
        (data / "half").touch()
        return 3

    monkeypatch.setattr(run, "call", half)
    assert run.demo(data, 8123, serve=True) == 3
    assert not data.exists()


def test_words_after_the_dashes_go_to_pytest(run: ModuleType):
    assert run.read_options(["test", "--", "-k", "poor"]).pytest == ["-k", "poor"]
    with pytest.raises(SystemExit):
        run.read_options(["demo", "--colour"])
