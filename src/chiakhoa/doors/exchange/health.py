"""What an installation needs to be well: the law loads, typeface, room on the disk, a store that is guarded."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Mapping
from pathlib import Path

from chiakhoa.foundation.rendering.typesetting import FONT_FILES
from chiakhoa.law.rules.loader import national_standards
from chiakhoa.law.rules.refusals import Refused

ENOUGH_SPACE = 500 * 2**20
"""Bytes of disk below which the folder is told to be unwell."""

Check = Callable[[], str]


def checks(folder: Callable[[], Path], before_store: Callable[[], None]) -> Mapping[str, Check]:
    """Every check by its name; each gives what was seen, or refuses with what to mend."""
    return {
        "standards": check_standards,
        "fonts": check_fonts,
        "folder": lambda: check_folder(folder()),
        "store": lambda: check_store(folder(), before_store),
    }


def checked(name: str, check: Check, lang: str) -> dict[str, object]:
    """The result of one check: whether it is well, and what was seen or what to do."""
    try:
        return {"name": name, "ok": True, "detail": check()}
    except Refused as refused:
        return {"name": name, "ok": False, "detail": f"{refused.message(lang)} {refused.todo(lang)}"}


def check_standards() -> str:
    """The packaged standards load."""
    return ", ".join(one.id for one in national_standards())


def check_fonts() -> str:
    """The typeface of screens and papers is there."""
    found = list(FONT_FILES.rglob("*.ttf"))
    if not found:
        raise Refused("cli.no_fonts")
    return str(len(found))


def check_folder(folder: Path) -> str:
    """The data folder can be written to and has room."""
    if not folder.is_dir() or not os.access(folder, os.W_OK):
        raise Refused("cli.folder_closed", where=str(folder))
    free = shutil.disk_usage(folder).free
    if free < ENOUGH_SPACE:
        raise Refused("cli.disk_full", where=str(folder), megabytes=free // 2**20)
    return str(folder)


def check_store(folder: Path, before: Callable[[], None]) -> str:
    """The store answers, its tables are those of this version, and the trail in it is guarded."""
    check_folder(folder)
    before()
    from django.db import connection  # noqa: PLC0415 (needs the store)

    from chiakhoa.foundation.audit.queries import missing_guards  # noqa: PLC0415

    lacking = missing_guards()
    if lacking:
        raise Refused("audit.guards_missing", names=", ".join(lacking))
    return str(connection.vendor)
