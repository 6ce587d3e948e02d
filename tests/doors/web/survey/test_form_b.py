"""Form B at a desk: asked of whom it concerns, saved while it is filled in, sent once, judged by the law of its day."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from chiakhoa.doors.web.survey.asking import as_typed
from chiakhoa.doors.web.survey.reading import answer_of, name_of
from chiakhoa.foundation.access.values import PRACTICE
from chiakhoa.law.rules.form_loader import load_form
from chiakhoa.law.rules.households import Answer
from chiakhoa.review.assessment import queries as findings
from chiakhoa.review.survey import queries
from tests.doors.web.accounts.people import grant, person
from tests.foundation.registry.conftest import ON, OTHER, household_id, village_id
from tests.review.forms import SURVEYED, lanh, opened

if TYPE_CHECKING:
    from django.test import Client

HOME = household_id(412)


def typed(**changes: str) -> dict[str, str]:
    """What the head taps for H-0412, as the story has it."""
    given = {name_of(key, None): as_typed(answer) for key, answer in lanh().answers.items()}
    for place, member in enumerate(lanh().members):
        given |= {name_of(key, place): as_typed(answer) for key, answer in member.answers.items()}
    return {"on": SURVEYED.isoformat(), "surveyor": "Lê Văn Bình", **given, **changes}


def names(html: str) -> set[str]:
    return set(re.findall(r'name="((?:h|m\d)\.\w+)"', html))


def test_the_form_asks_the_household_and_each_member_what_concerns_them(head: Client, home: str):
    html = head.get(home).content.decode()
    asked = names(html)
    assert {name_of(key, None) for key in load_form().household} <= asked
    old, young = lanh().members
    assert old.name in html
    assert young.name in html
    assert "m0.work" in asked, "a woman of 71 may work"
    assert "m1.work" not in asked, "a boy of ten does not"
    assert "m1.malnourished" in asked
    assert "m0.malnourished" not in asked


def test_what_is_tapped_is_saved_and_stands_there_again(head: Client, home: str):
    saved = head.post(f"{home}save/", {"on": SURVEYED.isoformat(), "h.floor_area": "24", "h.toilet": "none"},
                      headers={"HX-Request": "true"})  # fmt: skip
    assert saved.status_code == 200
    assert "2 trên" in saved.content.decode() or "2 trong" in saved.content.decode()
    draft = queries.draft(PRACTICE, HOME, ON)
    assert draft is not None
    assert draft.answers is not None
    assert draft.answers.answers == {"floor_area": 24, "toilet": "none"}
    again = head.get(home).content.decode()
    assert 'name="h.floor_area" id="h.floor_area" value="24"' in again
    assert re.search(r'value="none" selected', again)


def test_without_scripts_saving_leads_back_to_the_form(head: Client, home: str):
    assert head.post(f"{home}save/", typed()).headers["Location"] == home


def test_a_whole_form_is_sent_and_judged_by_the_law_of_its_day(head: Client, home: str):
    done = head.post(f"{home}send/", typed(anyway="1"))
    assert done.headers["Location"] == f"/households/{HOME}/?sent=1"
    assert "Đã nhận phiếu khảo sát" in head.get(done.headers["Location"]).content.decode()
    survey = queries.latest(PRACTICE, HOME, ON, sensitive=True)
    kept = findings.kept(PRACTICE, HOME, ON)
    assert survey is not None
    assert survey.answers is not None
    assert survey.answers.answers == {key: one for key, one in lanh().answers.items() if one is not None}
    assert (survey.on, survey.surveyor, survey.source) == (SURVEYED, "Lê Văn Bình", "desk")
    assert kept is not None
    assert (kept.verdict, kept.b1, kept.gaps) == (
        "poor", (120, 120), ("health_insurance", "housing_quality", "toilet"),
    )  # fmt: skip
    assert queries.draft(PRACTICE, HOME, ON) is None


def test_missing_answers_are_named_before_the_form_goes(head: Client, home: str):
    asked = head.post(f"{home}send/", typed(**{"m1.health_insurance": ""}))
    html = asked.content.decode()
    assert asked.status_code == 422
    assert 'href="#m1.health_insurance"' in html
    assert 'name="anyway"' in html
    assert queries.latest(PRACTICE, HOME, ON) is None
    assert head.post(f"{home}send/", typed(**{"m1.health_insurance": "", "anyway": "1"})).status_code == 302
    kept = findings.kept(PRACTICE, HOME, ON)
    assert kept is not None
    assert kept.missing >= 1


def test_a_number_that_cannot_be_stays_with_its_reason(head: Client, home: str):
    asked = head.post(f"{home}send/", typed(**{"h.floor_area": "hai mươi"}, anyway="1"))
    html = asked.content.decode()
    assert asked.status_code == 422
    assert 'value="hai mươi"' in html
    assert re.search(r'href="#h.floor_area">Nhà ở: Diện tích[^<]*</a> Ghi một số', html)
    assert queries.latest(PRACTICE, HOME, ON) is None


@pytest.mark.parametrize("day", ["", "mai", "2019-01-01", "2026-01-01"])
def test_a_day_that_cannot_be_is_told(head: Client, home: str, day: str):
    asked = head.post(f"{home}send/", typed(on=day, anyway="1"))
    assert asked.status_code == 422
    assert "error-summary" in asked.content.decode()
    assert queries.latest(PRACTICE, HOME, ON) is None


def test_the_last_survey_stands_beside_the_new_form(head: Client, home: str):
    head.post(f"{home}send/", typed(anyway="1"))
    html = head.get(home).content.decode()
    assert "Lần trước:" in html
    assert not re.search(r'id="h.floor_area" value="24"', html), "nothing is answered in advance"


def test_a_draft_can_be_dropped(head: Client, home: str):
    head.post(f"{home}save/", typed())
    assert head.post(f"{home}drop/").status_code == 302
    assert queries.draft(PRACTICE, HOME, ON) is None


def test_the_officer_fills_it_in_too(officer: Client, home: str):
    assert officer.post(f"{home}send/", typed(anyway="1")).status_code == 302


@pytest.mark.parametrize(
    ("role", "kind", "scope"),
    [
        ("village_head", "village", str(village_id("99001", 2))),
        ("commune_officer", "place", OTHER),
        ("vice_chair", "place", "99001"),
        ("supervisor", "place", "99001"),
        ("household_member", "household", str(HOME)),
        ("helper", "household", str(HOME)),
        ("administrator", "none", ""),
    ],
)
def test_who_may_not_survey_finds_no_form(client: Client, home: str, role: str, kind: str, scope: str):
    account = person("nguoi", "Người Khác")
    grant(account, role, kind, scope)
    client.force_login(account)
    for path, post in ((home, False), (f"{home}save/", True), (f"{home}send/", True), (f"{home}drop/", True)):
        found = client.post(path, typed()) if post else client.get(path)
        assert found.status_code == 404, path
    assert queries.draft(PRACTICE, HOME, ON) is None


def test_nobody_is_led_to_the_sign_in(client: Client, home: str):
    assert "/sign-in/" in client.get(home).headers["Location"]


def test_opening_the_form_costs_the_same_for_any_household(head: Client, home: str, django_assert_max_num_queries):
    for number in range(500, 520):
        opened(number)
    with django_assert_max_num_queries(40):
        head.get(home)


@pytest.mark.parametrize(
    ("key", "text", "answer"),
    [
        ("has_tv", "1", True),
        ("has_tv", "0", False),
        ("has_tv", "yes", None),
        ("toilet", "septic", "septic"),
        ("toilet", "palace", None),
        ("floor_area", "24", 24),
        ("floor_area", "1.200", 1200),
        ("floor_area", "-1", None),
        ("floor_area", "99999999999", None),
        ("floor_area", "²", None),
    ],
)
def test_what_is_typed_becomes_an_answer_or_none(key: str, text: str, answer: Answer):
    assert (
        answer_of(load_form().household[key], text) is answer or answer_of(load_form().household[key], text) == answer
    )
