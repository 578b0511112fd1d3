"""A QR code as one SVG path, drawn by the template itself: no script, no style, no mark that HTML is safe."""

import io
from functools import lru_cache

import segno


@lru_cache(maxsize=512)
def qr_path(address: str) -> tuple[int, str]:
    """(side in modules with the quiet border, path of its dark runs)."""
    code = segno.make_qr(address, error="m")
    border = 2
    runs = []
    for y, row in enumerate(code.matrix):
        x = 0
        while x < len(row):
            width = 0
            while x + width < len(row) and row[x + width]:
                width += 1
            if width:
                runs.append(f"M{x + border} {y + border}h{width}v1h-{width}z")
            x += width + 1
    return len(code.matrix) + 2 * border, "".join(runs)


def qr_png(address: str) -> bytes:
    """The same code as a picture, for Word."""
    out = io.BytesIO()
    segno.make_qr(address, error="m").save(out, kind="png", scale=5, border=2)
    return out.getvalue()
