"""What lies outside the database: public keys, and how far each chain had come when the program last wrote."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import load_pem_public_key
from django.conf import settings

from chiakhoa.foundation.audit.values import key_id

SIGNING_KEY = "signing.key"
HEADS = "heads.json"


def keys_folder() -> Path:
    """Where the keys lie: readable by the program, out of reach of whoever only has the database."""
    return Path(settings.SIGNING_KEYS)


def public_keys() -> dict[str, Ed25519PublicKey]:
    """Every public key this office has signed with, by its id."""
    found = [load_pem_public_key(path.read_bytes()) for path in sorted(keys_folder().glob("*.pub"))]
    return {key_id(key.public_bytes_raw()): key for key in found if isinstance(key, Ed25519PublicKey)}


def is_signed(keys: Mapping[str, Ed25519PublicKey], key: str, signature: bytes, message: bytes) -> bool:
    """Whether a message bears the signature of a key of this office."""
    try:
        keys[key].verify(signature, message)
    except (InvalidSignature, KeyError):
        return False
    return True


def heads() -> dict[str, tuple[int, str]]:
    """The last number and hash of each chain, as the program wrote them beside the keys."""
    try:
        text = (keys_folder() / HEADS).read_text(encoding="utf-8")
    except FileNotFoundError:
        return {}
    return {chain: (number, hashed) for chain, (number, hashed) in json.loads(text).items()}
