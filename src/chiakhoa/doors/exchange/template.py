"""The answers workbook written: empty for an office to fill, or filled from surveyed households."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter, quote_sheetname
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from chiakhoa.doors.exchange.layout import Column, Layout, Table, answers_layout, texts
from chiakhoa.doors.exchange.records import Surveyed
from chiakhoa.doors.exchange.writing import Cell, Heading, Page, write_workbook
from chiakhoa.law.rules.form import Form
from chiakhoa.law.rules.households import Answer, PartialDate

OPEN_LISTS = ("relation",)
"""Columns whose list only suggests: other words are welcome."""


@dataclass(slots=True)
class AnswerRows:
    """The two sheets before they are written: headers, rows and merges of `households` and `members`."""

    headers: dict[str, list[str]]
    rows: dict[str, list[list[Cell]]]
    merges: dict[str, list[str]] = field(default_factory=dict)


def write_template(path: Path, form: Form, lang: str = "vi") -> None:
    """Write the empty answers workbook for `form` to `path`."""
    layout = answers_layout(form)
    write_workbook(path, _pages(layout, lang, (), ()), names=_names(layout, lang))


def write_answers(
    path: Path,
    records: Iterable[Surveyed],
    form: Form,
    lang: str = "vi",
    spoil: Callable[[AnswerRows], Any] | None = None,
) -> None:
    """Write surveyed households as an answers workbook; `spoil` may plant faults in the rows first (practice)."""
    layout = answers_layout(form)
    surveyed = list(records)
    household_rows, member_rows = _household_rows(surveyed, layout, lang), _member_rows(surveyed, layout, lang)
    if spoil is None:
        write_workbook(path, _pages(layout, lang, household_rows, member_rows), names=_names(layout, lang))
        return
    rows = AnswerRows(
        headers={t.key: [c.label[lang] for c in t.columns] for t in (layout.households, layout.members)},
        rows={"households": list(household_rows), "members": list(member_rows)},
    )
    spoil(rows)
    pages = _pages(layout, lang, rows.rows["households"], rows.rows["members"])
    for page, key in zip(pages[1:3], ("households", "members"), strict=True):
        page.headings = [
            Heading(text, h.note, h.width, h.form, h.validation)
            for text, h in zip(rows.headers[key], page.headings, strict=True)
        ]
        page.merges = rows.merges.get(key, ())
    write_workbook(path, pages, names=_names(layout, lang))


def write_register(
    path: Path, layout: Layout, households: Iterable[Sequence[Cell]], members: Iterable[Sequence[Cell]], lang: str
) -> None:
    """Write rows that run beside the columns of a register's layout as a workbook."""
    write_workbook(path, _pages(layout, lang, households, members)[1:], names=_names(layout, lang))


def option_words(column: Column, lang: str) -> Mapping[Answer, Cell]:
    """What stands in a cell of this column for each of its options."""
    return _words(column, lang)


def _pages(
    layout: Layout, lang: str, households: Iterable[Sequence[Cell]], members: Iterable[Sequence[Cell]]
) -> list[Page]:
    return [
        _guide(lang),
        _page(layout.households, lang, households, "B2"),
        _page(layout.members, lang, members, "D2"),
        _lists(layout, lang),
    ]


def _page(table: Table, lang: str, rows: Iterable[Sequence[Cell]], frozen: str) -> Page:
    forms = {"code": "text", "birth": "text", "date": "date", "uuid": "text"}
    headings = [
        Heading(c.label[lang], c.note[lang], c.width, forms.get(c.kind, ""), _validation(table, c, lang))
        for c in table.columns
    ]
    return Page(table.name[lang], headings, rows, frozen=frozen)


def _validation(table: Table, column: Column, lang: str) -> DataValidation | None:
    if column.options:
        rule = DataValidation("list", formula1=_list_name(table, column), allow_blank=True)
        rule.errorStyle = "warning" if column.kind in OPEN_LISTS else "stop"
    elif column.kind == "number" and column.field:
        rule = DataValidation("whole", "between", str(column.field.low), str(column.field.high), allow_blank=True)
    elif column.kind == "count":
        rule = DataValidation("whole", "between", "1", "99", allow_blank=True)
    else:
        return None
    rule.showErrorMessage = True
    rule.errorTitle = column.label[lang][:31]
    rule.error = column.note[lang][:225]
    return rule


