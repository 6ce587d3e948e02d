"""Numbers and days as each language writes them."""

from __future__ import annotations

from datetime import date

import pytest

from chiakhoa.doors.documents.figures import day, number


@pytest.mark.parametrize(
    ("value", "lang", "written"),
    [
        (1234, "vi", "1.234"),
        (1234, "id", "1.234"),
        (1234, "en", "1,234"),
        ("1.14", "vi", "1,14"),
        ("1234.56", "vi", "1.234,56"),
        ("1234.56", "en", "1,234.56"),
        ("-0.01", "vi", "-0,01"),
        (-1234, "vi", "-1.234"),
        (0, "vi", "0"),
    ],
)
def test_numbers(value: int | str, lang: str, written: str) -> None:
    assert number(value, lang) == written


def test_days() -> None:
    written = [day(date(2025, 3, 4), lang) for lang in ("vi", "id", "en")]
    assert written == ["04/03/2025", "04/03/2025", "4 March 2025"]
