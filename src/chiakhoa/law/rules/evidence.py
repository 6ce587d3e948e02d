"""Every value of the law's folders carries its evidence: an article of its own folder, or a house rule's reason."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from chiakhoa.law.rules.articles import cited, load_articles
from chiakhoa.law.rules.refusals import LANGUAGES
from chiakhoa.law.rules.standard import Article
from chiakhoa.law.rules.toml_rows import TomlRow, read_toml

ARTICLES = "articles.toml"
APART = frozenset({ARTICLES, "cases.toml"})
"""Files that are not legal values themselves: the articles, and worked examples."""

HOUSE = "house"


def check_evidence(folder: Path) -> int:
    """Check every row of every file in a folder; returns how many rows carry evidence.

    Refuses, with file and line: an article that is not in the folder, a mark that contradicts `verified`, a house rule
    without its reason, a text that lacks one of the three languages.
    """
    articles = load_articles(folder) if (folder / ARTICLES).is_file() else {}
    rows = [row for path in sorted(folder.glob("*.toml")) if path.name not in APART for row in all_rows(path)]
    return sum(evident(row, articles) for row in rows)


def all_rows(path: Path) -> Iterator[TomlRow]:
    """Every table of a file: the `[[...]]` rows with their lines, and what stands outside them."""
    file = read_toml(path)
    for name in [key for key, value in file.values.items() if is_rows(value)]:
        yield from file.rows(name)
    yield file.head()


def is_rows(value: Any) -> bool:
    """Whether a value is a list of tables."""
    return isinstance(value, list) and bool(value) and all(isinstance(one, dict) for one in value)


def evident(row: TomlRow, articles: Mapping[str, Article]) -> bool:
    """Whether a row carries evidence, which is then checked together with every table inside it."""
    found = [checked(TomlRow(row.path, row.line, dict(table)), articles) for table in tables(row.values)]
    return any(found)


def tables(value: Any) -> Iterator[dict[str, Any]]:
    """A table and all tables inside it."""
    if isinstance(value, dict):
        yield value
        for inner in value.values():
            yield from tables(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from tables(inner)


def checked(row: TomlRow, articles: Mapping[str, Article]) -> bool:
    """Check one table; whether it carries evidence."""
    values = row.values
    if set(values) & set(LANGUAGES) and all(isinstance(one, str) for one in values.values()):
        if set(values) != set(LANGUAGES) or not all(one.strip() for one in values.values()):
            raise row.refuse("law.three_languages", key=", ".join(values.values()))
        return False
    if values.get("basis") == HOUSE:
        row.words("reason")
        return True
    if "mark" not in values and "verified" not in values:
        return False
    cited(row, articles)
    return True
