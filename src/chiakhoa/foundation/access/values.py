"""Roles, field classes and the person who looks, as the table of docs/reference/access.md has them. No database."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from functools import cache
from pathlib import Path

from chiakhoa.law.rules.refusals import Refused

OPEN, BASIC, ANSWERS, SENSITIVE, MONEY = "open", "basic", "answers", "sensitive", "money"
CLASSES = (OPEN, BASIC, ANSWERS, SENSITIVE, MONEY)
"""Privacy classes of fields. Each room's models.py maps each of its fields to one."""

PLACE, VILLAGE, HOUSEHOLD, BODY, CASE, OWN, NONE = "place", "village", "household", "body", "case", "own", "none"
SCOPES = (PLACE, VILLAGE, HOUSEHOLD, BODY, CASE, OWN, NONE)
"""What a grant is bound to. The scope is a code (place), a public id (village, household, case, body) or empty."""

USERNAME = re.compile(r"[a-z][a-z0-9._-]{1,39}")
LANGUAGES = ("vi", "en", "id")
WORDS = Path(__file__).with_name("roles.toml")


class NotAllowed(Refused):
    """The person has no right to do this. A terminal leaves with 3, a page looks as if nothing were there."""


class Sight(StrEnum):
    """How much of a field class a role sees within its scope. Only YES, LOGGED and OWN open whole rows."""

    NO = "no"
    YES = "yes"
    LOGGED = "logged"
    OWN = "own"
    OWN_SURVEYS = "own_surveys"
    WHILE_SURVEYING = "while_surveying"
    GAPS_AND_PLAN = "gaps_and_plan"
    OPENED_CASE = "opened_case"
    CASE_SUMMARY = "case_summary"
    SMALL_CELLS_HIDDEN = "small_cells_hidden"
    AMOUNTS = "amounts"
    TOTALS = "totals"
    GROUP_MEMBERS = "group_members"
    OWN_LOANS = "own_loans"
    DUE_LIST = "due_list"
    OWN_GIFTS = "own_gifts"
    CONSENTED = "consented"
    TRAINEES = "trainees"
    LIST_COLUMNS = "list_columns"
    POSTED = "posted"


WHOLE = frozenset({Sight.YES, Sight.LOGGED, Sight.OWN})

SIGNING = frozenset({"sign", "approve_messages", "approve_money"})
SUPERVISING = frozenset({"samples", "findings", "alerts", "read_trail"})
PROVINCE_ORDERS = frozenset({"approve_reports", "targets", "standards"})
OFFICE_ORDERS = frozenset({"accounts", "places", "lawbook", "health"})
HOUSEHOLD_ORDERS = frozenset({"requests", "objections", "confirmations", "own_words"})
OTHERS_ORDERS = frozenset({"loans", "group_book", "vacancy_results", "pledge", "tests", "receipt", "ask", "report"})
COMMUNE_ORDERS = frozenset(
    {
        "survey", "meeting", "posting", "village_messages", "visits", "plan_steps", "register", "review", "assign",
        "recognition", "messages", "help", "fund", "vacancy", "classes", "requests", "objections", "reports",
    }
)  # fmt: skip
"""The work of a commune. A household's own confirmations and words are its own; nobody gives them for it."""

ORDERS = COMMUNE_ORDERS | SIGNING | SUPERVISING | PROVINCE_ORDERS | OFFICE_ORDERS | HOUSEHOLD_ORDERS | OTHERS_ORDERS


@dataclass(frozen=True, slots=True)
class Role:
    """One row of the table: scopes, sight of each field class (open is everyone's), orders. `level` of its places."""

    key: str
    scopes: tuple[str, ...]
    basic: Sight
    answers: Sight
    sensitive: Sight
    money: Sight
    orders: frozenset[str]
    level: int = 0

    def sight(self, field_class: str) -> Sight:
        """How much of a field class this role sees."""
        sights = {BASIC: self.basic, ANSWERS: self.answers, SENSITIVE: self.sensitive, MONEY: self.money}
        return Sight.YES if field_class == OPEN else sights[field_class]


def _role(key: str, scopes: str, sights: Iterable[Sight], orders: str | frozenset[str], level: int = 0) -> Role:
    basic, answers, sensitive, money = sights
    ordered = frozenset(orders.split()) if isinstance(orders, str) else orders
    return Role(key, tuple(scopes.split()), basic, answers, sensitive, money, ordered, level)


