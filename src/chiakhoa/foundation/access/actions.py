"""Everything that writes accounts, grants and ties. `by` is the viewer who orders, `on` the day, `at` the time.

An administrator keeps accounts. A commune officer hands out the roles of the commune's own people, within the commune.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from allauth.core import ratelimit
from allauth.mfa.models import Authenticator
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.http import HttpRequest

from chiakhoa.foundation.access.models import Account, Grant, Tie
from chiakhoa.foundation.access.values import (
    ASSIGNED,
    CASE,
    GIVEN,
    HOUSEHOLD,
    LANGUAGES,
    PLACE,
    RESERVED,
    USERNAME,
    VILLAGE,
    Held,
    NotAllowed,
    Place,
    Viewer,
    role_words,
)
from chiakhoa.foundation.audit import actions as audit
from chiakhoa.foundation.places import queries as places
from chiakhoa.law.rules.refusals import Refused

OFFICE = "office"
SIGN_IN_FAILED = "login_failed"


@dataclass(frozen=True, slots=True)
class NewAccount:
    """An account to be opened; without a password nobody can sign in with one until it is set."""

    public_id: UUID
    username: str
    full_name: str
    language: str = "vi"
    password: str = ""


@dataclass(frozen=True, slots=True)
class NewGrant:
    """A grant to be given: role, scope (place code or public id, empty where the role has none), first and last day."""

    public_id: UUID
    role: str
    scope_kind: str
    scope: str = ""
    valid_from: date | None = None
    valid_until: date | None = None


def open_account(*, by: Viewer, on: date, at: datetime, new: NewAccount) -> Account:
    """Open an account; its first password is to be changed at the first sign-in."""
    _keeper(by)
    username = new.username.strip().lower()
    if not USERNAME.fullmatch(username) or username in RESERVED:
        raise Refused("access.username", where=new.username, username=new.username)
    if new.language not in LANGUAGES or not new.full_name.strip():
        raise Refused("access.full_name", where=username)
    with transaction.atomic():
        if Account.objects.filter(username=username).exists():
            raise Refused("access.username_taken", where=username, username=username)
        row = Account(
            public_id=new.public_id,
            username=username,
            full_name=new.full_name.strip(),
            language=new.language,
            must_change_password=bool(new.password),
            opened_on=on,
            recorded_at=at,
        )
        _give_password(row, new.password)
        row.save(force_insert=True)
        _record(by, on, at, "access.open_account", row)
    return row


def set_password(*, by: Viewer, on: date, at: datetime, account: Account, password: str) -> None:
    """Set a password: one's own for good, another's until its owner changes it. Earlier sign-ins of the account end."""
    own = by.name == account.username
    if not own:
        _keeper(by)
    if not password:
        raise Refused("access.weak_password", where=account.username)
    with transaction.atomic():
        _give_password(account, password)
        account.must_change_password = not own
        account.save(update_fields=["password", "must_change_password"])
        _record(by, on, at, "access.set_password", account)


def close_account(*, by: Viewer, on: date, at: datetime, account: Account, reason: str) -> None:
    """Close an account and end what it holds; it opens no door from this moment."""
    _keeper(by)
    _reason(reason, account.username)
    with transaction.atomic():
        held = list(Grant.objects.filter(account=account, ended_by="").filter(_going_on(on)))
        for grant in held:
            _end(grant, by, on, reason)
        account.is_active, account.closed_on, account.closed_reason = False, on, reason
        account.save(update_fields=["is_active", "closed_on", "closed_reason"])
        _record(by, on, at, "access.close_account", account, *held, reason=reason)


def give_grant(
    *, by: Viewer, on: date, at: datetime, account: Account, new: NewGrant, within: Place | None = None
) -> Grant:
    """Give a role within a scope. `within`: where the scope lies, for officers who hand out roles of their commune."""
    _giver(by, Held(new.role, new.scope_kind, new.scope), within)
    _check_scope(new, on)
    since = new.valid_from or on
    if new.valid_until and new.valid_until < since:
        raise Refused("access.days", where=account.username)
    if not account.is_active:
        raise Refused("access.closed", where=account.username, username=account.username)
    same = {"account": account, "role": new.role, "scope_kind": new.scope_kind, "scope": new.scope}
    with transaction.atomic():
        if Grant.objects.filter(**same, valid_until=None).exists():
            raise Refused("access.grant_held", where=account.username, role=role_words()["role"][new.role])
        row = Grant(
            **same,
            public_id=new.public_id,
            valid_from=since,
            valid_until=new.valid_until,
            given_by=by.name,
            recorded_at=at,
        )
        row.save(force_insert=True)
        _record(by, on, at, "access.give_grant", row)
    return row


def end_grant(*, by: Viewer, on: date, at: datetime, grant: Grant, reason: str, within: Place | None = None) -> None:
    """End a grant at once, with a reason."""
    _giver(by, Held(grant.role, grant.scope_kind, grant.scope), within)
    _reason(reason, grant.account.username)
    with transaction.atomic():
        _end(grant, by, on, reason)
        _record(by, on, at, "access.end_grant", grant, reason=reason)


def declare_tie(
    *, by: Viewer, on: date, at: datetime, public_id: UUID, account: Account, household: str, relation: str
) -> Tie:
    """Declare a tie of a person to a household: by the person, an administrator, or whoever may assign."""
    if by.name != account.username and not by.may("assign"):
        _keeper(by)
    _reason(relation, account.username)
    with transaction.atomic():
        if Tie.objects.filter(account=account, household=household, ended_on=None).exists():
            raise Refused("access.tie_held", where=account.username)
        row = Tie(
            public_id=public_id,
            account=account,
            household=household,
            relation=relation,
            declared_on=on,
            declared_by=by.name,
            recorded_at=at,
        )
        row.save(force_insert=True)
        _record(by, on, at, "access.declare_tie", row)
    return row


def end_tie(*, by: Viewer, on: date, at: datetime, tie: Tie, reason: str) -> None:
    """End a tie with a reason; nobody ends a tie of their own."""
    _keeper(by)
    if by.name == tie.account.username:
        raise NotAllowed("access.own_tie", where=by.name)
    _reason(reason, tie.account.username)
    with transaction.atomic():
        tie.ended_on, tie.ended_reason = on, reason
        tie.save(update_fields=["ended_on", "ended_reason"])
        _record(by, on, at, "access.end_tie", tie, reason=reason)


def unlock(*, by: Viewer, on: date, at: datetime, account: Account, second_factor: bool = False) -> None:
    """Forget failed sign-ins of an account; with `second_factor` also a lost phone: the password alone opens."""
    _keeper(by)
    with transaction.atomic():
        action = "access.unlock"
        if second_factor:
            Authenticator.objects.filter(user=account).delete()
            action = "access.drop_second_factor"
        _record(by, on, at, action, account)
    ratelimit.clear(HttpRequest(), action=SIGN_IN_FAILED, key=failed_key(account.username))
    ratelimit.clear(HttpRequest(), action=SIGN_IN_FAILED, key=f"mfa-auth-user-{account.pk}")


def failed_key(username: str) -> str:
    """Under which key failed sign-ins of an account are counted."""
    return f"account:{username.strip().lower()}"


def _keeper(by: Viewer) -> None:
    if not by.may("accounts"):
        raise NotAllowed("access.not_allowed", where=by.name)


def _giver(by: Viewer, held: Held, within: Place | None) -> None:
    """Let an administrator pass, and who may assign the commune's own roles where the scope lies."""
    if held.role in ASSIGNED and within is not None and held.covers(within) and by.may("assign", within):
        return
    _keeper(by)


