"""From the folders of `law/standards/` to standards in memory. Whatever is not whole is refused with file and line.

No fall-back anywhere: an unknown key, a missing article, periods that overlap, a day no standard covers are refusals.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from itertools import pairwise
from pathlib import Path
from typing import Any

from chiakhoa.law.rules.expression import Node, Vocabulary, household_vocabulary, parse, totals_vocabulary
from chiakhoa.law.rules.form import Form
from chiakhoa.law.rules.form_loader import FORM_B, load_form
from chiakhoa.law.rules.points import load_points
from chiakhoa.law.rules.refusals import Refused
from chiakhoa.law.rules.standard import (
    Article,
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
from chiakhoa.law.rules.toml_rows import MARKS, TomlFile, TomlRow, read_toml

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
        lines = tuple(self.line(row) for row in income.rows("line"))
        cut_offs = {cut.area: cut for cut in (self.cut_off(row) for row in income.rows("cut_off"))}
        if set(cut_offs) != set(AREAS):
            raise Refused("law.areas", where=f"{self.folder.name}/income.toml", areas=", ".join(sorted(cut_offs)))
        gap = income.table("gap")
        dimensions, indicators = self.indicators()
        classes, determinations = self.classes()
        return Standard(
            id=self.named_like_folder(head),
            kind=head.text("kind"),
            title=head.words("title"),
            in_force_from=head.day("in_force_from"),
            in_force_until=head.day("in_force_until"),
            instrument={key: str(value) for key, value in head.take("instrument", dict).items()},
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
        """Where a value comes from; refuses an article that is not in this folder and a mark that contradicts."""
        cite, mark = row.text("cite"), row.text("mark")
        verified = bool(row.take("verified", bool))
        if cite not in self.articles:
            raise row.refuse("law.unknown_article", cite=cite)
        if mark not in MARKS or verified != (mark == "V"):
            raise row.refuse("law.mark", mark=mark, verified=verified)
        source, note = row.text("source", ""), row.take("note", (str, dict), "")
        row.done()
        return Row(cite, mark, verified and not assumed, source, note, assumed)

    def line(self, row: TomlRow) -> Line:
        key, area, vnd = row.text("key"), row.text("area"), row.take("vnd", int)
        return Line(key, area, vnd, self.row(row))

    def cut_off(self, row: TomlRow) -> CutOff:
        area, points = row.text("area"), row.take("points", (int, str))
        offered: Mapping[str, Any] = row.take("assumption", dict, {})
        if points == UNKNOWN:
            assumed = self.assumptions and "points" in offered
            self.carried_from = str(offered.get("carried_from", ""))
            return CutOff(area, offered["points"] if assumed else None, self.row(row, assumed=assumed))
        if not isinstance(points, int):
            raise row.refuse("law.wrong_type", key="points", value=points)
        return CutOff(area, points, self.row(row))

    def indicators(self) -> tuple[tuple[Dimension, ...], tuple[Indicator, ...]]:
        file = read_toml(self.folder / "indicators.toml")
        dimensions = tuple(Dimension(row.text("key"), row.words("name")) for row in file.rows("dimension"))
        keys = {dimension.key for dimension in dimensions}
        indicators = tuple(self.indicator(row, keys) for row in file.rows("indicator"))
        refuse_doubles(file, [indicator.key for indicator in indicators])
        return dimensions, indicators

    def indicator(self, row: TomlRow, dimensions: set[str]) -> Indicator:
        key, dimension, name = row.text("key"), row.text("dimension"), row.words("name")
        if dimension not in dimensions:
            raise row.refuse("law.unknown_dimension", dimension=dimension)
        when, assumed = self.condition(row, self.household)
        why, todo = row.words("why"), row.words("todo")
        return Indicator(key, dimension, name, when, why, todo, self.row(row, assumed=assumed))

    def condition(self, row: TomlRow, vocabulary: Vocabulary) -> tuple[Node | None, bool]:
        """The parsed condition, None where the law as we have it is silent; and whether it is an assumption."""
        text, offered = row.text("deprived_when"), row.take("assumption", dict, {})
        if text != UNKNOWN:
            return parse(text, vocabulary, where=row.where), False
        if self.assumptions and "deprived_when" in offered:
            return parse(offered["deprived_when"], vocabulary, where=row.where), True
        return None, False

    def classes(self) -> tuple[tuple[ClassRule, ...], tuple[Determination, ...]]:
        file = read_toml(self.folder / "classes.toml")
        totals = totals_vocabulary()
        rules = tuple(self.class_rule(row, totals) for row in file.rows("class"))
        refuse_doubles(file, [rule.key for rule in rules])
        return rules, tuple(self.determination(row) for row in file.rows("determination"))

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


def load_articles(folder: Path) -> dict[str, Article]:
    """The articles of one folder by id."""
    file = read_toml(folder / "articles.toml")
    found = []
    for row in file.rows("article"):
        label = row.words("label")
        found.append(Article(row.text("id"), label, row.text("source"), row.text("mark"), row.day("checked_on")))
        row.done()
    refuse_doubles(file, [article.id for article in found])
    return {article.id: article for article in found}


def refuse_doubles(file: TomlFile, keys: list[str]) -> None:
    """Refuse (`law.double`) a key that stands twice, and (`law.empty`) a file without rows."""
    where = f"{file.path.parent.name}/{file.path.name}"
    if not keys:
        raise Refused("law.empty", where=where)
    for key in keys:
        if keys.count(key) > 1:
            raise Refused("law.double", where=where, key=key)
