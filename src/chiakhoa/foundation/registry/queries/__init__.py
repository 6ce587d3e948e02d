"""Everything that reads the register. Each query takes the viewer; who may not see a household gets nothing of it."""

from chiakhoa.foundation.registry.queries.comparing import preview
from chiakhoa.foundation.registry.queries.counting import counts, counts_by_commune
from chiakhoa.foundation.registry.queries.details import (
    facts,
    history,
    household,
    household_numbered,
    members,
    standing,
    standings,
    whole,
)
from chiakhoa.foundation.registry.queries.households import class_list, households
from chiakhoa.foundation.registry.queries.placing import Home, homes, inside, open_to

__all__ = [
    "Home",
    "class_list",
    "counts",
    "counts_by_commune",
    "facts",
    "history",
    "homes",
    "household",
    "household_numbered",
    "households",
    "inside",
    "members",
    "open_to",
    "preview",
    "standing",
    "standings",
    "whole",
]
