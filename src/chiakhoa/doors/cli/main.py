"""The entry point: global options anywhere on the line, verbs, and how refusals leave (exit code 2)."""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from datetime import date, datetime
from pathlib import Path

import click

from chiakhoa import __version__
from chiakhoa.doors.cli.accounts import account
from chiakhoa.doors.cli.assessing import assess, practice
from chiakhoa.doors.cli.exporting import export
from chiakhoa.doors.cli.household import household
from chiakhoa.doors.cli.importing import import_
from chiakhoa.doors.cli.making import init
from chiakhoa.doors.cli.measuring import bench
from chiakhoa.doors.cli.office import Office
from chiakhoa.doors.cli.places import place
from chiakhoa.doors.cli.reporting import report
from chiakhoa.doors.cli.serving import doctor, serve
from chiakhoa.doors.cli.signing_in import people
from chiakhoa.doors.cli.standards import standard
from chiakhoa.doors.cli.trail import audit
from chiakhoa.foundation.access.values import NotAllowed
from chiakhoa.law.rules.refusals import LANGUAGES, Refused

WITH_VALUE = ("--data", "--as", "--today", "--now", "--lang")
FLAGS = ("--json",)


@click.group()
@click.version_option(__version__, prog_name="chiakhoa")
@click.option("--data", type=click.Path(path_type=Path), help="Data folder (SQLite, uploads, keys).")
@click.option("--as", "person", default="practice", help="The acting account (CHIAKHOA_PASSWORD, or asked for).")
@click.option("--today", type=click.DateTime(["%Y-%m-%d"]), help="Frozen day, for practice folders.")
@click.option("--now", help="Frozen moment (ISO 8601), for practice folders.")
@click.option("--lang", type=click.Choice(LANGUAGES), default="vi", help="Language of messages.")
@click.option("--json", "as_json", is_flag=True, help="One JSON document on standard output and nothing else.")
@click.pass_context
def cli(
    context: click.Context,
    *,
    data: Path | None,
    person: str,
    today: datetime | None,
    now: str | None,
    lang: str,
    as_json: bool,
) -> None:
    """Chìa Khóa: sustainable poverty reduction in a Vietnamese commune, from the first request to the report."""
    context.obj = Office(data, person, lang, as_json, frozen_day(today, now))


VERBS = (
    assess, practice, export, import_, standard, household, init, serve, doctor,
    bench, audit, place, account, report,
)  # fmt: skip
for verb in VERBS:
    cli.add_command(verb)
practice.add_command(people)


def frozen_day(today: datetime | None, now: str | None) -> date | None:
    """The day of `--today`, or of `--now`; refuses a moment that is none."""
    if now:
        try:
            return datetime.fromisoformat(now).date()
        except ValueError as error:
            raise Refused("cli.moment", where="--now", value=now) from error
    return today.date() if today else None


def hoist(arguments: Sequence[str]) -> list[str]:
    """Put global options, which may stand anywhere, in front of the verb. What follows `--` is left alone."""
    front: list[str] = []
    rest: list[str] = []
    waiting = list(arguments)
    while waiting:
        word = waiting.pop(0)
        if word == "--":
            return [*front, *rest, word, *waiting]
        if word in FLAGS or word.startswith(tuple(f"{option}=" for option in WITH_VALUE)):
            front.append(word)
        elif word in WITH_VALUE and waiting:
            front += [word, waiting.pop(0)]
        else:
            rest.append(word)
    return [*front, *rest]


def told(refused: Refused, arguments: Sequence[str]) -> None:
    """Tell a refusal: as JSON on standard output, or in words on standard error."""
    lang = next((arguments[i + 1] for i, word in enumerate(arguments[:-1]) if word == "--lang"), "vi")
    lang = lang if lang in LANGUAGES else "vi"
    if "--json" in arguments:
        click.echo(json.dumps({"refused": refused.as_dict(lang)}, ensure_ascii=False, indent=2))
        return
    place = f"{refused.where}: " if refused.where else ""
    click.echo(f"{place}{refused.message(lang)}\n→ {refused.todo(lang)}  [{refused.rule}]", err=True)


def main(arguments: Sequence[str] | None = None) -> None:
    """Run the command; exit codes: 0 done, 2 refused by a rule or bad input, 3 not allowed, other = fault."""
    words = hoist(sys.argv[1:] if arguments is None else arguments)
    try:
        cli.main(args=words, prog_name="chiakhoa")
    except Refused as refused:
        told(refused, words)
        sys.exit(3 if isinstance(refused, NotAllowed) else 2)
