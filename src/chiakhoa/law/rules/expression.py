"""The grammar of legal conditions: parsed once with Python's `ast` and checked against the vocabulary.

Names of answers, whole numbers, + - *, comparisons, `x in (a, b)`, and / or / not, min, max, and count, any or all of
members. Anything else is refused.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from chiakhoa.law.rules.form import CHOICE, INTEGER, YES_NO, Field, Form
from chiakhoa.law.rules.refusals import Refused

HOUSEHOLD, MEMBER, TOTALS = "household", "member", "totals"
LARGEST = 10_000_000
"""No whole number in a condition, and no answer, is larger: sums and products stay inside 64 bits on every engine."""


@dataclass(frozen=True, slots=True)
class Number:
    value: int


@dataclass(frozen=True, slots=True)
class Fact:
    """An answer or a derived fact (`size`, `age`, `area`, `b1` ...). `scope` says of what."""

    scope: str
    key: str
    kind: str


@dataclass(frozen=True, slots=True)
class Arithmetic:
    sign: str
    left: Node
    right: Node


@dataclass(frozen=True, slots=True)
class Extreme:
    kind: str
    parts: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Comparison:
    sign: str
    left: Node
    right: Node


@dataclass(frozen=True, slots=True)
class OneOf:
    fact: Fact
    codes: tuple[int, ...]
    negated: bool


@dataclass(frozen=True, slots=True)
class Joined:
    """`and` or `or` of several conditions."""

    word: str
    parts: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Negation:
    part: Node


@dataclass(frozen=True, slots=True)
class OfMembers:
    """How many members meet the condition (`count`), whether any or all do."""

    kind: str
    condition: Node


Node = Number | Fact | Arithmetic | Extreme | Comparison | OneOf | Joined | Negation | OfMembers

ARITHMETIC: Mapping[type[ast.operator], str] = {ast.Add: "+", ast.Sub: "-", ast.Mult: "*"}
COMPARISONS: Mapping[type[ast.cmpop], str] = {
    ast.Eq: "==",
    ast.NotEq: "!=",
    ast.Lt: "<",
    ast.LtE: "<=",
    ast.Gt: ">",
    ast.GtE: ">=",
}
AREA = Field(key="area", of=HOUSEHOLD, kind=CHOICE, label={}, question={}, privacy="open", options=(), low=0, high=1)
AREAS = ("rural", "urban")


def household_vocabulary(form: Form) -> Vocabulary:
    """The names a condition about a household may use."""
    return Vocabulary({HOUSEHOLD: {**form.household, "size": whole("size"), "area": AREA}, MEMBER: members_of(form)})


def member_vocabulary(form: Form) -> Vocabulary:
    """The names a condition about one member may use (`asked_when`)."""
    return Vocabulary({MEMBER: members_of(form)}, outermost=MEMBER)


def totals_vocabulary() -> Vocabulary:
    """The names a class condition may use: the two sums of points and the cut-off of the area."""
    return Vocabulary({TOTALS: {key: whole(key) for key in ("b1", "b2", "cut_off")}}, outermost=TOTALS)


def members_of(form: Form) -> dict[str, Field]:
    """The member questions, and the age on the day of survey."""
    return {**form.member, "age": whole("age")}


def whole(key: str) -> Field:
    """A derived whole number that nobody is asked for."""
    return Field(key=key, of="derived", kind=INTEGER, label={}, question={}, privacy="open", high=LARGEST)


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """The names a condition may use, by scope; conditions begin in the outermost one."""

    scopes: Mapping[str, Mapping[str, Field]]
    outermost: str = HOUSEHOLD


def parse(text: str, vocabulary: Vocabulary, *, where: str) -> Node:
    """Parse one condition; refuses (`law.expression`) whatever the grammar or the vocabulary does not know."""
    try:
        tree = ast.parse(text.strip(), mode="eval")
    except (SyntaxError, ValueError) as error:
        raise Refused("law.expression", where=where, text=text, problem=str(error.args[0])) from error
    parser = _Parser(text, vocabulary, where)
    node = parser.node(tree.body, vocabulary.outermost)
    parser.expect(node, "condition")
    return node


def is_condition(node: Node) -> bool:
    """Whether a node is true or false rather than a number."""
    if isinstance(node, Fact):
        return node.kind == YES_NO
    return isinstance(node, Comparison | OneOf | Joined | Negation) or (
        isinstance(node, OfMembers) and node.kind != "count"
    )


def children(node: Node) -> tuple[Node, ...]:
    """The nodes directly inside a node."""
    match node:
        case Arithmetic(_, left, right) | Comparison(_, left, right):
            return (left, right)
        case Extreme(_, parts) | Joined(_, parts):
            return parts
        case Negation(part) | OfMembers(_, part):
            return (part,)
        case OneOf(fact, _, _):
            return (fact,)
        case _:
            return ()


def walk(node: Node) -> Iterator[Node]:
    """A node and everything inside it."""
    yield node
    for child in children(node):
        yield from walk(child)


def facts(node: Node) -> tuple[Fact, ...]:
    """The facts a condition rests on, each once, in reading order."""
    return tuple(dict.fromkeys(part for part in walk(node) if isinstance(part, Fact)))


class _Parser:
    """Turns Python's syntax tree into ours, checking kinds as it goes."""

    def __init__(self, text: str, vocabulary: Vocabulary, where: str) -> None:
        self.text, self.vocabulary, self.where = text, vocabulary, where

    def refuse(self, problem: str) -> Refused:
        return Refused("law.expression", where=self.where, text=self.text, problem=problem)

    def expect(self, node: Node, kind: str) -> Node:
        if is_condition(node) != (kind == "condition"):
            raise self.refuse(f"a {kind} is needed")
        if isinstance(node, Fact) and node.kind == CHOICE:
            raise self.refuse(f"{node.key} is a choice: compare it with one of its options")
        return node

    def node(self, tree: ast.expr, scope: str) -> Node:
        match tree:
            case ast.Constant(value=int() as value) if not isinstance(value, bool) and value <= LARGEST:
                return Number(value)
            case ast.Name(id=name):
                return self.fact(name, scope)
            case ast.BinOp(left=left, op=sign, right=right) if type(sign) in ARITHMETIC:
                return Arithmetic(ARITHMETIC[type(sign)], self.number(left, scope), self.number(right, scope))
            case ast.BoolOp(op=word, values=values):
                joined = tuple(self.expect(self.node(value, scope), "condition") for value in values)
                return Joined("and" if isinstance(word, ast.And) else "or", joined)
            case ast.UnaryOp(op=ast.Not(), operand=part):
                return Negation(self.expect(self.node(part, scope), "condition"))
            case ast.Compare(left=left, ops=[sign], comparators=[right]):
                return self.compare(left, sign, right, scope)
            case ast.Call(func=ast.Name(id=name), args=args, keywords=[]):
                return self.call(name, args, scope)
            case _:
                raise self.refuse(f"not in the grammar: {ast.unparse(tree)}")

    def number(self, tree: ast.expr, scope: str) -> Node:
        return self.expect(self.node(tree, scope), "number")

    def field(self, name: str, scope: str) -> Field:
        known = self.vocabulary.scopes[scope]
        if name not in known:
            raise self.refuse(f"no answer or fact is called {name}")
        return known[name]

    def fact(self, name: str, scope: str) -> Fact:
        return Fact(scope, name, self.field(name, scope).kind)

    def compare(self, left: ast.expr, sign: ast.cmpop, right: ast.expr, scope: str) -> Node:
        if isinstance(left, ast.Name) and self.field(left.id, scope).kind == CHOICE:
            return self.chosen(left.id, sign, right, scope)
        if type(sign) not in COMPARISONS:
            raise self.refuse("in and not in go with a choice and its options")
        return Comparison(COMPARISONS[type(sign)], self.number(left, scope), self.number(right, scope))

    def chosen(self, name: str, sign: ast.cmpop, right: ast.expr, scope: str) -> Node:
        field = self.field(name, scope)
        fact = Fact(scope, name, CHOICE)
        if isinstance(sign, ast.In | ast.NotIn):
            if not isinstance(right, ast.Tuple):
                raise self.refuse("in needs a list of options in parentheses")
            codes = tuple(self.option(field, option) for option in right.elts)
            if len(set(codes)) != len(codes) or not codes:
                raise self.refuse(f"each option of {name} once, and at least one")
            return OneOf(fact, codes, isinstance(sign, ast.NotIn))
        if isinstance(sign, ast.Eq | ast.NotEq):
            return OneOf(fact, (self.option(field, right),), isinstance(sign, ast.NotEq))
        if type(sign) not in COMPARISONS or not field.ordered:
            raise self.refuse(f"the options of {name} have no order")
        return Comparison(COMPARISONS[type(sign)], fact, Number(self.option(field, right)))

    def option(self, field: Field, tree: ast.expr) -> int:
        keys = AREAS if field is AREA else tuple(choice.key for choice in field.options)
        if not isinstance(tree, ast.Name) or tree.id not in keys:
            raise self.refuse(f"{ast.unparse(tree)} is no option of {field.key}")
        return keys.index(tree.id)

    def call(self, name: str, args: list[ast.expr], scope: str) -> Node:
        match name, args:
            case "min" | "max", [_, _, *_]:
                return Extreme(name, tuple(self.number(part, scope) for part in args))
            case "count" | "any" | "all", [ast.Name(id="members"), condition]:
                if scope != HOUSEHOLD:
                    raise self.refuse("members can only be asked about from the household")
                return OfMembers(name, self.expect(self.node(condition, MEMBER), "condition"))
            case _:
                raise self.refuse(f"not in the grammar: {name}")
