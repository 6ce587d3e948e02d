"""For which commune a file is: named with `--unit`, else the one in which the acting account works."""

from __future__ import annotations

from uuid import UUID

from chiakhoa.doors.cli.office import Office
from chiakhoa.foundation.access.values import PLACE, VILLAGE, Viewer
from chiakhoa.law.rules.refusals import Refused


def unit_of(office: Office, code: str) -> str:
    """The code of the commune; refuses (`exchange.no_unit`) when none is named and the account has not just one."""
    from chiakhoa.foundation.places import queries as places  # noqa: PLC0415 (needs the store)

    viewer = office.viewer()
    own = own_communes(viewer)
    if not code and len(own) != 1:
        raise Refused("exchange.no_unit")
    found = places.area(viewer, code or own.pop(), office.today)
    if not found.parent:
        raise Refused("exchange.no_unit", where=found.full_name)
    return found.code


def own_communes(viewer: Viewer) -> set[str]:
    """The communes in which the account holds a role, those of its villages among them."""
    from chiakhoa.foundation.places import queries as places  # noqa: PLC0415 (needs the store)

    communes = {held.scope for held in viewer.grants if held.scope_kind == PLACE and len(held.scope) > 2}
    villages = [held.scope for held in viewer.grants if held.scope_kind == VILLAGE]
    found = [places.village_by_id(viewer, UUID(village)) for village in villages]
    return communes | {village.commune for village in found if village is not None}
