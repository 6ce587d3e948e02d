"""What every import shares: who takes what into which commune, how far the work is, what came of it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from typing import Any

from chiakhoa.doors.exchange.layout import texts
from chiakhoa.doors.exchange.records import AnswersFile, ReturnedRow, SurveyRecord
from chiakhoa.doors.exchange.returned import write_returned
from chiakhoa.foundation.access.values import NotAllowed, Place, Viewer
from chiakhoa.law.rules.refusals import Refused

Progress = Callable[[int], None]
"""Called with how far the work is, from 0 to 100."""

READ, COMPARED, DONE = 50, 60, 100
"""How far the work is when the file is read, when it is compared with the register, and at the end."""


@dataclass(frozen=True, slots=True)
class Order:
    """Who takes a file into which commune, on which day, taken down when; `dry_run`: nothing is written.

    `decision` and `decided_on` stand in where a list of classes names none.
    """

    by: Viewer
    commune: str
    on: date
    at: datetime
    dry_run: bool = False
    decision: str = ""
    decided_on: date | None = None
    confirmed: dict[str, str] = field(default_factory=dict)
    progress: Progress = lambda _percent: None

    @property
    def words(self) -> dict[str, Any]:
        """Who, on which day, taken down when: what every action asks for."""
        return {"by": self.by, "on": self.on, "at": self.at}

    def check(self, *orders: str) -> None:
        """Refuse (`access.not_allowed`) whoever may give none of these orders in the commune."""
        if not any(self.by.may(order, Place(commune=self.commune)) for order in orders):
            raise NotAllowed("access.not_allowed", where=self.by.name)

    def reading(self, done: int, total: int) -> None:
        """How far the reading of a file is."""
        self.progress(READ * done // max(total, 1))


@dataclass(frozen=True, slots=True)
class Difference:
    """What differs in a household that was known."""

    household: str
    what: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class GoingBack:
    """What goes back: how many households, why, and how to write the rows as they stood."""

    households: int
    problems: Sequence[ReturnedRow]
    write: Callable[[Path, str], None]

    @classmethod
    def of(cls, file: AnswersFile) -> GoingBack:
        """What goes back of a workbook of households and members."""
        return cls(file.returned_households, file.returned, lambda path, lang: write_returned(path, file, lang))


@dataclass(slots=True)
class Outcome:
    """What an import did, or would do, in households: rows = new + changed + same + returned.

    `people` live in the households taken; `missing_people` are known to the register and not named by the file: they
    stay.
    """

    kind: str
    dry_run: bool
    back: GoingBack
    new: int = 0
    changed: int = 0
    same: int = 0
    people: int = 0
    missing_people: int = 0
    changes: list[Difference] = field(default_factory=list)
    more: dict[str, Any] = field(default_factory=dict)

    @property
    def rows(self) -> int:
        """Households of the file."""
        return self.new + self.changed + self.same + self.back.households

    def document(self, lang: str, files: Sequence[str] = ()) -> dict[str, Any]:
        """What `import KIND --json` prints."""
        return {
            "rows": self.rows,
            "new": self.new,
            "changed": self.changed,
            "same": self.same,
            "returned": self.back.households,
            "missing_people": self.missing_people,
            "people": self.people,
            "changes": [
                {"household": one.household, "what": [changed_words(word, lang) for word in one.what]}
                for one in self.changes
            ],
            "problems": [one.as_dict(lang) for one in self.back.problems],
            "files": list(files),
            "dry_run": self.dry_run,
            **self.more,
        }


def changed_words(word: str, lang: str) -> str:
    """What differs, in the language asked for: `phone`, `Lê Thị Mai: sex, relation`, `+ Lê Thị Mận`."""
    words = texts()["change"]
    who, parted, columns = word.rpartition(": ")
    named = ", ".join(dict.fromkeys(words[key][lang] if key in words else key for key in columns.split(", ")))
    return f"{who}{parted}{named}"


def back(record: SurveyRecord, refused: Refused, sheet: str) -> ReturnedRow:
    """Why a household that was read goes back."""
    number = record.household.id
    values = {"number": number, **refused.values}
    return ReturnedRow(sheet, record.row, "", str(values.get("value", "")), refused.rule, values, number)
