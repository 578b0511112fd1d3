"""The shortcuts of the drawing process (reports.pdf_cepat) change no byte, and read the documents as HTML would be."""

from dataclasses import asdict

import pytest
from django.template.loader import render_to_string
from tinyhtml5 import parse
from weasyprint.css import ComputedStyle
from weasyprint.text.line_break import Layout

from registry.models import LembarInstansi, Penetapan
from reports import pdf_anak, pdf_cepat
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


@pytest.mark.parametrize("document", [lampiran, fractions, justified, chart])
def test_no_byte_differs(plain, document):
    html = document()
    as_it_comes = drawn(html)
    assert pdf_cepat.pasang()
    assert drawn(html) == as_it_comes


def test_another_version_is_left_alone(plain, monkeypatch):
    monkeypatch.setattr(pdf_cepat.weasyprint, "__version__", "70.1")
    assert not pdf_cepat.pasang()
    assert ComputedStyle.__missing__ is pdf_cepat.ASAL["missing"] and Layout.setup is pdf_cepat.ASAL["setup"]


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
        fast = pdf_cepat.Terurai(html, pdf_anak.AppFetcher()).etree_element
        assert tree(fast) == tree(parse(html.encode(), namespace_html_elements=False)), name
