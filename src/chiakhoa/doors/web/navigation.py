"""What stands in the head of every page: the pages that this reader can use, and no others."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _

from chiakhoa.doors.web.middleware import PageRequest
from chiakhoa.foundation.access.values import BASIC, PLACE, VILLAGE, Viewer


@dataclass(frozen=True, slots=True)
class Link:
    """One page of the head: its address, its name, and the section that marks it as the present one."""

    href: str
    name: str
    section: str


def links(request: PageRequest) -> Iterator[Link]:
    """The main pages, in the order of their use."""
    viewer: Viewer | None = getattr(request, "viewer", None)
    if viewer is None or viewer.is_public:
        if settings.PRACTICE:
            yield Link(reverse("front"), _("Classify households"), "front")
    else:
        yield from of_account(viewer)
    yield Link(reverse("standards"), _("Poverty standards"), "standards")
    yield Link(reverse("help"), _("Help"), "help")


def of_account(viewer: Viewer) -> Iterator[Link]:
    """The pages of somebody with a role."""
    yield Link(reverse("front"), _("My desk"), "desk")
    if viewer.communes(BASIC) or viewer.villages(BASIC) or len(viewer.households(BASIC)) > 1:
        yield Link(reverse("households"), _("List of households"), "households")
    if any(held.scope_kind in (PLACE, VILLAGE) for held in viewer.grants):
        yield Link(reverse("unit_rates"), _("Rates"), "rates")
    if viewer.may("register"):
        yield Link(reverse("intake"), _("Import"), "import")
