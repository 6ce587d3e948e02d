"""The worked households of each standard's folder: every one gets exactly the finding written beside it."""

from __future__ import annotations

from collections import defaultdict
from functools import cache
from pathlib import Path

import pytest

from chiakhoa.law.rules.cases import Case, differences, load_cases, partial_date
from chiakhoa.law.rules.classification import classify
from chiakhoa.law.rules.encoding import encode
from chiakhoa.law.rules.expression import Comparison, Fact, Node, Number, OfMembers, OneOf, walk
from chiakhoa.law.rules.finding import Finding
from chiakhoa.law.rules.households import PartialDate
from chiakhoa.law.rules.loader import STANDARDS
from chiakhoa.law.rules.refusals import LANGUAGES, Refused
from tests.law.rules.laws import NEW, OLD, copy_of_standards, form, judged, refusal, rules, spoil, standard

FOLDERS = [folder for folder in (OLD, NEW) if (STANDARDS / folder / "cases.toml").is_file()]
CASES = [(folder, case) for folder in FOLDERS for case in load_cases(STANDARDS / folder)]
EVERY_CASE = pytest.mark.parametrize(("folder", "case"), CASES, ids=[f"{key[:4]}-{c.household.id}" for key, c in CASES])
OF_OLD = [case for folder, case in CASES if folder == OLD]


def found(folder: str, case: Case) -> Finding:
    return classify(rules(folder, assumptions=case.assumptions), case.household, on=case.on)


@EVERY_CASE
def test_a_worked_household_gets_exactly_what_is_written(folder: str, case: Case):
    assert differences(case, found(folder, case)) == [], case.where


@EVERY_CASE
def test_a_worked_household_says_what_it_expects_and_what_it_proves(folder: str, case: Case):
    assert {"verdict", "deprived"} <= set(case.expect)
    assert case.proves in standard(folder).articles
    assert set(case.household.answers) <= set(form().household)
    assert all(set(member.answers) <= set(form().member) for member in case.household.members)
    assert case.title["vi"].strip()
    assert set(case.title) <= set(LANGUAGES)


def test_there_are_enough_of_them():
    assert len(OF_OLD) >= 60
    assert {case.household.area for case in OF_OLD} == {"rural", "urban"}
    assert {case.expect["verdict"] for case in OF_OLD} == {"poor", "near_poor", "non_poor", "cannot_say"}


@pytest.mark.parametrize("area", ["rural", "urban"])
@pytest.mark.parametrize("key", [one.key for one in standard().indicators])
def test_every_indicator_has_a_case_with_and_without_the_gap_in_both_areas(key: str, area: str):
    cases = [case for case in OF_OLD if case.household.area == area]
    assert any(key in case.expect["deprived"] for case in cases)
    assert any(key not in case.expect["deprived"] for case in cases)


@pytest.mark.parametrize("area", ["rural", "urban"])
def test_the_cut_off_has_a_case_on_it_and_one_step_above(area: str):
    cut_off = standard().cut_offs[area].points
    points = {case.expect.get("b1") for case in OF_OLD if case.household.area == area}
    assert cut_off in points
    assert cut_off + 5 in points, "points of the table are multiples of five"


def test_three_gaps_and_two_decide_between_poor_and_near_poor_in_cases():
    assert {(case.expect["b2"], case.expect["verdict"]) for case in OF_OLD if "b2" in case.expect} >= {
        (20, "near_poor"),
        (30, "poor"),
    }


def atoms(node: Node) -> list[Node]:
    """The comparisons and option lists inside a condition that rest on an answer or an age."""
    return [part for part in walk(node) if isinstance(part, OneOf | Comparison)]


@cache
def values_seen() -> dict[str, set[int]]:
    """Every value that an answer or an age takes in some case."""
    seen: dict[str, set[int]] = defaultdict(set)
    for case in OF_OLD:
        encoded = encode(form(), case.household, case.on)
        for key, value in zip(form().household, encoded.answers, strict=True):
            seen[key] |= {value} - {None}
        for (young, old), codes in zip(encoded.ages, encoded.members, strict=True):
            seen["age"] |= {young} if young == old else set()
            for key, value in zip(form().member, codes, strict=True):
                seen[key] |= {value} - {None}
    return seen


