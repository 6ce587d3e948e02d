"""A ward with twelve groups, who works there, and workbooks of its households: for tests of imports and exports."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from itertools import count
from pathlib import Path
from uuid import UUID

from chiakhoa.doors.exchange.intake import Order
from chiakhoa.doors.exchange.records import Person, SurveyRecord
from chiakhoa.doors.exchange.template import write_answers
from chiakhoa.doors.practice.generator import Village, generate_households
from chiakhoa.foundation.access.values import PLACE, PRACTICE, Held, Viewer
from chiakhoa.foundation.places import actions as places
from chiakhoa.foundation.places.values import NewVillage, Unit
from chiakhoa.law.rules.form_loader import load_form
from chiakhoa.law.rules.households import Household, Member, PartialDate

WARD, OTHER, START, ON = "99001", "99002", date(2025, 7, 1), date(2025, 12, 14)
AT = datetime(2025, 12, 14, 3, tzinfo=UTC)
_SECONDS = count(1)
SURVEYED = date(2025, 10, 20)
GROUPS = tuple(Village("Phường Sông Mẫu", f"G{number:02}") for number in (1, 2, 3))


def open_ward() -> None:
    """The ward with G01 to G12, and a commune beside it."""
    by = {"by": "setup", "on": START, "at": datetime(2025, 7, 1, tzinfo=UTC)}
    for unit in (
        Unit("99", 1, "tinh", "Hà Mẫu", "Tỉnh Hà Mẫu", "", START),
        Unit(WARD, 2, "phuong", "Sông Mẫu", "Phường Sông Mẫu", "99", START, short="SONGMAU"),
        Unit(OTHER, 2, "xa", "Kỳ Lâm", "Xã Kỳ Lâm", "99", START, short="KYLAM"),
    ):
        places.open_area(**by, unit=unit)
    villages = [NewVillage(village(n), WARD, f"G{n:02}", "to_dan_pho", f"Tổ {n}", START) for n in range(1, 13)]
    places.add_villages(**by, villages=villages)


def village(number: int) -> UUID:
    """The public id of a group."""
    return UUID(int=9_000 + number)


def officer(commune: str = WARD, role: str = "commune_officer") -> Viewer:
    """Somebody with a role in a commune."""
    return Viewer(role, account=role, on=ON, grants=(Held(role, PLACE, commune),))


def order(by: Viewer = PRACTICE, **more: object) -> Order:
    """An import into the ward, each a second after the one before."""
    return replace(Order(by, WARD, ON, AT + timedelta(seconds=next(_SECONDS))), **more)  # type: ignore[arg-type]


def invented(number: int, seed: int = 7) -> list[SurveyRecord]:
    """Invented households of the ward, surveyed in autumn."""
    return list(generate_households(number, seed, load_form(), SURVEYED, villages=GROUPS))  # type: ignore[arg-type]


def home(number: str, *people: tuple[str, str, int], village: str = "G01", **more: object) -> SurveyRecord:
    """A household of people given as name, relation and year of birth; its answers are not known."""
    members = tuple(Member(name, PartialDate(year)) for name, _, year in people)
    persons = tuple(Person(relation) for _, relation, _ in people)
    place = (people[0][0], village, "Phường Sông Mẫu", SURVEYED, 0)
    return replace(SurveyRecord(Household(number, "urban", "URB", {}, members), *place, persons), **more)  # type: ignore[arg-type]


def workbook(path: Path, records: Iterable[SurveyRecord]) -> Path:
    """An answers workbook of these households."""
    write_answers(path, list(records), load_form())
    return path


FAMILY: Sequence[SurveyRecord] = (
    home("H-0001", ("Lê Văn Một", "head", 1970), ("Lê Thị Mai", "spouse", 1972), ("Lê Văn Minh", "child", 2001)),
    home("H-0002", ("Phan Thị Hai", "head", 1955), village="G02"),
    home("H-0003", ("Hồ Văn Ba", "head", 1980), ("Hồ Thị Bảy", "child", 2010), village="G03"),
)
"""Three small households."""
