"""What the law offers a household on a day: entitlements and loan programmes by class, each with article and mark."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass, replace
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from chiakhoa.law.rules.articles import load_articles
from chiakhoa.law.rules.form import Text
from chiakhoa.law.rules.loader import STANDARDS
from chiakhoa.law.rules.standard import Article
from chiakhoa.law.rules.toml_rows import TomlFile, TomlRow, read_toml

PROGRAMMES = STANDARDS / "programmes"
EVERYONE = "everyone"


@dataclass(frozen=True, slots=True)
class Offer:
    """Something a group of people is entitled to, or may borrow. `what` is empty where the source says no more.

    `rate` is per cent a year as text and `ceiling` whole dong, both as of the day asked; None where no source tells or
    the ceiling is a share of the costs.
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


@dataclass(frozen=True, slots=True)
class Dated:
    """A value of a row with the days on which it holds, both included."""

    first: date
    last: date
    value: Any
    verified: bool

    def holds(self, on: date) -> bool:
        return self.first <= on <= self.last


@dataclass(frozen=True, slots=True)
class Written:
    """An offer as the files have it: with its days, and the rates and ceilings of all times."""

    offer: Offer
    days: Dated
    rates: tuple[Dated, ...]
    ceilings: tuple[Dated, ...]

    def on(self, day: date) -> Offer:
        """The offer with the rate and the ceiling of a day; unverified when any of its parts is."""
        rate = next((one for one in self.rates if one.holds(day)), None)
        ceiling = next((one for one in self.ceilings if one.holds(day)), None)
        parts = [one.verified for one in (rate, ceiling) if one]
        return replace(
            self.offer,
            verified=self.offer.verified and all(parts),
            rate=rate.value if rate else None,
            ceiling=ceiling.value if ceiling else None,
        )


def offers_for(groups: Collection[str], on: date, folder: Path = PROGRAMMES) -> tuple[Offer, ...]:
    """What the law offers to people of any of these groups (class keys among them) on a day, and to everyone."""
    wanted = {*groups, EVERYONE}
    return tuple(one.on(on) for one in written(folder) if one.days.holds(on) and wanted.intersection(one.offer.who))


@cache
def written(folder: Path = PROGRAMMES) -> tuple[Written, ...]:
    """Every offer of the folder, in the order of the files."""
    articles = load_articles(folder)
    return tuple(one for path in sorted(folder.glob("*.toml")) for one in of_file(read_toml(path), articles))


def of_file(file: TomlFile, articles: dict[str, Article]) -> Iterator[Written]:
    """The offers of one file."""
    rates, ceilings = by_programme(file, "rate", "percent_a_year"), by_programme(file, "ceiling", "vnd")
    for name in ("entitlement", "programme"):
        for row in file.rows(name):
            key = row.values["key"]
            made = offer(row, file.path.stem, articles)
            yield Written(made, dated(row, None), tuple(rates.get(key, ())), tuple(ceilings.get(key, ())))


def offer(row: TomlRow, topic: str, articles: dict[str, Article]) -> Offer:
    """One offer, still without rate and ceiling."""
    return Offer(
        key=row.values["key"],
        topic=topic,
        name=row.words("name"),
        what=row.words("what") if "what" in row.values else None,
        who=tuple(row.take("who", list)),
        article=articles[row.text("cite")],
        verified=bool(row.values["verified"]),
    )


def by_programme(file: TomlFile, name: str, key: str) -> dict[str, list[Dated]]:
    """Dated values by the programme they belong to."""
    found: dict[str, list[Dated]] = {}
    for row in file.rows(name):
        found.setdefault(row.values["programme"], []).append(dated(row, row.values.get(key)))
    return found


def dated(row: TomlRow, value: Any) -> Dated:
    """A value with its row's days; a row without dates holds always."""
    first, last = row.values.get("valid_from", date.min), row.values.get("valid_until", date.max)
    return Dated(first, last, value, bool(row.values["verified"]))
