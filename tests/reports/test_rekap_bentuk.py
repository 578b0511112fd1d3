"""The same recap as HTML, PDF, Word and Excel: the same cells to the digit, and files that open as they should."""

import io
import zipfile
from dataclasses import replace
from decimal import Decimal

import openpyxl
import pytest
from docx import Document
from docx.oxml.ns import qn

from registry.models import Realisasi
from reports.rekap import KOLOM
from reports.tabel import Berkas, baris, isi, naskah, rumus, sel, sel_angka
from reports.tabel_excel import tabel_excel
from reports.tabel_pdf import tabel_html, tabel_pdf
from reports.tabel_word import tabel_word
from tests.registry.alur import kunci, target, verifikasi
from tests.reports import berkas as buatan
from tests.reports import pdf
from tests.reports.test_rekap import PRA, recap

JAHAT = ['=HYPERLINK("http://x")', "+1+1", "-2+3", "@SUM(A1)", "\t=1", "＝1"]
PECAHAN = [
    {"atas": "Jumlah <b> & A", "bawah": ["Jumlah B", {"atas": "c", "bawah": "d", "ekor": None}], "ekor": "x 100%"}
]


@pytest.fixture
def nyata(lumajang, cast, keluarga_sehat) -> Berkas:
    """The recap of Dinkes: 90 % against 80, 80 % against 70, one not filled."""
    second = kunci("lmj19-dinkes-02", "dinkes")
    target(keluarga_sehat, "80")
    target(second, "70.5")
    verifikasi(cast, keluarga_sehat)
    row = verifikasi(cast, second, PRA)
    Realisasi.objects.filter(pk=row.pk).update(kendala="dua\nbaris & <b>tebal</b>", keterangan="=1+1")
    return recap(lumajang)


def words(grids: list[buatan.Grid]) -> list[list[list[str]]]:
    """Cells as their words in any order: a drawn fraction is read in another one than it is written."""
    return [[sorted(cell.split()) for cell in line] for grid in grids for line in grid]


def test_the_same_cells_everywhere(nyata):
    wanted = words([buatan.expected(tabel) for tabel in nyata.tabel])
    assert words(buatan.of_html(tabel_html(nyata))) == wanted
    assert words(buatan.of_word(tabel_word(nyata))) == wanted
    assert words(buatan.of_excel(tabel_excel(nyata), nyata.tabel)) == wanted


def test_every_word_is_in_the_pdf(nyata):
    text = pdf.text(tabel_pdf(nyata))
    lines = [line for tabel in nyata.tabel for row in tabel.baris for cell in row.sel for line in words_of(cell)]
    assert [word for word in lines if word not in text] == []
    assert [w for w in (*nyata.kop, *nyata.judul) if pdf.squeeze(w) not in text] == []


def words_of(cell) -> list[str]:
    return [
        pdf.squeeze(word) for part in cell.isi for word in part.teks.split() if word not in "/()" and not part.rumus
    ]


@pytest.mark.parametrize("write", [tabel_html, tabel_pdf, tabel_word, tabel_excel])
def test_the_same_rows_give_the_same_bytes(nyata, write):
    assert write(nyata) == write(nyata)


def test_excel_computes_capaian_and_means_itself(nyata):
    data = tabel_excel(nyata)
    live = openpyxl.load_workbook(io.BytesIO(data)).worksheets[0]
    stored = openpyxl.load_workbook(io.BytesIO(data), data_only=True).worksheets[0]
    formulas = {c.coordinate: c.value for line in live.iter_rows() for c in line if c.data_type == "f"}
    assert sorted(f.split("(")[0] for f in formulas.values()) == ["=AVERAGE", "=MAX", "=MAX"]
    values = [stored[place].value for place in sorted(formulas, key=lambda p: int(p[1:]))]
    assert values == [112.5, pytest.approx(113.4751773050), pytest.approx(112.9875886525)]


@pytest.mark.parametrize("text", JAHAT)
def test_no_text_becomes_a_formula(text):
    sheet = openpyxl.load_workbook(io.BytesIO(tabel_excel(buatan.berkas(buatan.row(kendala=text))))).worksheets[0]
    cells = [c for line in sheet.iter_rows() for c in line]
    assert [c.coordinate for c in cells if c.data_type == "f"] == []
    found = next(c for c in cells if str(c.value or "").endswith(text.strip()))
    assert found.quotePrefix


def test_raw_values_are_numbers_on_a_sheet_of_their_own(nyata):
    sheet = openpyxl.load_workbook(io.BytesIO(tabel_excel(nyata)))["Nilai mentah"]
    lines = [[c.value for c in line] for line in sheet.iter_rows(min_row=2)]
    assert [line[3] for line in lines] == [45, 50, 40, 50]
    assert sheet["G2"].hyperlink.target.startswith("https://iku.test/bukti/")


