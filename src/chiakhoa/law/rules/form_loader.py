"""The vocabulary of answers from `form-b/questions.toml`."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from chiakhoa.law.rules.bounds import judge
from chiakhoa.law.rules.expression import MEMBER, Vocabulary, facts, member_vocabulary, parse
from chiakhoa.law.rules.form import CHOICE, INTEGER, YES_NO, Choice, Field, Form
from chiakhoa.law.rules.toml_rows import TomlRow, read_toml

FORM_B = Path(__file__).parent.parent / "standards" / "form-b"
PRIVACY = ("open", "basic", "answers", "sensitive", "money")


def load_form(folder: Path = FORM_B) -> Form:
    """Load the questions; refuses what is not whole, with file and line."""
    rows = list(read_toml(folder / "questions.toml").rows("question"))
    fields = [(row, question(row)) for row in rows]
    for row, field in fields:
        if sum(field.key == other.key and field.of == other.of for _, other in fields) > 1:
            raise row.refuse("law.double", key=field.key)
    household = {field.key: field for _, field in fields if field.of == "household"}
    member = {field.key: field for _, field in fields if field.of == "member"}
    vocabulary = member_vocabulary(Form(folder.name, household, member))
    for row, field in fields:
        if field.asked_when is not None:
            member[field.key] = with_asked(row, field, vocabulary)
    return Form(folder.name, household, member)


def question(row: TomlRow) -> Field:
    """One question."""
    kind, key = row.text("type"), row.text("key")
    options = tuple(choice(row, option) for option in row.take("options", list, []))
    low, high = row.take("low", int, 0), row.take("high", int, 1)
    if kind not in (YES_NO, INTEGER, CHOICE) or (kind == CHOICE) != bool(options) or low > high:
        raise row.refuse("law.question", key=key)
    privacy = row.text("privacy")
    if privacy not in PRIVACY or not key.isidentifier():
        raise row.refuse("law.question", key=key)
    help_words = row.words("help") if "help" in row.values else None
    asked_when = row.text("asked_when") if "asked_when" in row.values else None
    field = Field(
        key=key,
        of=row.text("of"),
        kind=kind,
        label=row.words("label"),
        question=row.words("question"),
        privacy=privacy,
        help=help_words,
        low=low,
        high=len(options) - 1 if kind == CHOICE else high,
        unit=row.text("unit", ""),
        options=options,
        ordered=bool(row.take("ordered", bool, False)),
        asked_when=asked_when,
        source=row.text("source", ""),
        mark=row.text("mark"),
        default=row.take("default", (str, int, bool), None),
    )
    for key_of_evidence in ("cite", "verified", "note"):
        row.take(key_of_evidence, (str, bool, dict), None)
    row.done()
    return field


def choice(row: TomlRow, option: dict[str, object]) -> Choice:
    """One option of a choice question."""
    inner = TomlRow(row.path, row.line, dict(option))
    made = Choice(inner.text("key"), inner.words("label"))
    inner.done()
    return made


def with_asked(row: TomlRow, field: Field, vocabulary: Vocabulary) -> Field:
    """Compile `asked_when`; it needs a default, and may rest only on the age and on questions asked before."""
    node = parse(field.asked_when or "", vocabulary, where=row.where)
    earlier = list(vocabulary.scopes[MEMBER])
    known = {"age", *earlier[: earlier.index(field.key)]}
    if field.default is None or not {fact.key for fact in facts(node)} <= known:
        raise row.refuse("law.asked_when", key=field.key)
    reader = judge(node)
    return replace(field, asked=lambda here: bool(reader(here, (), None)[1]))
