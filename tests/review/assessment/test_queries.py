"""What lists show: filters, Vietnamese order, search without tones, counts; and nothing to who may not see."""

from __future__ import annotations

from collections import Counter
from uuid import uuid4

import pytest

from chiakhoa.foundation.access.values import NOBODY, PRACTICE
from chiakhoa.review.assessment import queries
from chiakhoa.review.assessment.queries import BOTH, Run, Wanted
from tests.review.assessment.runs import judged_run, named

NAMES = ["Trần Thị Đào", "Nguyễn Văn Cúc", "Lê Thị Dung", "Bùi Văn Đào", "Đặng Văn Ân", "Đỗ Thị An"]


@pytest.fixture
def six(db: None) -> Run:
    return judged_run(6, change=named(NAMES))


def found(run: Run, **wanted: object) -> list[queries.FindingRow]:
    return list(queries.findings(PRACTICE, run, Wanted(**wanted)))


def test_a_stranger_gets_nothing_from_any_query(run: Run) -> None:
    row = found(run)[0]
    assert list(queries.runs(NOBODY)) == []
    assert queries.run(NOBODY, run.public_id) is None
    assert list(queries.findings(NOBODY, run, Wanted())) == []
    assert queries.finding(NOBODY, run, row.number) is None
    assert queries.sure_gaps(NOBODY, [row]) == {}
    assert queries.villages(NOBODY, run) == []
    assert queries.tally(NOBODY, run).households == 0
    assert queries.tally_by_village(NOBODY, run) == {}
    assert queries.gap_counts(NOBODY, run) == {}
    assert list(queries.households(NOBODY, run, Wanted())) == []


def test_people_sort_by_given_name_in_vietnamese(six: Run) -> None:
    heads = [row.head for row in found(six, sort="name")]
    assert heads == ["Đỗ Thị An", "Đặng Văn Ân", "Nguyễn Văn Cúc", "Lê Thị Dung", "Bùi Văn Đào", "Trần Thị Đào"]


@pytest.mark.parametrize("text", ["dao tran", "TRẦN ĐÀO", "  thi   tran dao ", "đào trần"])
def test_search_without_tones_in_any_word_order(six: Run, text: str) -> None:
    assert [row.head for row in found(six, text=text)] == ["Trần Thị Đào"]


def test_search_by_number_of_the_household_and_by_place(six: Run) -> None:
    row = found(six)[0]
    assert row.household in {one.household for one in found(six, text=row.household.replace("H-", ""))}
    assert found(six, text=row.household.lower())[0].household == row.household
    assert len(found(six, text="song mau")) == 6
    assert found(six, text="khong co ai") == []


def test_filters_select_what_they_say(run: Run) -> None:
    everybody = found(run)
    counts = Counter(row.verdict for row in everybody)
    for verdict in queries.tally(PRACTICE, run).verdicts:
        assert len(found(run, verdict=verdict)) == counts[verdict]
    assert len(found(run, verdict=BOTH)) == counts["poor"] + counts["near_poor"]
    village = everybody[0].village
    assert {row.village for row in found(run, village=village)} == {village}


def test_gap_filters_agree_with_the_counts(run: Run) -> None:
    counts = queries.gap_counts(PRACTICE, run)
    assert counts
    for key, count in counts.items():
        assert len(found(run, gap=key)) == count.gaps
        assert len(found(run, unsure=key)) == count.unsure


@pytest.mark.parametrize("sort", queries.SORTS)
def test_every_order_shows_every_household_once(run: Run, sort: str) -> None:
    assert sorted(row.number for row in found(run, sort=sort)) == list(range(1, 41))


def test_poorest_first_then_more_gaps_first(run: Run) -> None:
    keys = [(row.verdict_rank, -row.gap_count) for row in found(run)]
    assert keys == sorted(keys)


def test_tallies_add_up(run: Run) -> None:
    whole, villages = queries.tally(PRACTICE, run), queries.tally_by_village(PRACTICE, run)
    assert whole.households == 40 == sum(whole.verdicts.values())
    assert sum(village.households for village in villages.values()) == 40
    assert list(villages) == queries.villages(PRACTICE, run)


def test_gaps_of_rows_are_those_counted(run: Run) -> None:
    rows = found(run)
    gaps = queries.sure_gaps(PRACTICE, rows)
    assert all(len(gaps.get(row.pk, [])) == row.gap_count for row in rows)


def test_households_come_back_as_they_were_answered(run: Run) -> None:
    for row, household in queries.households(PRACTICE, run, Wanted(sort="row")):
        assert household.id == row.household
        assert household.area == row.area


@pytest.mark.django_db
def test_an_unknown_id_gives_none() -> None:
    assert queries.run(PRACTICE, uuid4()) is None
