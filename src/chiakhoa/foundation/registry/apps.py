"""The room's name in Django."""

from __future__ import annotations

from django.apps import AppConfig


class RegistryConfig(AppConfig):
    """The register of households."""

    name = "chiakhoa.foundation.registry"
    label = "registry"
