"""Standards from their folders, and every refusal of the loader: a copy spoiled in one place, file and line named."""

from __future__ import annotations

import shutil
from datetime import date
from pathlib import Path

import pytest

from chiakhoa.law.rules.form_loader import load_form
from chiakhoa.law.rules.loader import (
    STANDARDS,
    load_standard,
    national_standards,
    standard_by_id,
    standard_folders,
    standard_on,
)
from chiakhoa.law.rules.refusals import Refused
from chiakhoa.law.rules.toml_rows import read_toml
from tests.law.rules.laws import NEW, OLD, copy_of_standards, refusal, spoil, standard

SPOILED = [
    # file, what is replaced, by what, the rule that refuses, values it names
    ("standard.toml", r"^kind = .*$", "", "law.missing_key", {"key": "kind"}),
    ("standard.toml", r"^kind = .*$", "kind = 3", "law.wrong_type", {"key": "kind", "value": 3}),
    ("standard.toml", r"^kind = .*$", 'kind = "national"\nkin = "x"', "law.unknown_key", {"key": "kin"}),
    (
        "standard.toml",
        r"^in_force_from = .*$",
        "in_force_from = 2022-01-01T00:00:00",
        "law.wrong_type",
        {"key": "in_force_from"},
    ),
    ("standard.toml", r"^checked_on = .*$", 'checked_on = "today"', "law.wrong_type", {"key": "checked_on"}),
    ("standard.toml", r"^verified = .*$", "verified = 1", "law.wrong_type", {"key": "verified", "value": 1}),
    ("standard.toml", r"^verified = .*$", "verified = false", "law.mark", {"mark": "V", "verified": False}),
    ("standard.toml", r"^title.id = .*$", "", "law.three_languages", {"key": "title"}),
    ("standard.toml", r"^title.id = .*$", 'title.id = " "', "law.three_languages", {"key": "title"}),
    ("standard.toml", r"^title.id = .*$", 'title.id = "x"\ntitle.de = "x"', "law.three_languages", {"key": "title"}),
    ("standard.toml", r"^id = .*$", 'id = "2022"', "law.folder_name", {"id": "2022", "folder": OLD}),
    ("standard.toml", r"^form = .*$", 'form = "form-c"', "law.unknown_form", {"form": "form-c"}),
    ("standard.toml", r'number = "07/2021/NĐ-CP", ', "", "law.missing_key", {"key": "number"}),
    ("standard.toml", r"date = 2021-01-27", 'date = "2021"', "law.wrong_type", {"key": "date"}),
    ("standard.toml", r'number = "07/2021/NĐ-CP", ', 'number = "7", no = 1, ', "law.unknown_key", {"key": "no"}),
    ("standard.toml", r"^cite = .*$", 'cite = "nd99.d1"', "law.unknown_article", {"cite": "nd99.d1"}),
    ("standard.toml", r"^mark = .*$", 'mark = "W"', "law.mark", {"mark": "W", "verified": True}),
    ("income.toml", r"^vnd = 2000000$", "vnd = true", "law.wrong_type", {"key": "vnd", "value": True}),
    ("income.toml", r"^points = 140$", "points = 1.5", "law.wrong_type", {"key": "points", "value": 1.5}),
    ("income.toml", r"^points = 140$", 'points = "many"', "law.wrong_type", {"key": "points", "value": "many"}),
    (
        "income.toml",
        r"^points = 140$",
        'points = 140\nassumption = { points = 1, carried_from = "x" }',
        "law.unknown_key",
        {"key": "assumption"},
    ),
    ("income.toml", r'^area = "urban"$', 'area = "rural"', "law.double", {"key": "poverty rural"}),
    ("income.toml", r'^area = "urban"\npoints = 175$', 'area = "rural"\npoints = 175', "law.double", {"key": "rural"}),
    (
        "income.toml",
        r'^area = "urban"\npoints = 175$',
        'area = "suburb"\npoints = 175',
        "law.areas",
        {"areas": "rural, suburb"},
    ),
    ("income.toml", r"^\[gap\]$", "[gaps]", "law.missing_key", {"key": "gap"}),
    (
        "income.toml",
        r"^\[gap\]\npoints = 10$",
        '[gap]\npoints = "ten"',
        "law.wrong_type",
        {"key": "points", "value": "ten"},
    ),
    ("income.toml", r"^\[gap\]$", "[[gap]]", "law.wrong_type", {"key": "gap"}),
    ("income.toml", r"^\[\[line\]\]$", "[other]\nkey = 1\n[[line]]", "law.unknown_key", {"key": "other"}),
    (
        "indicators.toml",
        r"^\[\[dimension\]\]$",
        "[[dimensions]]\n[[dimension]]",
        "law.unknown_key",
        {"key": "dimensions"},
    ),
    ("indicators.toml", r'^key = "dim_health"$', 'key = "dim_health"\ncite = "x"', "law.unknown_key", {"key": "cite"}),
    ("indicators.toml", r'^key = "dim_health"$', 'key = "dim_employment"', "law.double", {"key": "dim_employment"}),
    (
        "indicators.toml",
        r'^dimension = "dim_health"$',
        'dimension = "dim_luck"',
        "law.unknown_dimension",
        {"dimension": "dim_luck"},
    ),
    ("indicators.toml", r'^key = "dependents"$', 'key = "employment"', "law.double", {"key": "employment"}),
    (
        "indicators.toml",
        r'^deprived_when = "floor.*$',
        'deprived_when = "floor < 8"',
        "law.expression",
        {"text": "floor < 8"},
    ),
    (
        "indicators.toml",
        r'^deprived_when = "floor.*$',
        'deprived_when = ["a"]',
        "law.wrong_type",
        {"key": "deprived_when"},
    ),
    ("indicators.toml", r"^why\.vi = .*$", "", "law.three_languages", {"key": "why"}),
    ("indicators.toml", r"^todo\.id = .*$", "", "law.three_languages", {"key": "todo"}),
    (
        "indicators.toml",
        r'^name\.en = "Employment"\nname\.id = "Pekerjaan"\ndeprived',
        'name = "x"\ndeprived',
        "law.not_toml",
        {},
    ),
    (
        "classes.toml",
        r'^when = "b1 > cut_off"$',
        'when = "income > cut_off"',
        "law.expression",
        {"text": "income > cut_off"},
    ),
    ("classes.toml", r'^key = "near_poor"$', 'key = "poor"', "law.double", {"key": "poor"}),
    ("classes.toml", r'^key = "low_income_worker"$', 'key = "average_living"', "law.double", {"key": "average_living"}),
    ("classes.toml", r"^rule\.vi = .*$", "", "law.three_languages", {"key": "rule"}),
    ("classes.toml", r"\Z", "\n[[clas]]\nkey = 1\n", "law.unknown_key", {"key": "clas"}),
    ("articles.toml", r"^checked_on = .*$", 'checked_on = "x"', "law.wrong_type", {"key": "checked_on"}),
    ("articles.toml", r"^mark = .*$", 'mark = "sure"', "law.mark", {"mark": "sure"}),
    ("articles.toml", r"^label\.vi = .*$", "", "law.three_languages", {"key": "label"}),
    ("articles.toml", r"^source = .*$", 'source = "x"\nsorce = "x"', "law.unknown_key", {"key": "sorce"}),
    ("articles.toml", r"\Z", "\n[about]\nx = 1\n", "law.unknown_key", {"key": "about"}),
]


