"""Texts that nobody should write: they stay inside the page, and nothing is cut off."""

import pytest

from reports.lampiran import lampiran_pdf
from reports.rows import Bagian
from tests.reports import contoh, pdf

KIRI, KANAN, ATAS, BAWAH = 56.0, 893.5, 40.0, 562.0  # margins of the page, points


def assert_inside(data: bytes) -> None:
    for number, page in enumerate(pdf.words(data), 1):
        body = [w for w in page if w.text not in ("halaman", "dari") and not (w.y0 > BAWAH and w.text.isdigit())]
        out = [w for w in body if w.x0 < KIRI or w.x1 > KANAN or w.y0 < 20 or w.y1 > BAWAH]
        assert out == [], f"page {number}"


def overlap(data: bytes) -> list[tuple[str, str]]:
    """Pairs of words of one page that print over each other."""
    found = []
    for page in pdf.words(data):
        for n, a in enumerate(page):
            for b in page[n + 1 :]:
                if min(a.x1, b.x1) - max(a.x0, b.x0) > 1 and min(a.y1, b.y1) - max(a.y0, b.y0) > 4:
                    found.append((a.text, b.text))
    return found


@pytest.mark.parametrize("kunci", contoh.mostly_long(contoh.KUNCI, ("rumus",)))
def test_a_word_without_end(kunci):
    data = lampiran_pdf(contoh.dokumen(contoh.baris(**{kunci: "Qanjangsekali" * 40})))
    assert_inside(data)
    assert pdf.text(data).count("Q") == 40


@pytest.mark.parametrize("kunci", contoh.mostly_long(contoh.KUNCI, ("rumus",)))
def test_a_cell_of_sixty_lines(kunci):
    data = lampiran_pdf(contoh.dokumen(contoh.baris(**{kunci: "\n".join(f"q{n}." for n in range(60))})))
    assert_inside(data)
    assert [n for n in range(60) if f"q{n}." not in pdf.text(data)] == []


@pytest.mark.parametrize(
    "rumus",
    [
        {"atas": "Panjangsekali" * 20, "bawah": "b", "ekor": "x 100%"},
        {"atas": "a", "bawah": "Panjangsekali" * 20, "ekor": "ekor yang panjang sekali dan tidak muat " * 5},
        {"atas": "kata " * 200, "bawah": "kata " * 200, "ekor": "x 100%"},
        {"atas": [{"atas": "kata " * 20, "bawah": "b"}, "+", {"akar": ["kata " * 20]}], "bawah": "c", "ekor": None},
    ],
)
def test_a_formula_without_end(rumus):
    row = contoh.baris()
    cells = tuple(contoh.sel(c.kunci, Bagian(rumus=[rumus])) if c.kunci == "rumus" else c for c in row.sel)
    data = lampiran_pdf(contoh.dokumen(contoh.Baris(cells)))
    assert_inside(data)
    assert overlap(data) == []


def test_a_wide_table_inside_a_cell():
    table = "\n".join(["|" + " Panjangsekalikata |" * 12, "|" + "---|" * 12, *["|" + " isi |" * 12] * 40])
    assert_inside(lampiran_pdf(contoh.dokumen(contoh.baris(rumus=table))))


def test_marks_piled_on_marks_and_all_scripts():
    text = "Z" + "\u0301" * 200 + " ≤ ≥ Σ √ × – — “kutip” ½ ² ✓ é ü ñ"
    assert_inside(lampiran_pdf(contoh.dokumen(contoh.baris(rumus=text))))
