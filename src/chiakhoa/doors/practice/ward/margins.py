"""How far each surveyed household of the ward is from the cut-off: kept in `margins.csv`, so that a change is seen.

When the practice table of points or a condition of the law's data changes, other families would be drawn. Then a
test fails; whoever meant the change writes the file anew with `write_margins` and says why.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator
from pathlib import Path

from chiakhoa.doors.practice.ward.planting import Answered
from chiakhoa.doors.practice.ward.world import World
from chiakhoa.law.rules.classification import classify

MARGINS = Path(__file__).with_name("margins.csv")
COLUMNS = ("survey", "household", "group", "area", "b1", "cut_off", "margin", "b2", "class")


def margins(world: World) -> Iterator[tuple[str, ...]]:
    """A row for each survey: points, cut-off, how many points below it (negative: above), gaps, class."""
    for number, planted in sorted(world.planted.items()):
        surveys = (("2024", planted.then), ("2025 first", planted.first), ("2025", planted.now))
        for name, answered in surveys:
            if answered is not None:
                yield (name, number, planted.course.group, *_judged(world, answered))


def _judged(world: World, answered: Answered) -> tuple[str, ...]:
    finding = classify(world.rules, answered.household, on=answered.on)
    low, high = finding.b1 or (0, -1)
    if low != high or finding.cut_off is None:
        raise LookupError(f"{answered.household.id}: undecided")
    found = (low, finding.cut_off, finding.cut_off - low, finding.b2[0])
    return (answered.household.area, *map(str, found), finding.verdict)


def kept_margins() -> list[tuple[str, ...]]:
    """The rows as they are kept."""
    with MARGINS.open(encoding="utf-8", newline="") as file:
        rows = [tuple(row) for row in csv.reader(file)]
    return rows[1:]


def write_margins(world: World) -> None:
    """Write the rows anew, after a change of the table that was meant."""
    with MARGINS.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(COLUMNS)
        writer.writerows(margins(world))
