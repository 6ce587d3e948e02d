"""Vietnamese folding and order. The golden list is PostgreSQL's `vi-x-icu` order of place names, frozen."""

from __future__ import annotations

import random
import unicodedata
from pathlib import Path

import pytest

from chiakhoa.law.rules.vietnamese import ALPHABET, fold, person_key, sort_key

GOLDEN = (Path(__file__).parent / "vietnamese_order.txt").read_text(encoding="utf-8").splitlines()


def test_place_names_sort_as_the_frozen_dictionary_order() -> None:
    shuffled = GOLDEN.copy()
    random.Random(1).shuffle(shuffled)
    assert sorted(shuffled, key=sort_key) == GOLDEN
    assert len(GOLDEN) > 200


def test_decomposed_letters_have_the_same_key() -> None:
    for name in GOLDEN:
        assert sort_key(unicodedata.normalize("NFD", name)) == sort_key(name)
        assert fold(unicodedata.normalize("NFD", name)) == fold(name)


def test_letters_come_in_the_order_of_the_alphabet() -> None:
    letters = list(ALPHABET[::-1])
    assert sorted(letters, key=sort_key) == list(ALPHABET)


@pytest.mark.parametrize(
    ("earlier", "later"),
    [
        ("Dương", "Đương"),
        ("An Bình", "Ân Bình"),
        ("Hoa", "Hòa"),
        ("hòa", "Hòa"),
        ("Hoà", "Hoá"),
        ("Thôn 2", "Thôn 10"),
        ("Thôn 9", "Thôn A"),
        ("Hà Nam", "Hà Nội"),
        ("Hà", "Hà Nam"),
        ("An", "An-Bình"),
        ("Zung", "Ωmega"),
    ],
)
def test_order_of_two(earlier: str, later: str) -> None:
    assert sort_key(earlier) < sort_key(later)


def test_keys_hold_digits_only_so_that_no_collation_moves_them() -> None:
    assert all(sort_key(text).isdigit() for text in [*GOLDEN, "Tổ 12/3 – (cũ)", "日本 ½"])


def test_people_sort_by_given_name() -> None:
    people = ["Trần Thị Đào", "Nguyễn Văn Cúc", "Lê Thị Dung", "Bùi Văn Đào"]
    assert sorted(people, key=person_key) == ["Nguyễn Văn Cúc", "Lê Thị Dung", "Bùi Văn Đào", "Trần Thị Đào"]
    assert person_key("") == sort_key("")
    assert person_key("Nguyễn Thị Đào") == sort_key("Đào Nguyễn Thị"), "given name, family name, the rest"


def test_folding_drops_tones_marks_capitals_and_spare_spaces() -> None:
    assert fold("  Đặng   THỊ Hoà ") == "dang thi hoa"
    assert fold("Phường Ô Chợ Dừa") == "phuong o cho dua"


def test_a_space_sorts_before_a_sign() -> None:
    assert sort_key("An Bình") < sort_key("An-Bình")
