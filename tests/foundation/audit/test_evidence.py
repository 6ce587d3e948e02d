"""Every table that carries evidence, discovered from the code: a row changed, deleted or inserted past the program."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from django.db import models

from chiakhoa.foundation.audit import actions, queries
from chiakhoa.foundation.audit.models import Chain, Checkpoint
from chiakhoa.foundation.audit.queries.rows import Shape, canonical_of
from chiakhoa.foundation.audit.values import CHANGED, DELETED, INSERTED, Verified
from tests.foundation.audit.evidence import WORDS, House, Pig
from tests.foundation.audit.rows import TABLES, made, other, with_checks, without_checks

EVERY_TABLE = pytest.mark.parametrize("model", TABLES, ids=lambda model: model.__name__)
SEALED_FIELDS = [(model, name) for model in TABLES for name in canonical_of(model).fields]
EVERY_FIELD = pytest.mark.parametrize(
    ("model", "name"), SEALED_FIELDS, ids=[f"{model.__name__}.{name}" for model, name in SEALED_FIELDS]
)
Found = Callable[[type[models.Model]], list[tuple[str, str]]]


@pytest.fixture
def found(trail: Callable[[], Verified]) -> Iterator[Found]:
    """What verifying says about the rows of one table."""
    yield lambda model: [(one.kind, one.id) for one in trail().problems if one.subject == canonical_of(model).key]
    with_checks()


def sealed_rows(model: type[models.Model]) -> list[models.Model]:
    """Three rows of a table, sealed together with the rows they point at."""
    without_checks(model)
    rows: list[models.Model] = []
    for _ in range(3):
        rows.append(made(model, rows[-1] if rows else None))
    everything = [row for table in TABLES for row in table._base_manager.all()]
    actions.record(chain="office", action="test.sealed", rows=everything, **WORDS)
    return rows


def row_id(row: models.Model) -> str:
    """The lasting name of a row, as its table holds it."""
    shape = Shape.of(type(row))
    (held,) = shape.rows([row.pk])
    return shape.row_id(held)


def test_tables_are_discovered():
    assert {Chain, Checkpoint} <= set(queries.evidence_models())
    assert {House, Pig} <= set(TABLES)
    assert len({canonical_of(model).key for model in TABLES}) == len(TABLES), "two tables share a lasting name"


@EVERY_TABLE
def test_a_canonical_form_names_rows_for_good(model: type[models.Model]):
    """Identity is unique in the table, and no value depends on how an engine rounds."""
    canonical = canonical_of(model)
    fields = [model._meta.get_field(name) for name in (*canonical.identity, *canonical.fields)]
    unique = [set(one.fields) for one in model._meta.total_unique_constraints]
    assert fields[0].unique if len(canonical.identity) == 1 else set(canonical.identity) in unique
    assert not [field.name for field in fields if isinstance(field, models.FloatField)]
    assert len(set(canonical.fields)) == len(canonical.fields)


DERIVED = {"id", "name_key", "sort_key", "last_login"}
"""Columns that are not sealed: numbers of the engine, what is worked out from sealed ones, the last sign-in."""


@EVERY_TABLE
def test_every_column_is_sealed_or_derived(model: type[models.Model]):
    columns = {field.name for field in model._meta.concrete_fields}
    assert columns - set(canonical_of(model).fields) - set(canonical_of(model).identity) <= DERIVED


@EVERY_FIELD
def test_a_changed_value_is_named(found: Found, model: type[models.Model], name: str):
    row = sealed_rows(model)[-1]
    assert not found(model)
    before = row_id(row)
    field = model._meta.get_field(name)
    model._base_manager.filter(pk=row.pk).update(**{field.attname: other(field, row)})
    after = row_id(row)
    expected = {(CHANGED, before)} if after == before else {(DELETED, before), (INSERTED, after)}
    assert expected <= set(found(model))


@EVERY_TABLE
def test_a_deleted_row_is_named(found: Found, model: type[models.Model]):
    row = sealed_rows(model)[-1]
    gone = row_id(row)
    model._base_manager.filter(pk=row.pk)._raw_delete("default")
    assert found(model) == [(DELETED, gone)]


@EVERY_TABLE
def test_an_inserted_row_is_named(found: Found, model: type[models.Model]):
    rows = sealed_rows(model)
    new = made(model, rows[-1])
    assert (INSERTED, row_id(new)) in found(model)
