"""Form B as it is asked of one household: which questions concern whom, what was said, what is still missing."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from chiakhoa.doors.web import standards
from chiakhoa.doors.web.survey.reading import NO, YES, name_of
from chiakhoa.doors.web.telling import age
from chiakhoa.law.rules.encoding import member_codes
from chiakhoa.law.rules.explanation import answer_words
from chiakhoa.law.rules.form import YES_NO, Field, Form
from chiakhoa.law.rules.households import Answer, Household, Member, age_bounds

PARTS: tuple[tuple[Promise, tuple[str, ...]], ...] = (
    (_("The house"), ("wall_durable", "pillar_durable", "roof_durable", "floor_area")),
    (_("Electricity, water, toilet"), ("electricity", "water_source", "toilet")),
    (_("Land and animals"), ("annual_land", "perennial_land", "pond_land", "cattle", "pigs", "poultry")),
)
"""Questions of the household that belong together; all others are things the household owns."""

OWNED = _("Things the household owns")


@dataclass(frozen=True, slots=True)
class Question:
    """One question as it stands on the page: its input, what was said now, and what was said the last time."""

    name: str
    field: Field
    answer: Answer
    typed: str
    before: str = ""
    wrong: str = ""
    missing: bool = False

    @property
    def text(self) -> str:
        return standards.say(self.field.question)

    @property
    def help(self) -> str:
        return standards.say(self.field.help) if self.field.help else ""

    @property
    def options(self) -> list[tuple[str, str]]:
        """The values to choose from with their words; none where a number is written."""
        if self.field.kind == YES_NO:
            return [(YES, answer_words(self.field, True, standards.language())), (NO, self._no())]
        return [(one.key, standards.say(one.label)) for one in self.field.options]

    def _no(self) -> str:
        return answer_words(self.field, False, standards.language())


@dataclass(frozen=True, slots=True)
class Part:
    """Questions under one heading: a part of the house, or one member."""

    key: str
    title: Any
    note: str
    questions: tuple[Question, ...]

    @property
    def missing(self) -> list[Question]:
        """The questions that concern the household or the member and have no answer yet."""
        return [one for one in self.questions if one.missing]


@dataclass(frozen=True, slots=True)
class Asked:
    """What is asked of a household: its form, its people on the day, the answers so far and those of the last time."""

    form: Form
    answers: Household
    on: date
    before: Household | None = None
    typed: Mapping[str, str] = field(default_factory=dict)
    wrong: Mapping[str, str] = field(default_factory=dict)

    @property
    def parts(self) -> tuple[Part, ...]:
        """Every part of the form, in the order in which it is asked."""
        return (*self._home(), *(self._member(place, one) for place, one in enumerate(self.answers.members)))

    def _home(self) -> Iterator[Part]:
        named = {key for _title, keys in PARTS for key in keys}
        owned = tuple(key for key in self.form.household if key not in named)
        for title, keys in (*PARTS[:2], (OWNED, owned), *PARTS[2:]):
            fields = [self.form.household[key] for key in keys if key in self.form.household]
            given, last = self.answers.answers, self.before.answers if self.before else {}
            yield Part(keys[0], title, "", tuple(self._question(one, None, given, last) for one in fields))

    def _member(self, place: int, member: Member) -> Part:
        ages = age_bounds(member.birth, self.on)
        spans = {one.key: (one.low, one.high) for one in self.form.member.values()} | {"age": ages}
        codes = dict(zip(self.form.member, member_codes(self.form, member, ages, self.answers.id), strict=True))
        last = self._before(member.name)
        questions = tuple(
            self._question(one, place, member.answers, last, open_one=codes[key] is None)
            for key, one in self.form.member.items()
            if one.asked is None or one.asked(spans) or member.answers.get(key) is not None
        )
        return Part(f"m{place}", member.name, age(member, self.on), questions)

    def _question(
        self,
        one: Field,
        place: int | None,
        given: Mapping[str, Answer],
        last: Mapping[str, Answer],
        *,
        open_one: bool = True,
    ) -> Question:
        name, answer = name_of(one.key, place), given.get(one.key)
        before = last.get(one.key)
        return Question(
            name=name,
            field=one,
            answer=answer,
            typed=self.typed.get(name, as_typed(answer)),
            before="" if before is None else answer_words(one, before, standards.language()),
            wrong=self.wrong.get(name, ""),
            missing=answer is None and open_one,
        )

    def _before(self, name: str) -> Mapping[str, Answer]:
        members: Sequence[Member] = self.before.members if self.before else ()
        return next((one.answers for one in members if one.name == name), {})


def as_typed(answer: Answer) -> str:
    """An answer as its input holds it."""
    if isinstance(answer, bool):
        return YES if answer else NO
    return "" if answer is None else str(answer)


def progress(parts: Sequence[Part]) -> dict[str, Any]:
    """How many of the questions that concern this household are answered, and which are not."""
    missing = [(part, one) for part in parts for one in part.missing]
    answered = sum(one.answer is not None for part in parts for one in part.questions)
    return {"answered": answered, "all": answered + len(missing), "missing": missing}
