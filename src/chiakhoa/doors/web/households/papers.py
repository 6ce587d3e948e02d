"""The sheet of a household on paper, from its kept finding."""

from __future__ import annotations

from uuid import UUID

from django.http import Http404, HttpResponse
from django.views.decorators.http import require_safe

from chiakhoa.doors.documents.household_sheet import household_sheet_pdf
from chiakhoa.doors.exchange.registered import reasons_of, sees_unlogged
from chiakhoa.doors.web import standards
from chiakhoa.doors.web.middleware import PageRequest
from chiakhoa.foundation.places import queries as places
from chiakhoa.foundation.registry import queries as registry


@require_safe
def sheet(request: PageRequest, public_id: UUID) -> HttpResponse:
    """The sheet "what we lack, why, what to do" as PDF; no page without a finding that is open to the reader."""
    home = registry.household(request.viewer, public_id, request.today)
    if home is None:
        raise Http404
    lang, sensitive = standards.language(), sees_unlogged(request.viewer, home)
    found = reasons_of(request.viewer, public_id, request.today, lang, sensitive=sensitive)
    if found is None:
        raise Http404
    pdf = household_sheet_pdf(
        {**found.told, "household": home.number},
        head=home.head_name,
        village=f"{home.village_code} {home.village_name}",
        commune=places.area(request.viewer, home.commune, request.today).full_name,
        as_of=found.kept.on,
        lang=lang,
    )
    response = HttpResponse(pdf, content_type="application/pdf")
    response["Content-Disposition"] = f'attachment; filename="phieu-{home.number}.pdf"'
    return response
