"""Broken and hostile workbooks in any number, and a run that proves a reader neither falls over nor loses a household.

Each is a small valid workbook, hurt once: in its bytes, its packing, its XML or its cells. The same seed hurts alike.
"""

from __future__ import annotations

import io
import re
import resource
import tempfile
import time
import zipfile
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from typing import Any
from xml.etree import ElementTree as ET

from chiakhoa.doors.practice.wounds import WOUNDS
from chiakhoa.law.rules.refusals import Refused

CODE = re.compile(r"H-\d{4}(?!\d)")
MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"


@dataclass(slots=True)
class HostileRun:
    """What came of a run: how each workbook ended, and everything that went wrong (nothing should)."""

    runs: int = 0
    taken: int = 0
    refused: Counter[str] = field(default_factory=Counter)
    wounds: Counter[str] = field(default_factory=Counter)
    crashes: list[str] = field(default_factory=list)
    lost: list[str] = field(default_factory=list)
    slowest_seconds: float = 0.0
    peak_mb: int = 0

    @property
    def sound(self) -> bool:
        """Whether nothing crashed and nothing was lost."""
        return not self.crashes and not self.lost


def hostile_run(n: int, seed: int | str, bases: Sequence[bytes], read: Callable[[Path], Any]) -> HostileRun:
    """Read `n` hurt copies of the workbooks in `bases` with `read`, which gives an answers file or raises Refused."""
    run = HostileRun()
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "hostile.xlsx"
        for at in range(n):
            kind, data = hurt(Random(f"hostile/{seed}/{at}"), bases)
            path.write_bytes(data)
            run.wounds[kind] += 1
            _try(run, f"{kind} {seed}/{at}", path, read)
    run.peak_mb = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    return run


def hurt(rng: Random, bases: Sequence[bytes]) -> tuple[str, bytes]:
    """One of `bases` with one wound: the wound's name and the bytes."""
    base = bases[int(rng.random() * len(bases))]
    wound = WOUNDS[int(rng.random() * len(WOUNDS))]
    return wound.__name__, wound(rng, base)


def _try(run: HostileRun, name: str, path: Path, read: Callable[[Path], Any]) -> None:
    run.runs += 1
    started = time.perf_counter()
    try:
        answers = read(path)
    except Refused as refusal:
        run.refused[refusal.rule] += 1
    except Exception as fault:  # noqa: BLE001 - a crash of any kind is what the run looks for
        run.crashes.append(f"{name}: {fault!r}")
    else:
        run.taken += 1
        run.lost += [f"{name}: {what}" for what in losses(path.read_bytes(), answers)]
    run.slowest_seconds = max(run.slowest_seconds, time.perf_counter() - started)


def losses(data: bytes, answers: Any) -> list[str]:
    """What of the workbook in `data` an answers file does not account for: rows that do not add up, household codes."""
    found = []
    if answers.rows != len(answers.records) + answers.returned_households:
        found.append("household rows do not add up")
    taken = sum(len(record.household.members) for record in answers.records)
    if answers.member_rows != taken + answers.returned_members:
        found.append("member rows do not add up")
    if len(answers.returned_rows) != answers.returned_households + answers.returned_members:
        found.append("returned rows do not add up")
    if answers.returned_rows and not answers.returned:
        found.append("rows returned without a reason")
    missing = codes_in(data) - _codes_held(answers)
    return found + [f"{code} is nowhere" for code in sorted(missing)]


def codes_in(data: bytes) -> set[str]:
    """The household codes that stand in the cells of a workbook, read by other means than the reader's."""
    codes: set[str] = set()
    with zipfile.ZipFile(io.BytesIO(data)) as packed:
        shared = [_text(entry) for entry in _parse(packed, "xl/sharedStrings.xml").iter(f"{MAIN}si")]
        for name in packed.namelist():
            if name.startswith("xl/worksheets/sheet"):
                codes.update(*(CODE.findall(text) for text in _cell_texts(_parse(packed, name), shared)))
    return codes


def _parse(packed: zipfile.ZipFile, name: str) -> ET.Element:
    return ET.fromstring(packed.read(name))  # noqa: S314 - only files that were hurt here and then read without refusal


def _cell_texts(sheet: ET.Element, shared: Sequence[str]) -> Iterable[str]:
    for cell in sheet.iter(f"{MAIN}c"):
        value = cell.find(f"{MAIN}v")
        if cell.get("t") == "inlineStr":
            yield _text(cell)
        elif cell.get("t") == "s" and value is not None and (value.text or "").strip().isdecimal():
            at = int((value.text or "").strip())
            yield shared[at] if at < len(shared) else ""
        elif cell.get("t") == "str" and value is not None:
            yield value.text or ""


def _text(element: ET.Element) -> str:
    return "".join(part.text or "" for part in element.iter(f"{MAIN}t"))


def _codes_held(answers: Any) -> set[str]:
    rows = [*answers.returned_rows, *answers.set_aside]
    texts = [cell for row in rows for cell in row.cells]
    texts += [cell for headers in answers.headers.values() for cell in headers]
    texts += [warning.value for warning in answers.warnings]
    for record in answers.records:
        texts += [record.household.id, record.head, record.village, record.commune]
        texts += [member.name for member in record.household.members]
        texts += [person.relation for person in record.people]
    return {code for text in texts for code in CODE.findall(text)}
