"""Paper and margins of a Pemda: the same in PDF, HTML, Word and Excel; nothing chosen, nothing changed."""

from dataclasses import replace
from types import SimpleNamespace

import pytest
from django.urls import reverse

from registry.models import LembarInstansi, Pemda, Penetapan
from reports.keputusan import keputusan_rows
from reports.keputusan_berkas import keputusan_html, keputusan_pdf
from reports.keputusan_word import keputusan_word
from reports.kertas import BAWAAN, JENIS, Kertas, gaya, kertas_of
from reports.lampiran import lampiran_html, lampiran_pdf
from reports.lampiran_excel import lampiran_excel
from reports.lampiran_word import lampiran_word
from reports.manual import manual_rows
from reports.manual_berkas import manual_word
from reports.siap_ttd import changed_since, naskah_lampiran
from reports.tabel import on_paper
from reports.tabel_excel import tabel_excel
from reports.tabel_pdf import tabel_html, tabel_pdf
from reports.tabel_word import tabel_word
from tests.reports import berkas, contoh, office, pdf

A4 = Kertas("A4", (25, 20, 20, 35), (25, 20, 22, 30))
MM = 72 / 25.4


def sheet(kertas: Kertas = A4, **options):
    """A lampiran of more than one page."""
    rows = [contoh.baris(n, rumus="isi " * 120) for n in range(5)]
    return replace(contoh.dokumen(*rows), kertas=kertas, **options)


def boxes(data: bytes) -> list[tuple[float, float, float, float]]:
    """Left, top, right and bottom edge of all words of each page, in mm."""
    return [
        tuple(round(edge / MM, 1) for edge in (
            min(w.x0 for w in page), min(w.y0 for w in page), max(w.x1 for w in page), max(w.y1 for w in page),
        ))
        for page in pdf.words(data)
    ]  # fmt: skip


def sizes(word: bytes) -> list[tuple[int, ...]]:
    """Width, height and the four margins of each section, in mm."""
    return [
        tuple(round(n.mm) for n in (
            s.page_width, s.page_height, s.top_margin, s.right_margin, s.bottom_margin, s.left_margin,
        ))
        for s in office.word(word).sections
    ]  # fmt: skip


def test_nothing_chosen_is_no_rule_at_all():
    assert {gaya(BAWAAN, jenis, "Bookman Old Style") for jenis in JENIS} == {""}


def test_the_pdf_keeps_to_paper_and_margins_also_its_page_number():
    data = lampiran_pdf(sheet(huruf="Arial"))
    assert pdf.info(data)["Page size"].startswith("841.89 x 595.276")
    for left, top, right, bottom in boxes(data):
        assert left >= 30 and right <= 277.1 and top >= 12 and bottom <= 210
    number = [word for word in pdf.words(data)[1] if word.text == "halaman"][-1]
    assert number.y0 / MM > 210 - 22 and boxes(data)[1][2] == pytest.approx(277, abs=0.2)
    assert not [row[0] for row in pdf.fonts(data) if "Bookman" in row[0]]


def test_a_signature_still_takes_a_row_along_on_the_other_paper():
    data = lampiran_pdf(sheet(Kertas("Legal", (), (25, 20, 40, 30))))
    last = pdf.pages(data)[-1]
    assert "TERTANDA NAMA" in last and "isi isi" in last


def test_word_and_excel_of_a_lampiran():
    assert sizes(lampiran_word(sheet())) == [(297, 210, 25, 20, 22, 30)]
    for page in office.workbook(lampiran_excel(sheet())):
        edges = page.page_margins
        assert (page.page_setup.paperSize, page.page_setup.orientation) == (9, "landscape")
        assert [round(n * 25.4) for n in (edges.top, edges.right, edges.bottom, edges.left)] == [25, 20, 22, 30]


def test_the_table_in_word_is_as_wide_as_the_paper_leaves():
    grid = office.word(lampiran_word(sheet())).tables[-1]._tbl.tblGrid
    assert sum(int(c.w) for c in grid.gridCol_lst) / 36000 == pytest.approx(297 - 50, abs=0.5)


def test_html_says_it_after_its_own_style_sheets():
    html = lampiran_html(sheet())
    assert html.index("size: 297.0mm 210.0mm; margin: 25mm 20mm 22mm 30mm;") > html.index("size: 330mm 215mm")
    assert "@page sempit-1 { margin-bottom: 75mm; }" in html


@pytest.fixture
def decree(db):
    """A decree of Balangan, whose Pemda prints on A4."""
    Pemda.objects.filter(kode="63.11").update(kertas="A4", margin_tegak="25 20 20 35", margin_mendatar="25 20 22 30")
    return Penetapan.objects.select_related("pemda").get(kode="balangan-setwan-2023")


def test_the_whole_decree_on_the_paper_of_its_pemda(decree, dokumen):
    rows, lampiran = keputusan_rows(decree), dokumen(decree.kode, 2)
    assert kertas_of(decree.pemda) == A4
    upright, lying = (210, 297, 25, 20, 20, 35), (297, 210, 25, 20, 22, 30)
    assert sizes(keputusan_word(rows, lampiran)) == [upright, lying]
    body = keputusan_pdf(rows)
    assert pdf.info(body)["Page size"].startswith("595.276 x 841.89")
    assert all(left >= 35 and right <= 190.1 for left, _, right, _ in boxes(body))
    html = keputusan_html(rows, lampiran)
    assert "@page keputusan { size: 210.0mm 297.0mm; margin: 25mm 20mm 20mm 35mm; }" in html


