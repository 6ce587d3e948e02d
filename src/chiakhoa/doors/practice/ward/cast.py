"""The people of the story who sign in, the roles they hold, and who surveys in which group. All invented."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from chiakhoa.doors.practice.names import FAMILY, person_name, pick
from chiakhoa.doors.practice.ward.units import (
    LAST_DAY,
    MERGED_ON,
    PROVINCE,
    WARD,
    draw,
    practice_id,
    unit_of,
    village_id,
)
from chiakhoa.foundation.access.values import BODY, HOUSEHOLD, NONE, OWN, PLACE, VILLAGE

FOUNDED_ON = date(2024, 8, 1)
ADMINISTRATOR, OFFICER, VICE_CHAIR = "quantri", "ha", "viet"
OFFICE_BEFORE = "99901"
"""Where the officer, the vice-chair and the supervisor of the ward worked before the merge."""

G19_READY = date(2025, 9, 15)
"""From when the reviewer of G19 may survey; until then a trained neighbour does."""


@dataclass(frozen=True, slots=True)
class Role:
    """A role of one of the cast. `scope`: a code, a group, a number or a body's name; empty where none is needed."""

    key: str
    kind: str
    scope: str = ""


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody with an account."""

    user: str
    name: str
    role: Role


CAST = (
    Person(ADMINISTRATOR, "Nghiêm Thị Bích", Role("administrator", NONE)),
    Person("binh", "Lê Văn Bình", Role("village_head", VILLAGE, "G07")),
    Person("hung", "Đinh Văn Hùng", Role("village_head", VILLAGE, "G19")),
    Person(OFFICER, "Võ Thu Hà", Role("commune_officer", PLACE, WARD)),
    Person(VICE_CHAIR, "Đặng Quốc Việt", Role("vice_chair", PLACE, WARD)),
    Person("sen", "Cao Thị Sen", Role("supervisor", PLACE, WARD)),
    Person("nam", "Trịnh Nam", Role("policy_bank_officer", BODY, "policy-bank")),
    Person("kim", "Lưu Kim", Role("employer", OWN)),
    Person("vinh", "Tô Vĩnh", Role("donor", OWN)),
    Person("yen", "Mạc Yến", Role("trainer", OWN)),
    Person("son", "Hà Sơn", Role("province", PLACE, PROVINCE)),
    Person("lanh", "Trần Thị Lành", Role("household_member", HOUSEHOLD, "H-0412")),
    Person("hien", "Đoàn Thị Hiền", Role("household_member", HOUSEHOLD, "H-0777")),
    Person("tho", "Nguyễn Văn Thọ", Role("household_member", HOUSEHOLD, "H-3310")),
    Person("tao", "Phan Văn Tạo", Role("household_member", HOUSEHOLD, "H-1187")),
    Person("mai", "Hồ Thị Mai", Role("household_member", HOUSEHOLD, "H-2054")),
)
"""scenarios.md 5.1 and 5.3, and who keeps the accounts."""

BROTHER = ("binh", "H-0815", "em trai của chủ hộ")
"""The declared tie of the head of G07."""


@dataclass(frozen=True, slots=True)
class Given:
    """A grant as it is to be given: from when, until when (None: until ended), with the scope as the grant holds it."""

    user: str
    role: str
    kind: str
    scope: str
    since: date
    until: date | None = None


def grants(seed: int | str) -> Sequence[Given]:
    """Every grant of the cast: what lies in a place that was merged is given twice, before and after."""
    return [given for person in CAST for given in _grants(person, seed)]


def _grants(person: Person, seed: int | str) -> Sequence[Given]:
    role = person.role
    if role.scope == WARD or role.kind == VILLAGE:
        before, after = OFFICE_BEFORE, WARD
        if role.kind == VILLAGE:
            before = str(village_id(seed, role.scope, unit_of(role.scope).code))
            after = str(village_id(seed, role.scope, WARD))
        return (
            Given(person.user, role.key, role.kind, before, FOUNDED_ON, LAST_DAY),
            Given(person.user, role.key, role.kind, after, MERGED_ON),
        )
    scope = role.scope
    if role.kind in (HOUSEHOLD, BODY):
        scope = str(practice_id(seed, role.kind, role.scope))
    return (Given(person.user, role.key, role.kind, scope, FOUNDED_ON),)


def surveyor(seed: int | str, group: str, on: date) -> tuple[str, str]:
    """Who surveys in a group on a day: the account that takes the answers down, and the name on the form."""
    heads = {person.role.scope: person for person in CAST if person.role.kind == VILLAGE}
    head = heads.get(group)
    if head is not None and (group != "G19" or on >= G19_READY):
        return head.user, head.name
    return OFFICER, reviewer(seed, group if head is None else "G18")


def reviewer(seed: int | str, group: str) -> str:
    """The name of the trained reviewer of a group."""
    rng = draw(seed, "reviewer", group)
    return person_name(rng, pick(rng, ("male", "female")), pick(rng, FAMILY))
