"""The translations hold every text of the pages and no other, and are compiled from what lies beside them."""

from __future__ import annotations

import re
import sys

import pytest
from babel.messages.mofile import read_mo

from tests.house.sources import ROOT

sys.path.insert(0, str(ROOT / "scripts"))
import catalogues

LANGUAGES = pytest.mark.parametrize("language", catalogues.LANGUAGES)


def ids(catalogue: catalogues.Catalog) -> set[object]:
    return {message.id for message in catalogue if message.id}


@LANGUAGES
def test_every_text_is_translated_and_none_is_left_over(language: str) -> None:
    known = catalogues.catalogue(language)
    assert ids(known) == ids(catalogues.renewed(language))
    assert len(ids(known)) > 200
    assert not catalogues.missing(known)
    assert not any(message.fuzzy for message in known if message.id)


@LANGUAGES
def test_compiled_from_what_is_written(language: str) -> None:
    path = catalogues.path_of(language)
    assert path.with_suffix(".mo").read_bytes() == catalogues.compiled(catalogues.catalogue(language))
    with path.with_suffix(".mo").open("rb") as file:
        assert len(read_mo(file)) == len(ids(catalogues.catalogue(language)))


@LANGUAGES
def test_each_translation_names_the_same_values(language: str) -> None:
    for message in catalogues.catalogue(language):
        texts = [message.string] if isinstance(message.string, str) else message.string
        source = message.id if isinstance(message.id, str) else message.id[1]
        for text in texts:
            assert sorted(re.findall(r"%\(\w+\)s", text)) == sorted(re.findall(r"%\(\w+\)s", source)), message.id


@LANGUAGES
def test_sentences_are_short(language: str) -> None:
    for message in catalogues.catalogue(language):
        texts = [message.string] if isinstance(message.string, str) else message.string
        for text in texts:
            assert all(len(sentence.split()) <= 25 for sentence in re.split(r"[.?!…:;](?:\s|$)", text)), text
