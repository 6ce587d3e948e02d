"""run.py on machines we do not have: without pip, with an older list, stopped half-way."""

from __future__ import annotations

import importlib.util
from pathlib import Path
from types import ModuleType

import pytest

from tests.house.sources import ROOT


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


def test_a_bare_debian_gets_its_own_pip_without_root(
    run: ModuleType, commands: list, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
):
    monkeypatch.setattr(run.shutil, "which", lambda name: f"/usr/bin/{name}")
    wheel = tmp_path / "usr/share/python-wheels/pip-23.0.1-py3-none-any.whl"
    wheel.parent.mkdir(parents=True)
    wheel.touch()
    assert run.fetch_debian_pip(tmp_path) == wheel
    assert [command[0] for command in commands] == ["apt-get", "apt-get", "dpkg-deb"]
    assert all(f"-oDir::State::lists={tmp_path / 'lists'}" in command for command in commands[:2])


def test_where_that_fails_one_line_says_what_to_type(
    run: ModuleType, commands: list, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture
):
    monkeypatch.setattr(run.shutil, "which", lambda name: None)
    assert run.make_environment_without_pip() == 2
    assert not commands
    assert capsys.readouterr().err.endswith("sudo apt-get install -y python3-venv\n")


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
    assert [command[3] for command in commands] == ["init", "practice", "serve", "practice", "serve"]
    assert commands[0][3:] == ["init", "--practice", "--fixture", "songmau2025", "--households", "9000"]
    assert commands[1][3:] == ["practice", "people"]
    assert commands[2][1:] == ["--data", str(data), "serve", "--port", "8123"]


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
