"""The short code at the foot of a paper: the same content and day always give the same code."""

from __future__ import annotations

import hashlib
import json
from typing import Any

LETTERS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
"""Crockford's 32 signs: no I, L, O or U, so that nobody misreads one over the telephone."""


def paper_code(content: Any) -> str:
    """Eight signs in two groups, from the SHA-256 of the content's canonical JSON."""
    canonical = json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"), default=str)
    number = int.from_bytes(hashlib.sha256(canonical.encode("utf-8", "surrogatepass")).digest()[:5], "big")
    signs = "".join(LETTERS[number >> shift & 31] for shift in range(35, -1, -5))
    return f"{signs[:4]}-{signs[4:]}"
