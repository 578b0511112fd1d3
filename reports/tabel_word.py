"""A document of tables as a Word file that people go on editing: real tables, header repeated on every page,
rows that stay whole, formulas as fractions, F4 landscape, Indonesian as language."""

import io
from collections.abc import Mapping, Sequence
from typing import Any

from docx import Document
from docx.document import Document as Berkas_
from docx.enum.section import WD_ORIENT
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH as RATA
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor
from docx.table import Table, _Cell
from docx.text.paragraph import Paragraph

from formulas.parts import plain_text
from registry.teks import plain
from reports.qr import qr_png
from reports.tabel import Baris, Berkas, Isi, Sel, Tabel
from reports.zip_tetap import stable_zip

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
HURUF = "Bookman Old Style"
MERAH = RGBColor(0x8A, 0x1C, 0x26)
SISI = {"": RATA.LEFT, "angka": RATA.RIGHT, "tengah": RATA.CENTER}
LEBAR_TTD = 118  # mm from the left edge of the text to the signature: 40 % of the width to its right


def tabel_word(berkas: Berkas) -> bytes:
    """The Word file."""
    doc = Document()
    _page(doc, berkas)
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


def _page(doc: Berkas_, berkas: Berkas) -> None:
    section = doc.sections[0]
    section.orientation = WD_ORIENT.LANDSCAPE
    section.page_width, section.page_height = Mm(330), Mm(215)
    section.left_margin, section.right_margin = Mm(20), Mm(15)
    section.top_margin, section.bottom_margin = Mm(16), Mm(17)
    section.footer_distance = Mm(7)
    style = doc.styles["Normal"]
    style.font.name, style.font.size = HURUF, Pt(8)
    fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
    for name in ("w:ascii", "w:hAnsi", "w:cs", "w:eastAsia"):
        fonts.set(qn(name), HURUF)
    _language(style.element.get_or_add_rPr())
    style.paragraph_format.space_after = style.paragraph_format.space_before = Pt(0)
    core = doc.core_properties
    core.title, core.author, core.language = " ".join(berkas.judul), berkas.pemda, "id-ID"
    core.comments, core.last_modified_by = "", berkas.pemda
    foot = section.footer.paragraphs[0]
    foot.style = style  # that of the template has tab stops of its own
    _footer(foot, berkas.draf)


def _language(properties: Any) -> None:
    lang = properties.find(qn("w:lang"))
    if lang is None:
        lang = OxmlElement("w:lang")
        properties.append(lang)
    for name in ("w:val", "w:eastAsia", "w:bidi"):
        lang.set(qn(name), "id-ID")


def _footer(paragraph: Paragraph, draf: str) -> None:
    """What must be said on every page, and halaman x dari y at the right."""
    stops = paragraph.paragraph_format.tab_stops
    stops.add_tab_stop(Mm(295), alignment=2)  # right
    if draf:
        _run(paragraph, draf, 8, bold=True, colour=MERAH)
    _run(paragraph, "\thalaman ", 8)
    _field(paragraph, "PAGE")
    _run(paragraph, " dari ", 8)
    _field(paragraph, "NUMPAGES")


def _field(paragraph: Paragraph, code: str) -> None:
    run = paragraph.add_run()
    run.font.size = Pt(8)
    for kind, text in (("begin", ""), ("", code), ("separate", ""), ("text", "1"), ("end", "")):
        if kind == "text":
            run.add_text(text)
            continue
        element = OxmlElement("w:instrText" if not kind else "w:fldChar")
        if kind:
            element.set(qn("w:fldCharType"), kind)
        else:
            element.set(qn("xml:space"), "preserve")
            element.text = f" {text} "
        run._r.append(element)


