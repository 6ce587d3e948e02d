"""Keeps an assessed workbook as a run: stores the file, judges it household by household, writes progress and findings.

One lock file a run tells whether anybody is at work on it: when the program dies, the lock is free.
"""

from __future__ import annotations

import hashlib
import shutil
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from itertools import islice
from pathlib import Path
from typing import IO
from uuid import UUID

from chiakhoa.doors.exchange import locks
from chiakhoa.doors.exchange.assessing import Ask, Judged, choose_standard, judge_records
from chiakhoa.doors.exchange.headers import as_question
from chiakhoa.doors.exchange.reading import read_answers
from chiakhoa.doors.exchange.records import AnswersFile
from chiakhoa.doors.exchange.returned import write_returned
from chiakhoa.law.rules.compiled import compile_standard
from chiakhoa.law.rules.form_loader import load_form
from chiakhoa.law.rules.refusals import Refused
from chiakhoa.law.rules.standard import Standard
from chiakhoa.review.assessment import actions
from chiakhoa.review.assessment.queries import Run

CHUNK = 250
"""Households judged and written in one transaction."""

RETURNED = "returned.xlsx"
GUESSES, CONFIRMED = "guesses", "confirmed"
"""What a run keeps of its columns: the guesses to be confirmed, and what a person confirmed."""


@dataclass(frozen=True, slots=True)
class Keeper:
    """Where runs lie on disk, who works, on which day, and the clock that was handed in."""

    root: Path
    by: str
    on: date
    clock: Callable[[], datetime]

    def folder(self, run: Run) -> Path:
        """The folder of one run's files."""
        return self.root / str(run.public_id)

    def workbook(self, run: Run) -> Path:
        """The workbook as it came, under a name of ours."""
        return next(self.folder(run).glob("answers.*"))

    def returned(self, run: Run) -> Path:
        """The workbook of returned rows."""
        return self.folder(run) / RETURNED

    def take_in(self, name: str, content: Iterable[bytes], *, public_id: UUID, language: str, ask: Ask) -> Run:
        """Store a workbook and open its run."""
        folder = self.root / str(public_id)
        folder.mkdir(parents=True, mode=0o700)
        digest = hashlib.sha256()
        with (folder / f"answers{Path(name).suffix.lower()[:8]}").open("wb") as stored:
            for part in content:
                stored.write(part)
                digest.update(part)
        upload = actions.Upload(name, digest.hexdigest(), language, ask.standard, ask.assumptions, ask.on)
        return actions.open_run(by=self.by, on=self.on, at=self.clock(), public_id=public_id, upload=upload)

    def hold(self, run: Run) -> IO[bytes] | None:
        """Take the run's lock, to be closed when the work is done; None while somebody else holds it."""
        return locks.hold(self.folder(run))

    @contextmanager
    def locked(self, run: Run) -> Iterator[None]:
        """Hold the run's lock for a while; refuses (`web.run_busy`) while somebody else holds it."""
        lock = self.hold(run)
        if lock is None:
            raise Refused("web.run_busy", where=run.file_name)
        with lock:
            yield

    def is_at_work(self, run: Run) -> bool:
        """Whether anybody holds the run's lock."""
        return locks.is_held(self.folder(run))

    def erase(self, run: Run, *, reason: str) -> None:
        """Take a run out of use: its files, names and answers go; waits for nobody, refuses nothing."""
        actions.end_run(by=self.by, on=self.on, run=run, reason=reason)
        shutil.rmtree(self.folder(run), ignore_errors=True)

    def judge(self, run: Run) -> None:
        """Read the workbook and judge every household; the caller holds the lock. A refusal is written down."""
        if not actions.start(by=self.by, on=self.on, at=self.clock(), run=run):
            return
        try:
            self._judge(run)
            actions.finish(by=self.by, on=self.on, at=self.clock(), run=run)
        except Refused as refused:
            self._refuse(run, refused)
        except BaseException:
            actions.stop(by=self.by, on=self.on, at=self.clock(), run=run)
            raise

    def _refuse(self, run: Run, refused: Refused) -> None:
        """Write a refusal down; when it asks what the columns mean, keep the guesses for a person to confirm."""
        guesses, own_name = refused.values.get(GUESSES), self.workbook(run).name
        values = {
            key: value if isinstance(value, int) else str(value).replace(own_name, run.file_name)
            for key, value in refused.values.items()
            if key != GUESSES
        }
        where = refused.where.replace(own_name, run.file_name)
        refusal = {"rule": refused.rule, "where": where, "values": values}
        if guesses is None:
            actions.refuse(by=self.by, on=self.on, at=self.clock(), run=run, refusal=refusal)
            return
        headers = {**run.headers, GUESSES: as_question(guesses)}
        actions.ask_headers(by=self.by, on=self.on, run=run, headers=headers, refusal=refusal)

    def _judge(self, run: Run) -> None:
        file = read_answers(self.workbook(run), load_form(), confirmed=run.headers.get(CONFIRMED))
        self._count(run, file)
        if file.returned:
            write_returned(self.returned(run), file, run.language)
        ask = Ask(standard=run.wanted_standard, on=run.on_day, assumptions=run.assumptions)
        standard, day = choose_standard(ask, file.records, self.on)
        actions.choose_rules(by=self.by, on=self.on, run=run, rules=_rules(standard, day))
        judged = judge_records(compile_standard(standard), file.records, day, fixed=ask.on is not None)
        numbered = enumerate(judged, 1)
        while chunk := list(islice(numbered, CHUNK)):
            actions.record(by=self.by, on=self.on, run=run, judged=list(_kept(chunk)))

    def _count(self, run: Run, file: AnswersFile) -> None:
        actions.count_rows(
            by=self.by,
            on=self.on,
            run=run,
            total=len(file.records),
            returned=file.returned_households,
            warnings=len(file.warnings),
        )


def _rules(standard: Standard, day: date) -> actions.Rules:
    table = standard.points
    practice = standard.assumptions or table is None or table.practice
    return actions.Rules(standard.id, table.id if table else "", practice, day)


def _kept(chunk: Iterable[tuple[int, Judged]]) -> Iterator[actions.Judged]:
    for number, (record, finding) in chunk:
        yield actions.Judged(number, record.household, record.head, record.village, record.commune, finding)
