"""Lists that leave: they read back as they were, show what the viewer may see, and never run as a formula."""

from __future__ import annotations

import csv
import io
from dataclasses import replace

import pytest
from openpyxl import load_workbook

from chiakhoa.doors.exchange.leaving import KINDS, Wish, export_accounts, export_listed, export_register
from chiakhoa.doors.exchange.public_ids import household_id
from chiakhoa.doors.exchange.registering import take_in_register
from chiakhoa.foundation.access.values import NONE, PRACTICE, VILLAGE, Held, NotAllowed, Viewer
from chiakhoa.foundation.audit.models import Look
from chiakhoa.foundation.registry import actions, queries
from chiakhoa.foundation.registry.models import Fact, FormerPlace, Household, Membership, Person, Standing
from chiakhoa.foundation.registry.values import NewStanding
from chiakhoa.law.rules.refusals import Refused
from tests.doors.exchange.wards import AT, FAMILY, ON, OTHER, WARD, home, invented, officer, open_ward, order, village
from tests.doors.exchange.wards import workbook as book


@pytest.fixture(autouse=True)
def ward(db, settings, tmp_path):
    settings.SIGNING_KEYS = tmp_path / "keys"
    open_ward()


def wish(by: Viewer = PRACTICE, **more: object) -> Wish:
    return replace(Wish(by, WARD, ON, AT), **more)


def register() -> list[object]:
    """Everything a list can say of the register."""
    found = []
    for number in sorted(Household.objects.values_list("number", flat=True)):
        seen = queries.household_numbered(PRACTICE, WARD, number, ON)
        found.append((seen, queries.members(PRACTICE, seen.public_id, ON)))
    return found


def empty() -> None:
    for model in (Standing, Fact, Membership, FormerPlace, Person, Household):
        model.objects.all().delete()


@pytest.mark.parametrize("ending", ["xlsx", "csv"])
@pytest.mark.parametrize("lang", ["vi", "en", "id"])
def test_the_register_comes_back_all_the_same_and_an_empty_one_becomes_equal(tmp_path, ending, lang):
    take_in_register(book(tmp_path / "a.xlsx", invented(25)), order())
    mai = household_id(WARD, "H-0003")
    columns = {"phone": "0900 000 003", "phone_state": "shared", "address": "=1+1, xóm Đình"}
    actions.correct_household(by=PRACTICE, on=ON, at=AT, household=mai, columns=columns, reason="gọi điện")
    head = queries.members(PRACTICE, mai, ON)[0].public_id
    own = {"national_id": "001054000001", "ethnicity": "Kinh"}
    actions.correct_person(by=PRACTICE, on=ON, at=AT, household=mai, person=head, columns=own, reason="giấy tờ")
    before = register()

    path = tmp_path / f"register.{ending}"
    export_register(path, wish(lang=lang, sensitive=True))
    again = take_in_register(path, order())
    assert (again.new, again.changed, again.same, again.back.households) == (0, 0, 25, 0)
    empty()
    fresh = take_in_register(path, order())
    assert (fresh.new, fresh.back.households, fresh.missing_people) == (25, 0, 0)
    assert register() == before


def test_sensitive_columns_only_on_request_and_each_look_is_kept(tmp_path):
    take_in_register(book(tmp_path / "a.xlsx", FAMILY), order())
    chi_ha = officer()
    export_register(tmp_path / "plain.csv", wish(chi_ha))
    assert "Số định danh" not in (tmp_path / "plain-members.csv").read_text(encoding="utf-8-sig")
    assert not Look.objects.exists()
    export_register(tmp_path / "all.csv", wish(chi_ha, sensitive=True))
    assert "Số định danh" in (tmp_path / "all-members.csv").read_text(encoding="utf-8-sig")
    looks = Look.objects.filter(actor=chi_ha.name, subject=f"registry.household:{household_id(WARD, 'H-0002')}")
    assert [look.fields for look in looks] == [["national_id", "ethnicity"]]
    assert Look.objects.count() == 3
    with pytest.raises(NotAllowed):
        export_register(tmp_path / "no.csv", wish(officer(role="vice_chair"), sensitive=True))
    assert not (tmp_path / "no.csv").exists()


