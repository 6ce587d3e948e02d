"""Every value of the law's folders carries its evidence, and the texts people read keep the house's measure."""

from __future__ import annotations

import re
import shutil
import tomllib
from datetime import date
from pathlib import Path

import pytest

from chiakhoa.law.rules.articles import load_articles
from chiakhoa.law.rules.evidence import check_evidence
from chiakhoa.law.rules.expression import Negation, Node, OfMembers, children
from chiakhoa.law.rules.loader import STANDARDS, UNKNOWN
from chiakhoa.law.rules.refusals import LANGUAGES, Refused
from chiakhoa.law.rules.standard import Indicator, legal_rows
from chiakhoa.law.rules.toml_rows import MARKS
from tests.law.rules.laws import NEW, OLD, copy_of_standards, form, refusal, spoil, standard

LAWS = [standard(), standard(NEW), standard(NEW, assumptions=True)]
INDICATORS = [(law, one) for law in LAWS for one in law.indicators]
EVERY_INDICATOR = pytest.mark.parametrize(
    "indicator",
    [one for _, one in INDICATORS],
    ids=[f"{law.id[:4]}-{law.assumptions}-{one.key}" for law, one in INDICATORS],
)
EVERY_FOLDER = pytest.mark.parametrize("folder", sorted(p.name for p in STANDARDS.iterdir() if any(p.glob("*.toml"))))


@EVERY_FOLDER
def test_every_row_of_every_folder_carries_evidence(folder: str):
    assert check_evidence(STANDARDS / folder) > 0


@pytest.mark.parametrize("folder", [OLD, NEW, "form-b"])
def test_every_article_cited_exists_in_its_folder(folder: str):
    articles = load_articles(STANDARDS / folder)
    cited = {
        cite
        for path in (STANDARDS / folder).rglob("*.toml")
        for cite in re.findall(r'^\s*(?:cite|proves) = "([^"]*)"', path.read_text(encoding="utf-8"), re.MULTILINE)
    }
    assert cited
    assert cited <= set(articles)


@pytest.mark.parametrize("law", LAWS, ids=lambda law: f"{law.id[:4]}-{law.assumptions}")
def test_every_row_of_a_standard_cites_an_article_and_is_verified_only_with_the_mark_for_it(law):
    values = (*law.lines, *law.cut_offs.values(), *law.indicators, *law.classes, *law.determinations)
    assert list(legal_rows(law)) == [
        *(one.row for one in (*law.lines, *law.cut_offs.values())),
        law.gap_points_row,
        *(one.row for one in (*law.indicators, *law.classes, *law.determinations)),
    ]
    assert len(legal_rows(law)) == len(values) + 1
    for row in (law.row, *legal_rows(law)):
        assert row.cite in law.articles
        assert row.mark in MARKS
        assert row.verified == (row.mark == "V" and not row.assumed)
    for article in law.articles.values():
        assert set(article.label) == set(LANGUAGES)
        assert article.source
        assert isinstance(article.checked_on, date)


def words(text: str) -> list[str]:
    return text.split()


@EVERY_INDICATOR
@pytest.mark.parametrize("lang", LANGUAGES)
def test_why_and_what_to_do_are_one_plain_sentence_each(indicator: Indicator, lang: str):
    for text in (indicator.why[lang], indicator.todo[lang]):
        assert 3 <= len(words(text)) <= 25
        assert text.endswith(".")
        assert text == text.strip()
        assert not re.search(r"[.!?]\s", text), "one sentence"
        assert "lười" not in text.lower()
    assert "{" not in indicator.todo[lang]


def asks_who(node: Node) -> bool:
    """Whether somebody meets a condition on members; where nobody does ("not any") there is nobody to name."""
    if isinstance(node, Negation):
        return False
    return isinstance(node, OfMembers) or any(asks_who(child) for child in children(node))


@EVERY_INDICATOR
@pytest.mark.parametrize("lang", LANGUAGES)
def test_who_stands_exactly_where_members_are_concerned(indicator: Indicator, lang: str):
    concerns = UNKNOWN_WHO.get(indicator.key, indicator.deprived_when)
    assert ("{who}" in indicator.why[lang]) is (concerns is not None and asks_who(concerns))
    assert indicator.why[lang].count("{") == indicator.why[lang].count("{who}") <= 1


UNKNOWN_WHO = {one.key: one.deprived_when for one in standard(NEW, assumptions=True).indicators}
"""A condition that is still unknown is told as its assumption would be."""


def test_names_of_dimensions_indicators_and_classes_are_short():
    for law in LAWS:
        for named in (*law.dimensions, *law.indicators, *law.classes, *law.determinations):
            assert all(0 < len(words(named.name[lang])) <= 10 for lang in LANGUAGES), named.key


def test_twelve_indicators_in_six_dimensions():
    for law in LAWS:
        assert len(law.indicators) == 12
        assert len(law.dimensions) == 6
        for dimension in law.dimensions:
            of_dimension = [one.key for one in law.indicators if one.dimension == dimension.key]
            moved = {"dim_water_sanitation": 3, "dim_information": 1} if law.id == NEW else {}
            assert len(of_dimension) == moved.get(dimension.key, 2), dimension.key


def test_what_the_second_standard_carries_over_is_what_the_first_says():
    before = {one.key: one.deprived_when for one in standard().indicators}
    assumed = [one for one in standard(NEW, assumptions=True).indicators if one.row.assumed]
    assert len(assumed) == 8
    assert all(one.deprived_when == before[one.key] for one in assumed)
    assert standard(NEW, assumptions=True).points.groups == standard().points.groups


