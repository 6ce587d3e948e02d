"""The pages' name in Django: templates, static files and translations are found through it."""

from __future__ import annotations

from django.apps import AppConfig


class WebConfig(AppConfig):
    """Pages."""

    name = "chiakhoa.doors.web"
    label = "web"
