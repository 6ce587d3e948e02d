"""What every paper carries at its foot: marks, as-of day, short code, page numbers."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from chiakhoa.doors.documents.figures import day
from chiakhoa.doors.documents.paper_code import paper_code
from chiakhoa.doors.documents.words import words


def paper_frame(
    *, title: str, author: str, marks: Sequence[str], content: Any, as_of: date, lang: str
) -> dict[str, Any]:
    """The part of a template's data that `layout.typ` prints on every page."""
    say = words("paper", lang)
    code = paper_code([title, content, as_of.isoformat()])
    return {
        "lang": lang,
        "title": title,
        "author": author,
        "foot_marks": list(marks),
        "as_of": say["as_of"].format(day=day(as_of, lang)),
        "code": say["code"].format(code=code),
        "short_code": code,
        "page": say["page"],
    }