@pytest.mark.parametrize("key", [one.key for one in standard().indicators])
def test_every_edge_of_an_indicator_is_met_from_both_sides(key: str):
    """For `age >= 6` somebody is 6 and somebody 5; for a list of options somebody is in it and somebody is not."""
    node = next(one.deprived_when for one in standard().indicators if one.key == key)
    for atom in atoms(node):
        seen = values_seen()
        match atom:
            case Comparison(sign, Fact(_, name, _), Number(value)):
                step = {">=": -1, "<": -1, ">": 1, "<=": 1}[sign]
                assert {value, value + step} <= seen[name], f"{name} {sign} {value}"
            case OneOf(Fact(_, name, _), codes, _):
                assert set(codes) & seen[name], name
                assert seen[name] - set(codes), name


def test_edges_that_depend_on_the_size_are_met_from_both_sides():
    per_size = [(case.household.answers["floor_area"], len(case.household.members)) for case in OF_OLD]
    known = [(area, size) for area, size in per_size if area is not None]
    assert any(area == 8 * size for area, size in known)
    assert any(8 * size - 8 < area < 8 * size for area, size in known)
    halves = [case for case in OF_OLD if "dependents" in case.expect["deprived"]]
    assert halves
    counted = [(young, len(case.household.members)) for case in OF_OLD for young in [dependants(case)]]
    assert any(2 * count == size for count, size in counted), "exactly half is not more than half"
    assert any(2 * count == size + 1 for count, size in counted)


def dependants(case: Case) -> int:
    """Members who count as dependants."""
    condition = next(one.deprived_when for one in standard().indicators if one.key == "dependents")
    question = next(part for part in walk(condition) if isinstance(part, OfMembers))
    ages = next(part for part in walk(question) if isinstance(part, Comparison)).right
    assert isinstance(ages, Number)
    encoded = encode(form(), case.household, case.on)
    allowance = list(form().member).index("social_allowance")
    codes = next(part for part in walk(question) if isinstance(part, OneOf)).codes
    return sum(
        old < ages.value or member[allowance] in codes
        for (_, old), member in zip(encoded.ages, encoded.members, strict=True)
    )


def test_a_difference_is_told_with_what_was_found(tmp_path: Path):
    folder = copy_of_standards(tmp_path) / OLD
    (folder / "cases.toml").write_text(CASE.lstrip(), encoding="utf-8")
    (case,) = load_cases(folder)
    assert case.where == f"{OLD}/cases.toml:9"
    finding = judged(case.household)
    assert differences(case, finding) == ["verdict: cannot_say, not poor"]


CASE = """
[defaults]
on = 2026-10-15
area = "rural"
region = "RRD"
[defaults.household]
toilet = "none"
[defaults.member]
work = "no_job"
[[case]]
id = "one"
title.vi = "Một"
members = [
  { name = "A", birth = "1980-05-01", health_insurance = false },
  { name = "B", birth = "05/1990", work = "?" },
  { name = "C", birth = "2001" },
  { name = "D" },
]
household = { floor_area = 1, water_source = "surface", toilet = "?" }
assumptions = true
expect = { verdict = "poor", deprived = ["water", "housing_area", "health_insurance", "employment"] }
proves = "tt07"
"""


def test_a_case_is_read_with_its_defaults(tmp_path: Path):
    (tmp_path / "cases.toml").write_text(CASE, encoding="utf-8")
    (case,) = load_cases(tmp_path)
    home = case.household
    assert (home.id, home.area, home.region, case.on.isoformat()) == ("one", "rural", "RRD", "2026-10-15")
    assert home.answers == {"floor_area": 1, "water_source": "surface", "toilet": None}
    assert [member.name for member in home.members] == ["A", "B", "C", "D"]
    assert [member.birth for member in home.members] == [
        PartialDate(1980, 5, 1),
        PartialDate(1990, 5),
        PartialDate(2001),
        None,
    ]
    assert home.members[0].answers == {"work": "no_job", "health_insurance": False}
    assert home.members[1].answers == {"work": None}
    assert case.assumptions is True
    assert case.proves == "tt07"
    assert case.title == {"vi": "Một"}


