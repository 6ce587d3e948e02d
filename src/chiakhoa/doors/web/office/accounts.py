"""Accounts of the office: open one, set a password, give and end roles, unlock, close; and the roles explained."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.views.decorators.http import require_http_methods, require_safe

from chiakhoa.doors.exchange.granting import scope_of
from chiakhoa.doors.exchange.public_ids import public_id as fresh_id
from chiakhoa.doors.web.middleware import PageRequest
from chiakhoa.doors.web.office.asking import day_of, may_or_404, ordered, tried, words
from chiakhoa.doors.web.office.rights import explained
from chiakhoa.foundation.access import actions, queries
from chiakhoa.foundation.access.queries import Account
from chiakhoa.foundation.access.values import BODY, CLASSES, GIVEN, LANGUAGES, OPEN, OWN, role_words
from chiakhoa.foundation.places import queries as places

TYPED = ("role", "place", "village", "household", "from", "until", "reason", "grant")


@require_http_methods(["GET", "HEAD", "POST"])
def listing(request: PageRequest) -> HttpResponse:
    """All accounts with their roles; the form that opens one."""
    may_or_404(request, "accounts")
    typed = words(request, "username", "full_name", "language")
    refused: dict[str, str] = {}
    if request.method == "POST":
        key = fresh_id(request.now)
        new = actions.NewAccount(key, **typed, password=request.POST.get("password", ""))
        refused = tried(lambda: actions.open_account(**ordered(request), new=new))
        if not refused:
            return redirect("account_of", key)
    closed = request.GET.get("closed") == "1"
    grants: dict[int, list[Any]] = {}
    for grant in queries.grants(request.viewer, on=request.today):
        grants.setdefault(grant.account_id, []).append(grant_words(request, grant))
    rows = [(one, grants.get(one.pk, [])) for one in queries.accounts(request.viewer, closed=closed)]
    context = {"section": "desk", "rows": rows, "closed": closed, "typed": typed, "refused": refused}
    return render(request, "office/accounts.html", context, status=422 if refused else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def one(request: PageRequest, public_id: UUID) -> HttpResponse:
    """One account: what it holds, and everything that can be done with it."""
    may_or_404(request, "accounts")
    account = queries.accounts(request.viewer, closed=True).filter(public_id=public_id).first()
    if account is None:
        raise Http404
    refused: dict[str, str] = {}
    if request.method == "POST":
        order = ORDERS.get(request.POST.get("do", ""))
        if order is None:
            raise Http404
        refused = tried(lambda: order(request, account))
        if not refused:
            return redirect("account_of", public_id)
    context = {
        "section": "desk",
        "account": account,
        "grants": [grant_words(request, grant) for grant in queries.grants(request.viewer, of=account)],
        "roles": [(key, role_words()["role"][key][get_language() or "vi"]) for key in GIVEN],
        "typed": words(request, *TYPED),
        "refused": refused,
        "languages_open": LANGUAGES,
    }
    return render(request, "office/account.html", context, status=422 if refused else 200)


@require_safe
def roles(request: PageRequest) -> HttpResponse:
    """What each role sees of each class of fields, and what it may order."""
    may_or_404(request, "accounts")
    shown = [one for one in CLASSES if one != OPEN]
    return render(request, "office/roles.html", {"section": "desk", "roles": list(explained(shown))})


def set_password(request: PageRequest, account: Account) -> None:
    """Give a first password; its owner changes it at the next sign-in."""
    actions.set_password(**ordered(request), account=account, password=request.POST.get("password", ""))


def give(request: PageRequest, account: Account) -> None:
    """Give a role where the words say."""
    typed = words(request, *TYPED)
    role = typed["role"]
    kind, key = scope_of(request.viewer, role, typed, request.today) if role in GIVEN else ("", "")
    days = day_of(typed["from"]), day_of(typed["until"])
    new = actions.NewGrant(fresh_id(request.now), role, kind, key, *days)
    actions.give_grant(**ordered(request), account=account, new=new)


def end(request: PageRequest, account: Account) -> None:
    """End one role at once, with a reason."""
    typed = words(request, *TYPED)
    grant = next((one for one in queries.grants(request.viewer, of=account) if str(one.pk) == typed["grant"]), None)
    if grant is None:
        raise Http404
    actions.end_grant(**ordered(request), grant=grant, reason=typed["reason"])


def close(request: PageRequest, account: Account) -> None:
    """Close the account with a reason."""
    actions.close_account(**ordered(request), account=account, reason=words(request, "reason")["reason"])


def unlock(request: PageRequest, account: Account) -> None:
    """Forget failed sign-ins; ticked, also a lost phone."""
    actions.unlock(**ordered(request), account=account, second_factor=request.POST.get("second_step") == "1")


ORDERS: Mapping[str, Callable[[PageRequest, Account], None]] = {
    "password": set_password,
    "grant": give,
    "end": end,
    "close": close,
    "unlock": unlock,
}


@dataclass(frozen=True, slots=True)
class GrantTold:
    """A grant in words, and whether it can still be ended."""

    row: Any
    role: str
    where: str
    goes_on: bool


def grant_words(request: PageRequest, grant: Any) -> GrantTold:
    """A grant with the names of its role and place; of a household only that it is one."""
    language = get_language() or "vi"
    bare = grant.scope_kind in (BODY, OWN)
    where = place_name(request, grant) or ("" if bare else role_words()["scope"][grant.scope_kind][language])
    goes_on = not grant.ended_by and (grant.valid_until is None or grant.valid_until >= request.today)
    return GrantTold(grant, role_words()["role"][grant.role][language], where, goes_on)


def place_name(request: PageRequest, grant: Any) -> str:
    """The name of the place or village a grant is bound to."""
    if grant.scope_kind == "place":
        form = places.forms(request.viewer, grant.scope).last()
        return form.full_name if form else grant.scope
    if grant.scope_kind == "village":
        village = places.village_by_id(request.viewer, UUID(grant.scope))
        return f"{village.code} {village.name}" if village else grant.scope
    return ""
