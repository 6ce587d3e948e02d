"""The import page: looked through first, written on a word, all the same the second time; and no one else's."""

from __future__ import annotations

import io
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from openpyxl import load_workbook

from chiakhoa.doors.exchange import import_jobs, locks
from chiakhoa.foundation.audit.models import Look
from chiakhoa.foundation.registry.models import Household, Standing
from chiakhoa.review.survey.models import Survey
from tests.doors.exchange.test_deciding import a_list, row
from tests.doors.exchange.wards import FAMILY, OTHER, WARD, invented, open_ward
from tests.doors.exchange.wards import workbook as book
from tests.doors.web.accounts.people import GOOD, grant, person
from tests.doors.web.workbooks import XLSX, wait

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def ward(settings: Any, tmp_path: Path) -> None:
    settings.SIGNING_KEYS, settings.MEDIA_ROOT = tmp_path / "keys", tmp_path / "uploads"
    settings.FROZEN_DAY = date(2025, 12, 14)
    open_ward()


def signed_in(username: str, role: str, place: str = WARD) -> Client:
    """A browser in which somebody with a role has signed in."""
    account = person(username, username.title(), GOOD)
    grant(account, role, "place" if place else "none", place)
    client = Client()
    client.force_login(account, "allauth.account.auth_backends.AuthenticationBackend")
    return client


def hand_in(client: Client, path: Path, kind: str = "register", **fields: str) -> str:
    """Drop a file and wait until it is looked through; the address of its page."""
    file = SimpleUploadedFile(path.name, path.read_bytes(), XLSX)
    answer = client.post("/import/", {"workbook": file, "kind": kind, **fields})
    assert answer.status_code == 302, answer.content.decode()[:2000]
    wait()
    return str(answer["Location"])


