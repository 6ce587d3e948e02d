"""`practice people`: who can be tried out in a practice folder, and what each of them sees."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from uuid import UUID

import click

from chiakhoa.doors.cli.office import Office
from chiakhoa.foundation.access.values import HOUSEHOLD, PLACE, PRACTICE, VILLAGE, role_words

if TYPE_CHECKING:
    from chiakhoa.foundation.access.queries import Grant


@click.command("people")
@click.pass_obj
def people(office: Office) -> None:
    """The accounts of a practice folder, one a line: user, who it is, what they see."""
    office.open_store()
    from chiakhoa.foundation.access import queries  # noqa: PLC0415 (needs the store)

    known = queries.practice_accounts(office.viewer(), office.today)
    found = [
        {"account": one.username, "name": one.full_name, "sees": [sees(office, grant) for grant in held]}
        for one, held in known
    ]
    office.answer(found, lambda: [line(one) for one in found])


def sees(office: Office, grant: Grant) -> str:
    """A role, and where it holds, as people call it."""
    words = role_words()
    where = place_of(office, grant) or words["scope"][grant.scope_kind][office.lang]
    return f"{words['role'][grant.role][office.lang]}: {where}"


def place_of(office: Office, grant: Grant) -> str:
    """The name of the place, village or household a grant is bound to; empty for what is none of these."""
    from chiakhoa.foundation.places import queries as places  # noqa: PLC0415 (needs the store)
    from chiakhoa.foundation.registry import queries as registry  # noqa: PLC0415

    if grant.scope_kind == PLACE:
        return places.area(PRACTICE, grant.scope, office.today).full_name
    if grant.scope_kind == VILLAGE:
        village = places.village_by_id(PRACTICE, UUID(grant.scope))
        return f"{village.code} {village.name}" if village else ""
    if grant.scope_kind == HOUSEHOLD:
        home = registry.household(PRACTICE, UUID(grant.scope), office.today)
        return f"{home.number}, {home.head_name}" if home else ""
    return ""


def line(one: dict[str, Any]) -> str:
    """An account in one line."""
    return f"{one['account']:<8} {one['name']}: {'; '.join(one['sees'])}"
