"""Addresses of the commune officer's desk."""

from __future__ import annotations

from django.urls import path, re_path

from chiakhoa.doors.web.commune import compare, files, front, headers, household, library, lists, rates

RUN = "runs/<uuid:public_id>/"
urlpatterns = [
    path("workbooks/", front.workbooks, name="workbooks"),
    path("help/", front.about, name="help"),
    path("template.xlsx", files.template, name="template"),
    path("practice.xlsx", files.practice, name="practice"),
    path("standards/", library.index, name="standards"),
    path("standards/<slug:key>/", library.standard, name="standard"),
    path(RUN, lists.run, name="run"),
    path(RUN + "again/", lists.again, name="again"),
    path(RUN + "end/", lists.end, name="end"),
    path(RUN + "headers/", headers.headers, name="headers"),
    re_path(r"^runs/(?P<public_id>[0-9a-f-]{36})/list\.(?P<kind>xlsx|csv|pdf)$", files.list_file, name="list_file"),
    path(RUN + "returned.xlsx", files.returned, name="returned"),
    path(RUN + "rates/", rates.rates, name="rates"),
    path(RUN + "compare/", compare.compare, name="compare"),
    path(RUN + "households/<int:number>/", household.household, name="household"),
    path(RUN + "households/<int:number>/sheet.pdf", files.sheet, name="sheet"),
]
