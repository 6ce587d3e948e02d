"""What must hold for every household: gaps and points are monotone, silence decides nothing, ways out lead out."""

from __future__ import annotations

import itertools
import random
from collections.abc import Iterator
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from chiakhoa.law.rules.bounds import Reasons
from chiakhoa.law.rules.classification import classify
from chiakhoa.law.rules.compiled import CompiledStandard, compile_standard
from chiakhoa.law.rules.encoding import encode
from chiakhoa.law.rules.expression import MEMBER, facts
from chiakhoa.law.rules.finding import CANNOT_SAY, Finding
from chiakhoa.law.rules.households import Household
from tests.law.rules.laws import NEW, ON, form, judged, rules, standard
from tests.law.rules.strategies import answers_to, birthday, completed, households, random_households

RANK = {"poor": 0, "near_poor": 1, "non_poor": 2}
PRACTICE_2027 = (NEW, "practice", True)
EVERY_LAW = pytest.mark.parametrize("law", [(), PRACTICE_2027, (NEW,)], ids=["2022", "2027 assumed", "2027"])


def rank(points: int, gaps: int, cut_off: int) -> int:
    possible, certain = rules().possible((points, points), (gaps, gaps), cut_off)
    assert certain
    return RANK[possible[0]]


@pytest.mark.parametrize("cut_off", [140, 175])
def test_class_by_points_and_gaps_is_monotone_everywhere(cut_off: int):
    """All 13 numbers of gaps, all points up to twice the cut-off."""
    for points, gaps in itertools.product(range(2 * cut_off), range(0, 130, 10)):
        here = rank(points, gaps, cut_off)
        assert here == (2 if points > cut_off else 0 if gaps >= 30 else 1)
        assert rank(points, gaps + 10, cut_off) <= here, "one more gap never makes a household less poor"
        assert rank(points + 1, gaps, cut_off) >= here, "one more point never makes it poorer"


def moved_by_one_answer(home: Household, rng: random.Random) -> Iterator[tuple[tuple[str | None, str], Household]]:
    """The household with a single answer, or a single age, moved; once for every question."""
    size = len(home.members)
    for key, field in form().household.items():
        other = rng.choice([one for one in answers_to(field, size) if one != home.answers[key]])
        yield (None, key), replace(home, answers={**home.answers, key: other})
    place = rng.randrange(size)
    member = home.members[place]
    older = replace(member, birth=birthday(rng.choice((2, 4, 8, 13, 16, 20, 40, 70)), 3))
    changed = [("age", older)]
    for key, field in form().member.items():
        other = rng.choice([one for one in answers_to(field, size) if one != member.answers[key]])
        changed.append((key, replace(member, answers={**member.answers, key: other})))
    for key, other_member in changed:
        members = (*home.members[:place], other_member, *home.members[place + 1 :])
        yield (MEMBER, key), replace(home, members=members)


def gaps_of(home: Household) -> set[str]:
    """The gaps of a complete household by the generated function alone."""
    encoded = encode(form(), home, ON)
    arguments = rules().complete(encoded)
    assert arguments is not None
    _, _, bits, _ = rules().exact(*arguments, rules().points[encoded.region], 0)
    return {one.key for place, one in enumerate(standard().indicators) if bits >> place & 1}


def test_moving_one_answer_moves_exactly_the_indicators_that_mention_it():
    """Never another one; and each indicator is moved by each answer it mentions, alone, in some household."""
    rng = random.Random(3)
    mentions = {
        indicator.key: {(MEMBER if fact.scope == MEMBER else None, fact.key) for fact in facts(indicator.deprived_when)}
        for indicator in standard().indicators
    }
    seen = set()
    for home in random_households(11, 600):
        before = gaps_of(home)
        for moved, other in moved_by_one_answer(home, rng):
            differing = before ^ gaps_of(other)
            assert all(moved in mentions[key] for key in differing), (moved, differing, home)
            seen |= {(key, moved) for key in differing}
    expected = {(key, fact) for key, found in mentions.items() for fact in found if fact != (None, "size")}
    assert expected == seen


def test_more_gaps_alone_or_fewer_points_alone_never_help_a_household_out():
    rng, gaps_moved, points_moved = random.Random(4), 0, 0
    for home in random_households(12, 60):
        before = judged(home)
        for _, other in moved_by_one_answer(home, rng):
            after = judged(other)
            if after.b1 <= before.b1 and set(after.deprived) > set(before.deprived):
                gaps_moved += 1
                assert RANK[after.verdict] <= RANK[before.verdict]
            if after.b1 > before.b1 and set(after.deprived) <= set(before.deprived):
                points_moved += 1
                assert RANK[after.verdict] >= RANK[before.verdict]
    assert min(gaps_moved, points_moved) > 30


