"""From the folders of `law/standards/` to standards in memory. Whatever is not whole is refused with file and line.

No fall-back anywhere: an unknown key, a missing article, periods that overlap, a day no standard covers are refusals.
"""

from __future__ import annotations

from datetime import date
from itertools import pairwise
from operator import attrgetter
from pathlib import Path
from typing import Any

from chiakhoa.law.rules.articles import evidence, load_articles
from chiakhoa.law.rules.expression import Node, Vocabulary, household_vocabulary, parse, totals_vocabulary
from chiakhoa.law.rules.form import Form
from chiakhoa.law.rules.form_loader import FORM_B, load_form
from chiakhoa.law.rules.points import load_points
from chiakhoa.law.rules.refusals import Refused
from chiakhoa.law.rules.standard import (
    ClassRule,
    CutOff,
    Determination,
    Dimension,
    Indicator,
    Line,
    PointsTable,
    Row,
    Standard,
)
from chiakhoa.law.rules.toml_rows import TomlRow, read_toml

STANDARDS = Path(__file__).parent.parent / "standards"
UNKNOWN = "unknown"
PRACTICE = "practice"
AREAS = ("rural", "urban")


def standard_folders(root: Path = STANDARDS) -> tuple[Path, ...]:
    """Every folder that holds a standard, in the order of their names."""
    return tuple(sorted(path.parent for path in root.glob("*/standard.toml")))


def national_standards(
    root: Path = STANDARDS, *, points: Path | str | None = PRACTICE, assumptions: bool = False
) -> tuple[Standard, ...]:
    """All national standards, oldest first; refuses (`law.overlap`) two in force on one day."""
    found = sorted(
        (load_standard(folder, points=points, assumptions=assumptions) for folder in standard_folders(root)),
        key=lambda standard: standard.in_force_from,
    )
    for earlier, later in pairwise(found):
        if later.in_force_from <= earlier.in_force_until:
            raise Refused("law.overlap", where=later.id, first=earlier.id, second=later.id)
    return tuple(found)


def standard_on(
    day: date, root: Path = STANDARDS, *, points: Path | str | None = PRACTICE, assumptions: bool = False
) -> Standard:
    """The national standard in force on a day; refuses (`law.no_standard`) a day that none covers."""
    for standard in national_standards(root, points=points, assumptions=assumptions):
        if standard.in_force_from <= day <= standard.in_force_until:
            return standard
    raise Refused("law.no_standard", where=day.isoformat(), day=day.isoformat())


def standard_by_id(
    key: str, root: Path = STANDARDS, *, points: Path | str | None = PRACTICE, assumptions: bool = False
) -> Standard:
    """The standard of that id; refuses (`law.unknown_standard`) any other, naming those there are."""
    for folder in standard_folders(root):
        if folder.name == key:
            return load_standard(folder, points=points, assumptions=assumptions)
    raise Refused("law.unknown_standard", where=key, id=key, known=", ".join(f.name for f in standard_folders(root)))


def load_standard(folder: Path, *, points: Path | str | None = PRACTICE, assumptions: bool = False) -> Standard:
    """Load one folder. `points`: "practice" (the folder's own practice table), a CSV file, or None (no table).

    With `assumptions` (practice folders only) unknown conditions take the marked assumption their row offers.
    """
    return _FolderReader(folder, load_form(folder.parent / FORM_B.name), assumptions).standard(points)


