"""The lampiran of a decree as a Word file that a legal bureau goes on editing: real tables with merged cells, the
header repeated on every page, rows that stay whole, real equations, the signature with the last row."""

import io
from collections.abc import Sequence
from datetime import date
from typing import Any

from docx.document import Document as Berkas_
from docx.enum.section import WD_SECTION
from docx.enum.text import WD_ALIGN_PARAGRAPH as RATA
from docx.shared import Mm, Pt
from docx.table import Table, _Cell
from docx.text.paragraph import Paragraph

from reports.lebar import table_size, widths
from reports.rows import Baris, Dokumen, Identitas, Kepala, LampiranRows, Lembar, Sel, TandaTangan
from reports.word import footer, margins, new_cell, new_document, new_row, new_table, paper, run, text_width, watermark
from reports.word_teks import hang, write_bagian, write_runs
from reports.zip_tetap import stable_zip

UKURAN = 10.5
TANPA_TANGGAL = date(1980, 1, 1)
TINGGI = 900  # characters of a cell from which its row may be torn by the end of a page
DRAF = "DRAF – belum ditetapkan"


def lampiran_word(dokumen: Dokumen) -> bytes:
    """The Word file; the same rows give the same bytes."""
    doc = new_document(title=dokumen.judul, author=dokumen.pemda, font=dokumen.huruf, size=UKURAN)
    write_lampiran(doc, dokumen, first=True)
    return saved(doc, dokumen.tanggal)


def saved(doc: Berkas_, tanggal: date | None) -> bytes:
    """The document as a file without the time of writing."""
    out = io.BytesIO()
    doc.save(out)
    return stable_zip(out.getvalue(), tanggal or TANPA_TANGGAL)


def write_lampiran(doc: Berkas_, dokumen: Dokumen, *, first: bool) -> None:
    """All lampiran of the document, on paper of their own; `first`: nothing stands before them in the file."""
    section = doc.sections[0] if first else doc.add_section(WD_SECTION.NEW_PAGE)
    paper(section, dokumen.kertas, "lampiran")
    footer(doc, section, DRAF if dokumen.draf else "", text_width(doc))
    if dokumen.draf:
        watermark(section, "DRAF", dokumen.huruf, 2)
    for number, lampiran in enumerate(dokumen.lampiran):
        _lampiran(doc, dokumen, lampiran, new_page=number > 0)


def _lampiran(doc: Berkas_, dokumen: Dokumen, lampiran: LampiranRows, *, new_page: bool) -> None:
    """One lampiran from its header block to its signature."""
    opening = _Opening(doc, new_page)
    if dokumen.salinan:
        opening.line("SALINAN", RATA.RIGHT, after=8)
    if lampiran.kepala:
        _kepala(doc, opening, lampiran.kepala)
    opening.line(lampiran.judul, RATA.CENTER, size=11.5, bold=True, after=17, keep=True)
    for number, lembar in enumerate(lampiran.lembar):
        last = number + 1 == len(lampiran.lembar)
        opening = _Opening(doc, number > 0)
        _lembar(doc, opening, lampiran, lembar, sign=last and lampiran.tanda_tangan is not None)
    if lampiran.tanda_tangan:
        _sign(doc, lampiran.tanda_tangan)


class _Opening:
    """Writes lines of which the first one may open a new page."""

    def __init__(self, doc: Berkas_, new_page: bool) -> None:
        self.doc, self.new_page = doc, new_page

    def line(
        self, text: str, side: Any, *, size: float = UKURAN, bold: bool = False, after: float = 0, keep: bool = False
    ) -> Paragraph:
        """A paragraph of text."""
        paragraph = self.doc.add_paragraph()
        write_runs(paragraph, text, size, bold=bold)
        form = paragraph.paragraph_format
        form.alignment, form.space_after, form.keep_with_next = side, Pt(after), keep
        form.page_break_before = self.new_page
        self.new_page = False
        return paragraph

    def before_table(self) -> None:
        """What a table needs in front of it to start a page; next to nothing high."""
        if self.new_page:
            form = self.line("", RATA.LEFT, size=1, keep=True).paragraph_format
            form.line_spacing = Pt(1)


