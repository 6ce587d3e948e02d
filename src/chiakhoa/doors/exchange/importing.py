"""The kinds of files that come into an office's store, by name."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

from chiakhoa.doors.exchange.answering import KIND as ANSWERS
from chiakhoa.doors.exchange.answering import take_in_answers
from chiakhoa.doors.exchange.deciding import KIND as REVIEW_LIST
from chiakhoa.doors.exchange.deciding import take_in_list
from chiakhoa.doors.exchange.intake import Order, Outcome
from chiakhoa.doors.exchange.reading import uncollected
from chiakhoa.doors.exchange.registering import KIND as REGISTER
from chiakhoa.doors.exchange.registering import take_in_register

KINDS: Mapping[str, Callable[[Path, Order], Outcome]] = {
    REGISTER: take_in_register,
    ANSWERS: take_in_answers,
    REVIEW_LIST: take_in_list,
}
"""By the word after `import`."""


def take_in(kind: str, path: Path, order: Order) -> Outcome:
    """Take a file of this kind in, while the collector of circular rubbish rests: looking costs a third of the time."""
    with uncollected():
        return KINDS[kind](path, order)
