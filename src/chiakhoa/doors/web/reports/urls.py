"""Addresses of the reports."""

from __future__ import annotations

from django.urls import path

from chiakhoa.doors.web.reports import rates

urlpatterns = [path("rates/", rates.unit_rates, name="unit_rates")]
