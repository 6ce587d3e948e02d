"""From a workbook to a list: what is taken, asked, refused, stopped, tried again, taken out of use."""

from __future__ import annotations

import io
from pathlib import Path
from uuid import UUID

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from openpyxl import load_workbook

from chiakhoa.doors.exchange.keeping import Keeper
from chiakhoa.doors.web import clock
from chiakhoa.foundation.access.values import PRACTICE
from chiakhoa.review.assessment import actions, queries
from chiakhoa.review.assessment.queries import Run
from tests.doors.web.workbooks import upload, wait, workbook
from tests.review.assessment.runs import DAY

pytestmark = pytest.mark.django_db(transaction=True)


def newest() -> Run:
    run = queries.runs(PRACTICE).first()
    assert run
    return run


def page(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200
    return answer.content.decode()


def test_a_workbook_becomes_a_list(client: Client) -> None:
    shown = page(client, upload(client, workbook()))
    run = newest()
    assert (run.state, run.rows, run.progress, run.returned) == ("done", 60, 60, 0)
    assert run.standard == "2022-2025-nd-07-2021"
    assert "H-0412" in shown
    assert "Bảng điểm luyện tập – không dùng để công nhận" in shown
    assert "chưa đối chiếu văn bản gốc" in shown


def test_returned_rows_are_counted_and_can_be_fetched(client: Client) -> None:
    address = upload(client, workbook(60, faults=3))
    if newest().state == "headers":
        client.post(f"{address}headers/", confirmed(newest()))
        wait()
    run = newest()
    assert run.state == "done"
    assert run.returned > 0
    assert run.rows == run.progress + run.returned
    assert "bị trả lại" in page(client, address)
    book = load_workbook(io.BytesIO(client.get(f"{address}returned.xlsx").content))
    assert book.sheetnames


def confirmed(run: Run) -> dict[str, str]:
    return {f"column-{n}": guess["guess"] for n, guess in enumerate(run.headers["guesses"])}


def test_a_foreign_column_is_asked_about_and_confirmed(client: Client) -> None:
    address = upload(client, workbook(60, renamed="Diện tích căn nhà (m2)"))
    assert newest().state == "headers"
    assert client.get(address)["Location"] == f"{address}headers/"
    asked = page(client, f"{address}headers/")
    assert "Diện tích căn nhà (m2)" in asked
    assert '<option value="floor_area" selected>' in asked
    client.post(f"{address}headers/", confirmed(newest()))
    wait()
    assert newest().state == "done"
    assert client.get(f"{address}headers/").status_code == 302
    complete = upload(client, workbook())
    assert counts(address) == counts(complete)


def counts(address: str) -> dict[str, int]:
    run = queries.run(PRACTICE, UUID(address.split("/")[2]))
    assert run
    return queries.tally(PRACTICE, run).verdicts


def test_the_day_and_the_standard_asked_for_are_used(client: Client) -> None:
    address = upload(client, workbook(), day="5/2/2027", standard="")
    assert newest().standard == "2027-2030-nd-351-2025"
    assert set(counts(address)) > {"cannot_say"}
    assert counts(address)["cannot_say"] == 60
    upload(client, workbook(), standard="2027-2030-nd-351-2025+assumed")
    assert newest().assumptions
    assert queries.tally(PRACTICE, newest()).verdicts["cannot_say"] < 60


def test_a_day_without_standard_is_refused_in_words(client: Client) -> None:
    address = upload(client, workbook(), day="1/1/1999")
    shown = page(client, address)
    assert newest().state == "refused"
    assert "Không dùng được tệp này" in shown
    assert "1999" in shown


def test_no_workbook_at_all_is_refused_in_words(client: Client) -> None:
    shown = page(client, upload(client, b"%PDF-1.7 not a workbook", "phieu.xlsx"))
    assert newest().state == "refused"
    assert "phieu.xlsx" in shown
    assert "answers.xlsx" not in shown


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({}, "Hãy chọn tệp Excel"),
        ({"workbook": SimpleUploadedFile("a.xlsx", b"")}, "Tệp này trống"),
        ({"day": "hôm qua"}, "ngày/tháng/năm"),
        ({"standard": "1990"}, "Hãy chọn một chuẩn nghèo"),
    ],
)
def test_the_form_says_what_is_wrong(client: Client, fields: dict[str, object], words: str) -> None:
    answer = client.post("/", fields)
    assert answer.status_code == 422
    assert words in answer.content.decode()
    assert 'href="#id_' in answer.content.decode()
    assert not queries.runs(PRACTICE)


def test_a_run_nobody_works_on_has_stopped_and_can_be_tried_again(client: Client) -> None:
    address = upload(client, workbook())
    run = newest()
    Run.objects.update(state="running")
    assert "Công việc dừng giữa chừng" in page(client, address)
    client.post(f"{address}again/")
    wait()
    run.refresh_from_db()
    assert (run.state, run.progress) == ("done", 60)


def test_a_run_at_work_shows_how_far_it_is(client: Client) -> None:
    address = upload(client, workbook())
    keeper = Keeper(settings.MEDIA_ROOT, "tester", DAY, clock.now)
    Run.objects.update(state="running", progress=20)
    with keeper.locked(newest()):
        shown = page(client, address)
        client.post(f"{address}again/")
        assert newest().state == "running"
    assert "Đã xếp loại 20 trong 60 hộ" in shown
    assert 'hx-select="#progress"' in shown
    assert '<noscript><meta http-equiv="refresh"' in shown


def test_a_fault_in_the_middle_leaves_a_stopped_run(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(**_values: object) -> None:
        raise OSError("disk")

    monkeypatch.setattr(actions, "record", fail)
    address = upload(client, workbook())
    assert newest().state == "stopped"
    assert "Thử lại" in page(client, address)


def test_taking_out_of_use_needs_a_reason_and_erases(client: Client) -> None:
    address = upload(client, workbook())
    folder = Path(settings.MEDIA_ROOT) / str(newest().public_id)
    client.post(f"{address}end/", {"reason": "  "})
    assert folder.is_dir()
    client.post(f"{address}end/", {"reason": "tệp thử"})
    assert not folder.exists()
    assert client.get(address).status_code == 404
    assert Run.objects.get().ended_reason == "tệp thử"


def test_the_file_of_a_run_is_for_its_owner_only(client: Client) -> None:
    upload(client, workbook())
    folder = Path(settings.MEDIA_ROOT) / str(newest().public_id)
    assert folder.stat().st_mode & 0o077 == 0


def test_public_ids_are_of_version_seven(client: Client) -> None:
    upload(client, workbook())
    assert newest().public_id.version == 7
