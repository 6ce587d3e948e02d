"""The vocabulary of answers: what Form B holds, and every refusal of its loader."""

from __future__ import annotations

from pathlib import Path

import pytest

from chiakhoa.law.rules.form import CHOICE, INTEGER, YES_NO
from chiakhoa.law.rules.form_loader import load_form
from chiakhoa.law.rules.refusals import LANGUAGES, Refused
from tests.law.rules.laws import copy_of_standards, form, refusal, spoil

SPOILED = [
    (r'^id = "form-b"$', 'id = "form-c"', "law.folder_name", {"id": "form-c", "folder": "form-b"}),
    (r"^instrument = .*$", "", "law.missing_key", {"key": "instrument"}),
    (r"^title\.en = .*$", "", "law.three_languages", {"key": "title"}),
    (r"^checked_on = .*$", 'checked_on = "now"', "law.wrong_type", {"key": "checked_on"}),
    (r"^checked_on = .*$", "checked_on = 2026-01-01\nasked_on = 1", "law.unknown_key", {"key": "asked_on"}),
    (r'^key = "pillar_durable"$', 'key = "wall_durable"', "law.double", {"key": "household wall_durable"}),
    (r'^key = "pillar_durable"$', 'key = "wall durable"', "law.question", {"key": "wall durable"}),
    (r'^key = "pillar_durable"$', 'key = "class"', "law.question", {"key": "class"}),
    (r'^key = "pillar_durable"$', 'key = "size"', "law.question", {"key": "size"}),
    (r'^key = "pillar_durable"$', 'key = "area"', "law.question", {"key": "area"}),
    (r'^key = "pillar_durable"$', 'key = "b1"', "law.question", {"key": "b1"}),
    (r'^key = "pillar_durable"$', 'key = "b2"', "law.question", {"key": "b2"}),
    (r'^key = "pillar_durable"$', 'key = "cut_off"', "law.question", {"key": "cut_off"}),
    (r'^key = "pillar_durable"$', 'key = "members"', "law.question", {"key": "members"}),
    (r'^key = "schooling"$', 'key = "age"', "law.question", {"key": "age"}),
    (r'^key = "pillar_durable"$', "", "law.missing_key", {"key": "key"}),
    (r'^of = "household"$', 'of = "village"', "law.question", {"key": "wall_durable"}),
    (r'^type = "yes_no"$', 'type = "maybe"', "law.question", {"key": "wall_durable"}),
    (r'^type = "integer"$', 'type = "choice"', "law.question", {"key": "floor_area"}),
    (r'^type = "choice"$', 'type = "yes_no"', "law.question", {"key": "water_source"}),
    (r'^privacy = "answers"$', 'privacy = "secret"', "law.question", {"key": "wall_durable"}),
    (r"^low = 0\nhigh = 2000$", "low = 2001\nhigh = 2000", "law.question", {"key": "floor_area"}),
    (r"^high = 2000$", "high = 2000.5", "law.wrong_type", {"key": "high", "value": 2000.5}),
    (r'key = "drilled_well"', 'key = "piped"', "law.question", {"key": "water_source"}),
    (r'key = "drilled_well", label', 'key = "drilled_well", low = 1, label', "law.unknown_key", {"key": "low"}),
    (r'key = "drilled_well", label', "label", "law.missing_key", {"key": "key"}),
    (r'en = "Drilled well", ', "", "law.three_languages", {"key": "label"}),
    (r"^label\.id = .*$", "", "law.three_languages", {"key": "label"}),
    (r"^question\.id = .*$", "", "law.three_languages", {"key": "question"}),
    (r"^help\.id = .*$", "", "law.three_languages", {"key": "help"}),
    (r'^cite = "nd07.phuluc"$', "", "law.missing_key", {"key": "cite"}),
    (r'^cite = "nd07.phuluc"$', 'cite = "nd08"', "law.unknown_article", {"cite": "nd08"}),
    (r'^mark = "V2"$', 'mark = "V"', "law.mark", {"mark": "V", "verified": False}),
    (r'^type = "yes_no"$', 'type = "yes_no"\nask = 1', "law.unknown_key", {"key": "ask"}),
    (r'^default = "none"$', "", "law.asked_when", {"key": "studying"}),
    (r'^default = "none"$', 'default = "nowhere"', "law.answer", {"question": "studying", "answer": "nowhere"}),
    (r"^default = false$", "default = 0", "law.answer", {"question": "job_certified", "answer": 0}),
    (r'^asked_when = "age >= 16"$', 'asked_when = "work == no_job"', "law.asked_when", {"key": "schooling"}),
    (r'^asked_when = "age >= 16"$', 'asked_when = "schooling == primary"', "law.asked_when", {"key": "schooling"}),
    (r'^asked_when = "age >= 16"$', 'asked_when = "size > 2"', "law.expression", {"text": "size > 2"}),
    (r'^of = "household"$', 'of = "household"\nasked_when = "age > 2"\ndefault = true', "law.asked_when", {}),
    (r"^ordered = true$", "ordered = 1", "law.wrong_type", {"key": "ordered", "value": 1}),
]


