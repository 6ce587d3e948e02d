"""The log's first day: places, accounts, the register; and the merge of 1 July 2025 with those who came and went."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from functools import partial

from chiakhoa.doors.practice.ward.cast import (
    ADMINISTRATOR,
    BROTHER,
    CAST,
    FOUNDED_ON,
    OFFICER,
    Given,
    Person,
    grants,
)
from chiakhoa.doors.practice.ward.courses import Change
from chiakhoa.doors.practice.ward.log import Deed, Moment
from chiakhoa.doors.practice.ward.residents import household_id, new_household
from chiakhoa.doors.practice.ward.units import (
    GROUP,
    LAST_DAY,
    MERGED_ON,
    OLD_UNITS,
    PLACES_FROM,
    PROVINCE,
    PROVINCE_NAME,
    WARD,
    WARD_NAME,
    WARD_SHORT,
    OldUnit,
    group_name,
    practice_id,
    village_id,
)
from chiakhoa.doors.practice.ward.world import World
from chiakhoa.foundation.access import actions as access
from chiakhoa.foundation.access import queries as accounts
from chiakhoa.foundation.access.values import SETUP
from chiakhoa.foundation.audit import actions as audit
from chiakhoa.foundation.places import actions as places
from chiakhoa.foundation.places.values import COMMUNE, NewVillage, Unit
from chiakhoa.foundation.places.values import PROVINCE as PROVINCE_LEVEL
from chiakhoa.foundation.registry import actions as registry
from chiakhoa.foundation.registry.values import NewHousehold

MERGER = "Hợp nhất Hưng Mẫu, Kỳ An, Kỳ Bình thành phường Sông Mẫu"


def founding(world: World) -> Iterator[Deed]:
    """Everything of the first day: the places, who may do what, and everybody who lives there."""
    opened_by = SETUP.name
    yield from opening_province()
    for unit in OLD_UNITS:
        area = Unit(unit.code, COMMUNE, unit.kind, unit.name, unit.full_name, PROVINCE, PLACES_FROM, short=unit.short)
        yield Deed(FOUNDED_ON, opened_by, "commune", partial(_open_area, unit=area))
        yield Deed(FOUNDED_ON, opened_by, "villages", partial(_add_groups, unit=unit, seed=world.seed))
    for person in CAST:
        by = opened_by if person.user == ADMINISTRATOR else ADMINISTRATOR
        yield Deed(FOUNDED_ON, by, "account", partial(_open_account, person=person, seed=world.seed))
    yield from _grants(world, FOUNDED_ON)
    yield Deed(FOUNDED_ON, BROTHER[0], "tie", partial(_declare, seed=world.seed))
    for unit in OLD_UNITS:
        yield _register(world, unit)


def opening_province() -> Iterator[Deed]:
    """The province, first of all."""
    unit = Unit(PROVINCE, PROVINCE_LEVEL, "tinh", PROVINCE_NAME, f"Tỉnh {PROVINCE_NAME}", "", PLACES_FROM)
    yield Deed(FOUNDED_ON, SETUP.name, "province", partial(_open_area, unit=unit))


def merging(world: World) -> Iterator[Deed]:
    """The merge: the ward opens, each group goes on in it, the old units end, and so do their chains in the trail."""
    ward = Unit(WARD, COMMUNE, "phuong", WARD_NAME, f"Phường {WARD_NAME}", PROVINCE, MERGED_ON, short=WARD_SHORT)
    yield Deed(MERGED_ON, ADMINISTRATOR, "commune", partial(_open_area, unit=ward, basis=MERGER))
    for unit in OLD_UNITS:
        for group in unit.groups:
            yield Deed(MERGED_ON, ADMINISTRATOR, "merge", partial(_move, unit=unit, group=group, seed=world.seed))
        yield Deed(MERGED_ON, ADMINISTRATOR, "merge", partial(_end, unit=unit))
    yield from _grants(world, MERGED_ON)


def changes(world: World) -> Iterator[Deed]:
    """Households that came and households that went, each on its day."""
    for change in world.year.changes:
        if change.reason:
            yield Deed(change.on, OFFICER, "gone", partial(_close, change=change, seed=world.seed))
        else:
            home = world.homes[change.number]
            new = new_household(home, world.seed, commune=WARD, place=group_name(home.group))
            yield Deed(change.on, OFFICER, "new", partial(_open, new=new))


def _grants(world: World, since: date) -> Iterator[Deed]:
    """Grants given on a day; the administrator's own comes from the terminal."""
    for given in grants(world.seed):
        if given.since == since:
            by = SETUP.name if given.user == ADMINISTRATOR else ADMINISTRATOR
            yield Deed(since, by, "grant", partial(_grant, given=given, seed=world.seed))


