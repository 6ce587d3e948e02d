"""Everything that writes the trail. `by` is the account, `on` the day, `at` the time it was taken down."""

from __future__ import annotations

import fcntl
import json
import os
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict
from datetime import date, datetime
from functools import partial
from pathlib import Path
from tempfile import mkstemp
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
    load_pem_private_key,
)
from django.db import connection, transaction
from django.db.models import Max, Model

from chiakhoa.foundation.audit.models import Chain, Checkpoint, Entry, Look, RowDigest
from chiakhoa.foundation.audit.queries import guards, missing_guards
from chiakhoa.foundation.audit.queries.files import HEADS, SIGNING_KEY, heads, keys_folder
from chiakhoa.foundation.audit.queries.rows import Shape, batches
from chiakhoa.foundation.audit.values import (
    CHAIN_CLOSED,
    CHAIN_FOLLOWS,
    CHAIN_KEY,
    CHECKPOINT_SIGNED,
    FIRST,
    Deed,
    Head,
    Seal,
    checkpoint_message,
    entry_hash,
    entry_message,
    key_id,
    rows_hash,
    short_code,
)
from chiakhoa.law.rules.refusals import Refused


def record(  # noqa: PLR0913 (an entry says all of this)
    *,
    chain: str,
    by: str,
    on: date,
    at: datetime,
    action: str,
    subjects: Iterable[str] = (),
    rows: Iterable[Model] = (),
    ended: Iterable[Model] = (),
    reason: str = "",
) -> Entry:
    """Write down what was done, in the transaction that does it; a chain opens with its first entry.

    `rows` are read back from their tables and sealed as they stand there. `ended` rows still stand; the caller deletes
    them afterwards. Refuses (`audit.chain_key`, `audit.chain_closed`) a chain that cannot take the entry.
    """
    held, opened = _hold(chain, at)
    if held.closed_at:
        raise Refused("audit.chain_closed", chain=chain)
    written = [held, *rows] if opened else rows
    return _append(held, _seals(written, ended), Deed(at, on, by, action, tuple(subjects), reason))


def close_chain(*, chain: str, into: str, by: str, on: date, at: datetime, reason: str = "") -> Entry:
    """Close the chain of a merged commune by an entry that names the chain it goes on in, which takes its last hash."""
    with transaction.atomic():
        held, _ = _hold(chain, at)
        if held.closed_at or chain == into:
            raise Refused("audit.chain_closed", chain=chain)
        held.closed_at = at
        held.save(update_fields=["closed_at"])
        last = _append(held, _seals([held]), Deed(at, on, by, CHAIN_CLOSED, (f"chain:{into}",), reason))
        follows = f"chain:{chain}@{last.number}:{bytes(last.hash).hex()}"
        record(chain=into, by=by, on=on, at=at, action=CHAIN_FOLLOWS, subjects=[follows], reason=reason)
    return last


def checkpoint(*, chain: str, by: str, on: date, at: datetime) -> Checkpoint:
    """Sign how far a chain has come, for paper. Nothing new since the last checkpoint: that one holds."""
    with transaction.atomic():
        held, opened = _hold(chain, at)
        last = _last(held)
        if opened or last is None:
            raise Refused("audit.no_chain", chain=chain)
        if last.action == CHECKPOINT_SIGNED:
            return Checkpoint.objects.get(chain=held, number=last.number - 1)
        key, name = _signer()
        hashed = bytes(last.hash)
        signed = Checkpoint.objects.create(
            chain=held,
            number=last.number,
            hash=hashed,
            signed_at=at,
            signature=key.sign(checkpoint_message(chain, last.number, hashed, at)),
            code=short_code(hashed),
            key_id=name,
        )
        _append(held, _seals([signed]), Deed(at, on, by, CHECKPOINT_SIGNED, (f"checkpoint:{signed.code}",)))
    return signed


def look(*, by: str, on: date, at: datetime, subject: str, fields: Sequence[str], why: str = "") -> Look:
    """Take down a look at sensitive fields of someone else's household."""
    return Look.objects.create(actor=by, on=on, at=at, subject=subject, fields=list(fields), why=why)


def look_at_many(*, by: str, on: date, at: datetime, subjects: Iterable[str], fields: Sequence[str], why: str) -> None:
    """Take down one look at the same sensitive fields of many households, one line for each."""
    rows = [Look(actor=by, on=on, at=at, subject=one, fields=list(fields), why=why) for one in subjects]
    Look.objects.bulk_create(rows, batch_size=1_000)


def ensure_guards() -> list[str]:
    """Put the triggers that refuse changes to the trail where they are missing; gives the names of those put."""
    missing = missing_guards()
    with transaction.atomic(), connection.cursor() as cursor:
        if missing and connection.vendor != "sqlite":
            cursor.execute(
                "CREATE OR REPLACE FUNCTION audit_only_grows() RETURNS trigger LANGUAGE plpgsql AS "
                "$$ BEGIN RAISE EXCEPTION 'the trail only grows'; END $$"
            )
        for name in missing:
            table, verb = guards()[name]
            cursor.execute(f"DROP TRIGGER IF EXISTS {name}{'' if connection.vendor == 'sqlite' else f' ON {table}'}")
            refuse = (
                "BEGIN SELECT RAISE(ABORT, 'the trail only grows'); END"
                if connection.vendor == "sqlite"
                else "EXECUTE FUNCTION audit_only_grows()"
            )
            cursor.execute(f"CREATE TRIGGER {name} BEFORE {verb} ON {table} FOR EACH ROW {refuse}")
    return missing


