"""The main job: a workbook of answers in, every household's class with its reasons out."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from chiakhoa.doors.exchange.reading import read_answers
from chiakhoa.doors.exchange.records import AnswersFile, SurveyRecord
from chiakhoa.law.rules.classification import classify
from chiakhoa.law.rules.compiled import CompiledStandard, compile_standard
from chiakhoa.law.rules.finding import CANNOT_SAY, CANNOT_SAY_NAME, Finding
from chiakhoa.law.rules.form_loader import load_form
from chiakhoa.law.rules.indices import Rate, class_rates
from chiakhoa.law.rules.loader import PRACTICE, standard_by_id, standard_on
from chiakhoa.law.rules.standard import Standard

AUTO = "auto"
Judged = tuple[SurveyRecord, Finding]
Progress = Callable[[int, int], None]
"""Called with how many households are done, of how many."""


@dataclass(frozen=True, slots=True)
class Ask:
    """What the officer asked for: standard (`auto` or its id), day (None: the survey days), points, assumptions."""

    standard: str = AUTO
    on: date | None = None
    points: Path | str | None = PRACTICE
    assumptions: bool = False


@dataclass(frozen=True, slots=True)
class Assessed:
    """A workbook judged: the standard used, the day it was chosen by, what the file held, and the findings."""

    rules: CompiledStandard
    on: date
    file: AnswersFile
    judged: tuple[Judged, ...]

    @property
    def standard(self) -> Standard:
        return self.rules.standard

    @property
    def counts(self) -> dict[str, int]:
        """Households by class, those nobody can classify yet among them."""
        return count_classes(self.standard, (finding for _, finding in self.judged))

    @property
    def rates(self) -> dict[str, Rate]:
        return class_rates(self.counts, len(self.judged))


def count_classes(standard: Standard, findings: Iterable[Finding]) -> dict[str, int]:
    """Households by class; every class of the standard appears, and `cannot_say`."""
    found = Counter(finding.verdict for finding in findings)
    return {key: found[key] for key in (*(rule.key for rule in standard.classes), CANNOT_SAY)}


def choose_standard(ask: Ask, records: Sequence[SurveyRecord], today: date) -> tuple[Standard, date]:
    """The standard asked for, or the one in force on the day asked for, else on the latest day of survey."""
    day = ask.on or max((record.surveyed_on for record in records if record.surveyed_on), default=today)
    if ask.standard == AUTO:
        return standard_on(day, points=ask.points, assumptions=ask.assumptions), day
    return standard_by_id(ask.standard, points=ask.points, assumptions=ask.assumptions), day


def judge_records(
    rules: CompiledStandard,
    records: Sequence[SurveyRecord],
    on: date,
    *,
    fixed: bool,
    progress: Progress | None = None,
) -> Iterator[Judged]:
    """Judge each household as of its own day of survey; as of `on` when that is fixed or no such day is known."""
    for done, record in enumerate(records, 1):
        day = on if fixed or record.surveyed_on is None else record.surveyed_on
        yield record, classify(rules, record.household, on=day)
        if progress and (done % 200 == 0 or done == len(records)):
            progress(done, len(records))


def assess(
    path: Path,
    ask: Ask,
    *,
    today: date,
    confirmed: Mapping[str, str] | None = None,
    progress: Progress | None = None,
) -> Assessed:
    """Read a workbook and judge every household in it. Refuses whatever the reader or the law refuses."""
    file = read_answers(path, load_form(), confirmed=confirmed)
    standard, day = choose_standard(ask, file.records, today)
    rules = compile_standard(standard)
    judged = judge_records(rules, file.records, day, fixed=ask.on is not None, progress=progress)
    return Assessed(rules, day, file, tuple(judged))


def result_columns(lang: str) -> dict[str, str]:
    """The columns of a result list, key to heading."""
    return {key: words[lang] for key, words in COLUMNS.items()}


def result_rows(standard: Standard, judged: Iterable[Judged], lang: str) -> Iterator[dict[str, Any]]:
    """One plain row a household: what the list on screen, in Excel, CSV and PDF shows, with equal values."""
    classes = {rule.key: rule.name[lang] for rule in standard.classes} | {CANNOT_SAY: CANNOT_SAY_NAME[lang]}
    gaps = {indicator.key: indicator.name[lang] for indicator in standard.indicators}
    for record, finding in judged:
        yield {
            "household": record.household.id,
            "head": record.head,
            "commune": record.commune,
            "village": record.village,
            "members": len(record.household.members),
            "class": classes[finding.verdict],
            "possible": ", ".join(classes[key] for key in finding.possible) if len(finding.possible) > 1 else "",
            "b1": bounds_words(finding.b1),
            "cut_off": finding.cut_off,
            "b2": bounds_words(finding.b2),
            "gaps": ", ".join(gaps[key] for key in finding.deprived),
            "missing": len(finding.missing),
            "on": finding.on,
        }


def bounds_words(bounds: tuple[int, int] | None) -> int | str:
    """Points as one number, or "from-to" while answers are missing, or nothing without a table of points."""
    if bounds is None:
        return ""
    low, high = bounds
    return low if low == high else f"{low}-{high}"


def summary(assessed: Assessed, files: Sequence[str]) -> dict[str, Any]:
    """What `assess --json` prints."""
    standard = assessed.standard
    return {
        "rows": assessed.file.rows,
        "assessed": len(assessed.judged),
        "returned": assessed.file.returned_households,
        "standard": standard.id,
        "on": assessed.on.isoformat(),
        "practice": standard.assumptions or bool(standard.points and standard.points.practice),
        "points_table": standard.points.id if standard.points else None,
        "classes": assessed.counts,
        "rates": {
            key: {"count": rate.count, "of": rate.of, "rate": rate.percent} for key, rate in assessed.rates.items()
        },
        "member_rows": assessed.file.member_rows,
        "returned_members": assessed.file.returned_members,
        "warnings": len(assessed.file.warnings),
        "files": list(files),
    }


COLUMNS: Mapping[str, Mapping[str, str]] = {
    "household": {"vi": "Mã hộ", "en": "Household", "id": "Kode rumah tangga"},
    "head": {"vi": "Chủ hộ", "en": "Head of household", "id": "Kepala rumah tangga"},
    "commune": {"vi": "Xã, phường", "en": "Commune", "id": "Komune"},
    "village": {"vi": "Thôn, tổ", "en": "Village", "id": "Desa"},
    "members": {"vi": "Số người", "en": "Members", "id": "Anggota"},
    "class": {"vi": "Kết quả", "en": "Class", "id": "Hasil"},
    "possible": {"vi": "Còn có thể là", "en": "Still possible", "id": "Masih mungkin"},
    "b1": {"vi": "Điểm thu nhập (B1)", "en": "Income points (B1)", "id": "Nilai pendapatan (B1)"},
    "cut_off": {"vi": "Ngưỡng B1", "en": "B1 cut-off", "id": "Batas B1"},
    "b2": {"vi": "Điểm thiếu hụt (B2)", "en": "Gap points (B2)", "id": "Nilai kekurangan (B2)"},
    "gaps": {"vi": "Thiếu hụt", "en": "Gaps", "id": "Kekurangan"},
    "missing": {"vi": "Câu chưa trả lời", "en": "Answers missing", "id": "Jawaban kurang"},
    "on": {"vi": "Tính đến ngày", "en": "As of", "id": "Per tanggal"},
}
