"""The workbook of a lampiran: every word of the data, merged cells, print titles, no text as formula (S-14)."""

from dataclasses import replace

import pytest

from reports.lampiran_excel import lampiran_excel
from reports.rows import Bagian
from tests.reports import contoh, naskah, office, pdf
from tests.reports.conftest import LAMPIRAN

JAHAT = ['=HYPERLINK("http://x")', "+1+1", "-2+3", "@SUM(A1)", "＝1"]


@pytest.mark.parametrize(("kode", "urut"), LAMPIRAN)
def test_every_printed_string_is_there(dokumen, kode, urut):
    strings = naskah.strings(kode, urut)
    text = pdf.squeeze(office.excel_text(lampiran_excel(dokumen(kode, urut))))
    assert naskah.missing(strings, text, pdf.squeeze) == []


def test_merged_cells_are_those_of_the_document(dokumen):
    sheet = office.workbook(lampiran_excel(dokumen("lumajang-setda-2023", 1))).worksheets[0]
    down = sorted((r.min_col, r.max_row - r.min_row + 1) for r in sheet.merged_cells.ranges if r.max_row > r.min_row)
    assert down == [(1, 2), (1, 4), (2, 2), (2, 4)]


def test_print_titles_and_paper(dokumen):
    book = office.workbook(lampiran_excel(dokumen("balangan-setwan-2023")))
    assert book.sheetnames == ["I", "II", "Coba hitung"]
    for sheet in book.worksheets[:2]:
        first, last = (int(part.strip("$")) for part in sheet.print_title_rows.split(":"))
        assert sheet.cell(first, 1).value == "NO" and sheet.cell(last, 6).value == "6"
        assert (sheet.page_setup.orientation, sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight) == (
            "landscape", 1, 0,
        )  # fmt: skip
        assert sheet.oddFooter.right.text == "halaman &P dari &N"


def test_no_text_becomes_a_formula():
    rows = [contoh.baris(n, indikator=text, rumus=text) for n, text in enumerate(JAHAT)]
    sheet = office.workbook(lampiran_excel(contoh.dokumen(*rows))).worksheets[0]
    cells = [cell for row in sheet for cell in row if cell.value is not None]
    assert {cell.data_type for cell in cells} == {"s"}
    assert [cell.value for cell in cells if cell.value in JAHAT] == [t for t in JAHAT for _ in range(2)]
    assert all(cell.quotePrefix for cell in cells if cell.value in JAHAT)


def test_a_cell_higher_than_a_row_is_cut_and_nothing_is_lost():
    texts = [" ".join(f"k{n}-{i}" for i in range(40)) for n in range(30)]
    row = contoh.baris(rumus="\n\n".join(texts))
    sheet = office.workbook(lampiran_excel(contoh.dokumen(row))).worksheets[0]
    heights = [dimension.height for dimension in sheet.row_dimensions.values() if dimension.height]
    assert max(heights) <= 409
    found = " ".join(str(c.value) for line in sheet for c in line if c.value and c.column == 4)
    assert [word for text in texts for word in text.split()] == [w for w in found.split() if w.startswith("k")]
    spans = [r for r in sheet.merged_cells.ranges if r.min_col == 1 and r.max_row > r.min_row]
    assert len(spans) == 1


def test_a_long_cell_beside_short_ones_has_room():
    sel = tuple(
        contoh.sel("sumber_data", *(Bagian(teks=f"sumber nomor {n}") for n in range(12)))
        if s.kunci == "sumber_data"
        else s
        for s in contoh.baris().sel
    )
    sheet = office.workbook(lampiran_excel(contoh.dokumen(replace(contoh.baris(), sel=sel)))).worksheets[0]
    row = next(c.row for line in sheet for c in line if str(c.value).startswith("sumber nomor 0"))
    assert sheet.row_dimensions[row].height >= 12 * 11


def test_same_rows_same_bytes_and_a_draft_says_so():
    rows = contoh.dokumen(contoh.baris(), draf=True)
    data = lampiran_excel(rows)
    assert data == lampiran_excel(rows)
    assert "DRAF" in office.workbook(data).worksheets[0].oddFooter.left.text
    assert office.workbook(lampiran_excel(contoh.dokumen(contoh.baris()))).worksheets[0].oddFooter.left.text is None
