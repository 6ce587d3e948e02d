"""What passes between a workbook and the rest of the program: surveyed households, returned rows, what a file held."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Protocol
from uuid import UUID

from chiakhoa.doors.exchange.cells import plain
from chiakhoa.law.rules.households import Household
from chiakhoa.law.rules.refusals import catalogue


@dataclass(frozen=True, slots=True)
class Person:
    """A member besides birth date and answers: `relation` as a key or as written; `sex` male, female or empty.

    Identity number, ethnic group and public id stand in a register's workbook alone.
    """

    relation: str = ""
    sex: str = ""
    row: int = 0
    national_id: str = ""
    ethnicity: str = ""
    public_id: UUID | None = None


@dataclass(frozen=True, slots=True)
class Home:
    """What only a register's workbook says of a household."""

    opened_on: date | None = None
    address: str = ""
    phone: str = ""
    phone_state: str = "unknown"
    public_id: UUID | None = None


class PersonFacts(Protocol):
    """What a writer needs of a person besides the answers: relation to the head and sex."""

    @property
    def relation(self) -> str: ...
    @property
    def sex(self) -> str: ...


class Surveyed(Protocol):
    """A surveyed household as a writer needs it, whoever made it (a workbook or the practice generator)."""

    @property
    def household(self) -> Household: ...
    @property
    def head(self) -> str: ...
    @property
    def village(self) -> str: ...
    @property
    def commune(self) -> str: ...
    @property
    def surveyed_on(self) -> date | None: ...
    @property
    def people(self) -> Sequence[PersonFacts]: ...


@dataclass(frozen=True, slots=True)
class SurveyRecord:
    """A surveyed household of a workbook. `people` runs beside `household.members`; `row` is the sheet's own."""

    household: Household
    head: str
    village: str
    commune: str
    surveyed_on: date | None
    row: int
    people: tuple[Person, ...] = ()
    home: Home = Home()


@dataclass(frozen=True, slots=True)
class ReturnedRow:
    """One reason why a row came back (or a warning): the cell, its content, and the refusal's id with its values."""

    sheet: str
    row: int
    column: str
    value: str
    rule: str
    params: Mapping[str, Any] = field(default_factory=dict)
    household: str = ""
    field: str = ""

    def message(self, lang: str = "vi") -> str:
        """Why the row came back, in the language asked for."""
        return self._fill("message", lang)

    def todo(self, lang: str = "vi") -> str:
        """What to do about it, in the language asked for."""
        return self._fill("todo", lang)

    def as_dict(self, lang: str) -> dict[str, Any]:
        """Where, why, what to do: as `--json` prints it."""
        place = {"household": self.household, "sheet": self.sheet, "row": self.row, "column": self.column}
        return {**place, "rule": self.rule, "message": self.message(lang), "todo": self.todo(lang)}

    def _fill(self, part: str, lang: str) -> str:
        values = {"value": self.value, "column": self.column, "household": self.household, **self.params}
        return str(catalogue()[self.rule][part][lang]).format_map(values)


@dataclass(frozen=True, slots=True)
class SourceRow:
    """A row of the file as it stood: its sheet, its number there, and its cells as text."""

    sheet: str
    row: int
    cells: tuple[str, ...]


@dataclass(slots=True)
class AnswersFile:
    """What a workbook held. `rows` = households taken + `returned_households`; nothing leaves without a reason.

    `member_rows` = members of `records` + `returned_members` (members of returned households and of no household).
    `set_aside` lists total rows and repeated headers, which are no households; blank rows are not counted.
    `cells` are the two sheets as they stand, households first.
    """

    records: list[SurveyRecord] = field(default_factory=list)
    returned: list[ReturnedRow] = field(default_factory=list)
    rows: int = 0
    member_rows: int = 0
    returned_households: int = 0
    returned_members: int = 0
    warnings: list[ReturnedRow] = field(default_factory=list)
    returned_rows: list[SourceRow] = field(default_factory=list)
    headers: dict[str, tuple[str, ...]] = field(default_factory=dict)
    set_aside: list[SourceRow] = field(default_factory=list)
    layout: str = ""
    cells: dict[str, list[list[Any]]] = field(default_factory=dict)

    def give_back(self, record: SurveyRecord, reason: ReturnedRow) -> None:
        """Return a household that was read but cannot be taken, with all its rows; the caller drops the record."""
        households, members = self.cells
        self.returned_households += 1
        self.returned_members += len(record.people)
        self.returned.append(reason)
        self.returned_rows.append(self._source(households, record.row))
        self.returned_rows += [self._source(members, person.row) for person in record.people]

    def _source(self, sheet: str, row: int) -> SourceRow:
        return SourceRow(sheet, row, tuple(map(plain, self.cells[sheet][row - 1])))