def _kepala(doc: Berkas_, opening: _Opening, kepala: Kepala) -> None:
    """The block that says which decree the lampiran belongs to, in the right half of the page."""
    if kepala.bentuk == "susun":
        lines = [kepala.label, kepala.judul]
        lines += [f"{label} : {text}" for label, text in _dated(kepala)]
        lines += ["TENTANG", kepala.tentang] if kepala.tentang else []
        for number, text in enumerate(lines):
            form = opening.line(text, RATA.LEFT, after=17 if number + 1 == len(lines) else 0).paragraph_format
            form.left_indent = Mm(text_width(doc) / 2)
        return
    opening.before_table()
    rows = [(kepala.label, kepala.judul), *_dated(kepala)]
    rows += [("TENTANG", kepala.tentang)] if kepala.tentang else []
    half = text_width(doc) / 2
    table = new_table(doc, [half, 31, 5, half - 36], lines=False)
    margins(table, side="0", top="14")
    for label, text in rows:
        tr = new_row(table)
        new_cell(table, tr, half)
        for width, part in ((31.0, label), (5.0, ":"), (half - 36, text)):
            write_runs(new_cell(table, tr, width).paragraphs[0], part, UKURAN)
    doc.add_paragraph().paragraph_format.space_after = Pt(4)


def _dated(kepala: Kepala) -> list[tuple[str, str]]:
    return [(label, text) for label, text in (("NOMOR", kepala.nomor), ("TANGGAL", kepala.tanggal)) if text]


def _lembar(doc: Berkas_, opening: _Opening, lampiran: LampiranRows, lembar: Lembar, *, sign: bool) -> None:
    """Identity block, heading and table of one instansi."""
    if lembar.identitas:
        opening.before_table()
        _identitas(doc, lembar.nomor, lembar.identitas)
    if lembar.judul_tabel:
        form = opening.line(lembar.judul_tabel, RATA.CENTER, bold=True, after=8, keep=True).paragraph_format
        form.space_before = Pt(14)
    elif lembar.identitas:
        opening.line("", RATA.LEFT, size=4, keep=True)
    opening.before_table()
    _Tabel(doc, lampiran.tata_letak, lembar, sign=sign).write()


def _identitas(doc: Berkas_, nomor: str, lines: Sequence[Identitas]) -> None:
    """Key : value, one row each."""
    head = [9.0] if nomor else []
    sizes = [*head, 38.0, 5.0, text_width(doc) - 43.0 - sum(head)]
    table = new_table(doc, sizes, lines=False)
    margins(table, side="0", top="20")
    for number, line in enumerate(lines):
        tr = new_row(table, whole=len(line.butir) < 2)
        texts = ([nomor if number == 0 else ""] if nomor else []) + [line.label, ":"]
        for width, text in zip(sizes, texts, strict=False):
            write_runs(new_cell(table, tr, width).paragraphs[0], text, UKURAN)
        cell = new_cell(table, tr, sizes[-1])
        for place, butir in enumerate(line.butir):
            paragraph = cell.paragraphs[0] if place == 0 else cell.add_paragraph()
            paragraph.paragraph_format.keep_together = True
            hang(paragraph, butir.tanda, UKURAN)
            write_runs(paragraph, butir.teks, UKURAN)


