"""The packaged list: 34 + 3,321 units (law.md 6.1, counted from two packages) and what 2026 changed (stack.md 7)."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, date, datetime
from time import process_time

import pytest

from chiakhoa.foundation.places import actions, queries
from chiakhoa.foundation.places.values import area_id, official, urban

AT = datetime(2026, 10, 1, 8, tzinfo=UTC)
FIRST_DAY, TODAY = date(2025, 7, 1), date(2026, 10, 1)
LIMIT_SECONDS = 3.0


@pytest.fixture
def loaded(db: None) -> int:
    return actions.load_official(by="test", on=TODAY, at=AT)


@pytest.mark.parametrize(
    ("on", "provinces", "communes"),
    [
        (FIRST_DAY, {"tinh": 28, "thanh_pho": 6}, {"xa": 2621, "phuong": 687, "dac_khu": 13}),
        (TODAY, {"tinh": 25, "thanh_pho": 9}, {"xa": 2599, "phuong": 709, "dac_khu": 13}),
    ],
)
def test_units_by_kind_on_a_day(loaded: int, on: date, provinces: dict, communes: dict):
    kinds = {level: Counter(row.kind for row in queries.areas(None, on=on, level=level)) for level in (1, 2)}
    assert kinds == {1: provinces, 2: communes}
    assert (sum(provinces.values()), sum(communes.values())) == (34, 3321)


def test_every_form_is_written_once(loaded: int):
    assert loaded == len(official()) == 34 + 3321 + 25
    assert actions.load_official(by="test", on=TODAY, at=AT) == 0


def test_loading_takes_less_than_three_seconds(db: None):
    """Of this process's own time: the machine may be busy with others."""
    started = process_time()
    actions.load_official(by="test", on=TODAY, at=AT)
    assert process_time() - started < LIMIT_SECONDS


def test_a_commune_that_became_a_ward_has_two_forms_that_meet(loaded: int):
    before, after = queries.forms(None, "25270")
    assert (before.full_name, before.kind, urban(before.kind)) == ("Xã Lộc Ninh", "xa", False)
    assert (after.full_name, after.kind, urban(after.kind)) == ("Phường Lộc Ninh", "phuong", True)
    assert (after.valid_from - before.valid_until).days == 1
    assert queries.area(None, "25270", before.valid_until).kind == "xa"
    assert queries.area(None, "25270", after.valid_from).kind == "phuong"


def test_codes_keep_their_zeros_and_lie_in_their_province(loaded: int):
    assert [one.full_name for one in queries.path(None, "00004", TODAY)] == ["Thành phố Hà Nội", "Phường Ba Đình"]
    provinces = {row.code for row in queries.areas(None, on=TODAY, level=1)}
    assert {row.parent for row in queries.areas(None, on=TODAY, level=2)} == provinces


@pytest.mark.parametrize("text", ["song tri", "Trí Sông", "phường sông trí", "18754"])
def test_search_folds_tones_in_any_word_order(loaded: int, text: str):
    assert [row.code for row in queries.areas(None, on=TODAY, search=text)] == ["18754"]


def test_provinces_stand_in_vietnamese_order(loaded: int):
    names = [row.name for row in queries.areas(None, on=TODAY, level=1)]
    assert names[:5] == ["An Giang", "Bắc Ninh", "Cà Mau", "Cao Bằng", "Cần Thơ"]
    assert names.index("Đà Nẵng") > names.index("Cần Thơ")
    assert names.index("Đồng Tháp") < names.index("Gia Lai")


def test_a_special_zone_waits_for_its_province():
    assert urban("dac_khu") is None


def test_ids_are_the_same_in_every_office():
    assert area_id("25270", FIRST_DAY) == area_id("25270", FIRST_DAY) != area_id("25270", TODAY)


def test_a_newer_list_corrects_what_is_held(loaded: int):
    row = queries.area(None, "00004", TODAY)
    type(row).objects.filter(pk=row.pk).update(full_name="Phường Ba Đinh", short="BADINH")
    assert actions.load_official(by="test", on=TODAY, at=AT) == 1
    row.refresh_from_db()
    assert (row.full_name, row.short) == ("Phường Ba Đình", "BADINH")