def _register(world: World, unit: OldUnit) -> Deed:
    """The households of a unit as its own list had them."""
    came_later = {change.number for change in world.year.changes if not change.reason}
    given = [
        new_household(home, world.seed, commune=unit.code, place=group_name(home.group))
        for home in world.homes.values()
        if home.group in unit.groups and home.number not in came_later
    ]
    return Deed(FOUNDED_ON, OFFICER, "register", partial(_take_in, unit=unit, given=given), len(given) // 10)


def _open_area(moment: Moment, *, unit: Unit, basis: str = "") -> None:
    places.open_area(**moment.signing, unit=unit, basis=basis)


def _add_groups(moment: Moment, *, unit: OldUnit, seed: int | str) -> None:
    new = [_group(seed, group, unit.code, unit.village_kind, PLACES_FROM) for group in unit.groups]
    places.add_villages(**moment.signing, villages=new)


def _group(seed: int | str, group: str, commune: str, kind: str, since: date) -> NewVillage:
    return NewVillage(village_id(seed, group, commune), commune, group, kind, group_name(group), since)


def _open_account(moment: Moment, *, person: Person, seed: int | str) -> None:
    new = access.NewAccount(practice_id(seed, "account", person.user), person.user, person.name)
    access.open_account(**moment.acting, new=new)


def _grant(moment: Moment, *, given: Given, seed: int | str) -> None:
    account = accounts.account(moment.by, given.user)
    if account is None:
        raise LookupError(given.user)
    public_id = practice_id(seed, "grant", given.user, given.scope)
    new = access.NewGrant(public_id, given.role, given.kind, given.scope, given.since, given.until)
    access.give_grant(**moment.acting, account=account, new=new)


def _declare(moment: Moment, *, seed: int | str) -> None:
    user, number, relation = BROTHER
    account = accounts.account(moment.by, user)
    if account is None:
        raise LookupError(user)
    access.declare_tie(
        **moment.acting,
        public_id=practice_id(seed, "tie", user, number),
        account=account,
        household=str(household_id(seed, number)),
        relation=relation,
    )


def _take_in(moment: Moment, *, unit: OldUnit, given: Sequence[NewHousehold]) -> None:
    taken = registry.take_in(**moment.acting, commune=unit.code, households=given)
    for why in taken.returned.values():
        raise why


def _move(moment: Moment, *, unit: OldUnit, group: str, seed: int | str) -> None:
    places.move_village(
        **moment.signing,
        public_id=village_id(seed, group, unit.code),
        to=_group(seed, group, WARD, GROUP, MERGED_ON),
        reason=MERGER,
    )


def _end(moment: Moment, *, unit: OldUnit) -> None:
    places.end_area(**moment.signing, code=unit.code, last_day=LAST_DAY, reason=MERGER)
    audit.close_chain(**moment.signing, chain=f"commune:{unit.code}", into=f"commune:{WARD}", reason=MERGER)


def _open(moment: Moment, *, new: NewHousehold) -> None:
    registry.open_household(**moment.acting, commune=WARD, new=new)


def _close(moment: Moment, *, change: Change, seed: int | str) -> None:
    registry.close_household(
        **moment.acting,
        household=household_id(seed, change.number),
        day=change.on,
        reason=change.reason,
    )
