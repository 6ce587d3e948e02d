"""Any sequence of writes verifies; any single value changed anywhere in the evidence is found."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any
from uuid import UUID

from django.db import IntegrityError, models, transaction
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from chiakhoa.foundation.audit import actions
from chiakhoa.foundation.audit.models import Chain, Checkpoint, Entry, RowDigest
from tests.foundation.audit.evidence import WORDS, House, Pig, house

CHAINS = ("office", "commune:99001", "province:99")
TABLES = (Chain, Entry, RowDigest, Checkpoint, House, Pig)
STEPS = st.lists(
    st.tuples(st.sampled_from(("new", "change", "pig", "end", "none", "checkpoint")), st.sampled_from(CHAINS),
              st.integers(1, 4)),
    min_size=1, max_size=8,
)  # fmt: skip
QUICK = settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))


def play(steps: list[tuple[str, str, int]]) -> None:
    """Write as the rooms do: rows first, then one entry."""
    for number, (step, chain, count) in enumerate(steps):
        words = {"chain": chain, "action": f"test.{step}", **WORDS}
        houses = list(House.objects.order_by("pk"))
        if step == "new":
            rows: list[models.Model] = [house(100 * number + each) for each in range(count)]
            House.objects.bulk_create(rows)
            actions.record(rows=rows, **words)
        elif step == "change" and houses:
            House.objects.filter(pk=houses[-1].pk).update(rooms=1000 + number, head="Lò Thị Mỷ")
            actions.record(rows=[houses[-1]], **words)
        elif step == "pig" and houses:
            actions.record(rows=[Pig.objects.create(house=houses[0], number=number, name="Ủn")], **words)
        elif step == "end" and Pig.objects.exists():
            actions.record(ended=[Pig.objects.last()], **words)
            Pig.objects.last().delete()
        elif step == "checkpoint" and Chain.objects.filter(key=chain).exists():
            actions.checkpoint(chain=chain, **WORDS)
        else:
            actions.record(subjects=["household:1"], **words)


def nudged(value: Any, where: int) -> Any:
    """The value with its smallest part changed at a place."""
    match value:
        case bool():
            return not value
        case int():
            return value ^ (1 << where % 12)
        case Decimal():
            return value + Decimal("0.0001")
        case datetime():
            return value + timedelta(microseconds=1 + where)
        case date():
            return value + timedelta(days=1 + where)
        case UUID():
            return UUID(int=value.int ^ (1 << where % 128))
        case str() if value:
            at = where % len(value)
            return f"{value[:at]}{'x' if value[at] != 'x' else 'y'}{value[at + 1 :]}"
        case bytes() | memoryview() if len(value):
            changed = bytearray(value)
            changed[where % len(changed)] ^= 1 << where % 8
            return bytes(changed)
        case list() | dict():
            return [value]
    return "x" if value == "" else None


@given(steps=STEPS)
@QUICK
def test_what_the_program_writes_verifies(trail, settings, steps):
    with transaction.atomic():
        Path(settings.SIGNING_KEYS, "heads.json").unlink(missing_ok=True)
        play(steps)
        found = trail()
        assert found.intact, found.problems
        transaction.set_rollback(True)


@given(steps=STEPS, data=st.data())
@QUICK
def test_one_value_changed_anywhere_is_found(trail, settings, steps, data):
    with transaction.atomic():
        Path(settings.SIGNING_KEYS, "heads.json").unlink(missing_ok=True)
        play(steps)
        assert trail().intact
        model = data.draw(st.sampled_from([model for model in TABLES if model._base_manager.exists()]))
        row = data.draw(st.sampled_from(list(model._base_manager.order_by("pk"))))
        fields = [one for one in model._meta.concrete_fields if not one.primary_key and not one.is_relation]
        field = data.draw(st.sampled_from(fields))
        changed = nudged(getattr(row, field.attname), data.draw(st.integers(0, 300)))
        assume(changed is not None)
        try:
            with transaction.atomic():
                model._base_manager.filter(pk=row.pk).update(**{field.attname: changed})
        except IntegrityError:
            refused = True
        else:
            refused = False
        assert refused or not trail().intact, (model, field, changed)
        transaction.set_rollback(True)
