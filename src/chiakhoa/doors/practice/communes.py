"""Generated communes of any size as deeds of a log: places, people, two seasons whose lists follow from the answers."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import partial
from random import Random

from chiakhoa.doors.practice.generator import Village, house_answers
from chiakhoa.doors.practice.people import grow
from chiakhoa.doors.practice.ward.cast import FOUNDED_ON, reviewer
from chiakhoa.doors.practice.ward.courses import LISTED, NEAR_POOR, NON_POOR, POOR
from chiakhoa.doors.practice.ward.living import BETTER, WORSE, changed, year_later
from chiakhoa.doors.practice.ward.log import Deed, Moment
from chiakhoa.doors.practice.ward.planting import LIVING_ON, TRIES, Answered
from chiakhoa.doors.practice.ward.residents import PEOPLES, Home, home_of_members, new_household, ordinary_home
from chiakhoa.doors.practice.ward.surveying import Decision, Visit, deciding, survey_of, visiting
from chiakhoa.doors.practice.ward.units import PLACES_FROM, PROVINCE, draw, number_of, shuffled, village_id
from chiakhoa.doors.practice.ward.world import survey_day
from chiakhoa.foundation.places import actions as places
from chiakhoa.foundation.places.values import COMMUNE, NewVillage, Unit
from chiakhoa.foundation.registry import actions as registry
from chiakhoa.foundation.registry.values import NewHousehold
from chiakhoa.law.rules.classification import classify
from chiakhoa.law.rules.compiled import CompiledStandard
from chiakhoa.law.rules.households import Household

PER_VILLAGE = 270
DECIDED = {2024: ("301/QĐ-UBND", date(2024, 12, 6)), 2025: ("355/QĐ-UBND", date(2025, 11, 21))}
KINDS = {"xa": "Xã", "phuong": "Phường", "dac_khu": "Đặc khu"}
BATCH = 2_500
"""Households that one entry of the trail takes in."""


@dataclass(frozen=True, slots=True)
class Generated:
    """A commune to be made. `shares`: of a thousand households, how many have which finding in 2024."""

    code: str
    name: str
    kind: str
    area: str
    region: str
    households: int
    village_kind: str
    shares: Mapping[str, int]
    peoples: Sequence[str] = PEOPLES
    account: str = "practice"
    first_serial: int = 0

    @property
    def villages(self) -> tuple[str, ...]:
        """The codes of its villages."""
        return tuple(f"T{place:02}" for place in range(1, 2 + self.households // PER_VILLAGE))

    def village_name(self, code: str) -> str:
        """A village is called by its number."""
        return f"{self.name} {int(code[1:])}"

    def key(self, number: str) -> str:
        """What the public ids of a household come from."""
        return f"{self.code}/{number}"


@dataclass(frozen=True, slots=True)
class Asked:
    """A household that is surveyed in both years, its home, and what was found."""

    home: Home
    surveys: Mapping[int, Answered]
    found: Mapping[int, str]


def commune(made: Generated, rules: CompiledStandard, seed: int | str) -> Iterator[Deed]:
    """Every deed of a commune: its places, its register, its seasons of 2024 and 2025."""
    unit = Unit(made.code, COMMUNE, made.kind, made.name, f"{KINDS[made.kind]} {made.name}", PROVINCE, PLACES_FROM)
    yield Deed(FOUNDED_ON, made.account, "commune", partial(_open, made=made, unit=unit, seed=seed))
    asked = {one.home.number: one for one in _asked(made, rules, seed)}
    for first in range(1, made.households + 1, BATCH):
        numbers = range(first, min(first + BATCH, made.households + 1))
        doing = partial(_register, made=made, numbers=numbers, asked=asked, seed=seed)
        yield Deed(FOUNDED_ON, made.account, "register", doing, len(numbers) // 10)
    for season in DECIDED:
        yield from _season(made, list(asked.values()), season, rules, seed)


def _season(
    made: Generated, asked: Sequence[Asked], season: int, rules: CompiledStandard, seed: int | str
) -> Iterator[Deed]:
    """Surveys day by day, and the decision that follows from them."""
    visits = [
        Visit(
            survey_of(seed, one.home.key, one.surveys[season], reviewer(seed, one.home.group), season),
            made.account,
            made.code,
        )
        for one in asked
    ]
    yield from visiting(visits, rules.standard)
    listed = {one.home.key: one.found[season] for one in asked if one.found[season] in LISTED}
    left = [one.home.key for one in asked if one.found[season] not in LISTED and one.found.get(season - 1) in LISTED]
    yield from deciding(Decision(seed, rules.standard, made.code, *DECIDED[season], listed, left), made.account)


def _asked(made: Generated, rules: CompiledStandard, seed: int | str) -> Iterator[Asked]:
    """The households that are surveyed, as many of each finding of 2024 as the shares say."""
    wanted = [key for key, share in made.shares.items() for _ in range(made.households * share // 1_000)]
    numbers = shuffled(range(1, made.households + 1), seed, f"asked-{made.code}")[: len(wanted)]
    for place, finding in zip(numbers, wanted, strict=True):
        yield _family(made, place, finding, rules, seed)


def _family(made: Generated, place: int, wanted: str, rules: CompiledStandard, seed: int | str) -> Asked:
    """The first family drawn that has the finding wanted in 2024; what becomes of it in 2025 is left to chance."""
    number = number_of(place)
    group = _village_of(made, place)
    days = {season: survey_day(seed, season, made.key(number)) for season in DECIDED}
    for attempt in range(TRIES):
        rng = draw(seed, "generated", made.key(number), attempt)
        family = grow(rng, LIVING_ON, rng.random() * 0.16)
        answers = house_answers(family, Village(made.name, group, made.area, made.region))
        household = Household(number, made.area, made.region, answers, tuple(family.members))
        then = Answered(days[2024], year_later(household, LIVING_ON, days[2024], rng))
        now = _year_after(then, days[2025], rng)
        found = {2024: _found(rules, then), 2025: _found(rules, now)}
        if found[2024] == wanted and found[2025] in (POOR, NEAR_POOR, NON_POOR):
            home = home_of_members(number, group, list(family.members), family.people, rng)
            home.key, home.serial = made.key(number), made.first_serial + place
            return Asked(home, {2024: then, 2025: now}, found)
    raise LookupError(f"no family of {TRIES} fits {made.key(number)}")


def _year_after(then: Answered, on: date, rng: Random) -> Answered:
    """The family a year on: one in six much better off, the others a little better or worse."""
    older = year_later(then.household, then.on, on, rng)
    luck = rng.random()
    way, times = (BETTER, 5) if luck < 0.16 else (BETTER if luck < 0.55 else WORSE, int(rng.random() * 2))
    return replace(then, on=on, household=changed(older, way, times, rng))


def _found(rules: CompiledStandard, answered: Answered) -> str:
    return classify(rules, answered.household, on=answered.on).verdict


def _village_of(made: Generated, place: int) -> str:
    return made.villages[(place - 1) * len(made.villages) // made.households]


def _open(moment: Moment, *, made: Generated, unit: Unit, seed: int | str) -> None:
    places.open_area(**moment.signing, unit=unit)
    new = [
        NewVillage(
            village_id(seed, code, made.code), made.code, code, made.village_kind, made.village_name(code), PLACES_FROM
        )
        for code in made.villages
    ]
    places.add_villages(**moment.signing, villages=new)


def _register(
    moment: Moment, *, made: Generated, numbers: Sequence[int], asked: Mapping[str, Asked], seed: int | str
) -> None:
    given = [_household(made, place, asked, seed) for place in numbers]
    taken = registry.take_in(**moment.acting, commune=made.code, households=given)
    for why in taken.returned.values():
        raise why


def _household(made: Generated, place: int, asked: Mapping[str, Asked], seed: int | str) -> NewHousehold:
    number = number_of(place)
    if number in asked:
        home = asked[number].home
    else:
        home = ordinary_home(number, _village_of(made, place), draw(seed, "home", made.key(number)))
        home.key, home.serial = made.key(number), made.first_serial + place
    name = made.village_name(home.group)
    return new_household(home, seed, commune=made.code, place=name, peoples=made.peoples)
