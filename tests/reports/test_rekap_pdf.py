"""The recap on paper: nothing leaves the page, nothing is cut off, the signature is never alone."""

from decimal import Decimal

import pytest

from reports.rekap import KOLOM
from reports.tabel import Isi, rumus, sel, sel_angka
from reports.tabel import baris as make_row
from reports.tabel_pdf import tabel_pdf
from tests.reports import berkas as buatan
from tests.reports import pdf
from tests.reports.contoh import mostly_long
from tests.reports.test_pdf_ekstrem import assert_inside, overlap

KUNCI = [k.kunci for k in KOLOM]
CEPAT = ("mentah", "keterangan")


def signed_beside_a_row(rows, marker):
    pages = pdf.pages(tabel_pdf(buatan.berkas(*rows)), raw=True)
    assert [n for n, page in enumerate(pages) if "TERTANDA" in page] == [len(pages) - 1]
    assert marker in pages[-1], f"{len(rows)} rows"


@pytest.mark.parametrize("count", mostly_long(range(1, 40), (1, 13, 14, 15)))
def test_signature_after_short_rows(count):
    signed_beside_a_row([buatan.row(n, kendala="isi " * 12) for n in range(count)], "Rata-rata lembar")


@pytest.mark.parametrize("lines", mostly_long(range(1, 90, 4), (29, 33, 61)))
def test_signature_after_one_tall_row(lines):
    signed_beside_a_row([buatan.row(kendala="\n".join(f"baris{n}." for n in range(lines)))], "Rata-rata lembar")


def test_page_is_f4_landscape_with_numbers():
    data = tabel_pdf(buatan.berkas(*[buatan.row(n) for n in range(60)]))
    pages = pdf.pages(data)
    assert "935.433 x 609.449 pts" in pdf.info(data)["Page size"]
    assert [f"halaman {n} dari {len(pages)}" in page for n, page in enumerate(pages, 1)] == [True] * len(pages)
    assert all("Tindak lanjut" in page for page in pages)
    assert all("Bookman" in " ".join(row) for row in pdf.fonts(data))


@pytest.mark.parametrize("kunci", mostly_long(KUNCI, CEPAT))
def test_a_word_without_end(kunci):
    data = tabel_pdf(buatan.berkas(buatan.row(**{kunci: "Qanjangsekali" * 40})))
    assert_inside(data)
    assert pdf.text(data).count("Q") == 40
    assert overlap(data) == []


@pytest.mark.parametrize("kunci", mostly_long(KUNCI[1:], CEPAT))
def test_a_cell_of_sixty_lines(kunci):
    data = tabel_pdf(buatan.berkas(buatan.row(**{kunci: "\n".join(f"q{n}." for n in range(60))})))
    assert_inside(data)
    assert [n for n in range(60) if f"q{n}." not in pdf.text(data)] == []


def test_a_formula_without_end():
    parts = [{"atas": "kata " * 150, "bawah": "Panjangsekali" * 20, "ekor": "x 100%"}]
    cells = [sel(k, rumus(parts) if k == "mentah" else "isi") for k in KUNCI]
    data = tabel_pdf(buatan.berkas(make_row(cells, KOLOM)))
    assert_inside(data)
    assert overlap(data) == []


def test_a_sasaran_goes_on_under_its_name():
    head = buatan.Baris((sel("sasaran", Isi("Sasaran 1: Membaik"), kolom=len(KOLOM)),), "judul")
    pages = pdf.pages(tabel_pdf(buatan.berkas(head, *[buatan.row(n) for n in range(60)])))
    assert "Lanjutan" not in pages[0]
    assert "Lanjutan Sasaran 1: Membaik" in pages[1]


@pytest.mark.parametrize("nilai", ["10432730000", "-999999999999.99", "99999999999999.99"])
def test_a_number_stays_on_one_line(nilai):
    cells = [sel_angka(k, Decimal(nilai), None) if k == "realisasi" else sel(k, "isi") for k in KUNCI]
    row = make_row(cells, KOLOM)
    assert row.sel[5].teks in [w.text for page in pdf.words(tabel_pdf(buatan.berkas(row))) for w in page]


def test_html_in_a_text_is_printed_as_typed():
    text = '<img src="http://127.0.0.1:9/x"><script>1</script>&amp;'
    assert pdf.squeeze(text) in pdf.text(tabel_pdf(buatan.berkas(buatan.row(kendala=text))))
