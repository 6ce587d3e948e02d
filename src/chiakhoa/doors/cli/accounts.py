"""`account open|password|grant|end|close|unlock|list`: who may come in, and as what."""

from __future__ import annotations

import os
from collections.abc import Callable
from datetime import UTC, datetime
from functools import wraps
from typing import TYPE_CHECKING, Any

import click

from chiakhoa.doors.cli.assessing import DAY
from chiakhoa.doors.cli.office import Office
from chiakhoa.doors.exchange.public_ids import public_id
from chiakhoa.foundation.access.values import GIVEN, LANGUAGES, SETUP, NotAllowed, Viewer, role_words
from chiakhoa.law.rules.refusals import Refused

if TYPE_CHECKING:
    from chiakhoa.foundation.access.queries import Account, Grant

NEW_PASSWORD = "CHIAKHOA_NEW_PASSWORD"  # noqa: S105 (the name of a variable, no password)


@click.group()
def account() -> None:
    """Accounts: open, close, give and end roles."""


def scoped(verb: Callable[..., None]) -> Callable[..., None]:
    """Add the options that say where a role holds."""

    @click.option("--place", default="", help="Code or short name of a commune or province.")
    @click.option("--village", default="", help="Code of a village of that commune.")
    @click.option("--household", default="", help="Number of a household of that commune, or its public id.")
    @click.option("--case", default="", help="The same, of a household whose case is opened to the province.")
    @click.option("--body", default="", help="Public id of a body: bank, loan group, insurer.")
    @wraps(verb)
    def with_scope(*words: Any, **options: Any) -> None:
        names = ("place", "village", "household", "case", "body")
        verb(*words, scope={name: options.pop(name) for name in names}, **options)

    return with_scope


@account.command("open")
@click.argument("user")
@click.option("--name", required=True, help="Full name.")
@click.option(
    "--language", type=click.Choice(LANGUAGES), default="vi", show_default=True, help="Language of the pages."
)
@click.option("--role", type=click.Choice(tuple(GIVEN)), help="Give this role at once.")
@scoped
@click.pass_obj
def open_one(office: Office, user: str, *, name: str, language: str, role: str | None, scope: dict[str, str]) -> None:
    """Open an account. Its first password comes from CHIAKHOA_NEW_PASSWORD or is asked for; practice needs none."""
    office.open_store()
    from django.db import transaction  # noqa: PLC0415 (needs the store)

    from chiakhoa.foundation.access import actions  # noqa: PLC0415

    keeper, now = keeper_of(office), datetime.now(UTC)
    new = actions.NewAccount(public_id(now), user, name, language, new_password())
    with transaction.atomic():
        opened = actions.open_account(by=keeper, on=office.today, at=now, new=new)
        if role:
            grant_one(office, keeper, opened, role, scope)
    document = told(office, opened)
    office.answer(document, lambda: [line(document)])


@account.command("password")
@click.argument("user")
@click.pass_obj
def password(office: Office, user: str) -> None:
    """Set a password, from CHIAKHOA_NEW_PASSWORD or asked for; its owner changes it at the next sign-in."""
    office.open_store()
    from chiakhoa.foundation.access import actions  # noqa: PLC0415 (needs the store)

    keeper = keeper_of(office)
    actions.set_password(
        by=keeper, on=office.today, at=datetime.now(UTC), account=known(keeper, user), password=new_password()
    )
    office.answer({"account": user, "password": "set"}, lambda: [office.say("password_set", user=user)])


@account.command("grant")
@click.argument("user")
@click.argument("role", type=click.Choice(tuple(GIVEN)))
@click.option("--from", "since", type=DAY, help="First day; otherwise today.")
@click.option("--until", type=DAY, help="Last day; otherwise until it is ended.")
@scoped
@click.pass_obj
def grant(
    office: Office,
    user: str,
    role: str,
    *,
    since: datetime | None,
    until: datetime | None,
    scope: dict[str, str],
) -> None:
    """Give an account a role where the options say."""
    office.open_store()
    keeper = keeper_of(office)
    holder = known(keeper, user)
    grant_one(office, keeper, holder, role, scope, days=(since, until))
    document = told(office, holder)
    office.answer(document, lambda: [line(document)])


@account.command("end")
@click.argument("user")
@click.argument("role", type=click.Choice(tuple(GIVEN)))
@click.option("--reason", required=True, help="Why, in one sentence.")
@scoped
@click.pass_obj
def end(office: Office, user: str, role: str, *, reason: str, scope: dict[str, str]) -> None:
    """End a role of an account at once."""
    office.open_store()
    from chiakhoa.foundation.access import actions  # noqa: PLC0415 (needs the store)

    keeper = keeper_of(office)
    holder = known(keeper, user)
    held = held_grant(office, keeper, holder, role, scope)
    actions.end_grant(by=keeper, on=office.today, at=datetime.now(UTC), grant=held, reason=reason)
    document = told(office, holder)
    office.answer(document, lambda: [line(document)])


@account.command("close")
@click.argument("user")
@click.option("--reason", required=True, help="Why, in one sentence.")
@click.pass_obj
def close(office: Office, user: str, *, reason: str) -> None:
    """Close an account and end its roles."""
    office.open_store()
    from chiakhoa.foundation.access import actions  # noqa: PLC0415 (needs the store)

    keeper = keeper_of(office)
    closing = known(keeper, user)
    actions.close_account(by=keeper, on=office.today, at=datetime.now(UTC), account=closing, reason=reason)
    document = told(office, closing)
    office.answer(document, lambda: [line(document)])


