"""Rows of any table that carries evidence, made from its columns alone, and every way to change one of their values."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from itertools import count
from typing import Any
from uuid import UUID

from django.db import connection, models

from chiakhoa.foundation.audit import queries
from tests.foundation.audit.evidence import AT, DAY, EVIDENCE

NUMBERS = count(1_000)
TABLES = [*queries.evidence_models(), *EVIDENCE]


def without_checks(model: type[models.Model]) -> None:
    """Let any value into a table for the length of a test: what is sealed need not make sense."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("PRAGMA ignore_check_constraints = ON")
            return
        for table in reached(model):
            found = connection.introspection.get_constraints(cursor, table)
            for name in [name for name, one in found.items() if one["check"]]:
                cursor.execute(f'ALTER TABLE "{table}" DROP CONSTRAINT "{name}"')


def reached(model: type[models.Model]) -> set[str]:
    """The tables of a model and of what its keys point at."""
    nearer = {field.related_model for field in model._meta.concrete_fields if field.is_relation} - {model}
    return {model._meta.db_table}.union(*map(reached, nearer))


def with_checks() -> None:
    """Back to the usual; PostgreSQL rolls its constraints back by itself."""
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA ignore_check_constraints = OFF")


def made(model: type[models.Model], before: models.Model | None = None) -> models.Model:
    """A new row with a value in every column; a key to its own table points at the row `before`."""
    values: dict[str, Any] = {}
    for field in model._meta.concrete_fields:
        if field.primary_key and isinstance(field, models.AutoField):
            continue
        if field.is_relation:
            values[field.name] = before if field.related_model is model else made(field.related_model)
        else:
            values[field.name] = value(field, next(NUMBERS))
    return model._base_manager.create(**values)


def value(field: models.Field, number: int) -> Any:
    """A value of the field's kind, another one for each number."""
    match field:
        case models.BooleanField():
            return bool(number % 2)
        case models.IntegerField():
            return number % 30_000
        case models.DecimalField():
            return Decimal(number).scaleb(-field.decimal_places)
        case models.DateTimeField():
            return AT + timedelta(microseconds=number)
        case models.DateField():
            return DAY + timedelta(days=number)
        case models.UUIDField():
            return UUID(int=number)
        case models.BinaryField():
            return number.to_bytes(4, "big")
        case models.JSONField():
            return {"number": number, "words": ["Hoà", None, True]}
        case models.CharField() | models.TextField():
            return f"{number:x}"[-(field.max_length or 99) :]
    raise TypeError(f"{field}: say in tests/foundation/audit/rows.py how to make a {type(field).__name__}")


def other(field: models.Field, row: models.Model) -> Any:
    """Another value for a field of a row."""
    if field.is_relation:
        return made(field.related_model).pk
    if isinstance(field, models.BooleanField):
        return not getattr(row, field.attname)
    return value(field, next(NUMBERS))
