"""PDF from a typst template and data. Data reaches the template as JSON, never as markup, so a name cannot run code.

Only Be Vietnam Pro is used, whatever the machine has installed; the same template, data and day give the same bytes.
"""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

from chiakhoa.foundation.rendering import typesetting

LARGE = 200_000
"""Letters of data from which a paper is made in a process of its own, so that its memory is given back."""


def render_pdf(template: Path, data: Mapping[str, Any], *, as_of: date, tagged: bool = True) -> bytes:
    """The PDF of `template`, which finds `data` in `sys.inputs.data`; `as_of` becomes the document's date.

    Tagged for screen readers (PDF/UA-1) unless `tagged` is false, as for lists so long that tags outweigh the text.
    Where the data hold a letter that the typeface lacks, the standard forbids the file: then the paper is made
    without that claim rather than not at all.
    """
    text = json.dumps(data, ensure_ascii=False).encode("utf-8", "replace").decode()
    request: dict[str, Any] = {"template": str(template), "data": text, "made": as_of.isoformat(), "tagged": tagged}
    return _apart(request) if len(text) > LARGE else typesetting.typeset(**request)


def _apart(request: dict[str, Any]) -> bytes:
    command = [sys.executable, "-P", typesetting.__file__]
    done = subprocess.run(command, input=json.dumps(request).encode(), capture_output=True, check=False)  # noqa: S603
    if done.returncode:
        raise RuntimeError(done.stderr.decode("utf-8", "replace"))
    return done.stdout
