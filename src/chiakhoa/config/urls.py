"""Every address of the program: each desk brings its own."""

from __future__ import annotations

from django.urls import include, path

from chiakhoa.doors.web import landing, mishaps, reader

urlpatterns = [
    path("", landing.front, name="front"),
    path("", include("chiakhoa.doors.web.commune.urls")),
    path("households/", include("chiakhoa.doors.web.households.urls")),
    path("changes/", include("chiakhoa.doors.web.changes.urls")),
    path("trail/", include("chiakhoa.doors.web.trail.urls")),
    path("office/", include("chiakhoa.doors.web.office.urls")),
    path("reports/", include("chiakhoa.doors.web.reports.urls")),
    path("survey/", include("chiakhoa.doors.web.survey.urls")),
    path("account/", include("chiakhoa.doors.web.accounts.urls")),
    path("reader/language/", reader.language, name="language"),
    path("reader/size/", reader.size, name="size"),
    path("healthz", mishaps.healthz, name="healthz"),
]
handler400 = mishaps.bad_request
handler403 = mishaps.forbidden
handler404 = mishaps.not_found
handler500 = mishaps.fault
