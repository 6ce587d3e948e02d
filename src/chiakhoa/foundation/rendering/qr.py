"""QR codes as SVG, for paper that is checked against data."""

from __future__ import annotations

from io import BytesIO

import segno


def qr_svg(text: str, *, quiet_zone: int = 2) -> str:
    """An SVG of the smallest QR code for `text` with medium error correction; `quiet_zone` in modules."""
    picture = BytesIO()
    code = segno.make(text, error="m", micro=False)
    code.save(picture, kind="svg", xmldecl=False, omitsize=True, border=quiet_zone)
    return picture.getvalue().decode("ascii").strip()
