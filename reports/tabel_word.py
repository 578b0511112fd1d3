"""A document of tables as a Word file that people go on editing: real tables, header repeated on every page,
rows that stay whole, formulas as fractions, F4 landscape, Indonesian as language."""

import io
from collections.abc import Mapping, Sequence
from typing import Any

from docx.document import Document as Berkas_
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH as RATA
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt
from docx.table import Table, _Cell
from docx.text.paragraph import Paragraph

from formulas.parts import plain_text
from registry.teks import plain
from reports.qr import qr_png
from reports.tabel import Baris, Berkas, Isi, Sel, Tabel
from reports.word import (
    DOCX,
    MERAH,
    footer,
    margins,
    new_cell,
    new_document,
    new_row,
    new_table,
    paper,
    run,
    text_width,
    value,
)
from reports.zip_tetap import stable_zip

__all__ = ["DOCX", "tabel_word"]

SISI = {"": RATA.LEFT, "angka": RATA.RIGHT, "tengah": RATA.CENTER}
LEBAR_TTD = 118  # mm from the left edge of the text to the signature: 40 % of the width to its right


def tabel_word(berkas: Berkas) -> bytes:
    """The Word file."""
    doc = _page(berkas)
    for text in berkas.kop:
        _line(doc, text, size=11, bold=True, centre=True)
    for number, text in enumerate(berkas.judul):
        _line(doc, text, size=11, bold=True, centre=True, before=6 if number == 0 else 0)
    for number, text in enumerate(berkas.tanda):
        _line(doc, text, size=9, bold=True, before=6 if number == 0 else 0)
    for number, tabel in enumerate(berkas.tabel, 1):
        _section(doc, berkas, tabel, first=number == 1, last=number == len(berkas.tabel))
    if berkas.tanda_tangan:
        _sign(doc, berkas)
    out = io.BytesIO()
    doc.save(out)
    return stable_zip(out.getvalue(), berkas.tanggal)


def _section(doc: Berkas_, berkas: Berkas, tabel: Tabel, *, first: bool, last: bool) -> None:
    """One table with its heading and its notes."""
    if tabel.judul:
        _line(doc, tabel.judul, size=10, bold=True, centre=True, before=6, new_page=not first)
    for text in tabel.keterangan:
        _line(doc, text, size=8.5, before=4, after=3, keep=True)
    _Tabel(doc, tabel, sign=last and berkas.tanda_tangan is not None).write()
    for text in tabel.catatan:
        _line(doc, text, size=7.5, before=2, keep=last and berkas.tanda_tangan is not None)


def _page(berkas: Berkas) -> Berkas_:
    doc = new_document(title=" ".join(berkas.judul), author=berkas.pemda, font=berkas.huruf)
    section = doc.sections[0]
    paper(section, berkas.kertas, "rekap")
    footer(doc, section, berkas.draf, text_width(doc))
    return doc


def _line(
    doc: Berkas_,
    text: str,
    *,
    size: float,
    bold: bool = False,
    centre: bool = False,
    before: float = 0,
    after: float = 0,
    keep: bool = False,
    new_page: bool = False,
) -> None:
    paragraph = doc.add_paragraph()
    run(paragraph, text, size, bold=bold)
    form = paragraph.paragraph_format
    form.alignment = RATA.CENTER if centre else RATA.LEFT
    form.space_before, form.space_after = Pt(before), Pt(after)
    form.keep_with_next, form.page_break_before = keep, new_page


def _sign(doc: Berkas_, berkas: Berkas) -> None:
    """The signature block at the right, in one piece with the end of the table."""
    ttd = berkas.tanda_tangan
    assert ttd is not None
    lines = [line for line in (ttd.tempat_tanggal, ttd.jabatan, ttd.nama, ttd.pangkat, ttd.nip) if line]
    for number, text in enumerate(lines):
        paragraph = doc.add_paragraph()
        is_name = text == ttd.nama
        run(paragraph, text, 10, bold=is_name and not ttd.kosong)
        form = paragraph.paragraph_format
        form.left_indent, form.alignment = Mm(text_width(doc) - LEBAR_TTD), RATA.CENTER
        form.space_before = Pt(52 if is_name else 14 if number == 0 else 0)
        form.keep_with_next, form.keep_together = number + 1 < len(lines), True


