"""Lists of the office as files, cut to the reader; sensitive columns only by a button, and the look is written down."""

from __future__ import annotations

from pathlib import Path

from django.http import Http404, HttpResponse
from django.views.decorators.http import require_http_methods

from chiakhoa.doors.exchange.leaving import KINDS, OF_OFFICE, Wish
from chiakhoa.doors.web import standards
from chiakhoa.doors.web.commune.files import XLSX, written
from chiakhoa.doors.web.middleware import PageRequest
from chiakhoa.doors.web.scope import scope_of
from chiakhoa.foundation.access.values import NotAllowed

CSV = "text/csv; charset=utf-8"
NAMES = {"register": "so-ho", "listed": "ho-ngheo-can-ngheo", "answers": "phieu-khao-sat", "accounts": "tai-khoan"}
WITH_CSV = frozenset({"listed", "accounts"})
"""Lists of one table; the others fill two sheets."""


@require_http_methods(["GET", "HEAD", "POST"])
def export_list(request: PageRequest, kind: str, ending: str) -> HttpResponse:
    """A list as workbook or CSV; whoever may not have it finds no page."""
    if kind not in KINDS or (ending == "csv" and kind not in WITH_CSV):
        raise Http404
    sensitive = request.method == "POST" and request.POST.get("sensitive") == "1"
    commune = "" if kind in OF_OFFICE else scope_of(request).code
    if not commune and kind not in OF_OFFICE:
        raise Http404
    wish = Wish(request.viewer, commune, request.today, request.now, standards.language(), sensitive)

    def write(folder: Path) -> Path:
        return KINDS[kind](folder / f"list.{ending}", wish)[0]

    try:
        return written(write, f"{NAMES[kind]}.{ending}", XLSX if ending == "xlsx" else CSV)
    except NotAllowed as refused:
        raise Http404 from refused
