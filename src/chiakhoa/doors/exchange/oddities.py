"""What contradicts itself in a household (it comes back) and what is merely odd (it is taken, with a warning)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from chiakhoa.law.rules.form import CHOICE, Field, Form
from chiakhoa.law.rules.households import OLDEST, Answer, PartialDate, age_bounds
from chiakhoa.law.rules.vietnamese import fold

QUIET = frozenset((None, False, 0, "none", "no", "not_wage", "below_primary", "studying"))
"""Answers that say nothing remarkable, whatever the age."""

Oddity = tuple[int | None, str, str, dict[str, Any]]
"""Position of the member (None: the household), column key, refusal id, its values."""


@dataclass(frozen=True, slots=True)
class Draft:
    """A household as read, before it is taken or returned: lists run beside each other, one place a member."""

    head: str
    surveyed_on: date | None
    stated_size: int | None
    names: list[str]
    births: list[PartialDate | None]
    relations: list[str]
    answers: list[Mapping[str, Answer]]


def contradictions(draft: Draft) -> Iterator[Oddity]:
    """What cannot be true: no members or too many, births after the survey, impossible ages, a person twice."""
    size = len(draft.names)
    if size == 0:
        yield None, "id", "import.no_members", {}
        return
    if draft.stated_size is not None and draft.stated_size != size:
        yield None, "size", "import.member_count", {"stated": draft.stated_size, "found": size}
    for at, birth in enumerate(draft.births):
        if birth is None or draft.surveyed_on is None:
            continue
        if _is_after(birth, draft.surveyed_on):
            yield at, "birth", "import.born_after_survey", {"day": draft.surveyed_on.strftime("%d/%m/%Y")}
        elif age_bounds(birth, draft.surveyed_on)[0] > OLDEST:
            yield at, "birth", "import.too_old", {"limit": OLDEST}
    if len(set(draft.births)) < size:
        yield from _twice(draft)


def _twice(draft: Draft) -> Iterator[Oddity]:
    """The same name with the same full birth date: one person written twice, which would make the household larger."""
    seen: set[tuple[str, PartialDate]] = set()
    for at, (name, birth) in enumerate(zip(draft.names, draft.births, strict=True)):
        if birth is None or birth.day is None or not name:
            continue
        person = (fold(name), birth)
        if person in seen:
            yield at, "name", "import.member_twice", {"name": name}
        seen.add(person)


def _is_after(birth: PartialDate, day: date) -> bool:
    return (birth.year, birth.month or 1, birth.day or 1) > (day.year, day.month, day.day)


@dataclass(slots=True)
class Watch:
    """Looks for answers that are odd for the age; remembers what it has worked out."""

    form: Form
    known: dict[tuple[int, int], tuple[str, ...]] = field(default_factory=dict)

    def warnings(self, draft: Draft) -> Iterator[Oddity]:
        """What is odd in a household that is taken all the same."""
        heads = [at for at, relation in enumerate(draft.relations) if relation == "head"]
        if len(heads) > 1:
            yield heads[1], "relation", "import.two_heads", {}
        if draft.head and draft.head not in draft.names and fold(draft.head) not in map(fold, draft.names):
            yield None, "head", "import.head_not_member", {"name": draft.head}
        for at, (name, birth, answers) in enumerate(zip(draft.names, draft.births, draft.answers, strict=True)):
            if not name:
                yield at, "name", "import.no_name", {}
            if birth is None or draft.surveyed_on is None:
                continue
            youngest, oldest = age_bounds(birth, draft.surveyed_on)
            for key in self._not_asked(youngest, oldest):
                if answers[key] not in QUIET:
                    yield at, key, "import.odd_for_age", {"age": oldest, "name": name}

    def _not_asked(self, youngest: int, oldest: int) -> tuple[str, ...]:
        """The questions that cannot concern somebody of this age, whatever else is so."""
        if (youngest, oldest) not in self.known:
            here = {other.key: _span(other) for other in self.form.member.values()} | {"age": (youngest, oldest)}
            self.known[youngest, oldest] = tuple(
                question.key for question in self.form.member.values() if question.asked and not question.asked(here)
            )
        return self.known[youngest, oldest]


def _span(question: Field) -> tuple[int, int]:
    return (0, len(question.options) - 1) if question.kind == CHOICE else (question.low, question.high)
