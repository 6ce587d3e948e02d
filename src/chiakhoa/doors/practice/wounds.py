"""Ways to hurt a workbook: each takes a source of chance and the bytes of a valid file and gives back hurt bytes."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable
from random import Random
from typing import TypeVar

T = TypeVar("T")
SHEETS = ("xl/worksheets/sheet2.xml", "xl/worksheets/sheet3.xml")
PARTS = (*SHEETS, "xl/workbook.xml", "xl/sharedStrings.xml", "xl/styles.xml", "xl/_rels/workbook.xml.rels")
ODD_TEXTS = (
    *("", " ", "\u00a0", "=1+1", "+84", "-", "@SUM(A1)", "\u202e\u0627", "🏠", "a\u0300\u0323" * 40, "x" * 5000),
    *("1e999", "NaN", "-1", "31/02/2020", "00/00/0000", "1.2.3", "1,5,6", "９", "½", "∞", "TRUE", "#REF!", "'", "\t"),
    *("H-", "Tổng cộng", "Mã hộ", "1", "99999999999999999999", "1954", "3/1954", "2024-13-45", "12:30", "{value}"),
    *("%s", "<b>", "&amp;", "\ufeff", "không", "có"),
)
ODD_VALUES = (
    "NaN",
    "INF",
    "1E400",
    "-1",
    "1E308",
    "0.1",
    "45000",
    "-45000",
    "99999999",
    "1.5",
    "",
    "abc",
    "2958466",
    "60",
)


def flip_bytes(rng: Random, data: bytes) -> bytes:
    """Change one to eight bytes."""
    hurt = bytearray(data)
    for _ in range(1 + _below(rng, 8)):
        hurt[_below(rng, len(hurt))] = _below(rng, 256)
    return bytes(hurt)


def cut_off(rng: Random, data: bytes) -> bytes:
    """Lose the end, as after a broken download."""
    return data[: _below(rng, len(data))]


def lose_middle(rng: Random, data: bytes) -> bytes:
    """Lose a piece from the middle."""
    start = _below(rng, len(data))
    return data[:start] + data[start + 1 + _below(rng, 4000) :]


def double_piece(rng: Random, data: bytes) -> bytes:
    """A piece stands twice."""
    start = _below(rng, len(data))
    end = start + 1 + _below(rng, 4000)
    return data[:end] + data[start:]


def other_file(rng: Random, _: bytes) -> bytes:
    """Something else under the name of a workbook."""
    starts = (
        b"",
        b"%PDF-1.7",
        b"<html><table>",
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",
        b"PK\x03\x04",
        b"{",
        b"ID;PWXL",
        b"\x00",
    )
    return starts[_below(rng, len(starts))] + rng.randbytes(_below(rng, 3000))


def drop_part(rng: Random, data: bytes) -> bytes:
    """One part of the package is missing."""
    return _repacked(data, drop=_one(rng, PARTS))


def stray_part(rng: Random, data: bytes) -> bytes:
    """A part that does not belong there: macros, links, foreign files, ten thousand names, a bomb."""
    name = _one(
        rng, ("xl/vbaProject.bin", "xl/externalLinks/externalLink1.xml", "xl/connections.xml", "../../etc/passwd")
    )
    name = _one(rng, (name, "xl/worksheets/sheet9.xml", "word/document.xml", "xl/media/image1.png", "xl/WORKBOOK.xml"))
    body = _one(rng, (b"", b"<x/>", b"\x00" * 3_000_000, rng.randbytes(500)))
    return _repacked(data, add=(name, body))


def lying_size(rng: Random, data: bytes) -> bytes:
    """The directory tells another size, method or flag than the part has."""
    hurt = bytearray(data)
    entries = [found.start() for found in re.finditer(b"PK\x01\x02", data)] or [0]
    at = entries[_below(rng, len(entries))] + _one(rng, (8, 10, 16, 20, 24, 42))
    if at + 4 <= len(hurt):
        hurt[at : at + 4] = rng.randbytes(4)
    return bytes(hurt)


def cut_xml(rng: Random, data: bytes) -> bytes:
    """A piece of XML is missing inside a part."""
    return _with_part(rng, data, PARTS, lambda xml: _without(rng, xml))


def double_xml(rng: Random, data: bytes) -> bytes:
    """An element of a sheet stands twice: a cell, a row, the whole table."""

    def double(xml: bytes) -> bytes:
        pattern = _one(rng, (rb"<c .*?</c>", rb"<row .*?</row>", rb"<sheetData>.*</sheetData>"))
        found = _one(rng, tuple(re.finditer(pattern, xml, re.DOTALL)) or (None,))
        return xml if found is None else xml[: found.end()] + found[0] + xml[found.end() :]

    return _with_part(rng, data, SHEETS, double)


def move_rows(rng: Random, data: bytes) -> bytes:
    """Rows in another order, or with other numbers."""

    def move(xml: bytes) -> bytes:
        rows = re.findall(rb"<row .*?</row>", xml, re.DOTALL)
        if not rows:
            return xml
        moved = sorted(rows, key=lambda _: rng.random())
        return xml.replace(b"".join(rows), b"".join(moved))

    return _with_part(rng, data, SHEETS, move)


def change_attribute(rng: Random, data: bytes) -> bytes:
    """An attribute in the XML has another value: a place far away, another type, another sheet."""
    values = (
        b"A1",
        b"XFD1048576",
        b"ZZZ9",
        b"A0",
        b"s",
        b"e",
        b"b",
        b"d",
        b"inlineStr",
        b"0",
        b"-1",
        b"99999",
        b"",
        b"rId1",
    )

    def change(xml: bytes) -> bytes:
        found = _one(rng, tuple(re.finditer(rb'="([^"]*)"', xml)) or (None,))
        return xml if found is None else xml[: found.start(1)] + _one(rng, values) + xml[found.end(1) :]

    return _with_part(rng, data, PARTS, change)


def change_tag(rng: Random, data: bytes) -> bytes:
    """A tag has another name, prefix or no end."""

    def change(xml: bytes) -> bytes:
        old, new = _one(
            rng, ((b"<row ", b"<rwo "), (b"<c ", b"<x:c "), (b"</row>", b""), (b"<v>", b"<w>"), (b"</c>", b"<c>"))
        )
        places = [found.start() for found in re.finditer(re.escape(old), xml)]
        at = _one(rng, tuple(places) or (0,))
        return xml[:at] + xml[at:].replace(old, new, 1)

    return _with_part(rng, data, PARTS, change)


def declare(rng: Random, data: bytes) -> bytes:
    """An entity, another encoding or control signs in the XML."""
    starts = (
        b'<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]>',
        b'<?xml version="1.0" encoding="UTF-16"?>',
        b'<?xml version="1.0" encoding="windows-1258"?>',
        b"\x00\x01",
        b"<!-- <row r='1'><c r='A1'/></row> -->",
    )
    return _with_part(rng, data, PARTS, lambda xml: _one(rng, starts) + xml)


def merge_cells(rng: Random, data: bytes) -> bytes:
    """Merged cells over whatever comes."""
    refs = (b"A2:A3", b"A1:XFD1048576", b"B2:C9", b"A3:A3", b"A9:A2", b"Q", b"B2:B1048576")
    merged = b'<mergeCells><mergeCell ref="' + _one(rng, refs) + b'"/></mergeCells>'
    return _with_part(rng, data, SHEETS, lambda xml: xml.replace(b"</sheetData>", b"</sheetData>" + merged, 1))


def odd_cells(rng: Random, data: bytes) -> bytes:
    """Odd contents in one to twenty cells."""

    def fill(xml: bytes) -> bytes:
        for _ in range(1 + _below(rng, 20)):
            found = _one(rng, tuple(re.finditer(rb'<c r="([A-Z]+\d+)"[^>]*>.*?</c>', xml)) or (None,))
            if found is not None:
                xml = xml[: found.start()] + _odd_cell(rng, found[1]) + xml[found.end() :]
        return xml

    return _with_part(rng, data, SHEETS, fill)


def swap_cells(rng: Random, data: bytes) -> bytes:
    """Whole columns change places, or cells slide into their neighbours'."""

    def swap(xml: bytes) -> bytes:
        first, second = (bytes([65 + _below(rng, 20)]) for _ in range(2))
        places = {first: second, second: first}
        pattern = rb'<c r="([' + first + second + rb'])(\d+)"'
        return re.sub(pattern, lambda m: b'<c r="' + places[m[1]] + m[2] + b'"', xml)

    return _with_part(rng, data, SHEETS, swap)


