"""Reads an answers workbook: what is sound becomes survey records, everything else comes back with its reasons."""

from __future__ import annotations

import gc
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

from chiakhoa.doors.exchange.assembling import Joining, Progress
from chiakhoa.doors.exchange.csv_files import read_csv
from chiakhoa.doors.exchange.headers import locate, settle
from chiakhoa.doors.exchange.layout import answers_layout
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
        return _read(opened.sheets, form, path.name, confirmed or {}, progress, limits, opened.layout)


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
    return _read(sheets, form, households.name, confirmed or {}, progress, limits, "")


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


def _read(
    sheets: Sequence[Sheet],
    form: Form,
    name: str,
    confirmed: Mapping[str, str],
    progress: Progress | None,
    limits: Limits,
    layout_id: str,
) -> AnswersFile:
    layout = answers_layout(form)
    if layout_id and layout_id != layout.id:
        raise Refused("import.other_layout", where=name, found=layout_id, expected=layout.id)
    located = [
        locate(layout.households, layout.members, sheets, confirmed, name),
        locate(layout.members, layout.households, sheets, confirmed, name),
    ]
    warnings = settle(located, name)
    tables = [read_table(one, name) for one in located]
    if len(tables[0].rows) > limits.household_rows:
        raise Refused("import.too_many_rows", where=name, limit=limits.household_rows)
    if not tables[0].rows and not tables[1].rows:
        raise Refused("import.no_rows", where=name, file=name)
    taken = Joining(tables[0], tables[1], form).run(progress)
    taken.warnings[:0] = warnings
    taken.layout = layout_id
    taken.headers = {table.located.sheet.name: table.headers() for table in tables}
    return taken
