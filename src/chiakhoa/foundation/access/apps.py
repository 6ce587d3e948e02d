"""The room's name in Django."""

from __future__ import annotations

from django.apps import AppConfig


class AccessConfig(AppConfig):
    """Accounts, grants, ties."""

    name = "chiakhoa.foundation.access"
    label = "access"
