"""`import` and `export` as a terminal gives them: preview, exit codes, the workbook of returned rows, JSON."""

from __future__ import annotations

from dataclasses import replace

import pytest

from chiakhoa.foundation.registry.models import Household
from tests.doors.exchange.test_deciding import a_list, row
from tests.doors.exchange.wards import FAMILY, WARD, invented, open_ward, workbook
from tests.doors.web.accounts.people import grant, person

KEYS = {
    "rows", "new", "changed", "same", "returned", "missing_people", "people", "changes", "problems", "files", "dry_run",
}  # fmt: skip


@pytest.fixture
def office(chiakhoa, db, settings, tmp_path):
    """The command on a practice folder of the ward, in which Hà works for the commune and Sen supervises it."""
    settings.SIGNING_KEYS = tmp_path / "keys"
    open_ward()
    grant(person("ha", "Võ Thu Hà"), "commune_officer", "place", WARD)
    grant(person("sen", "Cao Thị Sen"), "supervisor", "place", WARD)

    def run(*words: object):
        return chiakhoa("--data", tmp_path / "folder", "--today", "2025-12-14", *words)

    return run


def test_a_register_is_tried_taken_in_and_taken_out(office, tmp_path):
    wrong = replace(FAMILY[2], village="Tổ 99")
    path = workbook(tmp_path / "so-ho.xlsx", [*FAMILY[:2], wrong])
    tried = office("--as", "ha", "--json", "import", "register", path, "--dry-run")
    assert tried.code == 0
    assert set(tried.document) >= KEYS
    assert (tried.document["new"], tried.document["returned"], tried.document["dry_run"]) == (2, 1, True)
    assert (tried.document["files"], Household.objects.count()) == ([], 0)
    (problem,) = tried.document["problems"]
    assert (problem["household"], problem["rule"]) == ("H-0003", "exchange.unknown_village")
    assert "Tổ 99" in problem["message"]

    done = office("--as", "ha", "--json", "import", "register", path, "--out", tmp_path / "out")
    assert done.document["files"] == [str(tmp_path / "out" / "so-ho-tra-lai.xlsx")]
    assert (tmp_path / "out" / "so-ho-tra-lai.xlsx").stat().st_size
    assert Household.objects.count() == 2

    told = office("--as", "ha", "--lang", "en", "import", "register", path)
    assert "2 the same, 1 returned" in told.out
    assert "100%" in told.err or "Importing" in told.err
    assert (tmp_path / "so-ho-tra-lai.xlsx").exists(), "beside the file"

    left = office("--as", "ha", "--json", "export", "register", tmp_path / "ra.csv")
    assert left.document["files"] == [str(tmp_path / "ra.csv"), str(tmp_path / "ra-members.csv")]
    again = office("--as", "ha", "--json", "import", "register", tmp_path / "ra.csv").document
    assert (again["rows"], again["same"]) == (2, 2)


def test_answers_and_their_export_go_the_same_way(office, tmp_path):
    path = workbook(tmp_path / "a.xlsx", invented(5))
    lone = office("--as", "ha", "--json", "import", "answers", path)
    assert {one["rule"] for one in lone.document["problems"]} == {"exchange.not_in_register"}
    office("--as", "ha", "import", "register", path)
    assert office("--as", "ha", "--json", "import", "answers", path).document["new"] == 5
    assert office("--as", "ha", "--json", "import", "answers", path).document["same"] == 5
    out = tmp_path / "out.xlsx"
    assert office("--as", "ha", "export", "answers", out, "--sensitive").code == 0
    assert office("--as", "ha", "--json", "import", "answers", out).document["same"] == 5


def test_a_list_after_review_goes_into_a_folder_that_knows_the_commune(office, tmp_path):
    office("--as", "ha", "import", "register", workbook(tmp_path / "a.xlsx", FAMILY))
    path = a_list(tmp_path / "list.xlsx", [row("H-0001", "Lê Văn Một", "Hộ nghèo", "QĐ 7/2025", "14/11/2025")])
    read = office("--json", "import", "review-list", path).document
    assert (read["households"], read["classes"], read["reasons_held"]) == (1, {"poor": 1}, False)
    taken = office("--json", "import", "review-list", path, "--unit", "SONGMAU").document
    assert set(taken) >= KEYS
    assert (taken["new"], taken["reasons_held"]) == (1, False)
    assert office("--as", "ha", "--json", "import", "review-list", path).document["same"] == 1
    office("--as", "sen", "export", "listed", tmp_path / "listed.csv")
    assert "H-0001" in (tmp_path / "listed.csv").read_text(encoding="utf-8-sig")


def test_who_may_not_is_told_with_exit_code_three(office, tmp_path):
    path = workbook(tmp_path / "a.xlsx", FAMILY)
    for words in (
        ("import", "register", path),
        ("import", "answers", path),
        ("import", "review-list", a_list(tmp_path / "l.xlsx", [row("1", "Lê Văn Một", "Hộ nghèo")])),
        ("export", "accounts", tmp_path / "no.csv"),
        ("export", "register", tmp_path / "no.csv", "--sensitive"),
        ("import", "register", path, "--unit", "KYLAM"),
        ("export", "register", tmp_path / "no.csv", "--unit", "KYLAM"),
    ):
        ran = office("--as", "sen", "--json", *words)
        assert (ran.code, ran.document["refused"]["rule"]) == (3, "access.not_allowed"), words
    assert not Household.objects.exists()
    assert not (tmp_path / "no.csv").exists()


@pytest.mark.parametrize("unit", [(), ("--unit", "99")])
def test_a_commune_has_to_be_named_where_none_is_plain(office, tmp_path, unit):
    ran = office("--json", "import", "register", workbook(tmp_path / "a.xlsx", FAMILY), *unit)
    assert (ran.code, ran.document["refused"]["rule"]) == (2, "exchange.no_unit")
