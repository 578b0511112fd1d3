"""The shortcuts of the drawing process (reports.pdf_cepat) change no byte, and read the documents as HTML would be."""

import re
from dataclasses import asdict

import pytest
from django.template.loader import render_to_string
from tinyhtml5 import parse
from weasyprint.css import ComputedStyle
from weasyprint.text.line_break import Layout

from registry.models import LembarInstansi, Penetapan
from reports import pdf_anak, pdf_cepat, pdf_cepat_gaya, pdf_cepat_teks, pdf_urai
from reports.bagian import CSS_BAGIAN, html_cetak
from reports.keputusan import keputusan_rows
from reports.keputusan_berkas import CSS as CSS_KEPUTUSAN
from reports.lampiran import dokumen_rows
from reports.manual import manual_rows
from reports.pdf_proses import Permintaan
from tests.reports import contoh

RUMUS = [{"atas": "Jumlah *A* yang sangat panjang sekali " * 4, "bawah": "Jumlah B", "ekor": "x 100%"}]
TEKS = "Penjelasan :\n\n1. **satu** ≤ 5\n✓ dua\n\n| a | b |\n|---|---|\n| 1\u00a0x | 2 |\n\n" + "isi yang panjang " * 90
SVG = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 100 40"><rect width="9" height="9" fill="#146c43"/>'
    '<text x="50" y="20" font-size="8" text-anchor="middle" font-family="DejaVu Sans">Capaian 96,5</text></svg>'
)
GAYA = (*CSS_BAGIAN, *CSS_KEPUTUSAN)  # with justified paragraphs and underlined words


@pytest.fixture
def plain():
    """WeasyPrint without shortcuts again, whatever the test did."""
    yield
    pdf_cepat.lepas()


def lampiran() -> str:
    return html_cetak(
        contoh.dokumen(contoh.baris(1, rumus=TEKS), contoh.baris(2, sasaran="A\x0bB & <b>" * 9), draf=True)
    )


def fractions() -> str:
    rows = contoh.baris(1, sumber_data=TEKS)
    isi = (contoh.Bagian(rumus=RUMUS), contoh.Bagian(label="Makna :", teks="x"))
    cells = tuple(contoh.Sel(s.kunci, s.judul, isi) if s.kunci == "rumus" else s for s in rows.sel)
    return html_cetak(contoh.dokumen(contoh.Baris(cells, akhir=True)))


def justified() -> str:
    text = "kata yang rata kiri dan kanan " * 40
    style = 'style="text-align: justify; text-decoration: underline; letter-spacing: 0.2pt; hyphens: auto"'
    return f'<!doctype html><html lang="id"><body><p {style}>{text}</p><pre>a\nb\tc</pre></body></html>'


def chart() -> str:
    return '<!doctype html><html lang="id"><body><p>Grafik</p><img src="iku-gambar:g" alt="g"></body></html>'


def drawn(html: str) -> bytes:
    return pdf_anak.render(asdict(Permintaan(html, GAYA, {"g": SVG}, ulang=("sempit-1",))))[0]


def floating() -> str:
    """The same words again and again: beside something that floats, with borders, percentages and markers."""
    words = "kata yang sama " * 30
    beside = '<div style="float: left; width: 30%; border: 1pt solid; padding: 2%">kiri</div>'
    cell = f'<td style="background: #eee; border-radius: 3pt">{words}</td>'
    table = f'<table style="border-collapse: collapse"><tr><th>A</th>{cell}</tr><tr>{cell}{cell}</tr></table>'
    items = f"<ol><li>{words}</li><li><p>{words}</p><ul><li>{words}</li></ul></li></ol>"
    boxed = f'<div style="box-sizing: border-box; width: 50%; padding: 9pt; box-shadow: 1pt 1pt">{words}</div>'
    rtl = f'<p dir="rtl" style="direction: rtl">{words}</p><p style="visibility: hidden">{words}</p>'
    paragraphs = f'<p style="text-align: justify; width: 40%">{words}</p>' * 2 + f'<p id="a">{words}</p>'
    link = '<p><a href="#a">ke a</a> <a name="b">b</a></p>'
    away = (
        '<div style="position: absolute; top: 1cm; right: 0; overflow: hidden">x<img src="iku-gambar:g" alt=""></div>'
    )
    away += '<img src="iku-gambar:g" alt="" style="position: fixed; display: block; width: 2cm; overflow: hidden">'
    body = away + beside + paragraphs + table + items + boxed + rtl + link
    return f'<!doctype html><html lang="id"><body>{body * 2}</body></html>'


