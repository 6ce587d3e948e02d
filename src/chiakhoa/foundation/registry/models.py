"""Rows of the register. A household, a person and everything between them is dated; rows end, they are not removed.

`valid_until` and `closed_on` are the day of the event that ended a thing: at the end of that day it no longer holds.
A row keeps the commune and the village of its own time; what became of them is asked of `places`.
`PRIVACY` gives the privacy class of every field (access.md).
"""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from chiakhoa.foundation.access.values import ANSWERS, BASIC, OPEN, SENSITIVE
from chiakhoa.foundation.audit.values import Canonical
from chiakhoa.foundation.places.models import Village
from chiakhoa.foundation.registry.values import (
    CLOSED_REASONS,
    FACT_ENDS,
    FACTS,
    LISTED,
    MEMBERSHIP_ENDS,
    PHONE_STATES,
    RELATIONS,
    SEXES,
    STANDING_ENDS,
)

NUMBER, NAME, LONG = 40, 200, 300


def interval(name: str, reasons: tuple[str, ...]) -> list[models.BaseConstraint]:
    """The days of an interval stand in order, and it has an end exactly when it has a reason for it."""
    return [
        models.CheckConstraint(
            condition=Q(valid_until=None) | Q(valid_until__gte=F("valid_from")), name=f"{name}_days_in_order"
        ),
        models.CheckConstraint(
            condition=Q(valid_until=None, end_reason="") | Q(valid_until__isnull=False, end_reason__in=reasons),
            name=f"{name}_ended_why",
        ),
    ]


class Household(models.Model):
    """A household. `commune`, `village` and `number` are its place since `placed_from`; earlier ones: FormerPlace."""

    public_id = models.UUIDField(unique=True)
    commune = models.CharField(max_length=5)
    village = models.ForeignKey(Village, on_delete=models.PROTECT, related_name="+")
    number = models.CharField(max_length=NUMBER)
    placed_from = models.DateField()
    address = models.CharField(max_length=LONG, blank=True)
    phone = models.CharField(max_length=NUMBER, blank=True)
    phone_state = models.CharField(max_length=12, default="unknown")
    opened_on = models.DateField()
    closed_on = models.DateField(null=True)
    closed_reason = models.CharField(max_length=20, blank=True)
    head_name = models.CharField(max_length=NAME)
    name_key = models.TextField()
    sort_key = models.TextField()
    recorded_at = models.DateTimeField()

    CANONICAL = Canonical(
        "registry.household",
        version=1,
        fields=(
            "public_id", "commune", "village", "number", "placed_from", "address", "phone", "phone_state", "opened_on",
            "closed_on", "closed_reason", "head_name", "recorded_at",
        ),
    )  # fmt: skip

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["commune", "number"], name="household_number"),
            models.CheckConstraint(
                condition=Q(closed_on=None, closed_reason="")
                | Q(closed_on__gte=F("opened_on"), closed_reason__in=CLOSED_REASONS),
                name="household_closed_why",
            ),
            models.CheckConstraint(condition=Q(placed_from__gte=F("opened_on")), name="household_placed_in_order"),
            models.CheckConstraint(condition=Q(phone_state__in=PHONE_STATES), name="household_phone_state"),
        ]

    def __str__(self) -> str:
        return f"{self.number} ({self.commune})"


class FormerPlace(models.Model):
    """Where a household was counted before it moved or was given another number."""

    public_id = models.UUIDField(unique=True)
    household = models.ForeignKey(Household, on_delete=models.PROTECT, related_name="former_places")
    commune = models.CharField(max_length=5)
    village = models.ForeignKey(Village, on_delete=models.PROTECT, related_name="+")
    number = models.CharField(max_length=NUMBER)
    valid_from = models.DateField()
    valid_until = models.DateField()
    reason = models.CharField(max_length=LONG)
    recorded_at = models.DateTimeField()

    CANONICAL = Canonical(
        "registry.former_place",
        version=1,
        fields=(
            "public_id", "household", "commune", "village", "number", "valid_from", "valid_until", "reason",
            "recorded_at",
        ),
    )  # fmt: skip

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(valid_until__gte=F("valid_from")), name="former_place_days_in_order"),
        ]
        indexes = [models.Index(fields=["commune", "number"], name="former_place_number")]

    def __str__(self) -> str:
        return f"{self.number} ({self.commune})"


class Person(models.Model):
    """A person, whichever household they live in. A birth date may lack its day, its month or all of it."""

    public_id = models.UUIDField(unique=True)
    name = models.CharField(max_length=NAME)
    sex = models.CharField(max_length=6, blank=True)
    birth_year = models.PositiveSmallIntegerField(null=True)
    birth_month = models.PositiveSmallIntegerField(null=True)
    birth_day = models.PositiveSmallIntegerField(null=True)
    national_id = models.CharField(max_length=12, blank=True)
    ethnicity = models.CharField(max_length=40, blank=True)
    name_key = models.TextField()
    sort_key = models.TextField()
    recorded_at = models.DateTimeField()

    CANONICAL = Canonical(
        "registry.person",
        version=1,
        fields=(
            "public_id", "name", "sex", "birth_year", "birth_month", "birth_day", "national_id", "ethnicity",
            "recorded_at",
        ),
    )  # fmt: skip

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(sex__in=SEXES), name="person_sex"),
            models.CheckConstraint(
                condition=(Q(birth_day=None) | Q(birth_month__isnull=False, birth_day__range=(1, 31)))
                & (Q(birth_month=None) | Q(birth_year__isnull=False, birth_month__range=(1, 12))),
                name="person_birth",
            ),
        ]
        indexes = [
            models.Index(fields=["national_id"], condition=~Q(national_id=""), name="person_national_id"),
        ]

    def __str__(self) -> str:
        return self.name


