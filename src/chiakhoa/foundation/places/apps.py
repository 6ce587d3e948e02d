"""The room's name in Django."""

from __future__ import annotations

from django.apps import AppConfig


class PlacesConfig(AppConfig):
    """Places."""

    name = "chiakhoa.foundation.places"
    label = "places"
