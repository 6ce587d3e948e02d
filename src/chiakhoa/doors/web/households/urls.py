"""Addresses of the register."""

from __future__ import annotations

from django.urls import path

from chiakhoa.doors.web.households import listing, page, papers

urlpatterns = [
    path("", listing.listing, name="households"),
    path("<uuid:public_id>/", page.page, name="registered"),
    path("<uuid:public_id>/sensitive/", page.look, name="look"),
    path("<uuid:public_id>/sheet.pdf", papers.sheet, name="registered_sheet"),
]
