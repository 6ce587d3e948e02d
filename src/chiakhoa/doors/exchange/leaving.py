"""`export KIND`: the lists of an office as workbook or CSV, cut to who asks; looks at sensitive columns are kept."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from pathlib import Path
from uuid import UUID

from chiakhoa.doors.exchange.csv_files import write_csv
from chiakhoa.doors.exchange.layout import Column, Layout, Table, register_layout, texts
from chiakhoa.doors.exchange.reading import members_beside
from chiakhoa.doors.exchange.records import Person, SurveyRecord
from chiakhoa.doors.exchange.template import birth_text, option_words, write_answers, write_register
from chiakhoa.doors.exchange.writing import Cell, Heading, Page, write_workbook
from chiakhoa.foundation.access import queries as access
from chiakhoa.foundation.access.values import ANSWERS, BASIC, SENSITIVE, NotAllowed, Place, Viewer, role_words
from chiakhoa.foundation.audit import actions as audit
from chiakhoa.foundation.places import queries as places
from chiakhoa.foundation.registry import queries as registry
from chiakhoa.foundation.registry.queries import bulk
from chiakhoa.foundation.registry.values import LISTED_KEY, HouseholdSeen, MemberSeen, Wanted
from chiakhoa.law.rules.form import Field, Form
from chiakhoa.law.rules.form_loader import load_form
from chiakhoa.law.rules.refusals import Refused
from chiakhoa.review.survey import queries as surveys
from chiakhoa.review.survey.values import SurveySeen, sensitive_questions

XLSX, CSV = ".xlsx", ".csv"
SENSITIVE_COLUMNS = ("national_id", "ethnicity")


@dataclass(frozen=True, slots=True)
class Wish:
    """Who wants a list of which commune, as of which day, in which language; `sensitive`: with what is written down."""

    by: Viewer
    commune: str
    on: date
    at: datetime
    lang: str = "vi"
    sensitive: bool = False

    def check(self, field_class: str, found: object) -> None:
        """Refuse who sees nothing here, and who asks for sensitive columns without the right to them."""
        place = Place(commune=self.commune)
        if not found and not self.by.sees(field_class, place):
            raise NotAllowed("access.not_allowed", where=self.by.name)
        if self.sensitive and not self.by.sees(SENSITIVE, place):
            raise NotAllowed("access.not_allowed", where=self.by.name)

    def look(self, households: Iterable[UUID], fields: Sequence[str], kind: str) -> None:
        """Write down the look at sensitive columns, household by household."""
        if self.sensitive:
            subjects = [f"registry.household:{one}" for one in households]
            words = {"by": self.by.name, "on": self.on, "at": self.at}
            audit.look_at_many(**words, subjects=subjects, fields=fields, why=f"export {kind}")  # type: ignore[arg-type]


def export_register(path: Path, wish: Wish) -> list[Path]:
    """Households and their people, as `import register` takes them back."""
    homes = _homes(wish)
    wish.check(BASIC, homes)
    people = bulk.people_of(wish.by, wish.commune, wish.on)
    layout = _cut(register_layout(load_form()), () if wish.sensitive else SENSITIVE_COLUMNS)
    unit = places.area(wish.by, wish.commune, wish.on).full_name
    words = _option_words(layout, wish.lang)
    columns = [[column.key for column in table.columns] for table in (layout.households, layout.members)]
    households = (_row(columns[0], _household(one, unit, words)) for one in homes)
    members = (
        _row(columns[1], _member(one.number, at, person, words))
        for one in homes
        for at, person in enumerate(people.get(one.public_id, ()), 1)
    )
    wish.look([one.public_id for one in homes], SENSITIVE_COLUMNS, "register")
    if _ending(path) == XLSX:
        write_register(path, layout, households, members, wish.lang)
        return [path]
    beside = members_beside(path)
    for file, table, rows in ((path, layout.households, households), (beside, layout.members, members)):
        write_csv(file, [column.label[wish.lang] for column in table.columns], rows)
    return [path, beside]


def export_listed(path: Path, wish: Wish) -> list[Path]:
    """The households in force on the day, with class, village and decision."""
    homes = registry.households(
        wish.by, Wanted(wish.commune, class_key=LISTED_KEY, sort="village", size=0), wish.on
    ).rows
    wish.check(BASIC, homes)
    held = bulk.standings_on(wish.by, wish.commune, wish.on)
    names = texts()["change"]
    rows: Iterator[list[Cell]] = (
        [
            one.number,
            one.head_name,
            one.village_code,
            one.village_name,
            names[one.class_key][wish.lang],
            held[one.public_id].since,
            held[one.public_id].decision,
            one.members,
        ]
        for one in homes
    )
    return _table(path, "listed", rows, wish.lang)


def export_answers(path: Path, wish: Wish) -> list[Path]:
    """The newest survey of each household as an answers workbook that reads back."""
    found = list(surveys.latest_of(wish.by, wish.commune, wish.on, sensitive=wish.sensitive).values())
    open_ones = [one for one in found if one.answers is not None]
    wish.check(ANSWERS, open_ones)
    if _ending(path) != XLSX:
        raise Refused("exchange.only_workbook", where=path.name, file=path.name)
    form, hidden = load_form(), () if wish.sensitive else sensitive_questions()
    asked = Form(form.id, _without(form.household, hidden), _without(form.member, hidden))
    wish.look([one.household for one in open_ones], sorted(sensitive_questions()), "answers")
    write_answers(path, list(_surveyed(wish, open_ones)), asked, wish.lang)
    return [path]


def export_accounts(path: Path, wish: Wish) -> list[Path]:
    """The accounts of the office with the roles they hold, for who keeps them; never a password."""
    if not wish.by.may("accounts"):
        raise NotAllowed("access.not_allowed", where=wish.by.name)
    roles, held = role_words()["role"], access.grants(wish.by, on=wish.on)
    given: dict[int, list[str]] = {}
    for grant in held:
        given.setdefault(grant.account_id, []).append(f"{roles[grant.role][wish.lang]} {grant.scope}".strip())
    yes, no = (str(texts()["answer"][key][wish.lang]) for key in ("yes", "no"))
    rows: Iterator[list[Cell]] = (
        [one.username, one.full_name, one.language, yes if one.is_active else no, "; ".join(given.get(one.pk, ()))]
        for one in access.accounts(wish.by, closed=True)
    )
    return _table(path, "accounts", rows, wish.lang)


KINDS: Mapping[str, Callable[[Path, Wish], list[Path]]] = {
    "register": export_register,
    "listed": export_listed,
    "answers": export_answers,
    "accounts": export_accounts,
}
"""By the word after `export`."""

OF_OFFICE = frozenset({"accounts"})
"""Lists of the office as a whole, of no commune."""


def _homes(wish: Wish) -> tuple[HouseholdSeen, ...]:
    return registry.households(wish.by, Wanted(wish.commune, sort="number", size=0), wish.on).rows


def _cut(layout: Layout, hidden: Sequence[str]) -> Layout:
    def cut(table: Table) -> Table:
        return replace(table, columns=tuple(column for column in table.columns if column.key not in hidden))

    return replace(layout, households=cut(layout.households), members=cut(layout.members))


def _option_words(layout: Layout, lang: str) -> dict[str, Mapping[str | int | bool | None, Cell]]:
    columns: list[Column] = [*layout.households.columns, *layout.members.columns]
    return {column.key: option_words(column, lang) for column in columns if column.options}


def _row(columns: Sequence[str], said: Mapping[str, Cell]) -> list[Cell]:
    return [said.get(key) for key in columns]


def _household(
    one: HouseholdSeen, unit: str, words: Mapping[str, Mapping[str | int | bool | None, Cell]]
) -> dict[str, Cell]:
    return {
        "id": one.number,
        "commune": unit,
        "village": one.village_code,
        "head": one.head_name,
        "size": one.members,
        "opened_on": one.opened_on,
        "address": one.address,
        "phone": one.phone,
        "phone_state": None if one.phone_state == "unknown" else words["phone_state"][one.phone_state],
        "public_id": str(one.public_id),
    }


def _member(
    number: str, place: int, one: MemberSeen, words: Mapping[str, Mapping[str | int | bool | None, Cell]]
) -> dict[str, Cell]:
    return {
        "household": number,
        "number": place,
        "name": one.name,
        "relation": words["relation"][one.relation],
        "sex": words["sex"][one.sex] if one.sex else None,
        "birth": birth_text(one.birth),
        "national_id": one.national_id,
        "ethnicity": one.ethnicity,
        "public_id": str(one.public_id),
    }


def _without(questions: Mapping[str, Field], hidden: Iterable[str]) -> dict[str, Field]:
    gone = frozenset(hidden)
    return {key: field for key, field in questions.items() if key not in gone}


def _surveyed(wish: Wish, found: Iterable[SurveySeen]) -> Iterator[SurveyRecord]:
    """Surveys as an answers workbook takes them, by number of household."""
    keys = {one.public_id: one for one in bulk.keys_of(wish.by, wish.commune, wish.on)}
    people = bulk.people_of(wish.by, wish.commune, wish.on, gone=True)
    unit = places.area(wish.by, wish.commune, wish.on).full_name
    for one in sorted(found, key=lambda survey: (len(survey.number), survey.number)):
        home = keys.get(one.household)
        if home is None or one.answers is None:
            continue
        known = {person.public_id: person for person in people.get(one.household, ())}
        beside = (known.get(person) for person in one.people)
        persons = tuple(Person(person.relation, person.sex) if person else Person("other") for person in beside)
        yield SurveyRecord(one.answers, home.head_name, home.village_code, unit, one.on, 0, persons)


def _table(path: Path, kind: str, rows: Iterable[Sequence[Cell]], lang: str) -> list[Path]:
    """One table as workbook or CSV, by the file's ending."""
    words = texts()["export"][kind]
    labels = [column[lang] for column in words["columns"]]
    if _ending(path) == XLSX:
        forms = {"date": "date"}
        headings = [
            Heading(label, width=column.get("width", 16), form=forms.get(column.get("kind", ""), ""))
            for label, column in zip(labels, words["columns"], strict=True)
        ]
        write_workbook(path, [Page(words["name"][lang], headings, rows)])
    else:
        write_csv(path, labels, rows)
    return [path]


def _ending(path: Path) -> str:
    """`.xlsx` or `.csv`; refuses (`exchange.ending`) any other."""
    ending = path.suffix.lower()
    if ending not in (XLSX, CSV):
        raise Refused("exchange.ending", where=path.name, file=path.name)
    return ending
