"""The sign-in page with the practice accounts, one's own account, and the password pages."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from allauth.account.internal.flows.login import record_authentication
from allauth.account.views import LoginView, PasswordChangeView
from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.contrib.auth import login
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.views.decorators.http import require_POST, require_safe

from chiakhoa.doors.web.middleware import PageRequest
from chiakhoa.foundation.access import queries
from chiakhoa.foundation.access.queries import Account, Grant
from chiakhoa.foundation.access.values import BODY, HOUSEHOLD, OWN, PLACE, PRACTICE, VILLAGE, role_words
from chiakhoa.foundation.places import queries as places
from chiakhoa.foundation.registry import queries as registry
from chiakhoa.law.rules.refusals import Refused

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
UNNAMED = (OWN, BODY)
"""Scopes that add nothing a reader would ask for."""


@dataclass(frozen=True, slots=True)
class Told:
    """A grant in words: the role, and where it holds."""

    role: str
    where: str


class SignIn(LoginView):  # type: ignore[misc]  # allauth carries no types
    """User name and password; in a practice folder also one button for each practice account."""

    request: PageRequest

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The form, and in a practice folder who can be tried out."""
        context: dict[str, Any] = super().get_context_data(**kwargs)
        context["practice_accounts"] = people(self.request)
        context["section"] = "account"
        return context


class ChangePassword(PasswordChangeView):  # type: ignore[misc]  # allauth carries no types
    """A new password; an account without one has nothing to change."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Send an account that signs in without a password back to its page."""
        if isinstance(request.user, Account) and not request.user.has_usable_password():
            return redirect("account")
        answer: HttpResponseBase = super().dispatch(request, *args, **kwargs)
        return answer


@require_POST
def practice_sign_in(request: PageRequest) -> HttpResponse:
    """Sign in as a practice account without a password; anywhere but in a practice folder there is no such page."""
    wanted = request.POST.get("account", "")
    known = {one.username: one for one, _ in queries.practice_accounts(request.viewer, request.today)}
    if not settings.PRACTICE or wanted not in known:
        raise Http404
    login(request, known[wanted], backend=BACKEND)
    record_authentication(request, known[wanted], method="practice", reauthenticated=True)
    return redirect(settings.LOGIN_REDIRECT_URL)


@require_safe
def own(request: PageRequest) -> HttpResponse:
    """One's own account: name, roles and where they hold, password, second step."""
    account = queries.account(request.viewer, request.viewer.name)
    if account is None:
        raise Http404
    held = queries.grants(request.viewer, of=account, on=request.today)
    context = {
        "grants": [told(request, grant) for grant in held],
        "second_step": is_mfa_enabled(account),
        "has_password": account.has_usable_password(),
        "done": request.GET.get("done", ""),
        "section": "account",
    }
    return render(request, "accounts/own.html", context)


def people(request: PageRequest) -> list[tuple[Account, list[Told]]]:
    """Who can be tried out in a practice folder, each with the roles held; nobody elsewhere."""
    known = queries.practice_accounts(request.viewer, request.today)
    return [(one, [told(request, grant) for grant in held]) for one, held in known]


def told(request: PageRequest, grant: Grant) -> Told:
    """A grant in the reader's language."""
    words, language = role_words(), get_language() or settings.LANGUAGE_CODE
    role = words["role"][grant.role][language]
    said = where(request, grant)
    return Told(role, said if said or grant.scope_kind in UNNAMED else words["scope"][grant.scope_kind][language])


def where(request: PageRequest, grant: Grant) -> str:
    """The name of the place, or the number of the household, a grant is bound to; empty for what is neither."""
    try:
        if grant.scope_kind == PLACE:
            return places.area(request.viewer, grant.scope, request.today).full_name
    except Refused:
        return grant.scope
    if grant.scope_kind == HOUSEHOLD:
        # in a practice folder the people are offered by their household; elsewhere only one's own is open
        home = registry.household(PRACTICE if settings.PRACTICE else request.viewer, UUID(grant.scope), request.today)
        return f"{home.number}, {home.head_name}" if home else ""
    if grant.scope_kind != VILLAGE:
        return ""
    village = places.village_by_id(request.viewer, UUID(grant.scope))
    return f"{village.code} {village.name}" if village else grant.scope
