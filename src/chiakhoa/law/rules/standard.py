"""A poverty standard in memory: what the loader makes of one folder under `law/standards/`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from chiakhoa.law.rules.expression import Node
from chiakhoa.law.rules.form import Form, Text


@dataclass(frozen=True, slots=True)
class Row:
    """Where a legal value comes from. `verified` is true only for mark V; `assumed` marks a practice assumption."""

    cite: str
    mark: str
    verified: bool
    source: str = ""
    note: str | Text = ""
    assumed: bool = False


@dataclass(frozen=True, slots=True)
class Article:
    """One article of an instrument, with the address it was read at and the day somebody last looked."""

    id: str
    label: Text
    source: str
    mark: str
    checked_on: date


@dataclass(frozen=True, slots=True)
class Dimension:
    key: str
    name: Text


@dataclass(frozen=True, slots=True)
class Indicator:
    """One of the twelve. `deprived_when` is None where no source gives the condition: nobody can say then."""

    key: str
    dimension: str
    name: Text
    deprived_when: Node | None
    why: Text
    todo: Text
    row: Row


@dataclass(frozen=True, slots=True)
class PointOption:
    """One option of the income form: scored when `when` holds; `points` by region code (`URB` for urban)."""

    item: str
    key: str
    group: str
    label: Text
    when: Node
    points: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class PointGroup:
    """Options of which the first that holds is scored, and no other."""

    key: str
    item: str
    options: tuple[PointOption, ...]


@dataclass(frozen=True, slots=True)
class PointsTable:
    """The income points (Form B1) by region. `practice` tables have the true shape and invented points."""

    id: str
    items: Mapping[str, Text]
    groups: tuple[PointGroup, ...]
    regions: tuple[str, ...]
    verified: bool
    practice: bool
    source: str


@dataclass(frozen=True, slots=True)
class ClassRule:
    """One class: the first whose condition holds is the household's."""

    key: str
    name: Text
    when: Node
    row: Row


@dataclass(frozen=True, slots=True)
class Determination:
    """A status found by the income form (Annex VIII) and not by Form B: average living standard, low-income worker."""

    key: str
    name: Text
    rule: Text
    row: Row


@dataclass(frozen=True, slots=True)
class Line:
    """An income line of an area, in dong per person and month."""

    key: str
    area: str
    vnd: int
    row: Row


@dataclass(frozen=True, slots=True)
class CutOff:
    """Income points up to which a household counts as at or under the line; None where no source gives them."""

    area: str
    points: int | None
    row: Row


@dataclass(frozen=True, slots=True, eq=False)
class Standard:
    """One poverty standard with everything that is needed to judge a household and to say why; equal only to itself."""

    id: str
    kind: str
    title: Text
    in_force_from: date
    in_force_until: date
    instrument: Mapping[str, str]
    checked_on: date
    row: Row
    form: Form
    articles: Mapping[str, Article]
    lines: tuple[Line, ...]
    cut_offs: Mapping[str, CutOff]
    gap_points: int
    gap_points_row: Row
    dimensions: tuple[Dimension, ...]
    indicators: tuple[Indicator, ...]
    classes: tuple[ClassRule, ...]
    determinations: tuple[Determination, ...]
    points: PointsTable | None
    assumptions: bool


def legal_rows(standard: Standard) -> tuple[Row, ...]:
    """The evidence of every legal value of a standard, for counting those that are verified."""
    return (
        *(line.row for line in standard.lines),
        *(cut_off.row for cut_off in standard.cut_offs.values()),
        standard.gap_points_row,
        *(indicator.row for indicator in standard.indicators),
        *(rule.row for rule in standard.classes),
        *(determination.row for determination in standard.determinations),
    )
