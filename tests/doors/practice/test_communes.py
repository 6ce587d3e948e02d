"""Generated communes: lists follow from answers, registers have any size, a log stops at the end of a day."""

from __future__ import annotations

from datetime import date
from itertools import pairwise

from chiakhoa.doors.practice.communes import Generated, commune
from chiakhoa.doors.practice.fixtures import HAMAU, register_log
from chiakhoa.doors.practice.ward.founding import opening_province
from chiakhoa.doors.practice.ward.log import in_order, play, until
from chiakhoa.doors.practice.ward.world import practice_rules
from chiakhoa.foundation.access.values import PRACTICE
from chiakhoa.foundation.places import queries as places
from chiakhoa.foundation.registry import queries as registry
from chiakhoa.foundation.registry.values import Wanted
from chiakhoa.review.assessment import queries as findings

END = date(2025, 12, 14)
SMALL = Generated(
    "99004", "Lũng Sơn", "xa", "rural", "NCC", 300, "ban", {"poor": 60, "near_poor": 40, "non_poor": 20}, ("Thái",)
)


def test_the_small_province():
    assert 9_100 + sum(one.households for one in HAMAU) == 41_000
    assert [one.code for one in HAMAU] == ["99002", "99003", "99004", "99005"]
    assert [one.kind for one in HAMAU] == ["xa", "xa", "xa", "dac_khu"]
    highland = HAMAU[2]
    assert highland.peoples.count("Kinh") * 2 < len(highland.peoples)
    serials = [range(one.first_serial + 1, one.first_serial + one.households + 1) for one in HAMAU]
    assert all(before.stop <= after.start for before, after in pairwise(serials))


def test_a_generated_commune(db: None):
    play(in_order([*opening_province(), *commune(SMALL, practice_rules(), 7)]))
    then, now = (registry.counts(PRACTICE, "99004", day) for day in (date(2024, 12, 31), END))
    assert (then.households, then.classes) == (300, {"poor": 18, "near_poor": 12})
    assert now.households == 300
    kept = findings.kept_of(PRACTICE, "99004", END)
    assert len(kept) == 18 + 12 + 6
    for class_key in ("poor", "near_poor"):
        rows = registry.class_list(PRACTICE, "99004", class_key, END)
        assert {kept[row.public_id].verdict for row in rows} <= {class_key}
        assert len(rows) == sum(one.verdict == class_key for one in kept.values())
    assert places.villages(PRACTICE, commune="99004", on=END).count() == 2
    seen = registry.households(PRACTICE, Wanted(commune="99004", size=0), END).rows
    assert min(row.opened_on for row in seen) >= date(2015, 1, 1)


def test_a_register_of_any_size_up_to_a_day(db: None):
    play(until(register_log(40, 3), date(2024, 12, 31)))
    assert registry.counts(PRACTICE, "99101", END).households == 40
    first = {row.public_id for row in registry.households(PRACTICE, Wanted(commune="99101", size=0), END).rows}
    assert len(first) == 40
    assert not registry.class_list(PRACTICE, "99101", "poor", date(2024, 11, 1))


def test_a_large_register_has_several_communes():
    deeds = register_log(10_050, 3)
    assert sum(deed.what == "commune" for deed in deeds) == 2
    assert [deed.on for deed in deeds] == sorted(deed.on for deed in deeds)
