"""Rows of the room: a run is one workbook under one standard, a finding row one household of it; a kept finding is what
one survey gave under one standard, for good. No decisions here.

`PRIVACY` gives the privacy class of every field (access.md); answers may hold sensitive facts, hence their class.
"""

from __future__ import annotations

from django.db import models

from chiakhoa.foundation.access.values import ANSWERS, BASIC, OPEN, SENSITIVE
from chiakhoa.foundation.audit.values import Canonical
from chiakhoa.foundation.places.models import Village
from chiakhoa.foundation.registry.models import Household
from chiakhoa.review.survey.models import Survey

WAITING, HEADERS, RUNNING, DONE, REFUSED, STOPPED = "waiting", "headers", "running", "done", "refused", "stopped"
STATES = (WAITING, HEADERS, RUNNING, DONE, REFUSED, STOPPED)
VERDICTS = ("poor", "near_poor", "non_poor", "cannot_say")
"""In the order of a list sorted by class."""


class Run(models.Model):
    """One workbook and what became of it. `public_id` is made at the door; times are when the program took it down."""

    public_id = models.UUIDField(unique=True)
    file_name = models.CharField(max_length=200)
    sha256 = models.CharField(max_length=64)
    language = models.CharField(max_length=2)
    wanted_standard = models.CharField(max_length=80, blank=True)
    assumptions = models.BooleanField(default=False)
    on_day = models.DateField(null=True)
    headers = models.JSONField(default=dict)
    standard = models.CharField(max_length=80, blank=True)
    points = models.CharField(max_length=80, blank=True)
    practice = models.BooleanField(default=True)
    judged_on = models.DateField(null=True)
    state = models.CharField(max_length=10, default=WAITING)
    progress = models.PositiveIntegerField(default=0)
    total = models.PositiveIntegerField(default=0)
    rows = models.PositiveIntegerField(default=0)
    returned = models.PositiveIntegerField(default=0)
    warnings = models.PositiveIntegerField(default=0)
    refusal = models.JSONField(null=True)
    created_by = models.CharField(max_length=80)
    created_at = models.DateTimeField()
    changed_by = models.CharField(max_length=80)
    changed_on = models.DateField()
    started_at = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)
    ended_on = models.DateField(null=True)
    ended_reason = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints = [models.CheckConstraint(condition=models.Q(state__in=STATES), name="run_state")]
        indexes = [models.Index(fields=["-created_at"], name="run_newest")]

    def __str__(self) -> str:
        return f"{self.file_name} ({self.public_id})"


class FindingRow(models.Model):
    """One household of a run: what the list shows, and its answers, so that the reasons can be told again."""

    run = models.ForeignKey(Run, on_delete=models.CASCADE, related_name="findings")
    number = models.PositiveIntegerField()
    household = models.CharField(max_length=200)
    head = models.CharField(max_length=200)
    village = models.CharField(max_length=200)
    commune = models.CharField(max_length=200)
    area = models.CharField(max_length=5)
    on = models.DateField()
    verdict = models.CharField(max_length=10)
    verdict_rank = models.PositiveSmallIntegerField()
    possible = models.JSONField(default=list)
    cut_off = models.IntegerField(null=True)
    b1_low = models.IntegerField(null=True)
    b1_high = models.IntegerField(null=True)
    b2_low = models.IntegerField()
    b2_high = models.IntegerField()
    gap_count = models.PositiveSmallIntegerField()
    missing_count = models.PositiveIntegerField()
    name_key = models.TextField()
    sort_key = models.TextField()
    village_key = models.TextField()
    answers = models.JSONField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["run", "number"], name="finding_number"),
            models.CheckConstraint(condition=models.Q(verdict__in=VERDICTS), name="finding_verdict"),
            models.CheckConstraint(condition=models.Q(b2_low__lte=models.F("b2_high")), name="finding_b2"),
        ]
        indexes = [
            models.Index(fields=["run", "verdict"], name="finding_by_verdict"),
            models.Index(fields=["run", "village"], name="finding_by_village"),
        ]

    def __str__(self) -> str:
        return f"{self.household} {self.verdict}"


