"""PDF from data: data never runs as markup, the same day gives the same bytes, only our typeface is used."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pypdfium2
import pytest
import typst

from chiakhoa.foundation.rendering import typesetting
from chiakhoa.foundation.rendering.pdf import LARGE, render_pdf
from chiakhoa.foundation.rendering.typesetting import FONT_FILES

AS_OF = date(2025, 12, 14)
TEMPLATE = """
#let d = json(bytes(sys.inputs.data))
#set document(title: "Phiếu")
#set text(font: "Be Vietnam Pro", lang: "vi")
#d.name
"""


@pytest.fixture
def template(tmp_path: Path) -> Path:
    path = tmp_path / "paper.typ"
    path.write_text(TEMPLATE, encoding="utf-8")
    return path


def text_of(pdf: bytes) -> str:
    with pypdfium2.PdfDocument(pdf) as document:
        return "\f".join(page.get_textpage().get_text_range() for page in document)


def test_the_same_data_and_day_give_the_same_bytes(template: Path) -> None:
    assert render_pdf(template, {"name": "Đào"}, as_of=AS_OF) == render_pdf(template, {"name": "Đào"}, as_of=AS_OF)


def test_another_day_is_another_document(template: Path) -> None:
    first = render_pdf(template, {"name": "Đào"}, as_of=AS_OF)
    assert first != render_pdf(template, {"name": "Đào"}, as_of=date(2025, 12, 15))
    assert b"D:20251214000000" in first


def test_it_is_tagged_for_screen_readers_in_its_language(template: Path) -> None:
    pdf = render_pdf(template, {"name": "Đào"}, as_of=AS_OF)
    assert all(sign in pdf for sign in (b"pdfuaid", b"/StructTreeRoot", b"/Lang(vi)"))
    assert b"/StructTreeRoot" not in render_pdf(template, {"name": "Đào"}, as_of=AS_OF, tagged=False)


@pytest.mark.parametrize("name", ["#panic()", "*Đào* _x_ $x$", '"; #read("/etc/passwd")', "= Đào", "\\ // <a> @b"])
def test_a_name_is_printed_as_it_is_and_never_run(template: Path, name: str) -> None:
    assert name in text_of(render_pdf(template, {"name": name}, as_of=AS_OF))


@pytest.mark.parametrize("name", ["Đào 😀", "漢字", "\ud800", "a\x00b\x07", "\u202eĐào", "n\u0303"])
def test_letters_without_a_shape_do_not_stop_the_paper(template: Path, name: str) -> None:
    assert render_pdf(template, {"name": name}, as_of=AS_OF).startswith(b"%PDF")


def test_only_our_typeface_is_inside(template: Path) -> None:
    pdf = render_pdf(template, {"name": "Ờ ễ Đ ữ"}, as_of=AS_OF)
    assert b"BeVietnamPro" in pdf
    assert not any(other in pdf for other in (b"DejaVu", b"Liberation", b"Libertinus"))
    assert any(path.suffix == ".ttf" for path in FONT_FILES.iterdir())


@pytest.mark.parametrize(("letters", "fault"), [(1, typst.TypstError), (LARGE, RuntimeError)])
def test_a_wrong_template_says_so(tmp_path: Path, letters: int, fault: type[Exception]) -> None:
    path = tmp_path / "wrong.typ"
    path.write_text("#nothing-of-this-name()", encoding="utf-8")
    with pytest.raises(fault, match="unknown variable"):
        render_pdf(path, {"name": "x" * letters}, as_of=AS_OF)


def test_a_long_paper_is_made_apart_and_says_the_same(template: Path) -> None:
    long = {"name": "Đào", "rest": "ữ" * LARGE}
    pdf = render_pdf(template, long, as_of=AS_OF)
    assert pdf == typesetting.typeset(
        template=str(template), data=json.dumps(long), made=AS_OF.isoformat(), tagged=True
    )
