"""The table of income points: the CSV contract, and every refusal, with file and line."""

from __future__ import annotations

from pathlib import Path

import pytest

from chiakhoa.law.rules.loader import STANDARDS
from chiakhoa.law.rules.points import COLUMNS, REGIONS, load_points
from chiakhoa.law.rules.refusals import Refused
from chiakhoa.law.rules.standard import PointsTable
from tests.law.rules.laws import OLD, copy_of_standards, form, refusal, spoil, standard

FIRST = r"^2022-2025-nd-07-2021,practice-1,RRD,rural,size,size_1,1 người,60,size,practice,false$"


def row(**other: str) -> str:
    """The first row of the practice table with some cells changed."""
    cells = {
        "standard_id": OLD,
        "form_version": "practice-1",
        "region_code": "RRD",
        "area": "rural",
        "item_code": "size",
        "option_code": "size_1",
        "option_label_vi": "1 người",
        "points": "60",
        "mutually_exclusive_group": "size",
        "source": "practice",
        "verified": "false",
    }
    return ",".join((cells | other).values())


def load(folder: Path, name: str = "practice.csv") -> PointsTable:
    return load_points(folder / "points" / "items.toml", folder / "points" / name, form(), OLD)


SPOILED = [
    (row(standard_id="2016"), "points.standard", {"found": "2016", "id": OLD}),
    (row(item_code="sizes"), "points.option", {"option": "sizes/size_1"}),
    (row(option_code="size_9"), "points.option", {"option": "size/size_9"}),
    (row(mutually_exclusive_group="floor"), "points.option", {"option": "size/size_1"}),
    (row(region_code="HCM"), "points.region", {"region": "HCM", "regions": ", ".join(REGIONS)}),
    (row(area="urban"), "points.region", {"region": "RRD"}),
    (row(region_code="URB"), "points.region", {"region": "URB"}),
    (row(points="-5"), "points.value", {"value": "-5"}),
    (row(points="5.5"), "points.value", {"value": "5.5"}),
    (row(points=""), "points.value", {"value": ""}),
    (row(points="1001"), "points.value", {"value": "1001"}),
    (row(verified="yes"), "points.value", {"value": "60"}),
    (row(option_code="size_2", points="1"), "points.double", {"option": "size/size_2", "region": "RRD"}),
]


@pytest.mark.parametrize(("spoiled", "rule", "values"), SPOILED)
def test_a_spoiled_row_is_refused_with_its_line(tmp_path: Path, spoiled: str, rule: str, values: dict[str, str]):
    folder = copy_of_standards(tmp_path) / OLD
    spoil(folder / "points" / "practice.csv", FIRST, spoiled)
    with pytest.raises(Refused) as refused:
        load(folder)
    told = refusal(refused)
    assert told.rule == rule
    assert told.values | values == told.values
    assert told.where == f"practice.csv:{3 if rule == 'points.double' else 2}"


def test_lines_are_counted_as_an_editor_shows_them(tmp_path: Path):
    folder = copy_of_standards(tmp_path) / OLD
    spoil(folder / "points" / "practice.csv", FIRST, "\n\n" + row(points="many"))
    with pytest.raises(Refused) as refused:
        load(folder)
    assert refused.value.where == "practice.csv:4"


def test_an_option_without_points_for_every_region_is_refused(tmp_path: Path):
    folder = copy_of_standards(tmp_path) / OLD
    table = folder / "points" / "practice.csv"
    lines = table.read_text(encoding="utf-8").splitlines()
    kept = [line for line in lines if not (",motorbike," in line and line.split(",")[2] in {"MRD", "URB"})]
    table.write_text("\n".join(kept), encoding="utf-8")
    with pytest.raises(Refused) as refused:
        load(folder)
    told = refusal(refused)
    assert (told.rule, told.where) == ("points.missing", "practice.csv")
    assert told.values == {"option": "vehicles/motorbike", "regions": "MRD, URB"}


def test_an_option_without_any_row_is_refused(tmp_path: Path):
    folder = copy_of_standards(tmp_path) / OLD
    table = folder / "points" / "practice.csv"
    lines = table.read_text(encoding="utf-8").splitlines()
    table.write_text("\n".join(line for line in lines if ",motorbike," not in line), encoding="utf-8")
    with pytest.raises(Refused) as refused:
        load(folder)
    assert refusal(refused).values == {"option": "vehicles/motorbike", "regions": ", ".join(REGIONS)}


@pytest.mark.parametrize(
    ("content", "rule", "where"),
    [
        (b"", "points.header", "practice.csv:1"),
        (b"a,b\n1,2\n", "points.header", "practice.csv:1"),
        (",".join(reversed(COLUMNS)).encode(), "points.header", "practice.csv:1"),
        (",".join(COLUMNS).encode() + b"\n", "points.empty", "practice.csv"),
        (",".join(COLUMNS).encode() + "\n1 người".encode("utf-16"), "points.unreadable", "practice.csv"),
        (",".join(COLUMNS).encode() + b"\n" + b"x" * 200_000, "points.unreadable", "practice.csv"),
    ],
)
def test_a_file_that_is_no_such_table_is_refused(tmp_path: Path, content: bytes, rule: str, where: str):
    folder = copy_of_standards(tmp_path) / OLD
    (folder / "points" / "practice.csv").write_bytes(content)
    with pytest.raises(Refused) as refused:
        load(folder)
    told = refusal(refused)
    assert (told.rule, told.where) == (rule, where)
    assert told.values.get("columns", ", ".join(COLUMNS)) == ", ".join(COLUMNS)


