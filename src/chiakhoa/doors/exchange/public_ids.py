"""Public ids, made at the door: UUID version 7 from the moment that was handed in."""

from __future__ import annotations

import secrets
from datetime import datetime
from uuid import UUID


def public_id(at: datetime) -> UUID:
    """A new public id: its first 48 bits are the milliseconds of `at`, the rest is chance."""
    bits = (int(at.timestamp() * 1000) << 80) | secrets.randbits(80)
    bits = bits & ~(0xF << 76) | (7 << 76)
    bits = bits & ~(0x3 << 62) | (2 << 62)
    return UUID(int=bits)