def _list_name(table: Table, column: Column) -> str:
    return f"ck_{table.key}_{column.key}" if column.kind != "yes_no" else "ck_yes_no"


def _listed(layout: Layout) -> dict[str, Column]:
    """The columns with a list, by the list's name; every yes-no question shares one list."""
    return {
        _list_name(table, column): column
        for table in (layout.households, layout.members)
        for column in table.columns
        if column.options
    }


def _names(layout: Layout, lang: str) -> dict[str, str]:
    sheet = quote_sheetname(texts()["sheet"]["lists"][lang])
    names = {"chiakhoa_layout": layout.id}
    for number, (name, column) in enumerate(_listed(layout).items(), start=1):
        letter = get_column_letter(number)
        names[name] = f"{sheet}!${letter}$2:${letter}${len(column.options) + 1}"
    return names


def _lists(layout: Layout, lang: str) -> Page:
    columns = list(_listed(layout).values())
    deepest = max(len(column.options) for column in columns)
    rows = [
        [column.options[at].label[lang] if at < len(column.options) else None for column in columns]
        for at in range(deepest)
    ]
    yes_no = " / ".join(texts()["answer"][key][lang] for key in ("yes", "no"))
    headings = [
        Heading(yes_no if column.kind == "yes_no" else column.label[lang], width=max(column.width, 12))
        for column in columns
    ]
    return Page(texts()["sheet"]["lists"][lang], headings, rows, frozen="A2")


def _guide(lang: str) -> Page:
    def fill(sheet: Worksheet) -> None:
        guide = texts()["guide"]
        sheet.column_dimensions["A"].width = 110
        at = 1
        for language in sorted(("vi", "en", "id"), key=lambda code: code != lang):
            sheet.cell(at, 1, guide["title"][language]).font = Font(bold=True, size=14)
            for line in guide["lines"][language]:
                at += 1
                sheet.cell(at, 1, line).alignment = Alignment(wrap_text=True, vertical="top")
            at += 2

    return Page(texts()["sheet"]["guide"][lang], (), frozen="A1", extra=fill)


def _household_rows(records: Iterable[Surveyed], layout: Layout, lang: str) -> Iterator[list[Cell]]:
    questions = [column for column in layout.households.columns if column.field]
    words = [_words(column, lang) for column in questions]
    area, region = (_words(c, lang) for c in layout.households.columns if c.kind in ("area", "region"))
    for record in records:
        home = record.household
        answers = home.answers
        row: list[Cell] = [home.id, record.commune, record.village, record.head, area[home.area], region[home.region]]
        row += [record.surveyed_on, len(home.members)]
        row += [word[answers.get(column.key)] for word, column in zip(words, questions, strict=True)]
        yield row


def _member_rows(records: Iterable[Surveyed], layout: Layout, lang: str) -> Iterator[list[Cell]]:
    questions = [column for column in layout.members.columns if column.field]
    words = [(column.key, _words(column, lang)) for column in questions]
    relation, sex = (_words(c, lang) for c in layout.members.columns if c.kind in ("relation", "sex"))
    for record in records:
        code = record.household.id
        for number, (member, person) in enumerate(zip(record.household.members, record.people, strict=True), start=1):
            answers = member.answers
            row: list[Cell] = [code, number, member.name, relation[person.relation], sex[person.sex]]
            row.append(birth_text(member.birth))
            row += [word[answers.get(key)] for key, word in words]
            yield row


def birth_text(birth: PartialDate | None) -> str | None:
    """A birth date as people write it: dd/mm/yyyy, mm/yyyy or yyyy."""
    if birth is None:
        return None
    if birth.month is None:
        return f"{birth.year:04}"
    return (
        f"{birth.month:02}/{birth.year:04}" if birth.day is None else f"{birth.day:02}/{birth.month:02}/{birth.year:04}"
    )


class _Words(dict[Answer, Cell]):
    """What stands in the cell for an answer; an answer without a word of its own stands as it is."""

    def __missing__(self, answer: Answer) -> Cell:
        return answer


def _words(column: Column, lang: str) -> _Words:
    if column.kind == "yes_no":
        answer = texts()["answer"]
        return _Words({True: answer["yes"][lang], False: answer["no"][lang]})
    return _Words({choice.key: choice.label[lang] for choice in column.options})
