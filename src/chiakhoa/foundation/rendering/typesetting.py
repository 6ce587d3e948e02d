"""One run of typst: in this process, or in one of its own as `python -P typesetting.py < request.json > paper.pdf`.

A long list takes 800 MB that typst keeps for its next run; a process of its own gives them back when it ends.
"""

from __future__ import annotations

import json
import sys
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Literal

import fontpkg_be_vietnam_pro
import typst

FONT_FILES = Path(fontpkg_be_vietnam_pro.ROOT) / "files"
Promise = Literal["ua-1"] | None


def typeset(*, template: str, data: str, made: str, tagged: bool) -> bytes:
    """The PDF of the template at that path; `data` is JSON text, `made` the ISO day written into the file."""
    path = Path(template)

    def compiled(promise: Promise) -> bytes:
        return typst.compile(
            path,
            root=path.parent,
            format="pdf",
            font_paths=_fonts(),
            sys_inputs={"data": data},
            pdf_standards=promise,
            timestamp=datetime.fromisoformat(made).replace(tzinfo=UTC),
            pdf_tags=tagged,
        )

    try:
        return compiled("ua-1" if tagged else None)
    except typst.TypstError:
        return compiled(None)


@cache
def _fonts() -> typst.Fonts:
    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[FONT_FILES])


if __name__ == "__main__":
    sys.stdout.buffer.write(typeset(**json.load(sys.stdin.buffer)))