class _FolderReader:
    """Reads the files of one standard."""

    def __init__(self, folder: Path, form: Form, assumptions: bool) -> None:
        self.folder, self.form, self.assumptions = folder, form, assumptions
        self.articles = load_articles(folder)
        self.household = household_vocabulary(form)
        self.carried_from = ""

    def standard(self, points: Path | str | None) -> Standard:
        head = read_toml(self.folder / "standard.toml").head()
        income = read_toml(self.folder / "income.toml")
        lines = income.each("line", self.line, key=lambda line: f"{line.key} {line.area}")
        cut_offs = {cut.area: cut for cut in income.each("cut_off", self.cut_off, key=attrgetter("area"))}
        if set(cut_offs) != set(AREAS):
            raise Refused("law.areas", where=f"{self.folder.name}/income.toml:1", areas=", ".join(sorted(cut_offs)))
        gap = income.table("gap")
        income.done()
        dimensions, indicators = self.indicators()
        classes, determinations = self.classes()
        return Standard(
            id=self.named_like_folder(head),
            kind=head.text("kind"),
            title=head.words("title"),
            in_force_from=head.day("in_force_from"),
            in_force_until=head.day("in_force_until"),
            instrument=instrument(head),
            checked_on=head.day("checked_on"),
            form=self.form,
            articles=self.articles,
            lines=lines,
            cut_offs=cut_offs,
            gap_points=int(gap.take("points", int)),
            gap_points_row=self.row(gap),
            dimensions=dimensions,
            indicators=indicators,
            classes=classes,
            determinations=determinations,
            points=self.points(points),
            assumptions=self.assumptions,
            row=self.row(head),
        )

    def named_like_folder(self, head: TomlRow) -> str:
        key, form = head.text("id"), head.text("form")
        if form != self.form.id:
            raise head.refuse("law.unknown_form", form=form)
        if key != self.folder.name:
            raise head.refuse("law.folder_name", id=key, folder=self.folder.name)
        return key

    def row(self, row: TomlRow, *, assumed: bool = False) -> Row:
        return evidence(row, self.articles, assumed=assumed)

    def line(self, row: TomlRow) -> Line:
        key, area, vnd = row.text("key"), row.text("area"), row.take("vnd", int)
        return Line(key, area, vnd, self.row(row))

    def cut_off(self, row: TomlRow) -> CutOff:
        area, points = row.text("area"), row.take("points", (int, str))
        if points != UNKNOWN:
            if not isinstance(points, int):
                raise row.refuse("law.wrong_type", key="points", value=points)
            return CutOff(area, points, self.row(row))
        offer = self.assumption(row, "points", int)
        if offer is None or not self.assumptions:
            return CutOff(area, None, self.row(row))
        assumed, self.carried_from = offer
        return CutOff(area, assumed, self.row(row, assumed=True))

    def assumption(self, row: TomlRow, key: str, kind: type) -> tuple[Any, str] | None:
        """What a row of unknown law offers to practice folders, and the standard that it is carried from."""
        if "assumption" not in row.values:
            return None
        offered = TomlRow(row.path, row.line, dict(row.take("assumption", dict)))
        found = offered.take(key, kind), offered.text("carried_from")
        offered.done()
        return found

    def indicators(self) -> tuple[tuple[Dimension, ...], tuple[Indicator, ...]]:
        file = read_toml(self.folder / "indicators.toml")
        dimensions = file.each("dimension", dimension, key=attrgetter("key"))
        keys = {one.key for one in dimensions}
        indicators = file.each("indicator", lambda row: self.indicator(row, keys), key=attrgetter("key"))
        file.done()
        return dimensions, indicators

    def indicator(self, row: TomlRow, dimensions: set[str]) -> Indicator:
        key, dimension, name = row.text("key"), row.text("dimension"), row.words("name")
        if dimension not in dimensions:
            raise row.refuse("law.unknown_dimension", dimension=dimension)
        when, assumed = self.condition(row)
        why, todo = row.words("why"), row.words("todo")
        return Indicator(key, dimension, name, when, why, todo, self.row(row, assumed=assumed))

    def condition(self, row: TomlRow) -> tuple[Node | None, bool]:
        """The parsed condition, None where the law as we have it is silent; and whether it is an assumption.

        An assumption is checked in any case, and used in practice folders only.
        """
        text = row.text("deprived_when")
        if text != UNKNOWN:
            return parse(text, self.household, where=row.where), False
        offer = self.assumption(row, "deprived_when", str)
        if offer is None:
            return None, False
        node = parse(offer[0], self.household, where=row.where)
        return (node, True) if self.assumptions else (None, False)

    def classes(self) -> tuple[tuple[ClassRule, ...], tuple[Determination, ...]]:
        file = read_toml(self.folder / "classes.toml")
        totals = totals_vocabulary()
        rules = file.each("class", lambda row: self.class_rule(row, totals), key=attrgetter("key"))
        determinations = file.each("determination", self.determination, key=attrgetter("key"), may_be_empty=True)
        file.done()
        return rules, determinations

    def class_rule(self, row: TomlRow, totals: Vocabulary) -> ClassRule:
        when = parse(row.text("when"), totals, where=row.where)
        return ClassRule(row.text("key"), row.words("name"), when, self.row(row))

    def determination(self, row: TomlRow) -> Determination:
        return Determination(row.text("key"), row.words("name"), row.words("rule"), self.row(row))

    def points(self, wanted: Path | str | None) -> PointsTable | None:
        items = self.folder / "points" / "items.toml"
        if wanted is None or not items.is_file():
            return self.carried_points(wanted)
        path = self.folder / "points" / "practice.csv" if wanted == PRACTICE else Path(wanted)
        return load_points(items, path, self.form, self.folder.name)

    def carried_points(self, wanted: Path | str | None) -> PointsTable | None:
        """In practice a standard without a table of its own uses that of the standard its cut-offs are carried from."""
        if wanted is None or not self.assumptions or not self.carried_from:
            return None
        source = self.folder.parent / self.carried_from
        path = source / "points" / "practice.csv" if wanted == PRACTICE else Path(wanted)
        return load_points(source / "points" / "items.toml", path, self.form, source.name)


def instrument(head: TomlRow) -> dict[str, str]:
    """Number, date and address of the legal instrument behind a standard."""
    row = TomlRow(head.path, head.line, dict(head.take("instrument", dict)))
    made = {"number": row.text("number"), "date": row.day("date").isoformat(), "url": row.text("url")}
    row.done()
    return made


def dimension(row: TomlRow) -> Dimension:
    """One dimension."""
    made = Dimension(row.text("key"), row.words("name"))
    row.done()
    return made
