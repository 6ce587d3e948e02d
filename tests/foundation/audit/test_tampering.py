"""Changes to the trail itself: what an administrator of the database can do, and what it tells."""

from __future__ import annotations

from collections.abc import Callable
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from django.db import DatabaseError, connection, models, transaction

from chiakhoa.foundation.audit import actions, queries
from chiakhoa.foundation.audit.models import Chain, Checkpoint, Entry, Look, RowDigest
from chiakhoa.foundation.audit.queries.verifying import Findings, Link, follow_links
from chiakhoa.foundation.audit.values import (
    CHANGED,
    DELETED,
    FIRST,
    GAP,
    INSERTED,
    SIGNATURE,
    Deed,
    Head,
    Verified,
    entry_hash,
    entry_message,
    key_id,
    rows_hash,
)
from chiakhoa.law.rules.refusals import LANGUAGES
from tests.foundation.audit.evidence import WORDS, House, change_behind, house, written
from tests.foundation.audit.rows import other, with_checks

CHAIN = "commune:99001"
DONE = {"chain": CHAIN, "action": "test.done", **WORDS}
COLUMNS = [
    (model, field.attname)
    for model in (Chain, Entry, RowDigest, Checkpoint)
    for field in model._meta.concrete_fields
    if not field.primary_key
]


@pytest.fixture
def kinds(trail: Callable[[], Verified]) -> Callable[[], set[tuple[str, str]]]:
    """Kind and subject of every problem in a trail of three houses, two more entries and a checkpoint."""
    written()
    for _ in range(2):
        actions.record(**DONE)
    actions.checkpoint(chain=CHAIN, **WORDS)
    assert trail().intact
    return lambda: {(one.kind, one.subject) for one in trail().problems}


@pytest.mark.parametrize(("model", "column"), COLUMNS, ids=[f"{model.__name__}.{name}" for model, name in COLUMNS])
def test_every_column_of_the_trail_is_covered(kinds, model: type[models.Model], column: str):
    row = model._base_manager.order_by("pk")[0]
    field = next(field for field in model._meta.concrete_fields if field.attname == column)
    if field.is_relation:
        strangers = {
            Chain: lambda: Chain.objects.create(key="office", opened_at=WORDS["at"]),
            Entry: Entry.objects.last,
        }
        changed_to = strangers[field.related_model]().pk
    else:
        changed_to = other(field, row)
    model._base_manager.filter(pk=row.pk).update(**{column: changed_to})
    assert kinds()


@pytest.mark.parametrize("number", [1, 2, 3])
def test_a_deleted_entry_leaves_a_gap(kinds, number: int):
    gone = Entry.objects.get(number=number)
    RowDigest.objects.filter(entry=gone)._raw_delete("default")
    Entry.objects.filter(pk=gone.pk)._raw_delete("default")
    assert (GAP, "entry") in kinds()


def test_a_cut_tail_is_noticed(kinds):
    """Entries, digests and the checkpoint after the second entry go, and with them every trace in the database."""
    Checkpoint.objects.all()._raw_delete("default")
    RowDigest.objects.filter(entry__number__gt=2).delete()
    Entry.objects.filter(number__gt=2)._raw_delete("default")
    assert kinds() == {(GAP, "entry")}


def test_a_whole_chain_gone_is_noticed(kinds):
    for model in (Checkpoint, RowDigest, Entry, Chain, House):
        model._base_manager.order_by("-pk")._raw_delete("default")
    assert kinds() == {(GAP, "entry")}


def forged(number: int, previous: bytes, key: Ed25519PrivateKey) -> dict[str, Any]:
    """An entry whose hashes are right, signed with a key of another's."""
    deed = Deed(WORDS["at"], WORDS["on"], "ke-gian", "test.done")
    hashed = entry_hash(previous, Head(CHAIN, number, deed), rows_hash([]))
    return {
        "number": number,
        "previous": previous,
        "at": deed.at,
        "on": deed.on,
        "actor": deed.actor,
        "action": deed.action,
        "subjects": [],
        "rows_hash": rows_hash([]),
        "hash": hashed,
        "signature": key.sign(entry_message(hashed)),
        "key_id": key_id(key.public_key().public_bytes_raw()),
    }


