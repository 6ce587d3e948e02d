"""Rows of the room: accounts, the dated grants they hold, and declared ties to households. No decisions here.

A closed account and an ended grant stay. `PRIVACY` gives the privacy class of every field (access.md).
"""

from __future__ import annotations

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.hashers import check_password
from django.db import models
from django.db.models import F, Q

from chiakhoa.foundation.access.values import BASIC, GIVEN, LANGUAGES, NONE, OPEN, OWN, SCOPES, SENSITIVE
from chiakhoa.foundation.audit.values import Canonical


class Account(AbstractBaseUser):
    """A person who signs in. `username` is lower case; a closed account has its day and reason and opens no door."""

    public_id = models.UUIDField(unique=True)
    username = models.CharField(max_length=40, unique=True)
    full_name = models.CharField(max_length=120)
    language = models.CharField(max_length=2, default="vi")
    is_active = models.BooleanField(default=True)
    must_change_password = models.BooleanField(default=False)
    opened_on = models.DateField()
    closed_on = models.DateField(null=True)
    closed_reason = models.CharField(max_length=300, blank=True)
    recorded_at = models.DateTimeField()

    objects = BaseUserManager["Account"]()
    USERNAME_FIELD = "username"

    CANONICAL = Canonical(
        "access.account",
        version=1,
        fields=(
            "public_id", "username", "full_name", "language", "password", "is_active", "must_change_password",
            "opened_on", "closed_on", "closed_reason", "recorded_at",
        ),
    )  # fmt: skip

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(language__in=LANGUAGES), name="account_language"),
            models.CheckConstraint(
                condition=Q(is_active=True, closed_on=None, closed_reason="")
                | (Q(is_active=False, closed_on__isnull=False) & ~Q(closed_reason="")),
                name="account_closed_with_reason",
            ),
        ]

    def __str__(self) -> str:
        return self.username

    def check_password(self, raw_password: str | None) -> bool:
        """Whether this is the password; a look never writes the row, not even to renew an old hash."""
        return check_password(raw_password, self.password)


class Grant(models.Model):
    """A role an account holds within a scope from one day to another; the last day counts. None: until ended.

    A grant that a person ended (`ended_by`) stops at once: on its last day it does not hold any more.
    """

    public_id = models.UUIDField(unique=True)
    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="grants")
    role = models.CharField(max_length=30)
    scope_kind = models.CharField(max_length=10)
    scope = models.CharField(max_length=40, blank=True)
    valid_from = models.DateField()
    valid_until = models.DateField(null=True)
    given_by = models.CharField(max_length=40)
    ended_by = models.CharField(max_length=40, blank=True)
    ended_reason = models.CharField(max_length=300, blank=True)
    recorded_at = models.DateTimeField()

    CANONICAL = Canonical(
        "access.grant",
        version=1,
        fields=(
            "public_id", "account", "role", "scope_kind", "scope", "valid_from", "valid_until", "given_by", "ended_by",
            "ended_reason", "recorded_at",
        ),
    )  # fmt: skip

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(role__in=tuple(GIVEN)), name="grant_role"),
            models.CheckConstraint(
                condition=(Q(scope_kind__in=(OWN, NONE)) & Q(scope=""))
                | (Q(scope_kind__in=tuple(kind for kind in SCOPES if kind not in (OWN, NONE))) & ~Q(scope="")),
                name="grant_scope",
            ),
            models.CheckConstraint(
                condition=Q(valid_until=None) | Q(valid_until__gte=F("valid_from")), name="grant_days_in_order"
            ),
            models.CheckConstraint(
                condition=Q(ended_by="", ended_reason="")
                | (~Q(ended_by="") & ~Q(ended_reason="") & Q(valid_until__isnull=False)),
                name="grant_ended_with_reason",
            ),
            models.UniqueConstraint(
                fields=["account", "role", "scope_kind", "scope"], condition=Q(valid_until=None), name="grant_once"
            ),
        ]
        indexes = [models.Index(fields=["scope_kind", "scope"], name="grant_by_scope")]

    def __str__(self) -> str:
        return f"{self.role} {self.scope_kind} {self.scope}".strip()


class Tie(models.Model):
    """A declared tie of a person to a household (kin, friend, debtor): no order on that household while it lasts."""

    public_id = models.UUIDField(unique=True)
    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="ties")
    household = models.CharField(max_length=40)
    relation = models.CharField(max_length=200)
    declared_on = models.DateField()
    declared_by = models.CharField(max_length=40)
    ended_on = models.DateField(null=True)
    ended_reason = models.CharField(max_length=300, blank=True)
    recorded_at = models.DateTimeField()

    CANONICAL = Canonical(
        "access.tie",
        version=1,
        fields=(
            "public_id", "account", "household", "relation", "declared_on", "declared_by", "ended_on", "ended_reason",
            "recorded_at",
        ),
    )  # fmt: skip

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(ended_on=None, ended_reason="") | (Q(ended_on__isnull=False) & ~Q(ended_reason="")),
                name="tie_ended_with_reason",
            ),
            models.UniqueConstraint(fields=["account", "household"], condition=Q(ended_on=None), name="tie_once"),
        ]
        indexes = [models.Index(fields=["household"], name="tie_by_household")]

    def __str__(self) -> str:
        return f"{self.relation} {self.household}"


PRIVACY = {
    "Account": {
        **dict.fromkeys(("id", "public_id", "is_active", "opened_on", "closed_on", "recorded_at"), OPEN),
        **dict.fromkeys(("username", "full_name", "language", "closed_reason", "last_login"), BASIC),
        **dict.fromkeys(("password", "must_change_password"), SENSITIVE),
    },
    "Grant": {
        **dict.fromkeys(("id", "public_id", "role", "scope_kind", "valid_from", "valid_until", "recorded_at"), OPEN),
        **dict.fromkeys(("account", "scope", "given_by", "ended_by", "ended_reason"), BASIC),
    },
    "Tie": {
        **dict.fromkeys(("id", "public_id", "declared_on", "ended_on", "recorded_at"), OPEN),
        **dict.fromkeys(("account", "household", "relation", "declared_by", "ended_reason"), BASIC),
    },
}