def test_a_list_is_cut_to_who_asks(tmp_path):
    take_in_register(book(tmp_path / "a.xlsx", FAMILY), order())
    head = Viewer("binh", account="binh", on=ON, grants=(Held("village_head", VILLAGE, str(village(2))),))
    export_register(tmp_path / "g02.csv", wish(head))
    assert [row[0] for row in rows_of(tmp_path / "g02.csv")[1:]] == ["H-0002"]
    assert [row[2] for row in rows_of(tmp_path / "g02-members.csv")[1:]] == ["Phan Thị Hai"]
    for by in (officer(OTHER), officer(role="province"), Viewer("nobody")):
        for kind in ("register", "listed", "accounts"):
            with pytest.raises(NotAllowed):
                KINDS[kind](tmp_path / "no.csv", wish(by))


def rows_of(path) -> list[list[str]]:
    return list(csv.reader(io.StringIO(path.read_text(encoding="utf-8-sig"))))


def test_listed_households_name_class_village_and_decision_of_the_day(tmp_path):
    take_in_register(book(tmp_path / "a.xlsx", FAMILY), order())
    one, three = household_id(WARD, "H-0001"), household_id(WARD, "H-0003")
    since = ON
    standings = [
        NewStanding(village(90), one, "poor", since, "QĐ 12/2025"),
        NewStanding(village(91), three, "near_poor", since, "=QĐ 12/2025"),
    ]
    actions.put_in_force(by=PRACTICE, on=ON, at=AT, standings=standings)
    export_listed(tmp_path / "a.csv", wish(officer(role="supervisor")))
    assert rows_of(tmp_path / "a.csv")[1:] == [
        ["H-0001", "Lê Văn Một", "G01", "Tổ 1", "hộ nghèo", "2025-12-14", "QĐ 12/2025", "3"],
        ["H-0003", "Hồ Văn Ba", "G03", "Tổ 3", "hộ cận nghèo", "2025-12-14", "'=QĐ 12/2025", "2"],
    ]
    export_listed(tmp_path / "a.xlsx", wish(lang="en"))
    cell = load_workbook(tmp_path / "a.xlsx").active["G3"]
    assert (cell.value, cell.data_type, cell.quotePrefix) == ("=QĐ 12/2025", "s", True), "a text, never a formula"


def test_nothing_in_a_register_runs_as_a_formula(tmp_path):
    hostile = home("H-0009", ("=HYPERLINK(1)", "head", 1970), ("@SUM(A1)", "child", 1999))
    take_in_register(book(tmp_path / "a.xlsx", [hostile]), order())
    export_register(tmp_path / "out.csv", wish())
    cells = [cell for row in rows_of(tmp_path / "out-members.csv") for cell in row]
    assert "'=HYPERLINK(1)" in cells
    assert not any(cell.startswith(("=", "@", "+")) for cell in cells)
    export_register(tmp_path / "out.xlsx", wish())
    kinds = {cell.data_type for sheet in load_workbook(tmp_path / "out.xlsx") for row in sheet.rows for cell in row}
    assert "f" not in kinds


def test_accounts_leave_for_who_keeps_them(tmp_path):
    from tests.doors.web.accounts.people import grant, person

    ha = person("ha", "Võ Thu Hà", "bốn con trâu đen")
    grant(ha, "commune_officer", "place", WARD)
    keeper = Viewer("quantri", account="q", on=ON, grants=(Held("administrator", NONE, ""),))
    export_accounts(tmp_path / "a.csv", wish(keeper, commune=""))
    assert rows_of(tmp_path / "a.csv")[1:] == [["ha", "Võ Thu Hà", "vi", "có", f"Cán bộ giảm nghèo xã {WARD}"]]


def test_another_ending_is_refused(tmp_path):
    with pytest.raises(Refused, match=r"exchange\.ending"):
        export_listed(tmp_path / "a.ods", wish())
