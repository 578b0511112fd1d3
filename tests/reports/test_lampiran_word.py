"""The Word file of a lampiran: every word of the data, and what a legal bureau needs to go on editing."""

from dataclasses import replace

import pytest
from docx.oxml.ns import qn
from docx.shared import Mm

from reports.lampiran_word import lampiran_word
from reports.lebar import widths
from reports.persamaan import persamaan
from reports.rows import Bagian
from reports.tata_letak import columns
from tests.reports import contoh, naskah, office, pdf
from tests.reports.conftest import LAMPIRAN

BERSARANG = [
    "IP =",
    {"atas": ["a", {"atas": "b", "bawah": "c", "ekor": None}], "bawah": [{"akar": ["d & <e>"]}], "ekor": "x 100%"},
]


@pytest.mark.parametrize(("kode", "urut"), LAMPIRAN)
def test_every_printed_string_is_there(dokumen, kode, urut):
    strings = naskah.strings(kode, urut)
    text = pdf.squeeze(office.word_text(lampiran_word(dokumen(kode, urut))))
    assert len(strings) > 20
    assert naskah.missing(strings, text, pdf.squeeze) == []


@pytest.fixture
def satu(dokumen):
    """Lampiran I of 004 as Word reads it."""
    return office.word(lampiran_word(dokumen("lumajang-2019-326", 1)))


def test_paper_is_f4_landscape(satu):
    section = satu.sections[0]
    assert (round(section.page_width / Mm(1)), round(section.page_height / Mm(1))) == (330, 215)
    assert section.orientation == 1
    assert "halaman 1 dari 1" in "".join(section.footer.paragraphs[0].text.split("\t"))


def test_header_is_repeated_and_rows_stay_whole(satu):
    table = satu.tables[-1]
    rows = table._tbl.findall(qn("w:tr"))
    flags = [{child.tag for child in row.find(qn("w:trPr"))} for row in rows]
    assert [qn("w:tblHeader") in f for f in flags] == [True] + [False] * (len(rows) - 1)
    assert [qn("w:cantSplit") in f for f in flags] == [True, False] + [True] * (len(rows) - 2)
    assert [cell.text for cell in table.rows[0].cells][:3] == ["No", "Sasaran Strategis", "Indikator Kinerja Utama"]


def test_cells_are_merged_as_printed(dokumen):
    lembar = dokumen("lumajang-setda-2023", 1).lampiran[0].lembar[0]
    table = office.word(lampiran_word(dokumen("lumajang-setda-2023", 1))).tables[-1]
    spans = [sel.rentang for group in lembar.kelompok for row in group for sel in row.sel if sel.kunci == "sasaran"]
    merged = [row.cells[1]._tc for row in table.rows[1:]]
    assert [merged.count(tc) for tc in dict.fromkeys(merged)] == spans == [2, 4]


def test_fractions_are_real_equations(satu):
    body = satu.element.body
    fractions = body.findall(f".//{office.M}f")
    assert len(fractions) >= 12
    assert all(
        item.find(f"{office.M}num") is not None and item.find(f"{office.M}den") is not None for item in fractions
    )


def test_nested_fractions_and_roots():
    (line,) = persamaan(BERSARANG, 60)
    assert line.xml.count("<m:f>") == 2 and line.xml.count("<m:rad>") == 1
    assert "d &amp; &lt;e&gt;" in line.xml


def test_fractions_that_do_not_fit_stand_below_each_other():
    pecahan = {"atas": "pembilang panjang", "bawah": "penyebut", "ekor": None}
    lines = persamaan([pecahan, "+", pecahan], 25)
    assert [line.xml.count("<m:f>") for line in lines] == [1, 1]
    assert "+" in lines[1].xml and "+" not in lines[0].xml


def test_signature_stays_with_the_last_row():
    doc = office.word(lampiran_word(contoh.dokumen(*(contoh.baris(n) for n in range(3)))))
    rows = doc.tables[-1].rows
    kept = [all(p.paragraph_format.keep_with_next for c in row.cells for p in c.paragraphs) for row in rows[1:]]
    assert kept == [False, False, True]
    below = [p for p in doc.paragraphs if p.text in ("KEPALA CONTOH", "ttd.", "TERTANDA NAMA")]
    assert [bool(p.paragraph_format.keep_with_next) for p in below] == [True, True, False]


def test_emphasis_lists_and_tables_of_the_text():
    teks = "Kata *miring* dan **tebal**\n\n1. satu\n  a. dua\n\n| A | B |\n|---|---|\n| c | d |"
    data = lampiran_word(contoh.dokumen(contoh.baris(rumus=teks)))
    cell = office.word(data).tables[-1].rows[1].cells[3]
    hands = {run.text: (bool(run.italic), bool(run.bold)) for p in cell.paragraphs for run in p.runs}
    assert hands["miring"] == (True, False) and hands["tebal"] == (False, True)
    assert [[c.text for c in row.cells] for row in cell.tables[0].rows] == [["A", "B"], ["c", "d"]]
    indents = [p.paragraph_format.left_indent or 0 for p in cell.paragraphs if p.text.startswith(("1.", "a."))]
    assert 0 < indents[0] < indents[1]


def test_a_draft_says_so_on_every_page():
    doc = office.word(lampiran_word(contoh.dokumen(contoh.baris(), draf=True)))
    assert "DRAF" in doc.sections[0].footer.paragraphs[0].text
    assert 'string="DRAF"' in doc.sections[0].header.paragraphs[0]._p.xml
    final = office.word(lampiran_word(contoh.dokumen(contoh.baris())))
    assert "DRAF" not in final.sections[0].footer.paragraphs[0].text + final.sections[0].header.paragraphs[0]._p.xml


def test_same_rows_same_bytes_and_hostile_text():
    rows = contoh.dokumen(contoh.baris(rumus="<script>\x00\ud800 & ]]> \uffff"), contoh.baris(2))
    assert lampiran_word(rows) == lampiran_word(rows)
    assert "<script> & ]]>" in " ".join(office.word_text(lampiran_word(rows)).split())


@pytest.mark.parametrize("tata_letak", ["A", "B", "C", "D"])
def test_columns_fill_the_page(tata_letak):
    kolom = columns(tata_letak, [], range(2021, 2027))
    found = widths(tata_letak, kolom, 295)
    assert sum(found) == pytest.approx(295) and min(found) > 9


def test_long_words_and_cells():
    long = contoh.sel("rumus", Bagian(teks="\n".join(f"q{n}." for n in range(60))), Bagian(teks="Panjang" * 40))
    row = contoh.baris()
    sel = tuple(long if s.kunci == "rumus" else s for s in row.sel)
    text = office.word_text(lampiran_word(contoh.dokumen(replace(row, sel=sel))))
    assert [n for n in range(60) if f"q{n}." not in text] == [] and text.count("Panjang") == 40
