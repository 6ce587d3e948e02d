"""Where legal values come from: the articles of a folder, and the evidence that each row of law carries."""

from __future__ import annotations

from collections.abc import Mapping
from operator import attrgetter
from pathlib import Path

from chiakhoa.law.rules.standard import Article, Row
from chiakhoa.law.rules.toml_rows import MARKS, TomlRow, read_toml


def load_articles(folder: Path) -> dict[str, Article]:
    """The articles of one folder by id."""
    file = read_toml(folder / "articles.toml")
    found = file.each("article", article, key=attrgetter("id"))
    file.done()
    return {one.id: one for one in found}


def article(row: TomlRow) -> Article:
    """One article; refuses (`law.mark`) a mark that does not exist."""
    made = Article(row.text("id"), row.words("label"), row.text("source"), row.text("mark"), row.day("checked_on"))
    if made.mark not in MARKS:
        raise row.refuse("law.mark", mark=made.mark, verified="")
    row.done()
    return made


def cited(row: TomlRow, articles: Mapping[str, Article]) -> tuple[str, str, bool]:
    """Article, mark and `verified` of a row, which must agree (`law.unknown_article`, `law.mark`)."""
    cite, mark = row.text("cite"), row.text("mark")
    verified = bool(row.take("verified", bool))
    if cite not in articles:
        raise row.refuse("law.unknown_article", cite=cite)
    if mark not in MARKS or verified != (mark == "V"):
        raise row.refuse("law.mark", mark=mark, verified=verified)
    return cite, mark, verified


def evidence(row: TomlRow, articles: Mapping[str, Article], *, assumed: bool = False) -> Row:
    """What is left of a row of law: its article, mark, source and note."""
    cite, mark, verified = cited(row, articles)
    source, note = row.text("source", ""), row.take("note", (str, dict), "")
    row.done()
    return Row(cite, mark, verified and not assumed, source, note, assumed)
