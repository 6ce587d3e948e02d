"""Rows of the room: an area row is one form of a province or commune, a village row one form of a village.

A place that changes keeps its old row with its last day and gets a new one: facts point at the place of their day.
`PRIVACY` gives the privacy class of every field (access.md): where places lie is open.
"""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from chiakhoa.foundation.audit.values import Canonical
from chiakhoa.foundation.places.values import COMMUNE, COMMUNE_KINDS, PROVINCE, PROVINCE_KINDS, VILLAGE_KINDS


class Area(models.Model):
    """One form of a province (`level` 1) or commune (2). First and last day both count; codes keep leading zeros."""

    public_id = models.UUIDField(unique=True)
    code = models.CharField(max_length=5)
    level = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=12)
    name = models.CharField(max_length=100)
    full_name = models.CharField(max_length=120)
    short = models.CharField(max_length=20, blank=True)
    parent = models.CharField(max_length=5, blank=True)
    valid_from = models.DateField()
    valid_until = models.DateField(null=True)
    lat = models.DecimalField(max_digits=9, decimal_places=6, null=True)
    lon = models.DecimalField(max_digits=9, decimal_places=6, null=True)
    km2 = models.DecimalField(max_digits=10, decimal_places=4, null=True)
    note = models.TextField(blank=True)
    name_key = models.CharField(max_length=160)
    sort_key = models.TextField()
    recorded_at = models.DateTimeField()

    CANONICAL = Canonical(
        "places.area",
        version=1,
        fields=(
            "public_id", "code", "level", "kind", "name", "full_name", "short", "parent", "valid_from", "valid_until",
            "lat", "lon", "km2", "note", "recorded_at",
        ),
    )  # fmt: skip

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["code", "valid_from"], name="area_form"),
            models.UniqueConstraint(fields=["code"], condition=Q(valid_until=None), name="area_one_open"),
            models.CheckConstraint(
                condition=Q(valid_until=None) | Q(valid_until__gte=F("valid_from")), name="area_days_in_order"
            ),
            models.CheckConstraint(
                condition=Q(level=PROVINCE, parent="", kind__in=tuple(PROVINCE_KINDS))
                | (Q(level=COMMUNE, kind__in=tuple(COMMUNE_KINDS)) & ~Q(parent="")),
                name="area_level",
            ),
        ]
        indexes = [models.Index(fields=["parent", "level"], name="area_by_parent")]

    def __str__(self) -> str:
        return f"{self.full_name} ({self.code})"


class Village(models.Model):
    """One form of a village: its place in a commune between two days. `continues` is the form it took over from."""

    public_id = models.UUIDField(unique=True)
    commune = models.CharField(max_length=5)
    code = models.CharField(max_length=20)
    kind = models.CharField(max_length=12)
    name = models.CharField(max_length=100)
    valid_from = models.DateField()
    valid_until = models.DateField(null=True)
    continues = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="continued_by")
    name_key = models.CharField(max_length=160)
    sort_key = models.TextField()
    recorded_at = models.DateTimeField()

    CANONICAL = Canonical(
        "places.village",
        version=1,
        fields=(
            "public_id", "commune", "code", "kind", "name", "valid_from", "valid_until", "continues", "recorded_at",
        ),
    )  # fmt: skip

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["commune", "code", "valid_from"], name="village_form"),
            models.UniqueConstraint(fields=["commune", "code"], condition=Q(valid_until=None), name="village_one_open"),
            models.CheckConstraint(
                condition=Q(valid_until=None) | Q(valid_until__gte=F("valid_from")), name="village_days_in_order"
            ),
            models.CheckConstraint(condition=Q(kind__in=tuple(VILLAGE_KINDS)), name="village_kind"),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.name} ({self.commune})"


_OPEN = "open"
PRIVACY = {
    "Area": dict.fromkeys(
        (
            "id", "public_id", "code", "level", "kind", "name", "full_name", "short", "parent", "valid_from",
            "valid_until", "lat", "lon", "km2", "note", "name_key", "sort_key", "recorded_at",
        ),
        _OPEN,
    ),
    "Village": dict.fromkeys(
        (
            "id", "public_id", "commune", "code", "kind", "name", "valid_from", "valid_until", "continues", "name_key",
            "sort_key", "recorded_at",
        ),
        _OPEN,
    ),
}  # fmt: skip
"""access.privacy stands above this room, hence the word itself."""
