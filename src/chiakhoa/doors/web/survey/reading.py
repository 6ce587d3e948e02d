"""What somebody typed into Form B, as answers: nothing typed is "not answered"; what fits no question is told."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from django.utils.translation import gettext as _

from chiakhoa.law.rules.form import CHOICE, INTEGER, YES_NO, Field, Form
from chiakhoa.law.rules.households import Answer

YES, NO = "1", "0"
LONGEST_NUMBER = 9


@dataclass(frozen=True, slots=True)
class Typed:
    """The answers typed for the household and, place by place, for its members; `wrong` tells what fits no question."""

    household: Mapping[str, Answer]
    members: tuple[Mapping[str, Answer], ...]
    wrong: Mapping[str, str]


def name_of(key: str, place: int | None) -> str:
    """The name of a question's input: of the household, or of the member at a place."""
    return f"h.{key}" if place is None else f"m{place}.{key}"


def read(form: Form, typed: Mapping[str, str], members: int) -> Typed:
    """Everything that was typed."""
    wrong: dict[str, str] = {}
    household = dict(_answers(form.household.values(), typed, None, wrong))
    each = tuple(dict(_answers(form.member.values(), typed, place, wrong)) for place in range(members))
    return Typed(household, each, wrong)


def _answers(
    fields: Iterable[Field], typed: Mapping[str, str], place: int | None, wrong: dict[str, str]
) -> Iterator[tuple[str, Answer]]:
    for field in fields:
        name = name_of(field.key, place)
        text = typed.get(name, "").strip()
        if not text:
            continue
        answer = answer_of(field, text)
        if answer is None:
            wrong[name] = told(field)
        else:
            yield field.key, answer


def answer_of(field: Field, text: str) -> Answer:
    """The answer that a text stands for; None when it is no answer to this question."""
    if field.kind == YES_NO:
        return {YES: True, NO: False}.get(text)
    if field.kind == CHOICE:
        return text if text in field.codes else None
    digits = text.replace(".", "").replace(" ", "")
    if not digits.isascii() or not digits.isdigit() or len(digits) > LONGEST_NUMBER:
        return None
    return int(digits) if field.low <= int(digits) <= field.high else None


def told(field: Field) -> str:
    """What an answer to this question looks like."""
    if field.kind == INTEGER:
        return _("Write a whole number from %(low)s to %(high)s.") % {"low": field.low, "high": field.high}
    return _("Choose one of the answers.")
