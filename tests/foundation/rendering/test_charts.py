"""Bar charts: well-formed, labelled, safe for a strict content policy, and in proportion."""

from __future__ import annotations

from xml.etree import ElementTree as ET

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chiakhoa.foundation.rendering.charts import Bar, bar_chart

SVG = "{http://www.w3.org/2000/svg}"
GAPS = (Bar("Việc làm", 60, "60 (20,00 %)"), Bar("Nhà ở", 30, "30 (10,00 %)", "stripes"), Bar("Nước", 0, "0"))


def drawn(bars: tuple[Bar, ...] = GAPS, *, beside: int = 0, width: int = 360) -> ET.Element:
    return ET.fromstring(
        bar_chart(bars, title="Thiếu hụt", description="Việc làm: 60", prefix="g", width=width, beside=beside)
    )


def lengths(root: ET.Element) -> list[float]:
    return [float(rect.attrib["width"]) for rect in root.iter(f"{SVG}rect") if "x" in rect.attrib]


@pytest.mark.parametrize("beside", [0, 120])
def test_bars_are_in_proportion_and_stay_inside(beside: int) -> None:
    root = drawn(beside=beside)
    longest, half = lengths(root)
    assert longest == pytest.approx(2 * half, abs=0.1)
    assert beside + longest < 360


@pytest.mark.parametrize("beside", [0, 120])
def test_every_bar_has_its_label_and_figure_at_the_height_of_the_picture(beside: int) -> None:
    root = drawn(beside=beside)
    texts = [text.text for text in root.iter(f"{SVG}text")]
    assert texts == [part for bar in GAPS for part in (bar.label, bar.text)]
    height = float(root.attrib["viewBox"].split()[3])
    assert all(0 < float(text.attrib["y"]) < height for text in root.iter(f"{SVG}text"))


def test_it_is_read_aloud_by_title_and_description() -> None:
    root = drawn()
    assert root.attrib["role"] == "img"
    assert root.attrib["aria-labelledby"] == "g-title g-desc"
    assert root.findtext(f"{SVG}title") == "Thiếu hụt"
    assert root.findtext(f"{SVG}desc") == "Việc làm: 60"


def test_a_pattern_stands_beside_the_colour() -> None:
    fills = [rect.attrib["fill"] for rect in drawn().iter(f"{SVG}rect") if "x" in rect.attrib]
    assert fills[1] == "url(#g-stripes)"
    assert not fills[0].startswith("url")
    ids = [element.attrib["id"] for element in drawn().iter() if "id" in element.attrib]
    assert len(ids) == len(set(ids))
    assert all(i.startswith("g-") for i in ids)


def test_no_style_attribute_anywhere() -> None:
    assert all("style" not in element.attrib for element in drawn().iter())


def test_a_bar_may_lead_to_its_households() -> None:
    root = drawn((Bar("Việc làm", 3, "3", href="/ho?thieu=employment&trang=1"),))
    assert root.attrib["role"] == "group"
    assert [a.attrib["href"] for a in root.iter(f"{SVG}a")] == ["/ho?thieu=employment&trang=1"]


def test_without_bars_there_is_an_empty_picture() -> None:
    assert lengths(drawn(())) == []


def test_nothing_counted_draws_no_bar() -> None:
    assert lengths(drawn((Bar("Nước", 0, "0"),))) == []


@given(st.text(), st.text(), st.integers(0, 10**9))
def test_any_text_gives_a_well_formed_picture(label: str, text: str, count: int) -> None:
    root = drawn((Bar(label, count, text),))
    assert all(0 <= length <= 360 for length in lengths(root))
