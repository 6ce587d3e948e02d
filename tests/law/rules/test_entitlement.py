"""What the law offers a class on a day: by group and date, with the rate and the ceiling of that day."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from chiakhoa.law.rules.entitlement import Offer, offers_for, written
from chiakhoa.law.rules.explanation import explain
from chiakhoa.law.rules.refusals import LANGUAGES, Refused
from tests.law.rules.laws import household, judged, refusal, standard

ON = date(2026, 10, 15)
TEXT = '{vi = "một", en = "one", id = "satu"}'
MARK = 'cite = "a"\nmark = "V"\nverified = true\n'
DOUBT = 'cite = "a"\nmark = "M"\nverified = false\n'
ARTICLES = f'[[article]]\nid = "a"\nlabel = {TEXT}\nsource = "s"\nmark = "V"\nchecked_on = 2026-01-01\n'
CREDIT = f"""
[[programme]]
key = "loan"
name = {TEXT}
who = ["poor", "near_poor"]
{MARK}
[[rate]]
programme = "loan"
percent_a_year = "6.6"
valid_until = 2025-11-30
{DOUBT}
[[rate]]
programme = "loan"
percent_a_year = "6.24"
valid_from = 2025-12-01
{MARK}
[[ceiling]]
programme = "loan"
vnd = 100
valid_from = 2025-12-15
{DOUBT}
[[ceiling]]
programme = "other"
vnd = 7
{MARK}
"""
CARD = f"""
[[entitlement]]
key = "card"
name = {TEXT}
what = {TEXT}
who = ["poor"]
valid_from = 2026-01-01
valid_until = 2026-12-31
{MARK}
[[entitlement]]
key = "line"
name = {TEXT}
who = ["everyone"]
{DOUBT}
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name, text in (("articles", ARTICLES), ("credit", CREDIT), ("card", CARD)):
        (tmp_path / f"{name}.toml").write_text(text, encoding="utf-8")
    return tmp_path


def keys(offers: tuple[Offer, ...]) -> list[str]:
    return [offer.key for offer in offers]


def test_offers_of_a_class_and_of_everyone_in_the_order_of_the_files(folder: Path):
    assert keys(offers_for(["poor"], ON, folder)) == ["card", "line", "loan"]
    assert keys(offers_for(["near_poor"], ON, folder)) == ["line", "loan"]
    assert keys(offers_for(["non_poor"], ON, folder)) == ["line"]
    assert keys(offers_for([], ON, folder)) == ["line"]
    assert keys(offers_for(["non_poor", "poor"], ON, folder)) == ["card", "line", "loan"]


@pytest.mark.parametrize(
    ("on", "offered"),
    [
        (date(2025, 12, 31), False),
        (date(2026, 1, 1), True),
        (date(2026, 12, 31), True),
        (date(2027, 1, 1), False),
    ],
)
def test_an_offer_holds_from_its_first_day_to_its_last(folder: Path, on: date, offered: bool):
    assert ("card" in keys(offers_for(["poor"], on, folder))) is offered


@pytest.mark.parametrize(
    ("on", "rate", "ceiling", "verified"),
    [
        (date(2020, 1, 1), "6.6", None, False),
        (date(2025, 11, 30), "6.6", None, False),
        (date(2025, 12, 1), "6.24", None, True),
        (date(2025, 12, 14), "6.24", None, True),
        (date(2025, 12, 15), "6.24", 100, False),
        (date(2030, 1, 1), "6.24", 100, False),
    ],
)
def test_the_rate_and_the_ceiling_are_those_of_the_day(
    folder: Path, on: date, rate: str, ceiling: int | None, verified: bool
):
    """An offer is verified when the row itself and the parts of that day are."""
    (loan,) = (offer for offer in offers_for(["poor"], on, folder) if offer.key == "loan")
    assert (loan.rate, loan.ceiling, loan.verified) == (rate, ceiling, verified)


def test_what_an_offer_holds(folder: Path):
    card, line, loan = offers_for(["poor"], ON, folder)
    text = {"vi": "một", "en": "one", "id": "satu"}
    assert (card.topic, card.name, card.what, card.who) == ("card", text, text, ("poor",))
    assert (card.article.id, card.verified, card.rate, card.ceiling) == ("a", True, None, None)
    assert (line.what, line.verified, line.topic) == (None, False, "card")
    assert (loan.topic, loan.who) == ("credit", ("poor", "near_poor"))


def test_a_day_between_two_rates_has_none(folder: Path):
    text = CREDIT.replace("valid_until = 2025-11-30", "valid_until = 2025-10-31")
    (folder / "credit.toml").write_text(text, encoding="utf-8")
    (loan,) = (offer for offer in offers_for(["poor"], date(2025, 11, 15), folder) if offer.key == "loan")
    assert (loan.rate, loan.verified) == (None, True)


def test_a_ceiling_that_is_a_share_of_the_costs_is_no_number(folder: Path):
    (folder / "credit.toml").write_text(CREDIT.replace("vnd = 100\n", 'share = "half"\n'), encoding="utf-8")
    (loan,) = (offer for offer in offers_for(["poor"], ON, folder) if offer.key == "loan")
    assert loan.ceiling is None


def test_a_name_in_one_language_is_refused(folder: Path):
    (folder / "card.toml").write_text(CARD.replace(', id = "satu"', "", 1), encoding="utf-8")
    with pytest.raises(Refused) as refused:
        offers_for(["poor"], ON, folder)
    assert (refusal(refused).rule, refused.value.where) == ("law.three_languages", f"{folder.name}/card.toml:2")


def test_the_files_are_read_once(folder: Path):
    assert written(folder) is written(folder)


def test_the_packaged_offers():
    poor, near, other = (offers_for([group], ON) for group in ("poor", "near_poor", "non_poor"))
    assert {"credit_poor"} <= set(keys(poor)) - set(keys(near))
    assert {"credit_near_poor"} <= set(keys(near)) - set(keys(poor))
    assert set(keys(other)) <= set(keys(poor))
    loan = next(offer for offer in poor if offer.key == "credit_poor")
    assert (loan.rate, loan.ceiling, loan.topic, loan.verified) == ("6.24", 100_000_000, "credit", False)
    before = next(offer for offer in offers_for(["poor"], date(2025, 11, 30)) if offer.key == "credit_poor")
    assert before.rate == "6.6"
    for offer in written():
        assert set(offer.offer.name) == set(LANGUAGES)


def test_a_finding_is_told_with_what_its_class_is_offered():
    home = household(toilet="none", water_source="surface", floor_area=0)
    told = explain(standard(), home, judged(home), "en")["offers"]
    offers = offers_for(["poor"], judged(home).on)
    assert [one["key"] for one in told] == keys(offers)
    loan = next(one for one in told if one["key"] == "credit_poor")
    assert loan == {
        "key": "credit_poor",
        "topic": "credit",
        "name": "Loan for poor households",
        "what": None,
        "rate": "6.24",
        "ceiling": 100_000_000,
        "cite": next(offer for offer in offers if offer.key == "credit_poor").article.label["en"],
        "verified": False,
    }
    assert any(one["what"] for one in told)
    cannot_say = explain(standard(points=None), home, judged(home, points=None), "en")["offers"]
    assert [one["key"] for one in cannot_say] == keys(offers_for([], judged(home).on))
