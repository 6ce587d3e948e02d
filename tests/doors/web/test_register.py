"""The register in the browser: list, household page, looks at sensitive fields, papers; and who sees nothing of it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from chiakhoa.foundation.audit.queries import Look
from tests.doors.web.office_of_the_ward import BY, LANH, NATIONAL_ID, NEIGHBOUR, STRANGER, TODAY
from tests.foundation.registry.conftest import OTHER, WARD, household, household_id, village_id

SignedIn = Callable[[str], Client]
pytestmark = pytest.mark.django_db


def body(client: Client, address: str, status: int = 200) -> str:
    answer = client.get(address)
    assert answer.status_code == status, (address, answer.status_code)
    return answer.content.decode()


def page_of(household: UUID) -> str:
    return f"/households/{household}/"


def test_the_officer_finds_a_household_without_tones_and_in_any_order(signed_in: SignedIn):
    ha = signed_in("ha")
    everyone = body(ha, "/households/")
    assert "H-0412" in everyone
    assert "H-0413" in everyone
    assert "2 trong 2 hộ" in everyone
    for words in ("lanh+tran", "TRAN%20LANH", "412"):
        found = body(ha, f"/households/?q={words}")
        assert "H-0412" in found
        assert "H-0413" not in found
    assert "0 trong 2 hộ" in body(ha, "/households/?q=zzz")


def test_filters_by_village_and_class(signed_in: SignedIn):
    ha = signed_in("ha")
    assert "H-0412" not in body(ha, f"/households/?village={village_id(WARD, 2)}")
    poor = body(ha, "/households/?class=poor")
    assert "H-0412" in poor
    assert "H-0413" not in poor
    assert "H-0413" in body(ha, "/households/?class=none")
    assert "H-0412" in body(ha, "/households/?village=nonsense&class=nonsense&sort=nonsense&page=-1")


def test_only_households_without_a_survey_result(signed_in: SignedIn):
    for who in ("ha", "sen"):
        found = body(signed_in(who), "/households/?result=none")
        assert "H-0413" in found
        assert "H-0412" not in found
        assert "1 trong 2 hộ" in found
        assert "/households/?result=none&amp;print=1" in found or "result=none&amp;print=1" in found
    assert "H-0412" not in body(signed_in("binh"), "/households/?result=none")


def test_whose_answers_are_shut_cannot_ask_for_missing_results(signed_in: SignedIn):
    page = body(signed_in("lanh"), "/households/?result=none")
    assert "H-0412" in page
    assert 'name="result"' not in page


def test_the_page_tells_class_reasons_and_history(signed_in: SignedIn):
    page = body(signed_in("ha"), page_of(LANH))
    for words in ("318/QĐ-UBND", "14/11/2025", "Trần Minh chưa có thẻ bảo hiểm y tế", "Nhà tiêu hợp vệ sinh"):
        assert words in page
    assert "Phiếu cho gia đình (PDF)" in page
    nobody_surveyed = body(signed_in("ha"), page_of(NEIGHBOUR))
    assert "Không có phiếu khảo sát nào" in nobody_surveyed
    assert "PDF" not in nobody_surveyed


def test_the_sheet_is_paper(signed_in: SignedIn):
    answer = signed_in("ha").get(f"{page_of(LANH)}sheet.pdf")
    assert answer.content.startswith(b"%PDF")
    assert signed_in("ha").get(f"{page_of(NEIGHBOUR)}sheet.pdf").status_code == 404


def test_sensitive_fields_open_by_one_tap_that_is_written_down(signed_in: SignedIn):
    ha = signed_in("ha")
    page = body(ha, page_of(LANH))
    assert NATIONAL_ID not in page
    assert "khuyết tật: " not in page
    assert not Look.objects.exists()
    shown = ha.post(f"{page_of(LANH)}sensitive/").content.decode()
    assert NATIONAL_ID in shown
    assert "khuyết tật: có" in shown
    looked = Look.objects.get()
    assert (looked.actor, looked.subject, looked.on) == ("ha", f"registry.household:{LANH}", TODAY)


@pytest.mark.parametrize("who", ["viet", "sen", "binh", "giup"])
def test_without_the_right_there_is_nothing_to_tap(signed_in: SignedIn, who: str):
    client = signed_in(who)
    page = body(client, page_of(LANH))
    assert NATIONAL_ID not in page
    assert "sensitive/" not in page
    assert client.post(f"{page_of(LANH)}sensitive/").status_code == 404
    assert not Look.objects.exists()


def test_the_own_household_is_open_to_its_members_and_no_look_is_written(signed_in: SignedIn):
    assert NATIONAL_ID in body(signed_in("lanh"), page_of(LANH))
    assert not Look.objects.exists()


@pytest.mark.parametrize(
    ("who", "hidden"),
    [
        ("xa", [LANH, NEIGHBOUR]),
        ("hung", [LANH, STRANGER]),
        ("binh", [NEIGHBOUR, STRANGER]),
        ("lanh", [NEIGHBOUR, STRANGER]),
        ("giup", [NEIGHBOUR, STRANGER]),
        ("son", [LANH, NEIGHBOUR, STRANGER]),
        ("kim", [LANH, STRANGER]),
        ("quan", [LANH, STRANGER]),
    ],
)
def test_somebody_elses_household_looks_like_one_that_is_not_there(signed_in: SignedIn, who: str, hidden: list[UUID]):
    client = signed_in(who)
    nothing = client.get(page_of(UUID(int=5)))
    assert nothing.status_code == 404
    for one in hidden:
        for address in (page_of(one), f"{page_of(one)}sheet.pdf"):
            answer = client.get(address)
            assert answer.status_code == 404
        assert len(client.get(page_of(one)).content) == len(nothing.content)
        assert client.post(f"{page_of(one)}sensitive/").status_code == 404


@pytest.mark.parametrize("who", ["son", "kim", "quan"])
def test_who_sees_no_household_has_no_list_and_no_changes(signed_in: SignedIn, who: str):
    for address in ("/households/", "/changes/"):
        assert signed_in(who).get(address).status_code == 404


@pytest.mark.parametrize(("who", "shown"), [("xa", {"H-0021"}), ("hung", {"H-0413"}), ("binh", {"H-0412"})])
def test_lists_and_counts_end_at_the_own_place(signed_in: SignedIn, who: str, shown: set[str]):
    client = signed_in(who)
    everything = {"H-0021", "H-0412", "H-0413"}
    for address in (
        "/households/",
        "/households/?q=h",
        f"/households/?commune={WARD}",
        f"/households/?commune={OTHER}",
    ):
        text = body(client, address)
        assert {number for number in everything if number in text} == shown
        assert "1 trong 1 hộ" in text
    assert not {number for number in everything - shown if number in body(client, "/changes/")}


@pytest.mark.parametrize("address", ["/office/accounts/", "/office/law/", "/office/areas/", "/office/health/"])
def test_the_office_opens_to_the_administrator_alone(signed_in: SignedIn, address: str):
    assert signed_in("quan").get(address).status_code == 200
    for who in ("ha", "viet", "sen", "binh", "son", "lanh"):
        assert signed_in(who).get(address).status_code == 404


def test_the_trail_opens_to_supervisors_alone(signed_in: SignedIn):
    page = body(signed_in("sen"), "/trail/")
    assert "Sông Mẫu · lần ghi số" in page
    assert f'href="{page_of(LANH)}"' in page
    for other in ("Kỳ Lâm", "commune:", "registry.", "H-0021", str(STRANGER)):
        assert other not in page
    for who in ("ha", "viet", "binh", "son", "lanh", "quan"):
        assert signed_in(who).get("/trail/").status_code == 404
    assert "Trong nhật ký" in body(signed_in("sen"), page_of(LANH))
    assert "Trong nhật ký" not in body(signed_in("viet"), page_of(LANH))


def questions(client: Client, address: str) -> int:
    with CaptureQueriesContext(connection) as found:
        assert client.get(address).status_code == 200
    return len(found)


@pytest.mark.parametrize(
    "address",
    ["/households/", "/households/?q=tran", "/households/?sort=village", page_of(LANH), "/reports/rates/", "/"],
)
def test_the_questions_asked_do_not_grow_with_the_households(signed_in: SignedIn, address: str):
    from chiakhoa.foundation.registry import actions

    ha = signed_in("ha")
    questions(ha, address)
    before = questions(ha, address)
    for number in range(501, 531):
        actions.open_household(
            **BY, commune=WARD, new=household(number, f"Trần Thị {number}", village_id(WARD, 1), f"Trần {number}")
        )
    assert questions(ha, address) == before


def test_a_house_that_is_gone_is_found_when_asked_for(signed_in: SignedIn):
    from chiakhoa.foundation.registry import actions

    actions.close_household(**BY, household=household_id(413), day=TODAY.replace(month=11), reason="moved_away")
    ha: Any = signed_in("ha")
    assert "H-0413" not in body(ha, "/households/")
    assert "H-0413" in body(ha, "/households/?closed=1")
    assert "chuyển đi nơi khác" in body(ha, page_of(NEIGHBOUR))
