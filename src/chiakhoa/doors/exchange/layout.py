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

HOUSEHOLDS, MEMBERS = "households", "members"
EXPLAINING = ("row", "column", "why", "todo")
"""Columns that a workbook of returned rows puts before those of the file; a reader passes over them."""

LISTED = ("area", "region", "sex", "relation")
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
    """One sheet of rows. `key` is `households` or `members`."""

    key: str
    name: Text
    columns: tuple[Column, ...]

    @property
    def code_column(self) -> str:
        """The key of the column that holds the household's number."""
        return self.columns[0].key


@dataclass(frozen=True, slots=True)
class Layout:
    """The whole workbook for one form."""

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
    return Layout(
        id=f"{LAYOUT}/{form.id}",
        households=_table(HOUSEHOLDS, form.household),
        members=_table(MEMBERS, form.member),
    )


def _table(key: str, questions: Mapping[str, Field]) -> Table:
    place = tuple(_place_column(entry) for entry in texts()["column"] if entry["table"] == key)
    return Table(key, texts()["sheet"][key], place + tuple(_question_column(field) for field in questions.values()))


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
