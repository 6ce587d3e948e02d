"""The reader's own choices, kept in two cookies: language and text size."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpResponse, HttpResponseRedirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

from chiakhoa.doors.web.middleware import SIZE_COOKIE, SIZES, PageRequest

YEAR_SECONDS = 365 * 24 * 3600


@require_POST
def language(request: PageRequest) -> HttpResponse:
    """Remember the language and go back to the page."""
    return _remember(request, settings.LANGUAGE_COOKIE_NAME, tuple(dict(settings.LANGUAGES)))


@require_POST
def size(request: PageRequest) -> HttpResponse:
    """Remember the text size and go back to the page."""
    return _remember(request, SIZE_COOKIE, SIZES)


def _remember(request: PageRequest, cookie: str, allowed: tuple[str, ...]) -> HttpResponse:
    back = request.POST.get("back", "/")
    safe = url_has_allowed_host_and_scheme(back, allowed_hosts={request.get_host()}, require_https=request.is_secure())
    response = HttpResponseRedirect(back if safe else "/")
    choice = request.POST.get("choice", "")
    if choice in allowed:
        response.set_cookie(
            cookie, choice, max_age=YEAR_SECONDS, httponly=True, samesite="Lax", secure=settings.CSRF_COOKIE_SECURE
        )
    return response
