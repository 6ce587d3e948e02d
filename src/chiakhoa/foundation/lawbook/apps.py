"""The room's name in Django."""

from __future__ import annotations

from django.apps import AppConfig


class LawbookConfig(AppConfig):
    """The office's law book."""

    name = "chiakhoa.foundation.lawbook"
    label = "lawbook"
