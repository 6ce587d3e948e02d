"""Numbers and days as each language writes them: 1.234,56 and 14/12/2025; in English 1,234.56 and 14 December 2025."""

from __future__ import annotations

from datetime import date

MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip
TO_COMMA = str.maketrans(",.", ".,")


def number(value: int | str, lang: str) -> str:
    """A whole number, or a decimal string such as `1.14`, grouped by thousands."""
    whole, _, places = str(value).partition(".")
    grouped = f"{int(whole):,}" + (f".{places}" if places else "")
    if whole.startswith("-") and not grouped.startswith("-"):
        grouped = "-" + grouped
    return grouped if lang == "en" else grouped.translate(TO_COMMA)


def day(value: date, lang: str) -> str:
    """A day with four digits of the year."""
    if lang == "en":
        return f"{value.day} {MONTHS[value.month - 1]} {value.year}"
    return f"{value:%d/%m/%Y}"
