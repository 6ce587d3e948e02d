"""`household show|find|explain` and `account grant --household` on a register: what is told to whom."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from chiakhoa.doors.cli.office import Office, texts
from chiakhoa.foundation.registry.values import CLOSED_REASONS, FACTS, LISTED
from tests.doors.web import office_of_the_ward as made
from tests.doors.web.office_of_the_ward import LANH, NATIONAL_ID
from tests.foundation.registry.conftest import OTHER, WARD, keys, merged, old, ward

__all__ = ["keys", "merged", "old", "ward"]
HAPPENED = (
    "opened", "moved", "member_added", "member_left", "class_in_force", "class_ended", "fact", "fact_ended", "closed",
)  # fmt: skip
TODAY = made.TODAY.isoformat()


@pytest.fixture
def asked(merged: None, chiakhoa: Callable[..., Any], monkeypatch: pytest.MonkeyPatch, settings: Any) -> Any:
    """The command over the small ward, a practice folder with its people."""
    settings.PRACTICE, settings.FROZEN_DAY = True, made.TODAY
    made.build()
    made.people()
    monkeypatch.setattr(Office, "open_store", lambda _office: None)

    def run(*words: object, who: str = "practice") -> Any:
        return chiakhoa("--data", "/", "--today", TODAY, "--as", who, *words)

    return run


def refusal(ran: Any) -> tuple[int, str]:
    return ran.code, ran.document["refused"]["rule"]


@pytest.mark.parametrize("text", ["lành trần", "TRAN LANH", "0412", "trần thị lành"])
def test_found_without_tones_in_any_order(asked: Callable[..., Any], text: str):
    found = asked("--json", "household", "find", text).document
    assert [(one["household"], one["village"], one["class"]) for one in found] == [("H-0412", "G01", "poor")]


def test_a_search_ends_at_the_own_village(asked: Callable[..., Any]):
    assert asked("--json", "household", "find", "h", who="hung").document[0]["household"] == "H-0413"
    assert asked("--json", "household", "find", "lanh", who="hung").document == []


def test_explained_by_the_kept_finding(asked: Callable[..., Any]):
    told = asked("--json", "household", "explain", "H-0412").document
    assert (told["household"], told["class"], told["finding"]) == ("H-0412", "poor", "poor")
    assert told["b1"]["points"] == 120
    assert told["b2"] == {"points": 30, "deprived": ["health_insurance", "housing_quality", "toilet"]}
    lines = asked("household", "explain", str(LANH)).out.splitlines()
    assert lines[:2] == ["H-0412: Hộ nghèo", "Đang được công nhận: Hộ nghèo"]


def test_never_surveyed_means_no_finding_at_all(asked: Callable[..., Any]):
    told = asked("--json", "household", "explain", "H-0413", "--place", WARD).document
    assert (told["household"], told["class"], told["finding"]) == ("H-0413", "none", None)
    assert asked("household", "explain", "H-0413").out.splitlines() == [
        "H-0413: Đang được công nhận: không thuộc danh sách",
        "Chưa có phiếu khảo sát nào của hộ mà bạn được xem.",
    ]


def test_shown_with_members_class_and_history(asked: Callable[..., Any]):
    told = asked("--json", "household", "show", "H-0412").document
    assert (told["village"], told["class"], told["since"]) == ("G01", "poor", "2025-11-14")
    assert [one["name"] for one in told["members"]] == ["Trần Thị Lành", "Trần Minh"]
    assert [one["key"] for one in told["facts"]] == ["disabled"]
    lines = asked("household", "show", "H-0412").out.splitlines()
    assert lines[1] == "Đang được công nhận: Hộ nghèo (318/QĐ-UBND)"
    assert "  2025-11-14  Công nhận diện hộ: Hộ nghèo (318/QĐ-UBND)" in lines
    assert any(line.endswith("Ghi hộ vào sổ: H-0412") for line in lines)


def test_every_happening_and_word_of_the_register_has_a_text():
    known = {f"did_{kind}" for kind in HAPPENED} | {f"word_{key}" for key in (*FACTS, *LISTED, *CLOSED_REASONS)}
    assert known <= set(texts())


def test_a_search_of_who_sees_nothing_finds_nothing(asked: Callable[..., Any]):
    assert asked("--json", "household", "find", "h", who="kim").document == []


@pytest.mark.parametrize("who", ["ha", "viet", "binh"])
def test_no_sensitive_fact_leaves_a_terminal_without_a_look(asked: Callable[..., Any], who: str):
    ran = asked("--json", "household", "show", "H-0412", who=who)
    assert ran.document["facts"] == []
    assert NATIONAL_ID not in ran.out
    assert "disabled" not in ran.out


@pytest.mark.parametrize("who", ["xa", "hung", "kim", "quan"])
@pytest.mark.parametrize("verb", ["show", "explain"])
def test_somebody_elses_household_looks_unknown(asked: Callable[..., Any], who: str, verb: str):
    assert refusal(asked("--json", "household", verb, "H-0412", who=who)) == (2, "household.unknown")
    assert refusal(asked("--json", "household", verb, "H-7777", who=who)) == (2, "household.unknown")


def test_a_role_is_given_by_the_number_of_the_household(asked: Callable[..., Any]):
    given = ("--json", "account", "grant", "kim", "household_member", "--place", WARD, "--household")
    told = asked(*given, "H-0412", who="quan").document
    assert str(LANH) in [one["scope"] for one in told["grants"]]
    assert refusal(asked(*given, "H-7777", who="quan")) == (2, "household.unknown")
    other = ("--json", "account", "grant", "kim", "household_member", "--place", OTHER, "--household", "H-0412")
    assert refusal(asked(*other, who="quan")) == (2, "household.unknown")
