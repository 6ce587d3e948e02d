"""Kinds of places, what is urban, and the official list as packaged. No database."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from functools import cache
from pathlib import Path
from uuid import UUID, uuid5

PROVINCE, COMMUNE = 1, 2
LEVELS = (PROVINCE, COMMUNE)
PROVINCE_KINDS = {"tinh": "Tỉnh", "thanh_pho": "Thành phố"}
COMMUNE_KINDS = {"xa": "Xã", "phuong": "Phường", "dac_khu": "Đặc khu", "thi_tran": "Thị trấn"}
"""A thị trấn exists only before 1 July 2025."""

VILLAGE_KINDS = {
    "thon": "Thôn",
    "ban": "Bản",
    "buon": "Buôn",
    "ap": "Ấp",
    "khom": "Khóm",
    "tieu_khu": "Tiểu khu",
    "to_dan_pho": "Tổ dân phố",
}
URBAN = {"phuong": True, "thi_tran": True, "xa": False}
"""law.md, notes on 2.1 (mark M): ward urban, commune rural; of a special zone the province decides."""

LIST_FROM = date(2025, 7, 1)
"""The day the two-tier list of units begins."""

OFFICIAL = Path(__file__).with_name("areas.csv")
KIND_CHANGES = Path(__file__).with_name("kind_changes.csv")
_AREAS = UUID("5f1c5a0e-6f0b-5c52-9d6c-6b2d8f3a7e10")


@dataclass(frozen=True, slots=True)
class Unit:
    """One form of a province or commune, first to last day (None: still so). Degrees, square kilometres."""

    code: str
    level: int
    kind: str
    name: str
    full_name: str
    parent: str
    valid_from: date
    valid_until: date | None = None
    short: str = ""
    lat: Decimal | None = None
    lon: Decimal | None = None
    km2: Decimal | None = None
    note: str = ""


@dataclass(frozen=True, slots=True)
class NewVillage:
    """A village as it is to stand in its commune from `since`; `public_id` is made at the door."""

    public_id: UUID
    commune: str
    code: str
    kind: str
    name: str
    since: date


def urban(kind: str) -> bool | None:
    """Whether a commune of this kind is urban; None where the province decides."""
    return URBAN.get(kind)


def area_id(code: str, valid_from: date) -> UUID:
    """The public id of a form of a unit: the same in every office, from its code and first day."""
    return uuid5(_AREAS, f"{code}:{valid_from.isoformat()}")


@cache
def official() -> tuple[Unit, ...]:
    """The packaged list: every unit with each form it has had since 1 July 2025."""
    changes = {row["code"]: row for row in _rows(KIND_CHANGES)}
    return tuple(unit for row in _rows(OFFICIAL) for unit in _forms(row, changes.get(row["code"])))


def _forms(row: dict[str, str], change: dict[str, str] | None) -> Iterator[Unit]:
    since = LIST_FROM
    if change:
        since = date.fromisoformat(change["changed_on"])
        yield _unit(row, change["kind_before"], change["full_name_before"], LIST_FROM, since - timedelta(days=1))
    yield _unit(row, row["kind"], row["full_name"], since, None)


def _unit(row: dict[str, str], kind: str, full_name: str, since: date, until: date | None) -> Unit:
    return Unit(
        code=row["code"],
        level=int(row["level"]),
        kind=kind,
        name=row["name"],
        full_name=full_name,
        parent=row["parent"],
        valid_from=since,
        valid_until=until,
        lat=_number(row["lat"]),
        lon=_number(row["lon"]),
        km2=_number(row["km2"]),
        note=row["note"],
    )


def _number(text: str) -> Decimal | None:
    return Decimal(text) if text else None


def _rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))
