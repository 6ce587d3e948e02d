"""Writing and reading the trail: entries, seals, chains, checkpoints, looks, keys."""

from __future__ import annotations

import json
import stat
from datetime import timedelta
from pathlib import Path

import pytest
from django.db import transaction

from chiakhoa.foundation.audit import actions, queries
from chiakhoa.foundation.audit.models import Chain, Entry, RowDigest
from chiakhoa.foundation.audit.queries.rows import Shape
from chiakhoa.foundation.audit.values import short_code
from chiakhoa.law.rules.refusals import Refused
from tests.foundation.audit.evidence import (
    AT,
    DAY,
    WORDS,
    House,
    Passer,
    Pig,
    Supervisor,
    SupervisorOfOne,
    change_behind,
    house,
    written,
)

OFFICE = {"chain": "office", "action": "test.done", **WORDS}


def test_an_entry_follows_the_one_before(trail):
    first, second = (actions.record(**OFFICE) for _ in range(2))
    assert (first.number, second.number) == (1, 2)
    assert bytes(second.previous) == bytes(first.hash)
    assert trail().intact
    assert trail().entries == 2


def test_every_written_row_is_sealed_once_a_time(trail):
    rows = written()
    rows[0].rooms = 9
    rows[0].save()
    actions.record(rows=[rows[0], rows[0]], **OFFICE)
    row_id = str(rows[0].public_id)
    assert list(RowDigest.objects.filter(row_id=row_id).values_list("revision", flat=True)) == [1, 2]
    assert trail().intact


def test_what_is_sealed_is_what_the_table_holds(trail):
    """A value given in another form than the table gives back is no false alarm."""
    one = house(1, rooms="7", area="1.5", seen_on="2025-01-02")
    one.save()
    actions.record(rows=[one], **OFFICE)
    assert trail().intact


def test_a_row_that_ends_and_one_that_comes_again(trail):
    one = written(1)[0]
    actions.record(ended=[one], **OFFICE)
    one.delete()
    assert trail().intact
    again = house(1)
    again.save()
    actions.record(rows=[again], **OFFICE)
    assert trail().intact


def test_a_row_may_move_to_another_chain(trail):
    one = written(1)[0]
    actions.record(rows=[one], chain="province:99", action="test.moved", **WORDS)
    assert trail().intact


def test_a_foreign_key_is_written_as_the_name_of_the_other_row(trail):
    first, second = written(2)
    pig = Pig.objects.create(house=second, number=3, name="Ủn")
    assert [seal.row_id for seal in actions._seals([pig])] == [f"{second.public_id}/3"]
    (row,) = Shape.of(House).rows([second.pk])
    assert str(first.public_id) in row


def test_a_row_that_is_not_in_its_table_cannot_be_sealed(trail):
    with pytest.raises(LookupError):
        actions.record(rows=[House(pk=404)], **OFFICE)


def test_a_table_without_canonical_form_cannot_be_sealed(trail):
    with pytest.raises(TypeError):
        actions.record(rows=[Entry(pk=1)], **OFFICE)


@pytest.mark.parametrize("chain", ["", "Office", "commune:", "commune:99 001", "household:1"])
def test_a_chain_has_a_known_name(trail, chain: str):
    with pytest.raises(Refused, match=r"audit\.chain_key"):
        actions.record(chain=chain, action="test.done", **WORDS)


@pytest.mark.django_db(transaction=True)
def test_an_entry_needs_the_transaction_of_its_rows():
    with pytest.raises(transaction.TransactionManagementError):
        actions.record(**OFFICE)


def test_a_merged_chain_names_the_next_which_takes_its_last_hash(trail):
    actions.record(chain="commune:99002", action="test.done", **WORDS)
    last = actions.close_chain(chain="commune:99002", into="commune:99001", **WORDS)
    assert last.subjects == ("chain:commune:99001",)
    follows = Entry.objects.get(chain__key="commune:99001", number=1)
    assert follows.subjects == [f"chain:commune:99002@2:{bytes(last.hash).hex()}"]
    assert Chain.objects.get(key="commune:99002").closed_at == AT
    with pytest.raises(Refused, match=r"audit\.chain_closed"):
        actions.record(chain="commune:99002", action="test.done", **WORDS)
    with pytest.raises(Refused, match=r"audit\.chain_closed"):
        actions.close_chain(chain="commune:99002", into="commune:99001", **WORDS)
    assert trail().intact


def test_a_chain_does_not_close_into_itself(trail):
    with pytest.raises(Refused, match=r"audit\.chain_closed"):
        actions.close_chain(chain="office", into="office", **WORDS)


def test_a_checkpoint_signs_the_last_entry_and_stands_until_something_new(trail):
    entry = actions.record(**OFFICE)
    first = actions.checkpoint(chain="office", **WORDS)
    later = WORDS | {"at": AT + timedelta(hours=1)}
    assert actions.checkpoint(chain="office", **later) == first
    assert (first.number, first.code) == (entry.number, short_code(bytes(entry.hash)))
    actions.record(**OFFICE)
    assert actions.checkpoint(chain="office", **later).number == 3
    assert trail().intact
    assert trail().checkpoints == 2


def test_a_chain_without_entries_has_no_checkpoint(trail):
    with pytest.raises(Refused, match=r"audit\.no_chain"):
        actions.checkpoint(chain="office", **WORDS)
    assert not Chain.objects.exists()


