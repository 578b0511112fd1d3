"""What LibreOffice makes of the Word and Excel files: every word is there, on F4, and the formulas give the figures."""

import io

import openpyxl
import pytest

from reports.tabel_excel import tabel_excel
from reports.tabel_word import tabel_word
from tests.registry.alur import kunci, target, verifikasi
from tests.reports import berkas as buatan
from tests.reports import pdf
from tests.reports.test_rekap import PRA, recap

pytestmark = [pytest.mark.lama, pytest.mark.django_db]


@pytest.fixture
def nyata(lumajang, cast, keluarga_sehat):
    second = kunci("lmj19-dinkes-02", "dinkes")
    target(keluarga_sehat, "80")
    target(second, "70.5")
    verifikasi(cast, keluarga_sehat)
    verifikasi(cast, second, PRA)
    return recap(lumajang)


def missing(berkas, text: str) -> list[str]:
    cells = [c for t in berkas.tabel for r in t.baris for c in r.sel]
    parts = [pdf.squeeze(w) for c in cells for i in c.isi for w in i.teks.split() if w not in "/()"]
    return [w for w in parts if w.strip("()") not in text]


def without_values(data: bytes) -> bytes:
    """The workbook with nothing stored beside its formulas, so that they must be computed."""
    book = openpyxl.load_workbook(io.BytesIO(data))
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


@pytest.mark.parametrize(("write", "ending"), [(tabel_word, "docx"), (tabel_excel, "xlsx")])
def test_every_word_is_printed(nyata, soffice, write, ending):
    data = soffice(write(nyata), ending, "pdf")
    assert missing(nyata, pdf.text(data)) == []
    width, height = pdf.info(data)["Page size"].split(" pts")[0].split(" x ")
    assert (float(width), float(height)) == pytest.approx((935.4, 609.4), abs=3)


def test_word_prints_the_signature_beside_the_end_of_the_table(soffice):
    for count in (1, 13, 14, 15, 16):
        rows = [buatan.row(n, kendala="isi " * 20) for n in range(count)]
        pages = pdf.pages(soffice(tabel_word(buatan.berkas(*rows)), "docx", "pdf"), raw=True)
        assert "Rata-rata lembar" in next(page for page in pages if "TERTANDA" in page), count


def test_excel_prints_the_signature_whole_and_beside_the_end_of_the_table(soffice):
    """Without a break before it, it is parted from the table at 6 and at 15 rows, or torn apart at 7."""
    for count in (1, 6, 7, 15):
        rows = [buatan.row(n, kendala="isi " * 20) for n in range(count)]
        pages = pdf.pages(soffice(tabel_excel(buatan.berkas(*rows)), "xlsx", "pdf"), raw=True)
        signed = next(page for page in pages if "TERTANDA" in page)
        assert all(word in signed for word in ("Rata-rata lembar", "KEPALA", "NIP")), count


def test_word_repeats_the_header_on_every_page(soffice):
    rows = [buatan.row(n, kendala="isi " * 20) for n in range(40)]
    pages = pdf.pages(soffice(tabel_word(buatan.berkas(*rows, draf="DRAF – belum resmi")), "docx", "pdf"))
    assert len(pages) > 2
    assert all("Tindak lanjut" in page and "DRAF" in page for page in pages)
    assert all(f"halaman {n} dari {len(pages)}" in page for n, page in enumerate(pages, 1))


def test_a_cell_of_sixty_lines_is_printed_whole_by_word(soffice):
    berkas = buatan.berkas(buatan.row(kendala="\n".join(f"q{n}." for n in range(60)), mentah="Panjang" * 40))
    text = pdf.text(soffice(tabel_word(berkas), "docx", "pdf"))
    assert [n for n in range(60) if f"q{n}." not in text] == []
    assert text.count("Panjang") == 40


def test_recalculated_formulas_give_the_stored_figures(nyata, soffice, tmp_path):
    (tmp_path / "asal.xlsx").write_bytes(tabel_excel(nyata))
    again = tmp_path / "lagi.xlsx"
    again.write_bytes(soffice(soffice(without_values(tabel_excel(nyata)), "xlsx", "ods"), "ods", "xlsx"))
    stored = openpyxl.load_workbook(tmp_path / "asal.xlsx", data_only=True).worksheets[0]
    computed = openpyxl.load_workbook(again, data_only=True).worksheets[0]
    live = openpyxl.load_workbook(tmp_path / "asal.xlsx").worksheets[0]
    places = [c.coordinate for line in live.iter_rows() for c in line if c.data_type == "f"]
    assert len(places) == 3
    assert [computed[p].value for p in places] == pytest.approx([stored[p].value for p in places], rel=1e-12)
