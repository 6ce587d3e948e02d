"""Pages for what went wrong, in plain words, and the sign of life."""

from __future__ import annotations

from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render


def healthz(_request: HttpRequest) -> HttpResponse:
    """Answers `ok` when the database answers."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return HttpResponse("ok", content_type="text/plain")


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:  # noqa: ARG001 (Django names it)
    """400: the browser sent something the program cannot read."""
    return render(request, "mishap.html", {"kind": "bad_request"}, status=400)


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:  # noqa: ARG001 (Django names it)
    """403: not allowed."""
    return render(request, "mishap.html", {"kind": "forbidden"}, status=403)


def csrf_failed(request: HttpRequest, **_reason: str) -> HttpResponse:
    """403: the form was sent from a page that was open too long or from another site."""
    return render(request, "mishap.html", {"kind": "stale"}, status=403)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:  # noqa: ARG001 (Django names it)
    """404: nothing here, or nothing for this viewer; the two look the same."""
    return render(request, "mishap.html", {"kind": "not_found"}, status=404)


def too_big(request: HttpRequest, limit_mb: int) -> HttpResponse:
    """413: the file is larger than the limit (megabytes)."""
    return render(request, "mishap.html", {"kind": "too_big", "limit": limit_mb}, status=413)


def fault(request: HttpRequest) -> HttpResponse:
    """500: our own fault."""
    return render(request, "mishap.html", {"kind": "fault"}, status=500)
