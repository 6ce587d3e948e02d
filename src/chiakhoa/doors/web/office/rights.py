"""The table of roles in words: what each sees of each class of fields, and what it may order."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from chiakhoa.foundation.access.values import GIVEN, Sight, role_words

FIELDS = {
    "basic": _("Name, address, members, telephone"),
    "answers": _("Answers and points"),
    "sensitive": _("Illness, disability, identity number"),
    "money": _("Loans and money"),
}
SIGHTS = {
    Sight.NO: _("no"),
    Sight.YES: _("yes"),
    Sight.LOGGED: _("yes, each look is written down"),
    Sight.OWN: _("the own ones"),
    Sight.OWN_SURVEYS: _("of the own surveys"),
    Sight.WHILE_SURVEYING: _("only while surveying"),
    Sight.GAPS_AND_PLAN: _("gaps and plan"),
    Sight.OPENED_CASE: _("counts; names of an opened case"),
    Sight.CASE_SUMMARY: _("summary of an opened case"),
    Sight.SMALL_CELLS_HIDDEN: _("counts, small ones hidden"),
    Sight.AMOUNTS: _("amounts"),
    Sight.TOTALS: _("totals"),
    Sight.GROUP_MEMBERS: _("members of the group"),
    Sight.OWN_LOANS: _("its own loans"),
    Sight.DUE_LIST: _("the due list"),
    Sight.OWN_GIFTS: _("the own gifts"),
    Sight.CONSENTED: _("who agreed to it"),
    Sight.TRAINEES: _("trainees"),
    Sight.LIST_COLUMNS: _("columns of its list"),
    Sight.POSTED: _("what is posted"),
}
ORDERS = {
    "survey": _("survey"), "meeting": _("meetings"), "posting": _("posting lists"), "visits": _("visits"),
    "village_messages": _("messages to the village"), "plan_steps": _("steps of the plan"),
    "register": _("the register"), "review": _("the yearly review"),
    "assign": _("giving roles of the commune"), "recognition": _("recognition"),
    "messages": _("messages"), "help": _("support"), "fund": _("the fund"), "vacancy": _("vacancies"),
    "classes": _("training classes"), "requests": _("requests"), "objections": _("objections"), "reports": _("reports"),
    "sign": _("signing"), "approve_messages": _("approving messages"), "approve_money": _("approving money"),
    "samples": _("samples"), "findings": _("findings"), "alerts": _("alerts"), "read_trail": _("reading the trail"),
    "approve_reports": _("approving reports"), "targets": _("targets"), "standards": _("standards"),
    "accounts": _("accounts"), "places": _("places"), "lawbook": _("the law book"), "health": _("health of the office"),
    "confirmations": _("confirmations"), "own_words": _("own words"), "loans": _("loans"),
    "group_book": _("the group's book"), "vacancy_results": _("results of vacancies"), "pledge": _("pledges"),
    "tests": _("tests"), "receipt": _("receipts"),
}  # fmt: skip


def explained(shown: Sequence[str]) -> Iterator[dict[str, Any]]:
    """Every role that can be given, with what it sees and orders."""
    for key, role in GIVEN.items():
        yield {
            "key": key,
            "name": role_words()["role"][key][get_language() or "vi"],
            "where": [role_words()["scope"][scope][get_language() or "vi"] for scope in role.scopes],
            "sights": [(FIELDS[field], SIGHTS[role.sight(field)]) for field in shown],
            "orders": sorted(str(ORDERS[order]) for order in role.orders),
        }
