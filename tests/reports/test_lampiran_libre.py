"""What LibreOffice makes of the Word and Excel files of a lampiran: every word, on F4 landscape."""

import pytest

from registry.models import Penetapan
from reports.keputusan import keputusan_rows
from reports.keputusan_word import keputusan_word
from reports.lampiran_excel import lampiran_excel
from reports.lampiran_word import lampiran_word
from tests.reports import contoh, naskah, pdf

pytestmark = [pytest.mark.lama, pytest.mark.django_db]
BENTUK = [(lampiran_word, "docx"), (lampiran_excel, "xlsx")]


@pytest.mark.parametrize("kode", ["lumajang-setda-2023", "balangan-setwan-2023"])
@pytest.mark.parametrize(("write", "ending"), BENTUK)
def test_every_word_is_printed(dokumen, soffice, kode, write, ending):
    data = soffice(write(dokumen(kode)), ending, "pdf")
    strings = [s for urut in range(1, len(dokumen(kode).lampiran) + 1) for s in naskah.strings(kode, urut)]
    words = {pdf.squeeze(word) for text in strings for word in text.split()}
    assert [word for word in words if word not in pdf.text(data)] == []
    width, height = pdf.info(data)["Page size"].split(" pts")[0].split(" x ")
    assert (float(width), float(height)) == pytest.approx((935.4, 609.4), abs=3)


def test_the_whole_decree_in_word_has_both_papers(dokumen, soffice):
    rows = keputusan_rows(Penetapan.objects.get(kode="balangan-setwan-2023"))
    data = soffice(keputusan_word(rows, dokumen("balangan-setwan-2023")), "docx", "pdf")
    pages = pdf.pages(data, raw=True)
    assert [("halaman" in page, "MEMUTUSKAN" in page) for page in pages][:2] == [(True, False), (True, True)]
    assert "Ditetapkan di Paringin" in pages[1] and "LAMPIRAN I" in pages[2]
    assert all(f"halaman {n} dari {len(pages)}" in page for n, page in enumerate(pages, 1))
    words = [word for item in (*rows.menimbang, *rows.mengingat) for word in item.teks.split()]
    assert [word for word in words if pdf.squeeze(word) not in pdf.text(data)] == []


def test_word_repeats_the_header_and_never_leaves_the_signature_alone(soffice):
    for count in (1, 8):
        rows = [contoh.baris(n, rumus="isi " * 40) for n in range(count)]
        pages = pdf.pages(soffice(lampiran_word(contoh.dokumen(*rows, draf=True)), "docx", "pdf"), raw=True)
        signed = next(page for page in pages if "TERTANDA NAMA" in page)
        assert f"indikator-{count - 1}" in signed
        assert all("Sumber_Data" in page and "DRAF" in page for page in pages)
        assert all(f"halaman {n} dari {len(pages)}" in page for n, page in enumerate(pages, 1))


def test_excel_never_leaves_the_signature_alone(soffice):
    """Without a break before it, it stands alone on a page at 20 rows of this height."""
    rows = [contoh.baris(n) for n in range(20)]
    pages = pdf.pages(soffice(lampiran_excel(contoh.dokumen(*rows)), "xlsx", "pdf"), raw=True)
    signed = next(page for page in pages if "TERTANDA NAMA" in page)
    assert "indikator-19" in signed and "KEPALA CONTOH" in signed
