"""The income points (Form B1): conditions of the options from `items.toml`, points by region from a CSV file.

The CSV contract is that of Circular 07/2021's tables as an office can type them; the points themselves are in no stored
source, so the packaged table is for practice and says so.
"""

from __future__ import annotations

import csv
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

from chiakhoa.law.rules.expression import household_vocabulary, parse
from chiakhoa.law.rules.form import Form, Text
from chiakhoa.law.rules.refusals import Refused
from chiakhoa.law.rules.standard import PointGroup, PointOption, PointsTable
from chiakhoa.law.rules.toml_rows import TomlRow, read_toml

COLUMNS = (
    "standard_id",
    "form_version",
    "region_code",
    "area",
    "item_code",
    "option_code",
    "option_label_vi",
    "points",
    "mutually_exclusive_group",
    "source",
    "verified",
)
REGIONS = ("RRD", "NMM", "NCC", "CH", "SE", "MRD", "URB")
"""Red River Delta, Northern midlands, North Central and coast, Central Highlands, South East, Mekong Delta; urban."""

LARGEST = 1_000
Key = tuple[str, str]
"""Item and option."""

TypedRow = dict[str, str]


def load_points(items_path: Path, csv_path: Path, form: Form, standard_id: str) -> PointsTable:
    """Join options with their points; refuses options without points, points without an option, a missing region."""
    items, options = load_items(items_path, form)
    rows = read_points(csv_path, standard_id)
    points: dict[Key, dict[str, int]] = {}
    for number, row in enumerate(rows, 2):
        where = f"{csv_path.name}:{number}"
        key, region, value = checked(row, options, where)
        if region in points.setdefault(key, {}):
            raise Refused("points.double", where=where, option="/".join(key), region=region)
        points[key][region] = value
    return PointsTable(
        id=f"{csv_path.stem}:{rows[0]['form_version']}",
        items=items,
        groups=grouped(options, points, csv_path.name),
        regions=REGIONS,
        verified=all(row["verified"] == "true" for row in rows),
        practice=any(row["source"] == "practice" for row in rows),
        source=rows[0]["source"],
    )


def load_items(path: Path, form: Form) -> tuple[dict[str, Text], dict[Key, PointOption]]:
    """The items and the options in order, still without points."""
    file = read_toml(path)
    items = {row.text("key"): named(row) for row in file.rows("item")}
    vocabulary = household_vocabulary(form)
    options: dict[Key, PointOption] = {}
    for row in file.rows("option"):
        item, key = row.text("item"), row.text("key")
        if item not in items or (item, key) in options:
            raise row.refuse("points.option", option=f"{item}/{key}")
        when = parse(row.text("when"), vocabulary, where=row.where)
        options[item, key] = PointOption(item, key, row.text("group"), row.words("label"), when, {})
        row.done()
    return items, options


def named(row: TomlRow) -> Text:
    """The name of an item."""
    words = row.words("name")
    row.done()
    return words


def read_points(path: Path, standard_id: str) -> list[TypedRow]:
    """The rows of the CSV file; refuses another header, another standard's table and an empty one."""
    if not path.is_file():
        raise Refused("law.no_file", where=path.name, file=path.name)
    with path.open(encoding="utf-8-sig", newline="") as handle:
        reader = csv.DictReader(handle)
        if tuple(reader.fieldnames or ()) != COLUMNS:
            raise Refused("points.header", where=f"{path.name}:1", columns=", ".join(COLUMNS))
        rows = [{key: (value or "").strip() for key, value in row.items() if key} for row in reader]
    if not rows:
        raise Refused("points.empty", where=path.name)
    for number, row in enumerate(rows, 2):
        if row["standard_id"] != standard_id:
            raise Refused("points.standard", where=f"{path.name}:{number}", found=row["standard_id"], id=standard_id)
    return rows


def checked(row: TypedRow, options: Mapping[Key, PointOption], where: str) -> tuple[Key, str, int]:
    """Option, region and points of one row; refuses what does not fit the items or is no whole number in range."""
    key, region = (row["item_code"], row["option_code"]), row["region_code"]
    option = options.get(key)
    if option is None or option.group != row["mutually_exclusive_group"]:
        raise Refused("points.option", where=where, option="/".join(key))
    if region not in REGIONS or row["area"] != ("urban" if region == "URB" else "rural"):
        raise Refused("points.region", where=where, region=region, regions=", ".join(REGIONS))
    if not row["points"].isdecimal() or int(row["points"]) > LARGEST or row["verified"] not in ("true", "false"):
        raise Refused("points.value", where=where, value=row["points"])
    return key, region, int(row["points"])


def grouped(
    options: Mapping[Key, PointOption], points: Mapping[Key, Mapping[str, int]], where: str
) -> tuple[PointGroup, ...]:
    """The options with their points, in groups of which one option is scored."""
    groups: dict[str, list[PointOption]] = {}
    for key, option in options.items():
        missing = [region for region in REGIONS if region not in points.get(key, {})]
        if missing:
            raise Refused("points.missing", where=where, option="/".join(key), regions=", ".join(missing))
        groups.setdefault(option.group, []).append(replace(option, points=points[key]))
    return tuple(PointGroup(key, members[0].item, tuple(members)) for key, members in groups.items())
