"""The page on which a person confirms what the columns of a foreign workbook mean."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from chiakhoa.doors.exchange.keeping import CONFIRMED, GUESSES
from chiakhoa.doors.exchange.layout import Table, answers_layout
from chiakhoa.doors.web import standards
from chiakhoa.doors.web.commune import jobs
from chiakhoa.doors.web.commune.asking import run_or_404
from chiakhoa.doors.web.middleware import PageRequest
from chiakhoa.law.rules.form_loader import load_form
from chiakhoa.review.assessment import actions
from chiakhoa.review.assessment.queries import Run


@require_http_methods(["GET", "HEAD", "POST"])
def headers(request: PageRequest, public_id: UUID) -> HttpResponse:
    """Show the guesses side by side with the columns; take what the person confirmed and go on."""
    of = run_or_404(request, public_id)
    if of.state != "headers":
        return redirect("run", public_id)
    if request.method == "POST":
        confirm(request, of)
        return redirect("run", public_id)
    return render(request, "commune/headers.html", {"run": of, "section": "front", "sheets": sheets(of)})


def confirm(request: PageRequest, of: Run) -> None:
    """Keep the answers with those given before, and judge again."""
    keeper = jobs.keeper(request)
    given = {
        f"{g['sheet']}!{g['header']}": request.POST.get(f"column-{n}", "") for n, g in enumerate(of.headers[GUESSES])
    }
    confirmed = {CONFIRMED: {**of.headers.get(CONFIRMED, {}), **given}}
    actions.confirm_headers(by=keeper.by, on=keeper.on, run=of, headers=confirmed)
    of.refresh_from_db()
    jobs.begin(keeper, of)


def sheets(of: Run) -> list[dict[str, Any]]:
    """The columns to confirm, by sheet, each with the meanings it may have."""
    found: dict[str, list[dict[str, Any]]] = {}
    for number, guess in enumerate(of.headers[GUESSES]):
        found.setdefault(guess["sheet"], []).append({**guess, "name": f"column-{number}"})
    return [{"name": name, "columns": columns, "choices": choices(columns)} for name, columns in found.items()]


def choices(columns: Sequence[Mapping[str, Any]]) -> list[tuple[str, list[tuple[str, str]]]]:
    """The meanings a sheet's columns may have, by table: its own table when the guesses tell, both otherwise."""
    layout, lang = answers_layout(load_form()), standards.language()
    guessed = {column["guess"] for column in columns} - {""}

    def fits(table: Table) -> bool:
        return guessed <= {column.key for column in table.columns}

    tables = [layout.households, layout.members]
    likely = [table for table in tables if guessed and fits(table)] or tables
    return [(table.name[lang], [(column.key, column.label[lang]) for column in table.columns]) for table in likely]
