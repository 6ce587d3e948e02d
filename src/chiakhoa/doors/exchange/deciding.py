"""`import review-list`: the list after review puts classes in force by its decisions; their reasons are not held."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from uuid import UUID

from django.db import transaction

from chiakhoa.doors.exchange.assembling import code_key
from chiakhoa.doors.exchange.intake import COMPARED, DONE, READ, Difference, GoingBack, Order, Outcome
from chiakhoa.doors.exchange.public_ids import act_id
from chiakhoa.doors.exchange.records import ReturnedRow
from chiakhoa.doors.exchange.returned import write_returned_list
from chiakhoa.doors.exchange.review_list import ReviewDecision, ReviewList, read_review_list
from chiakhoa.foundation.registry import actions
from chiakhoa.foundation.registry.queries import bulk
from chiakhoa.foundation.registry.values import HouseholdKey, NewStanding, StandingSeen
from chiakhoa.law.rules.refusals import Refused
from chiakhoa.law.rules.vietnamese import fold

KIND = "review-list"
LEFT = "left"


def take_in_list(path: Path, order: Order) -> Outcome:
    """Read the list after review and put its classes in force; who left a list loses the class of that list."""
    order.check("recognition", "sign")
    listed = read_review_list(path)
    order.progress(READ)
    given = _Given.of(listed, order)
    order.progress(COMPARED)
    with transaction.atomic():
        actions.put_in_force(**order.words, standings=given.standings)
        for (day, decision), homes in given.leaving.items():
            actions.end_standing(**order.words, households=homes, day=day, reason=LEFT, decision=decision)
        transaction.set_rollback(order.dry_run)
    order.progress(DONE)
    return given.outcome(order)


@dataclass(slots=True)
class _Given:
    """What a list says, household by household; the rest is in `listed`, with reasons."""

    listed: ReviewList
    order: Order
    finder: HouseholdFinder
    last: Mapping[UUID, StandingSeen]
    standings: list[NewStanding] = field(default_factory=list)
    leaving: dict[tuple[date, str], list[UUID]] = field(default_factory=lambda: defaultdict(list))
    new: int = 0
    same: int = 0
    people: int = 0
    changes: list[Difference] = field(default_factory=list)

    @classmethod
    def of(cls, listed: ReviewList, order: Order) -> _Given:
        last = bulk.last_standings(order.by, order.commune, order.on)
        given = cls(listed, order, HouseholdFinder.of(order), last)
        for home, decisions in given.by_household().items():
            one = next((decision for decision in decisions if decision.verdict), decisions[0])
            try:
                given.add(home, one, twice=sum(bool(other.verdict) for other in decisions) > 1)
            except Refused as refused:
                for decision in decisions:
                    given.give_back(decision, refused)
        return given

    def by_household(self) -> dict[HouseholdKey, list[ReviewDecision]]:
        """The entries of the list by the household they mean; one that left one list and stands on another has two."""
        found: dict[HouseholdKey, list[ReviewDecision]] = defaultdict(list)
        for decision in self.listed.decisions:
            try:
                found[self.finder.find(decision)].append(decision)
            except Refused as refused:
                self.give_back(decision, refused)
        return found

    def add(self, home: HouseholdKey, one: ReviewDecision, *, twice: bool) -> None:
        """Take up what is said of a household; refuses a list that says it twice, and a day that cannot be."""
        if twice:
            raise Refused("exchange.listed_twice", number=home.number)
        last = self.last.get(home.public_id)
        held = last if last is not None and last.until is None else None
        if one.verdict:
            self._put(home, one, held, last)
        elif held is None:
            self.same += 1
        else:
            self._leave(home, one, held)
        self.people += len(one.people)

    def _put(
        self, home: HouseholdKey, one: ReviewDecision, held: StandingSeen | None, last: StandingSeen | None
    ) -> None:
        day, decision = one.decided_on or self.order.decided_on, one.decision or self.order.decision
        if day is None or not decision:
            raise Refused("exchange.no_decision", number=home.number)
        if held is not None and (held.class_key, held.since, held.decision) == (one.verdict, day, decision):
            self.same += 1
            return
        self._check(home, day, (last.until or last.since) if last else home.opened_on)
        public_id = act_id(home.public_id, day, self.order.at)
        self.standings.append(NewStanding(public_id, home.public_id, one.verdict, day, decision))
        if held is None:
            self.new += 1
        else:
            what = one.verdict if held.class_key != one.verdict else "decision"
            self.changes.append(Difference(home.number, (what,)))

    def _leave(self, home: HouseholdKey, one: ReviewDecision, held: StandingSeen) -> None:
        if held.class_key != one.left:
            raise Refused("exchange.other_class", number=home.number)
        day = one.decided_on or self.order.decided_on or self.order.on
        self._check(home, day, held.since)
        decision = one.decision or self.order.decision or one.sheet
        self.leaving[day, decision].append(home.public_id)
        self.changes.append(Difference(home.number, (LEFT,)))

    def _check(self, home: HouseholdKey, day: date, earliest: date) -> None:
        if not max(earliest, home.opened_on) <= day <= self.order.on:
            raise Refused("registry.day", where=home.number, day=f"{day:%d/%m/%Y}")

    def give_back(self, one: ReviewDecision, refused: Refused) -> None:
        """Return an entry with its reason."""
        values = {"number": one.number, **refused.values}
        self.listed.give_back(one, ReturnedRow(one.sheet, one.row, "", "", refused.rule, values, one.number))

    def outcome(self, order: Order) -> Outcome:
        """What came of it, in households."""
        listed = self.listed
        classes = Counter(one.verdict or f"left_{one.left}" for one in listed.decisions)
        going = GoingBack(
            listed.returned_households, listed.returned, lambda path, lang: write_returned_list(path, listed, lang)
        )
        return Outcome(
            KIND,
            order.dry_run,
            going,
            new=self.new,
            changed=len(self.changes),
            same=self.same,
            people=self.people,
            changes=self.changes,
            more={"reasons_held": False, "classes": dict(sorted(classes.items()))},
        )


@dataclass(frozen=True, slots=True)
class HouseholdFinder:
    """Finds the household that an entry means: by number and head, else by head alone, in its village if one is named.

    Numbers of such lists often only count its lines: a number whose head bears another name proves nothing.
    """

    numbers: Mapping[str, HouseholdKey]
    heads: Mapping[str, Sequence[HouseholdKey]]

    @classmethod
    def of(cls, order: Order) -> HouseholdFinder:
        heads: dict[str, list[HouseholdKey]] = defaultdict(list)
        keys = bulk.keys_of(order.by, order.commune, order.on)
        for one in keys:
            heads[fold(one.head_name)].append(one)
        return cls({code_key(one.number): one for one in keys}, heads)

    def find(self, decision: ReviewDecision) -> HouseholdKey:
        """The household; refuses one that is not in the register, and a name that several share."""
        name = fold(decision.head)
        numbered = self.numbers.get(code_key(decision.number))
        if numbered is not None and fold(numbered.head_name) == name:
            return numbered
        found = self.heads.get(name, ())
        inside = [one for one in found if fold(decision.village) in (fold(one.village_code), fold(one.village_name))]
        fitting = inside if decision.village else found
        if len(fitting) > 1:
            raise Refused("exchange.two_households", number=decision.number, name=decision.head)
        if not fitting:
            raise Refused("exchange.not_in_register", number=f"{decision.number} ({decision.head})")
        return fitting[0]
