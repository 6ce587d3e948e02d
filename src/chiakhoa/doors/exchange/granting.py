"""Where a role is to hold, as people name it: places by code or short name, villages by code, households by number."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from uuid import UUID

from chiakhoa.foundation.access.values import BODY, CASE, GIVEN, HOUSEHOLD, NONE, OWN, PLACE, SETUP, VILLAGE, Viewer
from chiakhoa.foundation.places import queries as places
from chiakhoa.foundation.registry import queries as registry
from chiakhoa.law.rules.refusals import Refused

NAMES = ("place", "village", "household", "case", "body")
"""What can name a scope."""


def scope_of(viewer: Viewer, role: str, named: Mapping[str, str], on: date) -> tuple[str, str]:
    """Kind and key of the scope that the words name; refuses a place, village or household that is not there."""
    for kind, name in ((HOUSEHOLD, "household"), (CASE, "case")):
        if named.get(name):
            return kind, household_key(viewer, named[name], named.get("place", ""), on)
    if named.get("village"):
        commune = places.area(viewer, named.get("place", ""), on).code
        return VILLAGE, str(places.village(viewer, commune=commune, code=named["village"], on=on).public_id)
    if named.get("place"):
        return PLACE, places.area(viewer, named["place"], on).code
    if named.get("body"):
        return BODY, named["body"]
    return (OWN if OWN in GIVEN[role].scopes else NONE), ""


def household_key(viewer: Viewer, text: str, place: str, on: date) -> str:
    """The public id of a household that is named by it, or by its number in a commune.

    Who keeps accounts sees no household; that one of this number is there is all that is told.
    """
    try:
        return str(UUID(text))
    except ValueError:
        pass
    found = registry.household_numbered(SETUP, places.area(viewer, place, on).code, text, on)
    if found is None:
        raise Refused("household.unknown", where=place, code=text)
    return str(found.public_id)