def _run(paragraph: Paragraph, text: str, size: float, *, bold: bool = False, colour: RGBColor | None = None) -> None:
    for number, line in enumerate(text.split("\n")):
        run = paragraph.add_run()
        if number:
            run.add_break()
        run.add_text(line)
        run.font.size, run.bold = Pt(size), bold or None
        if colour is not None:
            run.font.color.rgb = colour


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
    _run(paragraph, text, size, bold=bold)
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
        _run(paragraph, text, 10, bold=is_name and not ttd.kosong)
        form = paragraph.paragraph_format
        form.left_indent, form.alignment = Mm(295 - LEBAR_TTD), RATA.CENTER
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
        table = self.doc.add_table(rows=0, cols=len(self.widths))
        table.style, table.autofit, table.alignment = "Table Grid", False, WD_TABLE_ALIGNMENT.LEFT
        _margins(table)
        for column, width in zip(table.columns, self.widths, strict=True):
            column.width = Mm(width)
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
        tr = OxmlElement("w:tr")
        properties = OxmlElement("w:trPr")
        if row is None or not row.panjang:
            properties.append(OxmlElement("w:cantSplit"))
        if header:
            properties.append(OxmlElement("w:tblHeader"))
        tr.append(properties)
        table._tbl.append(tr)
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
        tc = OxmlElement("w:tc")
        properties = OxmlElement("w:tcPr")
        width = OxmlElement("w:tcW")
        total = sum(self.widths[column : column + sel.kolom])
        width.set(qn("w:w"), str(int(total * 56.7)))
        width.set(qn("w:type"), "dxa")
        properties.append(width)
        if sel.kolom > 1:
            _value(properties, "w:gridSpan", str(sel.kolom))
        if sel.baris > 1 or goes_on:
            _value(properties, "w:vMerge", "continue" if goes_on else "restart")
        if header or (row is not None and row.jenis == "judul"):
            _shade(properties)
        if header:
            _value(properties, "w:vAlign", "center")
        tc.append(properties)
        tc.append(OxmlElement("w:p"))
        tr.append(tc)
        _fill(_Cell(tc, table), () if goes_on else sel.isi, sel, bold=header, keep=keep, room=total)


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
            _run(code, isi.teks, 7)
        else:
            size = 7 if isi.gaya in ("kecil", "kode") else sel.ukuran
            colour = MERAH if isi.gaya == "tanda" else None
            _run(paragraph, isi.teks, size, bold=bold or isi.gaya in ("tebal", "tanda"), colour=colour)
    if not blocks:
        cell.paragraphs[0].paragraph_format.keep_with_next = keep


def _formula(cell: _Cell, paragraph: Paragraph, parts: Any, room: float) -> None:
    """One fraction with words above and below its line is drawn; anything deeper is written on one line."""
    only = parts[0] if isinstance(parts, list) and len(parts) == 1 else None
    if not isinstance(only, Mapping) or "bawah" not in only:
        _run(paragraph, plain(plain_text(parts)), 8)
        return
    tail = plain(plain_text(only.get("ekor")))
    side = (14.5 if len(tail) <= 7 else 20.0) if tail else 0.0
    nested = cell.add_table(rows=2, cols=2 if tail else 1)
    cell._tc.remove(cell.paragraphs[-1]._p)  # one follows the table already: the paragraph it is put in front of
    nested.autofit = False
    _margins(nested)
    widths = [room - side - 3, side][: 2 if tail else 1]
    for column, width in zip(nested.columns, widths, strict=True):
        column.width = Mm(width)
        for place in column.cells:
            place.width = Mm(width)
    for number, part in enumerate(("atas", "bawah")):
        place = nested.cell(number, 0)
        _run(place.paragraphs[0], plain(plain_text(only[part])), 8)
        place.paragraphs[0].alignment = RATA.CENTER
        if number == 0:
            _rule(place)
    if tail:
        merged = nested.cell(0, 1).merge(nested.cell(1, 1))
        _value(merged._tc.get_or_add_tcPr(), "w:vAlign", "center")
        _run(merged.paragraphs[0], tail, 8)
    paragraph._p.addprevious(nested._tbl)
    _tiny(paragraph)


def _tiny(paragraph: Paragraph) -> None:
    """The paragraph that Word wants after a table inside a cell, next to nothing high."""
    paragraph.paragraph_format.line_spacing = Pt(1)
    properties = OxmlElement("w:rPr")
    _value(properties, "w:sz", "2")
    paragraph._p.get_or_add_pPr().append(properties)


def _rule(cell: _Cell) -> None:
    """The line of a fraction."""
    borders = OxmlElement("w:tcBorders")
    line = OxmlElement("w:bottom")
    for name, value in (("w:val", "single"), ("w:sz", "6"), ("w:space", "0"), ("w:color", "000000")):
        line.set(qn(name), value)
    borders.append(line)
    cell._tc.get_or_add_tcPr().append(borders)


def _value(parent: Any, tag: str, value: str) -> None:
    element = OxmlElement(tag)
    element.set(qn("w:val"), value)
    parent.append(element)


def _shade(properties: Any) -> None:
    shade = OxmlElement("w:shd")
    for name, value in (("w:val", "clear"), ("w:color", "auto"), ("w:fill", "EEF1F5")):
        shade.set(qn(name), value)
    properties.append(shade)


def _margins(table: Table) -> None:
    """Fixed layout and narrow cell margins: 1 mm left and right."""
    properties = table._tbl.tblPr
    margins = OxmlElement("w:tblCellMar")
    for side, twips in (("top", "20"), ("left", "57"), ("bottom", "20"), ("right", "57")):
        edge = OxmlElement(f"w:{side}")
        edge.set(qn("w:w"), twips)
        edge.set(qn("w:type"), "dxa")
        margins.append(edge)
    properties.append(margins)
