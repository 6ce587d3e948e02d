"""`import KIND FILE`: what comes into the office's store from files: the register, answers, the list after review."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from functools import wraps
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from chiakhoa.doors.cli.assessing import DAY, FILE
from chiakhoa.doors.cli.office import Office
from chiakhoa.doors.cli.units import own_communes, unit_of
from chiakhoa.doors.exchange.headers import HeaderToConfirm
from chiakhoa.doors.exchange.review_list import ReviewList, read_review_list
from chiakhoa.law.rules.refusals import Refused

if TYPE_CHECKING:
    from chiakhoa.doors.exchange.intake import Order, Outcome

SHOWN = 20
"""Differences and reasons that are told on the terminal; JSON and the error workbook have all of them."""


@click.group("import")
def import_() -> None:
    """Take files in: the register, survey answers, the list after review."""


def shared(verb: Callable[..., None]) -> Callable[..., None]:
    """Add what every import takes."""

    @click.argument("file", type=FILE)
    @click.option("--unit", default="", help="Code or short name of the commune; otherwise the account's own.")
    @click.option("--dry-run", is_flag=True, help="Tell what would come of it; nothing is written.")
    @click.option("--on", type=DAY, help="Day of the import; otherwise today.")
    @click.option("--out", type=click.Path(path_type=Path, file_okay=False), help="Folder for returned rows.")
    @click.pass_obj
    @wraps(verb)
    def with_options(*words: Any, **options: Any) -> None:
        verb(*words, **options)

    return with_options


@import_.command("register")
@shared
@click.option("--accept-headers", is_flag=True, help="Accept what the program takes renamed headers to mean.")
def register(office: Office, file: Path, *, accept_headers: bool, **options: Any) -> None:
    """Households and members into the register of a commune: sheets as in the answers workbook, answers passed over."""
    office.open_store()
    take_in(office, "register", file, accept_headers=accept_headers, **options)


@import_.command("answers")
@shared
@click.option("--accept-headers", is_flag=True, help="Accept what the program takes renamed headers to mean.")
def answers(office: Office, file: Path, *, accept_headers: bool, **options: Any) -> None:
    """Form B answers of households of the register: surveys, and findings by the standard of the survey day."""
    office.open_store()
    take_in(office, "answers", file, accept_headers=accept_headers, **options)


@import_.command("review-list")
@shared
@click.option("--decision", default="", help="Number of the decision, where the list names none.")
@click.option("--decided-on", type=DAY, help="Day of the decision, where the list names none.")
def review_list(
    office: Office, file: Path, *, unit: str, decision: str, decided_on: datetime | None, **options: Any
) -> None:
    """The list after review: classes as decided, without the answers behind them ("reasons not held").

    In a folder that knows the commune the classes are put in force; otherwise the list is only read.
    """
    listed = read_review_list(file)
    found = unit or named_unit(office, listed)
    if not found:
        only_read(office, listed)
        return
    if unit:
        office.open_store()
    day = decided_on.date() if decided_on else None
    take_in(office, "review-list", file, unit=found, decision=decision, decided_on=day, **options)


def take_in(office: Office, kind: str, file: Path, **options: Any) -> None:
    """Take a file in and tell what came of it; the store is open."""
    out, accept = options.pop("out"), options.pop("accept_headers", False)
    order = order_of(office, **options)
    outcome = with_progress(office, kind, file, order, accept=accept)
    files = []
    if outcome.back.households and (out or not order.dry_run):
        folder = out or file.parent
        folder.mkdir(parents=True, exist_ok=True)
        path = folder / f"{file.stem}-tra-lai.xlsx"
        outcome.back.write(path, office.lang)
        files.append(str(path))
    document = outcome.document(office.lang, files)
    office.answer(document, lambda: told(office, document))


def order_of(office: Office, *, unit: str, dry_run: bool, on: datetime | None, **more: Any) -> Order:
    """Who takes a file in, where and when."""
    from chiakhoa.doors.exchange.intake import Order  # noqa: PLC0415 (needs the store)

    day = on.date() if on else office.today
    now = datetime.now(UTC)
    at = datetime.combine(office.today, now.timetz()) if office.frozen else now
    return Order(office.viewer(), unit_of(office, unit), day, at, dry_run, **more)


def with_progress(office: Office, kind: str, file: Path, order: Order, *, accept: bool) -> Outcome:
    """Take a file in with a progress bar on standard error; renamed headers need to be accepted first."""
    from chiakhoa.doors.exchange.importing import take_in as take_file_in  # noqa: PLC0415 (needs the store)

    with click.progressbar(range(100), label=office.say("importing"), file=sys.stderr) as bar:
        moving = replace(order, progress=lambda percent: bar.update(max(0, percent - bar.pos)))
        try:
            return take_file_in(kind, file, moving)
        except Refused as refused:
            if refused.rule != "import.headers_to_confirm":
                raise
            guesses: list[HeaderToConfirm] = refused.values["guesses"]
            if not accept:
                words = "; ".join(f"{one.sheet}!{one.header} → {one.guess_label or '-'}" for one in guesses)
                raise Refused("cli.confirm_headers", where=file.name, guesses=words) from refused
            confirmed = {f"{one.sheet}!{one.header}": one.guess for one in guesses}
            return take_file_in(kind, file, replace(moving, confirmed=confirmed))


def told(office: Office, document: Mapping[str, Any]) -> list[str]:
    """What a person reads: how many of each, what differs, what goes back and why, where the returned rows lie."""
    lines = [office.say("import_dry_run" if document["dry_run"] else "imported", **document)]
    if document["missing_people"]:
        lines.append(office.say("missing_people", count=document["missing_people"]))
    lines += [f"  ~ {one['household']}: {'; '.join(one['what'])}" for one in document["changes"][:SHOWN]]
    for one in document["problems"][:SHOWN]:
        where = f"{one['household']} ({one['sheet']}!{one['column']}{one['row']})"
        lines.append(f"  ✗ {where}: {one['message']} {one['todo']}")
    hidden = sum(max(0, len(document[key]) - SHOWN) for key in ("changes", "problems"))
    lines += [office.say("more_lines", count=hidden)] if hidden else []
    return lines + [office.say("file", path=path) for path in document["files"]]


def named_unit(office: Office, listed: ReviewList) -> str:
    """The commune that a list names by its code, if the folder knows it; else the account's own. Opens the store."""
    if office.data is None:
        return ""
    office.open_store()
    from chiakhoa.foundation.places import queries as places  # noqa: PLC0415 (needs the store)

    codes = {one.commune_code for one in listed.decisions if one.commune_code}
    try:
        return places.area(office.viewer(), codes.pop(), office.today).code if len(codes) == 1 else own_unit(office)
    except Refused:
        return own_unit(office)


def own_unit(office: Office) -> str:
    """The one commune in which the account works, if there is one."""
    own = own_communes(office.viewer())
    return own.pop() if len(own) == 1 else ""


def only_read(office: Office, taken: ReviewList) -> None:
    """Tell what a list holds; nothing is kept."""
    classes = Counter(decision.verdict or f"left_{decision.left}" for decision in taken.decisions)
    problems = [one.as_dict(office.lang) for one in taken.returned]
    document = {
        "rows": taken.rows,
        "households": len(taken.decisions),
        "returned": len(taken.returned_rows),
        "reasons_held": False,
        "classes": dict(sorted(classes.items())),
        "problems": problems,
    }
    office.answer(document, lambda: read_lines(office, document, classes, problems))


def read_lines(
    office: Office, document: Mapping[str, object], classes: Mapping[str, int], problems: Sequence[Mapping[str, Any]]
) -> list[str]:
    """What a person reads: households by class, rows that could not be read and why."""
    lines = [office.say("review_list", **document)]
    lines += [f"  {key}: {count}" for key, count in sorted(classes.items())]
    return lines + [f"  {one['sheet']}!{one['column']}{one['row']}: {one['message']}" for one in problems]
