"""Whether the trail holds: every hash, signature, number and row is worked out again from the tables.

Tables are read in chunks; only the newest digest of each row stays in memory (about 300 bytes a row).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import groupby, pairwise
from operator import attrgetter

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from django.db import connection, transaction
from django.db.models import Model

from chiakhoa.foundation.audit.models import Chain, Checkpoint, Entry, RowDigest
from chiakhoa.foundation.audit.queries.chains import readable_chains
from chiakhoa.foundation.audit.queries.files import heads, is_signed, public_keys
from chiakhoa.foundation.audit.queries.rows import UNREADABLE, Row, Shape, all_rows, evidence_models, readable
from chiakhoa.foundation.audit.values import (
    CHANGED,
    DELETED,
    FIRST,
    GAP,
    INSERTED,
    SIGNATURE,
    Deed,
    Head,
    Problem,
    Reader,
    Seal,
    Verified,
    checkpoint_message,
    entry_hash,
    entry_message,
    rows_hash,
)
from chiakhoa.law.rules.refusals import Refused

ENTRY_COLUMNS = (
    "chain_id", "number", "at", "on", "actor", "action", "subjects", "reason",
    "previous", "rows_hash", "hash", "signature", "key_id",
)  # fmt: skip
SEAL_COLUMNS = ("entry_id", "model", "row_id", "revision", "version", "digest")
CHECKPOINT_COLUMNS = ("chain_id", "number", "hash", "signed_at", "signature", "key_id")


@dataclass(frozen=True, slots=True)
class Link:
    """An entry as its neighbours know it."""

    chain: str
    number: int
    previous: bytes
    hash: bytes


@dataclass(slots=True)
class Findings:
    """What has been read so far: the chains and their links, the newest seal of each row, the problems."""

    chains: dict[int, str] = field(default_factory=dict)
    links: list[Link] = field(default_factory=list)
    newest: dict[str, dict[str, Seal]] = field(default_factory=lambda: defaultdict(dict))
    problems: list[Problem] = field(default_factory=list)
    checkpoints: int = 0
    rows: int = 0

    def tell(self, kind: str, subject: str, name: str, rule: str, chain: str = "") -> None:
        """Note a problem."""
        self.problems.append(Problem(kind, subject, name, rule, chain))


def verify(viewer: Reader) -> Verified:
    """Work the trail out again from the tables; refuses (`audit.not_yours`) who may not read any of it.

    A reader of some chains is told of those, and of whatever belongs to no chain at all.
    """
    chains = readable_chains(viewer)
    if chains is not None and not chains:
        raise Refused("audit.not_yours")
    written, keys, found = heads(), public_keys(), Findings()
    with one_moment():
        found.chains.update(Chain.objects.values_list("pk", "key"))
        read_entries(found, keys)
        read_astray(found)
        follow_links(found, written)
        read_checkpoints(found, keys)
        for model in evidence_models():
            read_rows(found, model)
    for left in found.newest.values():
        tell_deleted(found, left)
    whole_trail = Verified(len(found.links), found.checkpoints, found.rows, tuple(found.problems))
    return whole_trail if chains is None else within(chains, found)


def within(chains: frozenset[str], found: Findings) -> Verified:
    """What was found in some of the chains."""
    sealed = RowDigest.objects.filter(entry__chain__key__in=chains).values("model", "row_id").distinct()
    return Verified(
        entries=sum(link.chain in chains for link in found.links),
        checkpoints=Checkpoint.objects.filter(chain__key__in=chains).count(),
        rows=sealed.count(),
        problems=tuple(one for one in found.problems if not one.chain or one.chain in chains),
    )


def chain_of(seal: Seal) -> str:
    """The chain whose entry last wrote a row."""
    rows = RowDigest.objects.filter(model=seal.model, row_id=seal.row_id).order_by("-revision")
    return rows.values_list("entry__chain__key", flat=True).first() or ""


@contextmanager
def one_moment() -> Iterator[None]:
    """See all tables as they are at one moment, while others go on writing."""
    if connection.in_atomic_block:
        yield
    elif connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("BEGIN DEFERRED")
            try:
                yield
            finally:
                cursor.execute("ROLLBACK")
    else:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
            yield


def read_entries(found: Findings, keys: Mapping[str, Ed25519PublicKey]) -> None:
    """Each entry by itself: its words, its rows, its signature."""
    for chunk in all_rows(Entry, ENTRY_COLUMNS):
        seals = read_seals(found, chunk[0][0], chunk[-1][0])
        for pk, row in chunk:
            try:
                read_entry(found, row or (), seals.get(pk, []), keys)
            except UNREADABLE:
                found.tell(CHANGED, "entry", f"#{pk}", "audit.entry_changed")


def read_seals(found: Findings, first: int, last: int) -> dict[int, list[Seal]]:
    """The seals of a run of entries, by entry; the newest of each row is remembered."""
    seals: dict[int, list[Seal]] = defaultdict(list)
    run = RowDigest.objects.filter(entry_id__gte=first, entry_id__lte=last)
    for pk, row in readable(run, SEAL_COLUMNS):
        try:
            entry, seal = read_seal(row or ())
        except UNREADABLE:
            found.tell(CHANGED, "digest", f"#{pk}", "audit.digest_unreadable")
            continue
        seals[entry].append(seal)
        known = found.newest[seal.model].get(seal.row_id)
        if known is None or known.revision < seal.revision:
            found.newest[seal.model][seal.row_id] = seal
    return seals


def read_seal(row: Row) -> tuple[int, Seal]:
    """A seal and the entry it belongs to; raises TypeError or ValueError on what no program wrote."""
    entry, model, row_id, revision, version, sealed = row
    return entry, Seal(model, row_id, whole(revision), whole(version), octets(sealed))


def read_entry(found: Findings, row: Row, seals: list[Seal], keys: Mapping[str, Ed25519PublicKey]) -> None:
    """One entry: what it says is worked out again; raises TypeError or ValueError on what no program wrote."""
    chain_id, number, at, on, actor, action, subjects, reason, previous, rows, hashed, signature, key = row
    chain = found.chains.get(chain_id, f"#{chain_id}")
    previous, rows, hashed, signature = map(octets, (previous, rows, hashed, signature))
    name = f"{chain}/{number}"
    head = Head(chain, whole(number), Deed(at, on, actor, action, tuple(subjects), reason))
    recomputed = entry_hash(previous, head, rows)
    found.links.append(Link(chain, number, previous, hashed))
    if rows_hash(seals) != rows:
        found.tell(CHANGED, "entry", name, "audit.digests_changed", chain)
    if recomputed != hashed:
        found.tell(CHANGED, "entry", name, "audit.entry_changed", chain)
    elif not is_signed(keys, key, signature, entry_message(hashed)):
        found.tell(SIGNATURE, "entry", name, "audit.entry_signature", chain)


def whole(value: object) -> int:
    """A whole number, or TypeError: SQLite keeps whatever is put into a column."""
    if isinstance(value, int):
        return value
    raise TypeError(f"{type(value).__name__} is no whole number")


def octets(value: object) -> bytes:
    """Bytes, or TypeError."""
    if isinstance(value, bytes | memoryview):
        return bytes(value)
    raise TypeError(f"{type(value).__name__} is no row of bytes")


def read_astray(found: Findings) -> None:
    """Digests that belong to no entry."""
    astray = RowDigest.objects.exclude(entry_id__in=Entry.objects.values("pk"))
    for pk in astray.values_list("pk", flat=True):
        found.tell(INSERTED, "digest", f"#{pk}", "audit.digest_astray")


def follow_links(found: Findings, written: Mapping[str, tuple[int, str]]) -> None:
    """Each entry follows the one before it, and every chain reaches as far as the program last wrote."""
    found.links.sort(key=attrgetter("chain", "number"))
    for chain, links in groupby(found.links, key=attrgetter("chain")):
        for before, link in pairwise([Link(chain, 0, b"", FIRST), *links]):
            follow_link(found, before, link)
    held = {(link.chain, link.number): link.hash.hex() for link in found.links}
    for chain, (number, hashed) in written.items():
        if held.get((chain, number)) != hashed:
            found.tell(GAP, "entry", f"{chain}/{number}", "audit.tail_cut", chain)


def follow_link(found: Findings, before: Link, link: Link) -> None:
    """One step of a chain."""
    name = f"{link.chain}/{link.number}"
    if link.number == before.number:
        found.tell(INSERTED, "entry", name, "audit.entry_doubled", link.chain)
    elif link.number != before.number + 1:
        missing = f"{link.chain}/{before.number + 1}-{link.number - 1}"
        found.tell(GAP, "entry", missing, "audit.entry_gap", link.chain)
    elif link.previous != before.hash:
        found.tell(GAP, "entry", name, "audit.entry_unlinked", link.chain)


def read_checkpoints(found: Findings, keys: Mapping[str, Ed25519PublicKey]) -> None:
    """What each checkpoint states is signed, and is what the chain holds."""
    held = {(link.chain, link.number): link.hash for link in found.links}
    for chunk in all_rows(Checkpoint, CHECKPOINT_COLUMNS):
        for pk, row in chunk:
            found.checkpoints += 1
            try:
                good = is_checkpoint(found, held, keys, row or ())
            except (KeyError, *UNREADABLE):
                good = False
            if not good:
                found.tell(SIGNATURE, "checkpoint", f"#{pk}", "audit.checkpoint_signature")


def is_checkpoint(
    found: Findings, held: Mapping[tuple[str, int], bytes], keys: Mapping[str, Ed25519PublicKey], row: Row
) -> bool:
    """Whether a checkpoint is signed and states what the chain holds."""
    chain_id, number, hashed, signed_at, signature, key = row
    chain = found.chains[chain_id]
    message = checkpoint_message(chain, number, octets(hashed), signed_at)
    return held.get((chain, number)) == octets(hashed) and is_signed(keys, key, octets(signature), message)


def read_rows(found: Findings, model: type[Model]) -> None:
    """Every row of a table that carries evidence, against its newest seal."""
    shape = Shape.of(model)
    expected = found.newest.pop(shape.canonical.key, {})
    for pk, row in shape.all():
        found.rows += 1
        read_row(found, shape, expected, row or shape.unread(pk))
    tell_deleted(found, expected)


def read_row(found: Findings, shape: Shape, expected: dict[str, Seal], row: Row) -> None:
    """One row: sealed, and as it was sealed."""
    row_id = shape.row_id(row)
    seal = expected.pop(row_id, None)
    if seal is None or seal.ended:
        found.tell(INSERTED, shape.canonical.key, row_id, "audit.row_inserted")
    elif not shape.fits(row, seal):
        found.tell(CHANGED, shape.canonical.key, row_id, "audit.row_changed", chain_of(seal))


def tell_deleted(found: Findings, left: Mapping[str, Seal]) -> None:
    """Rows that were sealed, never ended, and are gone."""
    for seal in left.values():
        if not seal.ended:
            found.tell(DELETED, seal.model, seal.row_id, "audit.row_deleted", chain_of(seal))
