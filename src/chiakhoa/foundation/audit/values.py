"""What the trail is made of, without a table: canonical forms, digests, the links of a chain, what verifying finds."""

from __future__ import annotations

import json
import re
from base64 import b32encode
from collections.abc import Callable, Iterable, Mapping
from dataclasses import asdict, dataclass
from datetime import UTC, date, datetime
from decimal import Decimal
from hashlib import sha256
from typing import Any, Protocol
from unicodedata import normalize
from uuid import UUID

from chiakhoa.law.rules.refusals import Refused

CHAIN_KEY = re.compile(r"office|(province|commune):[0-9A-Za-z]{1,20}")
CHAIN_CLOSED = "chain.closed"
CHAIN_FOLLOWS = "chain.follows"
CHECKPOINT_SIGNED = "checkpoint.signed"
FIRST = bytes(32)
"""What the first entry of a chain follows."""

CHANGED, DELETED, INSERTED, GAP, SIGNATURE = "changed", "deleted", "inserted", "gap", "signature"
CODE_SIGNS = 10


@dataclass(frozen=True, slots=True)
class Canonical:
    """The form in which rows of a table are sealed: a lasting name of the table, and the fields by version.

    `identity` names a row for good and is unique. A table whose fields change gets the next version, and the list it
    had before goes to the end of `earlier`: what was sealed under version 1 is verified under version 1.
    """

    key: str
    version: int
    fields: tuple[str, ...]
    identity: tuple[str, ...] = ("public_id",)
    earlier: tuple[tuple[str, ...], ...] = ()

    def __post_init__(self) -> None:
        if self.version != len(self.earlier) + 1:
            raise ValueError(f"{self.key}: version {self.version} with {len(self.earlier)} earlier ones")

    def versions(self) -> dict[int, tuple[str, ...]]:
        """The fields of every version."""
        return dict(enumerate((*self.earlier, self.fields), start=1))


class Reader(Protocol):
    """Who asks. The viewer of `access` is one; this room stands beneath it."""

    def trail_chains(self) -> frozenset[str] | None:
        """The keys of the chains that are open to this reader; None: all of them."""


@dataclass(frozen=True, slots=True)
class Deed:
    """What was done: on which day, taken down when, by whom, to whom, why."""

    at: datetime
    on: date
    actor: str
    action: str
    subjects: tuple[str, ...] = ()
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Head:
    """What an entry says, and where it stands: the `number`-th of its chain."""

    chain: str
    number: int
    deed: Deed


@dataclass(frozen=True, slots=True)
class Seal:
    """The digest of one row when it was written for the `revision`-th time; an empty digest: the row ended."""

    model: str
    row_id: str
    revision: int
    version: int
    digest: bytes

    @property
    def ended(self) -> bool:
        """Whether the row was ended by the program."""
        return not self.digest

    def hash(self) -> bytes:
        """SHA-256 of the seal; only the last word of its line may hold a blank."""
        line = f"{self.revision} {self.version} {self.digest.hex()} {self.model} {self.row_id}"
        return sha256(line.encode()).digest()


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that is not as the program left it. `rule` is the catalogue's text for people.

    `chain` is empty where nobody can say to which it belongs: then every reader is told.
    """

    kind: str
    subject: str
    id: str
    rule: str
    chain: str = ""

    def message(self, lang: str) -> str:
        """What was found, in the language asked for."""
        return Refused(self.rule, subject=self.subject, id=self.id).message(lang)


@dataclass(frozen=True, slots=True)
class Verified:
    """What verifying found: whole when there are no problems. Counts are those of the tables."""

    entries: int
    checkpoints: int
    rows: int
    problems: tuple[Problem, ...]

    @property
    def intact(self) -> bool:
        """Whether every row, entry and signature is as the program left it."""
        return not self.problems


_AS_TEXT: Mapping[type, Callable[[Any], str]] = {
    datetime: lambda value: value.astimezone(UTC).isoformat(timespec="microseconds"),
    date: date.isoformat,
    UUID: str,
    Decimal: lambda value: format(value, "f"),
    bytes: bytes.hex,
    memoryview: memoryview.hex,
}


def plain(value: Any) -> str:
    """A value that JSON does not know, as text: times in UTC with microseconds, days, ids, decimals, bytes as hex."""
    write = _AS_TEXT.get(type(value))
    if write is None:
        raise TypeError(f"no canonical form of {type(value).__name__}")
    return write(value)


_ENCODER = json.JSONEncoder(
    sort_keys=True, ensure_ascii=False, allow_nan=False, separators=(",", ":"), default=plain, check_circular=False
)


def canonical_json(value: Any) -> bytes:
    """The one way to write a value down: sorted keys, no blanks, composed letters (NFC), UTF-8."""
    return normalize("NFC", _ENCODER.encode(value)).encode()


def digest(model_key: str, version: int, values: Mapping[str, Any]) -> bytes:
    """SHA-256 of a row in its canonical form."""
    return sha256(canonical_json([model_key, version, values])).digest()


def rows_hash(seals: Iterable[Seal]) -> bytes:
    """SHA-256 of all rows of an entry, in whatever order the tables give them."""
    return sha256(b"".join(sorted(seal.hash() for seal in seals))).digest()


def entry_hash(previous: bytes, head: Head, rows: bytes) -> bytes:
    """SHA-256 that ties an entry to the one before it, to its own words, and to its rows."""
    return sha256(canonical_json([previous, rows, asdict(head)])).digest()


def entry_message(entry: bytes) -> bytes:
    """What is signed for an entry."""
    return b"chiakhoa entry " + entry.hex().encode()


def checkpoint_message(chain: str, number: int, entry: bytes, signed_at: datetime) -> bytes:
    """What is signed for a checkpoint; a supervisor can put it together from paper."""
    return b"chiakhoa checkpoint " + canonical_json([chain, number, entry, signed_at])


def short_code(entry: bytes) -> str:
    """Ten signs in two groups that stand for an entry and all before it, for paper."""
    signs = b32encode(entry).decode()[:CODE_SIGNS]
    return f"{signs[:5]}-{signs[5:]}"


def key_id(public_key: bytes) -> str:
    """The name of a public key: the first eight bytes of its SHA-256."""
    return sha256(public_key).hexdigest()[:16]
