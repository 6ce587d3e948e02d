"""The room's name in Django."""

from __future__ import annotations

from django.apps import AppConfig


class AuditConfig(AppConfig):
    """The trail."""

    name = "chiakhoa.foundation.audit"
    label = "audit"
