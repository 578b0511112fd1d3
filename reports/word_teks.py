"""What stands in a cell of a lampiran, as Word paragraphs: text with its lists and tables, and equations."""

from collections.abc import Sequence

from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from docx.shared import Pt
from docx.table import _Cell
from docx.text.paragraph import Paragraph
from lxml import etree

from reports.blok import Blok, Potong, bloks, runs
from reports.persamaan import NS, persamaan
from reports.rows import Bagian
from reports.word import HURUF, margins, new_cell, new_row, new_table, run

AKSARA = 0.25  # mm, about, of a character of one point; LibreOffice draws equations in 12 points whatever they say
SELA = 3.5  # points between two blocks
W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


def write_runs(paragraph: Paragraph, text: object, size: float, *, bold: bool = False) -> None:
    """A text with its italics, bold and line breaks."""
    write_potong(paragraph, runs(text), size, bold=bold)


def write_potong(paragraph: Paragraph, parts: Sequence[Potong], size: float, *, bold: bool = False) -> None:
    """Runs, each in its own hand."""
    for part in parts:
        run(paragraph, part.teks, size, bold=bold or part.tebal, italic=part.miring)


def write_bagian(cell: _Cell, isi: Sequence[Bagian], size: float, width: float, font: str = HURUF) -> None:
    """All blocks of a cell `width` mm wide."""
    writer = _Writer(cell, size, width, font)
    for bagian in isi:
        writer.bagian(bagian)
    writer.finish()


class _Writer:
    """Puts paragraphs into a cell one after the other; the first one is there already."""

    def __init__(self, cell: _Cell, size: float, width: float, font: str) -> None:
        self.cell, self.size, self.width, self.font = cell, size, width, font
        self.free: Paragraph | None = cell.paragraphs[0]
        self.started = False

    def paragraph(self, space: float = SELA) -> Paragraph:
        """The next paragraph, with a little room above it unless it is the first."""
        paragraph = self.free or self.cell.add_paragraph()
        self.free = None
        paragraph.paragraph_format.space_before = Pt(space if self.started else 0)
        self.started = True
        return paragraph

    def bagian(self, bagian: Bagian) -> None:
        """One block of the cell: numbered, labelled or plain text, then its formula."""
        if bagian.tanda:
            paragraph = self.paragraph()
            hang(paragraph, bagian.tanda, self.size, 0)
            write_runs(paragraph, bagian.teks, self.size)
        elif bagian.label:
            paragraph = self.paragraph()
            run(paragraph, bagian.label, self.size)
            if bagian.teks:
                run(paragraph, " ", self.size)
                write_runs(paragraph, bagian.teks, self.size)
            paragraph.paragraph_format.keep_with_next = not bagian.teks or None
        else:
            for blok in bloks(bagian.teks):
                self.blok(blok)
        if bagian.rumus is not None:
            self.rumus(bagian)

    def blok(self, blok: Blok) -> None:
        """A paragraph, a list item or a table."""
        if blok.baris:
            self.table(blok)
            return
        paragraph = self.paragraph(1.5 if blok.tanda else SELA)
        if blok.tanda:
            hang(paragraph, blok.tanda, self.size, 1.6 * self.size * max(blok.tingkat - 1, 0))
        write_potong(paragraph, blok.isi, self.size)

    def table(self, blok: Blok) -> None:
        """A table inside the text."""
        count = max(len(row) for row in blok.baris)
        size, width = round(self.size * 0.74 * 2) / 2, (self.width - 5) / count
        table = new_table(self.cell, [width] * count)
        if self.free is not None:  # a cell may begin with a table, but must end with a paragraph
            self.free._p.addprevious(table._tbl)
            self.cell._tc.remove(self.cell.paragraphs[-1]._p)
        else:
            self.free = self.cell.paragraphs[-1]
        self.started = True
        margins(table, side="28", top="14")
        for row in blok.baris:
            tr = new_row(table)
            for cell in row:
                write_potong(new_cell(table, tr, width).paragraphs[0], cell, size)

    def rumus(self, bagian: Bagian) -> None:
        """The lines of a formula: equations, and words between them."""
        for line in persamaan(bagian.rumus, int((self.width - 4) / (AKSARA * max(self.size, 10.0)))):
            if not line.xml:
                for blok in bloks(line.teks):
                    self.blok(blok)
                continue
            paragraph = self.paragraph()
            paragraph._p.append(_equation(line.xml, self.font, self.size))

    def finish(self) -> None:
        """The empty paragraph that Word wants behind a table is next to nothing high."""
        if self.free is not None and self.started:
            self.free.paragraph_format.line_spacing = Pt(1)


def hang(paragraph: Paragraph, tanda: str, size: float, indent: float = 0) -> None:
    """A printed label that hangs out of its paragraph; nothing where there is none."""
    if not tanda:
        return
    room = max(1.6 * size, 0.62 * size * (len(tanda) + 1))
    form = paragraph.paragraph_format
    form.left_indent, form.first_line_indent = Pt(indent + room), Pt(-room)
    form.tab_stops.add_tab_stop(Pt(indent + room))
    run(paragraph, f"{tanda}\t", size)


def _equation(xml: str, font: str, size: float):
    """An equation as a paragraph of its own, at the left, in the font of the document."""
    root = etree.fromstring(xml)
    for item in root.iter(f"{{{NS}}}r"):
        place = 1 if item[0].tag == f"{{{NS}}}rPr" else 0
        item.insert(place, etree.fromstring(_HAND.format(ns=W, font=font, size=round(size * 2))))
    left = '<m:oMathParaPr><m:jc m:val="left"/></m:oMathParaPr>'
    inner = etree.tostring(root, encoding="unicode")
    return parse_xml(f'<m:oMathPara xmlns:m="{NS}" {nsdecls("w")}>{left}{inner}</m:oMathPara>')


_HAND = (
    '<w:rPr xmlns:w="{ns}"><w:rFonts w:ascii="{font}" w:hAnsi="{font}" w:cs="{font}"/>'
    '<w:sz w:val="{size}"/><w:szCs w:val="{size}"/></w:rPr>'
)
