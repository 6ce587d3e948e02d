"""`bench pages`: the pages of an office on a register of 100,000 households, in seconds and questions to the store.

Each page is asked of the whole program, from the session to the last byte, as the people who use it; no network.
"""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING, Any
from uuid import UUID

from chiakhoa.doors.cli.bench.importing import engines, spawned
from chiakhoa.doors.cli.bench.measuring import ROUNDS, calibration, machine, timed

if TYPE_CHECKING:
    from django.test import Client

HOUSEHOLDS, SEED = 100_000, 20_261_123
LIMIT = 1
"""Seconds that the median of a page may take."""

COMMUNE, PROVINCE = "99101", "99"
PEOPLE = {"officer": ("commune_officer", COMMUNE), "province": ("province", PROVINCE)}


@dataclass(frozen=True, slots=True)
class Asked:
    """A page of the bench: its name, who asks for it, its address."""

    page: str
    who: str
    address: str


def bench_pages(households: int = HOUSEHOLDS, count: int = ROUNDS) -> dict[str, Any]:
    """Make the register once on each engine, then ask for each page some times; the median counts."""
    results: list[dict[str, Any]] = []
    beside = [round(timed(calibration), 4)]
    with tempfile.TemporaryDirectory() as place:
        for engine, url in engines():
            folder = Path(place) / engine
            built = timed(lambda at=folder, store=url: spawned(build, at, store, households))  # type: ignore[misc]
            results += [
                {"engine": engine, "size": households, **line} for line in spawned(measured, folder, url, count)
            ]
            results.append({"engine": engine, "size": households, "page": "(making)", "seconds": [round(built, 3)]})
            beside.append(round(timed(calibration), 4))
    return {
        "name": "pages",
        "sizes": [households],
        "limit_seconds": LIMIT,
        "results": results,
        "calibration": beside,
        "machine": machine(),
    }


def build(folder: Path, url: str, households: int) -> None:
    """A practice folder with the register, in communes of up to 10,000 households."""
    os.environ |= {"DATABASE_URL": url, "CHIAKHOA_OFFICE": "0"}
    from chiakhoa.doors.cli.office import Office  # noqa: PLC0415 (in a process of its own)
    from chiakhoa.doors.cli.worlds import LAST_DAY, WantedWorld, make_world  # noqa: PLC0415

    office = Office(folder, "practice", "vi", as_json=True, frozen=None)
    make_world(office, WantedWorld("", households, SEED, LAST_DAY))


def measured(folder: Path, url: str, count: int) -> list[dict[str, Any]]:
    """Each page once to warm up, once to count its questions, then in rounds one after the other."""
    os.environ["DATABASE_URL"] = url
    from chiakhoa.doors.cli.office import Office  # noqa: PLC0415 (in a process of its own)

    office = Office(folder, "practice", "vi", as_json=True, frozen=None)
    office.open_store()
    clients = {who: signed_in(office, who, place) for place, who in enumerate(PEOPLE)}
    pages = list(asked(office))
    told = {one: {"page": one.page, "queries": questions(clients, one)} for one in pages}
    seconds: dict[Asked, list[float]] = {one: [] for one in pages}
    for _ in range(count):
        for one in pages:
            seconds[one].append(timed(lambda one=one: answer(clients, one)))  # type: ignore[misc]
    return [
        {
            **told[one],
            "seconds": [round(each, 4) for each in seconds[one]],
            "median_seconds": round(median(seconds[one]), 4),
            "within_limit": median(seconds[one]) <= LIMIT,
        }
        for one in pages
    ]


def signed_in(office: Any, who: str, place: int) -> Client:
    """A browser of somebody with a role."""
    from django.test import Client  # noqa: PLC0415 (needs the store)

    from chiakhoa.foundation.access import actions  # noqa: PLC0415
    from chiakhoa.foundation.access.values import PLACE, SETUP  # noqa: PLC0415

    role, scope = PEOPLE[who]
    by: dict[str, Any] = {"by": SETUP, "on": office.today, "at": datetime.now(UTC)}
    account = actions.open_account(**by, new=actions.NewAccount(UUID(int=2 * place + 1), f"bench-{who}", who))
    new = actions.NewGrant(UUID(int=2 * place + 2), role, PLACE, scope)
    actions.give_grant(**by, account=account, new=new)
    client = Client(SERVER_NAME="localhost")
    client.force_login(account, backend="allauth.account.auth_backends.AuthenticationBackend")
    return client


def asked(office: Any) -> Iterator[Asked]:
    """The pages, with a village and, where one is listed, a listed household of the first commune."""
    from chiakhoa.foundation.access.values import PRACTICE  # noqa: PLC0415 (needs the store)
    from chiakhoa.foundation.places import queries as places  # noqa: PLC0415
    from chiakhoa.foundation.registry import queries as registry  # noqa: PLC0415
    from chiakhoa.foundation.registry.values import LISTED_KEY, Wanted  # noqa: PLC0415

    village = places.villages(PRACTICE, commune=COMMUNE, on=office.today)[0].public_id
    homes = [
        registry.households(PRACTICE, Wanted(commune=COMMUNE, class_key=key, size=1), office.today).rows
        for key in (LISTED_KEY, "")
    ]
    home = next(rows[0] for rows in homes if rows)
    yield Asked("household", "officer", f"/households/{home.public_id}/")
    yield Asked("village list", "officer", f"/households/?village={village}")
    yield Asked("commune list", "officer", "/households/")
    yield Asked("without result", "officer", "/households/?result=none")
    yield Asked("search", "officer", "/households/?q=nguyen+lan")
    yield Asked("rates of a commune", "officer", "/reports/rates/")
    yield Asked("rates of the province", "province", "/reports/rates/")
    yield Asked("officer's desk", "officer", "/")
    yield Asked("province's desk", "province", "/")
    yield Asked("changes", "officer", "/changes/")


def answer(clients: Mapping[str, Client], one: Asked) -> None:
    """Ask for a page; anything but the page itself is a fault of the bench."""
    status = clients[one.who].get(one.address).status_code
    if status != 200:
        raise RuntimeError(f"{one.page}: {status}")


def questions(clients: Mapping[str, Client], one: Asked) -> int:
    """How many questions a page asks the store, after it was asked for once."""
    from django.db import connection  # noqa: PLC0415 (needs the store)
    from django.test.utils import CaptureQueriesContext  # noqa: PLC0415

    answer(clients, one)
    with CaptureQueriesContext(connection) as caught:
        answer(clients, one)
    return len(caught)