def with_more_points(more: int) -> Iterator[CompiledStandard]:
    """The standard with more points for one option at a time."""
    table = standard().points
    for group in table.groups:
        for option in group.options:
            raised = replace(option, points={region: value + more for region, value in option.points.items()})
            options = tuple(raised if one is option else one for one in group.options)
            groups = tuple(replace(one, options=options) if one is group else one for one in table.groups)
            yield compile_standard(replace(standard(), points=replace(table, groups=groups)))


def test_more_points_for_an_option_never_make_a_household_poorer():
    sample = list(random_households(13, 25))
    before = [judged(home) for home in sample]
    raised = 0
    for law in with_more_points(30):
        for home, found in zip(sample, before, strict=True):
            after = classify(law, home, on=ON)
            assert RANK[after.verdict] >= RANK[found.verdict]
            assert after.b1[0] in {found.b1[0], found.b1[0] + 30}
            raised += after.verdict != found.verdict
    assert raised > 10


def narrower(after: Finding, before: Finding) -> None:
    """What is known more exactly lies inside what was possible before; what was decided stays."""
    assert set(after.possible) <= set(before.possible)
    assert before.b2[0] <= after.b2[0] <= after.b2[1] <= before.b2[1]
    if before.b1 is not None:
        assert before.b1[0] <= after.b1[0] <= after.b1[1] <= before.b1[1]
    if before.verdict != CANNOT_SAY:
        assert after.verdict == before.verdict
    for earlier, later in zip(before.indicators, after.indicators, strict=True):
        assert earlier.deprived in {None, later.deprived}
    for earlier, later in zip(before.groups, after.groups, strict=True):
        assert earlier.low <= later.low <= later.high <= earlier.high
        assert earlier.option in {None, later.option}
    assert set(before.deprived) <= set(after.deprived)


@EVERY_LAW
@settings(max_examples=60)
@given(home=households(missing=True), seed=st.integers(0, 2**32))
def test_completing_narrows_and_never_contradicts(law: tuple, home: Household, seed: int):
    rng, compiled = random.Random(seed), rules(*law)
    before = classify(compiled, home, on=ON)
    for _ in range(4):
        partly = completed(rng, home, share=0.5)
        between = classify(compiled, partly, on=ON)
        after = classify(compiled, completed(rng, partly), on=ON)
        narrower(between, before)
        narrower(after, between)
        narrower(after, before)


@pytest.mark.parametrize("missing", [0.02, 0.1, 0.4])
def test_silence_decides_nothing_on_many_seeded_households(missing: float):
    rng, decided, open_ = random.Random(5), 0, 0
    for home in random_households(14, 120, missing):
        before = judged(home)
        for _ in range(3):
            whole = completed(rng, home)
            after = judged(whole)
            narrower(after, before)
            assert after.verdict != CANNOT_SAY
            assert after.missing == ()
        decided += before.verdict != CANNOT_SAY and bool(before.missing)
        open_ += before.verdict == CANNOT_SAY
        assert (before.verdict == CANNOT_SAY) == (len(before.possible) > 1)
    assert open_ > 5
    assert decided > 5


def test_a_household_without_any_answer_may_be_anything():
    nobody_asked = replace(next(iter(random_households(1, 1))), answers={})
    nobody_asked = replace(nobody_asked, members=(replace(nobody_asked.members[0], birth=None, answers={}),))
    finding = judged(nobody_asked)
    assert finding.verdict == CANNOT_SAY
    assert finding.possible == ("poor", "near_poor", "non_poor")
    assert finding.deprived == ()


@EVERY_LAW
def test_what_is_missing_is_exactly_what_was_not_answered_and_keeps_something_open(law: tuple):
    for home in random_households(15, 150, 0.15):
        finding = classify(rules(*law), home, on=ON)
        for one in finding.missing:
            known = home.answers if one.member is None else home.members[one.member].answers
            assert one.answer is None
            assert known.get(one.field) is None, one
        open_points = any(group.low != group.high for group in finding.groups)
        silent = {f"indicator:{found.key}" for found in finding.indicators} & set(finding.unknown_law)
        open_gaps = any(
            found.deprived is None and f"indicator:{found.key}" not in silent for found in finding.indicators
        )
        assert bool(finding.missing) == (open_points or open_gaps)


