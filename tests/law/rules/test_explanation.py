"""A finding told in three languages: names, answers in words, reasons, articles, what to do."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from chiakhoa.law.rules.classification import classify
from chiakhoa.law.rules.compiled import compile_standard
from chiakhoa.law.rules.explanation import answer_words, explain, told_bounds
from chiakhoa.law.rules.households import Household, Member, PartialDate
from chiakhoa.law.rules.refusals import LANGUAGES
from tests.law.rules.laws import NEW, ON, form, household, judged, person, standard
from tests.law.rules.strategies import random_households

HOME = household(
    person(40, "Nguyễn Thị Mơ"),
    person(8, "Nguyễn Văn Tèo", health_insurance=False),
    person(9, "Nguyễn Thị Tủn", health_insurance=False),
    person(20, "Nguyễn Văn Mận", health_insurance=False),
    toilet="none",
    water_source="surface",
)


def tell(home: Household, lang: str = "vi", **how) -> dict:
    return explain(standard(**how), home, judged(home, **how), lang)


def part(told: dict, key: str) -> dict:
    return next(one for dimension in told["dimensions"] for one in dimension["indicators"] if one["key"] == key)


def test_what_is_told_of_a_household():
    told = tell(HOME)
    assert (told["household"], told["area"], told["region"], told["on"]) == ("H-1", "rural", "RRD", "2026-10-15")
    assert told["class"] is None
    assert (told["finding"], told["finding_name"]) == ("poor", "Hộ nghèo")
    assert told["finding_cite"]["id"] == "tt07"
    assert (told["possible"], told["possible_names"]) == (["poor"], ["Hộ nghèo"])
    assert told["b2"] == {"points": 30, "deprived": ["health_insurance", "water", "toilet"]}
    assert told["to_stop_being_poor"] == [["health_insurance"], ["water"], ["toilet"]]
    assert told["points_to_leave"] == 141 - told["b1"]["points"]
    assert told["missing"] == told["unknown_law"] == []
    assert [one["indicator"] for one in told["todo"]] == ["health_insurance", "water", "toilet"]
    assert all(one["text"] == part(told, one["indicator"])["todo"] for one in told["todo"])
    assert json.loads(json.dumps(told)) == told, "plain data"


def test_the_standard_is_told_with_its_marks():
    told = tell(HOME)["standard"]
    assert told["id"] == standard().id
    assert told["title"] == standard().title["vi"]
    assert told["instrument"] == "07/2021/NĐ-CP"
    assert (told["verified"], told["practice"], told["points_table"]) == (False, True, "practice:practice-1")
    assert told["unverified"] == list(judged(HOME).depends_on_unverified)
    assert tell(HOME, points=None)["standard"]["points_table"] is None


def test_points_are_told_item_by_item():
    told = tell(HOME)["b1"]
    assert (told["points"], told["cut_off"]) == (judged(HOME).b1[0], 140)
    assert len(told["items"]) == len(standard().points.groups)
    assert told["items"][0] == {
        "item": "size",
        "label": "Số người trong hộ",
        "option": "size_4",
        "option_label": "4 người",
        "points": 30,
    }
    none = next(one for one in told["items"] if one["item"] == "pension")
    assert (none["option"], none["option_label"], none["points"]) == (None, None, 0)
    assert sum(one["points"] for one in told["items"]) == told["points"]
    open_ = tell(household(electricity=None))["b1"]
    assert isinstance(open_["points"], list)
    assert next(one for one in open_["items"] if one["item"] == "electricity")["points"] == [0, 45]
    assert tell(HOME, points=None)["b1"] == {"points": None, "cut_off": 140, "items": []}


def test_dimensions_hold_their_indicators_in_order():
    told = tell(HOME, "en")
    assert [(one["key"], one["name"]) for one in told["dimensions"]][:2] == [
        ("dim_employment", "Employment"),
        ("dim_health", "Health"),
    ]
    assert [[one["key"] for one in dimension["indicators"]] for dimension in told["dimensions"]] == [
        ["employment", "dependents"],
        ["nutrition", "health_insurance"],
        ["adult_education", "school_attendance"],
        ["housing_quality", "housing_area"],
        ["water", "toilet"],
        ["telecom", "info_means"],
    ]
    assert part(told, "toilet")["name"] == "Hygienic toilet"


@pytest.mark.parametrize(
    ("lang", "why"),
    [
        ("vi", "Nguyễn Văn Tèo, Nguyễn Thị Tủn và Nguyễn Văn Mận chưa có thẻ bảo hiểm y tế."),
        ("en", "Nguyễn Văn Tèo, Nguyễn Thị Tủn and Nguyễn Văn Mận has no health insurance."),
        ("id", "Nguyễn Văn Tèo, Nguyễn Thị Tủn dan Nguyễn Văn Mận belum mempunyai asuransi kesehatan."),
    ],
)
def test_everybody_concerned_is_named_once(lang: str, why: str):
    told = part(tell(HOME, lang), "health_insurance")
    assert told["why"] == why
    assert told["deprived"] is True
    assert told["todo"] == next(one for one in standard().indicators if one.key == "health_insurance").todo[lang]


def test_one_and_two_names():
    one = household(person(40), person(8, "Tèo", health_insurance=False))
    two = household(person(40), person(8, "Tèo", health_insurance=False), person(9, "Tủn", health_insurance=False))
    assert part(tell(one), "health_insurance")["why"].startswith("Tèo chưa")
    assert part(tell(two), "health_insurance")["why"].startswith("Tèo và Tủn chưa")
    assert part(tell(household(toilet="none")), "toilet")["why"] == "Gia đình chưa có nhà tiêu hợp vệ sinh."


@pytest.mark.parametrize(
    ("lang", "why"),
    [
        ("vi", "Thành viên của hộ chưa có thẻ bảo hiểm y tế."),
        ("en", "A member of the household has no health insurance."),
        ("id", "Anggota rumah tangga belum mempunyai asuransi kesehatan."),
    ],
)
def test_where_the_reasons_are_hidden_nobody_is_named(lang: str, why: str):
    home = household(person(40), person(8, "Tèo", health_insurance=False))
    found = classify(compile_standard(standard()), home, on=ON)
    hidden = replace(found, indicators=tuple(replace(one, because=()) for one in found.indicators))
    assert part(explain(standard(), home, hidden, lang), "health_insurance")["why"] == why


def test_who_stands_in_the_advice_too():
    law = standard()
    advice = {"vi": "Gặp {who}.", "en": "See {who}.", "id": "Temui {who}."}
    law = replace(law, indicators=tuple(replace(one, todo=advice) for one in law.indicators))
    home = household(person(40), person(8, "Tèo", health_insurance=False))
    told = explain(law, home, classify(compile_standard(law), home, on=ON), "en")
    assert part(told, "health_insurance")["todo"] == "See Tèo."


def test_where_there_is_no_gap_nothing_is_to_be_done():
    told = part(tell(HOME), "housing_area")
    assert (told["deprived"], told["why"], told["todo"]) == (False, None, None)
    assert [one["key"] for one in told["because"]] == ["floor_area"]
    assert told["because"][0]["answer"] == "200 m²"
    assert told["because"][0]["member"] is None


def test_reasons_in_words():
    told = part(tell(HOME, "en"), "health_insurance")
    assert told["because"][:2] == [
        {"key": "age", "question": "Age", "answer": "8", "value": 8, "member": "Nguyễn Văn Tèo"},
        {
            "key": "health_insurance",
            "question": form().member["health_insurance"].label["en"],
            "answer": "no",
            "value": False,
            "member": "Nguyễn Văn Tèo",
        },
    ]
    assert told["missing"] == []
    toilet = part(tell(HOME, "id"), "toilet")["because"]
    assert toilet == [
        {
            "key": "toilet",
            "question": form().household["toilet"].label["id"],
            "answer": "Tidak ada jamban",
            "value": "none",
            "member": None,
        }
    ]


def test_articles_and_marks_of_an_indicator():
    cite = part(tell(HOME), "toilet")["cite"]
    assert cite["id"] == "nd07.phuluc"
    assert cite["label"] == standard().articles["nd07.phuluc"].label["vi"]
    assert (cite["mark"], cite["verified"], cite["assumed"], cite["source"]) == ("M", False, False, "memory")
    assumed = part(tell(HOME, key=NEW, assumptions=True), "toilet")["cite"]
    assert (assumed["mark"], assumed["verified"], assumed["assumed"]) == ("?", False, True)


def test_a_row_without_a_source_shows_that_of_its_article():
    law = standard()
    bare = replace(law, indicators=tuple(replace(one, row=replace(one.row, source="")) for one in law.indicators))
    told = explain(bare, HOME, judged(HOME), "vi")
    assert part(told, "toilet")["cite"]["source"] == law.articles["nd07.phuluc"].source != ""


@pytest.mark.parametrize(("lang", "words"), [("vi", "chưa trả lời"), ("en", "not answered"), ("id", "belum dijawab")])
def test_what_is_missing_is_told_with_its_question(lang: str, words: str):
    told = tell(household(person(40), person(None, "Bé Na", health_insurance=None), toilet=None), lang)
    missing = {(one["key"], one["member"]): one for one in told["missing"]}
    toilet = {"key": "toilet", "question": form().household["toilet"].label[lang], "answer": words}
    assert missing["toilet", None] == {**toilet, "value": None, "member": None}
    assert missing["age", "Bé Na"]["answer"] == words
    assert missing["age", "Bé Na"]["question"] == {"vi": "Tuổi", "en": "Age", "id": "Umur"}[lang]
    assert missing["health_insurance", "Bé Na"]["value"] is None
    assert part(told, "toilet")["deprived"] is None
    assert part(told, "toilet")["missing"] == [missing["toilet", None]]
    assert part(told, "toilet")["why"] is None


def test_an_undecided_finding_has_no_name_of_its_own():
    told = tell(HOME, "en", points=None)
    assert (told["finding"], told["finding_name"], told["finding_cite"]) == ("cannot_say", None, None)
    assert told["possible_names"] == ["Poor household", "Non-poor household"]
    assert told["unknown_law"] == ["points"]


def test_ages_known_to_the_year_are_told_as_a_range():
    home = household(person(40), Member("Cụ Sáu", PartialDate(1950, 12), {"health_insurance": False}))
    told = part(tell(home), "health_insurance")["because"][0]
    assert (told["answer"], told["value"], told["member"]) == ("75", 75, "Cụ Sáu")
    year = household(person(40), Member("Cụ Sáu", PartialDate(1950), {"health_insurance": False}))
    told = part(tell(year), "health_insurance")["because"][0]
    assert (told["answer"], told["value"], told["member"]) == ("75-76", None, "Cụ Sáu")


@pytest.mark.parametrize(
    ("key", "answer", "lang", "words"),
    [
        ("floor_area", 24, "vi", "24 m²"),
        ("nonfarm_months", 3, "en", "3 tháng"),
        ("toilet", "vip", "en", "Improved pit with vent pipe (VIP)"),
        ("has_tv", True, "vi", "có"),
        ("has_tv", False, "vi", "không"),
        ("has_tv", True, "en", "yes"),
        ("has_tv", False, "en", "no"),
        ("has_tv", True, "id", "ya"),
        ("has_tv", False, "id", "tidak"),
        ("has_tv", None, "vi", "chưa trả lời"),
        ("toilet", None, "en", "not answered"),
        ("floor_area", None, "id", "belum dijawab"),
        ("floor_area", 0, "vi", "0 m²"),
    ],
)
def test_answers_in_words(key: str, answer: object, lang: str, words: str):
    field = {**form().household, **form().member}[key]
    assert answer_words(field, answer, lang) == words


def test_a_number_without_a_unit_stands_alone():
    assert answer_words(replace(form().household["pigs"], unit=""), 3, "vi") == "3"


def test_bounds_are_one_number_when_decided():
    assert told_bounds((3, 3)) == 3
    assert told_bounds((3, 5)) == [3, 5]


def test_vietnamese_unless_asked_otherwise():
    assert explain(standard(), HOME, judged(HOME)) == tell(HOME, "vi")


@pytest.mark.parametrize("key", [None, NEW])
def test_every_gap_has_a_reason_a_sentence_and_a_first_step_in_every_language(key: str | None):
    how = {"key": key, "assumptions": True} if key else {}
    seen = set()
    for home in random_households(20, 150, 0.03):
        finding = judged(home, **how)
        for lang in LANGUAGES:
            told = explain(standard(**how), home, finding, lang)
            for one in (one for dimension in told["dimensions"] for one in dimension["indicators"]):
                assert bool(one["why"]) is bool(one["todo"]) is (one["deprived"] is True)
                if one["deprived"]:
                    seen.add(one["key"])
                    assert one["because"]
                    assert "{" not in one["why"] + one["todo"]
                    assert "  " not in one["why"]
                    assert not one["why"].startswith(" ")
                    assert one["cite"]["label"]
            assert {one["indicator"] for one in told["todo"]} == set(finding.deprived)
    assert len(seen) == 12 - (key is not None), "waste has no condition yet"
