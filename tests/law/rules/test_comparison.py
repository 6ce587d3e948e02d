"""Two standards on the same answers: moves, reasons, and nobody moved by silence."""

from __future__ import annotations

from dataclasses import replace

from chiakhoa.law.rules.comparison import Change, answered, compare, reasons
from chiakhoa.law.rules.finding import Finding, IndicatorFinding
from chiakhoa.law.rules.households import Household, Member
from tests.law.rules.laws import NEW, household, judged
from tests.law.rules.strategies import random_households


def finding(verdict: str, *gaps: str, **other: object) -> Finding:
    found = tuple(IndicatorFinding(key, True) for key in gaps)
    return replace(judged(household()), verdict=verdict, indicators=found, **other)


def home(number: int) -> Household:
    return Household(f"H-{number}", "rural", "RRD", {"has_tv": True})


def test_moves_are_counted_and_told_household_by_household():
    found = compare(
        [
            (home(1), finding("poor", "water", "toilet"), finding("near_poor", "toilet")),
            (home(2), finding("poor", "water"), finding("near_poor")),
            (home(3), finding("poor"), finding("poor")),
            (home(4), finding("non_poor"), finding("cannot_say", b1=None)),
            (home(5), finding("cannot_say"), finding("cannot_say")),
            (Household("H-6", "rural", "RRD"), finding("poor"), finding("near_poor")),
        ]
    )
    assert found.surveyed == 5
    assert found.no_answers == 1
    assert found.moves == (
        ("cannot_say", "cannot_say", 1),
        ("non_poor", "cannot_say", 1),
        ("poor", "near_poor", 2),
        ("poor", "poor", 1),
    )
    assert found.undecided == 2
    assert found.changes == (
        Change("H-1", "poor", "near_poor", ("water",)),
        Change("H-2", "poor", "near_poor", ("water",)),
        Change("H-4", "non_poor", "cannot_say", ("b1",)),
    )


def test_nothing_to_compare():
    found = compare([])
    assert (found.surveyed, found.no_answers, found.moves, found.undecided, found.changes) == (0, 0, (), 0, ())


def test_what_two_findings_differ_in():
    base = finding("poor", "water")
    no_gap = replace(base, indicators=(IndicatorFinding("water", False), IndicatorFinding("waste", False)))
    open_ = replace(base, indicators=(IndicatorFinding("water", None),))
    assert reasons(base, base) == ()
    assert reasons(base, no_gap) == ("water",)
    assert reasons(no_gap, base) == ("water",)
    assert reasons(base, open_) == ("water",)
    assert reasons(no_gap, open_) == ("water",)
    assert reasons(finding("poor", "info_means"), finding("poor", "waste")) == ("info_means", "waste")
    assert reasons(finding("poor"), replace(base, indicators=(), b1=(1, 1))) == ("b1",)
    assert reasons(finding("poor"), replace(base, indicators=(), cut_off=175)) == ("b1",)


def test_an_indicator_that_only_one_standard_has_counts_when_it_is_a_gap():
    before = finding("poor")
    assert reasons(before, replace(before, indicators=(IndicatorFinding("waste", False),))) == ()
    assert reasons(before, replace(before, indicators=(IndicatorFinding("waste", True),))) == ("waste",)


def test_who_answered_anything_at_all():
    assert not answered(Household("H", "rural", "RRD"))
    assert not answered(Household("H", "rural", "RRD", {"has_tv": None}, (Member("A", None, {"work": None}),)))
    assert answered(Household("H", "rural", "RRD", {"has_tv": False}))
    assert answered(Household("H", "rural", "RRD", {}, (Member("A"), Member("B", None, {"nonfarm_months": 0}))))


def test_the_standard_in_force_and_the_next_on_invented_households():
    """Under the assumptions only the means of information, which 2027 has not, can move a household."""
    homes = list(random_households(21, 300))
    found = compare((one, judged(one), judged(one, NEW, assumptions=True)) for one in homes)
    assert found.surveyed == 300 == sum(count for _, _, count in found.moves)
    assert {key for change in found.changes for key in change.because} <= {"info_means", "waste"}