class _Tabel:
    """Writes one table."""

    def __init__(self, doc: Berkas_, tabel: Tabel, *, sign: bool) -> None:
        self.doc, self.tabel, self.sign = doc, tabel, sign
        self.widths = [k.lebar for k in tabel.kolom]
        self.covered: dict[int, Sel] = {}

    def write(self) -> Table:
        """The table with its header; the last rows stay with the signature."""
        head, body = self.tabel.kepala, self.tabel.baris
        table = new_table(self.doc, self.widths)
        table.alignment = WD_TABLE_ALIGNMENT.LEFT
        margins(table)
        for cells in head:
            self._row(table, cells, header=True)
        for number, row in enumerate(body):
            keep = row.jenis == "judul" or (self.sign and number >= len(body) - 2) or self._before_mean(number)
            self._row(table, row.sel, row=row, keep=keep)
        return table

    def _before_mean(self, number: int) -> bool:
        rows = self.tabel.baris
        return number + 1 < len(rows) and rows[number + 1].jenis == "rerata" and not rows[number].panjang

    def _row(
        self, table: Table, cells: Sequence[Sel], *, header: bool = False, row: Baris | None = None, keep: bool = False
    ) -> None:
        """One row of real cells: merged across by a span, downwards by a merge that goes on."""
        tr = new_row(table, header=header, whole=row is None or not row.panjang)
        column, queue = 0, list(cells)
        while column < len(self.widths):
            open_ = self.covered.get(column)
            if open_ is not None:
                self._cell(table, tr, column, open_, keep=keep, header=header, goes_on=True)
                self._close(column, open_)
                column += open_.kolom
                continue
            sel = queue.pop(0)
            self._cell(table, tr, column, sel, keep=keep, header=header, row=row)
            if sel.baris > 1:
                self.covered[column] = Sel(sel.kunci, sel.isi, kolom=sel.kolom, baris=sel.baris - 1, gaya=sel.gaya)
            column += sel.kolom

    def _close(self, column: int, sel: Sel) -> None:
        del self.covered[column]
        if sel.baris > 1:
            self.covered[column] = Sel(sel.kunci, sel.isi, kolom=sel.kolom, baris=sel.baris - 1, gaya=sel.gaya)

    def _cell(
        self,
        table: Table,
        tr: Any,
        column: int,
        sel: Sel,
        *,
        keep: bool,
        header: bool,
        row: Baris | None = None,
        goes_on: bool = False,
    ) -> None:
        total = sum(self.widths[column : column + sel.kolom])
        merge = "continue" if goes_on else "restart" if sel.baris > 1 else ""
        fill = "EEF1F5" if header or (row is not None and row.jenis == "judul") else ""
        cell = new_cell(table, tr, total, columns=sel.kolom, merge=merge, fill=fill, middle=header)
        _fill(cell, () if goes_on else sel.isi, sel, bold=header, keep=keep, room=total)


def _fill(cell: _Cell, blocks: Sequence[Isi], sel: Sel, *, bold: bool, keep: bool, room: float) -> None:
    """The blocks of a cell, each a paragraph of its own or a drawn formula."""
    for number, isi in enumerate(blocks):
        paragraph = cell.paragraphs[0] if number == 0 else cell.add_paragraph()
        form = paragraph.paragraph_format
        form.alignment, form.keep_with_next = SISI[sel.gaya], keep
        form.space_before = Pt(2 if number else 0)
        if isi.rumus:
            _formula(cell, paragraph, isi.rumus, room)
        elif isi.qr:
            form.alignment = RATA.CENTER
            picture = paragraph.add_run().add_picture(io.BytesIO(qr_png(isi.qr)), width=Mm(14))
            picture._inline.docPr.set("descr", f"Kode QR bukti {isi.teks}")
            code = cell.add_paragraph()
            code.paragraph_format.alignment, code.paragraph_format.keep_with_next = RATA.CENTER, keep
            run(code, isi.teks, 7)
        else:
            size = 7 if isi.gaya in ("kecil", "kode") else sel.ukuran
            colour = MERAH if isi.gaya == "tanda" else None
            run(paragraph, isi.teks, size, bold=bold or isi.gaya in ("tebal", "tanda"), colour=colour)
    if not blocks:
        cell.paragraphs[0].paragraph_format.keep_with_next = keep


def _formula(cell: _Cell, paragraph: Paragraph, parts: Any, room: float) -> None:
    """One fraction with words above and below its line is drawn; anything deeper is written on one line."""
    only = parts[0] if isinstance(parts, list) and len(parts) == 1 else None
    if not isinstance(only, Mapping) or "bawah" not in only:
        run(paragraph, plain(plain_text(parts)), 8)
        return
    tail = plain(plain_text(only.get("ekor")))
    side = (14.5 if len(tail) <= 7 else 20.0) if tail else 0.0
    nested = cell.add_table(rows=2, cols=2 if tail else 1)
    cell._tc.remove(cell.paragraphs[-1]._p)  # one follows the table already: the paragraph it is put in front of
    nested.autofit = False
    margins(nested)
    widths = [room - side - 3, side][: 2 if tail else 1]
    for column, width in zip(nested.columns, widths, strict=True):
        column.width = Mm(width)
        for place in column.cells:
            place.width = Mm(width)
    for number, part in enumerate(("atas", "bawah")):
        place = nested.cell(number, 0)
        run(place.paragraphs[0], plain(plain_text(only[part])), 8)
        place.paragraphs[0].alignment = RATA.CENTER
        if number == 0:
            _rule(place)
    if tail:
        merged = nested.cell(0, 1).merge(nested.cell(1, 1))
        value(merged._tc.get_or_add_tcPr(), "w:vAlign", "center")
        run(merged.paragraphs[0], tail, 8)
    paragraph._p.addprevious(nested._tbl)
    _tiny(paragraph)


def _tiny(paragraph: Paragraph) -> None:
    """The paragraph that Word wants after a table inside a cell, next to nothing high."""
    paragraph.paragraph_format.line_spacing = Pt(1)
    properties = OxmlElement("w:rPr")
    value(properties, "w:sz", "2")
    paragraph._p.get_or_add_pPr().append(properties)


def _rule(cell: _Cell) -> None:
    """The line of a fraction."""
    borders = OxmlElement("w:tcBorders")
    line = OxmlElement("w:bottom")
    for name, text in (("w:val", "single"), ("w:sz", "6"), ("w:space", "0"), ("w:color", "000000")):
        line.set(qn(name), text)
    borders.append(line)
    cell._tc.get_or_add_tcPr().append(borders)
