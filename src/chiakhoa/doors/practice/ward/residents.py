"""Everybody who lives in the ward: households with their people as the register takes them in; 37,314 at the end."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from random import Random
from uuid import UUID

from chiakhoa.doors.practice.names import person_name
from chiakhoa.doors.practice.people import PracticePerson, grow
from chiakhoa.doors.practice.ward.courses import RELAPSED, Change, Year
from chiakhoa.doors.practice.ward.planting import LIVING_ON, Planted
from chiakhoa.doors.practice.ward.story import PHONES
from chiakhoa.doors.practice.ward.units import draw, practice_id, shuffled, village_id
from chiakhoa.foundation.registry.values import NewHousehold, NewPerson
from chiakhoa.law.rules.households import Member, PartialDate

PEOPLE = 37_314
"""fixture.md: people of the ward on 14 December 2025."""

REGISTER_FROM = date(2015, 1, 1)
RELAPSED_SINCE = date(2021, 12, 20)
WITH_NUMBER, WITH_PHONE = 0.97, 0.82
PEOPLES = (*("Kinh",) * 96, "Tày", "Mường", "Thái", "Thổ")
"""How often households are of which people, out of a hundred."""


@dataclass(slots=True)
class Home:
    """A household being made: who lives in it, since when, where. Ids come from `key`, papers from `serial`."""

    number: str
    group: str
    key: str
    serial: int
    opened_on: date
    members: list[Member] = field(default_factory=list)
    people: list[PracticePerson] = field(default_factory=list)


def homes_of(year: Year, planted: Mapping[str, Planted], seed: int | str) -> dict[str, Home]:
    """Every household that the ward ever has, by number, with exactly as many people at the end as printed."""
    new = {change.number: change for change in year.changes if not change.reason}
    groups = {**year.groups, **{change.number: change.group for change in new.values()}}
    found = {
        number: _home(number, groups[number], new.get(number), planted.get(number), seed) for number in sorted(groups)
    }
    gone = {change.number for change in year.changes if change.reason}
    staying = [home for home in found.values() if home.number not in gone]
    ordinary = [home for home in staying if home.number not in planted and home.number not in new]
    _fit(shuffled(ordinary, seed, "people"), PEOPLE - sum(len(home.members) for home in staying), seed)
    return found


def _home(number: str, group: str, new: Change | None, planted: Planted | None, seed: int | str) -> Home:
    rng = draw(seed, "home", number)
    if planted is not None:
        relapsed = planted.course.kind == RELAPSED
        latest = RELAPSED_SINCE if relapsed else LIVING_ON
        return home_of_members(number, group, list(planted.members), list(planted.people), rng, latest)
    home = ordinary_home(number, group, rng, on=new.on if new else LIVING_ON)
    if new:
        home.opened_on = new.on
    return home


def home_of_members(
    number: str,
    group: str,
    members: list[Member],
    people: list[PracticePerson],
    rng: Random,
    latest: date = LIVING_ON,
) -> Home:
    """The home of a family that is known, together since a day before `latest`."""
    return Home(number, group, number, int(number[2:]), _opened(members, rng, latest), members, people)


def ordinary_home(number: str, group: str, rng: Random, on: date = LIVING_ON, wealth: float = 1.0) -> Home:
    """The home of a family that nobody asked anything, as it lives on a day."""
    family = grow(rng, on, rng.random() ** 0.68 * wealth)
    return home_of_members(number, group, family.members, family.people, rng, on)


def _opened(members: Sequence[Member], rng: Random, latest: date) -> date:
    """A day since which these people live together: after the youngest was born, before the register begins."""
    youngest = max(_born_by(member.birth) for member in members)
    first = min(max(youngest, REGISTER_FROM), latest)
    return first + timedelta(days=int(rng.random() * (latest - first).days))


def _born_by(birth: PartialDate | None) -> date:
    """The last day that a birth date allows."""
    if birth is None:
        return REGISTER_FROM
    if birth.day:
        return date(birth.year, birth.month or 1, birth.day)
    month = birth.month or 12
    return date(birth.year + month // 12, month % 12 + 1, 1) - timedelta(days=1)


def _fit(homes: Sequence[Home], wanted: int, seed: int | str) -> None:
    """Let families have a child less, or one more, until the ward has as many people as wanted."""
    for home in homes:
        if wanted == 0:
            return
        if wanted > 0:
            _one_more(home, draw(seed, "more", home.number))
            wanted -= 1
        elif len(home.members) > 3 and home.people[-1].relation == "child":
            home.members.pop()
            home.people.pop()
            wanted += 1
    if wanted:
        raise LookupError(f"{wanted} people too few to reach {PEOPLE}")


def _one_more(home: Home, rng: Random) -> None:
    """A niece or nephew who lives with the family."""
    sex = "female" if rng.random() < 0.5 else "male"
    day = home.opened_on - timedelta(days=int(365 * (1 + rng.random() * 17)))
    surname = home.members[0].name.split()[0]
    home.members.append(Member(person_name(rng, sex, surname), PartialDate(day.year, day.month, day.day)))
    home.people.append(PracticePerson("other", sex))


def new_household(
    home: Home, seed: int | str, *, commune: str, place: str, peoples: Sequence[str] = ()
) -> NewHousehold:
    """A household as the register takes it in, in the commune of its time. `place` is its group's name."""
    rng = draw(seed, "papers", home.key)
    state = PHONES.get(home.key) or _phone_state(rng)
    return NewHousehold(
        public_id=household_id(seed, home.key),
        village=village_id(seed, home.group, commune),
        number=home.number,
        head_name=home.members[0].name,
        opened_on=home.opened_on,
        members=tuple(_persons(home, rng, seed, peoples or PEOPLES)),
        address=f"Số {1 + int(rng.random() * 180)}, {place}",
        phone="" if state == "none" else f"0100 {int(rng.random() * 1000):03} {int(rng.random() * 1000):03}",
        phone_state=state,
    )


def _phone_state(rng: Random) -> str:
    luck = rng.random()
    if luck > WITH_PHONE:
        return "none" if luck > 0.9 else "shared"
    return "smartphone" if luck < 0.66 else "basic"


def _persons(home: Home, rng: Random, seed: int | str, peoples: Sequence[str]) -> Iterator[NewPerson]:
    people = peoples[int(rng.random() * len(peoples))]
    for place, (member, told) in enumerate(zip(home.members, home.people, strict=True)):
        yield NewPerson(
            public_id=person_id(seed, home.key, place),
            name=member.name,
            relation=told.relation,
            sex=told.sex,
            birth=member.birth,
            national_id=_national_id(home.serial, place, told.sex, member.birth) if rng.random() < WITH_NUMBER else "",
            ethnicity=people,
        )


def _national_id(serial: int, place: int, sex: str, birth: PartialDate | None) -> str:
    """Twelve digits that no real person has: the province codes 099, 098 and 097 do not exist."""
    year = birth.year if birth else 1980
    century = (2 if year >= 2000 else 0) + (sex == "female")
    more, serial = divmod(serial, 100_000)
    return f"0{99 - more}{century}{year % 100:02}{serial:05}{place % 10}"


def household_id(seed: int | str, key: str) -> UUID:
    """The public id of a household."""
    return practice_id(seed, "household", key)


def person_id(seed: int | str, key: str, place: int) -> UUID:
    """The public id of the person at a place of a household."""
    return practice_id(seed, "person", key, place)
