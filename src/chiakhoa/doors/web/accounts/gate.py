"""Who comes in: every address needs a signed-in account but those named here."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.contrib.auth.views import redirect_to_login
from django.http import HttpResponseBase
from django.shortcuts import redirect, resolve_url
from django_htmx.http import HttpResponseClientRedirect

from chiakhoa.doors.web.middleware import PageRequest

OPEN_ROUTES = frozenset(
    {
        "account_login", "account_inactive", "account_logout", "mfa_authenticate", "practice_sign_in",
        "language", "size", "healthz", "help", "standards", "standard", "template",
    }
)  # fmt: skip
"""Open to everybody: the way in, the reader's own choices, the law and its explanation. None shows a household."""

PRACTICE_ROUTES = frozenset(
    {
        "front", "workbooks", "practice", "run", "again", "end", "headers", "list_file", "returned", "rates", "compare",
        "household", "sheet",
    }
)  # fmt: skip
"""Open besides in a practice folder, which holds invented households only: the page of assessed workbooks."""

WHILE_CHANGING = frozenset({"account_change_password", "account_reauthenticate"})
"""Where somebody may go who has to choose a new password first."""


class GateMiddleware(LoginRequiredMiddleware):
    """Sends whoever has not signed in to the sign-in page, and whoever has a first password to the change of it."""

    def process_view(self, request: PageRequest, *_view: Any) -> HttpResponseBase | None:  # type: ignore[override]
        """Let the request pass (None), or answer with the way in."""
        name = request.resolver_match.view_name if request.resolver_match else ""
        if name in OPEN_ROUTES or (settings.PRACTICE and name in PRACTICE_ROUTES):
            return None
        if not request.user.is_authenticated:
            return self.to_sign_in(request)
        if request.user.must_change_password and name not in WHILE_CHANGING:
            return redirect("account_change_password")
        return None

    def to_sign_in(self, request: PageRequest) -> HttpResponseBase:
        """The sign-in page, with the way back; a part of a page goes there as a whole page."""
        if request.htmx:
            return HttpResponseClientRedirect(resolve_url(settings.LOGIN_URL))
        return redirect_to_login(request.get_full_path(), resolve_url(settings.LOGIN_URL))
