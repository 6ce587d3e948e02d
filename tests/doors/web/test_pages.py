"""Every page: three languages, security headers, plain words for what went wrong, few questions to the tables."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from django.test import Client
from django.urls import reverse

from chiakhoa.doors.web.middleware import MEGABYTE
from chiakhoa.foundation.access.values import PRACTICE
from chiakhoa.review.assessment import queries
from chiakhoa.review.assessment.queries import Run, Wanted
from tests.doors.web.accounts.people import person
from tests.review.assessment.runs import judged_run

pytestmark = pytest.mark.django_db
INLINE = re.compile(r"<style|\sstyle=|\son[a-z]+=|<script(?![^>]*\ssrc=)|javascript:", re.IGNORECASE)
OTHER_HOST = re.compile(r"""(?:src|action|srcset)=["'](?:https?:)?//""")


@pytest.fixture
def run(db: None) -> Run:
    return judged_run()


def addresses(run: Run) -> Iterator[str]:
    one = [run.public_id]
    yield from (reverse(name) for name in ("front", "help", "standards"))
    yield reverse("standard", args=["2022-2025-nd-07-2021"])
    yield reverse("standard", args=["2027-2030-nd-351-2025"])
    yield from (reverse(name, args=one) for name in ("run", "rates", "compare"))
    yield reverse("compare", args=one) + "?assume=1"
    yield from (reverse("household", args=[run.public_id, row.number]) for row in one_of_each(run))


def one_of_each(run: Run) -> list[queries.FindingRow]:
    rows = {row.verdict: row for row in queries.findings(PRACTICE, run, Wanted())}
    assert set(rows) >= {"poor", "near_poor", "non_poor"}
    return list(rows.values())


@pytest.mark.parametrize("language", ["vi", "en", "id"])
def test_every_page_in_every_language(client: Client, run: Run, language: str) -> None:
    client.cookies["language"] = language
    for address in addresses(run):
        answer = client.get(address, headers={"accept-language": "en-US,en"})
        shown = answer.content.decode()
        assert answer.status_code == 200, address
        assert f'<html lang="{language}"' in shown
        assert not INLINE.search(shown), address
        assert not OTHER_HOST.search(shown), address
        assert "default-src 'self'" in answer["Content-Security-Policy"]
        assert "unsafe" not in answer["Content-Security-Policy"]
        assert answer["Cache-Control"] == "private, no-store"
        assert answer["X-Content-Type-Options"] == "nosniff"


def test_vietnamese_first_whatever_the_browser_says(client: Client) -> None:
    answer = client.get("/", headers={"accept-language": "en"})
    assert "Hộ nào nghèo, và vì sao?" in answer.content.decode()
    assert answer["Content-Language"] == "vi"


def test_language_and_text_size_are_remembered(client: Client) -> None:
    answer = client.post("/reader/language/", {"choice": "id", "back": "/help/"})
    assert (answer.status_code, answer["Location"]) == (302, "/help/")
    client.post("/reader/size/", {"choice": "huge", "back": "/"})
    shown = client.get("/help/").content.decode()
    assert '<html lang="id" class="size-huge">' in shown


def test_a_reader_is_never_sent_to_another_host(client: Client) -> None:
    for back in ("https://elsewhere.example/", "//elsewhere.example", "javascript:alert(1)"):
        assert client.post("/reader/language/", {"choice": "en", "back": back})["Location"] == "/"
    client.post("/reader/language/", {"choice": "<b>", "back": "/"})
    assert client.cookies["language"].value == "en"


def test_numbers_as_each_language_writes_them(client: Client, run: Run) -> None:
    address = reverse("standard", args=["2022-2025-nd-07-2021"])
    assert "1.500.000" in client.get(address).content.decode()
    client.cookies["language"] = "en"
    assert "1,500,000" in client.get(address).content.decode()


def test_the_household_of_the_story_is_explained(client: Client, run: Run) -> None:
    row = queries.findings(PRACTICE, run, Wanted(text="H-0412")).get()
    shown = client.get(reverse("household", args=[run.public_id, row.number])).content.decode()
    assert (row.verdict, row.b1_low, row.b2_low) == ("poor", 120, 30)
    for words in ("Bảo hiểm y tế", "Nhà tiêu hợp vệ sinh", "Chất lượng nhà ở", "Hộ nghèo", "phường", "175"):
        assert words in shown
    assert "Hộ không còn nghèo khi hết 1 thiếu hụt bất kỳ trong 3 thiếu hụt." in shown


def test_the_list_asks_few_questions(client: Client, run: Run, django_assert_num_queries: object) -> None:
    with django_assert_num_queries(6):
        client.get(reverse("run", args=[run.public_id]))