def test_a_history_hashed_again_without_the_key_is_not_signed(kinds):
    key = Ed25519PrivateKey.generate()
    previous = bytes(Entry.objects.get(number=1).hash)
    for number in (2, 3, 4):
        new = forged(number, previous, key)
        Entry.objects.filter(number=number).update(**new)
        previous = new["hash"]
    assert (SIGNATURE, "entry") in kinds()


def test_an_inserted_entry_is_not_signed(kinds):
    last = Entry.objects.get(number=4)
    Entry.objects.create(chain=last.chain, **forged(5, bytes(last.hash), Ed25519PrivateKey.generate()))
    assert kinds() == {(SIGNATURE, "entry")}


def test_digests_inserted_and_deleted_are_told(kinds):
    entry = Entry.objects.get(number=2)
    RowDigest.objects.create(entry=entry, model="test.house", row_id="x", revision=1, version=1, digest=FIRST)
    assert {(CHANGED, "entry"), (DELETED, "test.house")} <= kinds()


def test_a_deleted_digest_is_told(kinds):
    RowDigest.objects.filter(model="test.house")[:1].get().delete()
    assert kinds() == {(CHANGED, "entry"), (INSERTED, "test.house")}


def test_an_older_state_cannot_be_passed_off_as_the_newest(trail):
    """Row, revision and the order of keys put back together; the entry that wrote the newer state gives it away."""
    one = written(1)[0]
    one.rooms = 9
    one.save()
    actions.record(rows=[one], **DONE)
    House.objects.filter(pk=one.pk).update(rooms=1)
    newer = RowDigest.objects.get(model="test.house", revision=2)
    older = RowDigest.objects.get(model="test.house", revision=1)
    RowDigest.objects.filter(pk=newer.pk).update(digest=older.digest)
    assert {one.kind for one in trail().problems} == {CHANGED}


def test_a_signed_entry_of_another_past_does_not_fit(trail):
    """Somebody restores an old backup, the program goes on, then an entry of the lost past is brought back."""
    actions.record(**DONE)
    point = transaction.savepoint()
    actions.record(**DONE, reason="lost")
    actions.record(**DONE)
    lost = Entry.objects.filter(number=2).values().get()
    transaction.savepoint_rollback(point)
    actions.record(**DONE, reason="kept")
    actions.record(**DONE)
    lost.pop("id")
    Entry.objects.filter(number=2).update(**lost)
    assert "audit.entry_unlinked" in {one.rule for one in trail().problems}


def test_two_entries_of_one_number_are_told():
    """Where somebody took the constraint away first."""
    found = Findings(links=[Link("office", 1, FIRST, b"a"), Link("office", 1, FIRST, b"b")])
    follow_links(found, {})
    assert [(one.kind, one.id) for one in found.problems] == [(INSERTED, "office/1")]


def test_a_digest_of_no_entry_is_told(kinds):
    if connection.vendor == "postgresql":
        change_behind("SET LOCAL session_replication_role = replica")
    change_behind("UPDATE audit_rowdigest SET entry_id = 404 WHERE id = (SELECT max(id) FROM audit_rowdigest)")
    assert (INSERTED, "digest") in kinds()
    change_behind("DELETE FROM audit_rowdigest WHERE entry_id = 404")


