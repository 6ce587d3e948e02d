"""Each role lands on its own desk; counts where only counts are open; what changed; the administrator's work."""

from __future__ import annotations

import html
import re
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from chiakhoa.doors.exchange.import_jobs import Desk, Job
from chiakhoa.doors.web.office.law_rows import told_row
from chiakhoa.foundation.access import queries
from chiakhoa.foundation.access.queries import Account
from chiakhoa.foundation.access.values import SETUP, Viewer
from chiakhoa.foundation.lawbook import queries as lawbook
from chiakhoa.foundation.registry import actions as registry
from chiakhoa.foundation.registry.values import NewStanding
from chiakhoa.law.rules.loader import STANDARDS
from tests.doors.web.accounts.people import BETTER, GOOD
from tests.doors.web.office_of_the_ward import BY, LANH, TODAY
from tests.foundation.registry.conftest import OTHER, PROVINCE, WARD, household, household_id, village_id

SignedIn = Callable[[str], Client]
pytestmark = pytest.mark.django_db
LAW = "2022-2025-nd-07-2021"


def body(client: Client, address: str = "/") -> str:
    answer = client.get(address)
    assert answer.status_code == 200, address
    return answer.content.decode()


def account(name: str) -> Account:
    found = queries.account(SETUP, name)
    assert found is not None
    return found


def held(name: str) -> set[tuple[str, str, str]]:
    grants = queries.grants(SETUP, of=account(name), on=TODAY)
    return {(one.role, one.scope_kind, one.scope) for one in grants}


@pytest.mark.parametrize(
    ("who", "words"),
    [
        ("ha", ["Việc đang chờ", "phuong Sông Mẫu", "/changes/", "/reports/rates/"]),
        ("viet", ["Để nói trong cuộc họp", "điểm phần trăm", "/changes/"]),
        ("sen", ["Những gì cần xem", "/trail/"]),
        ("binh", ["Thôn của tôi", "G01", "H-0412"]),
        ("son", ["Các xã của tỉnh", "Sông Mẫu", "Kỳ Lâm"]),
        ("lanh", ["Hộ của tôi", "Thiếu gì, vì sao, làm gì", "Trần Minh chưa có thẻ bảo hiểm y tế"]),
        ("giup", ["Các hộ của tôi", "H-0412"]),
        ("quan", ["Cơ quan", "/office/accounts/", "Dòng luật cần đối chiếu"]),
        ("kim", ["Bàn làm việc của bạn đang được chuẩn bị", "Các việc làm bạn đang tuyển"]),
    ],
)
def test_each_role_has_its_own_desk(signed_in: SignedIn, who: str, words: list[str]):
    page = body(signed_in(who))
    for one in words:
        assert one in page


@pytest.mark.parametrize("who", ["son", "quan", "kim", "xa", "hung"])
def test_no_desk_tells_of_somebody_elses_household(signed_in: SignedIn, who: str):
    page = body(signed_in(who))
    assert "H-0412" not in page
    assert "Lành" not in page


def test_a_desk_says_what_waits(signed_in: SignedIn):
    assert "Không có việc nào chờ" in body(signed_in("ha"))
    assert "1 hộ trong danh sách chưa có phiếu khảo sát ở đây" in body(signed_in("xa"))


def test_who_has_no_role_is_told_whom_to_ask(signed_in: SignedIn):
    from tests.doors.web.accounts.people import person

    person("moi", "Hồ Văn Mới")
    page = body(signed_in("moi"))
    assert "Bạn chưa có bàn làm việc" in page
    assert "quản trị" in page


def test_the_desk_leads_to_all_that_were_never_surveyed_and_to_the_last_imports(
    signed_in: SignedIn, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, settings: Any
):
    settings.MEDIA_ROOT = tmp_path
    xa = signed_in("xa")
    assert "Các lần nhập gần nhất" not in body(xa)
    for number in range(5):
        begun = f"2025-12-1{number}T01:00:00+00:00"
        job = Job(str(UUID(int=number)), "xa", OTHER, "register", f"so-{number}.xlsx", "vi", begun, "2025-12-14")
        Desk(tmp_path, Viewer("xa"), TODAY, timezone.now).open(replace(job, state="written"), [b"x"])
    registry.open_household(**BY, commune=OTHER, new=household(22, "Hồ Văn Xuân", village_id(OTHER, 1)))
    standing = NewStanding(UUID(int=9999), household_id(22), "near_poor", TODAY, "318/QĐ-UBND")
    registry.put_in_force(**BY | {"on": TODAY}, standings=[standing])
    assert "Xem cả" not in body(xa)
    monkeypatch.setattr("chiakhoa.doors.web.commune.desk.WAITING_SHOWN", 1)
    page = body(xa)
    assert [f"so-{number}.xlsx" in page for number in range(5)] == [False, False, True, True, True]
    assert "Xem cả 2 hộ" in page
    assert f"/households/?commune={OTHER}&amp;class=listed&amp;result=none" in page
    listed = body(xa, f"/households/?commune={OTHER}&class=listed&result=none")
    assert "H-0021" in listed
    assert "H-0022" in listed


