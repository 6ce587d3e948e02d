"""Mutation run over `law/rules`: change one spot of the rules at a time and see whether the tests of the law notice.

    .venv/bin/python scripts/mutation.py [MODULE ...] [--every N] [--report FILE]

Each mutant lives in memory only: a forked child imports the changed module instead of the file, runs the module's own
tests first and the others after, and stops at the first failure. Nothing in the tree is written but the report. The
properties on many invented households are left out, so that a survivor costs seconds: they can only notice more.
"""

from __future__ import annotations

import argparse
import ast
import gc
import importlib.machinery
import json
import os
import signal
import sys
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path

import hypothesis
import hypothesis.strategies
import pytest

ROOT = Path(__file__).parent.parent
RULES = ROOT / "src" / "chiakhoa" / "law" / "rules"
TESTS = ROOT / "tests" / "law" / "rules"
OURS = ("chiakhoa.law", "tests.law")
SLOW = str(TESTS / "test_properties.py")
SECONDS = 240
"""After that long a mutant counts as noticed: it runs in circles."""

Holder = ast.AST | list[ast.AST]
Tests = tuple[list[str], list[str]]

OWN_TESTS = {
    "articles": ["evidence", "loader"],
    "bounds": ["bounds", "exact"],
    "compiled": ["exact", "classification"],
    "exact": ["exact"],
    "finding": ["classification"],
    "form": ["form_loader", "encoding"],
    "standard": ["classification"],
    "toml_rows": ["loader", "form_loader"],
}
"""Tests that speak of a module, where they are not named like it."""

SWAPPED: dict[type, tuple[type, ...]] = {
    ast.Lt: (ast.LtE, ast.GtE),
    ast.LtE: (ast.Lt, ast.Gt),
    ast.Gt: (ast.GtE, ast.LtE),
    ast.GtE: (ast.Gt, ast.Lt),
    ast.Eq: (ast.NotEq,),
    ast.NotEq: (ast.Eq,),
    ast.In: (ast.NotIn,),
    ast.NotIn: (ast.In,),
    ast.Is: (ast.IsNot,),
    ast.IsNot: (ast.Is,),
    ast.And: (ast.Or,),
    ast.Or: (ast.And,),
    ast.Add: (ast.Sub,),
    ast.Sub: (ast.Add,),
    ast.Mult: (ast.Add,),
    ast.Pow: (ast.Mult,),
    ast.LShift: (ast.RShift,),
    ast.BitAnd: (ast.BitOr,),
    ast.BitOr: (ast.BitAnd,),
}


NAMES_JOINED = (ast.Name, ast.Attribute, ast.BinOp, ast.BitOr, ast.Load)


@dataclass(frozen=True, slots=True)
class Mutant:
    """One changed spot: the module, its line, what was there and what stands there now."""

    module: str
    line: int
    before: str
    after: str
    number: int


def mutants_of(module: str, tree: ast.Module) -> Iterator[Mutant]:
    """Every mutant of a module; while one is looked at, the tree itself is changed."""
    slots = [(*slot, change) for slot in walk(tree) for change in changes(slot[2])]
    for number, (holder, place, node, change) in enumerate(slots):
        ast.fix_missing_locations(ast.copy_location(change, node))
        put(holder, place, change)
        yield Mutant(module, line_of(node), short(ast.unparse(node)), short(ast.unparse(change)), number)
        put(holder, place, node)


def put(holder: Holder, place: str | int, node: ast.AST) -> None:
    """Set a node into its place."""
    if isinstance(holder, list):
        holder[int(place)] = node
    else:
        setattr(holder, str(place), node)


def line_of(node: ast.AST) -> int:
    """The line on which a node, or the first thing inside it, stands."""
    return next(inner.lineno for inner in ast.walk(node) if hasattr(inner, "lineno"))


def short(text: str) -> str:
    """A piece of code on one line."""
    line = " ".join(text.split())
    return line if len(line) <= 90 else f"{line[:87]}..."


