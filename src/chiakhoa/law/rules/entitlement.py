"""What the law offers a household on a day: entitlements and loan programmes by class, each with article and mark."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

from chiakhoa.law.rules.articles import load_articles
from chiakhoa.law.rules.form import Text
from chiakhoa.law.rules.loader import STANDARDS
from chiakhoa.law.rules.standard import Article
from chiakhoa.law.rules.toml_rows import TomlFile, TomlRow, read_toml

PROGRAMMES = STANDARDS / "programmes"
EVERYONE = "everyone"
FIRST, LAST = date.min, date.max


@dataclass(frozen=True, slots=True)
class Offer:
    """Something a group of people is entitled to, or may borrow. `what` is empty where the source says no more.

    `rate` is per cent a year as text and `ceiling` whole dong, both as of the day asked; None where no
    source tells or the ceiling is a share of the costs.
    """

    key: str
    topic: str
    name: Text
    what: Text | None
    who: tuple[str, ...]
    article: Article
    verified: bool
    rate: str | None = None
    ceiling: int | None = None


def offers_for(groups: Collection[str], on: date, folder: Path = PROGRAMMES) -> tuple[Offer, ...]:
    """What the law offers to people of any of these groups (class keys among them) on a day, and to everyone."""
    wanted = {*groups, EVERYONE}
    return tuple(offer for offer in offers_on(on, folder) if wanted.intersection(offer.who))


@cache
def offers_on(on: date, folder: Path = PROGRAMMES) -> tuple[Offer, ...]:
    """Everything in force on a day, in the order of the files."""
    articles = load_articles(folder)
    return tuple(offer for path in sorted(folder.glob("*.toml")) for offer in of_file(read_toml(path), articles, on))


def of_file(file: TomlFile, articles: dict[str, Article], on: date) -> Iterator[Offer]:
    """The offers of one file that are in force on a day."""
    topic = file.path.stem
    rates, ceilings = dated(file, "rate", on), dated(file, "ceiling", on)
    for name in ("entitlement", "programme"):
        for row in file.rows(name):
            if in_force(row, on):
                rate, ceiling = rates.get(row.values["key"]), ceilings.get(row.values["key"])
                yield offer(row, topic, articles, rate, ceiling)


def offer(
    row: TomlRow, topic: str, articles: dict[str, Article], rate: TomlRow | None, ceiling: TomlRow | None
) -> Offer:
    """One offer with the rate and the ceiling of the day; unverified when any of its parts is."""
    parts = [part for part in (row, rate, ceiling) if part is not None]
    return Offer(
        key=row.text("key"),
        topic=topic,
        name=row.words("name"),
        what=row.words("what") if "what" in row.values else None,
        who=tuple(row.take("who", list)),
        article=articles[row.text("cite")],
        verified=all(part.values["verified"] for part in parts),
        rate=rate.values["percent_a_year"] if rate else None,
        ceiling=ceiling.values.get("vnd") if ceiling else None,
    )


def dated(file: TomlFile, name: str, on: date) -> dict[str, TomlRow]:
    """The rows of that name in force on a day, by the programme they belong to."""
    return {row.values["programme"]: row for row in file.rows(name) if in_force(row, on)}


def in_force(row: TomlRow, on: date) -> bool:
    """Whether a row's dates, where it has any, cover the day."""
    first: date = row.values.get("valid_from", FIRST)
    last: date = row.values.get("valid_until", LAST)
    return first <= on <= last