def test_a_missing_table_is_refused():
    with pytest.raises(Refused) as refused:
        load(STANDARDS / OLD, "official.csv")
    told = refusal(refused)
    assert (told.rule, told.where, told.values) == ("law.no_file", "official.csv", {"file": "official.csv"})


ITEMS = [
    (r'^item = "size"$', 'item = "sizes"', "points.option", {"option": "sizes/size_1"}),
    (r'^key = "size_2"$', 'key = "size_1"', "law.double", {"key": "size/size_1"}),
    (r'^key = "dependants"$', 'key = "size"', "law.double", {"key": "size"}),
    (r'^when = "wall_durable"$', 'when = "wall"', "law.expression", {"text": "wall"}),
    (r'^when = "wall_durable"$', 'when = "wall_durable"\npoints = 3', "law.unknown_key", {"key": "points"}),
    (r'^key = "dependants"$', 'key = "dependants"\npoints = 3', "law.unknown_key", {"key": "points"}),
    (r"^name\.id = .*$", "", "law.three_languages", {"key": "name"}),
    (r"^label\.id = .*$", "", "law.three_languages", {"key": "label"}),
    (r'^group = "size"$', "", "law.missing_key", {"key": "group"}),
]


@pytest.mark.parametrize(("pattern", "replacement", "rule", "values"), ITEMS)
def test_spoiled_items_are_refused_with_their_line(
    tmp_path: Path, pattern: str, replacement: str, rule: str, values: dict[str, str]
):
    folder = copy_of_standards(tmp_path) / OLD
    items = folder / "points" / "items.toml"
    spoiled = spoil(items, pattern, replacement)
    with pytest.raises(Refused) as refused:
        load(folder)
    told = refusal(refused)
    assert told.rule == rule
    assert told.values | values == told.values
    lines = items.read_text(encoding="utf-8").splitlines()
    table = next(number for number in range(spoiled, 0, -1) if lines[number - 1].startswith("[["))
    assert told.where == f"points/items.toml:{table}"


def test_leftovers_among_the_items_are_refused(tmp_path: Path):
    folder = copy_of_standards(tmp_path) / OLD
    line = spoil(folder / "points" / "items.toml", r"\A", "[[items]]\nkey = 1\n")
    with pytest.raises(Refused) as refused:
        load(folder)
    assert (refusal(refused).rule, refused.value.where) == ("law.unknown_key", f"points/items.toml:{line}")


def test_the_practice_table():
    table = standard().points
    assert table is not None
    assert (table.id, table.source, table.verified, table.practice) == ("practice:practice-1", "practice", False, True)
    assert table.regions == REGIONS
    assert len(table.items) == 16
    assert table.items["size"]["en"] == "Household size"
    groups = {group.key: group for group in table.groups}
    assert groups["size"].item == "size"
    assert groups["wall"].item == groups["pillar"].item == "housing"
    assert [option.key for option in groups["cattle"].options] == ["cattle_3", "cattle_1"]
    assert all(option.group == group.key for group in table.groups for option in group.options)
    first = groups["size"].options[0]
    assert (first.item, first.key, first.label["vi"], first.points["RRD"]) == ("size", "size_1", "1 người", 60)
    assert all(set(option.points) == set(REGIONS) for group in table.groups for option in group.options)


def test_a_table_of_an_office_as_a_spreadsheet_saves_it(tmp_path: Path):
    """With a byte order mark, spaces around cells and its own evidence."""
    folder = copy_of_standards(tmp_path) / OLD
    text = (folder / "points" / "practice.csv").read_text(encoding="utf-8")
    text = text.replace(",practice,false", ", CÔNG BÁO ,true ").replace(",practice-1,", ",2022,")
    (folder / "points" / "official.csv").write_text(text, encoding="utf-8-sig")
    table = load(folder, "official.csv")
    assert (table.id, table.source, table.verified, table.practice) == ("official:2022", "CÔNG BÁO", True, False)


def test_one_unverified_row_makes_a_table_unverified_and_one_practice_row_practice(tmp_path: Path):
    folder = copy_of_standards(tmp_path) / OLD
    text = (folder / "points" / "practice.csv").read_text(encoding="utf-8").replace(",practice,false", ",x,true")
    (folder / "points" / "a.csv").write_text(text.replace(",x,true", ",x,false", 2), encoding="utf-8")
    (folder / "points" / "b.csv").write_text(text.rstrip()[: -len("x,true")] + "practice,true", encoding="utf-8")
    assert (load(folder, "a.csv").verified, load(folder, "a.csv").practice) == (False, False)
    assert (load(folder, "b.csv").verified, load(folder, "b.csv").practice) == (True, True)


@pytest.mark.parametrize("points", ["0", "1000"])
def test_points_lie_between_nothing_and_a_thousand(tmp_path: Path, points: str):
    folder = copy_of_standards(tmp_path) / OLD
    spoil(folder / "points" / "practice.csv", FIRST, row(points=points))
    assert load(folder).groups[0].options[0].points["RRD"] == int(points)
