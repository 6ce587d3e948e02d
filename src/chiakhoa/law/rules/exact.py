"""Conditions as Python source, for households of which every answer is known: the fast form.

Each question about members becomes one counter; all counters are filled in a single loop over the members.
"""

from __future__ import annotations

from collections.abc import Iterable

from chiakhoa.law.rules.expression import (
    MEMBER,
    Arithmetic,
    Comparison,
    Extreme,
    Fact,
    Joined,
    Negation,
    Node,
    Number,
    OfMembers,
    OneOf,
    walk,
)


def name_of(fact: Fact) -> str:
    """The local variable that holds a fact in the generated source."""
    return f"{fact.scope[0]}_{fact.key}"


def counters(nodes: Iterable[Node]) -> dict[OfMembers, str]:
    """A variable for every different question about members in these conditions."""
    found: dict[OfMembers, str] = {}
    for node in nodes:
        for part in walk(node):
            if isinstance(part, OfMembers):
                found.setdefault(part, f"n{len(found)}")
    return found


def source(node: Node, names: dict[OfMembers, str]) -> str:
    """The Python expression for a node; questions about members appear as their counters."""
    match node:
        case Number(value):
            return str(value)
        case Fact():
            return name_of(node)
        case Arithmetic(sign, left, right) | Comparison(sign, left, right):
            return f"({source(left, names)} {sign} {source(right, names)})"
        case Extreme(kind, parts):
            return f"{kind}({', '.join(source(part, names) for part in parts)})"
        case OneOf(fact, codes, negated):
            return one_of(name_of(fact), codes, negated)
        case Joined(word, parts):
            return "(" + f" {word} ".join(source(part, names) for part in parts) + ")"
        case Negation(part):
            return f"(not {source(part, names)})"
        case _:
            return f"(not {names[node]})" if node.kind == "all" else names[node]


def one_of(name: str, codes: tuple[int, ...], negated: bool) -> str:
    """Membership in a few codes; a single one is a plain comparison."""
    if len(codes) == 1:
        return f"({name} {'!=' if negated else '=='} {codes[0]})"
    return f"({name} {'not in' if negated else 'in'} {codes})"


def member_loop(names: dict[OfMembers, str], used: tuple[Fact, ...]) -> list[str]:
    """The loop that fills the counters: `any` stops at the first hit, `all` counts who fails the condition."""
    if not names:
        return []
    row = "".join(f"{name_of(fact)}, " for fact in used)
    lines = [f"    {' = '.join(names.values())} = 0", f"    for ({row}) in members:"]
    for question, variable in names.items():
        held = source(question.condition, names)
        if question.kind == "count":
            lines.append(f"        if {held}: {variable} += 1")
        else:
            hit = f"not {held}" if question.kind == "all" else held
            lines.append(f"        if not {variable} and {hit}: {variable} = 1")
    return lines


def member_facts(names: dict[OfMembers, str]) -> tuple[Fact, ...]:
    """The member facts the counters need, each once."""
    found = (part for question in names for part in walk(question) if isinstance(part, Fact) and part.scope == MEMBER)
    return tuple(dict.fromkeys(found))