def test_the_manual(decree):
    manual = manual_rows(decree, LembarInstansi.objects.filter(lampiran__penetapan=decree))
    assert sizes(manual_word(manual)) == [(210, 297, 25, 20, 20, 35)]


def test_a_frozen_document_is_not_another_one_on_other_paper(decree):
    Pemda.objects.update(kertas="F4", margin_tegak="", margin_mendatar="")
    before = naskah_lampiran(Penetapan.objects.get(pk=decree.pk))
    frozen = SimpleNamespace(cuplikan=before.cuplikan)
    Pemda.objects.update(kertas="Legal")
    after = naskah_lampiran(Penetapan.objects.get(pk=decree.pk))
    assert not changed_since(after, frozen)
    assert after.sidik != before.sidik  # but a check of the layout counts for one paper only


def test_the_recap_in_its_forms():
    rows = on_paper(berkas.berkas(*(berkas.row(n) for n in range(9))), A4)
    assert sum(k.lebar for k in rows.tabel[0].kolom) == pytest.approx(297 - 50, abs=0.1)
    assert sizes(tabel_word(rows)) == [(297, 210, 25, 20, 22, 30)]
    assert {page.page_setup.paperSize for page in office.workbook(tabel_excel(rows))} == {9}
    data = tabel_pdf(rows)
    assert pdf.info(data)["Page size"].startswith("841.89 x 595.276")
    assert all(left >= 30 and right <= 277.1 for left, _, right, _ in boxes(data))


def send(page, pemda: Pemda, **extra):
    """The page of settings as a browser sends it."""
    names = ["nama", "ibu_kota", "sebutan_kepala_daerah", "zona_waktu", "font_dokumen"]
    data = {name: getattr(pemda, name) for name in names} | {"tampilkan_gelar": "on"} | extra
    return page.post(reverse("registry:pemda_edit"), data)


def margins(*numbers: str) -> dict[str, str]:
    """The four boxes of margins on the side."""
    return {f"margin_mendatar_{n}": number for n, number in enumerate(numbers)}


def test_the_admin_chooses_and_it_is_in_the_history(login, cast):
    pemda = cast["admin"].keanggotaan_aktif.pemda
    answer = send(login("admin"), pemda, kertas="Legal", **margins("20", "15", "17", "25"))
    assert answer.status_code == 302
    pemda.refresh_from_db()
    assert (pemda.kertas, pemda.margin_mendatar, pemda.margin_tegak) == ("Legal", "20 15 17 25", "")
    assert pemda.history.first().kertas == "Legal"


@pytest.mark.parametrize(
    ("numbers", "reason"),
    [
        (("20", "15", "", "25"), "Isi keempat margin"),
        (("11", "15", "17", "25"), "Margin atas"),
        (("20", "15", "14", "25"), "Margin bawah"),
        (("20", "15", "17", "51"), "Margin kiri"),
        (("20", "1.", "17", "25"), "Margin kanan"),
        (("20", "²5", "17", "25"), "Margin kanan"),
    ],
)
def test_margins_that_no_page_bears_are_refused_and_kept_as_typed(login, cast, numbers, reason):
    pemda = cast["admin"].keanggotaan_aktif.pemda
    answer = send(login("admin"), pemda, kertas="A4", **margins(*numbers))
    assert answer.status_code == 422
    assert reason in answer.content.decode() and f'value="{numbers[0]}"' in answer.content.decode()
    assert Pemda.objects.get(pk=pemda.pk).kertas == "F4"


def test_pages_that_a_browser_prints_know_the_paper(login, cast):
    page = login("admin")
    address = reverse("reports:kertas_css")
    assert page.get(address).content == b""
    Pemda.objects.filter(pk=cast["admin"].keanggotaan_aktif.pemda_id).update(kertas="A4")
    answer = page.get(address)
    assert answer["Content-Type"].startswith("text/css") and b"size: 297.0mm 210.0mm" in answer.content


@pytest.mark.parametrize("name", ["Arial", "Times New Roman"])
def test_tables_are_in_the_font_of_the_pemda(name):
    """PDF, HTML, Word and Excel of a recap or a table of the LKjIP; its page number too."""
    rows = replace(berkas.berkas(*(berkas.row(n) for n in range(30))), huruf=name)
    data = tabel_pdf(rows)
    fonts = {row[0] for row in pdf.fonts(data)}
    assert fonts and not [font for font in fonts if "Bookman" in font]
    assert f'.rekap {{ font-family: "{name}"' in tabel_html(rows).decode()
    assert office.word(tabel_word(rows)).styles["Normal"].font.name == name
    used = {
        cell.font.name for sheet in office.workbook(tabel_excel(rows)) for line in sheet for cell in line if cell.value
    }
    assert used == {name}
