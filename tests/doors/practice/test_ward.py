"""The demo ward in its store, made by `init --fixture`: counts, flows, classes, accounts, trail, on either engine."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from chiakhoa.doors.practice.ward.cast import CAST
from chiakhoa.doors.practice.ward.residents import household_id
from chiakhoa.foundation.access import queries as access
from chiakhoa.foundation.access.values import PRACTICE, Place
from chiakhoa.foundation.places import queries as places
from chiakhoa.foundation.registry import queries as registry
from chiakhoa.foundation.registry.values import Wanted
from chiakhoa.review.assessment import queries as findings
from chiakhoa.review.survey import queries as surveys
from tests.doors.practice.test_ward_drawn import NOT_REACHED, TOLD
from tests.doors.ward_store import Store, world

pytestmark = pytest.mark.database

WARD, END = "99001", date(2025, 12, 14)
YEAR_END, LAST, FIRST = date(2024, 12, 31), date(2025, 6, 30), date(2025, 7, 1)
UNITS = {"99901": (4120, 38, 88, 14), "99902": (2870, 36, 70, 9), "99903": (2070, 30, 54, 7)}


def ids(number: str) -> object:
    return household_id(2025, number)


def listed(on: date) -> dict[str, str]:
    """The class of each listed household of the ward on a day, by number."""
    rows = [*registry.class_list(PRACTICE, WARD, "poor", on), *registry.class_list(PRACTICE, WARD, "near_poor", on)]
    return {row.number: row.class_key for row in rows}


def test_what_the_command_says(ward_store: Store):
    assert ward_store.told == {
        "folder": str(ward_store.folder), "fixture": "songmau2025", "until": "2025-12-14", "households": 9100,
        "people": 37314, "poor": 104, "near_poor": 201,
    }  # fmt: skip
    assert (ward_store.folder / "today").read_text().strip() == "2025-12-14"
    assert not list(ward_store.folder.parent.glob(".*making*"))


@pytest.mark.parametrize("on", [YEAR_END, LAST])
def test_the_old_units(ward: Store, on: date):
    for code, (households, poor, near_poor, groups) in UNITS.items():
        counted = registry.counts(PRACTICE, code, on)
        assert (counted.households, counted.classes, len(counted.villages)) == (
            households, {"poor": poor, "near_poor": near_poor}, groups,
        )  # fmt: skip


def test_the_ward_before_and_after_the_merge(ward: Store):
    for on in (YEAR_END, LAST, FIRST):
        counted = registry.counts(PRACTICE, WARD, on)
        assert (counted.households, counted.classes, len(counted.villages)) == (
            9060,
            {"poor": 104, "near_poor": 212},
            30,
        )
    assert [registry.counts(PRACTICE, code, FIRST).households for code in UNITS] == [0, 0, 0]
    assert places.area(PRACTICE, "SONGMAU", FIRST).code == WARD
    assert [one.code for one in places.villages(PRACTICE, commune=WARD, on=FIRST)] == [f"G{n:02}" for n in range(1, 31)]


def test_the_ward_at_the_end(ward: Store):
    counted = registry.counts(PRACTICE, WARD, END)
    assert (counted.households, counted.people) == (9100, 37314)
    assert counted.classes == {"poor": 104, "near_poor": 201}
    assert sum(one.households for one in counted.villages.values()) == 9100
    for on in (date(2025, 11, 1), END):
        group = places.village(PRACTICE, commune=WARD, code="G07", on=on).public_id
        assert registry.counts(PRACTICE, WARD, on).villages[group].households == 303


def test_flows_in_the_lists(ward: Store):
    then, now = listed(YEAR_END), listed(END)
    flows = Counter((then.get(number, ""), now.get(number, "")) for number in then | now)
    assert flows == {
        ("poor", "poor"): 94, ("poor", "near_poor"): 5, ("poor", ""): 5, ("near_poor", "near_poor"): 182,
        ("near_poor", "poor"): 3, ("near_poor", ""): 27, ("", "poor"): 7, ("", "near_poor"): 14,
    }  # fmt: skip
    assert set(NOT_REACHED) <= set(now)
    assert listed(date(2025, 11, 13)).keys() == then.keys() - {number for number in then if is_gone(number)}
    gone = [number for number in then if is_gone(number)]
    assert sorted(then[number] for number in gone) == ["near_poor", "poor"]
    again = [number for number in now if number not in then and len(registry.standings(PRACTICE, ids(number))) > 1]
    assert [now[number] for number in again] == ["poor"]


def is_gone(number: str) -> bool:
    return registry.household(PRACTICE, ids(number), END).closed_on is not None


def test_each_class_in_force_has_its_finding_and_decision(ward: Store):
    for on, commune in ((YEAR_END, WARD), (END, WARD)):
        kept = findings.kept_of(PRACTICE, commune, on)
        for number, class_key in listed(on).items():
            standing = registry.standings(PRACTICE, ids(number), on)[0]
            finding = kept[ids(number)]
            assert (finding.verdict, str(finding.public_id)) == (class_key, standing.finding)
            assert standing.since.year == on.year
            assert standing.decision.endswith("/QĐ-UBND")
            assert finding.on < standing.since


def test_who_was_surveyed(ward: Store):
    season = [one for one in surveys.latest_of(PRACTICE, WARD, END).values() if one.on.year == 2025]
    assert len(season) == 355
    group = places.village(PRACTICE, commune=WARD, code="G07", on=END).public_id
    assert len([one for one in season if one.village == group]) == 12
    assert all(one.answers.area == "urban" for one in season)
    before = surveys.latest_of(PRACTICE, WARD, YEAR_END)
    assert Counter((one.commune, one.answers.area) for one in before.values()) == {
        ("99901", "urban"): 126, ("99902", "rural"): 106, ("99903", "rural"): 84,
    }  # fmt: skip


@pytest.mark.parametrize("number", sorted(TOLD))
def test_the_households_of_the_story(ward: Store, number: str):
    points, gaps, verdict = TOLD[number]
    kept = findings.kept(PRACTICE, ids(number), END)
    assert (kept.b1, kept.b2, set(kept.gaps), kept.verdict) == ((points,) * 2, (10 * len(gaps),) * 2, gaps, verdict)
    assert listed(END)[number] == verdict
    seen = registry.household(PRACTICE, ids(number), END)
    groups = {"H-0777": "G05", "H-3310": "G12"}
    assert (seen.number, seen.village_code) == (number, groups.get(number, "G07"))


def test_the_household_that_came_back_after_a_re_check(ward: Store):
    of_2025 = [one for one in surveys.surveys(PRACTICE, ids("H-0777"), END) if one.on.year == 2025]
    assert [(one.end_reason, one.ended_on) for one in of_2025] == [("re-check", date(2025, 10, 30)), ("", None)]
    found = [one for one in findings.kept_all(PRACTICE, ids("H-0777"), END) if one.on.year == 2025]
    assert [(one.b1, one.verdict) for one in found] == [((180, 180), "non_poor"), ((165, 165), "poor")]


def test_nobody_can_work_in_38_of_the_poor(ward: Store):
    poor = [number for number, class_key in listed(END).items() if class_key == "poor"]
    wholes = [registry.whole(PRACTICE, ids(number), END) for number in poor]
    care = [one for one in wholes if any(fact.key == "no_labour" and fact.value == "yes" for fact in one.facts)]
    assert (len(poor), len(care)) == (104, 38)


def test_accounts_and_what_they_hold(ward: Store):
    opened = {one.username: one for one in access.accounts(PRACTICE)}
    assert set(opened) == {
        "binh", "hung", "ha", "viet", "sen", "nam", "kim", "vinh", "yen", "son", "lanh", "hien", "tho", "tao", "mai",
        "quantri",
    }  # fmt: skip
    assert all(opened[person.user].full_name == person.name for person in CAST)
    assert not any(one.has_usable_password() for one in opened.values())
    viewers = {name: access.viewer_of(one, END) for name, one in opened.items()}
    assert {name: set(one.roles) for name, one in viewers.items()} == {one.user: {one.role.key} for one in CAST}
    group = places.village(PRACTICE, commune=WARD, code="G07", on=END)
    assert {held.scope for held in viewers["binh"].grants} == {str(group.public_id)}
    brother = Place(commune=WARD, village=str(group.public_id), household=str(ids("H-0815")))
    assert not viewers["binh"].may("survey", brother)
    assert registry.households(viewers["binh"], Wanted(commune=WARD, size=1), END).total == 303
    assert registry.households(viewers["ha"], Wanted(commune=WARD, size=1), END).total == 9100
    assert registry.households(viewers["lanh"], Wanted(commune=WARD, size=5), END).total == 1
    before = access.viewer_of(opened["ha"], YEAR_END)
    assert {held.scope for held in before.grants} == {"99901"}


def test_the_trail_is_whole(ward_store: Store):
    verified = ward_store.run("audit", "verify")
    assert (verified["intact"], verified["problems"]) == (True, [])
    assert verified["rows"] > 80_000


@pytest.fixture(scope="module")
def end_of_2024(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    """A second making of the ward, up to the end of 2024."""
    folder: Path = tmp_path_factory.mktemp("again")
    with world(folder, "end-of-2024", "--fixture", "songmau2025", "--until", "2024-12-31") as made:
        yield made


def test_until_and_equal_ids(ward_store: Store, end_of_2024: Store, django_db_blocker: object):
    told = end_of_2024.told
    assert (told["until"], told["households"], told["poor"], told["near_poor"]) == ("2024-12-31", 9060, 104, 212)
    assert (end_of_2024.folder / "today").read_text().strip() == "2024-12-31"
    with django_db_blocker.unblock():
        seen = [everything_of_2024(store) for store in (ward_store, end_of_2024)]
    assert seen[0] == seen[1]
    assert len(seen[0]) == 9060 + 316 * 3
    assert end_of_2024.run("place", "show", "99901")["code"] == "99901"


def everything_of_2024(store: Store) -> set[object]:
    """Public ids of households, surveys, findings and classes at the end of 2024, with what they say."""
    with store.opened():
        found: set[object] = set()
        for code in UNITS:
            wanted = Wanted(commune=code, size=0, sort="number")
            rows = registry.households(PRACTICE, wanted, YEAR_END).rows
            found |= {(row.public_id, row.number, row.head_name, row.members, row.class_key) for row in rows}
            found |= {
                (one.public_id, one.people, one.surveyor)
                for one in surveys.latest_of(PRACTICE, code, YEAR_END).values()
            }
            found |= {(one.public_id, one.b1, one.gaps) for one in findings.kept_of(PRACTICE, code, YEAR_END).values()}
            for row in rows:
                if row.class_key:
                    standing = registry.standings(PRACTICE, row.public_id, YEAR_END)[0]
                    found.add((standing.public_id, standing.since, standing.decision, standing.finding))
        return found