@pytest.mark.parametrize("document", [lampiran, fractions, justified, chart, floating])
def test_no_byte_differs(plain, document):
    html = document()
    as_it_comes = drawn(html)
    assert pdf_cepat.pasang()
    assert drawn(html) == as_it_comes


def test_no_byte_depends_on_the_documents_before(plain):
    """Styles live on from one document to the next."""
    pages = [lampiran(), floating(), lampiran().replace('class="dokumen', 'class="dokumen huruf-times'), justified()]
    pages.append(pages[0].replace("<!--gaya-->", "<style>p { color: red } @page { margin: 9mm }</style>"))
    as_they_come = [drawn(html) for html in pages]
    assert len(set(as_they_come)) == len(pages)
    assert pdf_cepat.pasang()
    for order in (range(5), reversed(range(5)), (2, 0, 4, 4, 1, 3, 0)):
        for n in order:
            assert drawn(pages[n]) == as_they_come[n], n


def test_styles_are_kept_within_bounds(plain, monkeypatch):
    """What people typed may nest in ever new ways; a style sheet of a document's own never comes again."""
    monkeypatch.setattr(pdf_cepat_gaya, "MAKS_SIMPUL", 50)
    assert pdf_cepat.pasang()
    for n in range(12):
        nested = "<div><b>" * n + "x" + "</b></div>" * n
        drawn(f'<html lang="id"><head><style>.x{n} {{ color: red }}</style></head><body>{nested}</body></html>')
    assert len(pdf_cepat_gaya._pohon) <= 8
    for n in range(12):
        nested = "<div><i>" * n + "x" + "</i></div>" * n
        drawn(f'<html lang="id"><body>{nested}</body></html>')
    assert max(pohon.banyak for pohon in pdf_cepat_gaya._pohon.values()) <= 50 + 2 * 12 + 4


def test_style_sheets_say_nothing_that_the_shortcuts_leave_out():
    """Lengths in parts of the page, and cut lines, would differ between documents of one style."""
    for path in (pdf_anak.GAYA).glob("*.css"):
        text = path.read_text(encoding="utf-8")
        if "@page" in text or path.name in ("rumus.css", "lampiran-bagian.css"):
            assert not re.search(r"\d(vw|vh|vmin|vmax)\b|text-overflow|line-clamp|@import|@namespace", text), path.name


def test_another_version_is_left_alone(plain, monkeypatch):
    monkeypatch.setattr(pdf_cepat.weasyprint, "__version__", "70.1")
    assert not pdf_cepat.pasang()
    assert ComputedStyle.__missing__ is pdf_cepat_gaya.ASLI_MISSING and Layout.setup is pdf_cepat_teks.ASLI_SETUP


def tree(root) -> list[tuple[str, dict, str]]:
    """Elements of the body in order; white space and comments count for nothing."""
    elements = (e for e in root.find("body").iter() if isinstance(e.tag, str))
    return [
        (e.tag, dict(e.attrib), "|".join(filter(None, map(str.strip, (e.text or "", e.tail or ""))))) for e in elements
    ]


def documents(db) -> dict[str, str]:
    penetapan = Penetapan.objects.get(kode="balangan-setwan-2023")
    rows = dokumen_rows(penetapan, list(penetapan.lampiran.order_by("urut")), LembarInstansi.objects.all())
    manual = manual_rows(penetapan, LembarInstansi.objects.filter(lampiran__penetapan=penetapan))
    return {
        "lampiran": html_cetak(rows),
        "keputusan": render_to_string("reports/keputusan.html", {"keputusan": keputusan_rows(penetapan)}),
        "manual": render_to_string("reports/manual.html", {"manual": manual}),
        "pengganti": render_to_string("reports/bagian_gagal.html", {"nama": "A & B", "pesan": "<x>"}),
    }


def test_documents_are_read_by_the_fast_parser_as_by_the_other(db):
    for name, html in documents(db).items():
        fast = pdf_urai.Terurai(html, pdf_anak.AppFetcher()).etree_element
        assert tree(fast) == tree(parse(html.encode(), namespace_html_elements=False)), name
