"""`report rates`: counts, denominators, rates, the change between two years, and the households behind a figure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import click

from chiakhoa.doors.cli.office import Office
from chiakhoa.doors.documents.figures import number
from chiakhoa.foundation.places.values import PROVINCE
from chiakhoa.law.rules.indices import Rate
from chiakhoa.oversight.reporting.values import FIGURES, Drill, Part, UnitRates, change


@click.group()
def report() -> None:
    """Reports: every rate with its count and its denominator."""


@report.command("rates")
@click.option("--unit", "unit", required=True, help="Code or short name of a commune or province.")
@click.option("--year", type=int, required=True, help="The year counted, at the end of its last day or of today.")
@click.option("--compare", type=int, help="An earlier year to compare with.")
@click.option("--drill", type=click.Choice(FIGURES), help="Also list the households behind this figure.")
@click.pass_obj
def rates(office: Office, *, unit: str, year: int, compare: int | None, drill: str | None) -> None:
    """Poor, near-poor and both: counts and rates of a unit and its parts; changes in points and in households."""
    office.open_store()
    from chiakhoa.oversight.reporting import queries  # noqa: PLC0415 (needs the store)

    viewer = office.viewer()
    now = queries.rates(viewer, unit, year, office.today)
    document = told_unit(now)
    if compare is not None:
        document["compare"] = compared(now, queries.rates(viewer, unit, compare, office.today))
    if drill is not None:
        document |= drilled(queries.drill(viewer, unit, drill, now.as_of, office.today))
    office.answer(document, lambda: list(lines(office, document)))


def told_rate(one: Rate) -> dict[str, Any]:
    """A count with its rate as decimal text; no rate where there is nothing to be a share of."""
    return {"count": one.count, "rate": one.percent}


def told_unit(one: UnitRates) -> dict[str, Any]:
    """The rates of a unit as plain data, with one entry for each of its villages or communes."""
    return {
        "unit": one.unit,
        "code": one.code,
        "name": one.name,
        "year": one.year,
        "as_of": one.as_of.isoformat(),
        "final": one.final,
        "partial": one.partial,
        "households": one.households,
        "people": one.people,
        **{key: told_rate(rate) for key, rate in one.rates.items()},
        "communes" if one.level == PROVINCE else "villages": [told_part(part) for part in one.parts],
    }


def told_part(part: Part) -> dict[str, Any]:
    """A village or commune of a unit as plain data."""
    figures = {key: told_rate(rate) for key, rate in part.rates.items()}
    return {
        "code": part.code,
        "name": part.name,
        "households": part.households,
        "people": part.people,
        **figures,
    }


def compared(now: UnitRates, before: UnitRates) -> dict[str, Any]:
    """The earlier year with the change since, each year on its own denominator."""
    document: dict[str, Any] = {
        "year": before.year,
        "as_of": before.as_of.isoformat(),
        "final": before.final,
        "households": before.households,
        "people": before.people,
    }
    for key, rate in before.rates.items():
        made = change(now.rates[key], rate)
        document[key] = told_rate(rate) | {"change_points": made.points, "change_households": made.households}
    return document


def drilled(found: Drill) -> dict[str, Any]:
    """The households behind a figure as plain data; `drill_hidden` when the viewer may see no more than counts."""
    rows = [
        {
            "household": row.number,
            "id": str(row.public_id),
            "village": row.village_code,
            "commune": row.commune,
            "head": row.head_name,
            "class": row.class_key,
        }
        for row in found.rows
    ]
    return {"drill": rows, "drill_hidden": found.hidden}


def lines(office: Office, document: Mapping[str, Any]) -> Iterator[str]:
    """The same for people."""
    day = "/".join(reversed(document["as_of"].split("-")))
    yield office.say("report_head", name=document["name"], year=document["year"], day=day)
    if not document["final"]:
        yield office.say("report_not_final")
    if document["partial"]:
        yield office.say("report_partial")
    before = document.get("compare", {})
    for key in FIGURES:
        yield figure_line(office, key, document, document["households"])
        if before:
            yield change_line(office, key, before)
    for part in (*document.get("villages", ()), *document.get("communes", ())):
        yield part_line(office, part)
    for row in document.get("drill", ()):
        yield f"  {row['household']}  {row['village']}  {row['head']}"
    if document.get("drill_hidden"):
        yield office.say("report_hidden")


def figure_line(office: Office, key: str, document: Mapping[str, Any], households: int) -> str:
    """One figure: count, denominator, rate."""
    return office.say(
        "report_figure",
        name=office.say(f"report_{key}"),
        count=number(document[key]["count"], office.lang),
        of=number(households, office.lang),
        rate=percent(office, document[key]["rate"]),
    )


def change_line(office: Office, key: str, before: Mapping[str, Any]) -> str:
    """What the figure was in the earlier year, and the change in percentage points and in households."""
    return office.say(
        "report_change",
        year=before["year"],
        count=number(before[key]["count"], office.lang),
        of=number(before["households"], office.lang),
        rate=percent(office, before[key]["rate"]),
        points=percent(office, before[key]["change_points"]),
        households=number(before[key]["change_households"], office.lang),
    )


def part_line(office: Office, part: Mapping[str, Any]) -> str:
    """One village or commune in one line."""
    figures = "; ".join(
        f"{office.say(f'report_{key}')} {number(part[key]['count'], office.lang)}"
        f" = {percent(office, part[key]['rate'])} %"
        for key in FIGURES
    )
    households = number(part["households"], office.lang)
    return office.say("report_part", code=part["code"], name=part["name"], households=households, figures=figures)


def percent(office: Office, rate: str | None) -> str:
    """Decimal text as the language writes it; a dash where there is none."""
    return "–" if rate is None else number(rate, office.lang)
