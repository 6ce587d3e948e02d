"""Rows of the room: a draft is still being filled in; a survey was sent and never changes. No decisions here.

A survey keeps the commune and village of its own day. `PRIVACY` gives the privacy class of every field (access.md).
"""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from chiakhoa.foundation.access.values import BASIC, OPEN, SENSITIVE
from chiakhoa.foundation.audit.values import Canonical
from chiakhoa.foundation.places.models import Village
from chiakhoa.foundation.registry.models import Household
from chiakhoa.review.survey.values import DRAFT_ENDS, SOURCES, SURVEY_ENDS

NAME, REASON = 80, 20


class Draft(models.Model):
    """A form that somebody is filling in; one open draft a household. Sent or dropped, its answers go."""

    household = models.ForeignKey(Household, on_delete=models.PROTECT, related_name="+")
    on = models.DateField()
    answers = models.JSONField()
    people = models.JSONField()
    surveyor = models.CharField(max_length=NAME, blank=True)
    saved_by = models.CharField(max_length=NAME)
    saved_at = models.DateTimeField()
    ended_on = models.DateField(null=True)
    end_reason = models.CharField(max_length=REASON, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["household"], condition=Q(ended_on=None), name="draft_one_open"),
            models.CheckConstraint(
                condition=Q(ended_on=None, end_reason="") | Q(ended_on__isnull=False, end_reason__in=DRAFT_ENDS),
                name="draft_ended_why",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.household_id}: {self.on}"


class Survey(models.Model):
    """What a household answered on a day. `people` are persons of the register, beside the members of `answers`."""

    public_id = models.UUIDField(unique=True)
    household = models.ForeignKey(Household, on_delete=models.PROTECT, related_name="+")
    commune = models.CharField(max_length=5)
    village = models.ForeignKey(Village, on_delete=models.PROTECT, related_name="+")
    on = models.DateField()
    answers = models.JSONField()
    people = models.JSONField()
    digest = models.CharField(max_length=64)
    surveyor = models.CharField(max_length=NAME, blank=True)
    source = models.CharField(max_length=10)
    ended_on = models.DateField(null=True)
    end_reason = models.CharField(max_length=REASON, blank=True)
    recorded_at = models.DateTimeField()

    CANONICAL = Canonical(
        "survey.survey",
        version=1,
        fields=(
            "public_id", "household", "commune", "village", "on", "answers", "people", "digest", "surveyor", "source",
            "ended_on", "end_reason", "recorded_at",
        ),
    )  # fmt: skip

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["household", "on"], condition=Q(ended_on=None), name="survey_one_open_of_day"
            ),
            models.CheckConstraint(
                condition=Q(ended_on=None, end_reason="") | Q(ended_on__isnull=False, end_reason__in=SURVEY_ENDS),
                name="survey_ended_why",
            ),
            models.CheckConstraint(condition=Q(source__in=SOURCES), name="survey_source"),
        ]
        indexes = [models.Index(fields=["commune", "on"], name="survey_by_commune")]

    def __str__(self) -> str:
        return f"{self.household_id}: {self.on}"


PRIVACY = {
    "Draft": {
        **dict.fromkeys(("id", "on", "saved_at", "ended_on", "end_reason"), OPEN),
        **dict.fromkeys(("household", "people", "surveyor", "saved_by"), BASIC),
        "answers": SENSITIVE,
    },
    "Survey": {
        **dict.fromkeys(
            ("id", "public_id", "commune", "village", "on", "source", "ended_on", "end_reason", "recorded_at"), OPEN
        ),
        **dict.fromkeys(("household", "people", "surveyor"), BASIC),
        **dict.fromkeys(("answers", "digest"), SENSITIVE),
    },
}
"""Answers are sensitive as a whole; `values.without_sensitive` is what the class `answers` may see of them."""
