"""The layout of the answers workbook, built from the form: which sheets, which columns, which words for each option."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from chiakhoa.law.rules.form import CHOICE, INTEGER, YES_NO, Choice, Field, Form, Text

LAYOUT = "chiakhoa-answers/1"
"""Name and version of the layout; a workbook carries it with the form's id in the defined name `chiakhoa_layout`."""

REGISTER = "chiakhoa-register/1"
"""The same two sheets with what only the register holds (address, telephone) and without the form's questions."""

HOUSEHOLDS, MEMBERS = "households", "members"
REQUIRED = {HOUSEHOLDS: ("id", "area"), MEMBERS: ("household",)}
REQUIRED_OF_REGISTER = {HOUSEHOLDS: ("id", "village"), MEMBERS: ("household", "name")}
EXPLAINING = ("row", "column", "why", "todo")
"""Columns that a workbook of returned rows puts before those of the file; a reader passes over them."""

LISTED = ("area", "region", "sex", "relation", "phone_state")
"""Kinds of place columns whose options come from texts.toml."""


@dataclass(frozen=True, slots=True)
class Column:
    """One column: `kind` says how its cells are read; `field` is the form's question, None for place columns."""

    key: str
    kind: str
    label: Text
    note: Text
    width: int
    field: Field | None = None
    options: tuple[Choice, ...] = ()

    @property
    def unit(self) -> str:
        """The unit of a number, empty where there is none."""
        return self.field.unit if self.field else ""


@dataclass(frozen=True, slots=True)
class Table:
    """One sheet of rows, `households` or `members`; columns of `passed_over` may stand there and are not read.

    `asks_of_all`: while columns are absent, a person is asked about every unknown header, not only about likely ones.
    """

    key: str
    name: Text
    columns: tuple[Column, ...]
    required: tuple[str, ...] = ()
    passed_over: tuple[Column, ...] = ()
    asks_of_all: bool = True

    @property
    def code_column(self) -> str:
        """The key of the column that holds the household's number."""
        return self.columns[0].key


@dataclass(frozen=True, slots=True)
class Layout:
    """The whole workbook for one form. `id` also names the kind: answers or register."""

    id: str
    households: Table
    members: Table


@cache
def texts() -> dict[str, Any]:
    """The words of the workbooks, from texts.toml."""
    return tomllib.loads((Path(__file__).parent / "texts.toml").read_text(encoding="utf-8"))


@cache
def place_options(kind: str) -> tuple[Choice, ...]:
    """The options of a place column (`area`, `region`, `sex`, `relation`)."""
    return tuple(Choice(o["key"], o["label"]) for o in texts()["option"] if o["of"] == kind)


def answers_layout(form: Form) -> Layout:
    """The layout of the answers workbook for `form`: place columns first, then one column a question."""
    questions = {HOUSEHOLDS: form.household, MEMBERS: form.member}
    tables = [
        Table(
            key,
            texts()["sheet"][key],
            (*_place_columns(key), *map(_question_column, questions[key].values())),
            REQUIRED[key],
            _place_columns(key, of_register=True),
        )
        for key in questions
    ]
    return Layout(f"{LAYOUT}/{form.id}", *tables)


def register_layout(form: Form) -> Layout:
    """The layout of the register: the same place columns and its own; questions of `form` are passed over."""
    questions = {HOUSEHOLDS: form.household, MEMBERS: form.member}
    tables = [
        Table(
            key,
            texts()["sheet"][key],
            (*_place_columns(key), *_place_columns(key, of_register=True)),
            REQUIRED_OF_REGISTER[key],
            tuple(map(_question_column, questions[key].values())),
            asks_of_all=False,
        )
        for key in questions
    ]
    return Layout(REGISTER, *tables)


def _place_columns(key: str, *, of_register: bool = False) -> tuple[Column, ...]:
    return tuple(
        _place_column(entry)
        for entry in texts()["column"]
        if entry["table"] == key and entry.get("register", False) == of_register
    )


def _place_column(entry: Mapping[str, Any]) -> Column:
    options = place_options(entry["kind"]) if entry["kind"] in LISTED else ()
    return Column(entry["key"], entry["kind"], entry["label"], entry["note"], entry["width"], None, options)


def _question_column(field: Field) -> Column:
    longest = max([len(choice.label["vi"]) for choice in field.options] + [10])
    return Column(
        key=field.key,
        kind={YES_NO: "yes_no", INTEGER: "number", CHOICE: "choice"}[field.kind],
        label=field.label,
        note=_note(field),
        width=min(longest + 3, 28),
        field=field,
        options=field.options or (_yes_no() if field.kind == YES_NO else ()),
    )


def _note(field: Field) -> dict[str, str]:
    return {
        lang: f"{question}\n{field.help[lang]}" if field.help else str(question)
        for lang, question in field.question.items()
    }


def _yes_no() -> tuple[Choice, ...]:
    return tuple(Choice(key, texts()["answer"][key]) for key in ("yes", "no"))
