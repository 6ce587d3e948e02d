"""An answers workbook as people hand it in: what is taken, what comes back, and that nothing gets lost."""

from __future__ import annotations

import csv
from datetime import date
from functools import partial
from unicodedata import normalize

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from chiakhoa.doors.exchange.csv_files import write_csv
from chiakhoa.doors.exchange.reading import read_answers, read_answers_csv
from chiakhoa.doors.exchange.template import write_answers, write_template
from chiakhoa.law.rules.refusals import Refused
from tests.doors.exchange.conftest import adds_up, rules_of

HOUSEHOLDS, MEMBERS = "households", "members"


def given_answers(answers):
    return {key: answer for key, answer in answers.items() if answer is not None}


def same(record, other):
    ours, theirs = record.household, other.household
    return (
        (ours.id, ours.area, ours.region) == (theirs.id, theirs.area, theirs.region)
        and given_answers(ours.answers) == given_answers(theirs.answers)
        and [(m.name, m.birth, given_answers(m.answers)) for m in ours.members]
        == [(m.name, m.birth, given_answers(m.answers)) for m in theirs.members]
        and [(p.relation, p.sex) for p in record.people] == [(p.relation, p.sex) for p in other.people]
        and (record.head, record.village, record.commune) == (other.head, other.village, other.commune)
        and record.surveyed_on == other.surveyed_on
    )


@pytest.mark.parametrize("lang", ["vi", "en", "id"])
def test_what_is_written_is_read(tmp_path, form, commune, lang):
    path = tmp_path / "a.xlsx"
    write_answers(path, commune, form, lang)
    read = read_answers(path, form)
    assert (read.returned, read.warnings) == ([], [])
    assert all(same(one, other) for one, other in zip(read.records, commune, strict=True))
    assert [record.row for record in read.records] == list(range(2, 14))
    assert read.layout == "chiakhoa-answers/1/form-b"


def test_the_same_content_gives_the_same_bytes(tmp_path, form, commune):
    for name in ("a.xlsx", "b.xlsx"):
        write_answers(tmp_path / name, commune, form)
    assert (tmp_path / "a.xlsx").read_bytes() == (tmp_path / "b.xlsx").read_bytes()


def test_an_empty_template_holds_no_household(tmp_path, form):
    write_template(tmp_path / "t.xlsx", form)
    with pytest.raises(Refused, match=r"import\.no_rows"):
        read_answers(tmp_path / "t.xlsx", form)


@pytest.mark.parametrize(
    ("table", "key", "value", "rule"),
    [
        (HOUSEHOLDS, "water_source", "nước giời", "import.unknown_option"),
        (HOUSEHOLDS, "floor_area", "rộng", "import.not_a_number"),
        (HOUSEHOLDS, "has_tv", "hai cái", "import.not_yes_no"),
        (HOUSEHOLDS, "surveyed_on", "hôm qua", "import.not_a_date"),
        (HOUSEHOLDS, "area", "", "import.missing_area"),
        (HOUSEHOLDS, "id", "", "import.missing_code"),
        (HOUSEHOLDS, "size", 9, "import.member_count"),
        (MEMBERS, "birth", "31/02/1980", "import.no_such_day"),
        (MEMBERS, "birth", "01/01/2099", "import.born_after_survey"),
        (MEMBERS, "birth", "01/01/1881", "import.too_old"),
        (MEMBERS, "sex", "?!", "import.unknown_option"),
        (MEMBERS, "household", "H-9999", "import.unknown_household"),
        (MEMBERS, "household", "", "import.member_without_household"),
    ],
)
def test_a_fault_returns_the_whole_household_with_its_place(spoilt, set_cell, table, key, value, rule):
    read = spoilt(set_cell(table, 0, key, value))
    assert rule in rules_of(read)
    assert adds_up(read)
    assert read.returned_households >= 1
    reason = next(reason for reason in read.returned if reason.rule == rule)
    assert (reason.row, bool(reason.column)) == (2, True)
    for lang in ("vi", "en", "id"):
        assert reason.message(lang)
        assert reason.todo(lang)


def test_a_blank_answer_is_not_answered(spoilt, set_cell):
    read = spoilt(set_cell(HOUSEHOLDS, 0, "water_source", None))
    assert read.records[0].household.answers["water_source"] is None
    assert not read.returned


def test_a_rural_household_needs_its_region(spoilt, set_cell):
    def rural(rows):
        set_cell(HOUSEHOLDS, 0, "area", "nông thôn")(rows)
        set_cell(HOUSEHOLDS, 1, "area", "NÔNG  THÔN")(rows)
        set_cell(HOUSEHOLDS, 1, "region", "Bắc Trung Bộ và duyên hải miền Trung")(rows)
        set_cell(HOUSEHOLDS, 2, "region", None)(rows)

    read = spoilt(rural)
    assert rules_of(read) == {"import.missing_region"}
    assert (read.records[0].household.area, read.records[0].household.region) == ("rural", "NCC")
    assert read.records[1].household.region == "URB"


