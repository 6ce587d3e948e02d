"""The room's name in Django."""

from __future__ import annotations

from django.apps import AppConfig


class AssessmentConfig(AppConfig):
    """Runs and findings."""

    name = "chiakhoa.review.assessment"
    label = "assessment"
