"""What the reader asks of the register's list, read from the address and written back into it."""

from __future__ import annotations

from urllib.parse import urlencode

from chiakhoa.doors.web.middleware import PageRequest
from chiakhoa.doors.web.scope import Scope, uuid_of
from chiakhoa.foundation.access.values import ANSWERS
from chiakhoa.foundation.registry.values import LISTED, LISTED_KEY, NONE_KEY, SORTS, Wanted

A_PAGE = 50
"""Households on one page of the list."""

ON_PAPER = 2_000
"""Households that are printed at once."""

LONGEST = 200
CLASSES = (LISTED_KEY, *LISTED, NONE_KEY)


def wanted_of(request: PageRequest, scope: Scope) -> Wanted:
    """The choices in the address; what is not known becomes the usual."""
    asked = request.GET
    village = scope.village(uuid_of(asked.get("village", "")))
    chosen, sort = asked.get("class", ""), asked.get("sort", "")
    page = asked.get("page", "")
    return Wanted(
        commune=scope.code if scope.whole else "",
        village=village.public_id if village else None,
        class_key=chosen if chosen in CLASSES else "",
        text=asked.get("q", "").replace("\0", "").strip()[:LONGEST],
        sort=sort if sort in SORTS else SORTS[0],
        closed=asked.get("closed") == "1",
        page=int(page) if page.isascii() and page.isdigit() and len(page) < 7 else 1,
        size=ON_PAPER if asked.get("print") == "1" else A_PAGE,
    )


def asks_unjudged(request: PageRequest) -> bool | None:
    """Whether only households without a survey result are wanted; None for who cannot ask, as no answers are open."""
    if not (request.viewer.communes(ANSWERS) or request.viewer.villages(ANSWERS)):
        return None
    return request.GET.get("result") == "none"


def query_of(wanted: Wanted, scope: Scope, *, unjudged: bool | None = False, **changes: object) -> str:
    """The address part of these choices, what is usual left out."""
    several = len(scope.communes) > 1
    pairs: dict[str, object] = {
        "commune": scope.code if several else "",
        "q": wanted.text,
        "village": wanted.village or "",
        "class": wanted.class_key,
        "result": "none" if unjudged else "",
        "closed": "1" if wanted.closed else "",
        "sort": "" if wanted.sort == SORTS[0] else wanted.sort,
    }
    return urlencode({name: str(value) for name, value in (pairs | changes).items() if value})
