"""A finding in the reader's words, for every page that shows one: ways out, programmes, answers, people."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from math import comb
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from chiakhoa.doors.web import standards
from chiakhoa.foundation.registry.values import LISTED
from chiakhoa.law.rules.entitlement import offers_for
from chiakhoa.law.rules.explanation import answer_words
from chiakhoa.law.rules.form import Field
from chiakhoa.law.rules.households import Answer, Household, Member, age_bounds
from chiakhoa.law.rules.standard import Standard


def ways(sets: list[list[str]], gaps: int) -> dict[str, Any]:
    """The sets of gaps to close; `any_of` when any so many of all gaps will do, which one sentence says better."""
    size = len(sets[0]) if sets else 0
    any_of = size if len(sets) > 1 and len(sets) == comb(gaps, size) else 0
    return {"sets": sets, "any_of": any_of, "gaps": gaps}


def programmes(verdict: str, on: date) -> list[dict[str, Any]]:
    """What the law offers on a day to households of this class, once the class is recognised."""
    return [
        {
            "name": standards.say(offer.name),
            "what": standards.say(offer.what) if offer.what else "",
            "rate": offer.rate,
            "ceiling": offer.ceiling,
            "cite": {"label": standards.say(offer.article.label), "verified": offer.verified},
        }
        for offer in offers_for((verdict,), on)
        if verdict in offer.who
    ]


def answers(fields: Mapping[str, Field], given: Mapping[str, Answer]) -> list[tuple[str, str]]:
    """Each question with its answer in words."""
    lang = standards.language()
    return [(field.label[lang], answer_words(field, given.get(key), lang)) for key, field in fields.items()]


def people(standard: Standard, answered: Household, on: date) -> list[dict[str, Any]]:
    """The members with their age on a day and their answers."""
    return [
        {
            "name": member.name,
            "age": age(member, on),
            "answers": answers(standard.form.member, member.answers),
        }
        for member in answered.members
    ]


def age(member: Member, on: date) -> str:
    """The member's age in words, empty when the birth date is not known."""
    if member.birth is None:
        return ""
    low, high = age_bounds(member.birth, on)
    if low == high:
        return ngettext("%(age)s year old", "%(age)s years old", low) % {"age": low}
    return _("%(low)s or %(high)s years old") % {"low": low, "high": high}


def class_words() -> dict[str, str]:
    """Names of the classes that can be in force, and of having none (the empty key)."""
    names = standards.class_names(standards.standards()[0])
    return {key: names[key] for key in LISTED} | {"": _("Not listed")}
