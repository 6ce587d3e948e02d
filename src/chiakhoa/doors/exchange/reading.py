"""Reads an answers workbook: what is sound becomes survey records, everything else comes back with its reasons."""

from __future__ import annotations

import gc
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

from chiakhoa.doors.exchange.assembling import Joining, Progress
from chiakhoa.doors.exchange.csv_files import read_csv
from chiakhoa.doors.exchange.headers import locate, settle
from chiakhoa.doors.exchange.layout import REGISTER, Layout, answers_layout, register_layout
from chiakhoa.doors.exchange.records import AnswersFile
from chiakhoa.doors.exchange.sheets import Sheet, open_workbook
from chiakhoa.doors.exchange.tables import read_table
from chiakhoa.doors.exchange.vetting import Limits
from chiakhoa.law.rules.form import Form
from chiakhoa.law.rules.refusals import Refused

LIMITS = Limits()


def read_answers(
    path: Path,
    form: Form,
    *,
    confirmed: Mapping[str, str] | None = None,
    progress: Progress | None = None,
    limits: Limits = LIMITS,
) -> AnswersFile:
    """Read the answers workbook at `path`; Refused when it cannot be read at all or when headers must be confirmed.

    `import.headers_to_confirm` carries `guesses` (HeaderToConfirm): call again with `confirmed`, a column key for each
    "sheet!header", or "" to leave the column out.
    """
    with uncollected():
        opened = open_workbook(path, limits)
        source = Source(path.name, opened.sheets, opened.layout)
        return _read(source, answers_layout(form), form, confirmed or {}, progress, limits)


def read_register(
    path: Path,
    form: Form,
    *,
    confirmed: Mapping[str, str] | None = None,
    progress: Progress | None = None,
    limits: Limits = LIMITS,
) -> AnswersFile:
    """Read households and members for the register from a workbook, or from CSV with its `-members.csv` beside it.

    A workbook of answers will do: its answers are passed over. Refuses what `read_answers` refuses.
    """
    with uncollected():
        if path.suffix.lower() == ".csv":
            names = register_layout(form).households.name["vi"], register_layout(form).members.name["vi"]
            both = (path, members_beside(path))
            sheets = [read_csv(one, name, limits) for one, name in zip(both, names, strict=True)]
            source = Source(path.name, sheets, REGISTER)
        else:
            opened = open_workbook(path, limits)
            source = Source(path.name, opened.sheets, opened.layout)
        known = (REGISTER, answers_layout(form).id)
        source = replace(source, layout=REGISTER) if source.layout in known else source
        return _read(source, register_layout(form), Form(form.id, {}, {}), confirmed or {}, progress, limits)


def members_beside(households: Path) -> Path:
    """The CSV file of the members that belongs to one of households."""
    return households.with_name(f"{households.stem}-members{households.suffix}")


def read_answers_csv(
    households: Path,
    members: Path,
    form: Form,
    *,
    confirmed: Mapping[str, str] | None = None,
    progress: Progress | None = None,
    limits: Limits = LIMITS,
) -> AnswersFile:
    """Read the same two tables from a pair of CSV files."""
    layout = answers_layout(form)
    tables = ((layout.households, households), (layout.members, members))
    sheets = [read_csv(path, table.name["vi"], limits) for table, path in tables]
    return _read(Source(households.name, sheets), layout, form, confirmed or {}, progress, limits)


@contextmanager
def uncollected() -> Iterator[None]:
    """Let the collector of circular rubbish rest: a million new cells hold none, and looking costs a third."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


@dataclass(frozen=True, slots=True)
class Source:
    """A file as opened: its name, its sheets, and the layout it names, if any."""

    name: str
    sheets: Sequence[Sheet]
    layout: str = ""


def _read(
    source: Source,
    layout: Layout,
    form: Form,
    confirmed: Mapping[str, str],
    progress: Progress | None,
    limits: Limits,
) -> AnswersFile:
    name = source.name
    if source.layout and source.layout != layout.id:
        raise Refused("import.other_layout", where=name, found=source.layout, expected=layout.id)
    located = [
        locate(layout.households, layout.members, source.sheets, confirmed, name),
        locate(layout.members, layout.households, source.sheets, confirmed, name),
    ]
    warnings = settle(located, name)
    tables = [read_table(one, name) for one in located]
    if len(tables[0].rows) > limits.household_rows:
        raise Refused("import.too_many_rows", where=name, limit=limits.household_rows)
    if not tables[0].rows and not tables[1].rows:
        raise Refused("import.no_rows", where=name, file=name)
    taken = Joining(tables[0], tables[1], form, layout.id == REGISTER).run(progress)
    taken.warnings[:0] = warnings
    taken.layout = source.layout
    taken.headers = {table.located.sheet.name: table.headers() for table in tables}
    taken.cells = {table.located.sheet.name: table.located.sheet.rows for table in tables}
    return taken
