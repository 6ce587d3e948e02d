"""`standard compare`: two standards on the same answers, of a workbook or of the surveys a unit holds."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, datetime
from pathlib import Path
from typing import Any

import click

from chiakhoa.doors.cli.assessing import DAY, FILE
from chiakhoa.doors.cli.office import Office
from chiakhoa.doors.exchange.reading import read_answers
from chiakhoa.foundation.access.values import Viewer
from chiakhoa.law.rules.classification import classify
from chiakhoa.law.rules.comparison import Comparison
from chiakhoa.law.rules.comparison import compare as compare_findings
from chiakhoa.law.rules.compiled import compile_standard
from chiakhoa.law.rules.finding import CANNOT_SAY, CANNOT_SAY_NAME
from chiakhoa.law.rules.form_loader import load_form
from chiakhoa.law.rules.households import Household
from chiakhoa.law.rules.loader import standard_by_id
from chiakhoa.law.rules.packing import unpack
from chiakhoa.law.rules.refusals import Refused
from chiakhoa.law.rules.standard import Standard

Answered = tuple[Household, date]
"""A household as it answered, and the day it is judged on."""


@click.command("compare")
@click.argument("file", type=FILE, required=False)
@click.option("--from", "first", required=True, help="Id of the first standard.")
@click.option("--to", "second", required=True, help="Id of the second standard.")
@click.option("--unit", default="", help="Instead of a file: the surveys of a commune, by its code or short name.")
@click.option("--year", type=int, help="With --unit: the year of the surveys; of each household the last one counts.")
@click.option("--on", type=DAY, help="Ages as of this day; without it as of each household's survey.")
@click.option(
    "--assumptions", is_flag=True, help="Practice: fill what the law leaves unknown by its marked assumption."
)
@click.pass_obj
def compare(
    office: Office,
    file: Path | None,
    *,
    first: str,
    second: str,
    unit: str,
    year: int | None,
    on: datetime | None,
    assumptions: bool,
) -> None:
    """Two standards on the same answers: who changes class, by which indicator, who stays undecided.

    `no_answers`: households without an answer; of a unit the listed ones of whom no survey of the year is held.
    """
    if (file is None) != bool(unit and year):
        raise Refused("cli.compare_what")
    if file is not None:
        standards = [standard_by_id(key, assumptions=assumptions) for key in (first, second)]
        compared = compare_findings(judged(standards, of_file(office, file), on))
        lacking = compared.no_answers
    else:
        office.open_store()
        from chiakhoa.foundation.lawbook.queries import office_standard  # noqa: PLC0415 (needs the store)

        viewer = office.viewer()
        held = [office_standard(viewer, key, office.today, assumptions=assumptions) for key in (first, second)]
        answered, lacking = of_unit(viewer, unit, year or 0, office.today)
        standards, compared = held, compare_findings(judged(held, answered, on))
    document = compared_document(compared) | {"no_answers": lacking}
    office.answer(document, lambda: compared_lines(office, compared, standards[0]))


def of_file(office: Office, file: Path) -> Iterator[Answered]:
    """The households of a workbook."""
    for record in read_answers(file, load_form()).records:
        yield record.household, record.surveyed_on or office.today


def of_unit(viewer: Viewer, unit: str, year: int, today: date) -> tuple[list[Answered], int]:
    """The last surveys of a year in a commune, and how many households listed at its end have none.

    Sensitive answers are judged and not shown: classes and gaps, which come of them, are open with the answers.
    Refuses (`reporting.unit`) a commune of which the viewer may not see answers.
    """
    from chiakhoa.foundation.places import queries as places  # noqa: PLC0415 (needs the store)
    from chiakhoa.foundation.registry import queries as registry  # noqa: PLC0415
    from chiakhoa.foundation.registry.values import LISTED_KEY  # noqa: PLC0415
    from chiakhoa.review.survey import queries as surveys  # noqa: PLC0415

    as_of = min(date(year, 12, 31), today)
    commune = places.area(viewer, unit, as_of).code
    latest = {key: one for key, one in surveys.latest_of(viewer, commune, as_of).items() if one.on.year == year}
    rows = surveys.to_be_judged(viewer, [one.public_id for one in latest.values() if one.answers], today)
    held = {row.household.public_id: (unpack(row.answers), row.on) for row in rows.values()}
    listed = registry.class_list(viewer, commune, LISTED_KEY, as_of)
    if not held and not listed:
        raise Refused("reporting.unit", where=unit, unit=unit)
    return list(held.values()), sum(one.public_id not in held for one in listed)


def judged(
    standards: list[Standard], answered: Iterable[Answered], on: datetime | None
) -> Iterator[tuple[Household, Any, Any]]:
    """Each household with its finding under the first and under the second standard."""
    rules = [compile_standard(one) for one in standards]
    for household, surveyed_on in answered:
        before, after = (classify(one, household, on=on.date() if on else surveyed_on) for one in rules)
        yield household, before, after


def compared_document(compared: Comparison) -> dict[str, Any]:
    """What `standard compare --json` prints."""
    return {
        "surveyed": compared.surveyed,
        "no_answers": compared.no_answers,
        "moves": [{"from": before, "to": after, "count": count} for before, after, count in compared.moves],
        "undecided": compared.undecided,
        "changes": [
            {"household": one.household, "from": one.before, "to": one.after, "because": list(one.because)}
            for one in compared.changes
        ],
    }


def compared_lines(office: Office, compared: Comparison, first: Standard) -> list[str]:
    """The moves for people."""
    names = {rule.key: rule.name[office.lang] for rule in first.classes} | {CANNOT_SAY: CANNOT_SAY_NAME[office.lang]}
    lines = [office.say("compared", surveyed=compared.surveyed, undecided=compared.undecided)]
    moves = [f"  {names.get(before, before)} → {names.get(after, after)}: {n}" for before, after, n in compared.moves]
    return lines + moves
