"""Working days, calendar days and the monthly round: the worked days of the story, and properties on any calendar."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chiakhoa.law.rules.deadlines import (
    Calendar,
    DayOff,
    Limit,
    calendar_days_after,
    deadline,
    in_year_round,
    load_calendar,
    working_days_after,
)
from chiakhoa.law.rules.refusals import CATALOGUE, LANGUAGES, Refused

AUTUMN_2025 = Calendar(frozenset({2025}), {}, {})
WIDE = frozenset(range(2024, 2031))
days = st.dates(date(2025, 1, 1), date(2027, 12, 31))
counts = st.integers(0, 60)


def day_off(on: date) -> DayOff:
    return DayOff(on, {"vi": "Ngày nghỉ"}, "V", True, "")


@st.composite
def calendars(draw: st.DrawFn) -> Calendar:
    off = draw(st.sets(days, max_size=40))
    makeup = draw(st.sets(days, max_size=20)) - off
    return Calendar(WIDE, {d: day_off(d) for d in off}, {d: day_off(d) for d in makeup})


def write(folder: Path, year: int, text: str) -> Path:
    path = folder / f"{year}.toml"
    path.write_text(text, encoding="utf-8")
    return path


def test_the_posting_of_27_october_ends_on_30_october() -> None:
    assert working_days_after(date(2025, 10, 27), 3, AUTUMN_2025) == date(2025, 10, 30)


def test_lists_posted_again_on_a_friday_run_over_the_weekend() -> None:
    run = [working_days_after(date(2025, 10, 31), n, AUTUMN_2025) for n in (1, 2, 3)]
    assert run == [date(2025, 11, 3), date(2025, 11, 4), date(2025, 11, 5)]


def test_a_holiday_is_skipped_and_a_make_up_saturday_counts(tmp_path: Path) -> None:
    text = """
        [[holiday]]
        on = 2025-09-02
        name.vi = "Quốc khánh"
        mark = "V"
        verified = true
        cite = "bllđ.d112"
        [[makeup]]
        on = 2025-09-06
    """
    calendar = load_calendar([write(tmp_path, 2025, text)])
    assert working_days_after(date(2025, 9, 1), 4, calendar) == date(2025, 9, 6)
    assert calendar.holidays[date(2025, 9, 2)] == DayOff(date(2025, 9, 2), {"vi": "Quốc khánh"}, "V", True, "bllđ.d112")
    assert calendar.makeup[date(2025, 9, 6)].mark == ""


def test_a_file_without_rows_still_makes_its_year_known(tmp_path: Path) -> None:
    calendar = load_calendar([write(tmp_path, 2025, ""), write(tmp_path, 2026, "")])
    assert working_days_after(date(2025, 12, 31), 1, calendar) == date(2026, 1, 1)


def test_a_year_without_a_file_is_refused_with_words_in_three_languages() -> None:
    with pytest.raises(Refused) as refused:
        working_days_after(date(2025, 12, 30), 5, AUTUMN_2025)
    assert refused.value.rule == "law.no_holidays"
    assert refused.value.where == "holidays/2026.toml"
    for lang in LANGUAGES:
        assert "2026" in refused.value.message(lang)
        assert "2026.toml" in refused.value.todo(lang)


def test_the_packaged_calendar_keeps_the_days_of_the_story_and_the_new_year() -> None:
    calendar = load_calendar((CATALOGUE.parent.parent / "holidays").glob("*.toml"))
    assert calendar.years >= {2025, 2026}
    assert working_days_after(date(2025, 10, 27), 3, calendar) == date(2025, 10, 30)
    assert working_days_after(date(2025, 12, 31), 1, calendar) > date(2026, 1, 1)
    assert not calendar.is_working(date(2026, 2, 17))


def test_a_file_not_named_after_a_year_is_refused_and_sources_are_left_alone(tmp_path: Path) -> None:
    (tmp_path / "articles.toml").write_text("[[article]]\nid = 'x'", encoding="utf-8")
    assert load_calendar([tmp_path / "articles.toml"]).years == frozenset()
    (tmp_path / "tet.toml").write_text("", encoding="utf-8")
    with pytest.raises(Refused) as refused:
        load_calendar([tmp_path / "tet.toml"])
    assert (refused.value.rule, refused.value.where) == ("law.wrong_holidays", "holidays/tet.toml")


@pytest.mark.parametrize(
    "text",
    [
        "[[holiday]]\non = 2026-01-01",
        '[[holiday]]\non = "2025-01-01"',
        "[[holiday]]\non = 2025-01-01T00:00:00",
        "[[holiday]]\nname.vi = 'Tết'",
        "[[holiday]]\non = 2025-01-01\n[[holiday]]\non = 2025-01-01",
        "[[makeup]]\non = 2025-01-04\n[[makeup]]\non = 2025-01-04",
        "[[holiday]]\non = 2025-01-01\n[[makeup]]\non = 2025-01-01",
    ],
)
def test_a_row_that_cannot_be_right_is_refused(tmp_path: Path, text: str) -> None:
    with pytest.raises(Refused) as refused:
        load_calendar([write(tmp_path, 2025, text)])
    assert refused.value.rule == "law.wrong_holidays"
    assert refused.value.where == "holidays/2025.toml"
    assert "202" in refused.value.message("vi") or "None" in refused.value.message("vi")


def test_a_limit_counts_working_or_calendar_days() -> None:
    friday = date(2025, 10, 31)
    assert deadline(Limit(3, working=True), friday, AUTUMN_2025) == date(2025, 11, 5)
    assert deadline(Limit(3, working=False), friday, AUTUMN_2025) == date(2025, 11, 3)


@pytest.mark.parametrize(
    ("requested", "starts", "due", "late"),
    [
        ((2026, 3, 12), (2026, 3, 15), (2026, 3, 30), (2026, 3, 31)),
        ((2026, 3, 15), (2026, 3, 15), (2026, 3, 30), (2026, 3, 31)),
        ((2026, 3, 16), (2026, 4, 15), (2026, 4, 30), (2026, 5, 1)),
        ((2026, 1, 31), (2026, 2, 15), (2026, 3, 2), (2026, 3, 3)),
        ((2026, 12, 16), (2027, 1, 15), (2027, 1, 30), (2027, 1, 31)),
    ],
)
def test_a_request_belongs_to_the_next_round(requested: tuple, starts: tuple, due: tuple, late: tuple) -> None:
    found = in_year_round(date(*requested), round_day=15, days=15)
    assert (found.starts_on, found.due_on, found.late_from) == (date(*starts), date(*due), date(*late))


def test_a_request_after_the_round_of_february_belongs_to_that_of_march() -> None:
    """February has 28 days or 29: the next month is found all the same."""
    assert in_year_round(date(2026, 2, 20), round_day=15, days=15).starts_on == date(2026, 3, 15)
    assert in_year_round(date(2028, 2, 29), round_day=15, days=15).starts_on == date(2028, 3, 15)
    assert in_year_round(date(2026, 12, 31), round_day=28, days=15).starts_on == date(2027, 1, 28)


@given(days, st.integers(1, 28), st.integers(0, 60))
def test_a_round_is_the_nearest_one_not_before_the_request(requested: date, round_day: int, limit: int) -> None:
    found = in_year_round(requested, round_day=round_day, days=limit)
    assert found.starts_on.day == round_day
    assert timedelta(0) <= found.starts_on - requested < timedelta(days=31)
    assert found.due_on == calendar_days_after(found.starts_on, limit)
    assert found.late_from - found.due_on == timedelta(days=1)


@given(days, st.integers(1, 60), calendars())
def test_the_last_day_is_a_working_day_after_the_act(day: date, n: int, calendar: Calendar) -> None:
    last = working_days_after(day, n, calendar)
    between = [day + timedelta(days=i) for i in range(1, (last - day).days + 1)]
    assert calendar.is_working(last)
    assert last > day
    assert sum(calendar.is_working(d) for d in between) == n


@given(days, counts, counts, calendars())
def test_adding_twice_is_adding_the_sum(day: date, n: int, m: int, calendar: Calendar) -> None:
    assert working_days_after(working_days_after(day, n, calendar), m, calendar) == working_days_after(
        day, n + m, calendar
    )


@given(days, days, st.integers(1, 60), calendars())
def test_a_later_act_never_ends_earlier(one: date, other: date, n: int, calendar: Calendar) -> None:
    first, second = sorted((one, other))
    assert working_days_after(first, n, calendar) <= working_days_after(second, n, calendar)
    assert working_days_after(first, n, calendar) < working_days_after(first, n + 1, calendar)


@given(days, counts, calendars())
def test_working_days_are_never_sooner_than_calendar_days(day: date, n: int, calendar: Calendar) -> None:
    assert working_days_after(day, n, calendar) >= calendar_days_after(day, n)


def test_a_day_off_that_no_source_confirms_stays_a_working_day(tmp_path: Path) -> None:
    """Culture Day, 24 November 2026, stands in the file with mark "?": nobody may count on it yet."""
    path = tmp_path / "2026.toml"
    path.write_text('[[holiday]]\non = 2026-11-24\nmark = "?"\nverified = false\n', encoding="utf-8")
    assert working_days_after(date(2026, 11, 23), 1, load_calendar([path])) == date(2026, 11, 24)
