"""Imports begun in a browser: a file waits in a folder of its own, is looked through, and written on a person's word.

A job belongs to an account and a commune. Its folder holds the file until it is written, the workbook of returned rows,
and one JSON document that says how far it is.
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable, Iterable, Iterator
from dataclasses import asdict, dataclass, field, replace
from datetime import date, datetime
from pathlib import Path
from typing import Any
from uuid import UUID

from chiakhoa.doors.exchange.headers import as_question
from chiakhoa.doors.exchange.importing import take_in
from chiakhoa.doors.exchange.intake import Order, Outcome
from chiakhoa.foundation.access.values import Place, Viewer
from chiakhoa.law.rules.refusals import Refused

READING, PREVIEW, WRITING, WRITTEN, REFUSED, HEADERS = "reading", "preview", "writing", "written", "refused", "headers"
BUSY = (READING, WRITING)
NOTE, RETURNED, FILE = "job.json", "returned.xlsx", "file"
ORDERS = {"register": ("register",), "answers": ("survey",), "review-list": ("recognition", "sign")}
"""What somebody must be allowed to order to take a file of this kind in."""

KEPT = 20
"""Jobs of an account and commune that stay; older ones go when another comes."""


@dataclass(frozen=True, slots=True)
class Job:
    """One import as its folder tells it. `outcome` is the document of `import KIND --json`, in the job's language."""

    public_id: str
    account: str
    commune: str
    kind: str
    file_name: str
    language: str
    begun_at: str
    on: str
    decision: str = ""
    decided_on: str = ""
    state: str = READING
    percent: int = 0
    outcome: dict[str, Any] = field(default_factory=dict)
    refusal: dict[str, str] = field(default_factory=dict)
    guesses: list[dict[str, Any]] = field(default_factory=list)
    confirmed: dict[str, str] = field(default_factory=dict)

    @property
    def begun(self) -> datetime:
        """When the file came."""
        return datetime.fromisoformat(self.begun_at)


@dataclass(frozen=True, slots=True)
class Desk:
    """Where jobs lie on disk, who works, on which day, and the clock that was handed in."""

    root: Path
    by: Viewer
    on: date
    clock: Callable[[], datetime]

    def folder(self, job: Job) -> Path:
        """The folder of one job."""
        return self.root / "imports" / job.public_id

    def returned(self, job: Job) -> Path:
        """The workbook of returned rows."""
        return self.folder(job) / RETURNED

    def open(self, job: Job, content: Iterable[bytes]) -> Job:
        """Store a file and open its job; jobs beyond the newest of this account and commune go."""
        for old in list(self.jobs(job.commune))[KEPT - 1 :]:
            self.erase(old)
        folder = self.folder(job)
        folder.mkdir(parents=True, mode=0o700)
        with (folder / f"{FILE}{Path(job.file_name).suffix.lower()[:8]}").open("wb") as stored:
            stored.writelines(content)
        return self.keep(job)

    def keep(self, job: Job, **changes: Any) -> Job:
        """Write down how far a job is, whole or not at all."""
        changed = replace(job, **changes)
        note = self.folder(job) / NOTE
        draft = note.with_suffix(".part")
        draft.write_text(json.dumps(asdict(changed), ensure_ascii=False, default=str), encoding="utf-8")
        draft.replace(note)
        return changed

    def job(self, public_id: UUID) -> Job | None:
        """One job; None when it is not there for this account, or no longer."""
        try:
            found = Job(**json.loads((self.root / "imports" / str(public_id) / NOTE).read_text(encoding="utf-8")))
        except FileNotFoundError:
            return None
        return found if self.owns(found) else None

    def jobs(self, commune: str) -> Iterator[Job]:
        """The jobs of this account in a commune, newest first."""
        notes = (self.root / "imports").glob(f"*/{NOTE}")
        found = [Job(**json.loads(note.read_text(encoding="utf-8"))) for note in notes]
        own = [job for job in found if job.commune == commune and self.owns(job)]
        yield from sorted(own, key=lambda job: job.begun_at, reverse=True)

    def owns(self, job: Job) -> bool:
        """Whether a job is this account's, and it may still take such a file in there."""
        place = Place(commune=job.commune)
        return job.account == self.by.name and any(self.by.may(order, place) for order in ORDERS[job.kind])

    def erase(self, job: Job) -> None:
        """Take a job out of use: its file and its rows go."""
        shutil.rmtree(self.folder(job), ignore_errors=True)

    def work(self, job: Job) -> None:
        """Look a file through, or write it, as its state says; the caller holds the lock. A refusal is written down."""
        tries = job.state == READING
        try:
            outcome = take_in(job.kind, self.file(job), self.order(job, dry_run=tries))
        except Refused as refused:
            self._refuse(job, refused)
            return
        if outcome.back.households:
            outcome.back.write(self.returned(job), job.language)
        self._tell(job, outcome, PREVIEW if tries else WRITTEN)
        if not tries:
            self.file(job).unlink()

    def file(self, job: Job) -> Path:
        """The file as it came, under a name of ours."""
        return next(self.folder(job).glob(f"{FILE}.*"))

    def order(self, job: Job, *, dry_run: bool) -> Order:
        """The order behind a job."""
        return Order(
            by=self.by,
            commune=job.commune,
            on=date.fromisoformat(job.on),
            at=self.clock(),
            dry_run=dry_run,
            decision=job.decision,
            decided_on=date.fromisoformat(job.decided_on) if job.decided_on else None,
            confirmed=job.confirmed,
            progress=lambda percent: self._moved(job, percent),
        )

    def _moved(self, job: Job, percent: int) -> None:
        if percent % 5 == 0:
            self.keep(job, percent=percent)

    def _tell(self, job: Job, outcome: Outcome, state: str) -> None:
        self.keep(job, state=state, percent=100, outcome=outcome.document(job.language))

    def _refuse(self, job: Job, refused: Refused) -> None:
        """Write a refusal down in words; when it asks what the columns mean, keep the guesses to be accepted."""
        own_name = self.file(job).name
        told = {key: text.replace(own_name, job.file_name) for key, text in refused.as_dict(job.language).items()}
        guesses = refused.values.get("guesses")
        state = REFUSED if guesses is None else HEADERS
        self.keep(job, state=state, refusal=told, guesses=as_question(guesses or []))
