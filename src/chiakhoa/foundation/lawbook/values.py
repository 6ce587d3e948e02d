"""Every row of the packaged law by a lasting name, and a standard as an office has confirmed it. No database.

A row's name is `folder:section:key`, for example `2022-2025-nd-07-2021:indicator:water`. Its digest covers what the row
says and not how sure we are of it: a row that a later version of the program words otherwise is to be confirmed anew.
"""

from __future__ import annotations

import json
import re
import shutil
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import cache
from hashlib import sha256
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, TypeVar

from chiakhoa.law.rules.evidence import APART, is_rows
from chiakhoa.law.rules.form_loader import FORM_B
from chiakhoa.law.rules.loader import STANDARDS, UNKNOWN, load_standard, standard_by_id, standard_folders
from chiakhoa.law.rules.refusals import Refused
from chiakhoa.law.rules.standard import PointsTable, Row, Standard
from chiakhoa.law.rules.toml_rows import TomlRow, read_toml

URBAN, RURAL = "urban", "rural"
PEOPLE = 2
"""How many different people confirm a row (time-and-policy.md)."""

LOCAL_FILES = ("standard.toml", "income.toml", "indicators.toml", "classes.toml", "articles.toml")
ADDED = ("indicators.toml", "articles.toml")
EXTENDS = re.compile(r'^extends\s*=\s*"(?P<id>[^"]+)"\s*$', re.MULTILINE)

SURE_OF = frozenset({"mark", "verified", "note", "source", "cite"})
"""What tells how sure a row is; a change of it does not undo a confirmation."""

NAMING = ("procedure", "programme", "key", "id", "area", "valid_from", "valid_until")
"""What makes up the key of a row, as far as it has them."""

DECIDING = frozenset({"line", "cut_off", "gap", "indicator", "class", "procedure", "step", "period", "agreement"})
"""Sections of a standard on which recognition rests."""

POINTS = "points"
Sourced = TypeVar("Sourced", bound=Any)


@dataclass(frozen=True, slots=True)
class LawRow:
    """One row of the packaged law: its name, where it stands, how sure it is, and whether it says anything at all."""

    name: str
    section: str
    where: str
    cite: str
    mark: str
    verified: bool
    known: bool
    digest: str


@dataclass(frozen=True, slots=True)
class Blocking:
    """A row that keeps an office from recognising: who has confirmed it so far; `known` False: no source gives it."""

    name: str
    where: str
    mark: str
    known: bool
    confirmed_by: tuple[str, ...] = ()


@cache
def law_rows(root: Path = STANDARDS) -> Mapping[str, LawRow]:
    """Every row with an article, by name, over all folders of the packaged law."""
    folders = sorted(path for path in root.iterdir() if path.is_dir())
    return {row.name: row for folder in folders for row in _rows(folder)}


def _rows(folder: Path) -> Iterator[LawRow]:
    for path in sorted(folder.glob("*.toml")):
        if path.name not in APART:
            yield from (_law_row(folder.name, section, row) for section, row in _tables(path) if "mark" in row.values)


def _tables(path: Path) -> Iterator[tuple[str, TomlRow]]:
    """The tables of a file with their section; what stands outside them has the file's own name."""
    file = read_toml(path)
    for name in [key for key, value in file.values.items() if is_rows(value)]:
        yield from ((name, row) for row in file.rows(name))
    for name in [key for key, value in file.values.items() if isinstance(value, dict)]:
        yield name, file.table(name)
    yield path.stem, file.head()


def _law_row(folder: str, section: str, row: TomlRow) -> LawRow:
    says = {key: value for key, value in row.values.items() if key not in SURE_OF}
    digest = sha256(json.dumps(says, sort_keys=True, ensure_ascii=False, default=str).encode()).hexdigest()
    parts = [str(row.values[key]) for key in NAMING if isinstance(row.values.get(key), str | date)]
    return LawRow(
        name=f"{folder}:{section}:{'.'.join(parts) or _without_key(section, row, digest)}",
        section=section,
        where=row.where,
        cite=str(row.values.get("cite", "")),
        mark=str(row.values["mark"]),
        verified=row.values.get("verified") is True,
        known=UNKNOWN not in (row.values.get("deprived_when"), row.values.get("points")),
        digest=digest,
    )


def _without_key(section: str, row: TomlRow, digest: str) -> str:
    """The key of a row that has none: its section's name when it stands alone, else the beginning of its digest."""
    return digest[:10] if row.path.read_text(encoding="utf-8").count(f"[[{section}]]") else section


def points_name(standard: str, table_sha256: str) -> str:
    """The name under which a loaded table of points is confirmed."""
    return f"{standard}:{POINTS}:{table_sha256[:12]}"


def confirmed(standard: Standard, names: frozenset[str]) -> Standard:
    """The standard with the rows of these names verified; an assumption never is."""

    def known(section: str, key: str, row: Row) -> Row:
        sure = row.verified or (not row.assumed and f"{standard.id}:{section}:{key}" in names)
        return replace(row, verified=sure)

    def each(section: str, held: tuple[Sourced, ...], *parts: str) -> tuple[Sourced, ...]:
        return tuple(
            replace(one, row=known(section, ".".join(getattr(one, part) for part in parts), one.row)) for one in held
        )

    cut_offs = each("cut_off", tuple(standard.cut_offs.values()), "area")
    return replace(
        standard,
        row=known("standard", standard.id, standard.row),
        lines=each("line", standard.lines, "key", "area"),
        cut_offs={one.area: one for one in cut_offs},
        gap_points_row=known("gap", "gap", standard.gap_points_row),
        indicators=each("indicator", standard.indicators, "key"),
        classes=each("class", standard.classes, "key"),
        determinations=each("determination", standard.determinations, "key"),
    )


def points_of(standard: str, content: bytes, file_name: str, *, verified: bool) -> PointsTable | None:
    """The table of points in an office's CSV file; it is verified when the office says so, whatever its cells say."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / Path(file_name).name
        path.write_bytes(content)
        table = standard_by_id(standard, points=path).points
    return replace(table, verified=verified) if table else None


def local_standard(files: Mapping[str, str], national: Standard) -> Standard:
    """A province's own standard above the national one: its files, and the national ones where it has none.

    Indicators and articles of the province are added to the national ones; income and classes take their place.
    """
    head = "".join(line for line in files["standard.toml"].splitlines(keepends=True) if not EXTENDS.match(line))
    key = str(tomllib.loads(head).get("id", ""))
    with TemporaryDirectory() as root:
        folder = Path(root) / (Path(key).name or "local")
        shutil.copytree(STANDARDS / FORM_B.name, Path(root) / FORM_B.name)
        folder.mkdir()
        for name in LOCAL_FILES:
            own = head if name == "standard.toml" else files.get(name, "")
            base = (STANDARDS / national.id / name).read_text(encoding="utf-8")
            (folder / name).write_text(base + own if name in ADDED else own or base, encoding="utf-8")
        made = load_standard(folder, points=None)
    return replace(made, points=national.points)


def extended(files: Mapping[str, str]) -> str:
    """The id of the national standard that a local one extends; refuses (`lawbook.local`) files that name none."""
    found = EXTENDS.search(files.get("standard.toml", ""))
    unknown = sorted(set(files) - set(LOCAL_FILES))
    if found is None or unknown or found["id"] not in {folder.name for folder in standard_folders()}:
        raise Refused("lawbook.local", where=", ".join(unknown) or "standard.toml", files=", ".join(LOCAL_FILES))
    return found["id"]
