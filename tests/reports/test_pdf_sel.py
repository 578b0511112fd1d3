"""No text outside its cell, however long; and every word where the kept layout has it.

Cells are read from the file: the vertical rules and the header that WeasyPrint drew, not from our own widths.
To keep a new layout after a wanted change: `IKU_TATA_BARU=1 pytest tests/reports/test_pdf_sel.py`, and look at it.
"""

import io
import json
import os
import re
from pathlib import Path

import pikepdf
import pytest

from reports.lampiran import lampiran_pdf
from reports.rows import Bagian, Baris
from tests.reports import contoh, pdf

TERSIMPAN = Path(__file__).parent / "tata-letak.json"
TOLERANSI = 1.5  # points
GESER = 0.01  # of the words may be further off, as another version of the font library moves a line end
ANGKA = rb"(-?[\d.]+)"
GARIS = re.compile(ANGKA + rb" " + ANGKA + rb" m\n" + ANGKA + rb" " + ANGKA + rb" l")


def rules(data: bytes) -> list[list[tuple[float, float, float]]]:
    """The vertical rules of each page: x, and from where to where downwards, in points."""
    with pikepdf.open(io.BytesIO(data)) as file:
        found = []
        for page in file.pages:
            text = b"".join(stream.read_bytes() for stream in _streams(page))
            lines = [tuple(float(n) * 0.75 for n in m.groups()) for m in GARIS.finditer(text)]
            found.append([(x, min(y, end), max(y, end)) for x, y, x1, end in lines if abs(x - x1) < 0.1 < abs(y - end)])
        return found


def _streams(page) -> list[pikepdf.Object]:
    return list(page.Contents) if isinstance(page.Contents, pikepdf.Array) else [page.Contents]


def crossing(data: bytes) -> list[str]:
    """Words that a vertical rule cuts."""
    drawn = rules(data)
    assert sum(len(lines) for lines in drawn) > 6
    return [
        f"{number}: {w.text} {w.x0:.0f}–{w.x1:.0f} | {x:.0f}"
        for number, (page, lines) in enumerate(zip(pdf.words(data), drawn, strict=True), 1)
        for w in page
        for x, top, bottom in lines
        if w.x0 + 1 < x < w.x1 - 1 and top < (w.y0 + w.y1) / 2 < bottom
    ]


def row_of(kunci: str, text: str) -> Baris:
    return contoh.baris(**{kunci: text})


@pytest.mark.parametrize("kunci", contoh.mostly_long(contoh.KUNCI, ("indikator",)))
@pytest.mark.parametrize(
    "text", ["Qanjangsekali" * 60, "M" * 500, "a/b/c-" * 120, "\n".join(f"baris nomor{n}" for n in range(60))]
)
def test_no_word_leaves_its_cell(kunci, text):
    data = lampiran_pdf(contoh.dokumen(row_of(kunci, text), contoh.baris(2), ttd=None))
    assert crossing(data) == []


def test_a_formula_stays_in_its_cell():
    formula = {"atas": "Panjangsekali" * 20, "bawah": ["kata " * 60], "ekor": "x 100% " * 20}
    cells = tuple(contoh.sel(c.kunci, Bagian(rumus=[formula])) if c.kunci == "rumus" else c for c in contoh.baris().sel)
    assert crossing(lampiran_pdf(contoh.dokumen(Baris(cells), ttd=None))) == []


def test_all_cells_long_at_once():
    row = contoh.baris(**dict.fromkeys(contoh.KUNCI, "Qanjangsekali" * 20 + " kata" * 40))
    assert crossing(lampiran_pdf(contoh.dokumen(row, ttd=None))) == []


def test_the_reader_sees_a_word_that_leaves_its_cell(monkeypatch):
    """The check can fail: without the rule that breaks long words, one crosses a line."""
    from reports import bagian

    css = Path("static/iku/uji-tumpah.css")
    css.write_text(".dokumen { overflow-wrap: normal; }")
    try:
        monkeypatch.setattr(bagian, "CSS_BAGIAN", (*bagian.CSS_BAGIAN, css.name))
        data = lampiran_pdf(contoh.dokumen(row_of("indikator", "Qanjangsekali" * 20), ttd=None))
    finally:
        css.unlink()
    assert crossing(data) != []


def boxes(data: bytes) -> list[list[list]]:
    return [[[w.text, round(w.x0, 1), round(w.y0, 1), round(w.x1, 1)] for w in page] for page in pdf.words(data)]


@pytest.mark.parametrize("kode", ["balangan-setwan-2023", "lumajang-kecamatan-2020"])
def test_every_word_is_where_the_kept_layout_has_it(berkas, kode):
    now = boxes(berkas(kode))
    kept = json.loads(TERSIMPAN.read_text(encoding="utf-8")) if TERSIMPAN.exists() else {}
    if os.environ.get("IKU_TATA_BARU"):
        TERSIMPAN.write_text(
            json.dumps(kept | {kode: now}, ensure_ascii=False, separators=(",", ":")), encoding="utf-8"
        )
        return
    assert [[w[0] for w in page] for page in now] == [[w[0] for w in page] for page in kept[kode]]
    pairs = [(a, b) for one, other in zip(now, kept[kode], strict=True) for a, b in zip(one, other, strict=True)]
    moved = [(a, b) for a, b in pairs if max(abs(x - y) for x, y in zip(a[1:], b[1:], strict=True)) > TOLERANSI]
    assert len(moved) <= GESER * len(pairs), moved[:5]