TORN = {
    "half a letter": ("test.house", "UPDATE audit_tests_house SET head = {half} WHERE rooms = 2"),
    "no key": ("test.house", "UPDATE audit_tests_house SET next_door_id = 'next' WHERE rooms = 2"),
    "no row of that key": ("test.house", "UPDATE audit_tests_house SET next_door_id = 404 WHERE rooms = 2"),
    "no day": ("test.house", "UPDATE audit_tests_house SET seen_on = '2025-13-41' WHERE rooms = 2"),
    "no time": ("test.house", "UPDATE audit_tests_house SET seen_at = 'noon' WHERE rooms = 2"),
    "no id": ("test.house", "UPDATE audit_tests_house SET public_id = 'one' WHERE rooms = 2"),
    "no document": ("test.house", "UPDATE audit_tests_house SET answers = '[torn' WHERE rooms = 2"),
    "no bytes": ("entry", "UPDATE audit_entry SET hash = 'text' WHERE number = 2"),
    "no number": ("entry", "UPDATE audit_entry SET number = 'two' WHERE number = 2"),
    "no list": ("entry", "UPDATE audit_entry SET subjects = '5' WHERE number = 2"),
    "no revision": ("digest", "UPDATE audit_rowdigest SET revision = 'one' WHERE model = 'test.house'"),
    "no digest": ("digest", "UPDATE audit_rowdigest SET digest = 5 WHERE model = 'test.house'"),
    "no hash": ("checkpoint", "UPDATE audit_checkpoint SET hash = 5"),
}
HALF_A_LETTER = {"sqlite": "CAST(x'48c3' AS TEXT)", "postgresql": "convert_from('\\x48c3', 'UTF8')"}


@pytest.mark.parametrize("name", TORN)
def test_a_value_that_no_program_wrote_is_named(kinds, name: str):
    """SQLite takes anything, and verifying still reads on; PostgreSQL refuses what its column cannot hold."""
    subject, statement = TORN[name]
    if connection.vendor == "sqlite":
        change_behind("PRAGMA ignore_check_constraints = ON")
    try:
        with transaction.atomic():
            change_behind(statement.format(half=HALF_A_LETTER[connection.vendor]))
            assert subject in {one for _, one in kinds()}
            transaction.set_rollback(True)
    except DatabaseError:
        assert connection.vendor == "postgresql"
    finally:
        with_checks()


def test_a_key_folder_without_the_key_vouches_for_nothing(kinds, settings):
    for path in Path(settings.SIGNING_KEYS).glob("*.pub"):
        path.unlink()
    assert kinds() == {(SIGNATURE, "entry"), (SIGNATURE, "checkpoint")}


@pytest.mark.parametrize("model", [Entry, RowDigest, Checkpoint, Look])
def test_guards_refuse_change_and_deletion(kinds, model: type[models.Model]):
    actions.look(subject="household:17", fields=["gravely_ill"], **WORDS)
    assert queries.missing_guards()
    actions.ensure_guards()
    assert not queries.missing_guards()
    key = model._base_manager.values_list("pk", flat=True)[0]
    for order in (
        lambda: model._base_manager.filter(pk=key).update(id=key),
        lambda: model._base_manager.filter(pk=key)._raw_delete("default"),
    ):
        with pytest.raises(DatabaseError, match="only grows"), transaction.atomic():
            order()


def test_guards_let_the_program_go_on_and_are_put_once(kinds):
    assert len(actions.ensure_guards()) == 8
    assert actions.ensure_guards() == []
    actions.record(**DONE)
    assert not kinds()


def test_a_guard_taken_away_is_missed_and_put_back(kinds):
    actions.ensure_guards()
    where = "" if connection.vendor == "sqlite" else " ON audit_entry"
    change_behind(f"DROP TRIGGER audit_entry_no_delete{where}")
    assert queries.missing_guards() == ["audit_entry_no_delete"]
    assert actions.ensure_guards() == ["audit_entry_no_delete"]


def test_every_problem_speaks_three_languages(trail):
    written()
    House.objects.filter(rooms=1).update(rooms=2)
    house(9).save()
    told = trail().problems
    assert {one.kind for one in told} == {CHANGED, INSERTED}
    for one in told:
        texts = {one.message(lang) for lang in LANGUAGES}
        assert len(texts) == len(LANGUAGES)
        assert all(one.id in text for text in texts)


def test_letters_composed_in_another_way_are_the_same_words():
    from chiakhoa.foundation.audit.values import digest

    composed, apart = "Hoà", "Hoa\N{COMBINING GRAVE ACCENT}"
    assert digest("a", 1, {"name": composed}) == digest("a", 1, {"name": apart})
    line = f'["a",1,{{"name":"{composed}"}}]'
    assert digest("a", 1, {"name": apart}) == sha256(line.encode()).digest()
