"""Rows in their canonical form: one way of reading them, for sealing and for verifying alike."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.db import DatabaseError
from django.db.models import Model, QuerySet

from chiakhoa.foundation.audit.values import Canonical, Seal, digest

CHUNK = 2_000
UNREADABLE = (ArithmeticError, AttributeError, DatabaseError, TypeError, ValueError)
"""What Django raises on a value that no program wrote: half a letter, a thirteenth month, a torn JSON document."""

Row = tuple[Any, ...]


def evidence_models() -> list[type[Model]]:
    """Every table that carries evidence: those with a canonical form. None is listed by hand."""
    return [model for model in apps.get_models() if hasattr(model, "CANONICAL")]


@dataclass(frozen=True, slots=True)
class Shape:
    """How rows of a table are read in canonical form: which columns, and which of them make up which field."""

    model: type[Model]
    canonical: Canonical
    columns: tuple[str, ...]
    parts: Mapping[str, tuple[int, ...]]

    @classmethod
    def of(cls, model: type[Model]) -> Shape:
        """The shape of a table that has a canonical form. A foreign key is read as the identity of the row it names."""
        canonical = canonical_of(model)
        columns: list[str] = []
        parts: dict[str, tuple[int, ...]] = {}
        for name in dict.fromkeys([*canonical.identity, *sum(canonical.versions().values(), ())]):
            found = columns_of(model, name)
            parts[name] = tuple(range(len(columns), len(columns) + len(found)))
            columns += found
        return cls(model, canonical, tuple(columns), parts)

    def value(self, row: Row, name: str) -> Any:
        """One field of a row."""
        where = self.parts[name]
        return row[where[0]] if len(where) == 1 else identity_text(row[at] for at in where)

    def row_id(self, row: Row) -> str:
        """The lasting name of a row."""
        return identity_text(self.value(row, name) for name in self.canonical.identity)

    def digest(self, row: Row, version: int) -> bytes:
        """The digest of a row under a version of its canonical form."""
        names = self.canonical.versions()[version]
        return digest(self.canonical.key, version, {name: self.value(row, name) for name in names})

    def fits(self, row: Row, seal: Seal) -> bool:
        """Whether a row is as it was sealed; a row that cannot be read is not."""
        try:
            return self.digest(row, seal.version) == seal.digest
        except (IndexError, KeyError, *UNREADABLE):
            return False

    def unread(self, pk: Any) -> Row:
        """As much of a row as its name, when the rest cannot be read; failing that, its key in the table."""
        count = max(at for name in self.canonical.identity for at in self.parts[name]) + 1
        return alone(self.model, pk, self.columns[:count]) or (f"#{pk}",) * count


def canonical_of(model: type[Model]) -> Canonical:
    """The canonical form of a table; a table without one cannot be sealed."""
    found = vars(model).get("CANONICAL")
    if not isinstance(found, Canonical):
        raise TypeError(f"{model.__name__} has no CANONICAL")
    return found


def columns_of(model: type[Model], name: str) -> list[str]:
    """The columns behind a field; of a foreign key those that name the other row for good."""
    target = model._meta.get_field(name).related_model
    if not isinstance(target, type):
        return [name]
    return [f"{name}__{column}" for part in canonical_of(target).identity for column in columns_of(target, part)]


def identity_text(parts: Iterable[Any]) -> str:
    """Identity as text: its parts with a slash between."""
    return "/".join(str(part) for part in parts)


def rows_of(model: type[Model], pks: Sequence[Any], columns: Sequence[str]) -> Iterator[Row]:
    """The columns of some rows, as the table holds them."""
    for start in range(0, len(pks), CHUNK):
        yield from model._base_manager.filter(pk__in=pks[start : start + CHUNK]).values_list(*columns)


def all_rows(model: type[Model], columns: Sequence[str], size: int = CHUNK) -> Iterator[list[tuple[Any, Row | None]]]:
    """The whole table in chunks, by key: the key and the columns, or None for a row that cannot be read."""
    rows: QuerySet[Any] = model._base_manager.order_by("pk")
    chunk = readable(rows[:size], columns)
    while chunk:
        yield chunk
        chunk = readable(rows.filter(pk__gt=chunk[-1][0])[:size], columns)


def readable(rows: QuerySet[Any], columns: Sequence[str]) -> list[tuple[Any, Row | None]]:
    """The rows of a chunk. One that cannot be read or points at nothing still keeps its key."""
    keys = list(rows.values_list("pk", flat=True))
    try:
        found = {row[0]: row[1:] for row in rows.values_list("pk", *columns)}
    except UNREADABLE:
        return [(pk, alone(rows.model, pk, columns)) for pk in keys]
    return [(pk, found.get(pk)) for pk in keys]


def alone(model: type[Model], pk: Any, columns: Sequence[str]) -> Row | None:
    """One row by its key, or None when it cannot be read."""
    try:
        return model._base_manager.filter(pk=pk).values_list(*columns).first()
    except UNREADABLE:
        return None
