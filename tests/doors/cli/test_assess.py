"""The main job by command line: a workbook in, classes with reasons and lists out, nothing lost."""

from __future__ import annotations

import csv
import json
from collections.abc import Callable
from pathlib import Path

import pytest
from openpyxl import load_workbook

from chiakhoa.doors.exchange.records import SurveyRecord
from tests.doors.cli.conftest import Ran
from tests.doors.story import EXPECTED, write_story

Command = Callable[..., Ran]
NATIONAL, NEXT = "2022-2025-nd-07-2021", "2027-2030-nd-351-2025"


@pytest.fixture(scope="module")
def workbook(tmp_path_factory: pytest.TempPathFactory) -> Path:
    from chiakhoa.doors.cli.assessing import write_practice

    path = tmp_path_factory.mktemp("assess") / "practice.xlsx"
    write_practice(path, households=60, seed=7, faults=0)
    return path


def test_rows_are_assessed_or_returned_and_every_class_is_counted(chiakhoa: Command, workbook: Path) -> None:
    document = chiakhoa("assess", workbook, "--json").document
    assert document["rows"] == 60 == document["assessed"] + document["returned"]
    assert sum(document["classes"].values()) == document["assessed"]
    assert set(document["classes"]) == {"poor", "near_poor", "non_poor", "cannot_say"}
    assert document["standard"] == NATIONAL
    assert document["practice"] is True
    both = document["rates"]["both"]
    assert both["count"] == document["classes"]["poor"] + document["classes"]["near_poor"]
    assert both["of"] == document["assessed"]


def test_lists_hold_the_same_households_in_excel_csv_and_summary(
    chiakhoa: Command, workbook: Path, tmp_path: Path
) -> None:
    document = chiakhoa("assess", workbook, "--out", tmp_path, "--json").document
    assert sorted(Path(name).name for name in document["files"]) == [
        "ket-qua.csv",
        "ket-qua.pdf",
        "ket-qua.xlsx",
        "tom-tat.json",
    ]
    with (tmp_path / "ket-qua.csv").open(encoding="utf-8-sig", newline="") as handle:
        from_csv = list(csv.reader(handle))
    sheet = load_workbook(tmp_path / "ket-qua.xlsx").worksheets[0]
    codes = [row[0] for row in sheet.iter_rows(min_row=2, values_only=True)]
    assert [row[0] for row in from_csv[1:]] == codes
    assert len(codes) == document["assessed"]
    assert json.loads((tmp_path / "tom-tat.json").read_text(encoding="utf-8"))["classes"] == document["classes"]
    assert (tmp_path / "ket-qua.pdf").read_bytes().startswith(b"%PDF")


def test_planted_mistakes_come_back_with_reasons_and_nothing_is_lost(chiakhoa: Command, tmp_path: Path) -> None:
    path = tmp_path / "faulty.xlsx"
    planted = chiakhoa("practice", "workbook", path, "--households", 80, "--seed", 3, "--faults", 15, "--json").document
    assert len(planted["faults"]) == 15
    ran = chiakhoa("assess", path, "--out", tmp_path / "out", "--accept-headers", "--json")
    document = ran.document
    assert document["rows"] == document["assessed"] + document["returned"]
    assert document["returned"] > 0
    returned = load_workbook(tmp_path / "out" / "tra-lai.xlsx")
    reasons = [row for sheet in returned.worksheets for row in sheet.iter_rows(min_row=2, values_only=True)]
    assert reasons


def test_the_standard_in_force_on_the_day_is_chosen(chiakhoa: Command, workbook: Path) -> None:
    assert chiakhoa("assess", workbook, "--on", "2026-12-31", "--json").document["standard"] == NATIONAL
    after = chiakhoa("assess", workbook, "--on", "2027-01-01", "--json").document
    assert after["standard"] == NEXT
    assert after["classes"]["cannot_say"] == after["assessed"]
    before = chiakhoa("assess", workbook, "--on", "2021-12-31", "--json")
    assert (before.code, before.document["refused"]["rule"]) == (2, "law.no_standard")


