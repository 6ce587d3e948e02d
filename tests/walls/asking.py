"""Everything that can be asked of the program, discovered from its code: every address, every command."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from itertools import product
from urllib.parse import urlencode
from uuid import UUID

from django.http import HttpResponse
from django.test import Client
from django.urls import NoReverseMatch, URLPattern, URLResolver, get_resolver, reverse

from tests.walls.world import HERE, LAW, THERE

OK = 200
NOBODYS = UUID(int=1)
Answers = dict[str, tuple[int, str, str]]
"""Status, where it leads, words; by path."""

VALUES: dict[str, tuple[object, ...]] = {
    "public_id": (HERE.home, THERE.home, THERE.survey, NOBODYS),
    "household": (HERE.home, THERE.home, NOBODYS),
    "key": (LAW,),
    "number": (1,),
    "kind": ("register", "listed", "answers", "accounts", "xlsx", "csv", "pdf"),
    "ending": ("csv", "xlsx"),
}
"""What stands in for each part of an address. A part that is not named here fails the test: give it values."""

OVER_THERE = urlencode(
    {
        "q": THERE.head, "commune": THERE.commune, "village": str(THERE.village), "unit": THERE.commune, "year": "2025",
        "compare": "2024", "drill": "poor", "class": "poor", "household": str(THERE.home), "subject": str(THERE.home),
        "since": "2025-01-01", "chain": f"commune:{THERE.commune}",
    }
)  # fmt: skip
"""Everything that an address could be asked about the place over there."""

CHANGING = re.compile(r'csrfmiddlewaretoken" value="\w+"|"X-CSRFToken": "\w+"|\d{1,2}:\d{2}(:\d{2})?')


@dataclass(frozen=True, slots=True)
class Address:
    """One address of the program."""

    name: str
    path: str


INVENTED = "practice"
"""The one address that is not asked: it invents a workbook of households anew, from a seed, and reads no row."""


def addresses() -> Iterator[Address]:
    """Every address with every value of its parts."""
    for pattern in patterns(get_resolver()):
        if pattern.name == INVENTED:
            continue
        parts = list(pattern.pattern.regex.groupindex)
        unknown = set(parts) - set(VALUES)
        assert not unknown, f"{pattern.name}: say in VALUES what {unknown} may be"
        for values in product(*(VALUES[part] for part in parts)):
            with suppress(NoReverseMatch):
                path = reverse(str(pattern.name), kwargs=dict(zip(parts, values, strict=True)))
                yield Address(str(pattern.name), path)


def patterns(resolver: URLResolver) -> Iterator[URLPattern]:
    """The patterns of a resolver and of those within it."""
    for one in resolver.url_patterns:
        if isinstance(one, URLResolver):
            yield from patterns(one)
        else:
            yield one


def answer(response: HttpResponse) -> tuple[int, str, str]:
    """What an answer tells: status, where it leads, its words without what differs each time."""
    body = b"".join(response.streaming_content) if response.streaming else response.content
    readable = "text" in response.headers.get("Content-Type", "")
    words = CHANGING.sub("", body.decode(errors="replace")) if readable else ""
    return response.status_code, response.headers.get("Location", ""), words


def looked(client: Client, question: str = OVER_THERE, *, among: Answers | None = None) -> Answers:
    """The answers to every address, with a question in each; `among`: to those that showed a page there."""
    paths = [one for one, found in among.items() if found[0] == OK] if among else [one.path for one in addresses()]
    return {path: answer(client.get(f"{path}?{question}")) for path in paths}
