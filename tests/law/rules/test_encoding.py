"""Answers as codes: every kind of answer, what is not asked, and what fits no question."""

from __future__ import annotations

import pytest

from chiakhoa.law.rules.encoding import code, decode, encode
from chiakhoa.law.rules.form import CHOICE, INTEGER
from chiakhoa.law.rules.households import Answer, Household, Member, PartialDate
from chiakhoa.law.rules.refusals import Refused
from tests.law.rules.laws import ON, born, form, household, person, refusal

MEMBER_KEYS = list(form().member)
HOUSEHOLD_KEYS = list(form().household)


def codes_of(member: Member) -> dict[str, int | None]:
    encoded = encode(form(), household(member), ON)
    return dict(zip(MEMBER_KEYS, encoded.members[0], strict=True))


def test_a_household_in_codes():
    home = household(
        person(40, work="no_job", nonfarm_months=7),
        Member("Hồ Thị Kén", PartialDate(2019), {}),
        water_source="rain",
        toilet=None,
        floor_area=24,
        has_tv=False,
        region="CH",
    )
    encoded = encode(form(), home, ON)
    answers = dict(zip(HOUSEHOLD_KEYS, encoded.answers, strict=True))
    assert (encoded.area, encoded.region) == (0, "CH")
    assert (answers["water_source"], answers["toilet"], answers["floor_area"]) == (4, None, 24)
    assert (answers["wall_durable"], answers["has_tv"]) == (1, 0)
    assert encoded.ages == ((40, 40), (6, 7))
    assert dict(zip(MEMBER_KEYS, encoded.members[0], strict=True)) | {"work": 1, "nonfarm_months": 7} == dict(
        zip(MEMBER_KEYS, encoded.members[0], strict=True)
    )


def test_every_urban_place_is_one_region():
    encoded = encode(form(), household(area="urban", region="CH"), ON)
    assert (encoded.area, encoded.region) == (1, "URB")


def test_what_is_not_asked_takes_its_default_and_what_is_asked_stays_open():
    child, grown, unknown = (
        Member("Bùi Văn Bo", born(2), {}),
        Member("Bùi Văn Cả", born(40), {}),
        Member("Bùi Thị Út", None, {}),
    )
    of_child, of_grown, of_unknown = codes_of(child), codes_of(grown), codes_of(unknown)
    assert of_child["studying"] == of_child["schooling"] == of_child["nonfarm_months"] == 0
    assert (of_child["work"], of_child["contract"], of_child["uses_internet"]) == (2, 0, 0)
    assert of_child["malnourished"] is None
    assert of_child["health_insurance"] is None
    assert (of_grown["malnourished"], of_grown["studying"], of_grown["job_certified"]) == (0, 0, 0)
    assert of_grown["work"] is None
    assert set(of_unknown.values()) == {None}


def test_an_answer_that_was_given_counts_though_nobody_had_to_ask():
    assert codes_of(person(2, uses_internet=True))["uses_internet"] == 1


def test_a_partial_birth_date_asks_as_long_as_the_question_may_concern():
    assert codes_of(Member("Ma Seo Pao", PartialDate(2010), {}))["schooling"] is None, "15 or 16"
    assert codes_of(Member("Ma Seo Pao", PartialDate(2011), {}))["schooling"] == 0, "14 or 15"


@pytest.mark.parametrize(
    ("given", "contract", "slack_season_only"),
    [
        ({"work": "working"}, None, None),
        ({"work": "no_job"}, 0, 0),
        ({}, None, None),
        ({"work": "working", "contract": "signed"}, 1, 0),
        ({"work": "working", "contract": "unsigned"}, 2, None),
        ({"contract": "unsigned"}, 2, None),
    ],
)
def test_a_question_is_asked_as_long_as_the_answers_before_leave_it_open(
    given: dict[str, Answer], contract: int | None, slack_season_only: int | None
):
    """Form B asks about the contract of those who work, and about the slack season of those without a contract."""
    codes = codes_of(Member("Ma Seo Pao", born(20), given))
    assert (codes["contract"], codes["slack_season_only"]) == (contract, slack_season_only)


@pytest.mark.parametrize(
    ("key", "answer"),
    [
        ("toilet", "palace"),
        ("toilet", 0),
        ("toilet", True),
        ("floor_area", -1),
        ("floor_area", 2001),
        ("floor_area", True),
        ("floor_area", "24"),
        ("floor_area", 24.0),
        ("has_tv", 1),
        ("has_tv", "yes"),
    ],
)
def test_an_answer_that_fits_no_question_is_refused(key: str, answer: Answer):
    with pytest.raises(Refused) as refused:
        encode(form(), household(**{key: answer}), ON)
    told = refusal(refused)
    assert (told.rule, told.where, told.values) == ("law.answer", "H-1", {"question": key, "answer": answer})


def test_a_members_wrong_answer_names_the_member():
    with pytest.raises(Refused) as refused:
        encode(form(), household(person(40, name="Đỗ Văn Rô", work="pilot")), ON)
    assert refusal(refused).where == "H-1, Đỗ Văn Rô"


@pytest.mark.parametrize("answer", [0, 2000])
def test_the_ends_of_a_range_are_answers(answer: int):
    assert encode(form(), household(floor_area=answer), ON).answers[3] == answer


def test_codes_and_answers_are_one_to_one():
    for field in (*form().household.values(), *form().member.values()):
        for value in range(field.low, min(field.high, 50) + 1):
            answer = decode(field, value)
            assert code(field, answer, "x") == value
            assert isinstance(answer, {CHOICE: str, INTEGER: int}.get(field.kind, bool))
        assert code(field, None, "x") is None
        assert decode(field, None) is None


def test_no_answers_at_all():
    encoded = encode(form(), Household("H", "rural", "SE"), ON)
    assert set(encoded.answers) == {None}
    assert encoded.members == encoded.ages == ()
