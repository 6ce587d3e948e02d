"""The register from a workbook: new, changed, same, returned; twice changes nothing; half a household never."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook

from chiakhoa.doors.exchange.public_ids import household_id
from chiakhoa.doors.exchange.registering import take_in_register
from chiakhoa.foundation.access.values import PRACTICE, NotAllowed
from chiakhoa.foundation.audit import queries as trail
from chiakhoa.foundation.audit.models import Entry
from chiakhoa.foundation.registry import queries
from chiakhoa.foundation.registry.models import Household, Membership, Person
from chiakhoa.foundation.registry.values import Wanted
from tests.doors.exchange.wards import FAMILY, ON, OTHER, WARD, home, invented, officer, open_ward, order, workbook


@pytest.fixture(autouse=True)
def ward(db, settings, tmp_path):
    settings.SIGNING_KEYS = tmp_path / "keys"
    open_ward()


def counts(outcome) -> tuple[int, int, int, int]:
    assert outcome.rows == outcome.new + outcome.changed + outcome.same + outcome.back.households
    return outcome.new, outcome.changed, outcome.same, outcome.back.households


def rows() -> tuple[int, int, int]:
    return Household.objects.count(), Person.objects.count(), Membership.objects.count()


def test_a_workbook_opens_households_and_twice_changes_nothing(tmp_path):
    path = workbook(tmp_path / "a.xlsx", FAMILY)
    tried = take_in_register(path, order(dry_run=True))
    assert (counts(tried), tried.people, rows()) == ((3, 0, 0, 0), 6, (0, 0, 0)), "a trial writes nothing"
    assert counts(take_in_register(path, order())) == (3, 0, 0, 0)
    assert rows() == (3, 6, 6)
    entries = Entry.objects.count()
    again = take_in_register(path, order())
    assert (counts(again), again.people, rows()) == ((0, 0, 3, 0), 6, (3, 6, 6))
    assert Entry.objects.count() == entries, "the same file writes no entry"
    whole = queries.whole(PRACTICE, household_id(WARD, "H-0001"), ON)
    assert [(one.name, one.relation, one.birth.year) for one in whole.members] == [
        ("Lê Văn Một", "head", 1970),
        ("Lê Thị Mai", "spouse", 1972),
        ("Lê Văn Minh", "child", 2001),
    ]
    assert (whole.household.village_code, whole.household.number) == ("G01", "H-0001")
    assert trail.verify(PRACTICE).intact


def test_what_differs_is_named_in_words_and_who_is_not_named_stays(tmp_path):
    take_in_register(workbook(tmp_path / "a.xlsx", FAMILY), order())
    _one, two, three = FAMILY
    fewer = home("H-0001", ("Lê Văn Một", "head", 1970), ("Lê Thị Mai", "sibling", 1972), ("Lê Thị Mận", "child", 2005))
    path = workbook(tmp_path / "b.xlsx", [fewer, replace(two, village="Tổ 3"), three])
    outcome = take_in_register(path, order(dry_run=True))
    assert counts(outcome) == (0, 2, 1, 0)
    assert outcome.missing_people == 1
    told = outcome.document("vi")["changes"]
    assert told == [
        {"household": "H-0001", "what": ["Lê Thị Mai: quan hệ với chủ hộ", "+ Lê Thị Mận"]},
        {"household": "H-0002", "what": ["thôn/tổ hoặc mã hộ"]},
    ]
    assert counts(take_in_register(path, order())) == (0, 2, 1, 0)
    assert counts(take_in_register(path, order())) == (0, 0, 3, 0)
    assert len(queries.members(PRACTICE, household_id(WARD, "H-0001"), ON)) == 4, "nobody is dropped by a list"


@pytest.mark.parametrize(
    ("wrong", "rule"),
    [
        (replace(FAMILY[0], village="Tổ 99"), "exchange.unknown_village"),
        (replace(FAMILY[0], commune="Xã Kỳ Lâm"), "exchange.other_commune"),
        (home("H-0001", ("Lê Văn Một", "head", 1970), ("Lê Thị Mai", "head", 1972)), "registry.one_head"),
        (home("H" * 41, ("Lê Văn Một", "head", 1970)), "exchange.too_long"),
        (home("H-0001", ("Lê " * 80 + "Một", "head", 1970)), "exchange.too_long"),
        (home("H-0002", ("Lê Văn Một", "head", 1970)), "import.duplicate_household"),
        (home("H-0001", ("Lê Văn Một", "head", 2030)), "import.born_after_survey"),
    ],
)
def test_a_refused_household_leaves_no_trace_and_goes_back_whole(tmp_path, wrong, rule):
    path = workbook(tmp_path / "a.xlsx", [wrong, *FAMILY[1:]])
    outcome = take_in_register(path, order())
    back = 2 if rule == "import.duplicate_household" else 1
    assert counts(outcome) == (3 - back, 0, 0, back)
    assert {one.rule for one in outcome.back.problems} - {"import.member_of_duplicate"} == {rule}
    assert all(one["message"] and one["todo"] for one in outcome.document("en")["problems"])
    assert not Person.objects.filter(name__startswith="Lê").exists()
    outcome.back.write(tmp_path / "back.xlsx", "vi")
    sheets = load_workbook(tmp_path / "back.xlsx")
    written = [row[4] for row in sheets["Hộ"].iter_rows(min_row=2, values_only=True)]
    assert wrong.household.id in written
    people = [row[6] for row in sheets["Thành viên"].iter_rows(min_row=2, values_only=True)]
    assert {member.name for member in wrong.household.members} <= set(people), "with all its people"
    mended = take_in_register(workbook(tmp_path / "c.xlsx", FAMILY), order())
    assert mended.new == back


def test_a_number_is_one_however_it_is_written(tmp_path):
    take_in_register(workbook(tmp_path / "a.xlsx", FAMILY), order())
    lower = [replace(one, household=replace(one.household, id=one.household.id.lower())) for one in FAMILY]
    take_in_register(workbook(tmp_path / "b.xlsx", lower), order())
    assert Household.objects.count() == 3


def test_a_failure_in_the_middle_leaves_nothing(tmp_path, monkeypatch):
    from chiakhoa.foundation.registry.actions import acting

    entries = Entry.objects.count()
    monkeypatch.setattr(acting, "Membership", None)
    with pytest.raises(TypeError):
        take_in_register(workbook(tmp_path / "a.xlsx", FAMILY), order())
    assert rows() == (0, 0, 0)
    assert Entry.objects.count() == entries


@pytest.mark.parametrize("by", [officer(OTHER), officer(role="vice_chair"), officer(role="supervisor")])
def test_who_may_not_keep_the_register_takes_nothing_in(tmp_path, by):
    with pytest.raises(NotAllowed):
        take_in_register(tmp_path / "not even read.xlsx", order(by))
    assert counts(take_in_register(workbook(tmp_path / "a.xlsx", FAMILY), order(officer()))) == (3, 0, 0, 0)


@settings(max_examples=8, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(count=st.integers(1, 60), seed=st.integers(0, 10**6), other=st.integers(1, 60))
def test_any_workbook_in_twice_changes_nothing_the_second_time(tmp_path_factory, count, seed, other):
    """Whatever stood in the register before; the sums close each time."""
    folder = tmp_path_factory.mktemp("books")
    before = take_in_register(workbook(folder / "before.xlsx", invented(other, seed + 1)), order())
    path = workbook(folder / "a.xlsx", invented(count, seed))
    first = take_in_register(path, order())
    entries, held = Entry.objects.count(), rows()
    second = take_in_register(path, order())
    assert counts(second) == (0, 0, first.rows - first.back.households, first.back.households)
    assert (Entry.objects.count(), rows()) == (entries, held)
    assert queries.households(PRACTICE, Wanted(commune=WARD, size=1), ON).total >= before.new