def test_both_households_of_a_code_come_back(spoilt, set_cell, commune):
    read = spoilt(set_cell(HOUSEHOLDS, 1, "id", commune[0].household.id.lower()))
    assert {"import.duplicate_household", "import.member_of_duplicate", "import.unknown_household"} == rules_of(read)
    assert read.returned_households == 2
    assert adds_up(read)


def test_a_person_twice_comes_back(spoilt):
    def twice(rows):
        for row in rows.rows[HOUSEHOLDS]:
            row[7] = None
        rows.rows[MEMBERS].insert(1, [*rows.rows[MEMBERS][0]])

    read = spoilt(twice)
    assert rules_of(read) == {"import.member_twice"}
    assert adds_up(read)


def test_totals_repeated_headers_numbers_and_blank_rows_are_no_households(spoilt):
    def clutter(rows):
        for key in (HOUSEHOLDS, MEMBERS):
            table = rows.rows[key]
            table.insert(0, list(range(1, len(rows.headers[key]) + 1)))
            table.insert(5, list(rows.headers[key]))
            table.insert(6, [None, "   "])
            table.append([None, "Tổng cộng", None, 12])
            table.append(["TỔNG CỘNG", 12])

    read = spoilt(clutter)
    assert (len(read.records), read.returned, len(read.set_aside)) == (12, [], 8)


def test_a_row_above_the_header_is_not_passed_over(spoilt, commune):
    """As after sorting a sheet with its header in it."""

    def sink(rows):
        first = rows.rows[HOUSEHOLDS][0]
        rows.rows[HOUSEHOLDS][0] = list(rows.headers[HOUSEHOLDS])
        rows.headers[HOUSEHOLDS] = [str(cell) for cell in first]

    read = spoilt(sink)
    assert {record.household.id for record in read.records} | {r.household for r in read.returned} >= {
        record.household.id for record in commune
    }


def test_decomposed_letters_capitals_and_spaces(spoilt):
    def untidy(rows):
        for key in (HOUSEHOLDS, MEMBERS):
            rows.headers[key] = [normalize("NFD", f"  {header.upper()} ") for header in rows.headers[key]]
            for row in rows.rows[key]:
                row[:] = [normalize("NFD", f" {cell}  ") if isinstance(cell, str) else cell for cell in row]

    read = spoilt(untidy)
    assert (len(read.records), read.returned) == (12, [])
    assert all(record.head == normalize("NFC", record.head) for record in read.records)


def test_moved_columns(spoilt, commune):
    def move(rows):
        for key in (HOUSEHOLDS, MEMBERS):
            rows.headers[key].reverse()
            for row in rows.rows[key]:
                row.reverse()

    read = spoilt(move)
    assert all(same(one, other) for one, other in zip(read.records, commune, strict=True))


def test_a_renamed_header_is_asked_and_then_taken(spoilt, form):
    def rename(rows):
        at = rows.headers[HOUSEHOLDS].index("Nguồn nước")
        rows.headers[HOUSEHOLDS][at] = "Nguồn nước hộ đang dùng"

    with pytest.raises(Refused) as asked:
        spoilt(rename)
    (question,) = asked.value.values["guesses"]
    assert (question.guess, question.header) == ("water_source", "Nguồn nước hộ đang dùng")
    assert asked.value.message("vi")
    read = spoilt(rename, confirmed={f"{question.sheet}!{question.header}": question.guess})
    assert all(record.household.answers["water_source"] for record in read.records)
    with pytest.raises(Refused, match=r"import\.headers_to_confirm"):
        spoilt(rename, confirmed={f"{question.sheet}!{question.header}": "no_such_question"})
    left_out = spoilt(rename, confirmed={f"{question.sheet}!{question.header}": ""})
    assert {record.household.answers["water_source"] for record in left_out.records} == {None}
    assert "import.column_absent" in {warning.rule for warning in left_out.warnings}


def test_a_further_column_is_named_and_passed_over(spoilt):
    def note(rows):
        at = rows.headers[HOUSEHOLDS].index("Số người")
        rows.headers[HOUSEHOLDS][at] = "Ghi chú riêng của tổ"

    with pytest.raises(Refused, match="headers_to_confirm"):
        spoilt(note)
    read = spoilt(note, confirmed={"Ghi chú riêng của tổ": ""})
    assert len(read.records) == 12


def test_a_header_twice_is_refused(spoilt):
    def double(rows):
        rows.headers[HOUSEHOLDS][1] = rows.headers[HOUSEHOLDS][2]

    with pytest.raises(Refused, match=r"import\.header_twice"):
        spoilt(double)


def merge_codes(rows, commune, *, merged):
    """Write each household's number once, in its first row only."""
    at = 0
    for record in commune:
        size = len(record.household.members)
        for place in range(at + 1, at + size):
            rows.rows[MEMBERS][place][0] = None
        if merged and size > 1:
            rows.merges.setdefault(MEMBERS, []).append(f"A{at + 2}:A{at + size + 1}")
        at += size


