"""What the rules say of one household: its class or the classes still possible, and every reason."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from chiakhoa.law.rules.form import Text
from chiakhoa.law.rules.households import Answer

CANNOT_SAY = "cannot_say"
CANNOT_SAY_NAME: Text = {"vi": "Chưa kết luận được", "en": "Cannot say yet", "id": "Belum dapat disimpulkan"}
"""How a verdict is called that answers, or the law as we hold it, do not decide."""


@dataclass(frozen=True, slots=True)
class Because:
    """One answer behind a judgement: the question's key, the answer, and the member's position (None: household)."""

    field: str
    answer: Answer
    member: int | None = None


@dataclass(frozen=True, slots=True)
class ScoredGroup:
    """Income points of one group; `low == high` when decided, and then `option` holds (None: no option does)."""

    item: str
    group: str
    option: str | None
    low: int
    high: int


@dataclass(frozen=True, slots=True)
class IndicatorFinding:
    """`deprived` is None when the answers (or the law) do not tell."""

    key: str
    deprived: bool | None
    because: tuple[Because, ...] = ()
    missing: tuple[Because, ...] = ()


@dataclass(frozen=True, slots=True)
class Finding:
    """The finding on one household under one standard on one day. `low == high` for points that are decided."""

    household: str
    standard: str
    on: date
    verdict: str
    possible: tuple[str, ...]
    cut_off: int | None
    b1: tuple[int, int] | None
    groups: tuple[ScoredGroup, ...]
    b2: tuple[int, int]
    indicators: tuple[IndicatorFinding, ...]
    missing: tuple[Because, ...]
    unknown_law: tuple[str, ...]
    to_stop_being_poor: tuple[tuple[str, ...], ...]
    points_to_leave: int | None
    verified: bool
    practice: bool
    depends_on_unverified: tuple[str, ...]

    @property
    def deprived(self) -> tuple[str, ...]:
        """Keys of the indicators in which the household surely has a gap."""
        return tuple(i.key for i in self.indicators if i.deprived)
