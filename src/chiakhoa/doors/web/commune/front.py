"""The page of workbooks: hand one in, fetch an empty one, find earlier ones; and the page that explains the program."""

from __future__ import annotations

from django.conf import settings
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from chiakhoa.doors.exchange.public_ids import public_id
from chiakhoa.doors.web import standards
from chiakhoa.doors.web.accounts.views import people
from chiakhoa.doors.web.commune import jobs
from chiakhoa.doors.web.commune.forms import WorkbookForm
from chiakhoa.doors.web.middleware import PageRequest
from chiakhoa.review.assessment import queries

SHOWN = 20
"""Earlier workbooks on the first page."""


@require_http_methods(["GET", "HEAD", "POST"])
def workbooks(request: PageRequest) -> HttpResponse:
    """Show the page of workbooks, or take a workbook in and begin to judge it."""
    form = WorkbookForm()
    if request.method == "POST":
        if not request.viewer.may_see_runs():
            raise Http404
        form = WorkbookForm(request.POST, request.FILES)
        if form.is_valid():
            return take_in(request, form)
    context = {
        "form": form,
        "runs": queries.runs(request.viewer)[:SHOWN],
        "limit": settings.UPLOAD_LIMIT_MB,
        "section": "front",
        "practice_accounts": [] if request.user.is_authenticated else people(request),
    }
    return render(request, "commune/front.html", context, status=422 if form.errors else 200)


def take_in(request: PageRequest, form: WorkbookForm) -> HttpResponse:
    """Store the workbook, begin to judge it, and go to its page."""
    workbook, keeper = form.cleaned_data["workbook"], jobs.keeper(request)
    run = keeper.take_in(
        workbook.name,
        workbook.chunks(),
        public_id=public_id(request.now),
        language=standards.language(),
        ask=form.ask(),
    )
    jobs.begin(keeper, run)
    return redirect("run", run.public_id)


@require_safe
def about(request: PageRequest) -> HttpResponse:
    """Help in plain words."""
    return render(request, "commune/help.html", {"section": "help", "limit": settings.UPLOAD_LIMIT_MB})
