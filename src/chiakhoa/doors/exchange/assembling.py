"""Joins household rows and member rows: every household is taken whole or returned whole, every row ends somewhere."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import Any

from chiakhoa.doors.exchange.oddities import Draft, Oddity, Watch, contradictions
from chiakhoa.doors.exchange.records import AnswersFile, Home, Person, ReturnedRow, SurveyRecord
from chiakhoa.doors.exchange.tables import ReadTable
from chiakhoa.law.rules.form import Form
from chiakhoa.law.rules.households import Household, Member

Progress = Callable[[int, int], None]
"""Called with households done and households in all."""

STEP = 500


def code_key(code: Any) -> str:
    """A household's number as it is compared: without spaces, capitals or not."""
    return "".join(code.split()).casefold() if isinstance(code, str) else ""


@dataclass(slots=True)
class Joining:
    """The two tables of a file and what is made of them; a `register` needs no area, and has columns of its own."""

    households: ReadTable
    members: ReadTable
    form: Form
    register: bool = False
    taken: AnswersFile = field(default_factory=AnswersFile)
    of_code: dict[str, list[int]] = field(default_factory=lambda: defaultdict(list))

    def run(self, progress: Progress | None) -> AnswersFile:
        """Take or return every household."""
        codes = [code_key(code) for code in self.households.values["id"]]
        self._join_members()
        self._check_households(codes)
        watch = Watch(self.form)
        questions = _columns(self.households, list(self.form.household))
        member_answers = _columns(self.members, list(self.form.member))
        self.taken.rows = len(codes)
        self.taken.member_rows = len(self.members.rows)
        given = Counter(codes)
        for at, code in enumerate(codes):
            whose = self.of_code.get(code, []) if code and given[code] == 1 else []
            draft = self._draft(at, whose, member_answers)
            if self._is_sound(at, whose, draft):
                self._take(at, whose, draft, dict(zip(self.form.household, questions[at], strict=True)), watch)
            else:
                self._return(at, whose)
            if progress and at % STEP == STEP - 1:
                progress(at + 1, len(codes))
        self._return_members_of_no_one({code for code in codes if given[code] == 1} - {""}, set(codes) - {""})
        self.taken.warnings += self.households.warnings + self.members.warnings
        self.taken.set_aside += self.households.set_aside + self.members.set_aside
        if progress:
            progress(len(codes), len(codes))
        return self.taken

    def _join_members(self) -> None:
        given = self.members.values["household"]
        _fill_down(self.members, given)
        for at, code in enumerate(given):
            self.of_code[code_key(code)].append(at)

    def _check_households(self, codes: list[str]) -> None:
        rows: dict[str, list[int]] = defaultdict(list)
        for at, code in enumerate(codes):
            rows[code].append(self.households.rows[at])
        values = self.households.values
        for at, code in enumerate(codes):
            if not code:
                self.households.fault(at, "id", "import.missing_code")
            elif len(rows[code]) > 1:
                others = ", ".join(str(row) for row in rows[code] if row != self.households.rows[at])
                self.households.fault(at, "id", "import.duplicate_household", rows=others)
            if self.register:
                continue
            if values["area"][at] is None:
                self.households.fault(at, "area", "import.missing_area")
            elif values["area"][at] == "urban" and values["region"][at] is None:
                values["region"][at] = "URB"
            elif values["area"][at] == "rural" and values["region"][at] in (None, "URB"):
                self.households.fault(at, "region", "import.missing_region")

    def _draft(self, at: int, whose: list[int], member_answers: list[tuple[Any, ...]]) -> Draft:
        values, people = self.households.values, self.members.values
        keys = list(self.form.member)
        return Draft(
            head=values["head"][at],
            surveyed_on=values["surveyed_on"][at],
            stated_size=values["size"][at],
            names=[people["name"][member] for member in whose],
            births=[people["birth"][member] for member in whose],
            relations=[people["relation"][member] for member in whose],
            answers=[dict(zip(keys, member_answers[member], strict=True)) for member in whose],
        )

    def _is_sound(self, at: int, whose: list[int], draft: Draft) -> bool:
        faults = self.members.faults
        if at in self.households.faults or (faults and any(member in faults for member in whose)):
            return False
        found = list(contradictions(draft))
        for oddity in found:
            self._note(at, whose, oddity, as_fault=True)
        return not found

    def _note(self, at: int, whose: list[int], oddity: Oddity, *, as_fault: bool) -> None:
        member, key, rule, params = oddity
        table, row = (self.households, at) if member is None else (self.members, whose[member])
        found = table.fault(row, key, rule, **params)
        if not as_fault:
            del table.faults[row]
            self.taken.warnings.append(replace(found, household=self.households.values["id"][at]))

    def _take(self, at: int, whose: list[int], draft: Draft, answers: dict[str, Any], watch: Watch) -> None:
        values, people = self.households.values, self.members.values
        members = tuple(
            Member(name or f"STT {number}", birth, given)
            for number, (name, birth, given) in enumerate(zip(draft.names, draft.births, draft.answers, strict=True), 1)
        )
        persons = tuple(Person(people["relation"][m], people["sex"][m], self.members.rows[m]) for m in whose)
        home = Home()
        if self.register:
            persons = tuple(map(self._registered, persons, whose))
            home = Home(*(values[key][at] for key in ("opened_on", "address", "phone", "phone_state", "public_id")))
        code = values["id"][at]
        household = Household(code, values["area"][at], values["region"][at], answers, members)
        place = (draft.head, values["village"][at], values["commune"][at], draft.surveyed_on)
        self.taken.records.append(SurveyRecord(household, *place, self.households.rows[at], persons, home))
        for oddity in watch.warnings(draft):
            self._note(at, whose, oddity, as_fault=False)

    def _registered(self, person: Person, member: int) -> Person:
        """A person with what only a register's workbook says."""
        people = self.members.values
        return replace(person, **{key: people[key][member] for key in ("national_id", "ethnicity", "public_id")})

    def _return(self, at: int, whose: list[int]) -> None:
        code = self.households.values["id"][at]
        self.taken.returned_households += 1
        self.taken.returned_members += len(whose)
        self.taken.returned_rows.append(self.households.source(at))
        self.taken.returned += _named(self.households.faults.get(at, ()), code)
        for member in whose:
            self.taken.returned_rows.append(self.members.source(member))
            self.taken.returned += _named(self.members.faults.get(member, ()), code)

    def _return_members_of_no_one(self, single: set[str], known: set[str]) -> None:
        for code, whose in self.of_code.items():
            if code in single:
                continue
            for member in whose:
                self._return_orphan(member, code, known)

    def _return_orphan(self, member: int, code: str, known: set[str]) -> None:
        if not code:
            self.members.fault(member, "household", "import.member_without_household")
        elif code in known:
            self.members.fault(member, "household", "import.member_of_duplicate")
        else:
            self.members.fault(member, "household", "import.unknown_household")
        self.taken.returned_members += 1
        self.taken.returned_rows.append(self.members.source(member))
        self.taken.returned += _named(self.members.faults[member], self.members.values["household"][member])


def _columns(table: ReadTable, keys: list[str]) -> list[tuple[Any, ...]]:
    """The answers to `keys` row by row."""
    return list(zip(*(table.values[key] for key in keys), strict=True)) if keys else [()] * len(table.rows)


def _named(faults: Any, code: str) -> list[ReturnedRow]:
    return [replace(fault, household=code) for fault in faults]


def _fill_down(members: ReadTable, codes: list[str]) -> None:
    """Give the household number to rows 2, 3, 4 … of one household when the sheet plainly writes it once.

    Plainly: the first row has the number and STT 1, the next rows stand right below it, unnumbered, with STT 2, 3 … .
    """
    numbers = members.values["number"]
    running: str | None = None
    for at, code in enumerate(codes):
        follows = at > 0 and members.rows[at] == members.rows[at - 1] + 1 and _is_next(numbers[at - 1], numbers[at])
        if code:
            running = code if numbers[at] == 1 or (running == code and follows) else None
        elif running and follows:
            codes[at] = running
        else:
            running = None


def _is_next(before: Any, after: Any) -> bool:
    return isinstance(before, int) and isinstance(after, int) and after == before + 1
