"""Two tables that exist in tests alone: every kind of column, a foreign key, a name made of two parts."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.apps.registry import Apps
from django.db import connection, models

from chiakhoa.foundation.audit import actions
from chiakhoa.foundation.audit.values import Canonical

apart = Apps()
"""A registry of their own: the program's tables are discovered without them."""

DAY = date(2025, 11, 14)
AT = datetime(2025, 11, 14, 9, 30, 0, 123456, tzinfo=UTC)
WORDS = {"by": "chi-hoa", "on": DAY, "at": AT}


class House(models.Model):
    """A row with every kind of value."""

    public_id = models.UUIDField(unique=True)
    head = models.CharField(max_length=100)
    rooms = models.IntegerField(null=True)
    durable = models.BooleanField(default=False)
    area = models.DecimalField(max_digits=9, decimal_places=4, null=True)
    seen_on = models.DateField(null=True)
    seen_at = models.DateTimeField(null=True)
    answers = models.JSONField(default=dict)
    stamp = models.BinaryField(default=b"")
    next_door = models.ForeignKey("self", null=True, on_delete=models.PROTECT)

    CANONICAL = Canonical(
        "test.house",
        version=1,
        fields=(
            "public_id", "head", "rooms", "durable", "area", "seen_on", "seen_at", "answers", "stamp", "next_door",
        ),
    )  # fmt: skip

    class Meta:
        app_label = "audit_tests"
        apps = apart

    def __str__(self) -> str:
        return self.head


class Pig(models.Model):
    """A row named by its house and its number."""

    house = models.ForeignKey(House, on_delete=models.PROTECT)
    number = models.IntegerField()
    name = models.CharField(max_length=40)

    CANONICAL = Canonical("test.pig", version=1, fields=("name",), identity=("house", "number"))

    class Meta:
        app_label = "audit_tests"
        apps = apart
        constraints = (models.UniqueConstraint(fields=["house", "number"], name="pig_number"),)

    def __str__(self) -> str:
        return self.name


class Supervisor:
    """Somebody who may read the whole trail."""

    def trail_chains(self) -> None:
        """All of them."""


class Passer:
    """Somebody who may not."""

    def trail_chains(self) -> frozenset[str]:
        """None of them."""
        return frozenset()


class SupervisorOfOne:
    """Somebody who may read one chain."""

    def __init__(self, chain: str) -> None:
        self.chain = chain

    def trail_chains(self) -> frozenset[str]:
        """That one."""
        return frozenset({self.chain})


EVIDENCE: list[type[models.Model]] = [House, Pig]


def house(number: int, **values: Any) -> House:
    """A house of the story, not yet written."""
    given = {
        "public_id": UUID(int=(7 << 76) | (2 << 62) | number),
        "head": f"Nguyễn Thị Hoà {number}",
        "rooms": number,
        "durable": True,
        "area": Decimal("41.2500"),
        "seen_on": DAY,
        "seen_at": AT,
        "answers": {"water": "piped", "cattle": 2, "gaps": ["nước", None]},
        "stamp": b"\x00\xff",
    }
    return House(**given | values)


def written(count: int = 3) -> list[House]:
    """Houses in a row, each next door to the one before, sealed in one entry."""
    rows: list[House] = []
    for number in range(1, count + 1):
        rows.append(house(number, next_door=rows[-1] if rows else None))
        rows[-1].save()
    actions.record(chain="commune:99001", action="test.write", rows=rows, subjects=["season:2025"], **WORDS)
    return rows


def change_behind(sql: str, *values: object) -> None:
    """Change the database as an administrator would: past the program, past guards and foreign keys."""
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
