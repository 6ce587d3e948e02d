"""Two standards side by side: the page agrees with the rules household by household."""

from __future__ import annotations

import pytest
from django.test import Client

from chiakhoa.doors.exchange.assessing import result_rows
from chiakhoa.doors.web import standards
from chiakhoa.doors.web.commune.compare import Pair, compared
from chiakhoa.doors.web.commune.judged import finding_of, judged_list
from chiakhoa.foundation.access.values import PRACTICE
from chiakhoa.law.rules.classification import classify
from chiakhoa.law.rules.comparison import compare
from chiakhoa.review.assessment import queries
from chiakhoa.review.assessment.queries import Wanted
from tests.review.assessment.runs import judged_run

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("assume", [True, False])
def test_columns_and_rows_agree(assume: bool) -> None:
    run = judged_run(60)
    pair = Pair(*(standards.compiled(one.id, assumptions=assume) for one in standards.standards()))
    rows = list(queries.households(PRACTICE, run, Wanted(sort="village")))
    expected = compare(
        (home, classify(pair.first, home, on=row.on), classify(pair.second, home, on=row.on)) for row, home in rows
    )
    told = compared(pair, rows)
    assert (told["surveyed"], told["undecided"]) == (expected.surveyed, expected.undecided)
    assert [(one["from"], one["to"], one["count"]) for one in told["moves"]] == list(expected.moves)
    assert [(one["row"].household, one["from"], one["to"]) for one in told["changes"]] == [
        (one.household, one.before, one.after) for one in expected.changes
    ]
    assert told["changed"] == len(expected.changes) > 0


def test_the_page_takes_any_two_standards(client: Client) -> None:
    run = judged_run(30)
    same = client.get(f"/runs/{run.public_id}/compare/?a=2022-2025-nd-07-2021&b=2022-2025-nd-07-2021")
    assert "Không hộ nào có kết quả khác." in same.content.decode()
    odd = client.get(f"/runs/{run.public_id}/compare/?a=nonsense&b=")
    assert odd.status_code == 200


def test_lists_tell_what_the_rules_say() -> None:
    run = judged_run(60)
    standard = standards.of_run(run)
    kept = list(judged_list(PRACTICE, run, Wanted(sort="row")))
    anew = [
        (record, finding_of(run, row)[1])
        for (record, _), row in zip(kept, queries.findings(PRACTICE, run, Wanted(sort="row")), strict=True)
    ]
    for lang in ("vi", "en", "id"):
        assert list(result_rows(standard, kept, lang)) == list(result_rows(standard, anew, lang))
