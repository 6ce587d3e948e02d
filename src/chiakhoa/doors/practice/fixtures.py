"""The practice worlds by name: the demo ward, the small province around it, and a register of any size."""

from __future__ import annotations

from collections.abc import Iterator

from chiakhoa.doors.practice.communes import Generated, commune
from chiakhoa.doors.practice.ward.courses import NEAR_POOR, NON_POOR, POOR
from chiakhoa.doors.practice.ward.founding import changes, founding, merging, opening_province
from chiakhoa.doors.practice.ward.log import Deed, in_order
from chiakhoa.doors.practice.ward.seasons import season_2024, season_2025
from chiakhoa.doors.practice.ward.units import PROVINCE, WARD
from chiakhoa.doors.practice.ward.world import SEED, practice_rules, song_mau
from chiakhoa.law.rules.refusals import Refused

WARD_FIXTURE, PROVINCE_FIXTURE = "songmau2025", "hamau5"
FIXTURES = {WARD_FIXTURE: WARD, PROVINCE_FIXTURE: PROVINCE}
"""The named worlds, and the place that each is about."""

LARGEST_COMMUNE = 10_000
LOWLAND = {POOR: 14, NEAR_POOR: 24, NON_POOR: 6}
HIGHLAND = {POOR: 86, NEAR_POOR: 64, NON_POOR: 10}
ISLAND = {POOR: 22, NEAR_POOR: 31, NON_POOR: 6}
HIGHLAND_PEOPLES = ("Thái", "Thái", "Thái", "Mường", "Mường", "Khơ Mú", "Kinh", "Kinh", "Kinh", "Kinh")

HAMAU = (
    Generated("99002", "Tân Hòa", "xa", "rural", "NCC", 8_400, "thon", LOWLAND, first_serial=10_000),
    Generated("99003", "Yên Khê", "xa", "rural", "NCC", 8_100, "thon", LOWLAND, first_serial=20_000),
    Generated("99004", "Lũng Sơn", "xa", "rural", "NCC", 7_900, "ban", HIGHLAND, HIGHLAND_PEOPLES, first_serial=30_000),
    Generated("99005", "Đảo Cát", "dac_khu", "rural", "NCC", 7_500, "thon", ISLAND, first_serial=40_000),
)
"""fixture.md: two rural communes, a highland one where a minority is the majority, an island; with the ward 41,000."""


def fixture_log(name: str) -> list[Deed]:
    """Every deed of a named world, in order; refuses (`practice.unknown_fixture`) a name that is none."""
    if name not in FIXTURES:
        raise Refused("practice.unknown_fixture", where="--fixture", name=name, names=", ".join(FIXTURES))
    return in_order([*_song_mau(), *(_around() if name == PROVINCE_FIXTURE else ())])


def register_log(households: int, seed: int | str) -> list[Deed]:
    """A register of any size in communes of up to 10,000 households, each with its two seasons."""
    rules = practice_rules()
    deeds = [*opening_province()]
    for place, first in enumerate(range(0, households, LARGEST_COMMUNE)):
        size = min(LARGEST_COMMUNE, households - first)
        made = Generated(
            f"{99_101 + place}", f"Luyện Tập {place + 1}", "xa", "rural", "NCC", size, "thon", LOWLAND,
            first_serial=first,
        )  # fmt: skip
        deeds += commune(made, rules, seed)
    return in_order(deeds)


def _song_mau() -> Iterator[Deed]:
    world = song_mau()
    yield from founding(world)
    yield from season_2024(world)
    yield from merging(world)
    yield from changes(world)
    yield from season_2025(world)


def _around() -> Iterator[Deed]:
    rules = practice_rules()
    for made in HAMAU:
        yield from commune(made, rules, SEED)
