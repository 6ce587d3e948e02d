"""Address of the trail."""

from __future__ import annotations

from django.urls import path

from chiakhoa.doors.web.trail import listing

urlpatterns = [path("", listing.trail, name="trail")]
