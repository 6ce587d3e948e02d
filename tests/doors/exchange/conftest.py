"""A small practice commune, its workbook, and ways to change one before it is read."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from chiakhoa.doors.exchange.layout import answers_layout
from chiakhoa.doors.exchange.reading import read_answers
from chiakhoa.doors.exchange.records import AnswersFile
from chiakhoa.doors.exchange.template import AnswerRows, write_answers
from chiakhoa.doors.practice.generator import PracticeRecord, generate_households
from chiakhoa.law.rules.form import Form
from chiakhoa.law.rules.loader import load_form

ON = date(2025, 10, 20)


@pytest.fixture(scope="session")
def form() -> Form:
    return load_form()


@pytest.fixture(scope="session")
def commune(form: Form) -> list[PracticeRecord]:
    """Twelve households with every answer given."""
    whole = (record for record in generate_households(400, 7, form, ON) if is_whole(record))
    return [next(whole) for _ in range(12)]


def is_whole(record: PracticeRecord) -> bool:
    """Whether nothing was left out in this household."""
    return None not in record.household.answers.values() and all(
        None not in member.answers.values() for member in record.household.members
    )


@pytest.fixture
def spoilt(tmp_path: Path, form: Form, commune: list[PracticeRecord]) -> Callable[..., AnswersFile]:
    """Write the commune with rows changed by a function, and read it again."""

    def run(change: Callable[[AnswerRows], Any], **options: Any) -> AnswersFile:
        path = tmp_path / "answers.xlsx"
        write_answers(path, commune, form, spoil=change)
        return read_answers(path, form, **options)

    return run


@pytest.fixture
def set_cell(form: Form) -> Callable[..., Callable[[AnswerRows], None]]:
    """A change that puts a value into one cell, named by table, row position and column key."""
    layout = answers_layout(form)
    tables = {"households": layout.households, "members": layout.members}

    def change(table: str, at: int, key: str, value: Any, rows: AnswerRows) -> None:
        keys = [column.key for column in tables[table].columns]
        rows.rows[table][at][keys.index(key)] = value

    return lambda table, at, key, value: partial(change, table, at, key, value)


def adds_up(answers: AnswersFile) -> bool:
    """Whether every household row and every member row ended somewhere."""
    members = sum(len(record.household.members) for record in answers.records)
    return (
        answers.rows == len(answers.records) + answers.returned_households
        and answers.member_rows == members + answers.returned_members
        and len(answers.returned_rows) == answers.returned_households + answers.returned_members
    )


def rules_of(answers: AnswersFile) -> set[str]:
    return {reason.rule for reason in answers.returned}
