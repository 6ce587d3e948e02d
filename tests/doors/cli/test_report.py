"""`report rates` at a terminal: the keys of the contract, the words for people, who may not ask."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from chiakhoa.doors.cli.office import Office
from tests.foundation.registry.conftest import OTHER, PROVINCE, WARD
from tests.oversight.reporting import conftest as small

merged, old, ward, keys, counted = small.merged, small.old, small.ward, small.keys, small.counted
TODAY = small.TODAY.isoformat()


@pytest.fixture
def asked(counted: object, chiakhoa: Callable[..., Any], monkeypatch: pytest.MonkeyPatch, settings: Any) -> Any:
    """`report rates` over the small ward of the reporting tests."""
    settings.PRACTICE = True
    monkeypatch.setattr(Office, "open_store", lambda _office: None)

    def run(*words: object) -> Any:
        return chiakhoa("--today", TODAY, "report", "rates", *words)

    return run


def test_the_document_has_the_keys_of_the_contract(asked: Callable[..., Any]):
    told = asked("--json", "--unit", WARD, "--year", 2025, "--compare", 2024, "--drill", "poor").document
    assert (told["unit"], told["year"], told["as_of"], told["final"]) == (WARD, 2025, TODAY, True)
    assert (told["households"], told["people"]) == (9, 12)
    assert told["poor"] == {"count": 2, "rate": "22.22"}
    assert told["both"] == {"count": 4, "rate": "44.44"}
    before = told["compare"]
    assert (before["year"], before["households"]) == (2024, 8)
    assert before["poor"] == {"count": 2, "rate": "25.00", "change_points": "-2.78", "change_households": 0}
    assert before["near_poor"] == {"count": 1, "rate": "12.50", "change_points": "9.72", "change_households": 1}
    assert [(one["household"], one["village"]) for one in told["drill"]] == [("H-0001", "G02"), ("H-0012", "G03")]
    assert [(one["code"], one["households"]) for one in told["villages"]] == [
        ("G01", 2),
        ("G02", 4),
        ("G03", 3),
        ("G04", 0),
    ]
    assert told["villages"][3]["poor"] == {"count": 0, "rate": None}


def test_a_province_has_one_line_a_commune(asked: Callable[..., Any]):
    told = asked("--json", "--unit", PROVINCE, "--year", 2025).document
    assert [one["code"] for one in told["communes"]] == [OTHER, WARD]
    assert not told["final"]
    assert asked("--unit", PROVINCE, "--year", 2025).out.splitlines()[1].startswith("Số liệu chưa chốt")


@pytest.mark.parametrize(
    ("lang", "line"),
    [
        ("vi", "  so với 2024: 2 / 8 hộ = 25,00 %; thay đổi -2,78 điểm phần trăm = 0 hộ"),
        ("en", "  against 2024: 2 of 8 households = 25.00 %; change -2.78 percentage points = 0 households"),
        ("id", "  dibanding 2024: 2 dari 8 rumah tangga = 25,00 %; perubahan -2,78 poin persentase = 0 rumah tangga"),
    ],
)
def test_people_read_points_and_households(asked: Callable[..., Any], lang: str, line: str):
    out = asked("--lang", lang, "--unit", WARD, "--year", 2025, "--compare", 2024).out
    assert line in out.splitlines()
    assert "/12/2025" in out.splitlines()[0]


def test_an_unknown_unit_is_refused(asked: Callable[..., Any]):
    ran = asked("--json", "--unit", "XA", "--year", 2025)
    assert (ran.code, ran.document["refused"]["rule"]) == (2, "reporting.unit")
