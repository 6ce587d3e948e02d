"""Which chains a reader may read: their own, and those of merged communes that go on in them."""

from __future__ import annotations

from collections.abc import Iterable

from chiakhoa.foundation.audit.models import Entry
from chiakhoa.foundation.audit.values import CHAIN_FOLLOWS, Reader

CHAIN = "chain:"


def readable_chains(viewer: Reader) -> frozenset[str] | None:
    """The keys of the chains that are open to a reader; None: all of them."""
    own = viewer.trail_chains()
    return None if own is None else frozenset(with_forerunners(own))


def with_forerunners(chains: Iterable[str]) -> set[str]:
    """Chains with all those that were closed into them."""
    found: set[str] = set()
    fresh = set(chains)
    while fresh:
        found |= fresh
        followed = Entry.objects.filter(action=CHAIN_FOLLOWS, chain__key__in=fresh).values_list("subjects", flat=True)
        named = {one.removeprefix(CHAIN).partition("@")[0] for subjects in followed for one in subjects}
        fresh = named - found
    return found
