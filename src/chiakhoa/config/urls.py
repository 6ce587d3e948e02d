"""Every address of the program: each desk brings its own."""

from __future__ import annotations

from django.urls import include, path

from chiakhoa.doors.web import mishaps, reader

urlpatterns = [
    path("", include("chiakhoa.doors.web.commune.urls")),
    path("account/", include("chiakhoa.doors.web.accounts.urls")),
    path("reader/language/", reader.language, name="language"),
    path("reader/size/", reader.size, name="size"),
    path("healthz", mishaps.healthz, name="healthz"),
]
handler400 = mishaps.bad_request
handler403 = mishaps.forbidden
handler404 = mishaps.not_found
handler500 = mishaps.fault
