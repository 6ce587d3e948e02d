"""What doors hand in and get out: answers of a household on its day of survey. No database.

A survey that was sent never changes. Who may see answers but no sensitive facts gets the survey without the latter.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from functools import cache
from hashlib import sha256
from uuid import UUID

from chiakhoa.law.rules.form import Form
from chiakhoa.law.rules.form_loader import load_form
from chiakhoa.law.rules.households import Answer, Household
from chiakhoa.law.rules.packing import pack
from chiakhoa.law.rules.refusals import Refused

DESK, IMPORT, LOG = "desk", "import", "log"
SOURCES = (DESK, IMPORT, LOG)
"""Where answers came from: typed at a desk, a workbook, the log of a practice world."""

DRAFT, SENT = "draft", "sent"
CORRECTED, RECHECKED, MISTAKE = "corrected", "re-check", "mistake"
SURVEY_ENDS = (CORRECTED, RECHECKED, MISTAKE)
DRAFT_ENDS = ("sent", "dropped")


@dataclass(frozen=True, slots=True)
class NewSurvey:
    """A survey as a door hands it in. `people` are persons of the register beside `answers.members`, in their order.

    `household` is the register's public id; `answers.id` is the household's number.
    """

    public_id: UUID
    household: UUID
    on: date
    answers: Household
    people: tuple[UUID, ...]
    surveyor: str = ""
    source: str = IMPORT

    def digest(self) -> str:
        """SHA-256 of what was answered, by whom it is about and when: equal for equal surveys."""
        says = [self.on.isoformat(), [str(one) for one in self.people], pack(self.answers)]
        return sha256(json.dumps(says, sort_keys=True, ensure_ascii=False).encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class SurveySeen:
    """A survey as a viewer sees it; `answers` is None when they are not open to the viewer."""

    public_id: UUID
    household: UUID
    number: str
    commune: str
    village: UUID
    on: date
    surveyor: str
    source: str
    state: str
    answers: Household | None
    people: tuple[UUID, ...]
    recorded_at: datetime
    ended_on: date | None = None
    end_reason: str = ""


@dataclass(frozen=True, slots=True)
class Taken:
    """What taking in did: `new` surveys by public id, the `same` by the household's, the `returned` with reasons."""

    new: tuple[UUID, ...] = ()
    same: tuple[UUID, ...] = ()
    returned: Mapping[UUID, Refused] = field(default_factory=dict)


@cache
def form_b() -> Form:
    """The packaged form, read once: a day of surveys is hundreds of them."""
    return load_form()


@cache
def sensitive_questions() -> frozenset[str]:
    """Questions whose answers tell of illness, disability or nutrition (access.md)."""
    form = form_b()
    questions = (*form.household.values(), *form.member.values())
    return frozenset(one.key for one in questions if one.privacy == "sensitive")


def without_sensitive(household: Household) -> Household:
    """The household without the answers that only those who may see sensitive facts are shown."""
    hidden = sensitive_questions()

    def open_ones(answers: Mapping[str, Answer]) -> dict[str, Answer]:
        return {key: answer for key, answer in answers.items() if key not in hidden}

    members = tuple(replace(member, answers=open_ones(member.answers)) for member in household.members)
    return replace(household, answers=open_ones(household.answers), members=members)