@pytest.mark.parametrize(("file", "pattern", "replacement", "rule", "values"), SPOILED)
def test_a_spoiled_standard_is_refused_with_its_place(
    tmp_path: Path, file: str, pattern: str, replacement: str, rule: str, values: dict[str, object]
):
    folder = copy_of_standards(tmp_path) / OLD
    spoiled = spoil(folder / file, pattern, replacement)
    with pytest.raises(Refused) as refused:
        load_standard(folder)
    told = refusal(refused)
    assert told.rule == rule
    assert told.values | values == told.values
    place, _, line = told.where.rpartition(":")
    assert place == f"{OLD}/{file}"
    text = (folder / file).read_text(encoding="utf-8").splitlines()
    assert place_of(text, spoiled) == int(line) or rule in {"law.areas", "law.not_toml"} or says(text, line, values)


def place_of(text: list[str], line: int) -> int:
    """The line on which the table around a line begins; 1 outside tables."""
    return next((number for number in range(line, 0, -1) if text[number - 1].startswith("[")), 1)


def says(text: list[str], line: str, values: dict[str, object]) -> bool:
    """Whether the line named holds the key refused."""
    return str(values.get("key")) in text[int(line) - 1]


def test_a_file_that_is_no_toml_is_refused_with_its_line(tmp_path: Path):
    folder = copy_of_standards(tmp_path) / OLD
    line = spoil(folder / "classes.toml", r"^when = .*$", "when =")
    with pytest.raises(Refused) as refused:
        load_standard(folder)
    told = refusal(refused)
    assert (told.rule, told.where) == ("law.not_toml", f"{OLD}/classes.toml:{line}")
    assert "Invalid value" in told.values["problem"]