def test_excel_prints_on_f4_with_its_header(nyata):
    sheet = openpyxl.load_workbook(io.BytesIO(tabel_excel(nyata))).worksheets[0]
    assert (sheet.page_setup.orientation, sheet.page_setup.paperSize, sheet.page_setup.fitToHeight) == (
        "landscape",
        14,
        0,
    )
    head = sheet.print_title_rows.replace("$", "").split(":")[0]
    assert sheet[f"A{head}"].value == "No"
    assert sheet.oddFooter.left.text.startswith("DRAF")


def test_word_is_f4_landscape_indonesian_with_a_repeated_header(nyata):
    doc = Document(io.BytesIO(tabel_word(nyata)))
    section, normal = doc.sections[0], doc.styles["Normal"].element
    assert (round(section.page_width.mm, 1), round(section.page_height.mm, 1)) == (330, 215)
    assert normal.rPr.find(qn("w:lang")).get(qn("w:val")) == "id-ID"
    assert normal.rPr.rFonts.get(qn("w:ascii")) == "Bookman Old Style"
    rows = doc.tables[0]._tbl.tr_lst
    assert [n for n, tr in enumerate(rows) if tr.trPr.find(qn("w:tblHeader")) is not None] == [0]
    assert all(tr.trPr.find(qn("w:cantSplit")) is not None for tr in rows)
    assert "DRAF" in section.footer.paragraphs[0].text


def test_word_repeats_no_widths_by_chance(nyata):
    grid = Document(io.BytesIO(tabel_word(nyata))).tables[0]._tbl.tblGrid
    widths = [int(col.get(qn("w:w"))) for col in grid.findall(qn("w:gridCol"))]
    assert widths == pytest.approx([k.lebar * 56.7 for k in KOLOM], abs=2)


def test_long_rows_of_word_may_be_torn():
    long = buatan.row(kendala="\n".join("baris" for _ in range(60)))
    rows = Document(io.BytesIO(tabel_word(buatan.berkas(long)))).tables[0]._tbl.tr_lst
    assert [tr.trPr.find(qn("w:cantSplit")) is None for tr in rows] == [False, True, False]


def test_a_fraction_is_drawn_in_word_and_html():
    line = baris([sel(k.kunci, rumus(PECAHAN) if k.kunci == "mentah" else isi("x")) for k in KOLOM], KOLOM)
    berkas = buatan.berkas(line)
    nested = Document(io.BytesIO(tabel_word(berkas))).tables[0].cell(1, 4).tables[0]
    assert [nested.cell(0, 0).text, nested.cell(1, 0).text] == ["Jumlah <b> & A", "Jumlah B c / d"]
    assert nested.cell(0, 1).text == "x 100%"
    html = tabel_html(berkas).decode()
    assert "Jumlah &lt;b&gt; &amp; A" in html and "<b> & A" not in html


def test_control_characters_break_no_file():
    line = buatan.row(kendala="a\x00b\x0bc\ufffe\u202ed", indikator="x\ud800y")
    berkas = buatan.berkas(line)
    for write in (tabel_word, tabel_excel, tabel_html, tabel_pdf):
        assert write(berkas)


def test_marks_of_a_decree_go_and_those_of_people_stay():
    assert naskah("**Tebal** dan *miring*").teks == "Tebal dan miring"
    assert isi("3*4*5").teks == "3*4*5"


@pytest.mark.parametrize(("nilai", "desimal", "depan", "teks", "bentuk"), [
    ("1234567.5", 2, "", "1.234.567,50", "[$-421]#,##0.00"),
    ("5", None, "≤ ", "≤ 5", '"≤ "[$-421]#,##0'),
    ("-0.125", None, "", "-0,125", "[$-421]#,##0.000"),
])  # fmt: skip
def test_a_number_and_the_format_that_shows_it(nilai, desimal, depan, teks, bentuk):
    cell = sel_angka("x", Decimal(nilai), desimal, depan=depan)
    assert (cell.teks, cell.angka.bentuk, cell.angka.nilai) == (teks, bentuk, Decimal(nilai))


def test_a_number_too_long_for_excel_stays_whole_as_text():
    cell = sel_angka("x", Decimal("123456789012345.1234567891"), None)
    assert cell.angka is None and cell.teks == "123.456.789.012.345,1234567891"


def test_the_files_tell_no_time():
    for write in (tabel_word, tabel_excel):
        with zipfile.ZipFile(io.BytesIO(write(buatan.berkas(buatan.row())))) as file:
            assert {info.date_time for info in file.infolist()} == {(1980, 1, 1, 0, 0, 0)}
            assert b"2024-02-28T00:00:00Z" in file.read("docProps/core.xml")


def test_a_draft_says_so_on_every_page():
    rows = [buatan.row(n, kendala="isi " * 40) for n in range(30)]
    data = tabel_pdf(replace(buatan.berkas(*rows), draf="DRAF – belum resmi"))
    pages = pdf.pages(data)
    assert len(pages) > 2
    assert [n for n, page in enumerate(pages) if "DRAF – belum resmi" not in page] == []
    letters = [{w.text for w in page if w.y1 - w.y0 > 60} for page in pdf.words(data)]
    assert all(found and set("".join(found)) <= set("DRAF") for found in letters)
