"""The fixed words of the papers, read from `words.toml`, in one language."""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path

WORDS = Path(__file__).parent / "words.toml"


@cache
def words(section: str, lang: str) -> dict[str, str]:
    """All words of one section in the language asked for, by key."""
    entries = tomllib.loads(WORDS.read_text(encoding="utf-8"))[section]
    return {key: texts[lang] for key, texts in entries.items()}