def test_history_finds_what_names_a_subject_and_what_wrote_its_row(trail):
    one = written()[0]
    actions.record(**OFFICE | {"action": "test.named"}, subjects=["household:17", "season:2025"])
    told = queries.history(Supervisor(), f"test.house:{one.public_id}")
    assert [entry.action for entry in told] == ["test.write"]
    assert [entry.action for entry in queries.history(Supervisor(), "household:17")] == ["test.named"]
    assert not queries.history(Supervisor(), "household:1")
    assert queries.history(Supervisor(), "season:2025").count() == 2
    assert [entry.action for entry in queries.entries(Supervisor(), "office")] == ["test.named"]


def test_a_look_is_taken_down_apart_from_the_chains(trail):
    actions.look(subject="household:17", fields=["gravely_ill"], why="survey", **WORDS)
    assert [look.actor for look in queries.looks(Supervisor(), "household:17")] == ["chi-hoa"]
    assert trail().entries == 0


def test_who_may_not_read_the_trail_sees_nothing_of_it(trail):
    written()
    actions.look(subject="season:2025", fields=[], **WORDS)
    passer = Passer()
    assert not queries.entries(passer)
    assert not queries.history(passer, "season:2025")
    assert not queries.looks(passer, "season:2025")
    assert not queries.open_chains(passer)
    with pytest.raises(Refused, match=r"audit\.not_yours"):
        queries.verify(passer)


def test_who_reads_one_chain_is_told_nothing_of_another(trail):
    written()
    actions.record(**OFFICE)
    actions.checkpoint(chain="office", by="a", on=WORDS["on"], at=WORDS["at"])
    actions.look(subject="season:2025", fields=[], **WORDS)
    trail()
    here, there = SupervisorOfOne("commune:99001"), SupervisorOfOne("commune:99002")
    assert {entry.chain.key for entry in queries.entries(here)} == {"commune:99001"}
    assert not queries.entries(here, "office")
    assert queries.history(here, "season:2025").count() == 1
    assert queries.looks(here, "season:2025").count() == 1
    assert [one.key for one in queries.open_chains(here)] == ["commune:99001"]
    seen, unseen = queries.verify(here), queries.verify(there)
    assert (seen.intact, seen.entries, seen.checkpoints) == (True, 1, 0)
    assert (unseen.intact, unseen.entries, unseen.checkpoints, unseen.rows) == (True, 0, 0, 0)
    assert not queries.looks(there, "season:2025")
    assert not queries.history(there, "season:2025")


def test_a_problem_is_told_where_it_belongs(trail):
    rows = written()
    trail()
    change_behind("UPDATE audit_tests_house SET head = %s WHERE id = %s", "Khác", rows[0].pk)
    assert [one.kind for one in queries.verify(SupervisorOfOne("commune:99001")).problems] == ["changed"]
    assert queries.verify(SupervisorOfOne("commune:99002")).intact
    change_behind("DELETE FROM audit_tests_house WHERE id = %s", rows[-1].pk)
    found = [one.kind for one in queries.verify(SupervisorOfOne("commune:99001")).problems]
    assert sorted(found) == ["changed", "deleted"]
    assert queries.verify(SupervisorOfOne("commune:99002")).intact


def test_whose_commune_was_merged_reads_on_in_the_chain_it_went_into(trail):
    actions.record(**OFFICE | {"chain": "commune:99901"})
    actions.record(**OFFICE | {"chain": "commune:99001"})
    actions.close_chain(chain="commune:99901", into="commune:99001", by="a", on=WORDS["on"], at=WORDS["at"])
    found = {entry.chain.key for entry in queries.entries(SupervisorOfOne("commune:99001"))}
    assert found == {"commune:99901", "commune:99001"}


def test_the_key_is_its_owners_alone_and_stays(trail, settings):
    first = actions.record(**OFFICE)
    folder = Path(settings.SIGNING_KEYS)
    assert stat.S_IMODE((folder / "signing.key").stat().st_mode) == 0o600
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    assert actions.record(**OFFICE).key_id == first.key_id


def test_what_an_earlier_key_signed_still_verifies(trail, settings):
    first = actions.record(**OFFICE)
    (Path(settings.SIGNING_KEYS) / "signing.key").rename(Path(settings.SIGNING_KEYS) / "2024.key")
    assert actions.record(**OFFICE).key_id != first.key_id
    assert trail().intact


def test_another_kind_of_key_is_refused(trail, settings):
    from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey
    from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

    folder = Path(settings.SIGNING_KEYS)
    folder.mkdir()
    other = X25519PrivateKey.generate().private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    (folder / "signing.key").write_bytes(other)
    with pytest.raises(Refused, match=r"audit\.signing_key"):
        actions.record(**OFFICE)


def test_heads_never_go_back(trail, settings):
    entries = [actions.record(**OFFICE) for _ in range(2)]
    trail()
    actions._keep_head("office", 1, bytes(entries[0].hash).hex())
    kept = json.loads((Path(settings.SIGNING_KEYS) / "heads.json").read_text())
    assert kept == {"office": [2, bytes(entries[1].hash).hex()]}


def test_the_day_is_the_callers(trail):
    assert actions.record(**OFFICE).on == DAY
