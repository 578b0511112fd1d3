"""The finished files: every word of the data, header on every page, F4 landscape, URW Bookman."""

import re

import pytest

from registry.models import Penetapan
from reports.lampiran import lampiran_html, lampiran_pdf
from tests.reports import contoh, naskah, pdf
from tests.reports.conftest import LAMPIRAN


@pytest.mark.parametrize(("kode", "urut"), LAMPIRAN)
def test_every_printed_string_is_there(berkas, kode, urut):
    data = berkas(kode, urut)
    strings = naskah.strings(kode, urut)
    assert len(strings) > 20
    assert naskah.missing(strings, pdf.text(data), pdf.squeeze) == []


@pytest.mark.parametrize(("kode", "urut"), LAMPIRAN)
def test_html_says_the_same(dokumen, kode, urut):
    html = re.sub(r"<style>.*?</style>", "", lampiran_html(dokumen(kode, urut)), flags=re.S)
    plain = re.sub(r"<[^>]+>", "", html)
    for entity, char in (("&lt;", "<"), ("&gt;", ">"), ("&quot;", '"'), ("&#x27;", "'"), ("&amp;", "&")):
        plain = plain.replace(entity, char)
    assert naskah.missing(naskah.strings(kode, urut), pdf.squeeze(plain), pdf.squeeze) == []


@pytest.mark.parametrize(("kode", "urut"), LAMPIRAN)
def test_paper_header_numbers_and_fonts(berkas, kode, urut):
    data = berkas(kode, urut)
    pages = pdf.pages(data, raw=True)
    assert pdf.info(data)["Page size"].startswith("935.433 x 609.449 pts")  # 330 × 215 mm
    assert pdf.info(data)["Page rot"] == "0"
    header = [pdf.squeeze(k).casefold() for k in Penetapan.objects.get(kode=kode).lampiran.get(urut=urut).kolom]
    for number, page in enumerate(pages, 1):
        text = pdf.squeeze(page).casefold()
        assert [k for k in header if k not in text] == [], f"page {number}"
        assert f"halaman{number}dari{len(pages)}" in text
    names = {row[0].partition("+")[2] for row in pdf.fonts(data)}
    assert {n for n in names if not n.startswith("URW-Bookman")} <= {"DejaVu-Sans"}
    assert {row[-5] for row in pdf.fonts(data)} == {"yes"}  # embedded


@pytest.mark.parametrize(("kode", "urut"), LAMPIRAN)
def test_nothing_leaves_the_page(berkas, kode, urut):
    for page in pdf.words(berkas(kode, urut)):
        assert [w for w in page if w.x0 < 56 or w.x1 > 893.5 or w.y0 < 20 or w.y1 > 590] == []


def test_all_lampiran_of_a_decree_in_one_file(berkas):
    pages = pdf.pages(berkas("balangan-setwan-2023"))
    assert ["LAMPIRAN I" in page for page in pages] == [True, True, False]
    assert ["TAMRIN" in page for page in pages] == [True, False, True]


def test_draft_has_a_watermark_on_every_page():
    rows = [contoh.baris(n, rumus="isi " * 200) for n in range(4)]
    pages = pdf.pages(lampiran_pdf(contoh.dokumen(*rows, draf=True)), raw=True)
    assert len(pages) > 1
    assert all("DRAF" in pdf.squeeze(page) for page in pages)
    assert not any("DRAF" in page for page in pdf.pages(lampiran_pdf(contoh.dokumen(*rows))))


def test_salinan_and_ttd_of_004(berkas):
    pages = pdf.pages(berkas("lumajang-2019-326", 1))
    assert "SALINAN" in pages[0]
    assert ["ttd." in page for page in pages].index(True) == len(pages) - 1


def test_mengetahui_and_nip_of_001(berkas):
    last = pdf.squeeze(pdf.pages(berkas("lumajang-setda-2023", 1))[-1])
    assert "Lumajang,4Maret2023MengetahuiSEKRETARISDAERAHDrs.AGUSTRIYONO,M.Si.NIP.196905071989031004" in last
