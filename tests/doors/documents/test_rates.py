"""Rates by village on one page: counts, denominators and a total that comes from the sums, not from the rates."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date

import pytest

from chiakhoa.doors.documents.rates import PlaceCounts, rates_pdf

AS_OF = date(2025, 12, 14)
VILLAGES = tuple(PlaceCounts(f"Tổ dân phố {n}", 300 + n, n % 7, n % 11, n % 2) for n in range(1, 31))


def lines_of(text: str) -> list[str]:
    return [re.sub(r"\s+", " ", line).strip() for line in text.splitlines()]


def test_thirty_villages_fit_one_page(text_of: Callable[[bytes], str]) -> None:
    pdf = rates_pdf("Tỷ lệ hộ nghèo", VILLAGES, lang="vi", as_of=AS_OF, marks=["Luyện tập"], place="Phường Sông Mẫu")
    text = text_of(pdf)
    lines = lines_of(text)
    assert "Trang 1 / 1" in text
    assert "Luyện tập" in text
    assert b"pdfuaid" in pdf
    assert "Tổ dân phố 7 307 0 0,00 % 7 2,28 % 7 2,28 % 1" in lines


@pytest.mark.parametrize(
    ("lang", "total"),
    [
        ("vi", "9.123 104 1,14 % 201 2,20 % 305 3,34 % 3"),
        ("en", "9,123 104 1.14 % 201 2.20 % 305 3.34 % 3"),
    ],
)
def test_the_total_is_computed_from_the_sums(text_of: Callable[[bytes], str], lang: str, total: str) -> None:
    places = (PlaceCounts("A", 9000, 100, 200, 3), PlaceCounts("B", 123, 4, 1))
    pdf = rates_pdf("T", places, lang=lang, as_of=AS_OF)
    assert total in " ".join(lines_of(text_of(pdf)))


def test_a_place_without_households_has_no_rate(text_of: Callable[[bytes], str]) -> None:
    text = text_of(rates_pdf("T", (PlaceCounts("A", 0, 0, 0),), lang="vi", as_of=AS_OF))
    assert "A 0 0 – 0 – 0 – 0" in lines_of(text)
