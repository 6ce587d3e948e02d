"""The income points (Form B1): conditions of the options from `items.toml`, points by region from a CSV file.

The CSV contract is that of Circular 07/2021's tables as an office can type them; the points themselves are in no stored
source, so the packaged table is for practice and says so.
"""

from __future__ import annotations

import csv
from collections.abc import Mapping
from dataclasses import replace
from operator import itemgetter
from pathlib import Path

from chiakhoa.law.rules.expression import Vocabulary, household_vocabulary, parse
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
    for line, row in rows:
        where = f"{csv_path.name}:{line}"
        key, region, value = checked(row, options, where)
        if region in points.setdefault(key, {}):
            raise Refused("points.double", where=where, option="/".join(key), region=region)
        points[key][region] = value
    first = rows[0][1]
    return PointsTable(
        id=f"{csv_path.stem}:{first['form_version']}",
        items=items,
        groups=grouped(options, points, csv_path.name),
        regions=REGIONS,
        verified=all(row["verified"] == "true" for _, row in rows),
        practice=any(row["source"] == "practice" for _, row in rows),
        source=first["source"],
    )


def load_items(path: Path, form: Form) -> tuple[dict[str, Text], dict[Key, PointOption]]:
    """The items and the options in order, still without points."""
    file, vocabulary = read_toml(path), household_vocabulary(form)
    items = dict(file.each("item", named, key=itemgetter(0)))
    options = file.each("option", lambda row: option(row, items, vocabulary), key=lambda one: f"{one.item}/{one.key}")
    file.done()
    return items, {(one.item, one.key): one for one in options}


def named(row: TomlRow) -> tuple[str, Text]:
    """The key and the name of an item."""
    made = row.text("key"), row.words("name")
    row.done()
    return made


def option(row: TomlRow, items: Mapping[str, Text], vocabulary: Vocabulary) -> PointOption:
    """One option, still without points; refuses (`points.option`) an item that is not listed."""
    item, key, when = row.text("item"), row.text("key"), row.text("when")
    if item not in items:
        raise row.refuse("points.option", option=f"{item}/{key}")
    made = PointOption(
        item, key, row.text("group"), row.words("label"), parse(when, vocabulary, where=row.where), points={}
    )
    row.done()
    return made


def read_points(path: Path, standard_id: str) -> list[tuple[int, TypedRow]]:
    """The rows of the CSV file with their lines; refuses another header, another standard's table, an empty one."""
    if not path.is_file():
        raise Refused("law.no_file", where=path.name, file=path.name)
    try:
        with path.open(encoding="utf-8-sig", newline="") as handle:
            rows = numbered(csv.DictReader(handle), path.name)
    except (UnicodeDecodeError, csv.Error) as error:
        raise Refused("points.unreadable", where=path.name, problem=str(error)) from error
    if not rows:
        raise Refused("points.empty", where=path.name)
    for line, row in rows:
        if row["standard_id"] != standard_id:
            raise Refused("points.standard", where=f"{path.name}:{line}", found=row["standard_id"], id=standard_id)
    return rows


def numbered(reader: csv.DictReader[str], name: str) -> list[tuple[int, TypedRow]]:
    """The rows, each with the line on which it ends; refuses (`points.header`) another first line."""
    if tuple(reader.fieldnames or ()) != COLUMNS:
        raise Refused("points.header", where=f"{name}:1", columns=", ".join(COLUMNS))
    return [(reader.line_num, {key: (row[key] or "").strip() for key in COLUMNS}) for row in reader]


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
