"""Everything that reads accounts and grants, and the one filter by which other rooms cut their rows to a viewer."""

from __future__ import annotations

from datetime import date

from django.db.models import Exists, OuterRef, Q, QuerySet

from chiakhoa.foundation.access.models import Account, Grant, Tie
from chiakhoa.foundation.access.values import BASIC, OPEN, Held, Viewer

__all__ = ["Account", "Grant", "Tie"]
"""What queries hand out; doors take their names from here, never from the models."""


def viewer_of(account: Account, on: date, *, practice: bool = False) -> Viewer:
    """The person as every query sees them on a day; a closed account is nobody."""
    if not account.is_active:
        return Viewer(account.username, practice=practice)
    held = Grant.objects.filter(in_force(on), account=account).order_by("id")
    ties = Tie.objects.filter(account=account, ended_on=None).values_list("household", flat=True)
    return Viewer(
        name=account.username,
        practice=practice,
        account=str(account.public_id),
        on=on,
        grants=tuple(Held(grant.role, grant.scope_kind, grant.scope) for grant in held),
        ties=frozenset(ties),
    )


def visible(viewer: Viewer, field_class: str = BASIC, **lookups: str) -> Q:
    """The filter for rows of which a field class is open to this viewer as a whole.

    `lookups` name the row's columns: `province`, `commune` (codes), `village`, `household` (public ids), as far as it
    has them: `visible(viewer, ANSWERS, commune="commune_id", household="public_id")`.
    """
    if viewer.everything or field_class == OPEN:
        return Q()
    scopes = {
        "province": viewer.provinces(field_class),
        "commune": viewer.communes(field_class),
        "village": viewer.villages(field_class),
        "household": viewer.households(field_class),
    }
    found = Q(pk__in=())
    for kind, column in lookups.items():
        if scopes[kind]:
            found |= Q(**{f"{column}__in": scopes[kind]})
    return found


def accounts(viewer: Viewer, *, closed: bool = False) -> QuerySet[Account]:
    """The accounts of the office for who keeps them; one's own for everybody else."""
    rows = Account.objects.order_by("username")
    if not closed:
        rows = rows.filter(is_active=True)
    return rows if viewer.may("accounts") else rows.filter(username=viewer.name, is_active=True)


def account(viewer: Viewer, username: str) -> Account | None:
    """One account by its name; None when it is not there for this viewer."""
    return accounts(viewer, closed=True).filter(username=username.lower()).first()


def grants(viewer: Viewer, *, of: Account | None = None, on: date | None = None) -> QuerySet[Grant]:
    """Grants for who keeps accounts, one's own for everybody else; `on`: only those in force that day."""
    rows = Grant.objects.select_related("account").order_by("account__username", "id")
    if not viewer.may("accounts"):
        rows = rows.filter(account__username=viewer.name)
    if of is not None:
        rows = rows.filter(account=of)
    return rows if on is None else rows.filter(in_force(on))


def ties(viewer: Viewer) -> QuerySet[Tie]:
    """Declared ties: all for supervisors and who keeps accounts, one's own for everybody else."""
    rows = Tie.objects.select_related("account").order_by("declared_on", "id")
    sees_all = viewer.may("accounts") or viewer.may("findings")
    return rows if sees_all else rows.filter(account__username=viewer.name)


def has_administrator(on: date) -> bool:
    """Whether somebody can keep accounts on a day; until then the terminal may open the first account."""
    return Grant.objects.filter(in_force(on), role="administrator", account__is_active=True).exists()


def practice_accounts(viewer: Viewer, on: date) -> list[tuple[Account, list[Grant]]]:
    """Open accounts with a grant, each with its grants, for the sign-in page of a practice folder; elsewhere none."""
    if not viewer.practice:
        return []
    held = Grant.objects.filter(in_force(on), account=OuterRef("pk"))
    rows = Account.objects.filter(Exists(held), is_active=True).order_by("id")
    found: dict[int, list[Grant]] = {row.pk: [] for row in rows}
    for grant in Grant.objects.filter(in_force(on), account__in=found).order_by("id"):
        found[grant.account_id].append(grant)
    return [(row, found[row.pk]) for row in rows]


def in_force(on: date) -> Q:
    """Grants that hold on a day; one that a person ended does not hold on its last day any more."""
    goes_on = Q(valid_until=None) | Q(valid_until__gt=on) | Q(valid_until=on, ended_by="")
    return Q(valid_from__lte=on) & goes_on
