"""The whole ward as plain data, before anything is written: who lives where, what they answered, what became of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from chiakhoa.doors.practice.generator import STORY_FOLDER
from chiakhoa.doors.practice.ward.courses import Course, Year, year
from chiakhoa.doors.practice.ward.planting import Planted, plant
from chiakhoa.doors.practice.ward.residents import Home, homes_of
from chiakhoa.doors.practice.ward.story import STORY, told
from chiakhoa.doors.practice.ward.units import draw
from chiakhoa.law.rules.compiled import CompiledStandard, compile_standard
from chiakhoa.law.rules.loader import load_standard

SEED = 2025
"""The seed of the demo ward; public ids come from it."""

SEASONS = {2024: (date(2024, 9, 3), date(2024, 10, 19)), 2025: (date(2025, 9, 1), date(2025, 10, 20))}
"""First and last day on which households are surveyed."""

SUNDAY = 6


@dataclass(frozen=True, slots=True)
class World:
    """The ward of a seed, and the standard by which its families were planted."""

    seed: int | str
    year: Year
    planted: Mapping[str, Planted]
    homes: Mapping[str, Home]
    rules: CompiledStandard


def practice_rules() -> CompiledStandard:
    """The standard of the seasons with the practice table of points."""
    return compile_standard(load_standard(STORY_FOLDER, points="practice"))


def song_mau(seed: int | str = SEED) -> World:
    """The ward Sông Mẫu: equal on every machine."""
    rules = practice_rules()
    drawn = year(seed)
    planted = {number: _planted(course, rules, seed) for number, course in drawn.courses.items()}
    return World(seed, drawn, planted, homes_of(drawn, planted, seed), rules)


def _planted(course: Course, rules: CompiledStandard, seed: int | str) -> Planted:
    days = tuple(survey_day(seed, season, course.number) for season in SEASONS)
    if course.number in STORY:
        return told(course, days[0])
    return plant(course, (days[0], days[1]), rules, seed)


def survey_day(seed: int | str, season: int, number: str) -> date:
    """A day of the season on which people are visited: any but Sunday."""
    first, last = SEASONS[season]
    days = [first + timedelta(days=place) for place in range((last - first).days + 1)]
    open_days = [day for day in days if day.weekday() != SUNDAY]
    return open_days[int(draw(seed, "survey", season, number).random() * len(open_days))]
