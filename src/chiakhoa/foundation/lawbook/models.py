"""Rows of the office's law book: loaded tables of points, confirmations, area kinds, standards of a province.

A row is replaced by a newer one and stays with the day it ended. `PRIVACY` gives the class of every field: law is open.
"""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from chiakhoa.foundation.access.values import OPEN
from chiakhoa.foundation.audit.values import Canonical

STANDARD, NAME, LONG = 80, 200, 300


def in_order(name: str) -> models.CheckConstraint:
    """The days of a row stand in order."""
    return models.CheckConstraint(condition=Q(valid_until=None) | Q(valid_until__gte=F("valid_from")), name=name)


class LoadedTable(models.Model):
    """A table of points of an office, kept whole as it came; one for a standard at a time."""

    public_id = models.UUIDField(unique=True)
    standard = models.CharField(max_length=STANDARD)
    file_name = models.CharField(max_length=NAME)
    content = models.BinaryField()
    sha256 = models.CharField(max_length=64)
    loaded_by = models.CharField(max_length=40)
    valid_from = models.DateField()
    valid_until = models.DateField(null=True)
    recorded_at = models.DateTimeField()

    CANONICAL = Canonical(
        "lawbook.loaded_table",
        version=1,
        fields=(
            "public_id", "standard", "file_name", "content", "sha256", "loaded_by", "valid_from", "valid_until",
            "recorded_at",
        ),
    )  # fmt: skip

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["standard"], condition=Q(valid_until=None), name="table_one_open"),
            in_order("table_days_in_order"),
        ]

    def __str__(self) -> str:
        return f"{self.file_name} ({self.standard})"


class Confirmation(models.Model):
    """One person has held a row of law against the printed text: on which page, with which photo."""

    public_id = models.UUIDField(unique=True)
    name = models.CharField(max_length=NAME)
    digest = models.CharField(max_length=64)
    by = models.CharField(max_length=40)
    valid_from = models.DateField()
    valid_until = models.DateField(null=True)
    page = models.CharField(max_length=LONG)
    photo = models.CharField(max_length=LONG, blank=True)
    end_reason = models.CharField(max_length=LONG, blank=True)
    recorded_at = models.DateTimeField()

    CANONICAL = Canonical(
        "lawbook.confirmation",
        version=1,
        fields=(
            "public_id", "name", "digest", "by", "valid_from", "valid_until", "page", "photo", "end_reason",
            "recorded_at",
        ),
    )  # fmt: skip

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["name", "digest", "by"], condition=Q(valid_until=None), name="confirmation_once"
            ),
            models.CheckConstraint(
                condition=Q(valid_until=None, end_reason="") | (Q(valid_until__isnull=False) & ~Q(end_reason="")),
                name="confirmation_ended_why",
            ),
            in_order("confirmation_days_in_order"),
        ]

    def __str__(self) -> str:
        return f"{self.name}: {self.by}"


class AreaKind(models.Model):
    """Whether a commune counts as urban from a day on, by whose decision: for special zones and exceptions."""

    public_id = models.UUIDField(unique=True)
    commune = models.CharField(max_length=5)
    urban = models.BooleanField()
    decision = models.CharField(max_length=LONG)
    valid_from = models.DateField()
    valid_until = models.DateField(null=True)
    recorded_at = models.DateTimeField()

    CANONICAL = Canonical(
        "lawbook.area_kind",
        version=1,
        fields=("public_id", "commune", "urban", "decision", "valid_from", "valid_until", "recorded_at"),
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["commune"], condition=Q(valid_until=None), name="area_kind_one_open"),
            in_order("area_kind_days_in_order"),
        ]

    def __str__(self) -> str:
        return f"{self.commune} {'urban' if self.urban else 'rural'}"


class Override(models.Model):
    """A province's standard above a national one: its files, kept whole. In force on the days of its standard.toml."""

    public_id = models.UUIDField(unique=True)
    province = models.CharField(max_length=5)
    standard = models.CharField(max_length=STANDARD)
    extends = models.CharField(max_length=STANDARD)
    files = models.JSONField()
    sha256 = models.CharField(max_length=64)
    loaded_by = models.CharField(max_length=40)
    loaded_on = models.DateField()
    valid_from = models.DateField()
    valid_until = models.DateField()
    recorded_at = models.DateTimeField()

    CANONICAL = Canonical(
        "lawbook.override",
        version=1,
        fields=(
            "public_id", "province", "standard", "extends", "files", "sha256", "loaded_by", "loaded_on", "valid_from",
            "valid_until", "recorded_at",
        ),
    )  # fmt: skip

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["province", "standard"], name="override_once"),
            in_order("override_days_in_order"),
        ]

    def __str__(self) -> str:
        return f"{self.standard} ({self.province})"


PRIVACY = {
    model.__name__: dict.fromkeys((field.name for field in model._meta.concrete_fields), OPEN)
    for model in (LoadedTable, Confirmation, AreaKind, Override)
}
"""Law and who confirmed it: open, without exception."""
