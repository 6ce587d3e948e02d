"""A finding told: class, points, each indicator with the answers and people behind it, what would change it.

The keys are those of `household explain` (docs/reference/cli.md); every sentence is a template of the standard's data,
filled with names from the household itself.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from functools import lru_cache
from typing import Any

from chiakhoa.law.rules.entitlement import offers_for
from chiakhoa.law.rules.finding import Because, Finding, IndicatorFinding
from chiakhoa.law.rules.form import CHOICE, INTEGER, Field, Text
from chiakhoa.law.rules.households import Answer, Household, age_bounds
from chiakhoa.law.rules.standard import Dimension, Indicator, PointsTable, Row, Standard

YES_NO_WORDS: Mapping[bool, Text] = {
    True: {"vi": "có", "en": "yes", "id": "ya"},
    False: {"vi": "không", "en": "no", "id": "tidak"},
}
NOT_ANSWERED: Text = {"vi": "chưa trả lời", "en": "not answered", "id": "belum dijawab"}
AGE: Text = {"vi": "Tuổi", "en": "Age", "id": "Umur"}
"""Names of what is derived and therefore has no question in the form."""

SOMEBODY: Text = {"vi": "Thành viên của hộ", "en": "A member of the household", "id": "Anggota rumah tangga"}
"""Stands for the members concerned where the reader may not be told who they are."""

SPOKEN = 4_096
"""Answers kept in words, of one standard in one language."""


def explain(standard: Standard, household: Household, finding: Finding, lang: str = "vi") -> dict[str, Any]:
    """Tell a finding in one language, as plain data; texts are ready to be shown or printed."""
    return _Teller(standard, household, finding, lang).told()


def answer_words(field: Field, answer: Answer, lang: str) -> str:
    """An answer as people read it: the option's label, yes or no, a number with its unit."""
    if answer is None:
        return NOT_ANSWERED[lang]
    if field.kind == INTEGER:
        return f"{answer} {field.unit}".strip()
    if field.kind == CHOICE:
        return next(choice.label[lang] for choice in field.options if choice.key == answer)
    return YES_NO_WORDS[bool(answer)][lang]


class _Words:
    """What a standard says in one language, the same for every household."""

    def __init__(self, standard: Standard, lang: str) -> None:
        self.standard, self.lang = standard, lang
        self.classes = {rule.key: rule.name[lang] for rule in standard.classes}
        self.class_cites = {rule.key: self.cite(rule.row) for rule in standard.classes}
        self.dimensions = [(dimension, self.indicators(dimension)) for dimension in standard.dimensions]
        self.options = dict(self.labelled(standard.points)) if standard.points else {}
        self.spoken = lru_cache(SPOKEN, typed=True)(self.question_and_answer)
        self.offers = lru_cache(SPOKEN)(self.told_offers)

    def indicators(self, dimension: Dimension) -> list[tuple[Indicator, dict[str, Any]]]:
        """The indicators of a dimension, each with its article."""
        return [(one, self.cite(one.row)) for one in self.standard.indicators if one.dimension == dimension.key]

    def labelled(self, table: PointsTable) -> Iterator[tuple[tuple[str, str | None], dict[str, Any]]]:
        """What is said of each option of the income form, and of none, by group and option."""
        for group in table.groups:
            said = {"item": group.item, "label": table.items[group.item][self.lang]}
            yield (group.key, None), {**said, "option": None, "option_label": None}
            for option in group.options:
                yield (group.key, option.key), {**said, "option": option.key, "option_label": option.label[self.lang]}

    def question_and_answer(self, of_member: bool, key: str, answer: Answer) -> tuple[str, str]:
        """A question and an answer to it in words; the age is asked of nobody."""
        form = self.standard.form
        field = (form.member if of_member else form.household).get(key)
        if field is None:
            return AGE[self.lang], NOT_ANSWERED[self.lang] if answer is None else str(answer)
        return field.label[self.lang], answer_words(field, answer, self.lang)

    def told_offers(self, verdict: str, on: date) -> list[dict[str, Any]]:
        """What the law offers to a class on a day."""
        return [
            {
                "key": one.key,
                "topic": one.topic,
                "name": one.name[self.lang],
                "what": one.what[self.lang] if one.what else None,
                "rate": one.rate,
                "ceiling": one.ceiling,
                "cite": one.article.label[self.lang],
                "verified": one.verified,
            }
            for one in offers_for((verdict,), on)
        ]

    def cite(self, row: Row) -> dict[str, Any]:
        article = self.standard.articles[row.cite]
        return {
            "id": row.cite,
            "label": article.label[self.lang],
            "mark": row.mark,
            "verified": row.verified,
            "assumed": row.assumed,
            "source": row.source or article.source,
        }