@pytest.mark.parametrize("merged", [True, False])
def test_a_household_number_written_once(spoilt, commune, merged):
    read = spoilt(partial(merge_codes, commune=commune, merged=merged))
    assert all(same(one, other) for one, other in zip(read.records, commune, strict=True))


def test_a_number_is_not_guessed_when_people_are_numbered_through(spoilt, commune):
    def through(rows):
        merge_codes(rows, commune, merged=False)
        for number, row in enumerate(rows.rows[MEMBERS], start=5):
            row[1] = number

    read = spoilt(through)
    assert "import.member_without_household" in rules_of(read)
    assert adds_up(read)


def test_a_merged_commune_speaks_for_its_rows_and_a_merged_answer_does_not(spoilt, form):
    def merge(rows):
        rows.merges[HOUSEHOLDS] = ["B2:B13", "N2:N13"]
        for row in rows.rows[HOUSEHOLDS][1:]:
            row[1] = row[13] = None

    read = spoilt(merge)
    assert {record.commune for record in read.records} == {"Phường Sông Mẫu"}
    assert [record.household.answers["water_source"] is None for record in read.records] == [False] + [True] * 11
    assert "import.merged_answer" in {warning.rule for warning in read.warnings}


def test_what_is_odd_is_taken_with_a_warning(spoilt, set_cell):
    def odd(rows):
        set_cell(HOUSEHOLDS, 0, "head", "Người Khác")(rows)
        set_cell(MEMBERS, 0, "name", "")(rows)
        set_cell(MEMBERS, 1, "birth", "01/01/2018")(rows)
        set_cell(MEMBERS, 1, "relation", "chủ hộ")(rows)
        for question in ("studying", "schooling", "training", "job_certified", "work", "contract", "work_kind"):
            set_cell(MEMBERS, 1, question, "")(rows)
        set_cell(MEMBERS, 1, "nonfarm_months", "")(rows)
        set_cell(MEMBERS, 1, "pension", "Lương hưu")(rows)

    read = spoilt(odd)
    assert not read.returned
    rules = sorted(warning.rule for warning in read.warnings)
    assert rules == ["import.head_not_member", "import.no_name", "import.odd_for_age", "import.two_heads"]
    assert all(warning.message("vi") and warning.todo("id") for warning in read.warnings)
    assert read.records[0].household.members[0].name == "STT 1"


def test_progress_ends_at_all(spoilt):
    seen = []
    spoilt(lambda rows: None, progress=lambda done, of: seen.append((done, of)))
    assert seen[-1] == (12, 12)


def test_a_pair_of_csv_files(tmp_path, form, commune):
    def as_text(cell):
        return cell.strftime("%d/%m/%Y") if isinstance(cell, date) else cell

    def keep(rows):
        for key in (HOUSEHOLDS, MEMBERS):
            write_csv(
                tmp_path / f"{key}.csv", rows.headers[key], [[as_text(cell) for cell in row] for row in rows.rows[key]]
            )

    write_answers(tmp_path / "a.xlsx", commune, form, spoil=keep)
    read = read_answers_csv(tmp_path / "households.csv", tmp_path / "members.csv", form)
    assert all(same(one, other) for one, other in zip(read.records, commune, strict=True))
    table = list(csv.reader((tmp_path / "households.csv").read_text("utf-8-sig").splitlines()))
    with (tmp_path / "households.csv").open("w", encoding="utf-16", newline="") as out:
        csv.writer(out, delimiter=";").writerows(table)
    assert read_answers_csv(tmp_path / "households.csv", tmp_path / "members.csv", form).rows == 12


CONTENT = st.one_of(
    st.none(),
    st.text(st.characters(codec="utf-8"), max_size=30),
    st.integers(-(10**12), 10**12),
    st.floats(allow_nan=False, allow_infinity=False),
    st.dates(date(1900, 3, 1), date(2200, 1, 1)),
    st.sampled_from(["có", "không", "x", "H-0412", "31/02/2020", "Tổng cộng", "Mã hộ", "=A1", "1.234,5", "1954", "  "]),
)
CHANGES = st.lists(
    st.tuples(st.sampled_from([HOUSEHOLDS, MEMBERS]), st.integers(0, 60), st.integers(0, 40), CONTENT), max_size=25
)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(CHANGES)
def test_rows_in_are_rows_taken_plus_rows_returned(spoilt, changes):
    def change(rows):
        for table, row, column, content in changes:
            target = rows.rows[table][row % len(rows.rows[table])]
            target[column % len(target)] = content

    read = spoilt(change)
    assert adds_up(read)
    assert {reason.row for reason in read.returned} <= {row.row for row in read.returned_rows}
    assert all(reason.message() and reason.todo() for reason in read.returned)
