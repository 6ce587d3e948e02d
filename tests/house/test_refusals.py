"""Every rule that says no: catalogued in three languages, raised somewhere, filled with the values its text names."""

from __future__ import annotations

import ast
import re
import string
import tomllib
from functools import cache
from pathlib import Path

import pytest

from tests.house.sources import STANDARDS, called, calls, modules, place, tree

LANGUAGES = {"vi", "en", "id"}
FILES = sorted((STANDARDS / "house" / "refusals").glob("*.toml"))
ENTRIES = [entry for path in FILES for entry in tomllib.loads(path.read_text(encoding="utf-8"))["refusal"]]
CATALOGUE = {entry["id"]: entry for entry in ENTRIES}
IDENTIFIER = re.compile(r"[a-z][a-z0-9_]*(\.[a-z][a-z0-9_]*)+")
EVERY_ENTRY = pytest.mark.parametrize("entry", ENTRIES, ids=lambda entry: entry["id"])


def test_ids_are_unique_and_plain():
    assert len(CATALOGUE) == len(ENTRIES) > 0
    assert all(IDENTIFIER.fullmatch(rule) for rule in CATALOGUE)


@EVERY_ENTRY
def test_a_refusal_speaks_three_languages(entry: dict):
    for part in ("message", "todo"):
        assert set(entry[part]) == LANGUAGES
        assert all(text.strip() for text in entry[part].values())
        assert len({placeholders(text) for text in entry[part].values()}) == 1, "the languages name different values"


@EVERY_ENTRY
def test_a_refusal_is_used(entry: dict):
    assert entry["id"] in words_in_code(), "nothing in the product raises it"


def test_what_is_raised_is_in_the_catalogue():
    unknown = [f"{spot} {rule}" for spot, rule, _ in raised() if rule not in CATALOGUE]
    assert not unknown


def test_what_is_raised_fills_its_text():
    """`where` is shown beside the text; every other value a text names is handed over where it is raised."""
    short = []
    for spot, rule, given in raised():
        entry = CATALOGUE.get(rule, {"message": {}, "todo": {}})
        texts = [text for part in ("message", "todo") for text in entry[part].values()]
        missing = set().union(*map(placeholders, texts)) - given
        short += [f"{spot} {rule} lacks {sorted(missing)}"] if missing and "**" not in given else []
    assert not short


@cache
def raised() -> list[tuple[str, str, set[str]]]:
    """Place, id and names of the values of every refusal raised with its id in plain sight."""
    return [
        (place(path, call), call.args[0].value, {word.arg or "**" for word in call.keywords} - {"where"})
        for path in modules()
        for call in calls(path)
        if called(call) == "Refused" and call.args and isinstance(call.args[0], ast.Constant)
    ]


@cache
def words_in_code() -> frozenset[str]:
    """Every string constant of the product."""
    return frozenset().union(*map(constants, modules()))


def constants(path: Path) -> set[str]:
    """The string constants of one module."""
    return {
        node.value for node in ast.walk(tree(path)) if isinstance(node, ast.Constant) and isinstance(node.value, str)
    }


def placeholders(text: str) -> frozenset[str]:
    """The names of the values a text asks for."""
    return frozenset(name for _, name, _, _ in string.Formatter().parse(text) if name)
