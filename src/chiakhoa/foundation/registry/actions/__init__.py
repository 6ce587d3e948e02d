"""Everything that writes the register. `by`: the viewer who orders; `on`: the day of the act; `at`: when taken down.

`since` and `day` are the day a thing happened; they may lie before `on`. Who may not is told so, and learns no more.
"""

from chiakhoa.foundation.registry.actions.facts import end_fact, state_fact
from chiakhoa.foundation.registry.actions.households import (
    close_household,
    correct_household,
    move_household,
    open_household,
    take_in,
)
from chiakhoa.foundation.registry.actions.people import add_member, correct_person, end_membership
from chiakhoa.foundation.registry.actions.standings import end_standing, put_in_force

__all__ = [
    "add_member",
    "close_household",
    "correct_household",
    "correct_person",
    "end_fact",
    "end_membership",
    "end_standing",
    "move_household",
    "open_household",
    "put_in_force",
    "state_fact",
    "take_in",
]
