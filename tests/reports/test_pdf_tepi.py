"""Large margins: a sheet opens with the head of its table and the start of a row, and no header or text gets lost."""

from dataclasses import replace

import pytest

from reports.bekukan import draw
from reports.kertas import Kertas
from reports.lampiran import lampiran_pdf
from reports.lampiran_word import lampiran_word
from reports.rows import Baris
from reports.segel import Segel
from tests.reports import contoh, office, pdf
from tests.reports.test_pdf_sel import rules

F4, A4 = Kertas("F4", (), (50, 50, 50, 50)), Kertas("A4", (), (50, 50, 50, 50))
SEGEL = Segel("7K3M-9XQ2-PD43", "https://iku.contoh.go.id/v/7K3M-9XQ2-PD43/", "#")
KEPALA = "sasaranstrategis"  # of the head of a table, in all five documents


def on(kertas: Kertas, rows):
    return replace(rows, kertas=kertas)


def texts(data: bytes) -> list[str]:
    """Each page without spaces and capitals, as narrow columns break words."""
    return [pdf.squeeze(page).casefold() for page in pdf.pages(data, raw=True)]


def rumus(n: int) -> str:
    return "\n\n".join(f"Kalimat ke-{i} dari sel ini memakan beberapa baris." for i in range(n))


@pytest.mark.parametrize(
    ("kode", "kertas", "mulai"),
    [
        ("balangan-setwan-2023", F4, "Makna Indikator"),
        ("balangan-setwan-2023", A4, "Makna Indikator"),
        ("lumajang-setwan-2018", A4, "Meningkatnya"),
        ("lumajang-setda-2023", F4, "Indeks tata kelola"),
    ],
)
def test_the_first_page_has_the_head_and_the_start_of_the_first_row(dokumen, kode, kertas, mulai):
    pages = texts(lampiran_pdf(on(kertas, dokumen(kode))))
    assert KEPALA in pages[0] and pdf.squeeze(mulai).casefold() in pages[0].partition(KEPALA)[2]
    assert [n for n, page in enumerate(pages) if KEPALA not in page] == [], "the head is on every page"


def test_a_signature_takes_the_end_of_a_torn_row_along_where_nothing_else_helps(dokumen):
    """Shorter pages do not help where the last row is nearly as high as a page."""
    pages = pdf.pages(lampiran_pdf(on(F4, dokumen("balangan-setwan-2023"))), raw=True)
    signed = [page for page in pages if "TAMRIN" in page]
    assert len(signed) == 2 and all("Sumber / Referensi" in page for page in signed)


def test_what_is_frozen_too(dokumen):
    made = draw(on(F4, dokumen("balangan-setwan-2023")), SEGEL, kotak=False)
    assert (made.letak, made.jangkar) == ((), ())
    assert all(KEPALA in page for page in texts(made.data))


def test_only_the_sheet_that_is_signed_gets_shorter_pages():
    """Frozen in one piece, a lampiran of several sheets has the pages of the one that is printed sheet by sheet."""
    row = contoh.baris(sumber_data="\n".join(f"sumber{n}" for n in range(28)))
    one, signed = contoh.dokumen(*(contoh.baris(n) for n in range(14))), contoh.dokumen(row)
    lembar = one.lampiran[0].lembar + signed.lampiran[0].lembar
    rows = replace(signed, lampiran=(replace(signed.lampiran[0], lembar=lembar),))
    made, pages = draw(rows, replace(SEGEL, jangkar=""), kotak=False), texts(lampiran_pdf(rows))
    assert made.letak == () and made.halaman == len(pages) == 3


def test_a_row_that_is_higher_than_a_page_keeps_the_header():
    rows = [contoh.baris(1), contoh.baris(2, sumber_data="data " * 120)]
    pages = texts(lampiran_pdf(on(A4, contoh.dokumen(*rows))))
    assert len(pages) > 1 and all("penanggung_jawab" in page for page in pages)


def merged(n: int, **isi: str) -> Baris:
    """A row whose sasaran is the cell above."""
    row = contoh.baris(n, **isi)
    return replace(row, sel=tuple(cell for cell in row.sel if cell.kunci != "sasaran"))


def test_a_merged_cell_stays_in_the_table_when_its_other_rows_have_gone_to_the_next_page():
    opening = contoh.baris(1, indikator="pendek")
    cells = tuple(contoh.sel("sasaran", "kata " * 30, rentang=2) if c.kunci == "sasaran" else c for c in opening.sel)
    tall = merged(2, sumber_data="data " * 30)
    rows = contoh.dokumen(contoh.baris(0), ttd=None)
    lembar = replace(rows.lampiran[0].lembar[0], kelompok=((replace(opening, sel=cells, akhir=False), tall),))
    data = lampiran_pdf(on(A4, replace(rows, lampiran=(replace(rows.lampiran[0], lembar=(lembar,)),))))
    first, lines = pdf.words(data)[0], rules(data)[0]
    said = [word for word in first if word.text == "kata"]
    assert len(said) == 30 and "data" not in [word.text for word in first]
    assert max(word.y1 for word in said) <= max(bottom for _, _, bottom in lines)


def test_on_usual_paper_rows_stay_whole():
    rows = [contoh.baris(n, rumus=rumus(3)) for n in range(12)]
    pages = pdf.pages(lampiran_pdf(contoh.dokumen(*rows)), raw=True)
    for n in range(12):
        place = [page for page in pages if f"indikator-{n}" in page.split()]
        assert len(place) == 1 and place[0].count("Kalimat ke-0") == place[0].count("Kalimat ke-2")


def unsplit(data: bytes) -> list[bool]:
    """Of each row of the last table: whether the end of a page may not tear it."""
    return [bool(row._tr.xpath("./w:trPr/w:cantSplit")) for row in office.word(data).tables[-1].rows]


def test_in_word_only_the_first_row_may_be_torn():
    assert unsplit(lampiran_word(contoh.dokumen(*(contoh.baris(n) for n in range(3))))) == [True, False, True, True]


@pytest.mark.lama
@pytest.mark.parametrize("kertas", [F4, A4])
def test_word_opens_a_sheet_with_its_table(dokumen, soffice, kertas):
    data = soffice(lampiran_word(on(kertas, dokumen("balangan-setwan-2023"))), "docx", "pdf")
    assert all(words in texts(data)[0] for words in ("lampirani", KEPALA, "maknaindikator"))
