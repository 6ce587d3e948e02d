"""What the reader asks of a list, read from the address and written back into it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from urllib.parse import urlencode
from uuid import UUID

from django.http import Http404

from chiakhoa.doors.web.middleware import PageRequest
from chiakhoa.review.assessment import queries
from chiakhoa.review.assessment.queries import FindingRow, Run, Wanted

NAMES = {"q": "text", "class": "verdict", "village": "village", "gap": "gap", "unsure": "unsure", "sort": "sort"}
LONGEST = 200


def wanted_of(asked: Mapping[str, str]) -> Wanted:
    """The choices in an address; an order that is not known becomes the first."""
    values = {field: asked.get(name, "").strip()[:LONGEST].replace("\0", "") for name, field in NAMES.items()}
    wanted = Wanted(**values)
    return wanted if wanted.sort in queries.SORTS else replace(wanted, sort=Wanted().sort)


def query_of(wanted: Wanted, **changes: str) -> str:
    """The address part of these choices, what is usual left out."""
    changed = replace(wanted, **changes)
    usual = Wanted()
    pairs = {name: getattr(changed, field) for name, field in NAMES.items()}
    return urlencode({name: value for name, value in pairs.items() if value != getattr(usual, NAMES[name])})


def run_or_404(request: PageRequest, public_id: UUID) -> Run:
    """The run, or the page that says it is not there."""
    run = queries.run(request.viewer, public_id)
    if run is None:
        raise Http404
    return run


def finished_or_404(request: PageRequest, public_id: UUID) -> Run:
    """The run when its list can be read."""
    run = run_or_404(request, public_id)
    if run.state != "done":
        raise Http404
    return run


def row_or_404(request: PageRequest, run: Run, number: int) -> FindingRow:
    """One household of the run."""
    row = queries.finding(request.viewer, run, number)
    if row is None:
        raise Http404
    return row