class FindingGap(models.Model):
    """One indicator of a finding that is a gap (`sure`) or of which the answers do not tell (not `sure`)."""

    run = models.ForeignKey(Run, on_delete=models.CASCADE, related_name="gaps")
    finding = models.ForeignKey(FindingRow, on_delete=models.CASCADE, related_name="gaps")
    indicator = models.CharField(max_length=40)
    sure = models.BooleanField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["finding", "indicator"], name="gap_once")]
        indexes = [models.Index(fields=["run", "indicator", "sure"], name="gap_by_indicator")]

    def __str__(self) -> str:
        return f"{self.indicator} ({'gap' if self.sure else 'not known'})"


class KeptFinding(models.Model):
    """What a survey gave under a standard: kept with standard, table of points, articles and every reason."""

    public_id = models.UUIDField(unique=True)
    survey = models.ForeignKey(Survey, on_delete=models.PROTECT, related_name="+")
    household = models.ForeignKey(Household, on_delete=models.PROTECT, related_name="+")
    commune = models.CharField(max_length=5)
    village = models.ForeignKey(Village, on_delete=models.PROTECT, related_name="+")
    on = models.DateField()
    standard = models.CharField(max_length=80)
    law_digest = models.CharField(max_length=64)
    points_table = models.CharField(max_length=80, blank=True)
    points_digest = models.CharField(max_length=64, blank=True)
    practice = models.BooleanField()
    assumptions = models.BooleanField()
    verified = models.BooleanField()
    verdict = models.CharField(max_length=10)
    gaps = models.JSONField()
    missing_count = models.PositiveIntegerField()
    finding = models.JSONField()
    articles = models.JSONField()
    recorded_at = models.DateTimeField()

    CANONICAL = Canonical(
        "assessment.kept_finding",
        version=1,
        fields=(
            "public_id", "survey", "household", "commune", "village", "on", "standard", "law_digest", "points_table",
            "points_digest", "practice", "assumptions", "verified", "verdict", "gaps", "missing_count", "finding",
            "articles", "recorded_at",
        ),
    )  # fmt: skip

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["survey", "standard", "points_digest", "assumptions"], name="kept_finding_once"
            ),
            models.CheckConstraint(condition=models.Q(verdict__in=VERDICTS), name="kept_finding_verdict"),
        ]
        indexes = [models.Index(fields=["commune", "on"], name="kept_finding_by_commune")]

    def __str__(self) -> str:
        return f"{self.survey_id}: {self.verdict}"


PRIVACY = {
    "KeptFinding": {
        **dict.fromkeys(
            (
                "id", "public_id", "survey", "commune", "village", "on", "standard", "law_digest", "points_table",
                "points_digest", "practice", "assumptions", "verified", "articles", "recorded_at",
            ),
            OPEN,
        ),
        "household": BASIC,
        **dict.fromkeys(("verdict", "gaps", "missing_count"), ANSWERS),
        "finding": SENSITIVE,
    },
    "Run": {
        **dict.fromkeys(
            (
                "id", "public_id", "sha256", "language", "wanted_standard", "on_day", "assumptions", "headers",
                "standard", "points", "practice", "judged_on", "state", "changed_on", "progress", "total", "rows",
                "returned", "warnings", "created_at", "started_at", "finished_at", "ended_on",
            ),
            OPEN,
        ),
        **dict.fromkeys(("file_name", "refusal", "created_by", "changed_by", "ended_reason"), BASIC),
    },
    "FindingRow": {
        **dict.fromkeys(("id", "run", "number"), OPEN),
        **dict.fromkeys(
            ("household", "head", "village", "commune", "area", "on", "name_key", "sort_key", "village_key"), BASIC
        ),
        **dict.fromkeys(
            (
                "verdict", "verdict_rank", "possible", "cut_off", "b1_low", "b1_high", "b2_low", "b2_high",
                "gap_count", "missing_count",
            ),
            ANSWERS,
        ),
        "answers": SENSITIVE,
    },
    "FindingGap": dict.fromkeys(("id", "run", "finding", "indicator", "sure"), SENSITIVE),
}  # fmt: skip