def _reason(reason: str, where: str) -> None:
    if not reason.strip():
        raise Refused("access.no_reason", where=where)


def _check_scope(new: NewGrant, on: date) -> None:
    """Refuse an unknown role, a scope the role cannot have, and a place that is not there."""
    role = GIVEN.get(new.role)
    if role is None:
        raise Refused("access.unknown_role", where=new.role, role=new.role, roles=", ".join(GIVEN))
    words = role_words()
    needs_scope = new.scope_kind in (PLACE, VILLAGE, HOUSEHOLD, CASE) or new.scope_kind == "body"
    if new.scope_kind not in role.scopes or bool(new.scope) != needs_scope:
        scopes = {lang: ", ".join(words["scope"][one][lang] for one in role.scopes) for lang in LANGUAGES}
        raise Refused("access.scope", where=new.role, role=words["role"][new.role], scopes=scopes)
    if new.scope_kind == PLACE and places.area(None, new.scope, on).level != role.level:
        raise Refused("access.scope_level", where=new.scope, role=words["role"][new.role])
    if new.scope_kind == VILLAGE and places.village_by_id(None, _uuid(new.scope)) is None:
        raise Refused("places.unknown_village", where=new.scope, code=new.scope, on=f"{on:%d/%m/%Y}")


def _uuid(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError as error:
        raise Refused("access.scope_id", where=text, scope=text) from error


def _give_password(account: Account, password: str) -> None:
    """Put the hash on the row; refuses (`access.weak_password`) what is short, common or like the name."""
    if not password:
        account.set_unusable_password()
        return
    try:
        validate_password(password, account)
    except ValidationError as error:
        raise Refused("access.weak_password", where=account.username) from error
    account.set_password(password)


def _going_on(on: date) -> models.Q:
    return models.Q(valid_until=None) | models.Q(valid_until__gte=on)


def _end(grant: Grant, by: Viewer, on: date, reason: str) -> None:
    if grant.ended_by or (grant.valid_until and grant.valid_until < on):
        raise Refused("access.grant_ended", where=grant.account.username)
    grant.valid_until = max(on, grant.valid_from)
    grant.ended_by, grant.ended_reason = by.name, reason
    grant.save(update_fields=["valid_until", "ended_by", "ended_reason"])


def _record(by: Viewer, on: date, at: datetime, action: str, *rows: Account | Grant | Tie, reason: str = "") -> None:
    """One entry in the office's chain for what was written."""
    subjects = [f"{row._meta.model_name}:{row.public_id}" for row in rows]
    audit.record(chain=OFFICE, by=by.name, on=on, at=at, action=action, subjects=subjects, rows=rows, reason=reason)