def test_a_fault_of_the_whole_file_is_on_line_one(tmp_path: Path):
    folder = copy_of_standards(tmp_path) / OLD
    (folder / "classes.toml").write_bytes('[[class]]\nkey = "nghèo"\n'.encode("utf-16"))
    with pytest.raises(Refused) as refused:
        load_standard(folder)
    assert (refusal(refused).rule, refused.value.where) == ("law.not_toml", f"{OLD}/classes.toml:1")


@pytest.mark.parametrize("file", ["standard.toml", "articles.toml", "income.toml", "indicators.toml", "classes.toml"])
def test_a_missing_file_is_refused(tmp_path: Path, file: str):
    folder = copy_of_standards(tmp_path) / OLD
    (folder / file).unlink()
    with pytest.raises(Refused) as refused:
        load_standard(folder)
    told = refusal(refused)
    assert (told.rule, told.where, told.values) == ("law.no_file", f"{OLD}/{file}", {"file": file})


@pytest.mark.parametrize(
    ("file", "kept"), [("articles.toml", ""), ("classes.toml", ""), ("indicators.toml", ""), ("income.toml", "[gap]\n")]
)
def test_a_file_without_rows_is_refused(tmp_path: Path, file: str, kept: str):
    folder = copy_of_standards(tmp_path) / OLD
    (folder / file).write_text(kept, encoding="utf-8")
    with pytest.raises(Refused) as refused:
        load_standard(folder)
    assert (refusal(refused).rule, refused.value.where) == ("law.empty", f"{OLD}/{file}:1")


@pytest.mark.parametrize("rows", ["line = 3", "line = [3]", 'line = ["a", "b"]', "[line]\nkey = 1"])
def test_what_should_be_a_list_of_tables_and_is_not(tmp_path: Path, rows: str):
    folder = copy_of_standards(tmp_path) / OLD
    (folder / "income.toml").write_text(f"# lines\n{rows}\n", encoding="utf-8")
    with pytest.raises(Refused) as refused:
        load_standard(folder)
    told = refusal(refused)
    assert (told.rule, told.where, told.values["key"]) == ("law.wrong_type", f"{OLD}/income.toml:2", "line")


def test_tables_written_in_one_line_are_read_too(tmp_path: Path):
    """Their place is the file's first line: nothing marks where each begins."""
    (tmp_path / "a.toml").write_text('x = 1\nrow = [{ key = "a" }, { key = "b" }]\n', encoding="utf-8")
    rows = list(read_toml(tmp_path / "a.toml").rows("row"))
    assert [(row.line, row.values) for row in rows] == [(1, {"key": "a"}), (1, {"key": "b"})]


def test_every_row_knows_its_line(tmp_path: Path):
    (tmp_path / "a.toml").write_text("\n[[row]]\nx = 1\n\n  [[ row ]] # second\nx = 2\n[[rows]]\n", encoding="utf-8")
    rows = list(read_toml(tmp_path / "a.toml").rows("row"))
    assert [(row.line, row.values) for row in rows] == [(2, {"x": 1}), (5, {"x": 2})]
    assert rows[1].where == f"{tmp_path.name}/a.toml:5"


ASSUMED = [
    (
        "income.toml",
        r"assumption = \{ points = 140,",
        'assumption = { points = "many",',
        "law.wrong_type",
        {"key": "points"},
    ),
    ("income.toml", r"assumption = \{ points = 140, ", "assumption = { ", "law.missing_key", {"key": "points"}),
    (
        "income.toml",
        r"assumption = \{ points = 140, c.*$",
        "assumption = { points = 140 }",
        "law.missing_key",
        {"key": "carried_from"},
    ),
    (
        "income.toml",
        r"assumption = \{ points = 140,",
        "assumption = { points = 140, x = 1,",
        "law.unknown_key",
        {"key": "x"},
    ),
    ("income.toml", r"^assumption = .*$", "assumption = 140", "law.wrong_type", {"key": "assumption"}),
    (
        "indicators.toml",
        r'assumption = \{ deprived_when = "floor_area',
        'assumption = { deprived_when = "floor',
        "law.expression",
        {},
    ),
    (
        "indicators.toml",
        r'assumption = \{ deprived_when = "floor_area.*", c',
        "assumption = { deprived_when = 8, c",
        "law.wrong_type",
        {"key": "deprived_when"},
    ),
]


