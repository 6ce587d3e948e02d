"""What leaves as a file: the list as workbook, table or paper; returned rows; the empty and the practice workbook."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from uuid import UUID

from django.http import Http404, HttpResponse
from django.utils import formats
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from chiakhoa.doors.documents.assessed import assessed_list_pdf
from chiakhoa.doors.documents.household_sheet import household_sheet_pdf
from chiakhoa.doors.exchange.assessing import result_columns, result_rows
from chiakhoa.doors.exchange.results import write_results
from chiakhoa.doors.exchange.template import write_answers, write_template
from chiakhoa.doors.practice.generator import generate_households
from chiakhoa.doors.practice.workbook import practice_workbook
from chiakhoa.doors.web import standards
from chiakhoa.doors.web.commune import jobs
from chiakhoa.doors.web.commune.asking import finished_or_404, row_or_404, wanted_of
from chiakhoa.doors.web.commune.judged import finding_of, judged_list
from chiakhoa.doors.web.middleware import PageRequest
from chiakhoa.law.rules.explanation import explain
from chiakhoa.law.rules.form_loader import load_form
from chiakhoa.law.rules.standard import Standard
from chiakhoa.review.assessment.queries import Run

PRACTICE_HOUSEHOLDS = 300
PRACTICE_FAULTS = 6
SEED = 2025
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
PDF = "application/pdf"


@require_safe
def list_file(request: PageRequest, public_id: UUID, kind: str) -> HttpResponse:
    """The list with the same choices as on the page, as XLSX, CSV or PDF."""
    of = finished_or_404(request, public_id)
    if kind == "pdf":
        return attached(list_pdf(request, of), "ket-qua.pdf", PDF)
    lang, standard = standards.language(), standards.of_run(of)
    rows = result_rows(standard, judged_list(request.viewer, of, wanted_of(request.GET)), lang)

    def write(folder: Path) -> Path:
        heads = tuple(result_columns(lang).items())
        paths = write_results(folder, "ket-qua", heads, rows, notes=notes(of, standard), lang=lang)
        return next(path for path in paths if path.suffix == f".{kind}")

    return written(write, f"ket-qua.{kind}", XLSX if kind == "xlsx" else "text/csv; charset=utf-8")


def notes(of: Run, standard: Standard) -> list[str]:
    """What a list says of itself: the standard, the day, and what it may not be used for."""
    lines = [standards.say(standard.title), formats.date_format(of.judged_on or of.created_at, "DATE_FORMAT")]
    if of.practice:
        lines.append(_("Practice points table – not to be used for recognition."))
    if not standards.verified(standard).whole:
        lines.append(_("Some values have not been checked against the printed text of the law."))
    return lines


def list_pdf(request: PageRequest, of: Run) -> bytes:
    """The list on A4."""
    lang, standard = standards.language(), standards.of_run(of)
    judged = list(judged_list(request.viewer, of, wanted_of(request.GET)))
    places = {record.commune for record, _finding in judged}
    return assessed_list_pdf(
        standard,
        [finding for _record, finding in judged],
        list(result_rows(standard, judged, lang)),
        result_columns(lang),
        title=_("Households and their classes"),
        lang=lang,
        as_of=of.judged_on or request.today,
        place=places.pop() if len(places) == 1 else "",
    )


@require_safe
def sheet(request: PageRequest, public_id: UUID, number: int) -> HttpResponse:
    """The sheet of one household as PDF."""
    of = finished_or_404(request, public_id)
    row = row_or_404(request, of, number)
    household, finding = finding_of(of, row)
    told = explain(standards.of_run(of), household, finding, standards.language())
    pdf = household_sheet_pdf(
        told, head=row.head, village=row.village, commune=row.commune, as_of=row.on, lang=standards.language()
    )
    return attached(pdf, f"phieu-{number}.pdf", PDF)


@require_safe
def returned(request: PageRequest, public_id: UUID) -> HttpResponse:
    """The workbook of returned rows with the reasons."""
    of = finished_or_404(request, public_id)
    path = jobs.keeper(request).returned(of)
    if not path.is_file():
        raise Http404
    return attached(path.read_bytes(), "tra-lai.xlsx", XLSX)


@require_safe
def template(_request: PageRequest) -> HttpResponse:
    """The empty answers workbook."""

    def write(folder: Path) -> Path:
        path = folder / "answers.xlsx"
        write_template(path, load_form(), lang=standards.language())
        return path

    return written(write, "phieu-khao-sat.xlsx", XLSX)


@require_safe
def practice(request: PageRequest) -> HttpResponse:
    """A workbook of invented households, a few with planted mistakes."""

    def write(folder: Path) -> Path:
        path = folder / "practice.xlsx"
        form = load_form()
        practice_workbook(
            path,
            generate_households(PRACTICE_HOUSEHOLDS, SEED, form, on=request.today),
            seed=SEED,
            faults=PRACTICE_FAULTS,
            write=partial(write_answers, form=form, lang=standards.language()),
        )
        return path

    return written(write, "luyen-tap.xlsx", XLSX)


def written(write: Callable[[Path], Path], name: str, kind: str) -> HttpResponse:
    """Send a file that `write` makes in a folder of its own."""
    with TemporaryDirectory() as folder:
        return attached(write(Path(folder)).read_bytes(), name, kind)


def attached(content: bytes, name: str, kind: str) -> HttpResponse:
    """A download under a plain name."""
    response = HttpResponse(content, content_type=kind)
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
