"""Every address as every role: what is kept of another place changes no answer, no count and no error.

The addresses are discovered from the code. Each role asks from its own place while the other place is empty, and again
when a household is there; and from an empty place while nobody is anywhere, and again when both others are filled.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection, transaction
from django.test import Client

from chiakhoa.foundation.access.queries import Account
from chiakhoa.foundation.access.values import GIVEN
from chiakhoa.foundation.audit import queries as trail
from tests.walls.asking import addresses, answer, looked
from tests.walls.world import EMPTY, HERE, ON, THERE, fill, found_places, in_role, somebody

pytestmark = pytest.mark.walls
Somebody = Callable[[], Account | None]
STRANGERS: dict[str, Somebody] = {
    **{f"{role} elsewhere": lambda role=role: in_role(role, EMPTY) for role in GIVEN},
    "without a grant": lambda: somebody("khong-vai"),
    "nobody": lambda: None,
}
APART = {
    "/office/health/": "the administrator sees how many entries the whole trail has",
    "/account/second-step/on/": "every look makes a new secret for the telephone",
}
"""Addresses whose answers differ by right, each with its reason."""


@pytest.fixture
def world(db: None, settings: Any) -> None:
    settings.FROZEN_DAY = ON
    settings.PRACTICE = False
    found_places()


def client_of(who: Account | None) -> Client:
    client = Client(raise_request_exception=True)
    if who is not None:
        client.force_login(who)
    return client


def differing(before: dict, after: dict) -> list[str]:
    """Addresses whose answers are not what they were."""
    assert set(before) == set(after)
    return [one for one in before if before[one] != after[one] and not one.startswith(tuple(APART))]


def telling(answers: dict, *words: str) -> list[str]:
    """Addresses whose answers hold one of these words."""
    return [one for one, (_status, _where, body) in answers.items() if any(word in body for word in words)]


@pytest.mark.parametrize("who", STRANGERS)
def test_from_elsewhere_nothing_is_there(world: None, who: str):
    client = client_of(STRANGERS[who]())
    before = looked(client)
    fill(HERE)
    fill(THERE)
    after = looked(client)
    assert not differing(before, after)
    assert not telling(
        looked(client, "", among=after), HERE.head, HERE.new.number, HERE.new.phone, THERE.head, THERE.new.number
    )


@pytest.mark.parametrize("role", GIVEN)
def test_from_the_right_place_the_other_is_not_there(world: None, role: str):
    fill(HERE)
    client = client_of(in_role(role, HERE))
    before = looked(client)
    fill(THERE)
    after = looked(client)
    assert not differing(before, after)
    assert not telling(looked(client, "", among=after), THERE.head, THERE.new.number, THERE.new.phone)


@pytest.mark.parametrize("role", ["commune_officer", "vice_chair", "supervisor", "village_head", "household_member"])
def test_the_asking_finds_what_is_open(world: None, role: str):
    """Without this the tests above would hold of a program that shows nothing to anybody."""
    fill(HERE)
    assert telling(looked(client_of(in_role(role, HERE)), ""), HERE.head)


@pytest.mark.parametrize("who", [*STRANGERS, *(f"{role} here" for role in GIVEN)])
def test_an_order_about_the_other_place_changes_nothing(world: None, who: str):
    account = in_role(who.removesuffix(" here"), HERE) if who.endswith(" here") else STRANGERS[who]()
    client = client_of(account)
    there = [one for one in addresses() if str(THERE.home) in one.path or str(THERE.survey) in one.path]
    assert there
    before = {one.path: ordered(client, one.path) for one in there}
    fill(THERE)
    written = rows()
    after = {one.path: ordered(client, one.path) for one in there}
    assert before == after
    assert rows() == written
    assert {status for status, _where, _words in after.values()} <= {302, 404, 405}


def ordered(client: Client, path: str) -> tuple[int, str, str]:
    """What an order sent to an address answers; whatever it might write is undone."""
    with transaction.atomic():
        found = answer(client.post(path, {"reason": "thử", "on": "2025-11-19", "anyway": "1"}))
        transaction.set_rollback(True)
    return found


def rows() -> dict[str, int]:
    """How many rows each table of evidence has."""
    with connection.cursor() as cursor:
        found = {}
        for model in trail.evidence_models():
            cursor.execute(f'SELECT COUNT(*) FROM "{model._meta.db_table}"')
            found[model.__name__] = cursor.fetchone()[0]
    return found