@pytest.mark.parametrize("assumptions", [True, False])
@pytest.mark.parametrize(("file", "pattern", "replacement", "rule", "values"), ASSUMED)
def test_an_assumption_is_checked_whether_it_is_used_or_not(
    tmp_path: Path, file: str, pattern: str, replacement: str, rule: str, values: dict[str, object], assumptions: bool
):
    folder = copy_of_standards(tmp_path) / NEW
    spoiled = spoil(folder / file, pattern, replacement)
    with pytest.raises(Refused) as refused:
        load_standard(folder, assumptions=assumptions)
    told = refusal(refused)
    assert told.rule == rule
    assert told.values | values == told.values
    text = (folder / file).read_text(encoding="utf-8").splitlines()
    assert told.where == f"{NEW}/{file}:{place_of(text, spoiled)}"


def test_two_standards_on_one_day_are_refused(tmp_path: Path):
    root = copy_of_standards(tmp_path)
    spoil(root / NEW / "standard.toml", r"^in_force_from = .*$", "in_force_from = 2026-12-31")
    with pytest.raises(Refused) as refused:
        national_standards(root)
    told = refusal(refused)
    assert (told.rule, told.where, told.values) == ("law.overlap", NEW, {"first": OLD, "second": NEW})


def test_standards_come_oldest_first_whatever_their_folders_are_called(tmp_path: Path):
    root = copy_of_standards(tmp_path)
    shutil.move(root / OLD, root / "z-2022")
    spoil(root / "z-2022" / "standard.toml", r"^id = .*$", 'id = "z-2022"')
    assert [found.name for found in standard_folders(root)] == [NEW, "z-2022"]
    assert [found.id for found in national_standards(root, points=None)] == ["z-2022", NEW]


@pytest.mark.parametrize(
    ("day", "key"),
    [
        (date(2022, 1, 1), OLD),
        (date(2026, 12, 31), OLD),
        (date(2027, 1, 1), NEW),
        (date(2030, 12, 31), NEW),
    ],
)
def test_the_standard_in_force_on_a_day(day: date, key: str):
    assert standard_on(day).id == key


@pytest.mark.parametrize("day", [date(2021, 12, 31), date(2031, 1, 1)])
def test_a_day_without_a_standard_is_refused(day: date):
    with pytest.raises(Refused) as refused:
        standard_on(day)
    told = refusal(refused)
    assert (told.rule, told.where, told.values) == ("law.no_standard", day.isoformat(), {"day": day.isoformat()})


def test_a_standard_by_its_id():
    assert standard_by_id(NEW).id == NEW
    with pytest.raises(Refused) as refused:
        standard_by_id("2016-2020")
    told = refusal(refused)
    assert (told.rule, told.where) == ("law.unknown_standard", "2016-2020")
    assert told.values == {"id": "2016-2020", "known": f"{OLD}, {NEW}"}


@pytest.mark.parametrize("load", [standard_on, standard_by_id])
def test_points_and_assumptions_are_handed_on(load):
    asked = {standard_on: date(2028, 5, 1), standard_by_id: NEW}[load]
    plain, practice, without = (
        load(asked),
        load(asked, assumptions=True),
        load(asked, points=None, assumptions=True),
    )
    assert (plain.points, plain.assumptions) == (None, False)
    assert (practice.points.id, practice.assumptions) == ("practice:practice-1", True)
    assert (without.points, without.assumptions) == (None, True)
    assert load({standard_on: date(2026, 5, 1), standard_by_id: OLD}[load]).points.practice


def test_national_standards_hand_on_points_and_assumptions():
    assert [(found.points is None, found.assumptions) for found in national_standards()] == [
        (False, False),
        (True, False),
    ]
    assert [found.points is None for found in national_standards(points=None)] == [True, True]
    assert [found.points is None for found in national_standards(assumptions=True)] == [False, False]