@account.command("unlock")
@click.argument("user")
@click.option("--second-step", is_flag=True, help="Also forget a lost phone: the password alone opens the account.")
@click.pass_obj
def unlock(office: Office, user: str, *, second_step: bool) -> None:
    """Let an account try again after too many wrong passwords."""
    office.open_store()
    from chiakhoa.foundation.access import actions  # noqa: PLC0415 (needs the store)

    keeper = keeper_of(office)
    actions.unlock(
        by=keeper, on=office.today, at=datetime.now(UTC), account=known(keeper, user), second_factor=second_step
    )
    office.answer({"account": user, "unlocked": True}, lambda: [office.say("unlocked", user=user)])


@account.command("list")
@click.option("--closed", is_flag=True, help="With closed accounts.")
@click.pass_obj
def list_accounts(office: Office, *, closed: bool) -> None:
    """The accounts with the roles they hold today; without the right to all, one's own."""
    office.open_store()
    from chiakhoa.foundation.access import queries  # noqa: PLC0415 (needs the store)

    viewer = office.viewer()
    found = [told(office, one) for one in queries.accounts(viewer, closed=closed)]
    office.answer(found, lambda: [line(one) for one in found])


def keeper_of(office: Office) -> Viewer:
    """Who orders: the acting account, or the terminal itself while the office has no administrator yet."""
    from chiakhoa.foundation.access import queries  # noqa: PLC0415 (needs the store)

    viewer = office.viewer()
    if viewer.is_public and not queries.has_administrator(office.today):
        return SETUP
    if not viewer.may("accounts"):
        raise NotAllowed("access.not_allowed", where=viewer.name)
    return viewer


def known(viewer: Viewer, user: str) -> Account:
    """An account by its name; refuses (`access.unknown_account`) one that is not there."""
    from chiakhoa.foundation.access import queries  # noqa: PLC0415 (needs the store)

    found = queries.account(viewer, user)
    if found is None:
        raise Refused("access.unknown_account", where=user, username=user)
    return found


def grant_one(
    office: Office,
    keeper: Viewer,
    holder: Account,
    role: str,
    scope: dict[str, str],
    *,
    days: tuple[datetime | None, datetime | None] = (None, None),
) -> None:
    """Give a role where the options say."""
    from chiakhoa.foundation.access import actions  # noqa: PLC0415 (needs the store)

    now = datetime.now(UTC)
    kind, key = scope_of(office, role, scope)
    first, last = (day.date() if day else None for day in days)
    new = actions.NewGrant(public_id(now), role, kind, key, first, last)
    actions.give_grant(by=keeper, on=office.today, at=now, account=holder, new=new)


def held_grant(office: Office, keeper: Viewer, holder: Account, role: str, scope: dict[str, str]) -> Grant:
    """The grant that the options name; without options the only one of this role; refuses when there is none."""
    from chiakhoa.foundation.access import queries  # noqa: PLC0415 (needs the store)

    found = queries.grants(keeper, of=holder, on=office.today).filter(role=role)
    if any(scope.values()):
        kind, key = scope_of(office, role, scope)
        found = found.filter(scope_kind=kind, scope=key)
    if len(found) != 1:
        raise Refused("access.no_grant", where=holder.username, role=role)
    return found[0]


def scope_of(office: Office, role: str, scope: dict[str, str]) -> tuple[str, str]:
    """Kind and key of the scope that the options name."""
    from chiakhoa.doors.exchange import granting  # noqa: PLC0415 (needs the store)

    return granting.scope_of(office.viewer(), role, scope, office.today)


def new_password() -> str:
    """The password to set: of the environment, else typed twice at the terminal; none in a practice folder."""
    from django.conf import settings  # noqa: PLC0415 (needs the store)

    given = os.environ.get(NEW_PASSWORD)
    if given is not None or settings.PRACTICE:
        return given or ""
    typed: str = click.prompt("…", hide_input=True, confirmation_prompt=True, err=True)
    return typed


def told(office: Office, one: Account) -> dict[str, Any]:
    """An account as plain data, with what it holds today."""
    from chiakhoa.foundation.access import queries  # noqa: PLC0415 (needs the store)

    held = queries.grants(SETUP, of=one, on=office.today)
    words = role_words()
    return {
        "account": one.username,
        "name": one.full_name,
        "language": one.language,
        "open": one.is_active,
        "grants": [
            {
                "role": grant.role,
                "role_name": words["role"][grant.role][office.lang],
                "scope_kind": grant.scope_kind,
                "scope": grant.scope,
                "from": grant.valid_from.isoformat(),
                "until": grant.valid_until.isoformat() if grant.valid_until else None,
            }
            for grant in held
        ],
    }


def line(one: dict[str, Any]) -> str:
    """An account in one line."""
    held = "; ".join(f"{grant['role_name']} {grant['scope']}".strip() for grant in one["grants"])
    return f"{one['account']}  {one['name']}" + (f"  [{held}]" if held else "") + ("" if one["open"] else "  ×")
