"""Every row of the law as data says where it comes from, in three languages, in short sentences."""

from __future__ import annotations

import csv
import itertools
import re
import tomllib
from collections import defaultdict
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from chiakhoa.law.rules.deadlines import load_calendar, working_days_after
from chiakhoa.law.rules.loader import STANDARDS

LANGUAGES = {"vi", "en", "id"}
MARKS = {"V", "V2", "M", "?"}
WORDS_IN_A_SENTENCE = 25
NOT_ROWS_OF_LAW = {"cases.toml", "sources.toml", "practice.toml", "items.toml"}
FILES = [path for path in sorted(STANDARDS.rglob("*.toml")) if "refusals" not in path.parts]
LAW_FILES = [path for path in FILES if path.name not in NOT_ROWS_OF_LAW]


def name(path: Path) -> str:
    return path.relative_to(STANDARDS).as_posix()


def read(path: Path) -> dict[str, Any]:
    return tomllib.loads(path.read_text(encoding="utf-8"))


def tables(value: Any) -> Iterator[dict[str, Any]]:
    """Every table inside a document."""
    if isinstance(value, dict):
        yield value
        for part in value.values():
            yield from tables(part)
    if isinstance(value, list):
        for part in value:
            yield from tables(part)


def texts(path: Path) -> list[dict[str, str]]:
    return [table for table in tables(read(path)) if set(table) & {"vi", "en"}]


SOURCES = {row["tag"] for row in read(STANDARDS / "sources.toml")["source"]}


@pytest.mark.parametrize("path", [p for p in FILES if p.name != "cases.toml"], ids=name)
def test_texts_are_in_three_languages_with_short_sentences(path: Path):
    for text in texts(path):
        assert set(text) == LANGUAGES
        sentences = [s for value in text.values() for s in re.split(r"(?<=[.?!;:])\s", value)]
        assert all(sentence.strip() for sentence in sentences)
        assert max(len(sentence.split()) for sentence in sentences) <= WORDS_IN_A_SENTENCE, text


@pytest.mark.parametrize("path", LAW_FILES, ids=name)
def test_rows_cite_an_article_of_their_folder_and_say_how_well_they_are_known(path: Path):
    rows = [table for table in tables(read(path)) if "cite" in table]
    articles_file = path.parent / "articles.toml"
    articles = {row["id"] for row in read(articles_file)["article"]} if articles_file.exists() else set()
    for row in rows:
        assert row["cite"] in articles, row
        assert row["mark"] in MARKS, row
        assert row["verified"] == (row["mark"] == "V"), row
        assert row["source"] in SOURCES, row
        assert row["verified"] is False or row["source"] not in ("memory", "practice", "none"), row


def test_every_kind_of_law_file_holds_cited_rows():
    without = {"articles.toml", "policy.toml", "groups.toml"}
    for path in LAW_FILES:
        assert path.name in without or any("cite" in table for table in tables(read(path))), name(path)


@pytest.mark.parametrize("path", [p for p in FILES if p.name == "articles.toml"], ids=name)
def test_articles_are_listed_once_with_a_day_and_a_mark(path: Path):
    articles = read(path)["article"]
    assert len({row["id"] for row in articles}) == len(articles)
    for row in articles:
        assert isinstance(row["checked_on"], date)
        assert row["mark"] in MARKS
        assert row["source"]


def test_rules_of_the_house_say_so_and_give_a_reason():
    rules = read(STANDARDS / "house" / "policy.toml")["rule"]
    assert len({rule["key"] for rule in rules}) == len(rules)
    for rule in rules:
        assert rule["basis"] == "house"
        assert "cite" not in rule
        assert set(rule["reason"]) == LANGUAGES
        assert isinstance(rule["value"], int)
        assert rule["unit"]
    values = {rule["key"]: rule["value"] for rule in rules}
    assert (values["helper.households_at_most"], values["visit.every_days"]) == (7, 90)


