"""The words of the papers: complete in three languages, same places to fill in, short sentences, all used."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import chiakhoa.doors.documents.words as catalogue

ENTRIES = tomllib.loads(catalogue.WORDS.read_text(encoding="utf-8"))
FOLDER = catalogue.WORDS.parent
SOURCES = "\n".join(p.read_text(encoding="utf-8") for p in [*FOLDER.glob("*.py"), *FOLDER.glob("templates/*.typ")])


def all_texts() -> list[tuple[str, dict[str, str]]]:
    return [(f"{section}.{key}", texts) for section, entries in ENTRIES.items() for key, texts in entries.items()]


def test_every_text_has_three_languages_and_the_same_places_to_fill() -> None:
    for name, texts in all_texts():
        assert set(texts) == {"vi", "en", "id"}, name
        places = {frozenset(re.findall(r"{\w+}", text)) for text in texts.values()}
        assert len(places) == 1, name


def test_no_sentence_is_longer_than_25_words_and_nobody_is_judged() -> None:
    for name, texts in all_texts():
        for text in texts.values():
            assert all(len(sentence.split()) <= 25 for sentence in re.split(r"[.:]", text)), name
            assert "lười" not in text.lower(), name


def test_every_text_is_used() -> None:
    unused = [
        name
        for name, _ in all_texts()
        if not re.search(rf"w\.{name.split('.')[1]}\b|[\"']{name.split('.')[1]}[\"']", SOURCES)
        and not name.startswith(("sheet.unknown_", "sheet.cannot_say"))
    ]
    assert unused == []


def test_a_section_is_read_in_one_language() -> None:
    assert catalogue.words("paper", "en")["practice"] == "Practice points table – not for recognition"
    assert Path(catalogue.WORDS).suffix == ".toml"
