"""One cell in the many ways people write it."""

from __future__ import annotations

from datetime import date, datetime, time
from decimal import Decimal
from unicodedata import normalize

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chiakhoa.doors.exchange.cells import (
    Unreadable,
    number_in,
    plain,
    read_birth,
    read_day,
    read_sex,
    read_text,
    read_yes_no,
    reader_for,
)
from chiakhoa.doors.exchange.layout import answers_layout
from chiakhoa.doors.exchange.template import birth_text
from chiakhoa.law.rules.households import PartialDate


@pytest.mark.parametrize(
    "raw", ["có", "CÓ", " Có ", normalize("NFD", "có"), "x", "X", "1", 1.0, True, "đúng", "yes", "ya"]
)
def test_yes(raw):
    assert read_yes_no(raw) is True


@pytest.mark.parametrize("raw", ["không", "KHÔNG", normalize("NFD", "Không"), "ko", "0", 0.0, False, "no", "tidak"])
def test_no(raw):
    assert read_yes_no(raw) is False


@pytest.mark.parametrize("raw", ["", "  ", "không rõ", "?"])
def test_not_answered(raw):
    assert read_yes_no(raw) is None


@pytest.mark.parametrize("raw", ["có lẽ", 2.0, "-", "#N/A"])
def test_neither(raw):
    assert read_yes_no(raw) == Unreadable("import.not_yes_no")


@pytest.mark.parametrize(
    ("raw", "birth"),
    [
        (date(1954, 3, 2), PartialDate(1954, 3, 2)),
        (datetime.fromisoformat("1954-03-02"), PartialDate(1954, 3, 2)),
        ("02/03/1954", PartialDate(1954, 3, 2)),
        ("2-3-1954", PartialDate(1954, 3, 2)),
        ("2.3.1954", PartialDate(1954, 3, 2)),
        ("1954-03-02", PartialDate(1954, 3, 2)),
        ("03/1954", PartialDate(1954, 3)),
        ("1954", PartialDate(1954)),
        (1954.0, PartialDate(1954)),
        ("", None),
        ("không rõ", None),
    ],
)
def test_birth_dates(raw, birth):
    assert read_birth(raw) == birth


@pytest.mark.parametrize(
    ("raw", "rule"),
    [
        ("31/02/1980", "import.no_such_day"),
        ("12/25/1980", "import.no_such_day"),
        ("13/1980", "import.no_such_day"),
        ("05/03/54", "import.not_a_date"),
        ("32874", "import.not_a_date"),
        ("năm 1954", "import.not_a_date"),
        (time(3, 4), "import.not_a_date"),
        (True, "import.not_a_date"),
        ("1799", "import.year_out_of_range"),
        (date(2999, 1, 1), "import.year_out_of_range"),
    ],
)
def test_dates_that_cannot_be_read(raw, rule):
    assert read_birth(raw).rule == rule


def test_a_survey_day_is_whole():
    assert read_day("14/12/2025") == date(2025, 12, 14)
    assert read_day("12/2025") == Unreadable("import.not_a_day")
    assert read_day("") is None


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("1.234,5", "1234.5"),
        ("1.234", "1234"),
        ("12.345.678", "12345678"),
        ("24,5", "24.5"),
        ("24.5", "24.5"),
        ("1 234", "1234"),
        (" 45 ", "45"),
        ("45 m²", "45"),
        ("45m2", "45"),
    ],
)
def test_numbers_the_vietnamese_way(text, number):
    assert number_in(plain(text), ("m2",)) == Decimal(number)


@pytest.mark.parametrize("text", ["1.2.3", "1,234.5", "12 con", "mười", "-5", "½", "1e3", "1,2,3"])
def test_texts_that_are_no_number(text):
    assert number_in(text, ("m2",)) == Unreadable("import.not_a_number")


def column(form, key):
    layout = answers_layout(form)
    return next(c for c in (*layout.households.columns, *layout.members.columns) if c.key == key)


@pytest.mark.parametrize(
    ("key", "raw", "value"), [("floor_area", 24.7, 24), ("floor_area", "24,7", 24), ("pigs", 3.0, 3)]
)
def test_measured_numbers_lose_decimals(form, key, raw, value):
    assert reader_for(column(form, key))(raw) == value


@pytest.mark.parametrize(
    ("key", "raw", "rule"),
    [
        ("pigs", 3.5, "import.not_whole"),
        ("pigs", -1.0, "import.out_of_range"),
        ("floor_area", 1e300, "import.out_of_range"),
        ("floor_area", float("nan"), "import.out_of_range"),
        ("pigs", True, "import.not_a_number"),
        ("nonfarm_months", 13.0, "import.out_of_range"),
        ("water_source", "nước giời", "import.unknown_option"),
    ],
)
def test_answers_that_come_back(form, key, raw, rule):
    assert reader_for(column(form, key))(raw).rule == rule


def test_every_option_is_read_by_key_and_label(form):
    layout = answers_layout(form)
    for one in (*layout.households.columns, *layout.members.columns):
        if one.kind == "choice":
            read = reader_for(one)
            for choice in one.options:
                for text in (choice.key, *choice.label.values()):
                    assert read(normalize("NFD", text.upper())) == choice.key, (one.key, text)


def test_sex():
    assert [read_sex(raw) for raw in ("Nam", "NỮ", "", "female")] == ["male", "female", "", "female"]
    assert isinstance(read_sex("khác gì"), Unreadable)


@given(st.dates(date(1880, 1, 1), date(2100, 12, 31)), st.sampled_from(["day", "month", "year"]))
def test_a_birth_date_is_read_as_it_was_written(day, known):
    birth = PartialDate(day.year, None if known == "year" else day.month, day.day if known == "day" else None)
    assert read_birth(birth_text(birth)) == birth


@given(st.one_of(st.text(), st.floats(), st.booleans(), st.integers(), st.dates(), st.datetimes(), st.times()))
def test_no_content_breaks_a_reader(form, raw):
    layout = answers_layout(form)
    for one in (*layout.households.columns, *layout.members.columns):
        reader_for(one)(raw)


@given(st.text())
def test_a_text_is_composed_and_trimmed(text):
    assert read_text(text) == normalize("NFC", " ".join(read_text(text).split()))