def test_a_renamed_header_is_asked_about_before_it_is_believed(chiakhoa: Command, tmp_path: Path) -> None:
    path = write_story(tmp_path / "story.xlsx")
    book = load_workbook(path)
    sheet = book["Hộ"]
    cell = next(cell for cell in sheet[1] if cell.value == "Nguồn nước")
    cell.value = "Nguồn nước sinh hoạt chính"
    book.save(path)
    asked = chiakhoa("assess", path, "--json")
    assert (asked.code, asked.document["refused"]["rule"]) == (2, "cli.confirm_headers")
    assert "Nguồn nước" in asked.document["refused"]["message"]
    assert chiakhoa("assess", path, "--accept-headers", "--json").document["assessed"] == len(EXPECTED)


def test_an_office_table_of_points_is_used_and_checked(chiakhoa: Command, tmp_path: Path) -> None:
    from chiakhoa.law.rules.loader import STANDARDS

    story = write_story(tmp_path / "story.xlsx")
    table = (STANDARDS / NATIONAL / "points" / "practice.csv").read_text(encoding="utf-8")
    own = tmp_path / "own.csv"
    own.write_text(table.replace(",practice,", ",office,"), encoding="utf-8")
    document = chiakhoa("assess", story, "--points", own, "--json").document
    assert document["practice"] is False
    own.write_text(table.replace("points,", "diem,", 1), encoding="utf-8")
    refused = chiakhoa("assess", story, "--points", own, "--json")
    assert (refused.code, refused.document["refused"]["rule"]) == (2, "points.header")


def test_two_standards_on_the_same_workbook(chiakhoa: Command, workbook: Path) -> None:
    words = ("standard", "compare", workbook, "--from", NATIONAL, "--to", NEXT)
    plain = chiakhoa(*words, "--json").document
    assert plain["surveyed"] == plain["undecided"] == 60
    assumed = chiakhoa(*words, "--assumptions", "--json").document
    assert sum(move["count"] for move in assumed["moves"]) == assumed["surveyed"]
    assert len(assumed["changes"]) == sum(move["count"] for move in assumed["moves"] if move["from"] != move["to"])
    assert all(change["because"] for change in assumed["changes"])


def test_standards_are_listed_shown_and_proved(chiakhoa: Command) -> None:
    listed = chiakhoa("standard", "list", "--json").document
    assert [one["id"] for one in listed] == [NATIONAL, NEXT]
    shown = chiakhoa("standard", "show", NATIONAL, "--json").document
    assert {(line["area"], line["vnd"]) for line in shown["lines"] if line["key"] == "poverty"} == {
        ("rural", 1_500_000),
        ("urban", 2_000_000),
    }
    assert len([one for dimension in shown["dimensions"] for one in dimension["indicators"]]) == 12
    checked = chiakhoa("standard", "check", "--json").document
    assert checked[0]["cases"] >= 60
    assert chiakhoa("standard", "show", "nowhere", "--json").document["refused"]["rule"] == "law.unknown_standard"


def test_the_empty_workbook_is_refused_with_what_to_do(chiakhoa: Command, tmp_path: Path) -> None:
    path = tmp_path / "empty.xlsx"
    assert chiakhoa("export", "answers-template", path, "--json").document["files"] == [str(path)]
    ran = chiakhoa("assess", path, "--json")
    assert (ran.code, ran.document["refused"]["rule"]) == (2, "import.no_rows")
    assert ran.document["refused"]["todo"]


@pytest.mark.parametrize("lang", ["vi", "en", "id"])
def test_every_message_is_in_the_language_asked_for(chiakhoa: Command, workbook: Path, lang: str) -> None:
    ran = chiakhoa("assess", workbook, "--lang", lang)
    word = {"vi": "hộ có kết quả", "en": "assessed", "id": "dinilai"}[lang]
    assert word in ran.out
    refused = chiakhoa("assess", workbook.with_name("none.xlsx"), "--lang", lang)
    assert refused.code == 2
    assert "→" in refused.err


def test_a_whole_record_survives_writing_and_reading(tmp_path: Path) -> None:
    from chiakhoa.doors.exchange.reading import read_answers
    from chiakhoa.law.rules.form_loader import load_form
    from tests.doors.story import story_cases

    read: list[SurveyRecord] = read_answers(write_story(tmp_path / "story.xlsx"), load_form()).records
    wanted = {case.household.id: case.household for case in story_cases().values()}
    assert {one.household.id: one.household for one in read} == wanted
