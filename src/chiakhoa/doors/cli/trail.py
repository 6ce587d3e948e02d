"""`audit verify|show|checkpoint`: whether the trail is whole, what it says, and codes for paper."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any

import click

from chiakhoa.doors.cli.office import ZONE, Office
from chiakhoa.law.rules.refusals import Refused

if TYPE_CHECKING:
    from chiakhoa.foundation.audit.queries import Checkpoint, Entry

MOST = 50
"""Entries shown when no other number is asked for."""


@click.group()
def audit() -> None:
    """The trail: what was done, by whom, and that nobody changed it since."""


@audit.command("verify")
@click.pass_obj
def verify(office: Office) -> None:
    """Work out every hash, signature and row again; names what was changed, deleted or inserted. Exit 2: not whole."""
    office.open_store()
    from chiakhoa.foundation.audit import actions, queries  # noqa: PLC0415 (needs the store)

    found = queries.verify(office.viewer())
    document = {
        "intact": found.intact,
        "entries": found.entries,
        "checkpoints": found.checkpoints,
        "rows": found.rows,
        "problems": [
            {"kind": one.kind, "subject": one.subject, "id": one.id, "message": one.message(office.lang)}
            for one in found.problems
        ],
        "guards_put_back": actions.ensure_guards(),
    }
    office.answer(document, lambda: verified_lines(office, document))
    if not found.intact:
        raise click.exceptions.Exit(2)


def verified_lines(office: Office, document: dict[str, Any]) -> list[str]:
    """What was found, for people."""
    problems, guards = document["problems"], document["guards_put_back"]
    lines = [office.say("not_intact", count=len(problems)) if problems else office.say("intact", **document)]
    lines += [f"  ✗ {one['message']}" for one in problems]
    return lines + ([office.say("guards_put_back", names=", ".join(guards))] if guards else [])


@audit.command("show")
@click.argument("subject", required=False, default="")
@click.option("--chain", default="", help="Only this chain: office, province:CODE, commune:CODE.")
@click.option("--limit", type=click.IntRange(1), default=MOST, show_default=True, help="At most so many entries.")
@click.pass_obj
def show(office: Office, subject: str, *, chain: str, limit: int) -> None:
    """What was done, newest first; with a subject such as `village:ID` only what concerns it."""
    office.open_store()
    from chiakhoa.foundation.audit import queries  # noqa: PLC0415 (needs the store)

    rows = queries.history(office.viewer(), subject) if subject else queries.entries(office.viewer())
    kept = rows.filter(chain__key=chain) if chain else rows
    found = [told(entry) for entry in kept[:limit]]
    office.answer(found, lambda: [shown_line(one) for one in found])


def told(entry: Entry) -> dict[str, Any]:
    """An entry as plain data."""
    return {
        "chain": entry.chain.key,
        "number": entry.number,
        "on": entry.on.isoformat(),
        "at": entry.at.astimezone(ZONE).isoformat(),
        "by": entry.actor,
        "action": entry.action,
        "subjects": entry.subjects,
        "reason": entry.reason,
        "hash": bytes(entry.hash).hex(),
    }


def shown_line(one: dict[str, Any]) -> str:
    """An entry for people."""
    words = [f"{one['chain']}/{one['number']}", one["at"][:16], one["by"], one["action"], *one["subjects"]]
    return "  ".join([*words, one["reason"]] if one["reason"] else words)


@audit.command("checkpoint")
@click.argument("chain", required=False, default="")
@click.pass_obj
def checkpoint(office: Office, chain: str) -> None:
    """Sign how far a chain has come, or every chain that goes on; gives the short code that papers bear."""
    office.open_store()
    from chiakhoa.foundation.audit import actions, queries  # noqa: PLC0415 (needs the store)

    chains = queries.open_chains(office.viewer())
    keys = [one.key for one in (chains.filter(key=chain) if chain else chains)]
    if chain and not keys:
        raise Refused("audit.no_chain", chain=chain)
    at = datetime.combine(office.today, datetime.now(ZONE).timetz())
    found = [signed(key, actions.checkpoint(chain=key, by=office.person, on=office.today, at=at)) for key in keys]
    office.answer(found, lambda: [office.say("checkpoint", **one) for one in found])


def signed(chain: str, one: Checkpoint) -> dict[str, Any]:
    """A checkpoint as plain data: enough to check paper against the public key, offline."""
    return {
        "chain": chain,
        "number": one.number,
        "code": one.code,
        "hash": bytes(one.hash).hex(),
        "signed_at": one.signed_at.astimezone(ZONE).isoformat(),
        "signature": bytes(one.signature).hex(),
        "key": one.key_id,
    }