def _hold(key: str, at: datetime) -> tuple[Chain, bool]:
    """The chain, locked until the transaction ends, and whether it opens now."""
    if not connection.in_atomic_block:
        raise transaction.TransactionManagementError("an entry is written in the transaction that writes the rows")
    if not CHAIN_KEY.fullmatch(key):
        raise Refused("audit.chain_key", chain=key)
    return Chain.objects.select_for_update().get_or_create(key=key, defaults={"opened_at": at})


def _last(held: Chain) -> Entry | None:
    return Entry.objects.filter(chain=held).order_by("-number").first()


def _append(held: Chain, seals: Sequence[Seal], deed: Deed) -> Entry:
    """Put the next entry to a chain that is held, with its seals; its head is written beside the keys after commit."""
    last = _last(held)
    number, previous = (last.number + 1, bytes(last.hash)) if last else (1, FIRST)
    rows = rows_hash(seals)
    hashed = entry_hash(previous, Head(held.key, number, deed), rows)
    key, name = _signer()
    entry = Entry.objects.create(
        chain=held,
        number=number,
        previous=previous,
        rows_hash=rows,
        hash=hashed,
        signature=key.sign(entry_message(hashed)),
        key_id=name,
        **asdict(deed),
    )
    _keep(entry, seals)
    transaction.on_commit(partial(_keep_head, held.key, number, hashed.hex()))
    return entry


def _keep(entry: Entry, seals: Sequence[Seal]) -> None:
    """Write the seals of an entry past the model: four times as fast, and an import brings a hundred thousand."""
    names = ("model", "row_id", "revision", "version", "digest")
    into = f"INSERT INTO {RowDigest._meta.db_table} (entry_id, {', '.join(names)})"
    rows = [(one.model, one.row_id, one.revision, one.version, one.digest) for one in seals]
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.executemany(f"{into} VALUES ({entry.pk}, %s, %s, %s, %s, %s)", rows)
        elif rows:
            arrays: list[Any] = [entry.pk, *map(list, zip(*rows, strict=True))]
            columns = "unnest(%s::text[], %s::text[], %s::int[], %s::int[], %s::bytea[])"
            cursor.execute(f"{into} SELECT %s, * FROM {columns}", arrays)  # noqa: S608 (names of our own table)


def _seals(rows: Iterable[Model], ended: Iterable[Model] = ()) -> list[Seal]:
    """The seals of rows as their tables hold them now."""
    return [*_seals_of(rows, ends=False), *_seals_of(ended, ends=True)]


def _seals_of(rows: Iterable[Model], *, ends: bool) -> Iterator[Seal]:
    by_model: dict[type[Model], list[int]] = defaultdict(list)
    for row in rows:
        by_model[type(row)].append(row.pk)
    for model, pks in by_model.items():
        shape = Shape.of(model)
        found = {shape.row_id(held): held for held in shape.rows(pks)}
        if len(found) != len(set(pks)):
            raise LookupError(f"{len(set(pks)) - len(found)} rows of {model.__name__} are not in their table")
        revisions = _revisions(shape.canonical.key, list(found))
        version = shape.canonical.version
        for row_id, held in found.items():
            sealed = b"" if ends else shape.digest(held, version)
            yield Seal(shape.canonical.key, row_id, revisions.get(row_id, 0) + 1, version, sealed)


def _revisions(model_key: str, row_ids: Sequence[str]) -> dict[str, int]:
    """How many times each row has been sealed so far."""
    found: dict[str, int] = {}
    for some in batches(row_ids):
        sealed = RowDigest.objects.filter(model=model_key, row_id__in=some)
        found.update(sealed.values_list("row_id").annotate(Max("revision")).order_by())
    return found


def _signer() -> tuple[Ed25519PrivateKey, str]:
    """The key that signs, made at first use, and its id; its public half is kept for all time."""
    folder = keys_folder()
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    path = folder / SIGNING_KEY
    if not path.exists():
        fresh = Ed25519PrivateKey.generate()
        _write(path, fresh.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()), once=True)
    key = load_pem_private_key(path.read_bytes(), password=None)
    if not isinstance(key, Ed25519PrivateKey):
        raise Refused("audit.signing_key", where=str(path))
    public = key.public_key()
    name = key_id(public.public_bytes_raw())
    if not (folder / f"{name}.pub").exists():
        _write(folder / f"{name}.pub", public.public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo))
    return key, name


def _keep_head(chain: str, number: int, hashed: str) -> None:
    """Write beside the keys how far a chain has come, so that an end cut off in the database is noticed."""
    folder = keys_folder()
    with (folder / f"{HEADS}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        kept = heads()
        kept[chain] = max(kept.get(chain, (0, "")), (number, hashed))
        _write(folder / HEADS, json.dumps(kept, indent=1, sort_keys=True).encode())


def _write(path: Path, content: bytes, *, once: bool = False) -> None:
    """Write a file whole or not at all, for its owner's eyes only; `once`: a file that is there already stays."""
    handle, draft = mkstemp(dir=path.parent, prefix=path.name)
    with os.fdopen(handle, "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(handle)
    try:
        os.link(draft, path) if once else Path(draft).replace(path)
    except FileExistsError:
        pass
    finally:
        Path(draft).unlink(missing_ok=True)
