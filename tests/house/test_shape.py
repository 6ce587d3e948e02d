"""Files, functions and names keep the shape that a newcomer can read."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

from tests.house.sources import ROOT, modules, place, tree

LONGEST_FILE = 400
LONGEST_FUNCTION = 40
DEEPEST = 3
NAMELESS = {"common", "helpers", "misc", "services", "signals", "utils"}
BLOCKS = (ast.If, ast.For, ast.AsyncFor, ast.While, ast.With, ast.AsyncWith, ast.Try, ast.TryStar, ast.Match)
FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef)
UNFINISHED = re.compile(r"\b(TODO|FIXME|XXX|HACK)\b(?!\s*\(#\d+\))")

EVERY_MODULE = pytest.mark.parametrize("path", modules(), ids=place)


def test_the_house_is_found():
    assert len(modules()) > 20


@EVERY_MODULE
def test_a_file_is_short(path: Path):
    assert len(path.read_text(encoding="utf-8").splitlines()) <= LONGEST_FILE


@EVERY_MODULE
def test_a_function_is_short_and_flat(path: Path):
    for node in ast.walk(tree(path)):
        if isinstance(node, FUNCTIONS):
            lines = node.end_lineno - node.lineno + 1
            assert lines <= LONGEST_FUNCTION, f"{place(path, node)} {node.name} has {lines} lines"
            assert depth(node.body) <= DEEPEST, f"{place(path, node)} {node.name} is nested {depth(node.body)} deep"


@EVERY_MODULE
def test_a_module_says_what_it_is_and_has_a_name(path: Path):
    assert ast.get_docstring(tree(path)), "a module starts with one to four lines that say what it holds"
    assert path.stem not in NAMELESS


@EVERY_MODULE
def test_nothing_is_left_unfinished(path: Path):
    assert not UNFINISHED.search(path.read_text(encoding="utf-8"))
    raised = [node for node in ast.walk(tree(path)) if isinstance(node, ast.Raise) and node.exc]
    assert not [place(path, node) for node in raised if "NotImplementedError" in ast.unparse(node.exc)]


def test_no_test_is_left_out():
    marks = re.compile(r"@pytest\.mark\.(skip|xfail)|pytest\.(skip|xfail|importorskip)\(|unittest\.skip")
    left_out = [
        place(path)
        for path in ROOT.glob("tests/**/test_*.py")
        if path != Path(__file__) and marks.search(path.read_text())
    ]
    assert not left_out


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("x = 1", 0),
        ("if a:\n  b()\nelif c:\n  d()\nelif e:\n  f()", 1),
        ("for a in b:\n  if c:\n    with d:\n      e()", 3),
        ("for a in b:\n  if c:\n    d()\n  else:\n    if e:\n      f()\n    g()", 3),
        ("try:\n  a()\nexcept E:\n  if b:\n    c()", 2),
        ("match a:\n  case 1:\n    while b:\n      c()", 2),
        ("def inner():\n  if a:\n    b()", 0),
    ],
)
def test_depth_counts_blocks_inside_blocks(source: str, expected: int):
    assert depth(ast.parse(source).body) == expected


def depth(body: list[ast.stmt]) -> int:
    """How deep blocks stand inside blocks; `elif` is no deeper than `if`, an inner function is measured by itself."""
    return max((1 + inside(node) if isinstance(node, BLOCKS) else 0 for node in body), default=0)


def inside(block: ast.stmt) -> int:
    """The depth below one block."""
    parts = [getattr(block, name, []) for name in ("body", "finalbody")]
    parts += [part.body for name in ("handlers", "cases") for part in getattr(block, name, [])]
    otherwise = getattr(block, "orelse", [])
    is_elif = isinstance(block, ast.If) and len(otherwise) == 1 and isinstance(otherwise[0], ast.If)
    below = inside(otherwise[0]) if is_elif else depth(otherwise)
    return max([below, *map(depth, parts)])
