"""Addresses of the administrator's desk."""

from __future__ import annotations

from django.urls import path

from chiakhoa.doors.web.office import accounts, health, law

urlpatterns = [
    path("accounts/", accounts.listing, name="accounts"),
    path("accounts/<uuid:public_id>/", accounts.one, name="account_of"),
    path("roles/", accounts.roles, name="roles"),
    path("law/", law.book, name="law_book"),
    path("areas/", law.areas, name="area_kinds"),
    path("health/", health.health, name="health"),
]