@pytest.mark.parametrize(("pattern", "replacement", "rule", "values"), SPOILED)
def test_a_spoiled_form_is_refused_with_its_place(
    tmp_path: Path, pattern: str, replacement: str, rule: str, values: dict[str, object]
):
    folder = copy_of_standards(tmp_path) / "form-b"
    spoiled = spoil(folder / "questions.toml", pattern, replacement)
    with pytest.raises(Refused) as refused:
        load_form(folder)
    told = refusal(refused)
    assert told.rule == rule
    assert told.values | values == told.values
    lines = (folder / "questions.toml").read_text(encoding="utf-8").splitlines()
    table = next((number for number in range(spoiled, 0, -1) if lines[number - 1] == "[[question]]"), 1)
    place = spoiled + 1 if values == {"key": "asked_on"} else table
    assert told.where == f"form-b/questions.toml:{place}"


@pytest.mark.parametrize("privacy", ["open", "basic", "answers", "sensitive", "money"])
def test_every_privacy_class_of_the_house_is_known(tmp_path: Path, privacy: str):
    folder = copy_of_standards(tmp_path) / "form-b"
    spoil(folder / "questions.toml", r'^privacy = "answers"$', f'privacy = "{privacy}"')
    assert load_form(folder).household["wall_durable"].privacy == privacy


def test_a_form_without_questions_is_refused(tmp_path: Path):
    folder = copy_of_standards(tmp_path) / "form-b"
    (folder / "questions.toml").write_text('id = "form-b"\n', encoding="utf-8")
    with pytest.raises(Refused) as refused:
        load_form(folder)
    assert (refusal(refused).rule, refused.value.where) == ("law.empty", "form-b/questions.toml:1")


def test_a_question_may_rest_on_an_earlier_one(tmp_path: Path):
    folder = copy_of_standards(tmp_path) / "form-b"
    spoil(folder / "questions.toml", r'^asked_when = "age >= 16"$', 'asked_when = "age > 9 and studying == none"')
    asked = load_form(folder).member["schooling"].asked
    assert asked is not None
    assert asked({"age": (10, 10), "studying": (0, 0)})
    assert asked({"age": (9, 10), "studying": (0, 6)}), "it may concern this member"
    assert not asked({"age": (10, 10), "studying": (1, 6)})
    assert not asked({"age": (9, 9), "studying": (0, 0)})


def test_the_packaged_form():
    loaded = form()
    assert loaded.id == "form-b"
    assert len(loaded.household) == 26
    assert len(loaded.member) == 15
    assert list(loaded.household)[:4] == ["wall_durable", "pillar_durable", "roof_durable", "floor_area"]
    wall, floor, water, studying = (
        loaded.household["wall_durable"],
        loaded.household["floor_area"],
        loaded.household["water_source"],
        loaded.member["studying"],
    )
    assert (wall.of, wall.kind, wall.low, wall.high, wall.options, wall.ordered) == (
        "household",
        YES_NO,
        0,
        1,
        (),
        False,
    )
    assert (wall.privacy, wall.mark, wall.asked, wall.asked_when, wall.default) == ("answers", "V2", None, None, None)
    assert (floor.kind, floor.low, floor.high, floor.unit) == (INTEGER, 0, 2000, "m²")
    assert (water.kind, water.low, water.high, water.ordered) == (CHOICE, 0, 8, False)
    assert [choice.key for choice in water.options][:2] == ["piped", "drilled_well"]
    assert [water.code_of(choice.key) for choice in water.options] == list(range(9))
    assert (studying.of, studying.ordered, studying.default) == ("member", True, "none")
    assert studying.asked_when == "age >= 3 and age <= 30"
    assert studying.source
    assert loaded.member["social_allowance"].privacy == "sensitive"


def test_every_text_of_the_form_speaks_three_languages():
    for field in (*form().household.values(), *form().member.values()):
        texts = [field.label, field.question, *(choice.label for choice in field.options)]
        texts += [field.help] if field.help else []
        assert all(set(text) == set(LANGUAGES) for text in texts)
    assert any(field.help for field in form().household.values())


@pytest.mark.parametrize(
    ("key", "age", "asked"),
    [
        ("studying", 2, False),
        ("studying", 3, True),
        ("studying", 30, True),
        ("studying", 31, False),
        ("schooling", 15, False),
        ("schooling", 16, True),
        ("work", 14, False),
        ("work", 15, True),
        ("malnourished", 15, True),
        ("malnourished", 16, False),
        ("uses_internet", 5, False),
        ("uses_internet", 6, True),
    ],
)
def test_whom_a_question_concerns(key: str, age: int, asked: bool):
    field = form().member[key]
    assert field.asked is not None
    assert field.asked({"age": (age, age)}) is asked
    assert field.asked({"age": (0, 125)}) is True, "an unknown age may concern it"