def test_somebody_with_two_roles_has_two_desks(signed_in: SignedIn):
    from tests.doors.web.accounts.people import grant

    grant(account("binh"), "household_member", "household", str(LANH))
    binh = signed_in("binh")
    assert "Thôn của tôi" in body(binh)
    assert "Hộ của tôi" in body(binh, "/?desk=household_member")
    assert "Thôn của tôi" in body(binh, "/?desk=administrator")


def test_a_visitor_of_a_practice_folder_sees_the_people_beside_the_workbooks(office: None, settings: Any):
    settings.PRACTICE = True
    page = body(Client())
    assert 'id="id_workbook"' in page
    assert 'value="binh"' in page
    assert "H-0412, Trần Thị Lành" in page
    assert "H-0413" not in page
    settings.PRACTICE = False
    assert "H-0412" not in Client().get("/account/sign-in/").content.decode()


def test_rates_name_their_households_only_to_those_entitled(signed_in: SignedIn):
    page = body(signed_in("ha"), "/reports/rates/?show=poor")
    assert "1</a> / 2 = 50,00 %" in page
    assert "H-0412" in page
    assert re.search(r'href="[^"]*show=poor#vG01">1<', page)
    assert 'id="vG01"' in page
    counts = body(signed_in("son"), f"/reports/rates/?unit={WARD}&show=poor")
    assert "1 / 2 = 50,00 %" in counts
    assert "#v" not in counts
    assert "show=poor#" not in counts
    assert "H-0412" not in counts
    assert "không được xem tên từng hộ" in counts
    assert "Chưa chốt" not in counts
    assert "Chưa chốt" in body(signed_in("son"), f"/reports/rates/?unit={WARD}&year=2024")


def test_rates_of_a_place_that_is_not_yours_are_not_there(signed_in: SignedIn):
    for who, unit in (("ha", OTHER), ("ha", PROVINCE), ("xa", WARD), ("binh", OTHER), ("ha", "ZZ")):
        assert signed_in(who).get(f"/reports/rates/?unit={unit}").status_code == 404
    for who in ("lanh", "kim", "quan", "giup"):
        assert signed_in(who).get("/reports/rates/").status_code == 404


def test_a_village_head_is_told_that_only_the_own_village_is_counted(signed_in: SignedIn):
    page = body(signed_in("binh"), "/reports/rates/")
    assert "chỉ tính những nơi bạn được xem" in page
    assert "1</a> / 1 = 100,00 %" in page


def test_changes_tell_who_came_why_and_with_which_gaps(signed_in: SignedIn):
    page = body(signed_in("viet"), "/changes/")
    for words in ("1 hộ có thay đổi", "H-0412", "318/QĐ-UBND", "Bảo hiểm y tế", "120 điểm thu nhập"):
        assert words in page
    later = body(signed_in("viet"), "/changes/?since=14/11/2025")
    assert "Không hộ nào thay đổi" in later
    assert signed_in("viet").get("/changes/?since=31/02/2025").status_code == 422
    assert signed_in("viet").get("/changes/?since=01/01/2099").status_code == 422


def test_the_administrator_opens_an_account_and_gives_a_household_by_its_number(signed_in: SignedIn):
    quan = signed_in("quan")
    fields = {"username": "moi", "full_name": "Hồ Thị Mới", "language": "vi", "password": GOOD}
    assert quan.post("/office/accounts/", fields | {"password": "ngắn"}).status_code == 422
    page = quan.post("/office/accounts/", fields)["Location"]
    given = {"do": "grant", "role": "household_member", "place": WARD, "household": "H-0412"}
    assert quan.post(page, given | {"household": "H-9999"}).status_code == 422
    assert quan.post(page, given | {"from": "hôm qua"}).status_code == 422
    assert quan.post(page, given).status_code == 302
    assert quan.post(page, {"do": "grant", "role": "village_head", "place": WARD, "village": "G02"}).status_code == 302
    assert held("moi") == {
        ("household_member", "household", str(household_id(412))),
        ("village_head", "village", str(village_id(WARD, 2))),
    }
    grant = queries.grants(SETUP, of=account("moi")).get(role="village_head")
    unsaid = quan.post(page, {"do": "end", "grant": grant.pk, "reason": ""})
    assert unsaid.status_code == 422
    assert unsaid.content.decode().count("<details open>") == 1
    assert quan.post(page, {"do": "end", "grant": grant.pk, "reason": "nghỉ"}).status_code == 302
    assert held("moi") == {("household_member", "household", str(household_id(412)))}
    assert "nghỉ" in body(quan, page)