def test_the_law_in_force_is_read_as_it_stands():
    law = standard()
    assert (law.id, law.kind, law.form.id, law.gap_points) == (OLD, "national", "form-b", 10)
    assert (law.in_force_from, law.in_force_until) == (date(2022, 1, 1), date(2026, 12, 31))
    assert law.instrument["number"] == "07/2021/NĐ-CP"
    assert law.instrument["date"] == "2021-01-27"
    assert law.instrument["url"].startswith("https://")
    assert law.checked_on == date(2026, 11, 22)
    assert {area: cut.points for area, cut in law.cut_offs.items()} == {"rural": 140, "urban": 175}
    assert {(line.key, line.area): line.vnd for line in law.lines} == {
        ("poverty", "rural"): 1_500_000,
        ("poverty", "urban"): 2_000_000,
        ("average_living", "rural"): 2_250_000,
        ("average_living", "urban"): 3_000_000,
        ("low_income_worker", "rural"): 2_250_000,
        ("low_income_worker", "urban"): 3_000_000,
    }
    assert [rule.key for rule in law.classes] == ["poor", "near_poor", "non_poor"]
    assert [found.key for found in law.determinations] == ["average_living", "low_income_worker"]
    assert law.determinations[0].rule["en"].startswith("Income per person")
    assert law.gap_points_row.cite == "tt07"
    assert law.row.verified is True
    assert law.row.note.startswith("In force for 2026")
    assert not law.assumptions


def test_the_law_from_2027_without_assumptions_is_mostly_silent():
    law = standard(NEW)
    known = {one.key for one in law.indicators if one.deprived_when is not None}
    assert known == {"employment", "dependents", "nutrition"}
    assert {area: cut.points for area, cut in law.cut_offs.items()} == {"rural": None, "urban": None}
    assert law.points is None
    assert not any(one.row.assumed for one in law.indicators)
    assert not any(cut.row.assumed for cut in law.cut_offs.values())


def test_the_law_from_2027_with_assumptions_marks_each_of_them():
    law = standard(NEW, assumptions=True)
    assumed = {one.key for one in law.indicators if one.row.assumed}
    assert assumed == {one.key for one in law.indicators} - {"employment", "dependents", "nutrition", "waste"}
    assert next(one for one in law.indicators if one.key == "waste").deprived_when is None
    assert {area: cut.points for area, cut in law.cut_offs.items()} == {"rural": 140, "urban": 175}
    assert all(cut.row.assumed and not cut.row.verified for cut in law.cut_offs.values())
    assert not any(one.row.verified for one in law.indicators if one.row.assumed)
    assert law.points is not None
    assert law.points.practice


def test_an_assumption_is_never_verified(tmp_path: Path):
    """Even where the row itself carries the best mark."""
    folder = copy_of_standards(tmp_path) / NEW
    evidence = r'\ncite = "nd351"\nmark = "\?"\nverified = false'
    raised = '\ncite = "nd351"\nmark = "V"\nverified = true'
    for file in ("income.toml", "indicators.toml"):
        spoil(folder / file, rf"(?<=carried_from = \"{OLD}\" \}}){evidence}", raised)
    law = load_standard(folder, assumptions=True)
    rows = [cut.row for cut in law.cut_offs.values()] + [one.row for one in law.indicators]
    best = [row for row in rows if row.mark == "V"]
    assert len(best) == 2
    assert all(row.assumed and not row.verified for row in best)


def test_an_unknown_cut_off_without_an_assumption_stays_unknown(tmp_path: Path):
    folder = copy_of_standards(tmp_path) / NEW
    spoil(folder / "income.toml", r"^assumption = .*$", "")
    law = load_standard(folder, assumptions=True)
    assert law.cut_offs["rural"].points is None
    assert not law.cut_offs["rural"].row.assumed
    assert law.cut_offs["urban"].points == 175
    assert law.points is not None


def test_without_any_assumed_cut_off_there_is_no_table_to_carry_over(tmp_path: Path):
    folder = copy_of_standards(tmp_path) / NEW
    spoil(folder / "income.toml", r"^assumption = .*$", "")
    spoil(folder / "income.toml", r"^assumption = .*$", "")
    assert load_standard(folder, assumptions=True).points is None


def test_a_carried_table_may_be_given_by_the_office(tmp_path: Path):
    table = tmp_path / "office.csv"
    shutil.copy(STANDARDS / OLD / "points" / "practice.csv", table)
    assert load_standard(STANDARDS / OLD, points=table).points.id == "office:practice-1"
    assert load_standard(STANDARDS / OLD, points=str(table)).points.id == "office:practice-1"
    assert load_standard(STANDARDS / NEW, points=table, assumptions=True).points.id == "office:practice-1"
    assert load_standard(STANDARDS / NEW, points=table).points is None
    assert load_standard(STANDARDS / OLD, points=None).points is None


def test_the_form_lies_beside_the_standards(tmp_path: Path):
    root = copy_of_standards(tmp_path)
    spoil(root / "form-b" / "questions.toml", r"^high = 2000$", "high = 3000")
    assert load_standard(root / OLD).form.household["floor_area"].high == 3000
    assert load_form().household["floor_area"].high == 2000