class Membership(models.Model):
    """A person belongs to a household from a day until the day they died or left."""

    public_id = models.UUIDField(unique=True)
    household = models.ForeignKey(Household, on_delete=models.PROTECT, related_name="memberships")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="memberships")
    relation = models.CharField(max_length=12)
    position = models.PositiveSmallIntegerField()
    valid_from = models.DateField()
    valid_until = models.DateField(null=True)
    end_reason = models.CharField(max_length=20, blank=True)
    recorded_at = models.DateTimeField()

    CANONICAL = Canonical(
        "registry.membership",
        version=1,
        fields=(
            "public_id", "household", "person", "relation", "position", "valid_from", "valid_until", "end_reason",
            "recorded_at",
        ),
    )  # fmt: skip

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["person"], condition=Q(valid_until=None), name="membership_one_open"),
            models.CheckConstraint(condition=Q(relation__in=RELATIONS), name="membership_relation"),
            *interval("membership", MEMBERSHIP_ENDS),
        ]

    def __str__(self) -> str:
        return f"{self.person_id} in {self.household_id}"


class Fact(models.Model):
    """Something known of a household or of a person between two days; its keys stand in `values.FACTS`."""

    public_id = models.UUIDField(unique=True)
    household = models.ForeignKey(Household, on_delete=models.PROTECT, null=True, related_name="facts")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="facts")
    key = models.CharField(max_length=30)
    value = models.CharField(max_length=NAME)
    valid_from = models.DateField()
    valid_until = models.DateField(null=True)
    end_reason = models.CharField(max_length=20, blank=True)
    source = models.CharField(max_length=LONG)
    recorded_at = models.DateTimeField()

    CANONICAL = Canonical(
        "registry.fact",
        version=1,
        fields=(
            "public_id", "household", "person", "key", "value", "valid_from", "valid_until", "end_reason", "source",
            "recorded_at",
        ),
    )  # fmt: skip

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["household", "key"], condition=Q(valid_until=None), name="fact_one_open_of_household"
            ),
            models.UniqueConstraint(
                fields=["person", "key"], condition=Q(valid_until=None), name="fact_one_open_of_person"
            ),
            models.CheckConstraint(
                condition=Q(household=None, person__isnull=False) | Q(household__isnull=False, person=None),
                name="fact_of_one",
            ),
            models.CheckConstraint(condition=Q(key__in=tuple(FACTS)), name="fact_key"),
            *interval("fact", FACT_ENDS),
        ]

    def __str__(self) -> str:
        return f"{self.key}: {self.value}"


class Standing(models.Model):
    """A class in force for a household, by a decision; no row on a day means that it is not listed then."""

    public_id = models.UUIDField(unique=True)
    household = models.ForeignKey(Household, on_delete=models.PROTECT, related_name="standings")
    class_key = models.CharField(max_length=10)
    valid_from = models.DateField()
    valid_until = models.DateField(null=True)
    end_reason = models.CharField(max_length=20, blank=True)
    decision = models.CharField(max_length=NAME)
    standard = models.CharField(max_length=80, blank=True)
    finding = models.CharField(max_length=36, blank=True)
    recorded_at = models.DateTimeField()

    CANONICAL = Canonical(
        "registry.standing",
        version=1,
        fields=(
            "public_id", "household", "class_key", "valid_from", "valid_until", "end_reason", "decision", "standard",
            "finding", "recorded_at",
        ),
    )  # fmt: skip

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["household"], condition=Q(valid_until=None), name="standing_one_open"),
            models.CheckConstraint(condition=Q(class_key__in=LISTED), name="standing_class"),
            *interval("standing", STANDING_ENDS),
        ]
        indexes = [models.Index(fields=["class_key", "valid_from"], name="standing_by_class")]

    def __str__(self) -> str:
        return f"{self.household_id}: {self.class_key} from {self.valid_from}"


_DATED = ("valid_from", "valid_until", "end_reason", "recorded_at")
PRIVACY = {
    "Household": {
        **dict.fromkeys(("id", "public_id", "commune", "village", "placed_from", "recorded_at"), OPEN),
        **dict.fromkeys(
            (
                "number", "address", "phone", "phone_state", "opened_on", "closed_on", "closed_reason", "head_name",
                "name_key", "sort_key",
            ),
            BASIC,
        ),
    },
    "FormerPlace": {
        **dict.fromkeys(("id", "public_id", "commune", "village", "valid_from", "valid_until", "recorded_at"), OPEN),
        **dict.fromkeys(("household", "number", "reason"), BASIC),
    },
    "Person": {
        **dict.fromkeys(("id", "public_id", "recorded_at"), OPEN),
        **dict.fromkeys(("name", "sex", "birth_year", "birth_month", "birth_day", "name_key", "sort_key"), BASIC),
        **dict.fromkeys(("national_id", "ethnicity"), SENSITIVE),
    },
    "Membership": {
        **dict.fromkeys(("id", "public_id"), OPEN),
        **dict.fromkeys(("household", "person", "relation", "position", *_DATED), BASIC),
    },
    "Fact": dict.fromkeys(("id", "public_id", "household", "person", "key", "value", "source", *_DATED), SENSITIVE),
    "Standing": {
        **dict.fromkeys(("id", "public_id"), OPEN),
        **dict.fromkeys(("household", "class_key", "decision", "standard", *_DATED), BASIC),
        "finding": ANSWERS,
    },
}  # fmt: skip
"""Stricter than access.md asks: the identity number is sensitive. A fact has the class of its key (`values.FACTS`)."""