def _sign(doc: Berkas_, ttd: TandaTangan) -> None:
    """The signature block at the right, in one piece with the last row."""
    lines = [ttd.tempat_tanggal, ttd.mengetahui, ttd.jabatan, "ttd." if ttd.ttd else "", ttd.nama]
    lines.append(f"NIP. {ttd.nip}" if ttd.nip else "")
    kept = [(n, text) for n, text in enumerate(lines) if text]
    for place, (number, text) in enumerate(kept):
        paragraph = doc.add_paragraph()
        write_runs(paragraph, text, UKURAN)
        form = paragraph.paragraph_format
        form.left_indent, form.alignment = Mm(text_width(doc) * 0.62), RATA.CENTER
        room = {3: 17, 4: 20 if ttd.ttd else 51}.get(number, 0)
        form.space_before = Pt(22 if place == 0 else room)
        form.keep_with_next, form.keep_together = place + 1 < len(kept), True


class _Tabel:
    """Writes the table of one sheet."""

    def __init__(self, doc: Berkas_, tata_letak: str, lembar: Lembar, *, sign: bool) -> None:
        self.doc, self.lembar, self.sign = doc, lembar, sign
        self.widths = widths(tata_letak, lembar.kolom, text_width(doc))
        self.size = table_size(tata_letak)
        self.font = str(doc.styles["Normal"].font.name)
        self.open: dict[int, int] = {}  # column → rows that a merged cell still runs over

    def write(self) -> Table:
        """Header, then the rows; the last one stays with the signature."""
        table = new_table(self.doc, self.widths)
        margins(table, side="85" if self.size > 9 else "45", top="55")
        self._head(table)
        rows = [row for group in self.lembar.kelompok for row in group]
        for number, row in enumerate(rows):
            self._row(table, row, keep=self.sign and number + 1 == len(rows), first=number == 0)
        return table

    def _head(self, table: Table) -> None:
        tr = new_row(table, header=True)
        for width, kolom in zip(self.widths, self.lembar.kolom, strict=True):
            paragraph = new_cell(table, tr, width, middle=True).paragraphs[0]
            write_runs(paragraph, kolom.judul, self.size, bold=True)
            paragraph.paragraph_format.alignment, paragraph.paragraph_format.keep_with_next = RATA.CENTER, True
        if self.lembar.baris_nomor:
            tr = new_row(table, header=True)
            for number, width in enumerate(self.widths, 1):
                paragraph = new_cell(table, tr, width).paragraphs[0]
                run(paragraph, str(number), 8.5)
                paragraph.paragraph_format.alignment, paragraph.paragraph_format.keep_with_next = RATA.CENTER, True

    def _row(self, table: Table, row: Baris, *, keep: bool, first: bool) -> None:
        """The first one may be torn: kept whole, it could take its table away from the page that the sheet opens."""
        tall = first or any(sel.rentang == 1 and weight(sel) > TINGGI for sel in row.sel)
        tr = new_row(table, whole=not tall)
        cells = {sel.kunci: sel for sel in row.sel}
        longest = max(row.sel, key=weight)
        for column, (width, kolom) in enumerate(zip(self.widths, self.lembar.kolom, strict=True)):
            if self.open.get(column):
                self.open[column] -= 1
                _keep(new_cell(table, tr, width, merge="continue"), keep)
                continue
            sel = cells[kolom.kunci]
            self.open[column] = sel.rentang - 1
            cell = new_cell(table, tr, width, merge="restart" if sel.rentang > 1 else "")
            write_bagian(cell, sel.isi, self.size, width, self.font)
            if sel.kunci == "no":
                cell.paragraphs[0].paragraph_format.alignment = RATA.CENTER
            _keep(cell, keep and (not first or sel is longest), only_last=tall)


def weight(sel: Sel) -> int:
    """About how much stands in a cell, in characters."""
    return sum(len(b.teks) + (200 if b.rumus is not None else 0) for b in sel.isi)


def _keep(cell: _Cell, keep: bool, *, only_last: bool = False) -> None:
    """Keeps the row with what follows it."""
    if keep:
        for paragraph in cell.paragraphs[-1:] if only_last else cell.paragraphs:
            paragraph.paragraph_format.keep_with_next = True
