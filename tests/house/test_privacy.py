"""Every column of every table has a privacy class in its own room."""

from __future__ import annotations

import sys

import pytest
from django.apps import apps
from django.db.models import Model

CLASSES = {"open", "basic", "answers", "sensitive", "money"}
OURS = [model for model in apps.get_models() if model.__module__.startswith("chiakhoa.")]


def test_there_are_tables():
    assert OURS


@pytest.mark.parametrize("model", OURS, ids=lambda model: model.__name__)
def test_every_column_has_a_class(model: type[Model]):
    mapping = sys.modules[model.__module__].PRIVACY[model.__name__]
    assert set(mapping) == {field.name for field in model._meta.concrete_fields}
    assert {str(getattr(privacy, "value", privacy)) for privacy in mapping.values()} <= CLASSES


def test_no_mapping_without_a_table():
    for module in {model.__module__ for model in OURS}:
        assert set(sys.modules[module].PRIVACY) == {model.__name__ for model in OURS if model.__module__ == module}
