"""QR codes: an SVG without styles, small for short codes, different for different texts."""

from __future__ import annotations

from xml.etree import ElementTree as ET

from chiakhoa.foundation.rendering.qr import qr_svg

SVG = "{http://www.w3.org/2000/svg}"


def test_it_is_one_picture_with_a_quiet_zone() -> None:
    root = ET.fromstring(qr_svg("7F3A-92C1", quiet_zone=2))
    assert root.tag == f"{SVG}svg"
    _, _, width, height = map(int, root.attrib["viewBox"].split())
    assert width == height == 21 + 2 * 2


def test_longer_texts_need_more_modules_and_give_another_picture() -> None:
    assert qr_svg("A") != qr_svg("B")
    assert len(qr_svg("H-0412 2025-12-14 7F3A-92C1")) > len(qr_svg("A"))


def test_no_style_attribute_and_no_script() -> None:
    assert "style=" not in qr_svg("Đào <script>")
    assert "<script" not in qr_svg("Đào <script>")
