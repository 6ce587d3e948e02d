"""`import KIND FILE`: what comes into the program from other programs' files."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import click

from chiakhoa.doors.cli.office import Office
from chiakhoa.doors.exchange.records import ReturnedRow
from chiakhoa.doors.exchange.review_list import read_review_list


@click.group("import")
def import_() -> None:
    """Read files of other programs: the list after review."""


@import_.command("review-list")
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
@click.pass_obj
def review_list(office: Office, file: Path) -> None:
    """The list after review: classes as decided, without the answers behind them ("reasons not held")."""
    taken = read_review_list(file)
    classes = Counter(decision.verdict or f"left_{decision.left}" for decision in taken.decisions)
    problems = [problem(one, office.lang) for one in taken.returned]
    document = {
        "rows": taken.rows,
        "households": len(taken.decisions),
        "returned": len(taken.returned_rows),
        "reasons_held": False,
        "classes": dict(sorted(classes.items())),
        "problems": problems,
    }
    office.answer(document, lambda: told(office, document, classes, problems))


def problem(one: ReturnedRow, lang: str) -> dict[str, Any]:
    """Why a row came back: where, what, what to do."""
    place = {"sheet": one.sheet, "row": one.row, "column": one.column}
    return {**place, "rule": one.rule, "message": one.message(lang), "todo": one.todo(lang)}


def told(
    office: Office, document: Mapping[str, object], classes: Mapping[str, int], problems: Sequence[Mapping[str, Any]]
) -> list[str]:
    """What a person reads: households by class, rows that could not be read and why."""
    lines = [office.say("review_list", **document)]
    lines += [f"  {key}: {count}" for key, count in sorted(classes.items())]
    return lines + [f"  {one['sheet']}!{one['column']}{one['row']}: {one['message']}" for one in problems]
