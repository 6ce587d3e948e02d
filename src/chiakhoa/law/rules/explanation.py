"""A finding told: class, points, each indicator with the answers and people behind it, what would change it.

The keys are those of `household explain` (docs/reference/cli.md); every sentence is a template of the standard's data,
filled with names from the household itself.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from chiakhoa.law.rules.entitlement import Offer, offers_for
from chiakhoa.law.rules.finding import Because, Finding, IndicatorFinding
from chiakhoa.law.rules.form import CHOICE, INTEGER, Field, Text
from chiakhoa.law.rules.households import Answer, Household, age_bounds
from chiakhoa.law.rules.standard import Indicator, Row, Standard

YES_NO_WORDS: Mapping[bool, Text] = {
    True: {"vi": "có", "en": "yes", "id": "ya"},
    False: {"vi": "không", "en": "no", "id": "tidak"},
}
NOT_ANSWERED: Text = {"vi": "chưa trả lời", "en": "not answered", "id": "belum dijawab"}
AGE: Text = {"vi": "Tuổi", "en": "Age", "id": "Umur"}
"""Names of what is derived and therefore has no question in the form."""


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


class _Teller:
    def __init__(self, standard: Standard, household: Household, finding: Finding, lang: str) -> None:
        self.standard, self.household, self.finding, self.lang = standard, household, finding, lang

    def told(self) -> dict[str, Any]:
        finding = self.finding
        names = {rule.key: rule.name[self.lang] for rule in self.standard.classes}
        dimensions = self.dimensions()
        gaps = [i for d in dimensions for i in d["indicators"] if i["deprived"]]
        return {
            "household": self.household.id,
            "area": self.household.area,
            "region": self.household.region,
            "on": finding.on.isoformat(),
            "class": None,
            "finding": finding.verdict,
            "finding_name": names.get(finding.verdict),
            "finding_cite": next((self.cite(c.row) for c in self.standard.classes if c.key == finding.verdict), None),
            "possible": list(finding.possible),
            "possible_names": [names[key] for key in finding.possible],
            "standard": self.told_standard(),
            "b1": self.b1(),
            "b2": {"points": told_bounds(finding.b2), "deprived": list(finding.deprived)},
            "dimensions": dimensions,
            "missing": [self.because(one) for one in finding.missing],
            "unknown_law": list(finding.unknown_law),
            "to_stop_being_poor": [list(keys) for keys in finding.to_stop_being_poor],
            "points_to_leave": finding.points_to_leave,
            "todo": [{"indicator": gap["key"], "text": gap["todo"]} for gap in gaps],
            "offers": [self.offer(one) for one in offers_for((finding.verdict,), finding.on)],
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
        finding, table = self.finding, self.standard.points
        if finding.b1 is None or table is None:
            return {"points": None, "cut_off": finding.cut_off, "items": []}
        labels = {(g.item, g.key, o.key): o.label[self.lang] for g in table.groups for o in g.options}
        items = [
            {
                "item": group.item,
                "label": table.items[group.item][self.lang],
                "option": group.option,
                "option_label": labels.get((group.item, group.group, group.option or "")),
                "points": told_bounds((group.low, group.high)),
            }
            for group in finding.groups
        ]
        return {"points": told_bounds(finding.b1), "cut_off": finding.cut_off, "items": items}

    def dimensions(self) -> list[dict[str, Any]]:
        by_key = {found.key: found for found in self.finding.indicators}
        return [
            {
                "key": dimension.key,
                "name": dimension.name[self.lang],
                "indicators": [
                    self.indicator(indicator, by_key[indicator.key])
                    for indicator in self.standard.indicators
                    if indicator.dimension == dimension.key
                ],
            }
            for dimension in self.standard.dimensions
        ]

    def indicator(self, indicator: Indicator, found: IndicatorFinding) -> dict[str, Any]:
        told = {
            "key": indicator.key,
            "name": indicator.name[self.lang],
            "deprived": found.deprived,
            "because": [self.because(one) for one in found.because],
            "missing": [self.because(one) for one in found.missing],
            "cite": self.cite(indicator.row),
            "why": None,
            "todo": None,
        }
        if found.deprived:
            told["why"] = indicator.why[self.lang].format(who=self.who(found.because))
            told["todo"] = indicator.todo[self.lang].format(who=self.who(found.because))
        return told

    def who(self, because: tuple[Because, ...]) -> str:
        """The names of the members concerned, each once, as a list in words."""
        places = dict.fromkeys(one.member for one in because if one.member is not None)
        names = [self.household.members[place].name for place in places]
        if len(names) < 2:
            return "".join(names)
        last = {"vi": " và ", "en": " and ", "id": " dan "}[self.lang]
        return ", ".join(names[:-1]) + last + names[-1]

    def because(self, one: Because) -> dict[str, Any]:
        field = self.field(one)
        return {
            "key": one.field,
            "question": field.label[self.lang] if field else AGE[self.lang],
            "answer": answer_words(field, one.answer, self.lang) if field else self.age(one),
            "value": one.answer,
            "member": None if one.member is None else self.household.members[one.member].name,
        }

    def age(self, one: Because) -> str:
        """The age in years; "4-5" where only the year or month of birth is known."""
        birth = self.household.members[one.member or 0].birth
        low, high = age_bounds(birth, self.finding.on)
        return NOT_ANSWERED[self.lang] if birth is None else "-".join(map(str, dict.fromkeys((low, high))))

    def field(self, one: Because) -> Field | None:
        form = self.standard.form
        return form.household.get(one.field) if one.member is None else form.member.get(one.field)

    def offer(self, one: Offer) -> dict[str, Any]:
        """Something the law offers to the household's class on that day."""
        return {
            "key": one.key,
            "topic": one.topic,
            "name": one.name[self.lang],
            "what": one.what[self.lang] if one.what else None,
            "rate": one.rate,
            "ceiling": one.ceiling,
            "cite": one.article.label[self.lang],
            "verified": one.verified,
        }

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


def told_bounds(bounds: tuple[int, int]) -> int | list[int]:
    """Points as one number when they are decided, as [least, greatest] otherwise."""
    low, high = bounds
    return low if low == high else [low, high]
