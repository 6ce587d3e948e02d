"""The walls the import linter holds, and those it cannot see: who writes, who reads the clock, what leaves."""

from __future__ import annotations

import ast
import importlib
import inspect
import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.house.sources import HOUSE, ROOT, called, calls, modules, place, tree

DJANGO_FLOORS = ("foundation", "outreach", "training", "review", "help", "casework", "oversight", "doors")
WRITES = {
    "save",
    "asave",
    "delete",
    "create",
    "acreate",
    "bulk_create",
    "bulk_update",
    "get_or_create",
    "update_or_create",
}
ROWS = re.compile(r"\.objects\b|\.(filter|exclude|all|annotate|order_by)\(|_set\b|queryset|\brows\b")
CLOCK = {"now", "today", "utcnow", "localdate", "localtime", "time_ns"}
CLOCK_READERS = ("config", "doors/web", "doors/cli", "doors/api")
OTHER_HOST = re.compile(
    r"""(?:src|href|action|url|import|from|fetch)\s*[=(]?\s*["'(]+\s*(?:https?:)?//[\w.]""", re.IGNORECASE
)
QUOTA = re.compile(
    r"quota|must_(remove|leave|exit)|to_remove|reduction_target|(poor|exit|remove|reduce)\w*_target|chi_tieu",
    re.IGNORECASE,
)
ROOM_FILES = {"__init__", "values", "models", "queries", "actions", "admin", "apps"}


def test_the_import_linter_keeps_every_wall():
    command = [str(Path(sys.executable).with_name("lint-imports")), "--no-cache"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "0 broken" in done.stdout


def test_only_actions_write_rows():
    assert not [spot for path in django_modules() for spot in writes(path)]


@pytest.mark.parametrize("room", ["foundation.registry", "review.survey", "review.assessment", "oversight.reporting"])
def test_what_is_read_of_households_takes_a_viewer(room: str):
    """Whatever a room of households hands out to the rooms above asks first who looks."""
    queries = importlib.import_module(f"chiakhoa.{room}.queries")
    handed = queries.__all__ if hasattr(queries, "__path__") else [name for name in vars(queries) if name[0] != "_"]
    functions = [one for one in map(vars(queries).get, handed) if inspect.isfunction(one)]
    own = [one for one in functions if one.__module__.startswith(queries.__name__)]
    assert own
    assert not [one.__name__ for one in own if next(iter(inspect.signature(one).parameters), "") != "viewer"]


def test_a_room_does_not_read_the_clock():
    readers = [
        place(path, call) for path in modules() if not may_read_clock(path) for call in calls(path) if reads_clock(call)
    ]
    assert not readers, "the day is a parameter"
    assert not [
        place(path) for path in HOUSE.rglob("models.py") if re.search(r"auto_now|timezone\.now", path.read_text())
    ]


def test_a_room_holds_the_five_words_and_no_others():
    for models in HOUSE.glob("*/**/models.py"):
        strangers = {path.stem for path in models.parent.glob("*.py")} - ROOM_FILES
        assert not strangers, f"{place(models.parent)}: {strangers}"


def test_no_page_asks_another_host():
    pages = [path for ending in ("html", "css", "js", "svg", "webmanifest") for path in HOUSE.rglob(f"*.{ending}")]
    assert not [place(path) for path in pages if OTHER_HOST.search(path.read_text(encoding="utf-8"))]


def test_nothing_holds_a_quota():
    """No row may hold a number of households that a village must remove."""
    for path in HOUSE.rglob("models.py"):
        names = {target.id for node in ast.walk(tree(path)) for target in targets(node)}
        assert not {name for name in names if QUOTA.search(name)}, place(path)


@pytest.mark.parametrize(
    ("source", "is_write"),
    [
        ("row.save()", True),
        ("Run.objects.create(a=1)", True),
        ("Run.objects.filter(a=1).update(b=2)", True),
        ("run.gaps.all().delete()", True),
        ("counts.update(more)", False),
        ("digest.update(b'x')", False),
        ("workbook.save(path)", False),
    ],
)
def test_a_write_is_recognised(source: str, is_write: bool):
    assert writes_rows(ast.parse(source, mode="eval").body) is is_write


@pytest.mark.parametrize(
    ("line", "found"),
    [
        ('<script src="https://cdn.example/x.js">', True),
        ('<link href="//fonts.example/f.css">', True),
        ("@import 'http://a.example/a.css'", True),
        ("background: url(https://a.example/a.png)", True),
        ('<svg xmlns="http://www.w3.org/2000/svg">', False),
        ('<a href="/households/1">', False),
    ],
)
def test_another_host_is_recognised(line: str, found: bool):
    assert bool(OTHER_HOST.search(line)) is found


def django_modules() -> list[Path]:
    """Modules that could reach rows: those above the law, but the actions themselves."""
    floors = tuple(HOUSE / floor for floor in DJANGO_FLOORS)
    return [path for path in modules() if not is_action(path) and any(path.is_relative_to(floor) for floor in floors)]


def is_action(path: Path) -> bool:
    """Whether a module is a room's `actions`, or lies in the folder of that name."""
    return "actions" in (path.stem, path.parent.name)


def writes(path: Path) -> list[str]:
    """The places in a module that write rows."""
    return [place(path, call) for call in calls(path) if writes_rows(call)]


def writes_rows(call: ast.Call) -> bool:
    """Whether a call writes rows; workbooks are saved to a path, dictionaries are updated by another."""
    if not isinstance(call.func, ast.Attribute):
        return False
    rows = bool(ROWS.search(ast.unparse(call.func.value)))
    word = called(call)
    return (
        word in WRITES - {"save", "create", "delete"}
        or (rows and word in {"create", "delete", "update"})
        or (word in {"save", "delete"} and not call.args)
    )


def may_read_clock(path: Path) -> bool:
    """Whether a module stands where the clock is read and handed in."""
    return any(path.is_relative_to(HOUSE / place) for place in CLOCK_READERS)


def reads_clock(call: ast.Call) -> bool:
    """Whether a call asks what time it is."""
    if not isinstance(call.func, ast.Attribute):
        return False
    return called(call) in CLOCK or ast.unparse(call.func) == "time.time"


def targets(node: ast.AST) -> list[ast.Name]:
    """The names a statement gives a value."""
    found = node.targets if isinstance(node, ast.Assign) else [node.target] if isinstance(node, ast.AnnAssign) else []
    return [target for target in found if isinstance(target, ast.Name)]