def test_a_case_may_have_its_own_place_and_day(tmp_path: Path):
    own = 'id = "one"\non = 2025-01-02\narea = "urban"\nregion = "SE"'
    (tmp_path / "cases.toml").write_text(
        CASE.replace('id = "one"', own).replace("assumptions = true\n", ""), encoding="utf-8"
    )
    (case,) = load_cases(tmp_path)
    assert (case.household.area, case.household.region) == ("urban", "SE")
    assert case.on.isoformat() == "2025-01-02"
    assert case.assumptions is False


@pytest.mark.parametrize(
    ("old", "new", "rule"),
    [
        ('proves = "tt07"', "", "law.missing_key"),
        ('proves = "tt07"', 'proves = "tt07"\nprovs = 1', "law.unknown_key"),
        ("[defaults]\n", "[default]\n", "law.missing_key"),
        ("[[case]]", "[[cases]]\nid = 1\n[[case]]", "law.unknown_key"),
        ('on = 2026-10-15\narea = "rural"', 'area = "rural"', "law.missing_key"),
        ('on = 2026-10-15\narea = "rural"', "on = 2026-10-15", "law.missing_key"),
        ("members = [", "members = 3\nx = [", "law.wrong_type"),
    ],
)
def test_a_spoiled_case_is_refused(tmp_path: Path, old: str, new: str, rule: str):
    (tmp_path / "cases.toml").write_text(CASE.replace(old, new), encoding="utf-8")
    with pytest.raises(Refused) as refused:
        load_cases(tmp_path)
    assert refusal(refused).rule == rule
    assert refused.value.where.startswith(f"{tmp_path.name}/cases.toml:")


def test_two_cases_of_one_name_are_refused(tmp_path: Path):
    (tmp_path / "cases.toml").write_text(CASE + CASE[CASE.index("[[case]]") :], encoding="utf-8")
    with pytest.raises(Refused) as refused:
        load_cases(tmp_path)
    assert refusal(refused).rule == "law.double"


def test_everything_a_case_may_expect(tmp_path: Path):
    wanted = 'verdict = "x", possible = ["poor", "x"], deprived = ["x"], undecided = ["x"], missing = ["x"]'
    wanted += ", b1 = -1, b2 = -1"
    spoil_ = CASE[: CASE.index("expect = ")] + f"expect = {{ {wanted} }}\n" + CASE[CASE.index("proves") :]
    (tmp_path / "cases.toml").write_text(spoil_, encoding="utf-8")
    (case,) = load_cases(tmp_path)
    told = differences(case, judged(case.household))
    assert [line.partition(":")[0] for line in told] == [
        "verdict",
        "possible",
        "deprived",
        "undecided",
        "missing",
        "b1",
        "b2",
    ]
    assert told[1] == "possible: ['poor', 'non_poor'], not ['poor', 'x']"
    assert told[2] == "deprived: ['employment', 'health_insurance', 'housing_area', 'water'], not ['x']"
    assert told[6] == "b2: (40, 120), not -1"


@pytest.mark.parametrize(
    ("text", "birth"),
    [("1980-05-01", PartialDate(1980, 5, 1)), ("05/1980", PartialDate(1980, 5)), ("1980", PartialDate(1980))],
)
def test_birth_dates_as_cases_write_them(text: str, birth: PartialDate):
    assert partial_date(text) == birth


def test_spoiling_is_seen(tmp_path: Path):
    """Were a case's expectation wrong, the test above would fail: one changed letter is found."""
    folder = copy_of_standards(tmp_path) / OLD
    spoil(folder / "cases.toml", r'verdict = "near_poor"', 'verdict = "poor"')
    wrong = [case for case in load_cases(folder) if differences(case, found(OLD, case))]
    assert len(wrong) == 1
