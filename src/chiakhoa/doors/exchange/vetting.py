"""Looks at a file before anything parses it: kind, size, macros, zip bombs, links, damage.

The checked parts are packed anew, uncompressed, so that the parser sees exactly the bytes that were checked.
"""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import IO
from xml.parsers import expat

from chiakhoa.law.rules.refusals import Refused

MEGABYTE = 1024 * 1024
MACRO_PARTS = re.compile(r"(?i)(vbaproject|xl/macrosheets/|xl/activex/|xl/dialogsheets/|xl/ctrlprops/.*\.bin)")
LINK_PARTS = re.compile(r"(?i)(xl/externallinks/|xl/connections\.xml|xl/querytables/|xl/webextensions/)")
NEEDED_PARTS = re.compile(
    r"(?i)(\[Content_Types\]\.xml|_rels/\.rels|xl/(_rels/)?workbook\.xml(\.rels)?|xl/styles\.xml"
    r"|xl/sharedStrings\.xml|xl/worksheets/[^/]+\.xml)"
)
KINDS = (
    (b"%PDF", "PDF"),
    (b"{\\rtf", "RTF"),
    (b"\x89PNG", "PNG"),
    (b"\xff\xd8\xff", "JPEG"),
    (b"\x1f\x8b", "GZIP"),
    (b"7z\xbc\xaf", "7Z"),
    (b"Rar!", "RAR"),
)
ENCODING = re.compile(rb"[^>]{0,80}encoding\s*=\s*[\"']([^\"']+)")
BROKEN_ZIP = (zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError, RuntimeError)
"""What reading a damaged archive may raise; an unknown way of packing is a kind of RuntimeError."""

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


@dataclass(frozen=True, slots=True)
class Limits:
    """The largest file that is read: bytes as sent and unpacked, zip entries, rows, columns, cells of all sheets."""

    file_bytes: int = 50 * MEGABYTE
    unpacked_bytes: int = 300 * MEGABYTE
    ratio: int = 200
    entries: int = 500
    household_rows: int = 200_000
    columns: int = 500
    cells: int = 12_000_000
    text: int = 32_767


def read_parts(path: Path, limits: Limits) -> dict[str, bytes]:
    """The parts of the workbook at `path` that a reader needs, unpacked, or Refused with the reason in one sentence."""
    size = _size(path)
    if size == 0:
        raise Refused("import.empty_file", where=path.name, file=path.name)
    if size > limits.file_bytes:
        raise Refused("import.too_big", where=path.name, limit=limits.file_bytes // MEGABYTE)
    with path.open("rb") as file:
        refuse_other_kinds(file.read(4096), path.name)
        file.seek(0)
        try:
            with zipfile.ZipFile(file) as packed:
                return _unpack(packed, path.name, limits)
        except BROKEN_ZIP as why:
            raise Refused("import.damaged", where=path.name, file=path.name) from why


def _size(path: Path) -> int:
    try:
        if not path.is_file():
            raise Refused("import.no_file", where=path.name, file=path.name)
        return path.stat().st_size
    except (OSError, ValueError) as why:
        raise Refused("import.no_file", where=path.name, file=path.name) from why


def refuse_other_kinds(start: bytes, name: str) -> None:
    """Refuse what is no .xlsx by its first bytes, naming the kind that it is."""
    if start.startswith(OLE):
        raise Refused("import.old_or_locked", where=name, file=name)
    for mark, kind in KINDS:
        if start.startswith(mark):
            raise Refused("import.wrong_kind", where=name, file=name, kind=kind)
    if re.match(rb"(?i)(\xef\xbb\xbf)?\s*<(!doctype|html|\?xml|table|meta|head)", start):
        raise Refused("import.wrong_kind", where=name, file=name, kind="HTML/XML")
    if not start.startswith(b"PK"):
        raise Refused("import.not_a_workbook", where=name, file=name)


def _unpack(packed: zipfile.ZipFile, name: str, limits: Limits) -> dict[str, bytes]:
    entries = packed.infolist()
    names = [entry.filename for entry in entries]
    _refuse_contents(names, name)
    total = sum(entry.file_size for entry in entries)
    if len(entries) > limits.entries or total > limits.unpacked_bytes:
        raise Refused("import.zip_bomb", where=name, limit=limits.unpacked_bytes // MEGABYTE)
    if len(set(map(str.casefold, names))) < len(names) or any(entry.flag_bits & 1 for entry in entries):
        raise Refused("import.damaged", where=name, file=name)
    parts = {}
    for entry in entries:
        if NEEDED_PARTS.fullmatch(entry.filename):
            _refuse_bomb(entry, name, limits)
            parts[entry.filename] = _part(packed, entry, name)
    return parts


def _refuse_contents(names: list[str], name: str) -> None:
    if any(MACRO_PARTS.search(part) for part in names):
        raise Refused("import.macros", where=name, file=name)
    if any(LINK_PARTS.search(part) for part in names):
        raise Refused("import.external_links", where=name, file=name)
    if "xl/workbook.xml" in names:
        return
    kind = next((k for mark, k in (("word/", "DOCX"), ("ppt/", "PPTX")) if any(n.startswith(mark) for n in names)), "")
    if "mimetype" in names or "content.xml" in names:
        kind = "ODS"
    if any(n.endswith("workbook.bin") for n in names):
        kind = "XLSB"
    raise Refused("import.wrong_kind", where=name, file=name, kind=kind or "ZIP")


def _refuse_bomb(entry: zipfile.ZipInfo, name: str, limits: Limits) -> None:
    if entry.file_size > MEGABYTE and entry.file_size > limits.ratio * max(entry.compress_size, 1):
        raise Refused("import.zip_bomb", where=name, limit=limits.unpacked_bytes // MEGABYTE)


def _part(packed: zipfile.ZipFile, entry: zipfile.ZipInfo, name: str) -> bytes:
    """One part, read to the size it declares and not a byte further; its checksum must agree."""
    data = packed.read(entry)
    if len(data) != entry.file_size:
        raise Refused("import.damaged", where=name, file=name)
    encoding = ENCODING.match(data)
    if b"\x00" in data[:4096] or (encoding and encoding[1].upper() not in (b"UTF-8", b"US-ASCII")):
        raise Refused("import.damaged", where=name, file=name)
    if b"<!DOCTYPE" in data or b"<!ENTITY" in data:
        raise Refused("import.entities", where=name, file=name)
    if b"macroEnabled" in data and entry.filename == "[Content_Types].xml":
        raise Refused("import.macros", where=name, file=name)
    return data


def refuse_ill_formed(parts: dict[str, bytes], name: str) -> None:
    """Refuse parts that are no well-formed XML: a reader would stop in the middle and lose the rest."""
    for data in parts.values():
        parser = expat.ParserCreate()
        try:
            parser.Parse(data, True)
        except expat.ExpatError as why:
            raise Refused("import.damaged", where=name, file=name) from why


def packed_anew(parts: dict[str, bytes]) -> IO[bytes]:
    """The checked parts as a workbook in memory, not compressed."""
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_STORED) as target:
        for name, data in parts.items():
            target.writestr(name, data)
    held.seek(0)
    return held


def sheet_parts(parts: dict[str, bytes]) -> Iterator[tuple[str, bytes]]:
    """The worksheets among the parts, by name."""
    return ((name, data) for name, data in parts.items() if name.casefold().startswith("xl/worksheets/"))