def test_more_households_ask_no_more_questions(client: Client, run: Run, django_assert_num_queries: object) -> None:
    bigger = judged_run(60, number=2)
    with django_assert_num_queries(6):
        client.get(reverse("run", args=[bigger.public_id]))
    with django_assert_num_queries(2):
        client.get(reverse("household", args=[run.public_id, 1]))
    with django_assert_num_queries(4):
        client.get(reverse("rates", args=[bigger.public_id]))


def test_the_list_pages_filters_and_keeps_the_choices(client: Client) -> None:
    address = reverse("run", args=[judged_run(60).public_id])
    assert client.get(address).content.decode().count('<tr role="row">') == 51
    second = client.get(address + "?page=2&sort=name").content.decode()
    assert second.count('<tr role="row">') == 11
    assert "?sort=name&amp;page=1" in second
    nothing = client.get(address + "?q=zzz").content.decode()
    assert "Không hộ nào khớp" in nothing
    odd = client.get(address + "?sort=nonsense&class=nonsense&page=x&q=%00")
    assert odd.status_code == 200


@pytest.mark.parametrize("kind", ["xlsx", "csv", "pdf"])
def test_the_list_leaves_as_a_file_with_the_same_choices(client: Client, run: Run, kind: str) -> None:
    answer = client.get(f"/runs/{run.public_id}/list.{kind}?class=poor")
    assert answer.status_code == 200
    assert answer["Content-Disposition"] == f'attachment; filename="ket-qua.{kind}"'
    if kind == "csv":
        poor = queries.tally(PRACTICE, run).verdicts["poor"]
        assert len(answer.content.decode("utf-8-sig").splitlines()) == poor + 1


def test_the_sheet_the_template_and_the_practice_workbook(client: Client, run: Run) -> None:
    assert client.get(f"/runs/{run.public_id}/households/1/sheet.pdf").content.startswith(b"%PDF")
    assert client.get("/template.xlsx").content.startswith(b"PK")
    assert client.get("/practice.xlsx").content.startswith(b"PK")


def test_what_is_not_there_says_so_plainly(client: Client, run: Run) -> None:
    for address in (
        "/nothing/",
        "/standards/1990/",
        "/runs/00000000-0000-0000-0000-0000000000ff/",
        f"/runs/{run.public_id}/households/999/",
        f"/runs/{run.public_id}/returned.xlsx",
        f"/runs/{run.public_id}/list.docx",
    ):
        answer = client.get(address)
        assert answer.status_code == 404, address
        assert "Không tìm thấy trang" in answer.content.decode()


def test_outside_a_practice_folder_nobody_sees_or_sends_anything(client: Client, run: Run, settings: object) -> None:
    settings.PRACTICE = False
    row = f"/runs/{run.public_id}/households/1/"
    assert client.get(row)["Location"].startswith("/account/sign-in/")
    client.force_login(person("ha", "Võ Thu Hà"))
    for address in (f"/runs/{run.public_id}/", row, f"{row}sheet.pdf", f"/runs/{run.public_id}/list.csv"):
        assert client.get(address).status_code == 404, address
    assert client.post("/", {}).status_code == 404
    assert client.post(f"/runs/{run.public_id}/end/", {"reason": "x"}).status_code == 404
    assert "ho.xlsx" not in client.get("/").content.decode()


def test_a_form_from_elsewhere_is_turned_away_in_words(run: Run) -> None:
    answer = Client(enforce_csrf_checks=True).post(f"/runs/{run.public_id}/end/", {"reason": "x"})
    assert answer.status_code == 403
    assert "Trang này đã mở quá lâu" in answer.content.decode()


def test_a_file_over_the_limit_is_turned_away_unread(client: Client, settings: object) -> None:
    answer = client.post("/", b"x", content_type="text/plain", CONTENT_LENGTH=str(41 * MEGABYTE))
    assert answer.status_code == 413
    assert "40 megabyte" in answer.content.decode()


def test_our_own_fault_is_told_without_its_inside(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_values: object) -> None:
        raise ValueError("secret inside")

    monkeypatch.setattr(queries, "runs", fail)
    client.raise_request_exception = False
    answer = client.get("/")
    assert answer.status_code == 500
    assert "Chương trình gặp lỗi" in answer.content.decode()
    assert "secret inside" not in answer.content.decode()


def test_a_stranger_host_is_turned_away(client: Client) -> None:
    assert client.get("/", headers={"host": "elsewhere.example"}).status_code == 400


def test_the_sign_of_life(client: Client) -> None:
    assert client.get("/healthz").content == b"ok"


def test_forms_are_sent_and_lists_are_only_read(client: Client, run: Run) -> None:
    assert client.get(f"/runs/{run.public_id}/end/").status_code == 405
    assert client.post(f"/runs/{run.public_id}/rates/").status_code == 405
    assert client.put("/").status_code == 405