WOUNDS: tuple[Callable[[Random, bytes], bytes], ...] = (
    flip_bytes,
    cut_off,
    lose_middle,
    double_piece,
    other_file,
    drop_part,
    stray_part,
    lying_size,
    cut_xml,
    double_xml,
    move_rows,
    change_attribute,
    change_tag,
    declare,
    merge_cells,
    *(odd_cells,) * 4,
    swap_cells,
)


def _below(rng: Random, limit: int) -> int:
    return int(rng.random() * limit)


def _one(rng: Random, choices: tuple[T, ...]) -> T:
    return choices[_below(rng, len(choices))]


def _without(rng: Random, xml: bytes) -> bytes:
    start = _below(rng, len(xml))
    return xml[:start] + xml[start + 1 + _below(rng, 200) :]


def _odd_cell(rng: Random, ref: bytes) -> bytes:
    kind = _below(rng, 6)
    if kind == 0:
        return b'<c r="' + ref + b'"><v>' + _one(rng, ODD_VALUES).encode() + b"</v></c>"
    if kind == 1:
        return b'<c r="' + ref + b'" t="' + _one(rng, (b"e", b"b", b"str", b"d")) + b'"><v>1</v></c>'
    if kind == 2:
        return b'<c r="' + ref + b'"><f>A1+1</f></c>'
    text = _one(rng, ODD_TEXTS).replace("&", "&amp;").replace("<", "&lt;")
    return b'<c r="' + ref + b'" t="inlineStr"><is><t xml:space="preserve">' + text.encode() + b"</t></is></c>"


def _with_part(rng: Random, data: bytes, names: tuple[str, ...], change: Callable[[bytes], bytes]) -> bytes:
    name = _one(rng, names)
    return _repacked(data, change=(name, change))


def _repacked(
    data: bytes,
    *,
    drop: str = "",
    add: tuple[str, bytes] | None = None,
    change: tuple[str, Callable[[bytes], bytes]] | None = None,
) -> bytes:
    """The package without a part, with one more, or with one changed."""
    held = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as source, zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as target:
        for name in source.namelist():
            if name == drop:
                continue
            part = source.read(name)
            target.writestr(name, change[1](part) if change and change[0] == name else part)
        if add:
            target.writestr(*add)
    return held.getvalue()
