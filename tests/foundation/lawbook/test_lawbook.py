"""What an office adds to the law: its own table, rows two people confirmed, urban or rural, a province's standard."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from itertools import count
from typing import Any
from uuid import UUID

import pytest

from chiakhoa.foundation.access.values import NONE, PLACE, PRACTICE, Held, NotAllowed, Viewer
from chiakhoa.foundation.audit import queries as trail
from chiakhoa.foundation.lawbook import actions, queries
from chiakhoa.foundation.lawbook.models import AreaKind, Confirmation, LoadedTable
from chiakhoa.foundation.lawbook.values import STANDARDS, _rows, law_rows, points_name
from chiakhoa.foundation.places import actions as places
from chiakhoa.foundation.places.values import Unit
from chiakhoa.law.rules.classification import classify
from chiakhoa.law.rules.compiled import compile_standard
from chiakhoa.law.rules.households import Household, Member, PartialDate
from chiakhoa.law.rules.loader import standard_by_id
from chiakhoa.law.rules.refusals import Refused
from chiakhoa.law.rules.standard import legal_rows

ON = date(2025, 11, 20)
AT = datetime(2025, 11, 20, 3, tzinfo=UTC)
STANDARD = "2022-2025-nd-07-2021"
WATER = f"{STANDARD}:indicator:water"
TABLE = (STANDARDS / STANDARD / "points" / "practice.csv").read_bytes().replace(b",practice,", b",office,")
NUMBERS = count(1)
pytestmark = pytest.mark.django_db


def person(name: str, role: str = "administrator", kind: str = NONE, scope: str = "") -> Viewer:
    return Viewer(name, on=ON, grants=(Held(role, kind, scope),))


KEEPER = person("quan-tri")
OFFICER = person("ha", "commune_officer", PLACE, "99001")
CHAIR = person("viet", "vice_chair", PLACE, "99001")
PROVINCE = person("son", "province", PLACE, "99")
HELPER = person("lan", "helper", "household", "x")


def act(by: Viewer = KEEPER, on: date = ON) -> dict[str, Any]:
    return {"by": by, "on": on, "at": AT, "public_id": UUID(int=next(NUMBERS))}


def load(content: bytes = TABLE, by: Viewer = KEEPER, on: date = ON) -> LoadedTable:
    return actions.load_points(**act(by, on), standard=STANDARD, file_name="b1.csv", content=content)


def confirm(*people: Viewer, name: str = WATER, on: date = ON) -> None:
    for one in people:
        actions.confirm(**act(one, on), name=name, page="Phụ lục, trang 5")


@pytest.fixture
def keys(tmp_path: Any, settings: Any) -> None:
    settings.SIGNING_KEYS = tmp_path / "keys"


@pytest.fixture
def units(db: None) -> None:
    for unit in (
        Unit("99", 1, "tinh", "Hà Mẫu", "Tỉnh Hà Mẫu", "", date(2020, 1, 1)),
        Unit("99001", 2, "phuong", "Sông Mẫu", "Phường Sông Mẫu", "99", date(2020, 1, 1)),
        Unit("99002", 2, "xa", "Kỳ Lâm", "Xã Kỳ Lâm", "99", date(2020, 1, 1)),
        Unit("99005", 2, "dac_khu", "Đảo Mẫu", "Đặc khu Đảo Mẫu", "99", date(2020, 1, 1)),
    ):
        places.open_area(by="test", on=ON, at=AT, unit=unit)


def test_every_row_of_law_has_a_name_of_its_own():
    names = Counter(row.name for folder in STANDARDS.iterdir() if folder.is_dir() for row in _rows(folder))
    assert [name for name, times in names.items() if times > 1] == []
    assert set(names) == set(law_rows())
    assert len(names) > 250


def test_each_legal_row_of_a_standard_can_be_confirmed():
    for key in (STANDARD, "2027-2030-nd-351-2025"):
        for name in [row.name for row in law_rows().values() if row.name.startswith(key) and row.known]:
            confirm(KEEPER, OFFICER, name=name)
        held = queries.office_standard(Viewer("x"), key, ON)
        unsure = [row for row in legal_rows(held) if not row.verified]
        unknown = [row.name for row in law_rows().values() if row.name.startswith(key) and not row.known]
        assert len(unsure) == len(unknown)
        assert held.row.verified
        assert {one.known for one in queries.blocking(KEEPER, key, ON)} == {False}


def test_two_different_people_confirm_a_row(keys: None):
    before = queries.office_standard(KEEPER, STANDARD, ON)
    assert not law_rows()[WATER].verified
    confirm(KEEPER)
    with pytest.raises(Refused, match=r"lawbook\.same_person"):
        confirm(KEEPER)
    assert queries.office_standard(KEEPER, STANDARD, ON) is before, "one is not enough, and nothing is made anew"
    confirm(CHAIR)
    rows = {one.key: one.row.verified for one in queries.office_standard(KEEPER, STANDARD, ON).indicators}
    was = {one.key: one.row.verified for one in before.indicators}
    assert rows == was | {"water": True}
    assert [one.by for one in queries.confirmations(KEEPER, WATER, ON)] == ["quan-tri", "viet"]
    assert queries.confirmed_names(KEEPER, ON - timedelta(days=1)) == frozenset()
    actions.withdraw(by=OFFICER, on=ON, at=AT, name=WATER, reason="nhầm trang")
    assert queries.confirmed_names(KEEPER, ON) == frozenset()
    assert Confirmation.objects.count() == 2
    assert trail.verify(PRACTICE).intact


def test_a_row_that_says_something_else_is_to_be_confirmed_anew(monkeypatch: pytest.MonkeyPatch):
    confirm(KEEPER, OFFICER)
    changed = {**law_rows(), WATER: replace(law_rows()[WATER], digest="0" * 64)}
    monkeypatch.setattr(queries, "law_rows", lambda: changed)
    assert queries.confirmed_names(KEEPER, ON) == frozenset()


def test_what_cannot_be_confirmed_is_refused():
    unknown = next(row.name for row in law_rows().values() if not row.known)
    for name, rule in (
        ("nothing", "unknown_row"),
        (f"{STANDARD}:points:", "unknown_row"),
        (f"{STANDARD}:points:123", "unknown_row"),
        (unknown, "unknown_law"),
    ):
        with pytest.raises(Refused, match=rf"lawbook\.{rule}"):
            confirm(KEEPER, name=name)
    with pytest.raises(Refused, match=r"lawbook\.no_page"):
        actions.confirm(**act(), name=WATER, page=" ")
    for order in (lambda: confirm(HELPER), lambda: load(by=OFFICER), lambda: withdraw(HELPER)):
        with pytest.raises(NotAllowed):
            order()
    for reason, rule in (("", "no_page"), ("x", "unknown_row")):
        with pytest.raises(Refused, match=rf"lawbook\.{rule}"):
            withdraw(KEEPER, reason)


def withdraw(by: Viewer, reason: str = "x") -> None:
    actions.withdraw(by=by, on=ON, at=AT, name=WATER, reason=reason)


def test_an_office_without_a_table_says_nothing_and_practice_uses_its_own():
    assert queries.office_standard(Viewer("x"), STANDARD, ON).points is None
    assert queries.office_standard(PRACTICE, STANDARD, ON).points.practice
    assert [one.name for one in queries.blocking(KEEPER, STANDARD, ON)].count(f"{STANDARD}:points") == 1


def test_a_loaded_table_is_kept_whole_and_verified_by_two(keys: None):
    table = load()
    assert bytes(LoadedTable.objects.get().content) == TABLE
    assert load() == table, "the same file again changes nothing"
    assert LoadedTable.objects.count() == 1
    points = queries.office_standard(Viewer("x"), STANDARD, ON).points
    assert (points.id.split(":")[0], points.practice, points.verified) == ("b1", False, False)
    confirm(KEEPER, OFFICER, name=points_name(STANDARD, table.sha256))
    assert queries.office_standard(Viewer("x"), STANDARD, ON).points.verified

    later = ON + timedelta(days=3)
    other = load(re.sub(rb",(\d+)5,", rb",\g<1>0,", TABLE), on=later)
    assert queries.loaded_table(KEEPER, STANDARD, ON) == table
    assert queries.loaded_table(KEEPER, STANDARD, later) == other
    assert queries.office_standard(Viewer("x"), STANDARD, ON).points.verified
    assert not queries.office_standard(Viewer("x"), STANDARD, later).points.verified
    assert trail.verify(PRACTICE).intact


@pytest.mark.parametrize(
    ("content", "rule"),
    [
        (b"x", "points.header"),
        (TABLE.replace(b",office,", b",office ,", 1)[:-200], "points."),
        (b"x" * 2_000_001, "too_big"),
    ],
)
def test_a_table_that_is_not_whole_is_refused(content: bytes, rule: str):
    with pytest.raises(Refused, match=re.escape(rule)):
        load(content)
    assert not LoadedTable.objects.exists()
    with pytest.raises(Refused, match=r"lawbook\.no_items"):
        actions.load_points(**act(), standard="2027-2030-nd-351-2025", file_name="b1.csv", content=TABLE)


def test_a_finding_rests_on_what_the_office_confirmed():
    """With every row behind it confirmed a finding is verified; before, it names what it depends on."""
    home = Household("H-1", "urban", "URB", {}, (Member("Lê Văn An", PartialDate(1990), {}),))
    table = load()
    before = classify(compile_standard(queries.office_standard(Viewer("x"), STANDARD, ON)), home, on=ON)
    assert "indicator:water" in before.depends_on_unverified
    for name in [one.name for one in queries.blocking(KEEPER, STANDARD, ON)]:
        confirm(KEEPER, OFFICER, name=name)
    after = classify(compile_standard(queries.office_standard(Viewer("x"), STANDARD, ON)), home, on=ON)
    assert (after.verified, after.depends_on_unverified) == (True, ())
    assert after.verdict == before.verdict
    assert queries.blocking(KEEPER, STANDARD, ON) == ()
    assert table.loaded_by == "quan-tri"


def test_assumptions_are_for_practice_and_never_verified():
    key = "2027-2030-nd-351-2025"
    for row in [row for row in law_rows().values() if row.name.startswith(key) and row.known]:
        confirm(KEEPER, OFFICER, name=row.name)
    held = queries.office_standard(PRACTICE, key, ON, assumptions=True)
    assert [one for one in held.indicators if one.row.assumed]
    assert not [one for one in held.indicators if one.row.assumed and one.row.verified]
    assert not queries.office_standard(Viewer("x"), key, ON, assumptions=True).assumptions
    assert queries.office_standard_on(Viewer("x"), date(2027, 3, 1)).id == key


def test_the_kind_of_a_commune_decides_unless_the_province_did(units: None):
    assert queries.area_kind(KEEPER, "99001", ON) == "urban"
    assert queries.area_kind(KEEPER, "99002", ON) == "rural"
    with pytest.raises(Refused, match=r"lawbook\.area"):
        queries.area_kind(KEEPER, "99005", ON)
    choose("99005", urban=False)
    assert queries.area_kind(KEEPER, "99005", ON) == "rural"
    later = ON + timedelta(days=30)
    choose("99005", urban=True, since=later)
    assert [queries.area_kind(KEEPER, "99005", day) for day in (ON, later)] == ["rural", "urban"]
    with pytest.raises(Refused, match=r"lawbook\.day"):
        choose("99005", urban=True)
    with pytest.raises(Refused, match=r"lawbook\.no_page"):
        choose("99005", urban=True, decision="")
    for by in (OFFICER, person("x", "province", PLACE, "98")):
        with pytest.raises(NotAllowed):
            choose("99005", urban=True, by=by)
    assert AreaKind.objects.count() == 2


def choose(commune: str, *, urban: bool, since: date = ON, decision: str = "QĐ 5", by: Viewer = PROVINCE) -> None:
    actions.choose_area(**act(by), commune=commune, urban=urban, since=since, decision=decision)


HEAD = (STANDARDS / STANDARD / "standard.toml").read_text(encoding="utf-8")
LOCAL = {
    "standard.toml": HEAD.replace(f'id = "{STANDARD}"', f'extends = "{STANDARD}"\nid = "ha-mau-2025"'),
    "income.toml": (STANDARDS / STANDARD / "income.toml").read_text(encoding="utf-8").replace("1500000", "1800000"),
}


def test_a_province_holds_a_standard_above_the_national_one(units: None):
    actions.load_override(**act(PROVINCE), province="99", files=LOCAL)
    local = queries.local_standard_on(PRACTICE, "99", ON)
    national = standard_by_id(STANDARD)
    assert (local.id, len(local.indicators)) == ("ha-mau-2025", len(national.indicators))
    assert {line.vnd for line in local.lines if line.key == "poverty"} == {1_800_000, 2_000_000}
    assert local.points.practice
    assert queries.local_standard_on(PRACTICE, "99", date(2030, 1, 1)) is None
    assert queries.local_standard_on(PRACTICE, "98", ON) is None
    with pytest.raises(Refused, match=r"lawbook\.local_twice"):
        actions.load_override(**act(PROVINCE), province="99", files=LOCAL)
    with pytest.raises(NotAllowed):
        actions.load_override(**act(OFFICER), province="99", files=LOCAL)


@pytest.mark.parametrize(
    ("files", "rule"),
    [
        ({}, "lawbook.local"),
        ({**LOCAL, "../evil.toml": ""}, "lawbook.local"),
        ({"standard.toml": HEAD}, "lawbook.local"),
        (
            {**LOCAL, "standard.toml": LOCAL["standard.toml"].replace(f'extends = "{STANDARD}"', 'extends = "x"')},
            "lawbook.local",
        ),
        ({**LOCAL, "income.toml": "[[line]]"}, "law.missing_key"),
        ({**LOCAL, "standard.toml": LOCAL["standard.toml"].replace("ha-mau-2025", "../../ha")}, "law.folder_name"),
    ],
)
def test_a_local_standard_that_is_not_whole_is_refused(units: None, files: dict[str, str], rule: str):
    with pytest.raises(Refused) as refused:
        actions.load_override(**act(PROVINCE), province="99", files=files)
    assert refused.value.rule == rule