def test_only_the_second_standard_is_silent_anywhere():
    raw = tomllib.loads((STANDARDS / OLD / "indicators.toml").read_text(encoding="utf-8"))["indicator"]
    assert not [row for row in raw if row["deprived_when"] == UNKNOWN or "assumption" in row]


SPOILED = [
    ("indicators.toml", r'^cite = "nd07.phuluc"$', 'cite = "nd08"', "law.unknown_article", {"cite": "nd08"}),
    ("indicators.toml", r'^cite = "nd07.phuluc"$', "", "law.missing_key", {"key": "cite"}),
    ("indicators.toml", r'^mark = "V2"$', "", "law.missing_key", {"key": "mark"}),
    ("indicators.toml", r"^verified = false$", "", "law.missing_key", {"key": "verified"}),
    ("indicators.toml", r"^verified = false$", "verified = true", "law.mark", {"mark": "V2", "verified": True}),
    ("indicators.toml", r'^mark = "V2"$', 'mark = "V3"', "law.mark", {"mark": "V3", "verified": False}),
    ("indicators.toml", r"^why\.vi = .*$", "", "law.three_languages", {}),
    ("indicators.toml", r"^name\.en = .*$", 'name.en = " "', "law.three_languages", {}),
    ("procedure.toml", r"^cite = .*$", 'cite = "nowhere"', "law.unknown_article", {"cite": "nowhere"}),
]


@pytest.mark.parametrize(("file", "pattern", "replacement", "rule", "values"), SPOILED)
def test_a_value_without_evidence_is_refused(
    tmp_path: Path, file: str, pattern: str, replacement: str, rule: str, values: dict[str, object]
):
    folder = copy_of_standards(tmp_path) / OLD
    spoiled = spoil(folder / file, pattern, replacement)
    with pytest.raises(Refused) as refused:
        check_evidence(folder)
    told = refusal(refused)
    assert told.rule == rule
    assert told.values | values == told.values
    lines = (folder / file).read_text(encoding="utf-8").splitlines()
    table = next((number for number in range(spoiled, 0, -1) if lines[number - 1].startswith("[[")), 1)
    assert told.where == f"{OLD}/{file}:{table}"


HOUSE = """
top.vi = "a"
top.en = "a"
top.id = "a"
[[rule]]
key = "a"
basis = "house"
reason.vi = "vì"
reason.en = "because"
reason.id = "karena"
[[rule]]
key = "b"
inner = [{ cite = "x", mark = "V", verified = true }, { cite = "x", mark = "M", verified = false }]
[[rule]]
key = "c"
inner = { deeper = { cite = "x", mark = "?", verified = false } }
[[plain]]
key = "d"
"""
ARTICLE = """
[[article]]
id = "x"
label.vi = "x"
label.en = "x"
label.id = "x"
source = "x"
mark = "M"
checked_on = 2026-01-01
"""


def test_rows_that_carry_evidence_are_counted(tmp_path: Path):
    (tmp_path / "articles.toml").write_text(ARTICLE, encoding="utf-8")
    (tmp_path / "house.toml").write_text(HOUSE, encoding="utf-8")
    (tmp_path / "cases.toml").write_text("cite = 3\nmark = 4\n", encoding="utf-8")
    assert check_evidence(tmp_path) == 3
    (tmp_path / "more.toml").write_text('cite = "x"\nmark = "M"\nverified = false\nlist = [1, 2]\n', encoding="utf-8")
    assert check_evidence(tmp_path) == 4


@pytest.mark.parametrize(
    ("old", "new", "rule", "line"),
    [
        ('reason.en = "because"\n', "", "law.three_languages", 5),
        ("reason.vi", "reasons.vi", "law.three_languages", 5),
        ('reason.vi = "vì"\nreason.en = "because"\nreason.id = "karena"\n', "", "law.missing_key", 5),
        ('cite = "x", mark = "M"', 'cite = "y", mark = "M"', "law.unknown_article", 11),
        ('mark = "M", verified = false', 'mark = "M", verified = true', "law.mark", 11),
        ('mark = "?", verified', "verified", "law.missing_key", 14),
        ('mark = "?", verified = false', 'mark = "?"', "law.missing_key", 14),
        ('top.id = "a"\n', "", "law.three_languages", 1),
    ],
)
def test_rows_whose_evidence_is_not_whole(tmp_path: Path, old: str, new: str, rule: str, line: int):
    (tmp_path / "articles.toml").write_text(ARTICLE, encoding="utf-8")
    (tmp_path / "house.toml").write_text(HOUSE.replace(old, new), encoding="utf-8")
    with pytest.raises(Refused) as refused:
        check_evidence(tmp_path)
    moved = line - ((new == "" and line > 5) or 0)
    assert (refusal(refused).rule, refused.value.where) == (rule, f"{tmp_path.name}/house.toml:{moved}")


def test_a_folder_without_articles_has_only_house_rules(tmp_path: Path):
    (tmp_path / "house.toml").write_text(HOUSE[: HOUSE.index('[[rule]]\nkey = "b"')], encoding="utf-8")
    assert check_evidence(tmp_path) == 1
    shutil.copy(STANDARDS / OLD / "classes.toml", tmp_path)
    with pytest.raises(Refused) as refused:
        check_evidence(tmp_path)
    assert refused.value.rule == "law.unknown_article"


def test_every_question_of_the_form_shows_its_evidence():
    for field in (*form().household.values(), *form().member.values()):
        assert field.mark in MARKS
        assert field.source
