"""What all desks share: which desk belongs to which role, the ways that lead on, the head of a desk."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from chiakhoa.doors.web.middleware import PageRequest
from chiakhoa.foundation.access.values import Held, role_words

ROLES = (
    "commune_officer", "vice_chair", "supervisor", "village_head", "province", "administrator", "household_member",
    "reviewer", "helper",
)  # fmt: skip
"""Roles with a desk, in the order in which one is chosen for somebody with several."""


@dataclass(frozen=True, slots=True)
class Way:
    """Where somebody goes from a desk, and what for."""

    href: str
    name: str
    what: str


@dataclass(frozen=True, slots=True)
class Desk:
    """One desk of the reader: its role, its name, whether it is the one on the page."""

    key: str
    name: str
    present: bool


def held_desks(request: PageRequest) -> list[str]:
    """The roles of the reader that have a desk."""
    return [role for role in ROLES if role in request.viewer.roles]


def coming(request: PageRequest) -> Iterator[tuple[str, str]]:
    """The roles of the reader whose desk is not built yet, each with what it will hold."""
    later = {
        "policy_bank_officer": _("Loan groups, the days of repayment, and what is overdue."),
        "loan_group_head": _("The book of your group: who borrowed, what is due, on which day."),
        "employer": _("Your vacancies, and the people who agreed to be introduced to you."),
        "donor": _("Your gifts, what each was used for, and photos of the work."),
        "trainer": _("Your classes, who came, and who passed the test."),
        "insurer": _("The list of people who need a health insurance card."),
    }
    for role, what in later.items():
        if role in request.viewer.roles:
            yield role_name(role), what


def role_name(role: str) -> str:
    """A role in the reader's language."""
    return role_words()["role"][role][get_language() or "vi"]


def grants_of(request: PageRequest, role: str) -> list[Held]:
    """The grants by which the reader holds a role."""
    return [held for held in request.viewer.grants if held.role == role]


def shown(request: PageRequest, role: str, template: str, context: dict[str, Any]) -> HttpResponse:
    """A desk with its head."""
    every = [Desk(one, role_name(one), one == role) for one in held_desks(request)]
    frame = {"section": "desk", "desks": every, "role_name": role_name(role)}
    return render(request, template, frame | context)


def ways(*wanted: tuple[str, str, str]) -> Iterator[Way]:
    """The ways to pages: the name of the page's route, what it is called, what it is for."""
    for route, name, what in wanted:
        yield Way(reverse(route), name, what)


def register_ways() -> list[tuple[str, str, str]]:
    """The ways that every desk with households offers."""
    return [
        ("households", _("List of households"), _("Search, filter by village and class, print.")),
        ("unit_rates", _("Rates"), _("Counts, rates, the change since last year, the names behind each figure.")),
        ("changes", _("What changed and why"), _("Households that came on a list, left it or changed class.")),
    ]