def test_the_administrator_sets_a_password_unlocks_and_closes(signed_in: SignedIn):
    quan, page = signed_in("quan"), f"/office/accounts/{account('binh').public_id}/"
    assert quan.post(page, {"do": "password", "password": BETTER}).status_code == 302
    assert account("binh").check_password(BETTER)
    assert quan.post(page, {"do": "unlock"}).status_code == 302
    assert quan.post(page, {"do": "close", "reason": "chuyển công tác"}).status_code == 302
    assert not account("binh").is_active
    assert quan.post(page, {"do": "nothing"}).status_code == 404
    assert quan.get(f"/office/accounts/{UUID(int=3)}/").status_code == 404
    assert "Lê Văn Bình" not in body(quan, "/office/accounts/")
    assert "Lê Văn Bình" in body(quan, "/office/accounts/?closed=1")


def test_the_law_book_is_confirmed_row_by_row(signed_in: SignedIn):
    quan, row = signed_in("quan"), f"{LAW}:indicator:water"
    assert quan.post(f"/office/law/?standard={LAW}", {"do": "confirm", "row": row, "page": ""}).status_code == 422
    assert quan.post(f"/office/law/?standard={LAW}", {"do": "confirm", "row": row, "page": "tr. 12"}).status_code == 302
    assert [one.by for one in lawbook.confirmations(SETUP, row, TODAY)] == ["quan"]
    assert quan.post("/office/law/", {"do": "points"}).status_code == 422
    table = (STANDARDS / LAW / "points" / "practice.csv").read_bytes()
    file = SimpleUploadedFile("bang-diem.csv", table)
    assert quan.post(f"/office/law/?standard={LAW}", {"do": "points", "points": file}).status_code == 302
    assert "bang-diem.csv" in body(quan, f"/office/law/?standard={LAW}")


def test_each_row_of_the_law_says_what_it_is_held_against(signed_in: SignedIn):
    for standard in (LAW, "2027-2030-nd-351-2025"):
        page = html.unescape(body(signed_in("quan"), f"/office/law/?standard={standard}"))
        blocking = lawbook.blocking(SETUP, standard, TODAY)
        told = [told_row(one.name, standard) for one in blocking]
        assert all(one.name in page and one.article in page and one.says in page for one in told)
        judging = [one.name for one, row in zip(told, blocking, strict=True) if ":procedure:" not in row.name]
        assert not [name for name in judging if "_" in name or "." in name]
        assert [one for one in told if one.says]
    worker = told_row(f"{LAW}:line:low_income_worker.urban", LAW)
    assert worker.says == "3.000.000 đồng một người, một tháng"
    assert "30/2025" in worker.article
    assert told_row(f"{LAW}:cut_off:rural", LAW).says == "140 điểm"
    assert told_row(f"{LAW}:gap:gap", LAW).says == "10 điểm"


def test_urban_or_rural_is_written_down_with_its_decision(signed_in: SignedIn):
    quan = signed_in("quan")
    choice = {"commune": OTHER, "kind": "urban", "since": "01/12/2025", "decision": "12/QĐ-UBND"}
    assert quan.post("/office/areas/", choice | {"kind": ""}).status_code == 422
    assert quan.post("/office/areas/", choice | {"decision": ""}).status_code == 422
    assert quan.post("/office/areas/", choice).status_code == 200
    assert lawbook.area_kind(SETUP, OTHER, TODAY) == "urban"
    assert lawbook.area_kind(SETUP, OTHER, date(2025, 11, 30)) == "rural"
    assert "thành thị" in body(quan, "/office/areas/?q=ky+lam")


def test_the_health_page_checks_and_verifies(keys: None, signed_in: SignedIn):
    quan = signed_in("quan")
    assert "Kho dữ liệu và chốt bảo vệ" in body(quan, "/office/health/")
    told = quan.post("/office/health/").content.decode()
    assert "Nhật ký nguyên vẹn." in told
    assert "giây" in told
