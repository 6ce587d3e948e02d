"""The vocabulary of answers from `form-b/questions.toml`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from keyword import iskeyword
from pathlib import Path

from chiakhoa.law.rules.articles import evidence, load_articles
from chiakhoa.law.rules.bounds import DERIVED, remembered
from chiakhoa.law.rules.encoding import code
from chiakhoa.law.rules.expression import HOUSEHOLD, MEMBER, Vocabulary, facts, member_vocabulary, parse
from chiakhoa.law.rules.form import CHOICE, INTEGER, YES_NO, Choice, Field, Form
from chiakhoa.law.rules.standard import Article
from chiakhoa.law.rules.toml_rows import TomlFile, TomlRow, read_toml

FORM_B = Path(__file__).parent.parent / "standards" / "form-b"
PRIVACY = ("open", "basic", "answers", "sensitive", "money")
TAKEN = DERIVED | {"age", "members"}
"""Names that conditions use for other things than answers."""


def load_form(folder: Path = FORM_B) -> Form:
    """Load the questions; refuses what is not whole, with file and line."""
    file, articles = read_toml(folder / "questions.toml"), load_articles(folder)
    rows: list[TomlRow] = []

    def read(row: TomlRow) -> Field:
        rows.append(row)
        return question(row, articles)

    fields = file.each("question", read, key=lambda field: f"{field.of} {field.key}")
    refuse_strange_head(file, folder.name)
    household = {field.key: field for field in fields if field.of == HOUSEHOLD}
    member = {field.key: field for field in fields if field.of == MEMBER}
    vocabulary = member_vocabulary(Form(folder.name, household, member))
    for row, field in zip(rows, fields, strict=True):
        if field.asked_when is not None:
            member[field.key] = with_asked(row, field, vocabulary)
    return Form(folder.name, household, member)


def refuse_strange_head(file: TomlFile, folder: str) -> None:
    """What a form says of itself above its questions."""
    head = file.head()
    key = head.text("id")
    if key != folder:
        raise head.refuse("law.folder_name", id=key, folder=folder)
    head.text("instrument"), head.words("title"), head.day("checked_on")
    file.done()


def question(row: TomlRow, articles: Mapping[str, Article]) -> Field:
    """One question."""
    key, of, kind, privacy = row.text("key"), row.text("of"), row.text("type"), row.text("privacy")
    options = tuple(choice(row, option) for option in row.take("options", list, []))
    low, high = row.take("low", int, 0), row.take("high", int, 1)
    known = of in (HOUSEHOLD, MEMBER) and kind in (YES_NO, INTEGER, CHOICE) and privacy in PRIVACY
    whole = (kind == CHOICE) == bool(options) and low <= high and len({one.key for one in options}) == len(options)
    if not known or not whole or not is_name(key):
        raise row.refuse("law.question", key=key)
    field = Field(
        key=key,
        of=of,
        kind=kind,
        label=row.words("label"),
        question=row.words("question"),
        privacy=privacy,
        help=row.words("help") if "help" in row.values else None,
        low=low,
        high=len(options) - 1 if kind == CHOICE else high,
        unit=row.text("unit", ""),
        options=options,
        ordered=bool(row.take("ordered", bool, False)),
        asked_when=row.text("asked_when") if "asked_when" in row.values else None,
        default=row.take("default", (str, int, bool), None),
    )
    row_of_law = evidence(row, articles)
    return replace(field, source=row_of_law.source, mark=row_of_law.mark)


def is_name(key: str) -> bool:
    """Whether a key can stand in a condition and means nothing else there."""
    return key.isidentifier() and not iskeyword(key) and key not in TAKEN


def choice(row: TomlRow, option: dict[str, object]) -> Choice:
    """One option of a choice question."""
    inner = TomlRow(row.path, row.line, dict(option))
    made = Choice(inner.text("key"), inner.words("label"))
    inner.done()
    return made


def with_asked(row: TomlRow, field: Field, vocabulary: Vocabulary) -> Field:
    """Compile `asked_when`, which is for members only.

    It needs a default, one of the question's own answers, and may rest only on the age and on questions asked before.
    """
    if field.of != MEMBER or field.default is None:
        raise row.refuse("law.asked_when", key=field.key)
    code(field, field.default, row.where)
    node = parse(field.asked_when or "", vocabulary, where=row.where)
    earlier = list(vocabulary.scopes[MEMBER])
    before = earlier[: earlier.index(field.key)]
    asks_for = {fact.key for fact in facts(node)}
    if not asks_for <= {"age", *before}:
        raise row.refuse("law.asked_when", key=field.key)
    reader = remembered(node)
    rests_on = tuple((key, place) for place, key in enumerate(before) if key in asks_for)
    return replace(field, rests_on=rests_on, asked=lambda here: bool(reader(here, (), None)[1]))