def shown(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200
    return answer.content.decode()


def write(client: Client, address: str) -> str:
    assert client.post(f"{address}write/").status_code == 302
    wait()
    return shown(client, address)


def test_a_file_is_looked_through_then_written_and_the_second_time_all_the_same(tmp_path: Path) -> None:
    ha = signed_in("ha", "commune_officer")
    path = book(tmp_path / "so-ho.xlsx", [*FAMILY[:2], replace(FAMILY[2], village="Tổ 99")])
    address = hand_in(ha, path)
    page = shown(ha, address)
    assert "Những gì sẽ được ghi" in page
    assert "Tổ 99" in page
    assert Household.objects.count() == 0, "nothing is written before somebody says so"
    returned = load_workbook(io.BytesIO(ha.get(f"{address}returned.xlsx").content))
    assert [line[4] for line in returned["Hộ"].iter_rows(min_row=2, values_only=True)] == ["H-0003"]

    assert "Đã ghi tệp vào sổ" in write(ha, address)
    assert Household.objects.count() == 2
    write(ha, address)
    assert Household.objects.count() == 2, "a second press writes nothing more"

    again = hand_in(ha, path)
    page = shown(ha, again)
    assert "Tất cả như cũ" in page
    assert f"{again}write/" not in page
    assert "so-ho.xlsx" in shown(ha, "/import/")


def test_answers_and_lists_take_the_same_way(tmp_path: Path) -> None:
    ha = signed_in("ha", "commune_officer")
    path = book(tmp_path / "a.xlsx", invented(4))
    write(ha, hand_in(ha, path))
    write(ha, hand_in(ha, path, "answers"))
    assert Survey.objects.count() == 4
    head = Household.objects.get(number="H-0001").head_name
    listed = a_list(tmp_path / "l.xlsx", [row("H-0001", head, "Hộ nghèo")])
    address = hand_in(ha, listed, "review-list", decision="QĐ 12/2025", decided_on="14/11/2025")
    write(ha, address)
    assert [(one.class_key, one.decision) for one in Standing.objects.all()] == [("poor", "QĐ 12/2025")]


def test_what_differs_is_shown_before_it_is_written(tmp_path: Path) -> None:
    ha = signed_in("ha", "commune_officer")
    write(ha, hand_in(ha, book(tmp_path / "a.xlsx", FAMILY)))
    page = shown(ha, hand_in(ha, book(tmp_path / "b.xlsx", [replace(FAMILY[0], village="G02"), *FAMILY[1:]])))
    assert "thôn/tổ hoặc mã hộ" in page


def test_a_file_that_cannot_be_used_says_why(tmp_path: Path) -> None:
    ha = signed_in("ha", "commune_officer")
    (tmp_path / "a.xlsx").write_bytes(b"%PDF-1.7")
    page = shown(ha, hand_in(ha, tmp_path / "a.xlsx"))
    assert "Không dùng được tệp" in page
    assert "a.xlsx" in page
    assert "file.xlsx" not in page, "the name is the officer's own"
    assert ha.post("/import/", {"kind": "register"}).status_code == 422
    assert ha.post("/import/", {"kind": "register", "decided_on": "mai"}).status_code == 422


def test_renamed_columns_are_confirmed_first(tmp_path: Path) -> None:
    ha = signed_in("ha", "commune_officer")
    path = book(tmp_path / "a.xlsx", FAMILY)
    changed = load_workbook(path)
    changed["Thành viên"]["D1"] = "Quan hệ với ông bà chủ hộ"
    changed.save(path)
    address = hand_in(ha, path)
    assert "Quan hệ với ông bà chủ hộ" in shown(ha, address)
    ha.post(f"{address}accept/")
    wait()
    assert "Những gì sẽ được ghi" in shown(ha, address)


def test_a_stopped_job_can_be_tried_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    ha = signed_in("ha", "commune_officer")
    monkeypatch.setattr(import_jobs.Desk, "work", lambda desk, job: None)
    address = hand_in(ha, book(tmp_path / "a.xlsx", FAMILY))
    assert "Thử lại" in shown(ha, address)
    monkeypatch.undo()
    ha.post(f"{address}again/")
    wait()
    assert "Những gì sẽ được ghi" in shown(ha, address)


def test_a_job_under_way_is_shown_as_such_and_not_taken_off(tmp_path: Path) -> None:
    ha = signed_in("ha", "commune_officer")
    address = hand_in(ha, book(tmp_path / "a.xlsx", FAMILY))
    folder = tmp_path / "uploads" / "imports" / address.split("/")[2]
    note = folder / import_jobs.NOTE
    note.write_text(note.read_text().replace('"preview"', '"writing"'))
    lock = locks.hold(folder)
    assert lock
    with lock:
        assert "<progress" in shown(ha, address)
        ha.post(f"{address}end/")
    assert folder.exists()
    ha.post(f"{address}end/")
    assert not folder.exists()


def test_nobody_else_finds_the_page_or_the_job(tmp_path: Path) -> None:
    ha = signed_in("ha", "commune_officer")
    address = hand_in(ha, book(tmp_path / "a.xlsx", FAMILY))
    others = [
        signed_in("lan", "commune_officer"),
        signed_in("kim", "commune_officer", OTHER),
        signed_in("sen", "supervisor"),
        signed_in("viet", "vice_chair"),
        signed_in("son", "province", "99"),
        signed_in("quantri", "administrator", ""),
    ]
    for at, other in enumerate(others):
        assert other.get("/import/").status_code == (200 if at < 2 else 404)
        assert other.get(address).status_code == other.get(f"{address}returned.xlsx").status_code == 404
        for deed in ("write", "accept", "again", "end"):
            assert other.post(f"{address}{deed}/").status_code == 404
    assert other.get(f"/import/{UUID(int=3)}/").status_code == 404
    assert Household.objects.count() == 0
    assert "a.xlsx" not in shown(others[0], "/import/"), "a job belongs to an account"
    assert ha.get(address).status_code == 200


def test_lists_leave_cut_to_who_asks(tmp_path: Path) -> None:
    ha, sen, quantri = (
        signed_in("ha", "commune_officer"),
        signed_in("sen", "supervisor"),
        signed_in("quantri", "administrator", ""),
    )
    write(ha, hand_in(ha, book(tmp_path / "a.xlsx", FAMILY)))
    got = load_workbook(io.BytesIO(ha.get("/export/register.xlsx").content))
    assert [line[0] for line in got["Hộ"].iter_rows(min_row=2, values_only=True)] == ["H-0001", "H-0002", "H-0003"]
    assert sen.get("/export/listed.csv").status_code == 200
    assert quantri.get("/export/accounts.xlsx").status_code == 200
    for client, address in (
        (quantri, "/export/register.xlsx"),
        (ha, "/export/accounts.xlsx"),
        (ha, "/export/nothing.xlsx"),
        (ha, "/export/register.csv"),
    ):
        assert client.get(address).status_code == 404
    kim = signed_in("kim", "commune_officer", OTHER).get(f"/export/register.xlsx?commune={WARD}")
    assert load_workbook(io.BytesIO(kim.content))["Hộ"].max_row == 1, "her own commune, which is empty"
    assert not Look.objects.exists()
    assert sen.post("/export/register.xlsx", {"sensitive": "1"}).status_code == 404
    assert ha.post("/export/register.xlsx", {"sensitive": "1"}).status_code == 200
    assert Look.objects.filter(actor="ha").count() == 3


def test_only_the_newest_jobs_stay(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(import_jobs, "KEPT", 2)
    ha = signed_in("ha", "commune_officer")
    path = book(tmp_path / "a.xlsx", FAMILY)
    addresses = [hand_in(ha, path) for _ in range(3)]
    assert [ha.get(one).status_code for one in addresses] == [404, 200, 200]
