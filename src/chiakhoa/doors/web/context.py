"""What every page shows around its own matter."""

from __future__ import annotations

from typing import Any

from django.conf import settings

from chiakhoa.doors.web.middleware import SIZES, PageRequest
from chiakhoa.doors.web.navigation import links


def page(request: PageRequest) -> dict[str, Any]:
    """Languages, text sizes, the day, the pages of this reader, whether everything here is invented."""
    return {
        "languages": settings.LANGUAGES,
        "sizes": SIZES,
        "text_size": getattr(request, "text_size", SIZES[0]),
        "today": getattr(request, "today", None),
        "practice_folder": settings.PRACTICE,
        "nav": list(links(request)),
        "here": request.get_full_path(),
    }
