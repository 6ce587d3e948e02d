"""The vocabulary of answers: which questions Form B asks of a household and of each member, read from data.

Circular 07/2021/TT-BLĐTBXH, Annex III as replaced by Circular 02/2022. One vocabulary serves every national standard,
so the same answers can be judged by two of them.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

Text = Mapping[str, str]
"""A text in three languages: keys `vi`, `en`, `id`."""

YES_NO, INTEGER, CHOICE = "yes_no", "integer", "choice"


@dataclass(frozen=True, slots=True)
class Choice:
    """One option of a choice question. Its code is its position in the list and never changes."""

    key: str
    label: Text


@dataclass(frozen=True, slots=True)
class Field:
    """One question: yes_no, integer (`low`..`high`, in `unit`) or choice (`ordered`: options may be compared).

    A member question may concern some members only (`asked_when`); `asked` tells from what is known of a member whether
    it may concern this one, from the age and the questions before that it `rests_on` (keys with their places). Whom it
    does not concern takes the `default`. `takes` is the type of an answer and `codes` the small integer behind each,
    where answers are not numbers themselves.
    """

    key: str
    of: str
    kind: str
    label: Text
    question: Text
    privacy: str
    help: Text | None = None
    low: int = 0
    high: int = 1
    unit: str = ""
    options: tuple[Choice, ...] = ()
    ordered: bool = False
    asked_when: str | None = None
    source: str = ""
    mark: str = "?"
    default: str | int | bool | None = None
    asked: Callable[[Mapping[str, tuple[int, int]]], bool] | None = None
    rests_on: tuple[tuple[str, int], ...] = ()
    takes: type = field(init=False, repr=False, compare=False)
    codes: Mapping[str | int | None, int] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        options = {choice.key: place for place, choice in enumerate(self.options)}
        object.__setattr__(self, "takes", {CHOICE: str, INTEGER: int, YES_NO: bool}[self.kind])
        object.__setattr__(self, "codes", {False: 0, True: 1} if self.kind == YES_NO else options)

    def code_of(self, option: str) -> int:
        """The small integer that stands for an option."""
        return self.codes[option]


@dataclass(frozen=True, slots=True)
class Form:
    """All questions of one form version, by key, in the order in which they are asked."""

    id: str
    household: Mapping[str, Field]
    member: Mapping[str, Field]