@EVERY_LAW
def test_reasons_alone_carry_a_judgement(law: tuple):
    """Everything but the answers named may be forgotten: the indicator is judged the same."""
    for home in random_households(16, 120, 0.1):
        finding = classify(rules(*law), home, on=ON)
        for found in finding.indicators:
            if found.deprived:
                assert found.because, found.key
                kept = only(home, tuple((one.member, one.field) for one in found.because))
                again = classify(rules(*law), kept, on=ON)
                assert next(one for one in again.indicators if one.key == found.key).deprived is True


def only(home: Household, reasons: Reasons) -> Household:
    """The household with every other answer forgotten."""
    members = tuple(
        replace(
            member,
            birth=member.birth if (place, "age") in reasons or not_asked(home, place, reasons) else None,
            answers={key: value for key, value in member.answers.items() if (place, key) in reasons},
        )
        for place, member in enumerate(home.members)
    )
    kept = {key: value for key, value in home.answers.items() if (None, key) in reasons}
    return replace(home, answers=kept, members=members)


def not_asked(home: Household, place: int, reasons: Reasons) -> bool:
    """Whether a reason is the default of a question not asked: then the age stands behind it."""
    given = home.members[place].answers
    return any(place == where and given.get(key) is None for where, key in reasons)


@given(households(missing=True))
def test_the_ways_out_lead_out_and_nothing_smaller_does(home: Household):
    ways_out_are_smallest(home)


def test_the_ways_out_on_many_seeded_households():
    poor = sum(ways_out_are_smallest(home) for home in random_households(17, 800, 0.01))
    assert poor > 60


def ways_out_are_smallest(home: Household) -> bool:
    """By what the law says, not by the program: closing gaps takes ten points each; 30 is poor."""
    finding = judged(home)
    ways = finding.to_stop_being_poor
    if finding.verdict != "poor":
        assert ways == ()
        return False
    sure, most = finding.b2
    smallest = (most - 30) // 10 + 1
    if smallest > len(finding.deprived):
        assert ways == ()
        return True
    assert set(ways) == set(itertools.combinations(finding.deprived, smallest))
    assert all(most - 10 * len(way) < 30 <= most - 10 * (len(way) - 1) for way in ways)
    assert sure >= 30
    return True


CURES = {
    "employment": ("work", "home_or_retired"),
    "nutrition": ("malnourished", "no"),
    "health_insurance": ("health_insurance", True),
    "adult_education": ("job_certified", True),
    "school_attendance": ("studying", "college"),
    "telecom": ("uses_internet", True),
}
REPAIRS = {
    "housing_quality": {"wall_durable": True, "pillar_durable": True},
    "housing_area": {"floor_area": 2000},
    "water": {"water_source": "piped"},
    "toilet": {"toilet": "septic"},
    "info_means": {"has_radio": True},
}


def cured(home: Household, gaps: tuple[str, ...]) -> Household:
    """The household after somebody really closed these gaps."""
    repairs = {key: value for gap in gaps for key, value in REPAIRS.get(gap, {}).items()}
    better = dict(CURES[gap] for gap in gaps if gap in CURES)
    members = tuple(replace(member, answers={**member.answers, **better}) for member in home.members)
    return replace(home, answers={**home.answers, **repairs}, members=members)


def test_a_household_that_closes_a_proposed_set_of_gaps_is_not_poor_any_more():
    """Really closed, answer by answer; and closing all of them but one is not enough unless points rose too."""
    tried = 0
    for home in random_households(18, 600):
        finding = judged(home)
        for way in finding.to_stop_being_poor[:3]:
            if "dependents" in way:
                continue
            tried += 1
            after = judged(cured(home, way))
            assert after.verdict != "poor"
            assert not set(way) & set(after.deprived)
            less = judged(cured(home, way[1:]))
            assert less.verdict == "poor" or less.b1[0] > less.cut_off or len(less.deprived) < 3
    assert tried > 50


def test_points_to_leave_are_enough_and_one_less_is_not():
    asked = 0
    for home in random_households(19, 600, 0.01):
        finding = judged(home)
        if finding.points_to_leave is None:
            assert finding.verdict in {"non_poor", CANNOT_SAY}
            continue
        asked += 1
        assert finding.verdict in {"poor", "near_poor"}
        low, high = finding.b1
        enough, short = finding.points_to_leave, finding.points_to_leave - 1
        assert rules().possible((low + enough, high + enough), finding.b2, finding.cut_off) == (("non_poor",), True)
        assert "non_poor" not in rules().possible((low + short, low + short), finding.b2, finding.cut_off)[0]
        assert enough > 0
    assert asked > 100
