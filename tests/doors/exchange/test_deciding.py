"""The list after review puts classes in force by its decisions; twice changes nothing; the unclear goes back."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path

import openpyxl
import pytest

from chiakhoa.doors.exchange.deciding import take_in_list
from chiakhoa.doors.exchange.public_ids import household_id
from chiakhoa.doors.exchange.registering import take_in_register
from chiakhoa.foundation.access.values import PRACTICE, NotAllowed
from chiakhoa.foundation.audit import queries as trail
from chiakhoa.foundation.audit.models import Entry
from chiakhoa.foundation.registry import actions, queries
from chiakhoa.foundation.registry.models import Standing
from tests.doors.exchange.wards import FAMILY, ON, OTHER, WARD, home, officer, open_ward, order, workbook

HEADERS = ("Số hộ", "Chủ hộ", "Họ tên thành viên", "Quan hệ với chủ hộ", "Ngày sinh", "Thôn", "Phân loại hộ")
DECIDED = ("Số quyết định", "Ngày quyết định")
SIGNED = date(2025, 11, 14)
BY_DECISION = {"decision": "QĐ 12/2025", "decided_on": SIGNED}


@pytest.fixture(autouse=True)
def ward(db, settings, tmp_path):
    settings.SIGNING_KEYS = tmp_path / "keys"
    open_ward()
    take_in_register(workbook(tmp_path / "register.xlsx", FAMILY), order())


def row(number: str, head: str, classed: str, *more: object, village: str = "") -> list[object]:
    return [number, head, head, "Chủ hộ", "1970", village, classed, *more]


def a_list(path: Path, listed: Sequence[Sequence[object]], left: Sequence[Sequence[object]] = ()) -> Path:
    """A workbook with the list after review, and one of households that left the poor."""
    book = openpyxl.Workbook()
    book.active.title = "DS sau rà soát"
    book.active["A1"] = "DANH SÁCH HỘ NGHÈO, HỘ CẬN NGHÈO SAU KHI RÀ SOÁT"
    book.active.append([*HEADERS, *DECIDED])
    for one in listed:
        book.active.append(one)
    if left:
        sheet = book.create_sheet("Hộ thoát nghèo")
        sheet.append(HEADERS)
        for one in left:
            sheet.append(one)
    book.save(path)
    return path


def counts(outcome) -> tuple[int, int, int, int]:
    assert outcome.rows == outcome.new + outcome.changed + outcome.same + outcome.back.households
    return outcome.new, outcome.changed, outcome.same, outcome.back.households


def in_force(number: str) -> tuple[str, str, date] | None:
    held = queries.standing(PRACTICE, household_id(WARD, number), ON)
    return (held.class_key, held.decision, held.since) if held else None


def test_classes_come_into_force_by_their_decision_and_twice_changes_nothing(tmp_path):
    rows = [
        row("H-0001", "Lê Văn Một", "Hộ nghèo", "QĐ 7/2025", date(2025, 11, 10)),
        row("17", "Phan Thị Hai", "Hộ cận nghèo", village="Tổ 2"),
    ]
    path = a_list(tmp_path / "list.xlsx", rows)
    assert counts(take_in_list(path, order(dry_run=True, **BY_DECISION))) == (2, 0, 0, 0)
    assert not Standing.objects.exists(), "a trial writes nothing"
    taken = take_in_list(path, order(**BY_DECISION))
    assert counts(taken) == (2, 0, 0, 0)
    assert taken.document("vi")["reasons_held"] is False
    assert in_force("H-0001") == ("poor", "QĐ 7/2025", date(2025, 11, 10))
    assert in_force("H-0002") == ("near_poor", "QĐ 12/2025", SIGNED), "found by head and village"
    assert Standing.objects.filter(finding="", standard="").count() == 2, "no reasons are held"
    entries = Entry.objects.count()
    assert counts(take_in_list(path, order(**BY_DECISION))) == (0, 0, 2, 0)
    assert (Entry.objects.count(), Standing.objects.count()) == (entries, 2)
    assert trail.verify(PRACTICE).intact


def test_who_left_loses_the_class_and_another_class_takes_its_place(tmp_path):
    first = [row(one.household.id, one.head, "Hộ nghèo") for one in FAMILY]
    take_in_list(a_list(tmp_path / "a.xlsx", first), order(**BY_DECISION))
    listed = [row("H-0001", "Lê Văn Một", "Hộ nghèo"), row("H-0002", "Phan Thị Hai", "Hộ cận nghèo", "QĐ 20", ON)]
    left = [row("1", "Phan Thị Hai", ""), row("2", "Hồ Văn Ba", "")]
    path = a_list(tmp_path / "b.xlsx", listed, left)
    outcome = take_in_list(path, order(**BY_DECISION))
    assert counts(outcome) == (0, 2, 1, 0)
    assert outcome.document("en")["changes"] == [
        {"household": "H-0002", "what": ["near-poor"]},
        {"household": "H-0003", "what": ["left the list"]},
    ]
    assert (in_force("H-0001")[0], in_force("H-0002")[0], in_force("H-0003")) == ("poor", "near_poor", None)
    assert counts(take_in_list(path, order(**BY_DECISION))) == (0, 0, 3, 0)


def test_what_cannot_be_meant_goes_back_and_the_rest_comes_in(tmp_path):
    twins = [home(f"H-001{n}", ("Vi Thị Cúc", "head", 1960 + n)) for n in (1, 2)]
    take_in_register(workbook(tmp_path / "more.xlsx", twins), order())
    rows = [
        row("H-0001", "Lê Văn Một", "Hộ nghèo", "QĐ 7/2025", SIGNED),
        row("H-0002", "Người Lạ", "Hộ nghèo", "QĐ 7/2025", SIGNED),
        row("5", "Vi Thị Cúc", "Hộ nghèo", "QĐ 7/2025", SIGNED),
        row("H-0003", "Hồ Văn Ba", "Hộ nghèo", "QĐ 7/2025", date(2026, 1, 5)),
        row("H-0011", "Vi Thị Cúc", "Hộ nghèo"),
        row("7", "Phan Thị Hai", "Hộ nghèo", "QĐ 7/2025", SIGNED),
        row("8", "Phan Thị Hai", "Hộ cận nghèo", "QĐ 7/2025", SIGNED),
    ]
    outcome = take_in_list(a_list(tmp_path / "a.xlsx", rows), order())
    assert counts(outcome) == (1, 0, 0, 6)
    assert sorted((one.household, one.rule) for one in outcome.back.problems) == [
        ("5", "exchange.two_households"),
        ("7", "exchange.listed_twice"),
        ("8", "exchange.listed_twice"),
        ("H-0002", "exchange.not_in_register"),
        ("H-0003", "registry.day"),
        ("H-0011", "exchange.no_decision"),
    ]
    outcome.back.write(tmp_path / "back.xlsx", "vi")
    back = openpyxl.load_workbook(tmp_path / "back.xlsx")["DS sau rà soát"]
    numbers = [one[4] for one in back.iter_rows(min_row=2, values_only=True)]
    assert numbers == ["H-0002", "5", "H-0003", "H-0011", "7", "8"]
    assert [cell.value for cell in back[1]][4:] == [*HEADERS, *DECIDED], "corrected, it can be sent again"


def test_a_failure_in_the_middle_leaves_every_class_as_it_was(tmp_path, monkeypatch):
    first = a_list(tmp_path / "a.xlsx", [row("H-0001", "Lê Văn Một", "Hộ nghèo")])
    take_in_list(first, order(**BY_DECISION))
    entries = Entry.objects.count()

    def broken(**_words):
        raise RuntimeError

    monkeypatch.setattr(actions, "end_standing", broken)
    path = a_list(tmp_path / "b.xlsx", [row("H-0002", "Phan Thị Hai", "Hộ nghèo")], [row("1", "Lê Văn Một", "")])
    with pytest.raises(RuntimeError):
        take_in_list(path, order(**BY_DECISION))
    assert (in_force("H-0001")[0], in_force("H-0002"), Entry.objects.count()) == ("poor", None, entries)


@pytest.mark.parametrize("by", [officer(OTHER), officer(role="supervisor"), officer(role="province")])
def test_who_may_not_decide_takes_nothing_in(tmp_path, by):
    with pytest.raises(NotAllowed):
        take_in_list(tmp_path / "not even read.xlsx", order(by))
