"""The import page: drop a file, see what would be new, changed or returned, and only then let it be written."""

from __future__ import annotations

import logging
from threading import Thread
from typing import IO
from uuid import UUID

from django.conf import settings
from django.db import connection
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from chiakhoa.doors.exchange import locks
from chiakhoa.doors.exchange.import_jobs import BUSY, HEADERS, PREVIEW, READING, WRITING, WRITTEN, Desk, Job
from chiakhoa.doors.exchange.public_ids import public_id as new_id
from chiakhoa.doors.web import clock, standards
from chiakhoa.doors.web.commune.files import XLSX, attached
from chiakhoa.doors.web.commune.forms import KINDS, IntakeForm
from chiakhoa.doors.web.middleware import PageRequest
from chiakhoa.doors.web.scope import areas
from chiakhoa.foundation.access.values import Place
from chiakhoa.foundation.places.queries import Area

log = logging.getLogger(__name__)
SHOWN = 50
"""Differences and reasons on the page; the workbook of returned rows has all reasons."""


@require_http_methods(["GET", "HEAD", "POST"])
def intake(request: PageRequest) -> HttpResponse:
    """Show the import page, or take a file and begin to look it through."""
    communes = communes_of(request)
    commune = next((one for one in communes if one.code == request.GET.get("commune")), communes[0])
    form = IntakeForm(initial={"kind": "register"})
    if request.method == "POST":
        form = IntakeForm(request.POST, request.FILES)
        if form.is_valid():
            return begin(request, commune, form)
    context = {
        "section": "import",
        "form": form,
        "commune": commune,
        "communes": communes,
        "jobs": list(desk_of(request).jobs(commune.code)),
        "kinds": dict(KINDS),
        "limit": settings.UPLOAD_LIMIT_MB,
    }
    return render(request, "commune/intake.html", context, status=422 if form.errors else 200)


def begin(request: PageRequest, commune: Area, form: IntakeForm) -> HttpResponse:
    """Store the file, begin to look it through, and go to its page."""
    given, desk = form.cleaned_data, desk_of(request)
    job = Job(
        public_id=str(new_id(request.now)),
        account=request.viewer.name,
        commune=commune.code,
        kind=given["kind"],
        file_name=given["workbook"].name,
        language=standards.language(),
        begun_at=request.now.isoformat(),
        on=request.today.isoformat(),
        decision=given["decision"],
        decided_on=given["decided_on"].isoformat() if given["decided_on"] else "",
    )
    if not desk.owns(job):
        raise Http404
    start(desk, desk.open(job, given["workbook"].chunks()))
    return redirect("intake_job", job.public_id)


@require_safe
def intake_job(request: PageRequest, public_id: UUID) -> HttpResponse:
    """How far a job is, what it would do, what it did, or why it was refused."""
    desk, job = job_or_404(request, public_id)
    busy = job.state in BUSY and locks.is_held(desk.folder(job))
    if job.state in BUSY and not busy:
        desk, job = job_or_404(request, public_id)
    context = {
        "section": "import",
        "job": job,
        "busy": busy,
        "stopped": job.state in BUSY and not busy,
        "commune": next(iter(areas(request, [job.commune])), None),
        "counts": counts(job),
        "changes": job.outcome.get("changes", [])[:SHOWN],
        "problems": job.outcome.get("problems", [])[:SHOWN],
        "hidden": max(0, len(job.outcome.get("changes", [])) - SHOWN),
        "all_the_same": all_the_same(job),
        "kind": dict(KINDS)[job.kind],
    }
    return render(request, "commune/intake_job.html", context)


def counts(job: Job) -> list[tuple[str, int]]:
    """What came of a file, or would come, each figure with its name."""
    names = {
        "rows": _("Households in the file"),
        "new": _("New"),
        "changed": _("Changed"),
        "same": _("The same"),
        "returned": _("Returned"),
        "people": _("People"),
    }
    return [(name, job.outcome[key]) for key, name in names.items() if key in job.outcome]


def all_the_same(job: Job) -> bool:
    """Whether writing would change nothing at all."""
    return bool(job.outcome) and job.outcome["new"] == job.outcome["changed"] == 0


@require_POST
def intake_write(request: PageRequest, public_id: UUID) -> HttpResponse:
    """Let a file that was looked through be written."""
    desk, job = job_or_404(request, public_id)
    if job.state == PREVIEW and not all_the_same(job):
        start(desk, job, WRITING)
    return redirect("intake_job", public_id)


@require_POST
def intake_accept(request: PageRequest, public_id: UUID) -> HttpResponse:
    """Accept what renamed columns are taken to mean, and look the file through."""
    desk, job = job_or_404(request, public_id)
    if job.state == HEADERS:
        given = {f"{one['sheet']}!{one['header']}": str(one["guess"]) for one in job.guesses}
        start(desk, desk.keep(job, confirmed={**job.confirmed, **given}, guesses=[], refusal={}), READING)
    return redirect("intake_job", public_id)


@require_POST
def intake_again(request: PageRequest, public_id: UUID) -> HttpResponse:
    """Start once more a job whose work stopped in the middle: nothing of it was written."""
    desk, job = job_or_404(request, public_id)
    if job.state in BUSY:
        start(desk, job, READING)
    return redirect("intake_job", public_id)


@require_POST
def intake_end(request: PageRequest, public_id: UUID) -> HttpResponse:
    """Take a job out of use; what it wrote stays."""
    desk, job = job_or_404(request, public_id)
    if not (job.state in BUSY and locks.is_held(desk.folder(job))):
        desk.erase(job)
    return redirect("intake")


@require_safe
def intake_returned(request: PageRequest, public_id: UUID) -> HttpResponse:
    """The workbook of returned rows with the reasons."""
    desk, job = job_or_404(request, public_id)
    path = desk.returned(job)
    if job.state not in (PREVIEW, WRITTEN) or not path.is_file():
        raise Http404
    return attached(path.read_bytes(), "tra-lai.xlsx", XLSX)


def communes_of(request: PageRequest) -> tuple[Area, ...]:
    """The communes whose register the reader may keep; no page for anybody else."""
    viewer = request.viewer
    found = areas(request, sorted(viewer.communes()))
    kept = tuple(one for one in found if viewer.may("register", Place(commune=one.code)))
    if not kept:
        raise Http404
    return kept


def desk_of(request: PageRequest) -> Desk:
    """Where the jobs of this folder lie, for the reader."""
    return Desk(settings.MEDIA_ROOT, request.viewer, request.today, clock.now)


def job_or_404(request: PageRequest, public_id: UUID) -> tuple[Desk, Job]:
    """A job of the reader's own, or the page that says it is not there."""
    communes_of(request)
    desk = desk_of(request)
    job = desk.job(public_id)
    if job is None:
        raise Http404
    return desk, job


def start(desk: Desk, job: Job, state: str = READING) -> None:
    """Work on a job in a thread; nothing happens when somebody is at work on it already."""
    lock = locks.hold(desk.folder(job))
    if lock:
        kept = desk.keep(job, state=state, percent=0)
        Thread(target=_work, args=(desk, kept, lock), name=f"run-import-{job.public_id}", daemon=True).start()


def _work(desk: Desk, job: Job, lock: IO[bytes]) -> None:
    with lock:
        try:
            desk.work(job)
        except Exception:
            log.exception("import %s stopped", job.public_id)
        finally:
            connection.close()
