"""Days of the procedure: working days, calendar days, and the monthly round of requests.

The day of the act is not counted and a period ends at 24:00 of its last day. The clock is always a parameter;
days off and make-up working days come from `law/standards/holidays/YEAR.toml`, limits from `procedure.toml`.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from chiakhoa.law.rules.form import Text
from chiakhoa.law.rules.refusals import Refused

ONE_DAY = timedelta(days=1)
SATURDAY = 5
SOURCES = "articles.toml"


UNFOUND = "?"


@dataclass(frozen=True, slots=True)
class DayOff:
    """A day on which offices are closed although it is not a weekend, or one on which they work although it is."""

    on: date
    name: Text
    mark: str
    verified: bool
    cite: str


@dataclass(frozen=True, slots=True)
class Calendar:
    """Days off and make-up working days of the years for which somebody wrote a file."""

    years: frozenset[int]
    holidays: Mapping[date, DayOff]
    makeup: Mapping[date, DayOff]

    def is_working(self, day: date) -> bool:
        """Whether offices work on `day`; refuses with `law.no_holidays` when its year has no file."""
        if day.year not in self.years:
            raise Refused("law.no_holidays", where=f"holidays/{day.year}.toml", year=day.year)
        if day in self.makeup:
            return True
        return day.weekday() < SATURDAY and day not in self.holidays


@dataclass(frozen=True, slots=True)
class Limit:
    """A time limit of the procedure: a number of `days`, working days when `working`, else calendar days."""

    days: int
    working: bool


@dataclass(frozen=True, slots=True)
class Round:
    """The monthly round a request belongs to: it starts, is due at the end of `due_on` and late from `late_from`."""

    starts_on: date
    due_on: date
    late_from: date


def load_calendar(paths: Iterable[Path]) -> Calendar:
    """The calendar made of `YEAR.toml` files; `articles.toml` beside them only holds their sources.

    Refuses with `law.wrong_holidays` a file that is not named after its year and a row that cannot be right.
    """
    years: set[int] = set()
    holidays: dict[date, DayOff] = {}
    makeup: dict[date, DayOff] = {}
    for path in paths:
        if path.name == SOURCES:
            continue
        data = tomllib.loads(path.read_text(encoding="utf-8"))
        year = _year(path)
        years.add(year)
        holidays.update(_days(data.get("holiday", []), path, year))
        makeup.update(_days(data.get("makeup", []), path, year))
    for day in sorted(holidays.keys() & makeup.keys()):
        raise Refused("law.wrong_holidays", where=f"holidays/{day.year}.toml", day=day.isoformat())
    return Calendar(frozenset(years), holidays, makeup)


def working_days_after(day: date, n: int, calendar: Calendar) -> date:
    """The n-th working day after `day`, which is itself not counted; `day` itself for n = 0."""
    while n:
        day += ONE_DAY
        n -= calendar.is_working(day)
    return day


def calendar_days_after(day: date, n: int) -> date:
    """The n-th calendar day after `day`, which is itself not counted."""
    return day + n * ONE_DAY


def deadline(limit: Limit, start: date, calendar: Calendar) -> date:
    """The last day, until 24:00, of a period that begins with an act on `start`."""
    if limit.working:
        return working_days_after(start, limit.days, calendar)
    return calendar_days_after(start, limit.days)


def in_year_round(requested_on: date, *, round_day: int, days: int) -> Round:
    """The monthly round of a request: the next `round_day` of a month (1-28), due `days` calendar days later.

    A request on the round day itself belongs to that day's round. Both numbers come from `procedure.toml`
    (procedure 1.011607: the 15th, 15 days).
    """
    starts_on = requested_on.replace(day=round_day)
    if requested_on.day > round_day:
        starts_on = (requested_on.replace(day=28) + 4 * ONE_DAY).replace(day=round_day)
    due_on = calendar_days_after(starts_on, days)
    return Round(starts_on, due_on, late_from=due_on + ONE_DAY)


def _year(path: Path) -> int:
    if not path.stem.isdecimal():
        raise Refused("law.wrong_holidays", where=f"holidays/{path.name}", day=path.stem)
    return int(path.stem)


def _days(rows: list[dict[str, Any]], path: Path, year: int) -> dict[date, DayOff]:
    """The days of one file; one that no source confirms (mark ?) stays a working day until an office confirms it."""
    days: dict[date, DayOff] = {}
    for row in rows:
        on = row.get("on")
        if type(on) is not date or on.year != year or on in days:
            raise Refused("law.wrong_holidays", where=f"holidays/{path.name}", day=str(on))
        mark = str(row.get("mark", ""))
        if mark == UNFOUND:
            continue
        days[on] = DayOff(on, row.get("name", {}), mark, bool(row.get("verified", False)), str(row.get("cite", "")))
    return days
