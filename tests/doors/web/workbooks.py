"""Workbooks of invented households, made once a session, and waiting for the work on them."""

from __future__ import annotations

import threading
from functools import cache, partial
from pathlib import Path
from tempfile import TemporaryDirectory

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from chiakhoa.doors.exchange.template import write_answers
from chiakhoa.doors.practice.generator import generate_households
from chiakhoa.doors.practice.workbook import practice_workbook
from chiakhoa.law.rules.form_loader import load_form
from tests.review.assessment.runs import DAY

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@cache
def workbook(households: int = 60, faults: int = 0, renamed: str = "") -> bytes:
    """The bytes of a workbook; `faults` plants mistakes, `renamed` gives the column of the floor area another name."""
    with TemporaryDirectory() as folder:
        path, form = Path(folder) / "a.xlsx", load_form()
        people = generate_households(households, 7, form, on=DAY)
        write = partial(write_answers, form=form)
        if renamed:
            write(path, people, spoil=lambda rows: rename(rows, renamed))
        else:
            practice_workbook(path, people, seed=7, faults=faults, write=write)
        return path.read_bytes()


def rename(rows: object, name: str) -> None:
    """Another header over the floor area."""
    headers = rows.headers["households"]  # type: ignore[attr-defined]
    headers[headers.index(load_form().household["floor_area"].label["vi"])] = name


def upload(client: Client, content: bytes, name: str = "ho.xlsx", **fields: str) -> str:
    """Hand a workbook in and wait until it is judged; the address of its page."""
    answer = client.post("/", {"workbook": SimpleUploadedFile(name, content, XLSX), **fields})
    assert answer.status_code == 302, answer.content.decode()[:3000]
    wait()
    return str(answer["Location"])


def wait() -> None:
    """Until nobody is at work on any run."""
    for thread in threading.enumerate():
        if thread.name.startswith("run-"):
            thread.join(60)
            assert not thread.is_alive()
