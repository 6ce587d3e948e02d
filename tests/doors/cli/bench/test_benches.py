"""The benches at a small size: what they say, and that both engines were found equal before they were timed."""

from __future__ import annotations

import json

import pytest

from chiakhoa.doors.cli.bench import classifying
from chiakhoa.doors.cli.bench.classifying import bench_classify
from chiakhoa.doors.cli.bench.explaining import LIMITS, bench_explain


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
