"""Measurements that anyone can repeat: each gives sizes, seconds, ratios that say to what, and the machine."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from chiakhoa.doors.cli.bench.classifying import bench_classify
from chiakhoa.doors.cli.bench.explaining import bench_explain
from chiakhoa.doors.cli.bench.hostility import bench_hostile
from chiakhoa.doors.cli.bench.importing import bench_import
from chiakhoa.doors.cli.bench.paging import bench_pages

BENCHES: dict[str, Callable[..., dict[str, Any]]] = {
    "classify": bench_classify,
    "explain": bench_explain,
    "hostile": bench_hostile,
    "import": bench_import,
    "pages": bench_pages,
}
"""By the name after `chiakhoa bench`; each takes a size and has its own."""
