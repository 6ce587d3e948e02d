"""The benches at a small size: what they say, and that both engines were found equal before they were timed."""

from __future__ import annotations

import json

import pytest
from django.db import connection

from chiakhoa.doors.cli.bench import classifying, importing, paging, postgres
from chiakhoa.doors.cli.bench.classifying import bench_classify
from chiakhoa.doors.cli.bench.explaining import LIMITS, bench_explain
from chiakhoa.doors.cli.bench.importing import bench_import


def shape(made: dict, engines: set[str], rounds: int) -> None:
    json.dumps(made)
    assert {one["engine"] for one in made["results"]} == engines
    assert all(len(one["seconds"]) == rounds and one["per_second"] > 0 for one in made["results"])
    assert len(made["calibration"]) == rounds
    assert {"cpu", "cores", "memory_gb", "python"} <= set(made["machine"])


def test_classify_measures_columns_against_rows():
    made = bench_classify(3_000, 2)
    shape(made, {"columns", "rows"}, 2)
    assert (made["name"], made["sizes"]) == ("classify", [3_000])
    assert made["ratios"]["rows_to_columns"] > 0
    assert all(one["peak_mb"] > 20 for one in made["results"])


def test_classify_stops_where_the_engines_disagree(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(classifying, "digest", lambda found: str(id(found)))
    with pytest.raises(RuntimeError, match="disagree"):
        bench_classify(50, 1)


def test_explain_measures_the_rule_and_the_whole_telling():
    made = bench_explain(60, 2)
    shape(made, set(LIMITS), 2)
    assert all(one["median_us"] > 0 and one["limit_us"] == LIMITS[one["engine"]] for one in made["results"])
    assert made["ratios"]["full_to_rule"] > 1


def test_import_takes_every_household_into_a_fresh_store_once(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(importing, "engines", lambda: iter([("sqlite", "")]))
    made = bench_import(40, 1)
    shape(made, {"sqlite"}, 1)
    assert made["people"] > 100
    (line,) = made["results"]
    assert (line["lost"], line["doubled"], line["intact"], line["within_limit"]) == (0, 0, True, True)


def test_pages_are_asked_of_the_whole_program(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(paging, "engines", lambda: iter([("sqlite", "")]))
    made = paging.bench_pages(40, 2)
    json.dumps(made)
    assert (made["name"], made["sizes"]) == ("pages", [40])
    pages = {one["page"]: one for one in made["results"]}
    assert {"household", "village list", "search", "rates of a commune", "officer's desk", "(making)"} <= set(pages)
    for one in made["results"]:
        if one["page"] != "(making)":
            assert len(one["seconds"]) == 2
            assert 0 < one["queries"] < 60
            assert one["within_limit"] == (one["median_seconds"] <= paging.LIMIT)


@pytest.mark.django_db(transaction=True)
def test_import_measures_on_a_database_beside_that_of_the_office(monkeypatch: pytest.MonkeyPatch):
    """On the engine of this run: where it is PostgreSQL, its server gets a database that goes again."""
    at = connection.settings_dict
    if connection.vendor != "postgresql":
        monkeypatch.setattr(postgres, "binaries", lambda: None)
        monkeypatch.delenv("DATABASE_URL", raising=False)
        assert [engine for engine, _ in importing.engines()] == ["sqlite"]
        return
    url = f"postgresql://{at['USER']}@{at['HOST']}:{at['PORT']}/{at['NAME']}"
    monkeypatch.setenv("DATABASE_URL", url)
    made = bench_import(30, 1)
    assert [(one["engine"], one["lost"], one["intact"]) for one in made["results"]] == [
        ("sqlite", 0, True),
        ("postgresql", 0, True),
    ]
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_database WHERE datname LIKE 'chiakhoa_bench_%'")
        assert cursor.fetchone() == (0,)
