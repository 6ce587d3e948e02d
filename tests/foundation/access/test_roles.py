"""ROLES against the table of docs/reference/access.md, row by row and cell by cell."""

from __future__ import annotations

import re

import pytest

from chiakhoa.foundation.access.values import (
    ADMINISTRATOR,
    COMMUNE_ORDERS,
    GIVEN,
    ORDERS,
    ROLES,
    SIGNING,
    SUPERVISING,
    Sight,
    role_words,
)
from tests.house.sources import ROOT

PAGE = (ROOT / "docs" / "reference" / "access.md").read_text(encoding="utf-8")
TABLE = [
    [cell.strip() for cell in line.strip("|").split("|")]
    for line in PAGE.splitlines()
    if line.startswith("| ") and not line.startswith("| role")
]
ROWS = {row[0]: row[1:] for row in TABLE}
KEYS = {
    "village head": "village_head",
    "reviewer": "reviewer",
    "helper": "helper",
    "commune officer": "commune_officer",
    "vice-chair": "vice_chair",
    "supervisor (Front, community)": "supervisor",
    "province": "province",
    "policy bank officer, loan group head": "policy_bank_officer",
    "employer": "employer",
    "donor": "donor",
    "trainer": "trainer",
    "insurer": "insurer",
    "household member": "household_member",
    "public": "public",
}
SCOPES = {
    "own village": ("village",),
    "assigned households": ("household",),
    "commune": ("place",),
    "province": ("place", "case"),
    "own groups": ("body",),
    "own vacancies": ("own",),
    "own gifts": ("own",),
    "own classes": ("own",),
    "its list": ("body",),
    "own household": ("household",),
    "what is posted now": ("none",),
}
CELLS = {
    "yes": Sight.YES,
    "no": Sight.NO,
    "own": Sight.OWN,
    "counts; basic of an opened case": Sight.OPENED_CASE,
    "members of the group": Sight.GROUP_MEMBERS,
    "only candidates who consented": Sight.CONSENTED,
    "none; names only with consent": Sight.CONSENTED,
    "trainees": Sight.TRAINEES,
    "list columns": Sight.LIST_COLUMNS,
    "posted projection": Sight.POSTED,
    "own surveys": Sight.OWN_SURVEYS,
    "gaps and plan": Sight.GAPS_AND_PLAN,
    "summary of an opened case": Sight.CASE_SUMMARY,
    "no (only what the survey form he fills needs, until it is sent)": Sight.WHILE_SURVEYING,
    "while surveying": Sight.WHILE_SURVEYING,
    "yes, each look logged": Sight.LOGGED,
    "suppressed small cells": Sight.SMALL_CELLS_HIDDEN,
    "amounts, no history": Sight.AMOUNTS,
    "amounts": Sight.AMOUNTS,
    "totals": Sight.TOTALS,
    "bank: all of its loans; head: due list, never members' confirmations": Sight.OWN_LOANS,
    "own gifts": Sight.OWN_GIFTS,
}
ORDERED = {
    "survey, meeting, posting, messages to the village, visits": "survey meeting posting village_messages visits",
    "survey": "survey",
    "visits, plan steps": "visits plan_steps",
    "sign, approve messages and money": "sign approve_messages approve_money",
    "samples, findings, alerts; reads the trail": "samples findings alerts read_trail",
    "approve reports, targets, standards": "approve_reports targets standards",
    "loans / group book": "loans",
    "vacancy, results": "vacancy vacancy_results",
    "pledge": "pledge",
    "classes, tests (named mistakes: trainee, officer, supervisor)": "classes tests",
    "receipt": "receipt",
    "requests, objections, confirmations, own words": "requests objections confirmations own_words",
    "ask, report": "ask report",
}
EVERYTHING_BUT = "everything but signing and supervising"


def test_every_row_of_the_table_is_a_role():
    assert set(ROWS) == set(KEYS)
    assert set(ROLES) == {*KEYS.values(), "loan_group_head"}


@pytest.mark.parametrize("row", ROWS)
def test_a_role_is_what_its_row_says(row: str):
    role = ROLES[KEYS[row]]
    scope, basic, answers, sensitive, money, orders = ROWS[row]
    assert role.scopes == SCOPES[scope]
    assert (role.basic, role.answers, role.sensitive, role.money) == tuple(
        CELLS[cell] for cell in (basic, answers, sensitive, money)
    )
    if orders == EVERYTHING_BUT:
        assert role.orders == COMMUNE_ORDERS
        assert not role.orders & (SIGNING | SUPERVISING)
    else:
        assert role.orders == set(ORDERED[orders].split())


def test_the_head_of_a_group_sees_what_is_due_and_keeps_the_book():
    head, bank = ROLES["loan_group_head"], ROLES["policy_bank_officer"]
    assert (head.scopes, head.basic, head.answers, head.sensitive) == (
        bank.scopes, bank.basic, bank.answers, bank.sensitive,
    )  # fmt: skip
    assert (head.money, head.orders) == (Sight.DUE_LIST, {"group_book"})


def test_an_administrator_sees_no_household():
    assert {ADMINISTRATOR.sight(name) for name in ("basic", "answers", "sensitive", "money")} == {Sight.NO}
    assert not any(ADMINISTRATOR.orders & role.orders for role in ROLES.values())


def test_every_order_belongs_to_a_role():
    assert set().union(*(role.orders for role in GIVEN.values()), ROLES["public"].orders) == ORDERS


def test_every_role_has_a_name_in_three_languages():
    names = role_words()["role"]
    assert set(names) == set(GIVEN)
    assert all(set(one) == {"vi", "en", "id"} and all(one.values()) for one in names.values())
    assert not re.search("lười", str(names))
