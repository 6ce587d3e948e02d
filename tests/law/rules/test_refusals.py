"""A refusal speaks: what, where, what to do next, in three languages."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from chiakhoa.law.rules import refusals
from chiakhoa.law.rules.refusals import Refused, catalogue

RULES = Path(refusals.__file__).parent


def test_a_refusal_tells_everything_in_each_language():
    refused = Refused("law.unknown_article", where="a/b.toml:3", cite="nd99")
    assert (
        refused.message() == refused.message("vi") == "Không có điều khoản “nd99” trong articles.toml của thư mục này."
    )
    assert refused.message("en") == "No article “nd99” in this folder's articles.toml."
    assert refused.todo() == refused.todo("vi")
    assert refused.todo("en") == "Add the article with its source, or correct the citation."
    assert refused.as_dict("id") == {
        "rule": "law.unknown_article",
        "where": "a/b.toml:3",
        "message": "Pasal “nd99” tidak ada di articles.toml folder ini.",
        "todo": "Tambahkan pasal beserta sumbernya, atau perbaiki kutipan.",
    }
    assert refused.as_dict()["message"] == refused.message("vi")
    assert str(refused) == "law.unknown_article a/b.toml:3 {'cite': 'nd99'}"


def test_a_value_with_a_text_for_each_language_is_told_in_the_language_asked_for():
    refused = Refused("law.unknown_article", cite={"vi": "điều 3", "en": "article 3", "id": "pasal 3"})
    assert "“điều 3”" in refused.message()
    assert "“article 3”" in refused.message("en")
    assert "“pasal 3”" in refused.message("id")


def test_a_refusal_without_a_place():
    refused = Refused("points.empty")
    assert (refused.where, refused.values) == ("", {})
    assert str(refused) == "points.empty  {}"


def test_an_id_listed_twice_stops_everything(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    entry = '[[refusal]]\nid = "a.b"\nmessage.vi = "ơ"\n'
    (tmp_path / "one.toml").write_text(entry, encoding="utf-8")
    (tmp_path / "two.toml").write_text(entry, encoding="utf-8")
    monkeypatch.setattr(refusals, "CATALOGUE", tmp_path)
    with pytest.raises(ValueError, match=r"^two\.toml: refusal a\.b is listed twice$"):
        catalogue.__wrapped__()
    (tmp_path / "two.toml").unlink()
    assert catalogue.__wrapped__() == {"a.b": {"id": "a.b", "message": {"vi": "ơ"}}}


def test_every_refusal_of_the_rules_is_raised_by_a_test_of_the_rules():
    """By its id: a rule that nobody proves could say no to everything, or to nothing."""
    in_rules = set(
        re.findall(r'"((?:law|points)\.[a-z_]+)"', "".join(p.read_text("utf-8") for p in RULES.glob("*.py")))
    )
    in_tests = "".join(path.read_text(encoding="utf-8") for path in Path(__file__).parent.glob("test_*.py"))
    assert len(in_rules) > 25
    assert {rule for rule in in_rules if f'"{rule}"' not in in_tests} == set()
    assert in_rules <= set(catalogue())
