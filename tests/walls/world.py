"""Two communes that must not know of each other, a third that is empty, and somebody in every role at each place."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from uuid import UUID, uuid5

from chiakhoa.foundation.access import actions as access
from chiakhoa.foundation.access.queries import Account
from chiakhoa.foundation.access.values import (
    BODY,
    CASE,
    GIVEN,
    HOUSEHOLD,
    NONE,
    OWN,
    PLACE,
    PRACTICE,
    SETUP,
    VILLAGE,
)
from chiakhoa.foundation.places import actions as places
from chiakhoa.foundation.places.values import NewVillage, Unit
from chiakhoa.foundation.registry import actions as registry
from chiakhoa.foundation.registry.values import NewFact, NewStanding
from chiakhoa.law.rules.loader import standard_by_id
from chiakhoa.review.assessment import actions as assessment
from chiakhoa.review.survey import actions as surveys
from chiakhoa.review.survey.values import NewSurvey
from tests.foundation.registry.conftest import household
from tests.review.forms import LAW, lanh

FOUNDED, SURVEYED, LISTED, ON = date(2024, 1, 1), date(2025, 9, 20), date(2025, 11, 14), date(2025, 11, 20)
AT = datetime(2025, 11, 20, 3, tzinfo=UTC)
_IDS = UUID("6d3a8f0e-1f5b-5c3d-8a11-9f64e2f1b7c2")


@dataclass(frozen=True, slots=True)
class Area:
    """A province with one commune, one village and one household of its own; `first` numbers its rows."""

    province: str
    commune: str
    name: str
    number: int
    head: str

    @property
    def village(self) -> UUID:
        return uuid5(_IDS, f"village {self.commune}")

    @property
    def home(self) -> UUID:
        return self.new.public_id

    @property
    def survey(self) -> UUID:
        return uuid5(_IDS, f"survey {self.commune}")

    @property
    def new(self):
        members = [member.name for member in lanh().members]
        made = household(self.number, self.head, self.village, *members[1:], since=FOUNDED, phone=f"09{self.commune}00")
        people = [replace(one, birth=said.birth) for one, said in zip(made.members, lanh().members, strict=True)]
        return replace(made, members=people)

    @property
    def words(self) -> tuple[str, ...]:
        """Words by which what is kept of this household would be known anywhere."""
        return (self.head, f"H-{self.number:04}", f"09{self.commune}00", str(self.home))


HERE = Area("99", "99001", "Sông Mẫu", 4121, "Trần Thị Bên Này")
THERE = Area("98", "98001", "Núi Mẫu", 7777, "Hồ Thị Bên Kia")
EMPTY = Area("97", "97001", "Biển Mẫu", 9999, "Không Có Ai")
AREAS = (HERE, THERE, EMPTY)


def found_places() -> None:
    """Where places lie is open to all: they are there from the beginning."""
    for area in AREAS:
        by = {"by": "setup", "on": FOUNDED, "at": AT}
        places.open_area(**by, unit=Unit(area.province, 1, "tinh", area.name, f"Tỉnh {area.name}", "", FOUNDED))
        unit = Unit(area.commune, 2, "phuong", area.name, f"Phường {area.name}", area.province, FOUNDED)
        places.open_area(**by, unit=unit)
        new = NewVillage(area.village, area.commune, "G01", "to_dan_pho", "Tổ 1", FOUNDED)
        places.add_villages(**by, villages=[new])


def fill(area: Area) -> None:
    """One poor household with everything that is kept of one: people, facts, survey, draft, finding, class, account."""
    by = {"by": PRACTICE, "on": ON, "at": AT}
    registry.open_household(**by, commune=area.commune, new=area.new)
    fact = NewFact("keeps_pigs", "yes", SURVEYED, area.head)
    registry.state_fact(**by, household=area.home, new=fact)
    people = tuple(one.public_id for one in area.new.members)
    answers = replace(lanh(), id=area.new.number)
    new = NewSurvey(area.survey, area.home, SURVEYED, answers, people, area.head)
    surveys.take_in(**by, surveys=[new])
    surveys.save_draft(**by, survey=replace(new, on=ON))
    kept = assessment.keep(**by, surveys=[area.survey], standard=standard_by_id(LAW))
    finding = str(kept.findings[area.survey])
    standing = NewStanding(uuid5(_IDS, f"standing {area.commune}"), area.home, "poor", LISTED, area.head, LAW, finding)
    registry.put_in_force(**by, standings=[standing])


SCOPES = {
    PLACE: lambda area, level: area.province if level == 1 else area.commune,
    VILLAGE: lambda area, _level: str(area.village),
    HOUSEHOLD: lambda area, _level: str(area.home),
    CASE: lambda area, _level: str(area.home),
    BODY: lambda area, _level: str(uuid5(_IDS, f"body {area.commune}")),
    OWN: lambda _area, _level: "",
    NONE: lambda _area, _level: "",
}


def somebody(name: str) -> Account:
    """An account without a role."""
    new = access.NewAccount(uuid5(_IDS, name), name, "Người Nào Đó")
    return access.open_account(by=SETUP, on=FOUNDED, at=AT, new=new)


def in_role(role: str, area: Area) -> Account:
    """An account with a role, in every scope the role can have there."""
    account = somebody(f"{role.replace('_', '-')}.{area.commune}")
    for kind in GIVEN[role].scopes:
        scope = SCOPES[kind](area, GIVEN[role].level)
        grant = access.NewGrant(uuid5(_IDS, f"{account.username} {kind}"), role, kind, scope, FOUNDED)
        access.give_grant(by=SETUP, on=FOUNDED, at=AT, account=account, new=grant)
    return account