def test_steps_of_a_procedure_lead_only_to_steps_papers_and_people_that_exist():
    procedure = read(STANDARDS / "2022-2025-nd-07-2021" / "procedure.toml")
    people = {row["key"] for row in procedure["actor"]}
    papers = {row["key"] for row in procedure["document"]}
    keys = defaultdict(set)
    for step in procedure["step"]:
        keys[step["procedure"]].add(step["key"])
    assert set(keys) == {row["key"] for row in procedure["procedure"]}
    for step in procedure["step"]:
        assert set(step["who"]) <= people
        assert set(step["forms"]) <= papers
        assert set(step["unlocks"]) <= keys[step["procedure"]]


def test_limits_of_the_yearly_review_are_those_of_the_text():
    steps = read(STANDARDS / "2022-2025-nd-07-2021" / "procedure.toml")["step"]
    limits = {
        step["key"]: (step["limit"]["value"], step["limit"]["unit"])
        for step in steps
        if step["procedure"] == "yearly" and "limit" in step
    }
    days = "working_days"
    assert limits == {"post": (3, days), "complaint": (7, days), "repost": (3, days), "report_up": (5, days)}


def test_points_of_the_practice_table_are_whole_fives_marked_practice_and_richer_never_scores_less():
    folder = STANDARDS / "2022-2025-nd-07-2021" / "points"
    with (folder / "practice.csv").open(encoding="utf-8", newline="") as handle:
        rows = list(csv.DictReader(handle))
    order = {(row["item"], row["key"]): place for place, row in enumerate(read(folder / "items.toml")["option"])}
    scored = defaultdict(list)
    for row in rows:
        assert int(row["points"]) % 5 == 0
        assert row["source"] == "practice"
        assert row["verified"] == "false"
        key = (row["item_code"], row["option_code"])
        scored[row["region_code"], row["mutually_exclusive_group"]].append((order[key], int(row["points"])))
    assert len({region for region, _ in scored}) == 7
    for options in scored.values():
        points = [value for _, value in sorted(options)]
        assert points == sorted(points, reverse=True)


def test_days_off_fall_on_working_days_and_make_up_days_on_weekends():
    calendar = load_calendar(sorted((STANDARDS / "holidays").glob("20*.toml")))
    assert calendar.years == {2025, 2026, 2027}
    assert all(day.weekday() < 5 for day in calendar.holidays)
    assert all(day.weekday() >= 5 for day in calendar.makeup)
    assert not any(day.verified for day in calendar.holidays.values())


def test_the_posting_of_the_story_lasts_three_working_days():
    calendar = load_calendar(sorted((STANDARDS / "holidays").glob("20*.toml")))
    assert working_days_after(date(2025, 10, 27), 3, calendar) == date(2025, 10, 30)


def test_programmes_are_for_groups_that_exist_and_rates_for_programmes():
    folder = STANDARDS / "programmes"
    groups = {row["key"] for row in read(folder / "groups.toml")["group"]}
    loans = read(folder / "credit.toml")
    programmes = {row["key"] for row in loans["programme"]}
    assert {row["programme"] for row in [*loans["rate"], *loans["ceiling"]]} <= programmes
    for path in folder.glob("*.toml"):
        for table in tables(read(path)):
            assert set(table.get("who", [])) <= groups
            assert table.get("valid_from", date.min) <= table.get("valid_until", date.max)


def test_a_loan_has_one_rate_on_a_day():
    by_programme = defaultdict(list)
    for row in read(STANDARDS / "programmes" / "credit.toml")["rate"]:
        by_programme[row["programme"]].append((row.get("valid_from", date.min), row.get("valid_until", date.max)))
    for spans in by_programme.values():
        spans.sort()
        assert all(earlier[1] < later[0] for earlier, later in itertools.pairwise(spans))


def test_form_a_has_nine_items_of_which_one_is_open():
    form = read(STANDARDS / "form-a" / "questions.toml")
    assert (form["rule"]["fewer_than"], form["rule"]["of"]) == (4, 9)
    assert [question["open"] for question in form["question"]] == [False] * 8 + [True]
    assert not any(question["verified"] for question in form["question"])