_words = lru_cache(32)(_Words)


class _Teller:
    def __init__(self, standard: Standard, household: Household, finding: Finding, lang: str) -> None:
        self.standard, self.household, self.finding, self.lang = standard, household, finding, lang
        self.words = _words(standard, lang)

    def told(self) -> dict[str, Any]:
        finding, words = self.finding, self.words
        dimensions = self.dimensions()
        gaps = [i for d in dimensions for i in d["indicators"] if i["deprived"]]
        return {
            "household": self.household.id,
            "area": self.household.area,
            "region": self.household.region,
            "on": finding.on.isoformat(),
            "class": None,
            "finding": finding.verdict,
            "finding_name": words.classes.get(finding.verdict),
            "finding_cite": words.class_cites.get(finding.verdict),
            "possible": list(finding.possible),
            "possible_names": [words.classes[key] for key in finding.possible],
            "standard": self.told_standard(),
            "b1": self.b1(),
            "b2": {"points": told_bounds(finding.b2), "deprived": list(finding.deprived)},
            "dimensions": dimensions,
            "missing": self.reasons(finding.missing),
            "unknown_law": list(finding.unknown_law),
            "to_stop_being_poor": [list(keys) for keys in finding.to_stop_being_poor],
            "points_to_leave": finding.points_to_leave,
            "todo": [{"indicator": gap["key"], "text": gap["todo"]} for gap in gaps],
            "offers": list(words.offers(finding.verdict, finding.on)),
        }

    def told_standard(self) -> dict[str, Any]:
        points = self.standard.points
        return {
            "id": self.standard.id,
            "title": self.standard.title[self.lang],
            "instrument": self.standard.instrument["number"],
            "verified": self.finding.verified,
            "practice": self.finding.practice,
            "points_table": points.id if points else None,
            "unverified": list(self.finding.depends_on_unverified),
        }

    def b1(self) -> dict[str, Any]:
        finding, options = self.finding, self.words.options
        if finding.b1 is None:
            return {"points": None, "cut_off": finding.cut_off, "items": []}
        items = [
            {**options[one.group, one.option], "points": told_bounds((one.low, one.high))} for one in finding.groups
        ]
        return {"points": told_bounds(finding.b1), "cut_off": finding.cut_off, "items": items}

    def dimensions(self) -> list[dict[str, Any]]:
        by_key = {found.key: found for found in self.finding.indicators}
        return [
            {
                "key": dimension.key,
                "name": dimension.name[self.lang],
                "indicators": [self.indicator(one, by_key[one.key], cite) for one, cite in indicators],
            }
            for dimension, indicators in self.words.dimensions
        ]

    def indicator(self, indicator: Indicator, found: IndicatorFinding, cite: dict[str, Any]) -> dict[str, Any]:
        told = {
            "key": indicator.key,
            "name": indicator.name[self.lang],
            "deprived": found.deprived,
            "because": self.reasons(found.because),
            "missing": self.reasons(found.missing),
            "cite": cite,
            "why": None,
            "todo": None,
        }
        if found.deprived:
            who = self.who(found.because)
            told["why"] = indicator.why[self.lang].format(who=who)
            told["todo"] = indicator.todo[self.lang].format(who=who)
        return told

    def who(self, because: tuple[Because, ...]) -> str:
        """The names of the members concerned, each once, as a list in words; nobody is named where that is hidden."""
        places = dict.fromkeys(one.member for one in because if one.member is not None)
        names = [self.household.members[place].name for place in places]
        if len(names) < 2:
            return names[0] if names else SOMEBODY[self.lang]
        last = {"vi": " và ", "en": " and ", "id": " dan "}[self.lang]
        return ", ".join(names[:-1]) + last + names[-1]

    def reasons(self, reasons: tuple[Because, ...]) -> list[dict[str, Any]]:
        """Answers as reasons: the question, the answer in words and as it is, the member's name."""
        told, spoken, members = [], self.words.spoken, self.household.members
        for one in reasons:
            key, value, place = one.field, one.answer, one.member
            question, answer = spoken(place is not None, key, value)
            if place is None:
                told.append({"key": key, "question": question, "answer": answer, "value": value, "member": None})
                continue
            member = members[place]
            if value is None and key == "age" and member.birth is not None:
                answer = "{}-{}".format(*age_bounds(member.birth, self.finding.on))
            told.append({"key": key, "question": question, "answer": answer, "value": value, "member": member.name})
        return told


def told_bounds(bounds: tuple[int, int]) -> int | list[int]:
    """Points as one number when they are decided, as [least, greatest] otherwise."""
    low, high = bounds
    return low if low == high else [low, high]