def walk(node: ast.AST) -> Iterator[tuple[Holder, str | int, ast.AST]]:
    """Everything that runs, with its place: no annotations, decorators, docstrings or unions of types."""
    for name, value in ast.iter_fields(node):
        if name in {"annotation", "returns", "decorator_list", "format_spec"}:
            continue
        places = enumerate(value) if isinstance(value, list) else [(name, value)]
        for place, inner in places:
            if isinstance(inner, ast.AST) and not is_silent(inner):
                yield (value if isinstance(value, list) else node), place, inner
                yield from walk(inner)


def is_silent(node: ast.AST) -> bool:
    """A docstring, or a union of types."""
    if isinstance(node, ast.Expr):
        return isinstance(node.value, ast.Constant)
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.BitOr):
        leaves = (leaf for leaf in ast.walk(node) if not (isinstance(leaf, ast.Constant) and leaf.value is None))
        return all(isinstance(leaf, NAMES_JOINED) for leaf in leaves)
    return False


def changes(node: ast.AST) -> Iterator[ast.AST]:
    """The nodes that may stand in the place of this one."""
    yield from changed_sums(node)
    yield from changed_ways(node)


def changed_sums(node: ast.AST) -> Iterator[ast.AST]:
    """Other signs and other constants."""
    match node:
        case ast.Compare(left=left, ops=ops, comparators=right):
            for place, sign in enumerate(ops):
                for other in SWAPPED[type(sign)]:
                    yield ast.Compare(left, [*ops[:place], other(), *ops[place + 1 :]], right)
        case ast.BoolOp(op=op, values=values):
            yield ast.BoolOp(SWAPPED[type(op)][0](), values)
        case ast.BinOp(left=left, op=op, right=right) if type(op) in SWAPPED:
            yield ast.BinOp(left, SWAPPED[type(op)][0](), right)
        case ast.AugAssign(target=target, op=op, value=value):
            yield ast.AugAssign(target, SWAPPED[type(op)][0](), value)
        case ast.UnaryOp(op=ast.Not() | ast.USub(), operand=operand):
            yield operand
        case ast.Constant(value=value):
            yield from constants(value)


def changed_ways(node: ast.AST) -> Iterator[ast.AST]:
    """Other branches, nothing returned, nothing done."""
    match node:
        case ast.Return(value=ast.expr() as value) if not (isinstance(value, ast.Constant) and value.value is None):
            yield ast.Return(ast.Constant(None))
        case ast.If(test=test, body=body, orelse=orelse):
            yield ast.If(ast.UnaryOp(ast.Not(), test), body, orelse)
        case ast.IfExp(test=test, body=body, orelse=orelse):
            yield ast.IfExp(test, orelse, body)
        case ast.comprehension(target=target, iter=source, ifs=[_, *_], is_async=is_async):
            yield ast.comprehension(target, source, [], is_async)
        case ast.match_case(pattern=pattern, guard=ast.expr() as guard, body=body):
            yield ast.match_case(pattern, ast.UnaryOp(ast.Not(), guard), body)
        case ast.Raise() | ast.Continue() | ast.Expr():
            yield ast.Pass()


def constants(value: object) -> Iterator[ast.Constant]:
    """Another constant of the same kind."""
    if isinstance(value, bool):
        yield ast.Constant(not value)
    elif isinstance(value, int):
        yield ast.Constant(value + 1)
    elif isinstance(value, str) and value.strip():
        yield ast.Constant(f"XX{value}XX")


def verdict(path: Path, tree: ast.Module, tests: Tests) -> str:
    """Whether the tests notice: killed, timeout or survived."""
    child = os.fork()
    if child == 0:
        os._exit(judged(path, tree, tests))
    deadline = time.monotonic() + SECONDS
    while time.monotonic() < deadline:
        done, status = os.waitpid(child, os.WNOHANG)
        if done:
            return "survived" if os.waitstatus_to_exitcode(status) == 0 else "killed"
        time.sleep(0.02)
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
    return "timeout"