_S = Sight
ROLES: Mapping[str, Role] = {
    role.key: role
    for role in (
        _role("village_head", VILLAGE, (_S.YES, _S.YES, _S.WHILE_SURVEYING, _S.NO),
              "survey meeting posting village_messages visits"),
        _role("reviewer", HOUSEHOLD, (_S.YES, _S.OWN_SURVEYS, _S.WHILE_SURVEYING, _S.NO), "survey"),
        _role("helper", HOUSEHOLD, (_S.YES, _S.GAPS_AND_PLAN, _S.NO, _S.NO), "visits plan_steps"),
        _role("commune_officer", PLACE, (_S.YES, _S.YES, _S.LOGGED, _S.AMOUNTS), COMMUNE_ORDERS, 2),
        _role("vice_chair", PLACE, (_S.YES, _S.YES, _S.NO, _S.AMOUNTS), SIGNING, 2),
        _role("supervisor", PLACE, (_S.YES, _S.YES, _S.NO, _S.NO), SUPERVISING, 2),
        _role("province", f"{PLACE} {CASE}",
              (_S.OPENED_CASE, _S.CASE_SUMMARY, _S.SMALL_CELLS_HIDDEN, _S.TOTALS), PROVINCE_ORDERS, 1),
        _role("policy_bank_officer", BODY, (_S.GROUP_MEMBERS, _S.NO, _S.NO, _S.OWN_LOANS), "loans"),
        _role("loan_group_head", BODY, (_S.GROUP_MEMBERS, _S.NO, _S.NO, _S.DUE_LIST), "group_book"),
        _role("employer", OWN, (_S.CONSENTED, _S.NO, _S.NO, _S.NO), "vacancy vacancy_results"),
        _role("donor", OWN, (_S.CONSENTED, _S.NO, _S.NO, _S.OWN_GIFTS), "pledge"),
        _role("trainer", OWN, (_S.TRAINEES, _S.NO, _S.NO, _S.NO), "classes tests"),
        _role("insurer", BODY, (_S.LIST_COLUMNS, _S.NO, _S.NO, _S.NO), "receipt"),
        _role("household_member", HOUSEHOLD, (_S.YES, _S.OWN, _S.OWN, _S.OWN), HOUSEHOLD_ORDERS),
        _role("public", NONE, (_S.POSTED, _S.NO, _S.NO, _S.NO), "ask report"),
    )
}  # fmt: skip
ADMINISTRATOR = _role("administrator", NONE, (_S.NO, _S.NO, _S.NO, _S.NO), OFFICE_ORDERS)
"""Keeps accounts, places and the law book, and sees no household: a role beside the table, stricter than all of it."""

GIVEN: Mapping[str, Role] = {
    **{key: role for key, role in ROLES.items() if key != "public"},
    ADMINISTRATOR.key: ADMINISTRATOR,
}
"""Roles that a grant may name. Everybody is the public; nobody is granted that."""

ASSIGNED = ("village_head", "reviewer", "helper", "household_member")
"""Roles that a commune officer hands out within the commune; all others are given by an administrator."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where a row lies: codes of province and commune, public ids of village and household, as far as known."""

    province: str = ""
    commune: str = ""
    village: str = ""
    household: str = ""


@dataclass(frozen=True, slots=True)
class Held:
    """A grant in force, as its holder has it."""

    role: str
    scope_kind: str
    scope: str

    def covers(self, place: Place) -> bool:
        """Whether a row at this place lies within the grant."""
        if not self.scope:
            return False
        if self.scope_kind == PLACE:
            return self.scope in (place.commune, place.province)
        if self.scope_kind == VILLAGE:
            return self.scope == place.village
        return self.scope_kind in (HOUSEHOLD, CASE) and self.scope == place.household

    def opens(self, field_class: str) -> bool:
        """Whether whole rows of this field class are open within the grant."""
        sight = GIVEN[self.role].sight(field_class)
        return sight in WHOLE or (sight is Sight.OPENED_CASE and self.scope_kind == CASE)


