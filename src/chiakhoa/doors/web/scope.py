"""Where the reader's work lies: the communes and villages whose households, or whose counts, are open to them."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from django.http import Http404

from chiakhoa.doors.web.middleware import PageRequest
from chiakhoa.foundation.access.values import BASIC, PLACE, VILLAGE, Viewer
from chiakhoa.foundation.places import queries as places
from chiakhoa.foundation.places.queries import Area, Village
from chiakhoa.law.rules.refusals import Refused


@dataclass(frozen=True, slots=True)
class Scope:
    """A commune with those of its villages that are open; without a commune, single households are."""

    commune: Area | None
    communes: tuple[Area, ...]
    villages: tuple[Village, ...]
    whole: bool

    @property
    def code(self) -> str:
        """The commune's code, empty without one."""
        return self.commune.code if self.commune else ""

    def village(self, public_id: UUID | None) -> Village | None:
        """One of the villages."""
        return next((one for one in self.villages if one.public_id == public_id), None)


def scope_of(request: PageRequest) -> Scope:
    """The places of the households open to the reader; no page when not a single household is."""
    viewer, on = request.viewer, request.today
    codes = sorted(viewer.communes(BASIC))
    own = own_villages(viewer)
    found = areas(request, codes or sorted({one.commune for one in own}))
    if not found and not viewer.households(BASIC):
        raise Http404
    asked = request.GET.get("commune", "")
    commune = next((one for one in found if one.code == asked), found[0] if found else None)
    if commune is None or commune.code not in codes:
        inside = tuple(one for one in own if commune and one.commune == commune.code)
        return Scope(commune, found, inside, whole=False)
    return Scope(commune, found, tuple(places.villages(viewer, commune=commune.code, on=on)), whole=True)


def own_villages(viewer: Viewer) -> list[Village]:
    """The villages of which the reader is head, in the order of their codes."""
    found = (places.village_by_id(viewer, UUID(text)) for text in viewer.villages(BASIC))
    return sorted((one for one in found if one), key=lambda one: (one.commune, one.sort_key))


def countable(request: PageRequest) -> tuple[Area, ...]:
    """The communes and provinces whose counts are open to the reader, provinces first."""
    grants = request.viewer.grants
    codes = [held.scope for held in grants if held.scope_kind == PLACE]
    heads = [held.scope for held in grants if held.scope_kind == VILLAGE]
    villages = [places.village_by_id(request.viewer, UUID(text)) for text in heads]
    codes += [one.commune for one in villages if one]
    return areas(request, sorted(dict.fromkeys(codes), key=lambda code: (len(code), code)))


def areas(request: PageRequest, codes: list[str]) -> tuple[Area, ...]:
    """The units of these codes as they are today; what is gone is left out."""
    found = []
    for code in codes:
        try:
            found.append(places.area(request.viewer, code, request.today))
        except Refused:
            continue
    return tuple(found)


def uuid_of(text: str) -> UUID | None:
    """A public id as an address has it; None for anything else."""
    try:
        return UUID(text)
    except ValueError:
        return None