def judged(path: Path, tree: ast.Module, tests: Tests) -> int:
    """In the child: import the changed module and run the tests; 0 when all pass."""
    silence = os.open(os.devnull, os.O_WRONLY)
    os.dup2(silence, 1)
    os.dup2(silence, 2)
    real = importlib.machinery.SourceFileLoader.get_code

    def get_code(loader: importlib.machinery.SourceFileLoader, name: str) -> object:
        return compile(tree, str(path), "exec") if Path(loader.path) == path else real(loader, name)

    importlib.machinery.SourceFileLoader.get_code = get_code
    arguments = ["-x", "-q", "--assert=plain", "-p", "no:cacheprovider", "--import-mode=importlib"]
    arguments += ["-c", os.devnull, f"--rootdir={ROOT}", f"--confcutdir={TESTS.parent}"]
    try:
        return int(any(pytest.main([*arguments, *some]) for some in tests if some))
    except BaseException:  # noqa: BLE001 (whatever a mutant does, it was noticed)
        return 1


def tests_of(module: str) -> Tests:
    """The test files that speak of a module first of all, and the others that reach it."""
    named = [TESTS / f"test_{name}.py" for name in OWN_TESTS.get(module, [module])]
    own = [str(test) for test in named if test.is_file()]
    return own, [test for test in reaching(module) if test not in {*own, SLOW}]


def reaching(module: str) -> list[str]:
    """The test files that import a module of the rules, directly or through other modules."""
    return [str(test) for test in sorted(TESTS.glob("test_*.py")) if module in reached(test, set())]


def reached(path: Path, seen: set[str]) -> set[str]:
    """The modules of the rules, and of their tests, that a file imports, directly or not."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if not isinstance(node, ast.ImportFrom) or not str(node.module).startswith(OURS):
            continue
        for name in (node.module.rpartition(".")[2], *(alias.name for alias in node.names)):
            inner = next((file for folder in (RULES, TESTS) if (file := folder / f"{name}.py").is_file()), None)
            if inner and name not in seen:
                seen.add(name)
                reached(inner, seen)
    return seen


def run(modules: list[str], report: Path, every: int) -> Counter[str]:
    """Judge every mutant, or every so many; the report gets one JSON line for each."""
    total: Counter[str] = Counter()
    for path in sorted(RULES.glob("*.py"), key=lambda path: modules.index(path.stem) if path.stem in modules else -1):
        if modules and path.stem not in modules:
            continue
        tree, tests, here = ast.parse(path.read_text(encoding="utf-8")), tests_of(path.stem), Counter[str]()
        if verdict(path, tree, tests) != "survived":
            raise SystemExit(f"the tests of {path.stem} fail without any mutant")
        for mutant in mutants_of(path.stem, tree):
            if mutant.number % every:
                continue
            word = verdict(path, tree, tests)
            here[word] += 1
            with report.open("a", encoding="utf-8") as out:
                out.write(json.dumps({**asdict(mutant), "verdict": word}, ensure_ascii=False) + "\n")
            if word == "survived":
                print(f"{mutant.module}.py:{mutant.line}  {mutant.before}  ->  {mutant.after}", flush=True)
        total += here
        print(f"--- {path.stem}: {sum(here.values())} mutants, {here['survived']} survived", flush=True)
    return total


@hypothesis.settings(database=None, max_examples=2)
@hypothesis.given(hypothesis.strategies.text(), hypothesis.strategies.dates())
def warm(text: str, day: object) -> None:
    """Let hypothesis load what it needs once, before the forks."""
    assert text is not day


def main() -> None:
    """Read the command line, run, print the sum."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("modules", nargs="*")
    parser.add_argument("--report", type=Path, default=ROOT / "mutants.jsonl")
    parser.add_argument("--every", type=int, default=1, help="look at one mutant of so many only")
    asked = parser.parse_args()
    os.chdir(ROOT)
    os.environ.update(CHIAKHOA_RANDOM_HOUSEHOLDS="100", CHIAKHOA_EXAMPLES="mutants", PYTEST_DISABLE_PLUGIN_AUTOLOAD="1")
    sys.path[:0] = [str(ROOT / "src"), str(ROOT)]
    sys.dont_write_bytecode = True
    warm()
    gc.freeze()
    total = run(asked.modules, asked.report, asked.every)
    mutants = sum(total.values())
    print(f"{mutants} mutants, {mutants - total['survived']} noticed ({100 * (1 - total['survived'] / mutants):.1f} %)")


if __name__ == "__main__":
    main()
