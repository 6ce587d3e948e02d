"""Addresses of the commune officer's desk."""

from __future__ import annotations

from django.urls import path, re_path

from chiakhoa.doors.web.commune import (
    compare,
    files,
    front,
    headers,
    household,
    intake,
    library,
    lists,
    rates,
    taking_out,
)

RUN = "runs/<uuid:public_id>/"
JOB = "import/<uuid:public_id>/"
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
    path("import/", intake.intake, name="intake"),
    path(JOB, intake.intake_job, name="intake_job"),
    path(JOB + "write/", intake.intake_write, name="intake_write"),
    path(JOB + "accept/", intake.intake_accept, name="intake_accept"),
    path(JOB + "again/", intake.intake_again, name="intake_again"),
    path(JOB + "end/", intake.intake_end, name="intake_end"),
    path(JOB + "returned.xlsx", intake.intake_returned, name="intake_returned"),
    re_path(r"^export/(?P<kind>[a-z]+)\.(?P<ending>xlsx|csv)$", taking_out.export_list, name="export_list"),
]