@dataclass(frozen=True, slots=True)
class Viewer:
    """Somebody at a door on a day, with the grants in force. `everything`: practice worlds and first set-up.

    `practice`: the folder holds invented households, so the page of assessed workbooks needs no account.
    """

    name: str
    practice: bool = False
    everything: bool = False
    account: str = ""
    on: date | None = None
    grants: tuple[Held, ...] = ()
    ties: frozenset[str] = field(default_factory=frozenset)

    @property
    def is_public(self) -> bool:
        """Whether this is nobody in particular."""
        return not self.everything and not self.grants

    @property
    def roles(self) -> frozenset[str]:
        """The roles held, wherever they hold."""
        return frozenset(held.role for held in self.grants)

    def may_see_runs(self) -> bool:
        """Whether this viewer may see assessed workbooks with names and answers."""
        return self.practice

    def trail_chains(self) -> frozenset[str] | None:
        """The chains of the trail that are open to this viewer (the reader that its room asks for); None: all."""
        if self.everything:
            return None
        reading = [held.scope for held in self.grants if "read_trail" in GIVEN[held.role].orders]
        return frozenset(f"commune:{scope}" for scope in reading)

    def may_read_trail(self) -> bool:
        """Whether any of the trail is open to this viewer."""
        return self.trail_chains() != frozenset()

    def may(self, order: str, at: Place | None = None) -> bool:
        """Whether this viewer may give an order, at a place if one is named; a tie to a household forbids it there."""
        if order not in ORDERS:
            raise ValueError(f"there is no order {order}")
        if self.everything or order in ROLES["public"].orders:
            return True
        fitting = [held for held in self.grants if order in GIVEN[held.role].orders]
        if at is None:
            return bool(fitting)
        if at.household and at.household in self.ties:
            fitting = [held for held in fitting if held.role == "household_member"]
        return any(held.covers(at) for held in fitting)

    def sees(self, field_class: str, at: Place) -> bool:
        """Whether whole rows of a field class at this place are open to this viewer."""
        if field_class == OPEN or self.everything:
            return True
        return any(held.covers(at) and held.opens(field_class) for held in self.grants)

    def sight(self, field_class: str, at: Place) -> frozenset[Sight]:
        """Every kind of sight of a field class here, for rooms that know what `own surveys` and the like are."""
        if self.everything:
            return frozenset({Sight.YES})
        return frozenset(GIVEN[held.role].sight(field_class) for held in self.grants if held.covers(at))

    def is_logged(self, at: Place) -> bool:
        """Whether a look at sensitive fields here is written down: always, but for one's own household."""
        return Sight.OWN not in self.sight(SENSITIVE, at)

    def provinces(self, field_class: str = BASIC) -> frozenset[str]:
        """Codes of provinces whose rows of this class are open; by the table that is only what is open to all."""
        return self._scopes(field_class, PLACE, 2)

    def communes(self, field_class: str = BASIC) -> frozenset[str]:
        """Codes of communes whose rows of this class are open."""
        return self._scopes(field_class, PLACE, 5)

    def villages(self, field_class: str = BASIC) -> frozenset[str]:
        """Public ids of villages whose rows of this class are open."""
        return self._scopes(field_class, VILLAGE)

    def households(self, field_class: str = BASIC) -> frozenset[str]:
        """Public ids of households whose rows of this class are open."""
        return self._scopes(field_class, HOUSEHOLD) | self._scopes(field_class, CASE)

    def households_with(self, field_class: str, sights: Iterable[Sight]) -> frozenset[str]:
        """Public ids of households named in a grant that gives one of these sights of a field class."""
        wanted = frozenset(sights)
        return frozenset(
            held.scope
            for held in self.grants
            if held.scope_kind in (HOUSEHOLD, CASE) and GIVEN[held.role].sight(field_class) in wanted
        )

    def _scopes(self, field_class: str, kind: str, length: int = 0) -> frozenset[str]:
        return frozenset(
            held.scope
            for held in self.grants
            if held.scope_kind == kind
            and (not length or len(held.scope) == length)
            and (field_class == OPEN or held.opens(field_class))
        )


PRACTICE = Viewer("practice", practice=True, everything=True)
"""A terminal at a practice folder: invented households only, hence everything."""

VISITOR = Viewer("practice", practice=True)
"""Anybody at the pages of a practice folder before signing in."""

SETUP = Viewer("setup", everything=True)
"""The terminal at an office that has no administrator yet."""

NOBODY = Viewer("nobody")
RESERVED = frozenset({PRACTICE.name, SETUP.name, NOBODY.name})
"""Names that no account may bear."""


@cache
def role_words() -> dict[str, dict[str, dict[str, str]]]:
    """Names of roles (`role`) and of what grants are bound to (`scope`) in three languages."""
    return tomllib.loads(WORDS.read_text(encoding="utf-8"))
