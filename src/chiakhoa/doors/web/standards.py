"""The packaged standards as pages show them, loaded and compiled once for each combination."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from django.utils import translation
from django.utils.translation import gettext as _

from chiakhoa.law.rules.compiled import CompiledStandard, compile_standard
from chiakhoa.law.rules.finding import CANNOT_SAY
from chiakhoa.law.rules.form import Text
from chiakhoa.law.rules.loader import national_standards, standard_by_id
from chiakhoa.law.rules.standard import Standard, legal_rows
from chiakhoa.review.assessment.queries import Run


@dataclass(frozen=True, slots=True)
class Verified:
    """How many rows of a standard somebody checked against the printed text, of how many."""

    checked: int
    rows: int

    @property
    def whole(self) -> bool:
        """Whether nothing is left to check."""
        return self.checked == self.rows


@cache
def standards() -> tuple[Standard, ...]:
    """All national standards, oldest first."""
    return national_standards()


@cache
def compiled(key: str, *, assumptions: bool = False) -> CompiledStandard:
    """The rules of one standard; refuses (`law.unknown_standard`) an id that is not there."""
    return compile_standard(standard_by_id(key, assumptions=assumptions))


def language() -> str:
    """The reader's language."""
    return translation.get_language() or "vi"


def say(text: Text) -> str:
    """A text of the standards in the reader's language."""
    return text[language()]


def of_run(run: Run) -> Standard:
    """The standard a run was judged by."""
    return compiled(run.standard, assumptions=run.assumptions).standard


def title(key: str) -> str:
    """A standard's title; the bare id when it is not packaged any more."""
    return next((say(standard.title) for standard in standards() if standard.id == key), key)


def class_names(standard: Standard) -> dict[str, str]:
    """Names of the classes in the reader's language, with the one for households nobody can classify yet."""
    return {rule.key: say(rule.name) for rule in standard.classes} | {CANNOT_SAY: _("Cannot say yet")}


def indicator_names(standard: Standard) -> dict[str, str]:
    """Names of the indicators in the reader's language."""
    return {indicator.key: say(indicator.name) for indicator in standard.indicators}


def verified(standard: Standard) -> Verified:
    """Rows of law checked against the printed text: lines, cut-offs, indicators, classes, points of a gap."""
    rows = legal_rows(standard)
    return Verified(sum(row.verified for row in rows), len(rows))


def line_names() -> dict[str, str]:
    """Lines of income by name."""
    return {
        "poverty": _("poverty line"),
        "average_living": _("upper line of the average living standard"),
        "low_income_worker": _("line of the low-income worker"),
    }


def area_names() -> dict[str, str]:
    """Kinds of area."""
    return {"rural": _("rural"), "urban": _("urban")}
