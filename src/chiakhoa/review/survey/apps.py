"""The room's name in Django."""

from __future__ import annotations

from django.apps import AppConfig


class SurveyConfig(AppConfig):
    """Drafts and surveys."""

    name = "chiakhoa.review.survey"
    label = "survey"
