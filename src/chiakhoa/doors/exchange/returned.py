"""Writes back what could not be taken: the rows as they stood, where the fault is, why, and what to do.

The workbook has the sheets and headers of the file it came from: corrected, it can be sent again as it is.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from pathlib import Path

from chiakhoa.doors.exchange.layout import EXPLAINING, texts
from chiakhoa.doors.exchange.records import AnswersFile, ReturnedRow, SourceRow
from chiakhoa.doors.exchange.review_list import ReviewList
from chiakhoa.doors.exchange.writing import Cell, Heading, Page, write_workbook


def write_returned(path: Path, answers: AnswersFile, lang: str = "vi") -> None:
    """Write the returned rows of `answers` as a workbook: a sheet for each table, one of reasons, one of warnings."""
    sheets = texts()["sheet"]
    reasons: dict[tuple[str, int], list[ReturnedRow]] = defaultdict(list)
    for reason in answers.returned:
        reasons[reason.sheet, reason.row].append(reason)
    pages = []
    for (sheet, headers), key in zip(answers.headers.items(), ("households", "members"), strict=True):
        rows = sorted((row for row in answers.returned_rows if row.sheet == sheet), key=lambda row: row.row)
        headings = [*_explaining(lang), *(Heading(header) for header in headers)]
        pages.append(Page(sheets[key][lang], headings, _explained(rows, reasons, lang), frozen="E2"))
    pages.append(Page(sheets["reasons"][lang], _listing(lang), _listed(answers.returned, lang), frozen="A2"))
    pages.append(Page(sheets["warnings"][lang], _listing(lang), _listed(answers.warnings, lang), frozen="A2"))
    write_workbook(path, pages)


def write_returned_list(path: Path, listed: ReviewList, lang: str = "vi") -> None:
    """Write the returned rows of a list after review as a workbook: its own sheets, and one of reasons."""
    reasons: dict[tuple[str, int], list[ReturnedRow]] = defaultdict(list)
    for reason in listed.returned:
        reasons[reason.sheet, reason.row].append(reason)
    pages = []
    for sheet, headers in listed.headers.items():
        rows = sorted((row for row in listed.returned_rows if row.sheet == sheet), key=lambda row: row.row)
        headings = [*_explaining(lang), *(Heading(header) for header in headers)]
        pages.append(Page(sheet, headings, _explained(rows, reasons, lang), frozen="E2"))
    pages.append(Page(texts()["sheet"]["reasons"][lang], _listing(lang), _listed(listed.returned, lang), frozen="A2"))
    write_workbook(path, pages)


def _explaining(lang: str) -> list[Heading]:
    words = texts()["returned"]
    widths = {"row": 8, "column": 10, "why": 46, "todo": 46}
    return [Heading(words[key][lang], width=widths[key]) for key in EXPLAINING]


def _explained(
    rows: Sequence[SourceRow], reasons: dict[tuple[str, int], list[ReturnedRow]], lang: str
) -> Iterator[list[Cell]]:
    words = texts()["returned"]
    for row in rows:
        own = reasons.get((row.sheet, row.row), [])
        columns = ", ".join(dict.fromkeys(reason.column for reason in own if reason.column))
        why = "\n".join(dict.fromkeys(reason.message(lang) for reason in own)) or words["with_household"][lang]
        todo = "\n".join(dict.fromkeys(reason.todo(lang) for reason in own)) or words["nothing"][lang]
        yield [row.row, columns, why, todo, *row.cells]


def _listing(lang: str) -> list[Heading]:
    words = texts()["returned"]
    widths = {"household": 14, "sheet": 14, "row": 8, "column": 8, "value": 24, "why": 60, "todo": 60}
    return [Heading(words[key][lang], width=width) for key, width in widths.items()]


def _listed(reasons: Sequence[ReturnedRow], lang: str) -> Iterator[list[Cell]]:
    for one in reasons:
        place: list[Cell] = [one.household, one.sheet, one.row, one.column, one.value]
        yield [*place, one.message(lang), one.todo(lang)]
