"""Rows of the trail. They name rows of other rooms by text, never by foreign key: the trail cannot hinder.

`PRIVACY` gives the privacy class of every field (access.md); the words stand here, since `access` is a room above.
"""

from __future__ import annotations

from django.db import models

from chiakhoa.foundation.audit.values import Canonical

HASH = 32


class Chain(models.Model):
    """A chain of entries: `office`, `province:99`, `commune:99001`. It opens with its first entry."""

    key = models.CharField(max_length=40, unique=True)
    opened_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True)

    CANONICAL = Canonical("audit.chain", version=1, fields=("key", "opened_at", "closed_at"), identity=("key",))

    def __str__(self) -> str:
        return self.key


class Entry(models.Model):
    """One thing done. `hash` covers all of it, the rows written and the entry before; `signature` covers `hash`."""

    chain = models.ForeignKey(Chain, on_delete=models.PROTECT, related_name="entries")
    number = models.PositiveIntegerField()
    previous = models.BinaryField(max_length=HASH)
    at = models.DateTimeField()
    on = models.DateField()
    actor = models.CharField(max_length=150)
    action = models.CharField(max_length=80)
    subjects = models.JSONField(default=list)
    reason = models.TextField(blank=True)
    rows_hash = models.BinaryField(max_length=HASH)
    hash = models.BinaryField(max_length=HASH)
    signature = models.BinaryField(max_length=64)
    key_id = models.CharField(max_length=16)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["chain", "number"], name="entry_number")]

    def __str__(self) -> str:
        return f"{self.chain_id} {self.number} {self.action}"


class RowDigest(models.Model):
    """The digest of one row as an entry left it. `revision` counts the times that row was written."""

    entry = models.ForeignKey(Entry, on_delete=models.PROTECT, related_name="digests")
    model = models.CharField(max_length=60)
    row_id = models.CharField(max_length=200)
    revision = models.PositiveIntegerField()
    version = models.PositiveSmallIntegerField()
    digest = models.BinaryField(max_length=HASH)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["model", "row_id", "revision"], name="digest_revision")]

    def __str__(self) -> str:
        return f"{self.model}:{self.row_id} ({self.revision})"


class Checkpoint(models.Model):
    """A signed statement that a chain stood at an entry at a time; its `code` is printed on papers."""

    chain = models.ForeignKey(Chain, on_delete=models.PROTECT, related_name="checkpoints")
    number = models.PositiveIntegerField()
    hash = models.BinaryField(max_length=HASH)
    signed_at = models.DateTimeField()
    signature = models.BinaryField(max_length=64)
    code = models.CharField(max_length=11)
    key_id = models.CharField(max_length=16)

    CANONICAL = Canonical(
        "audit.checkpoint",
        version=1,
        fields=("chain", "number", "hash", "signed_at", "signature", "code", "key_id"),
        identity=("chain", "number"),
    )

    class Meta:
        constraints = [models.UniqueConstraint(fields=["chain", "number"], name="checkpoint_number")]

    def __str__(self) -> str:
        return f"{self.chain_id} {self.number} {self.code}"


class Look(models.Model):
    """A look at sensitive fields of someone else's household: apart from the chains, as reading changes nothing."""

    at = models.DateTimeField()
    on = models.DateField()
    actor = models.CharField(max_length=150)
    subject = models.CharField(max_length=200)
    fields = models.JSONField(default=list)
    why = models.TextField(blank=True)

    class Meta:
        indexes = [models.Index(fields=["subject", "at"], name="look_by_subject")]

    def __str__(self) -> str:
        return f"{self.actor} {self.subject}"


PRIVACY = {
    "Chain": dict.fromkeys(("id", "key", "opened_at", "closed_at"), "open"),
    "Entry": {
        **dict.fromkeys(
            (
                "id", "chain", "number", "previous", "at", "on", "action", "rows_hash", "hash", "signature", "key_id",
            ),
            "open",
        ),
        **dict.fromkeys(("actor", "subjects", "reason"), "basic"),
    },
    "RowDigest": {
        **dict.fromkeys(("id", "entry", "model", "revision", "version", "digest"), "open"),
        "row_id": "basic",
    },
    "Checkpoint": dict.fromkeys(
        ("id", "chain", "number", "hash", "signed_at", "signature", "code", "key_id"), "open"
    ),
    "Look": {
        **dict.fromkeys(("id", "at", "on"), "open"),
        **dict.fromkeys(("actor", "subject", "fields", "why"), "basic"),
    },
}  # fmt: skip
