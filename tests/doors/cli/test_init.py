"""`init` with practice worlds: what cannot be made is refused and leaves nothing; who can be tried out afterwards."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from chiakhoa.config.folder import own_day
from chiakhoa.doors.cli import worlds
from chiakhoa.doors.cli.office import Office
from chiakhoa.doors.practice.ward.founding import opening_province
from chiakhoa.doors.practice.ward.log import play
from chiakhoa.law.rules.refusals import Refused
from tests.doors.ward_store import Store


@pytest.fixture
def init(chiakhoa: Any, db: None, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Any:
    """`init` over the tables of the test, into a folder that is not there yet."""
    monkeypatch.setattr(Office, "open_store", lambda office: office.folder().mkdir(parents=True))
    monkeypatch.setenv("CHIAKHOA_OFFICE", "0")

    def run(*words: str) -> Any:
        ran = chiakhoa("--json", "--data", tmp_path / "new", "init", *words)
        assert not (tmp_path / "new").exists()
        assert not list(tmp_path.glob(".*"))
        return ran.code, ran.document["refused"]["rule"]

    return run


def test_what_cannot_be_made_leaves_nothing(init: Any):
    assert init("--fixture", "nowhere") == (2, "practice.unknown_fixture")
    assert init("--practice", "--register", "30", "--until", "2024-07-31") == (2, "practice.before_the_log")
    assert init("--register", "30") == (2, "cli.practice_only")
    assert init("--practice", "--until", "2025-01-01") == (2, "cli.until_of_what")
    assert init("--empty", "--until", "2025-01-01") == (2, "cli.until_of_what")
    play(list(opening_province()))
    assert init("--fixture", "songmau2025") == (2, "cli.store_in_use")


def test_a_log_that_breaks_off_leaves_nothing(chiakhoa: Any, init: Any, monkeypatch: pytest.MonkeyPatch):
    def broken(*_: object) -> None:
        raise Refused("registry.class", where="H-0001", class_key="x")

    monkeypatch.setattr("chiakhoa.doors.practice.ward.log.play", broken)
    assert init("--practice", "--register", "30") == (2, "registry.class")


@pytest.mark.database
def test_who_can_be_tried_out(ward_store: Store):
    found = {one["account"]: one for one in ward_store.run("--lang", "en", "practice", "people")}
    assert len(found) == 16
    assert found["binh"]["sees"] == ["Village head: G07 Gò Dâu"]
    assert found["lanh"] == {
        "account": "lanh", "name": "Trần Thị Lành", "sees": ["Household member: H-0412, Trần Thị Lành"]
    }  # fmt: skip
    assert found["ha"]["sees"] == ["Commune poverty-reduction officer: Phường Sông Mẫu"]
    assert found["vinh"]["sees"] == ["Donor: own matters"]
    assert {one["account"] for one in ward_store.run("--today", "2024-12-31", "practice", "people")} == set(found)


def test_a_practice_folder_has_its_own_day(tmp_path: Path):
    (tmp_path / "today").write_text("2025-12-14\n")
    assert own_day(tmp_path, "") is None
    assert own_day(tmp_path, "2025-11-01") is None
    (tmp_path / "practice").touch()
    assert own_day(tmp_path, "") == date(2025, 12, 14)
    assert own_day(tmp_path, "2025-11-01") == date(2025, 11, 1)


def test_an_empty_folder_gives_way_and_a_mounted_one_is_filled(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    for place in ("there", "mounted"):
        making, folder = tmp_path / f".{place}.making", tmp_path / place
        making.mkdir()
        (making / "today").write_text("2025-12-14")
        folder.mkdir()
        if place == "mounted":
            monkeypatch.setattr(Path, "rmdir", busy)
        worlds._put(making, folder)
        assert (folder / "today").read_text() == "2025-12-14"


def busy(path: Path) -> None:
    raise OSError(16, "busy", str(path))
