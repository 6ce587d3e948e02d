"""Every route of the program is found in the code: shut without an account, unless it is named as open."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any
from uuid import UUID

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from chiakhoa.doors.web.accounts.gate import OPEN_ROUTES, PRACTICE_ROUTES
from tests.doors.web.accounts.people import GOOD, person

pytestmark = pytest.mark.django_db
SAMPLES: dict[str, Any] = {
    "public_id": UUID(int=1),
    "household": UUID(int=1),
    "number": 1,
    "key": "2022-2025-nd-07-2021",
    "kind": "csv",
    "ending": "xlsx",
}


def patterns(resolver: URLResolver) -> Iterator[URLPattern]:
    for one in resolver.url_patterns:
        yield from patterns(one) if isinstance(one, URLResolver) else [one]


ROUTES = {one.name: one for one in patterns(get_resolver())}
SHUT = sorted(set(ROUTES) - OPEN_ROUTES)


def address(name: str) -> str:
    wanted = ROUTES[name].pattern.regex.groupindex
    return reverse(name, kwargs={key: SAMPLES[key] for key in wanted})


def test_every_route_has_a_name_and_every_open_one_is_a_route():
    assert None not in ROUTES
    assert set(ROUTES) >= OPEN_ROUTES | PRACTICE_ROUTES
    assert not OPEN_ROUTES & PRACTICE_ROUTES


@pytest.mark.parametrize("method", ["get", "post"])
@pytest.mark.parametrize("name", SHUT)
def test_without_an_account_a_route_leads_to_the_sign_in_page(client: Client, settings: Any, name: str, method: str):
    settings.PRACTICE = False
    answer = getattr(client, method)(address(name))
    assert answer.status_code == 302
    assert answer["Location"].startswith("/account/sign-in/?next=")
    assert not answer.content


@pytest.mark.parametrize("name", sorted(set(SHUT) - PRACTICE_ROUTES))
def test_a_practice_folder_opens_the_workbook_pages_and_no_others(client: Client, settings: Any, name: str):
    settings.PRACTICE = True
    assert client.get(address(name))["Location"].startswith("/account/sign-in/")


def test_a_part_of_a_page_goes_to_the_sign_in_page_as_a_whole(client: Client, settings: Any):
    settings.PRACTICE = False
    answer = client.get(address("run"), headers={"HX-Request": "true"})
    assert answer["HX-Redirect"] == "/account/sign-in/"


@pytest.mark.parametrize("name", sorted(OPEN_ROUTES - {"account_logout", "mfa_authenticate"}))
def test_an_open_route_answers_by_itself(client: Client, settings: Any, name: str):
    settings.PRACTICE = False
    answer = client.get(address(name))
    assert answer.status_code in {200, 405}


def test_with_an_account_but_no_right_a_household_looks_as_if_it_were_not_there(client: Client, settings: Any):
    settings.PRACTICE = False
    client.force_login(person("ha", "Võ Thu Hà"))
    for name in ("run", "household", "rates", "sheet"):
        assert client.get(address(name)).status_code == 404


def test_a_first_password_is_changed_before_anything_else(client: Client, settings: Any):
    settings.PRACTICE = False
    client.force_login(person("ha", "Võ Thu Hà", GOOD, first=True))
    assert client.get("/")["Location"] == "/account/password/"
    assert client.get("/account/password/").status_code == 200
    assert client.get("/standards/").status_code == 200


def test_allauth_brings_no_page_that_nobody_asked_for():
    words = re.compile(r"signup|email|reset|social|confirm|webauthn")
    assert not [name for name in ROUTES if words.search(name)]
