"""Rows in their canonical form: one way of reading them, for sealing and for verifying alike. No joins: a table is read
in chunks by its key, and the rows that keys point at are looked up chunk by chunk, so that cost grows with rows alone.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any

from django.apps import apps
from django.db import DatabaseError
from django.db.models import Model, QuerySet

from chiakhoa.foundation.audit.values import Canonical, Seal, digest

CHUNK = 1_000
UNREADABLE = (ArithmeticError, AttributeError, DatabaseError, TypeError, ValueError)
"""What Django raises on a value that no program wrote: half a letter, a thirteenth month, a torn JSON document."""

Row = Sequence[Any]
Chunk = list[tuple[Any, Row | None]]
"""Rows with their keys in the table; None stands for a row that cannot be read."""


def evidence_models() -> list[type[Model]]:
    """Every table that carries evidence: those with a canonical form. None is listed by hand."""
    return [model for model in apps.get_models() if hasattr(model, "CANONICAL")]


def canonical_of(model: type[Model]) -> Canonical:
    """The canonical form of a table; a table without one cannot be sealed."""
    found = vars(model).get("CANONICAL")
    if not isinstance(found, Canonical):
        raise TypeError(f"{model.__name__} has no CANONICAL")
    return found


@dataclass(frozen=True, slots=True)
class Shape:
    """How a table is read: its columns, which of them are keys to another table, and the columns of each version.

    The columns of the identity come first.
    """

    model: type[Model]
    canonical: Canonical
    columns: tuple[str, ...]
    keys: Mapping[int, type[Model]]
    versions: Mapping[int, Mapping[str, int]]

    @classmethod
    def of(cls, model: type[Model]) -> Shape:
        """The shape of a table that has a canonical form."""
        canonical = canonical_of(model)
        versions = canonical.versions()
        names = list(dict.fromkeys([*canonical.identity, *sum(versions.values(), ())]))
        held = {field.name: field for field in model._meta.concrete_fields}
        fields = [held[name] for name in names]
        keys = {at: field.related_model for at, field in enumerate(fields) if isinstance(field.related_model, type)}
        where = {version: {name: names.index(name) for name in listed} for version, listed in versions.items()}
        return cls(model, canonical, tuple(field.attname for field in fields), keys, where)

    def row_id(self, row: Row) -> str:
        """The lasting name of a row."""
        return "/".join(map(str, row[: len(self.canonical.identity)]))

    def digest(self, row: Row, version: int) -> bytes:
        """The digest of a row under a version of its canonical form."""
        values = {name: row[at] for name, at in self.versions[version].items()}
        return digest(self.canonical.key, version, values)

    def fits(self, row: Row, seal: Seal) -> bool:
        """Whether a row is as it was sealed; a row that cannot be read is not."""
        try:
            return self.digest(row, seal.version) == seal.digest
        except (IndexError, KeyError, *UNREADABLE):
            return False

    def rows(self, pks: Collection[Any]) -> Iterator[Row]:
        """Some rows in canonical form, as the table holds them now."""
        for some in batches(pks):
            for _, row in self.named(readable(self.model._base_manager.filter(pk__in=some), self.columns)):
                if row is not None:
                    yield row

    def all(self) -> Iterator[tuple[Any, Row | None]]:
        """The whole table in canonical form."""
        for chunk in all_rows(self.model, self.columns):
            yield from self.named(chunk)

    def named(self, chunk: Chunk) -> Chunk:
        """The rows with the lasting name of another row for each key to it; `#` and the key if there is none."""
        for at, target in self.keys.items():
            pointed = {row[at] for _, row in chunk if row is not None and at < len(row)}
            names = names_of(target, [key for key in pointed if is_key(target, key)])
            chunk = [(pk, row and with_name(row, at, names)) for pk, row in chunk]
        return chunk

    def unread(self, pk: Any) -> Row:
        """As much of a row as its name, when the rest cannot be read; failing that, its key in the table."""
        count = len(self.canonical.identity)
        row = alone(self.model, pk, self.columns[:count])
        return self.named([(pk, row)])[0][1] or (f"#{pk}",) * count


def with_name(row: Row, at: int, names: Mapping[Any, str]) -> Row:
    """A row with a name in place of a key."""
    if at >= len(row) or row[at] is None:
        return row
    return (*row[:at], names.get(row[at], f"#{row[at]}"), *row[at + 1 :])


def is_key(model: type[Model], key: Any) -> bool:
    """Whether a value can be a key of a table; SQLite keeps whatever is put into a column."""
    try:
        return key is not None and model._meta.pk.get_prep_value(key) == key
    except UNREADABLE:
        return False


def batches(items: Iterable[Any]) -> Iterator[list[Any]]:
    """The items, so many at a time as one query may name."""
    waiting = iter(items)
    while some := list(islice(waiting, CHUNK)):
        yield some


def names_of(model: type[Model], pks: Iterable[Any]) -> dict[Any, str]:
    """The lasting names of some rows, by their keys in the table."""
    shape = Shape.of(model)
    columns = shape.columns[: len(shape.canonical.identity)]
    found: dict[Any, str] = {}
    for some in batches(pks):
        chunk = shape.named(readable(model._base_manager.filter(pk__in=some), columns))
        found |= {pk: shape.row_id(row) for pk, row in chunk if row is not None}
    return found


def all_rows(model: type[Model], columns: Sequence[str]) -> Iterator[Chunk]:
    """The whole table in chunks, by key."""
    rows: QuerySet[Any] = model._base_manager.order_by("pk")
    chunk = readable(rows[:CHUNK], columns)
    while chunk:
        yield chunk
        chunk = readable(rows.filter(pk__gt=chunk[-1][0])[:CHUNK], columns)


def readable(rows: QuerySet[Any], columns: Sequence[str]) -> Chunk:
    """The rows of a chunk; when one of them cannot be read, each by itself, so that it can be named."""
    try:
        return [(row[0], row[1:]) for row in rows.values_list("pk", *columns)]
    except UNREADABLE:
        return [(pk, alone(rows.model, pk, columns)) for pk in rows.values_list("pk", flat=True)]


def alone(model: type[Model], pk: Any, columns: Sequence[str]) -> Row | None:
    """One row by its key, or None when it cannot be read."""
    try:
        return model._base_manager.filter(pk=pk).values_list(*columns).first()
    except UNREADABLE:
        return None
