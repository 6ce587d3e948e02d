"""What every request carries: day and time, the reader's language and text size, the viewer; and what stays private."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from typing import TYPE_CHECKING

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import translation

from chiakhoa.doors.web import clock
from chiakhoa.doors.web.mishaps import too_big
from chiakhoa.foundation.access import queries
from chiakhoa.foundation.access.values import NOBODY, VISITOR, Viewer

if TYPE_CHECKING:
    from django_htmx.middleware import HtmxDetails

GetResponse = Callable[[HttpRequest], HttpResponse]
MEGABYTE = 1024 * 1024
SIZES = ("normal", "large", "huge")
SIZE_COOKIE = "text_size"


class PageRequest(HttpRequest):
    """A request as the pages see it."""

    today: date
    now: datetime
    text_size: str
    viewer: Viewer
    htmx: HtmxDetails


class SizeMiddleware:
    """Turns away an upload over the limit before anything of it is read."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: PageRequest) -> HttpResponse:
        if int(request.META.get("CONTENT_LENGTH") or 0) > settings.UPLOAD_LIMIT_MB * MEGABYTE:
            return too_big(request, settings.UPLOAD_LIMIT_MB)
        return self.get_response(request)


class ClockMiddleware:
    """Puts the day and the time on the request."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: PageRequest) -> HttpResponse:
        request.now, request.today = clock.now(), clock.today()
        return self.get_response(request)


class ReaderMiddleware:
    """Language and text size as the reader chose them; Vietnamese first, whatever the browser's own language is."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: PageRequest) -> HttpResponse:
        wanted = request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME, "")
        language = wanted if wanted in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE
        size = request.COOKIES.get(SIZE_COOKIE, "")
        request.text_size = size if size in SIZES else SIZES[0]
        with translation.override(language):
            request.LANGUAGE_CODE = language
            response = self.get_response(request)
            response.headers.setdefault("Content-Language", language)
        return response


class ViewerMiddleware:
    """Who looks: the signed-in account with the grants of the day; else a visitor in a practice folder, or nobody."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: PageRequest) -> HttpResponse:
        if request.user.is_authenticated:
            request.viewer = queries.viewer_of(request.user, request.today, practice=settings.PRACTICE)
        else:
            request.viewer = VISITOR if settings.PRACTICE else NOBODY
        return self.get_response(request)


class PrivacyMiddleware:
    """Names and answers stay out of every cache between here and the reader."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: PageRequest) -> HttpResponse:
        response = self.get_response(request)
        response.headers.setdefault("Cache-Control", "private, no-store")
        return response
