"""Everything that reads the trail: who did what, whether all of it holds, which guards the database lacks."""

from __future__ import annotations

from django.db import connection
from django.db.models import Model, Q, QuerySet, TextField
from django.db.models.functions import Cast

from chiakhoa.foundation.audit.models import Chain, Checkpoint, Entry, Look, RowDigest
from chiakhoa.foundation.audit.queries.chains import readable_chains
from chiakhoa.foundation.audit.queries.rows import evidence_models
from chiakhoa.foundation.audit.queries.verifying import verify
from chiakhoa.foundation.audit.values import Reader, canonical_json

__all__ = [
    "Checkpoint",
    "Entry",
    "Look",
    "entries",
    "evidence_models",
    "history",
    "looks",
    "missing_guards",
    "open_chains",
    "verify",
]
"""What queries hand out; doors take their names from here, never from the models."""

GUARDED: tuple[type[Model], ...] = (Entry, RowDigest, Checkpoint, Look)
"""Tables that only grow."""


def entries(viewer: Reader, chain: str = "") -> QuerySet[Entry]:
    """What was done, newest first, in one chain or in all that are open to the viewer."""
    rows = Entry.objects.select_related("chain").order_by("-at", "-pk")
    chains = readable_chains(viewer)
    if chains is not None:
        rows = rows.filter(chain__key__in=chains)
    return rows.filter(chain__key=chain) if chain else rows


def history(viewer: Reader, subject: str) -> QuerySet[Entry]:
    """What was done to a subject, newest first: entries that name it or wrote its row (`registry.household:ID`)."""
    model, _, row_id = subject.partition(":")
    written = RowDigest.objects.filter(model=model, row_id=row_id).values("entry")
    listed = entries(viewer).annotate(words=Cast("subjects", TextField()))
    return listed.filter(Q(words__contains=canonical_json(subject).decode()) | Q(pk__in=written))


def looks(viewer: Reader, subject: str) -> QuerySet[Look]:
    """Who looked at the sensitive fields of a subject, newest first, for who may read what was done to it."""
    if readable_chains(viewer) is not None and not history(viewer, subject).exists():
        return Look.objects.none()
    return Look.objects.filter(subject=subject).order_by("-at", "-pk")


def open_chains(viewer: Reader) -> QuerySet[Chain]:
    """The chains that go on, of those open to the viewer."""
    rows = Chain.objects.filter(closed_at=None).order_by("key")
    chains = readable_chains(viewer)
    return rows if chains is None else rows.filter(key__in=chains)


def missing_guards() -> list[str]:
    """The triggers that ought to refuse changes to the trail and are not in the database, or are switched off."""
    installed = (
        "SELECT name FROM sqlite_master WHERE type = 'trigger'"
        if connection.vendor == "sqlite"
        else "SELECT tgname FROM pg_trigger WHERE NOT tgisinternal AND tgenabled <> 'D'"
    )
    with connection.cursor() as cursor:
        cursor.execute(installed)
        found = {name for (name,) in cursor.fetchall()}
    return [name for name in guards() if name not in found]


def guards() -> dict[str, tuple[str, str]]:
    """Every guard by its name: the table it guards and the verb it refuses."""
    tables = [model._meta.db_table for model in GUARDED]
    return {f"{table}_no_{verb.lower()}": (table, verb) for table in tables for verb in ("UPDATE", "DELETE")}
