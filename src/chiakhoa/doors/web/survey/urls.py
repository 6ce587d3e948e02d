"""Addresses of Form B."""

from __future__ import annotations

from django.urls import path

from chiakhoa.doors.web.survey import page

urlpatterns = [
    path("<uuid:household>/", page.form_b, name="survey"),
    path("<uuid:household>/save/", page.save, name="survey_save"),
    path("<uuid:household>/send/", page.send, name="survey_send"),
    path("<uuid:household>/drop/", page.drop, name="survey_drop"),
]
