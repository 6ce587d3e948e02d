"""What digests outlive: a migration, a dump from one engine into the other, new surrogate keys, the order of rows."""

from __future__ import annotations

from hashlib import sha256

import pytest
from django.apps.registry import Apps
from django.core import serializers
from django.core.serializers.json import DjangoJSONEncoder
from django.db import connection, models

from chiakhoa.foundation.audit import actions
from chiakhoa.foundation.audit.models import Chain, Checkpoint, Entry, RowDigest
from chiakhoa.foundation.audit.queries import verifying
from chiakhoa.foundation.audit.queries.rows import Shape
from chiakhoa.foundation.audit.values import CHANGED, Canonical
from tests.foundation.audit.evidence import EVIDENCE, WORDS, House, Pig, written

CHAIN = "commune:99001"
TRAIL = (Chain, Entry, RowDigest, Checkpoint)
WRITTEN_OUT = (
    '["test.house",1,{"answers":{"cattle":2,"gaps":["nước",null],"water":"piped"},"area":"41.2500","durable":true,'
    '"head":"Nguyễn Thị Hoà 2","next_door":"FIRST","public_id":"SECOND",'
    '"rooms":2,"seen_at":"2025-11-14T09:30:00.123456+00:00",'
    '"seen_on":"2025-11-14","stamp":"00ff"}]'
)


def test_a_digest_is_what_anybody_can_work_out_by_hand(trail):
    """The same text on every engine, hence a store can move from one to the other."""
    first, second = written(2)
    text = WRITTEN_OUT.replace("FIRST", str(first.public_id)).replace("SECOND", str(second.public_id))
    assert bytes(RowDigest.objects.get(row_id=second.public_id).digest) == sha256(text.encode()).digest()


class Exact(DjangoJSONEncoder):
    """Times with microseconds, which Django's own encoder cuts off."""

    def default(self, value: object) -> object:
        return value.isoformat() if hasattr(value, "isoformat") else super().default(value)


def test_a_dump_loaded_into_an_empty_store_verifies(trail):
    rows = [{name: value for name, value in vars(one).items() if name != "_state"} for one in written()]
    actions.checkpoint(chain=CHAIN, **WORDS)
    dump = serializers.serialize("json", [row for model in TRAIL for row in model.objects.order_by("pk")], cls=Exact)
    for model in reversed((*TRAIL, House)):
        model._base_manager.order_by("-pk")._raw_delete("default")
    for one in serializers.deserialize("json", dump):
        one.save()
    for row in rows:
        House(**row).save(force_insert=True)
    assert trail().intact


def test_surrogate_keys_may_change(trail):
    """A store loaded beside another gets new keys; public ids stay."""
    rows = written(2)
    Pig.objects.create(house=rows[1], number=1, name="Ủn")
    actions.record(chain=CHAIN, action="test.done", rows=Pig.objects.all(), **WORDS)
    kept = [(one.number, one.name) for one in Pig.objects.all()]
    Pig.objects.all().delete()
    House.objects.filter(rooms=2).update(next_door=None)
    old = House.objects.filter(rooms=1).values().get()
    House.objects.filter(rooms=1).delete()
    moved = House.objects.create(**old | {"id": 900})
    House.objects.filter(rooms=2).update(next_door=moved)
    Pig.objects.create(pk=77, house=House.objects.get(rooms=2), number=kept[0][0], name=kept[0][1])
    assert trail().intact


def test_a_table_that_gains_a_field_keeps_its_digests_and_seals_the_next_ones_whole(trail, monkeypatch):
    first = Pig.objects.create(house=written(1)[0], number=1, name="Ủn")
    second = Pig.objects.create(house=first.house, number=2, name="Ỉn")
    actions.record(chain=CHAIN, action="test.done", rows=[first, second], **WORDS)
    connection.check_constraints()
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE audit_tests_pig ADD COLUMN weight integer NOT NULL DEFAULT 0")
    newer = pig_with_weight()
    monkeypatch.setattr(verifying, "evidence_models", lambda: [Chain, Checkpoint, House, newer])
    assert trail().intact

    heavier = newer._base_manager.get(number=1)
    heavier.weight = 60
    heavier.save()
    actions.record(chain=CHAIN, action="test.weighed", rows=[heavier], **WORDS)
    assert list(RowDigest.objects.filter(model="test.pig").values_list("revision", "version").order_by("pk")) == [
        (1, 1), (1, 1), (2, 2),
    ]  # fmt: skip
    assert trail().intact

    newer._base_manager.update(name="Ụt")
    assert [one.kind for one in trail().problems] == [CHANGED, CHANGED]
    newer._base_manager.filter(number=1).update(name="Ủn", weight=61)
    newer._base_manager.filter(number=2).update(name="Ỉn")
    assert [(one.kind, one.id[-2:]) for one in trail().problems] == [(CHANGED, "/1")]


def pig_with_weight() -> type[models.Model]:
    """The table of pigs after a migration that adds a column."""

    class Heavy(models.Model):
        house = models.ForeignKey(House, on_delete=models.PROTECT)
        number = models.IntegerField()
        name = models.CharField(max_length=40)
        weight = models.IntegerField(default=0)

        CANONICAL = Canonical(
            "test.pig", version=2, fields=("name", "weight"), identity=("house", "number"), earlier=(("name",),)
        )

        class Meta:
            app_label = "audit_tests"
            apps = Apps()
            db_table = "audit_tests_pig"

        def __str__(self) -> str:
            return self.name

    return Heavy


def test_a_version_lists_every_one_before_it():
    with pytest.raises(ValueError, match="version 2 with 0 earlier"):
        Canonical("test.pig", version=2, fields=("name",))


def test_a_digest_of_an_unknown_version_does_not_fit(trail):
    row = written(1)[0]
    shape = Shape.of(House)
    (held,) = shape.rows([row.pk])
    seal = actions._seals([row])[0]
    assert shape.fits(held, seal)
    assert not shape.fits(held, type(seal)(seal.model, seal.row_id, 1, 2, seal.digest))


def test_the_order_of_rows_does_not_matter(trail):
    for model in EVIDENCE:
        assert not model._base_manager.exists()
    rows = written()
    seals = actions._seals(rows)
    from chiakhoa.foundation.audit.values import rows_hash

    assert rows_hash(seals) == rows_hash(reversed(seals))
    assert rows_hash(seals) != rows_hash(seals[1:])
