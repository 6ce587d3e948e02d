"""Translations of the pages: `scripts/catalogues.py` reads the English texts out of code and templates and compiles.

New texts get an empty translation, texts that are gone are dropped; `--check` only tells. Babel does the reading.
"""

from __future__ import annotations

import io
import re
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

WEB = Path(__file__).resolve().parent.parent / "src" / "chiakhoa" / "doors" / "web"
LANGUAGES = ("vi", "id")
KEYWORDS = {"_": None, "gettext": None, "gettext_lazy": None, "ngettext": (1, 2)}
BEGUN = datetime(2026, 11, 23, tzinfo=UTC)
"""A date that stays, so that renewing without a new text changes nothing."""

Text = tuple[str | tuple[str, str], str]


def texts() -> Iterator[Text]:
    """Every text of the pages in English, with the file it stands in."""
    for path in sorted([*WEB.rglob("*.py"), *WEB.rglob("*.html")]):
        source = path.read_text(encoding="utf-8")
        code = python_of(source) if path.suffix == ".html" else source
        for _line, text, _comments, _context in extract("python", io.BytesIO(code.encode()), KEYWORDS):
            yield text, path.relative_to(WEB).as_posix()


def python_of(template: str) -> str:
    """The calls of gettext in a template as lines of Python."""
    from django.utils.translation.template import templatize  # noqa: PLC0415 (needs Django only for templates)

    calls = re.findall(r"n?gettext\((?:u?'(?:[^'\\]|\\.)*'|u?\"(?:[^\"\\]|\\.)*\"|[^()])*\)", templatize(template))
    return "\n".join(calls)


def catalogue(language: str) -> Catalog:
    """The committed catalogue of a language."""
    with path_of(language).open("rb") as file:
        return read_po(file, locale=language)


def path_of(language: str) -> Path:
    """Where a catalogue lies."""
    return WEB / "locale" / language / "LC_MESSAGES" / "django.po"


def renewed(language: str) -> Catalog:
    """The catalogue with exactly the texts of today, translations kept."""
    known = catalogue(language) if path_of(language).exists() else Catalog(locale=language)
    fresh = Catalog(
        locale=language,
        project="chiakhoa",
        version="1",
        header_comment="# Texts of the pages. Renewed by scripts/catalogues.py; write only the msgstr lines.",
        creation_date=BEGUN,
        revision_date=BEGUN,
        last_translator="",
        language_team="",
        msgid_bugs_address="",
        fuzzy=False,
    )
    for text, place in texts():
        old = known.get(text if isinstance(text, str) else text[0])
        fresh.add(text, old.string if old else None, locations=[(place, 1)])
    return fresh


def compiled(known: Catalog) -> bytes:
    """The catalogue as gettext reads it."""
    out = io.BytesIO()
    write_mo(out, known)
    return out.getvalue()


def missing(known: Catalog) -> list[str]:
    """Texts without a translation."""
    return [str(one.id) for one in known if one.id and not (one.string and all(one.string))]


def main() -> int:
    """Renew and compile the catalogues, or with `--check` only tell what is missing."""
    lacking = 0
    for language in LANGUAGES:
        known = renewed(language)
        lacking += len(missing(known))
        for text in missing(known):
            print(f"{language}: {text}")
        if "--check" not in sys.argv:
            path = path_of(language)
            path.parent.mkdir(parents=True, exist_ok=True)
            with path.open("wb") as file:
                write_po(file, known, width=120, include_lineno=False, sort_output=True, omit_header=False)
            path.with_suffix(".mo").write_bytes(compiled(catalogue(language)))
    return 1 if lacking else 0


if __name__ == "__main__":
    sys.exit(main())
