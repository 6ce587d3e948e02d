"""Places of the demo ward: province, ward, the three units it was made of, their groups and the numbers in them.

Everything here is invented; the codes lie outside the official list. Public ids come from the seed.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from random import Random
from typing import TypeVar
from uuid import UUID, uuid5

Thing = TypeVar("Thing")

PROVINCE, PROVINCE_NAME = "99", "Hà Mẫu"
WARD, WARD_NAME, WARD_SHORT = "99001", "Sông Mẫu", "SONGMAU"
PLACES_FROM = date(2010, 1, 1)
"""From when the invented places have their names."""

MERGED_ON = date(2025, 7, 1)
LAST_DAY = date(2025, 6, 30)
GROUP, HAMLET = "to_dan_pho", "thon"

_PRACTICE = UUID("c0b3f6b4-0f5e-5d0a-9a63-52b1c6a7f201")


@dataclass(frozen=True, slots=True)
class OldUnit:
    """A commune of the time before 1 July 2025, with its listed households of 2024 and households a group."""

    code: str
    short: str
    name: str
    kind: str
    area: str
    region: str
    first_group: int
    sizes: tuple[int, ...]
    poor: int
    near_poor: int

    @property
    def full_name(self) -> str:
        """The name with its kind."""
        return f"{'Phường' if self.kind == 'phuong' else 'Xã'} {self.name}"

    @property
    def village_kind(self) -> str:
        """What its groups were called before the merge."""
        return GROUP if self.kind == "phuong" else HAMLET

    @property
    def groups(self) -> tuple[str, ...]:
        """The codes of its groups."""
        return tuple(f"G{self.first_group + place:02}" for place in range(len(self.sizes)))


OLD_UNITS = (
    OldUnit(
        "99901", "HUNGMAU", "Hưng Mẫu", "phuong", "urban", "URB", 1,
        (288, 301, 279, 296, 305, 284, 302, 302, 290, 298, 286, 303, 281, 305), 38, 88,
    ),
    OldUnit(
        "99902", "KYAN", "Kỳ An", "xa", "rural", "NCC", 15,
        (312, 325, 309, 331, 318, 322, 306, 327, 320), 36, 70,
    ),
    OldUnit("99903", "KYBINH", "Kỳ Bình", "xa", "rural", "NCC", 24, (298, 289, 305, 291, 301, 287, 299), 30, 54),
)  # fmt: skip
"""fixture.md: 4,120 + 2,870 + 2,070 households; poor 38 + 36 + 30, near-poor 88 + 70 + 54."""

GROUP_NAMES = (
    "Bến Đò", "Chợ Mới", "Đông Thịnh", "Tây Thịnh", "Cầu Gỗ", "Xóm Chài", "Gò Dâu", "Ngã Ba", "Bãi Sậy", "Đình Làng",
    "Hưng Lộc", "Vạn Xuân", "Tân Lập", "Phú Cường", "Đông Thịnh", "Kỳ Thượng", "Kỳ Trung", "Đồi Sim", "Khe Lau",
    "Rú Chàm", "Đập Tràn", "Yên Hòa", "Ao Sen", "Kỳ Hạ", "Bàu Đá", "Cồn Cát", "Trại Mía", "Lũng Tre", "Hói Sâu",
    "Lạc Sơn",
)  # fmt: skip
"""Names of G01 to G30. Two villages of different communes bore the same name, as happens in a merge."""

FIXED_GROUPS = {
    "H-0412": "G07", "H-0777": "G05", "H-0815": "G07", "H-1187": "G07", "H-2054": "G07", "H-3310": "G12",
    "H-0031": "G01", "H-0644": "G03", "H-0903": "G04", "H-1502": "G06", "H-1760": "G09", "H-2119": "G10",
    "H-2870": "G13", "H-3007": "G14",
}  # fmt: skip
"""Households whom the story, or the list of whom nobody reached, puts in a group."""


def practice_id(seed: int | str, *parts: object) -> UUID:
    """The public id of something in an invented place: the same from the same seed."""
    return uuid5(_PRACTICE, ":".join(map(str, (seed, *parts))))


def draw(seed: int | str, *parts: object) -> Random:
    """A source of chance of its own for everything: what is drawn for one household moves no other."""
    return Random(":".join(map(str, (seed, *parts))))


def shuffled(things: Sequence[Thing], seed: int | str, label: str) -> list[Thing]:
    """The same things in an order drawn from the seed, alike in every version of Python."""
    order = {place: draw(seed, label, place).random() for place in range(len(things))}
    return [things[place] for place in sorted(order, key=lambda place: order[place])]


def unit_of(group: str) -> OldUnit:
    """The old unit in which a group lay."""
    return next(unit for unit in OLD_UNITS if group in unit.groups)


def group_name(group: str) -> str:
    """The name that a group keeps through the merge."""
    return GROUP_NAMES[int(group[1:]) - 1]


def village_id(seed: int | str, group: str, commune: str) -> UUID:
    """The public id of a group's form in a commune."""
    return practice_id(seed, "village", commune, group)


def number_of(place: int) -> str:
    """A household's number: H-0001 and so on."""
    return f"H-{place:04}"


def groups_of_numbers(seed: int | str) -> dict[str, str]:
    """In which group each household of the end of 2024 lives, by its number."""
    found: dict[str, str] = {}
    first = 1
    for unit in OLD_UNITS:
        total = sum(unit.sizes)
        numbers = [number_of(place) for place in range(first, first + total)]
        fixed = {number: FIXED_GROUPS[number] for number in numbers if number in FIXED_GROUPS}
        left = dict(zip(unit.groups, unit.sizes, strict=True))
        for group in fixed.values():
            left[group] -= 1
        dealt = [group for group in unit.groups for _ in range(left[group])]
        others = [number for number in numbers if number not in fixed]
        found |= fixed | dict(zip(others, shuffled(dealt, seed, f"groups-{unit.code}"), strict=True))
        first += total
    return found
