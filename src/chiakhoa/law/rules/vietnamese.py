"""Vietnamese words as the program compares them: folded for searching, and keys that sort as a Vietnamese list does.

Three levels: letters (a ă â b c d đ …), then tones (none, huyền, hỏi, ngã, sắc, nặng), then capitals. Keys hold digits
only, so that every database sorts them alike whatever its collation.
"""

from __future__ import annotations

import unicodedata
from functools import cache
from itertools import groupby

ALPHABET = "aăâbcdđeêfghijklmnoôơpqrstuưvwxyz"
TONES = "\u0300\u0309\u0303\u0301\u0323"
"""Huyền, hỏi, ngã, sắc, nặng, in the order of the dictionary."""

LETTER_MARKS = "\u0302\u0306\u031b"
"""Circumflex, breve and horn make letters of their own; every other mark is a tone or is foreign."""

GAP, SIGN, NUMBER, LETTER, OTHER = 10, 11, 20, 30, 80


def fold(text: str) -> str:
    """Lower case without tones and marks, đ as d, one space between words: what a search compares."""
    letters = unicodedata.normalize("NFKD", text.casefold())
    bare = "".join(letter for letter in letters if not unicodedata.combining(letter))
    return " ".join(bare.replace("đ", "d").split())


def sort_key(text: str) -> str:
    """A string of digits that sorts texts in Vietnamese order, numbers by their value (Thôn 2 before Thôn 10)."""
    letters, tones, capitals = [], [], []
    words = " ".join(unicodedata.normalize("NFC", text).split())
    for is_number, run in groupby(words, key=lambda sign: sign in "0123456789"):
        if is_number:
            digits = "".join(run).lstrip("0")
            letters.append(f"{NUMBER}{len(digits):02}{digits}")
            continue
        for sign in run:
            base, tone = _parts(sign)
            letters.append(str(base))
            tones.append(str(tone))
            capitals.append("2" if sign.isupper() else "1")
    return "00".join(("".join(letters), "".join(tones).rstrip("1"), "".join(capitals).rstrip("1")))


def person_key(name: str) -> str:
    """The sort key of a person: given name first, then family name, then the rest, as Vietnamese lists have it."""
    words = name.split()
    return sort_key(" ".join([*words[-1:], *words[:-1]]))


@cache
def _parts(sign: str) -> tuple[int, int]:
    """The place of a letter in the alphabet and of its tone (1 none … 6 nặng)."""
    marks = unicodedata.normalize("NFD", sign.lower())
    tone = next((TONES.index(mark) + 2 for mark in marks if mark in TONES), 1)
    base = unicodedata.normalize("NFC", marks[0] + "".join(mark for mark in marks if mark in LETTER_MARKS))
    if base in ALPHABET:
        return LETTER + ALPHABET.index(base), tone
    if base.isspace():
        return GAP, tone
    if not base.isalnum():
        return SIGN, tone
    return int(f"{OTHER}{ord(base[0]):06}"), tone
