"""Manual IKU as a file: HTML, PDF and Word from the same rows."""

from collections.abc import Callable
from dataclasses import replace
from itertools import groupby

from django.template.loader import render_to_string
from docx.document import Document as Berkas_
from docx.enum.text import WD_ALIGN_PARAGRAPH as RATA
from docx.shared import Pt

from reports.keputusan_berkas import joined
from reports.kertas import gaya, with_gaya
from reports.lampiran import with_css
from reports.lampiran_word import DRAF, saved
from reports.manual import LembarManual, Manual
from reports.pdf import render_many
from reports.pdf_proses import PdfGagal, Permintaan
from reports.word import DOCX, footer, margins, new_cell, new_document, new_row, new_table, paper, run, watermark
from reports.word_teks import write_bagian, write_runs

BENTUK = {"pdf": "application/pdf", "docx": DOCX, "html": "text/html; charset=utf-8"}
CSS = ("rumus.css", "manual.css")
LEBAR_LABEL = 42.0  # mm
JUDUL = "MANUAL INDIKATOR KINERJA"


def manual_bytes(manual: Manual, bentuk: str) -> bytes:
    """The file in one of its forms; the same rows give the same bytes."""
    writers: dict[str, Callable[[Manual], bytes]] = {
        "pdf": manual_pdf,
        "docx": manual_word,
        "html": lambda rows: _html(rows, layar=True).encode(),
    }
    return writers[bentuk](manual)


def manual_pdf(manual: Manual) -> bytes:
    """Drawn sheet of the decree by sheet, several at once, each with its own page numbers."""
    groups = [replace(manual, lembar=tuple(rows)) for _, rows in groupby(manual.lembar, key=lambda x: x.tempat)]
    drawn = render_many([Permintaan(_html(group, layar=False), CSS) for group in groups])
    for part in drawn:
        if isinstance(part, PdfGagal):
            raise part
    return joined([part for part in drawn if isinstance(part, bytes)])


def _html(manual: Manual, *, layar: bool) -> str:
    html = render_to_string("reports/manual.html", {"manual": manual, "layar": layar, "judul": JUDUL})
    return with_gaya(with_css(html, CSS) if layar else html, [gaya(manual.kertas, "manual", manual.huruf)])


def manual_word(manual: Manual) -> bytes:
    """One page or more per indicator, each a table of two columns."""
    doc = new_document(title=manual.judul, author=manual.pemda, font=manual.huruf, size=10.5)
    section = doc.sections[0]
    paper(section, manual.kertas, "manual")
    footer(doc, section, DRAF if manual.draf else "", manual.kertas.lebar("manual"))
    if manual.draf:
        watermark(section, "DRAF", manual.huruf)
    for number, lembar in enumerate(manual.lembar):
        _lembar(doc, manual, lembar, new_page=number > 0)
    return saved(doc, manual.tanggal)


def _lembar(doc: Berkas_, manual: Manual, lembar: LembarManual, *, new_page: bool) -> None:
    for number, (text, size) in enumerate(((JUDUL, 12), (lembar.tempat, 10.5), (manual.penetapan, 9))):
        paragraph = doc.add_paragraph()
        write_runs(paragraph, text, size, bold=number == 0)
        form = paragraph.paragraph_format
        form.alignment, form.keep_with_next, form.space_after = RATA.CENTER, True, Pt(8 if number == 2 else 0)
        form.page_break_before = new_page and number == 0
    kolom = (LEBAR_LABEL, manual.kertas.lebar("manual") - LEBAR_LABEL)
    table = new_table(doc, kolom)
    margins(table, side="85", top="50")
    tr = new_row(table)
    run(new_cell(table, tr, kolom[0], fill="EEF1F5").paragraphs[0], "Indikator kinerja", bold=True)
    write_runs(new_cell(table, tr, kolom[1], fill="EEF1F5").paragraphs[0], lembar.nama, 10.5, bold=True)
    for uraian in lembar.uraian:
        tr = new_row(table, whole=sum(len(b.teks) for b in uraian.isi) < 1500)
        run(new_cell(table, tr, kolom[0]).paragraphs[0], uraian.label)
        write_bagian(new_cell(table, tr, kolom[1]), uraian.isi, 10.5, kolom[1], manual.huruf)
