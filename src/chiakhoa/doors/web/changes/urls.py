"""Address of the page of changes."""

from __future__ import annotations

from django.urls import path

from chiakhoa.doors.web.changes import listing

urlpatterns = [path("", listing.changes, name="changes")]
