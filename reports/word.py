"""Parts that every Word file of ours is made of: paper, letters, language, page numbers, rows and cells of tables."""

import re
from collections.abc import Sequence
from typing import Any

from docx import Document
from docx.document import Document as Berkas_
from docx.enum.section import WD_ORIENT
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.section import Section
from docx.shared import Mm, Pt, RGBColor
from docx.table import Table, _Cell
from docx.text.paragraph import Paragraph

from reports.kertas import Kertas

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
HURUF = "Bookman Old Style"
MERAH = RGBColor(0x8A, 0x1C, 0x26)
TWIP_PER_MM = 56.7
_NOT_XML = re.compile("[\x00-\x08\x0b-\x1f\ud800-\udfff\ufffe\uffff]")


def new_document(*, title: str, author: str, font: str = HURUF, size: float = 8) -> Berkas_:
    """An empty document in Indonesian, in one font, paragraphs without space between them."""
    doc = Document()
    style = doc.styles["Normal"]
    style.font.name, style.font.size = font, Pt(size)
    fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
    for name in ("w:ascii", "w:hAnsi", "w:cs", "w:eastAsia"):
        fonts.set(qn(name), font)
    _language(style.element.get_or_add_rPr())
    style.paragraph_format.space_after = style.paragraph_format.space_before = Pt(0)
    core = doc.core_properties
    core.title, core.author, core.language = title[:255], author, "id-ID"
    core.comments, core.last_modified_by = "", author
    return doc


def paper(section: Section, kertas: Kertas, jenis: str) -> None:
    """The paper of the Pemda with the margins of this kind of document."""
    width, height = kertas.ukuran(jenis)
    section.orientation = WD_ORIENT.LANDSCAPE if width > height else WD_ORIENT.PORTRAIT
    section.page_width, section.page_height = Mm(width), Mm(height)
    section.top_margin, section.right_margin, section.bottom_margin, section.left_margin = (
        Mm(m) for m in kertas.margin(jenis)
    )
    section.footer_distance = Mm(7)


def text_width(doc: Berkas_) -> float:
    """Between the margins of the section that is being written, in mm."""
    section = doc.sections[-1]
    whole, left, right = (n or 0 for n in (section.page_width, section.left_margin, section.right_margin))
    return round((whole - left - right) / Mm(1), 1)


def _language(properties: Any) -> None:
    lang = properties.find(qn("w:lang"))
    if lang is None:
        lang = OxmlElement("w:lang")
        properties.append(lang)
    for name in ("w:val", "w:eastAsia", "w:bidi"):
        lang.set(qn(name), "id-ID")


def footer(doc: Berkas_, section: Section, note: str, width: float) -> None:
    """What must be said on every page at the left, and "halaman x dari y" at the right edge (`width` in mm)."""
    section.footer.is_linked_to_previous = False
    paragraph = section.footer.paragraphs[0]
    paragraph.style = doc.styles["Normal"]  # that of the template has tab stops of its own
    paragraph.paragraph_format.tab_stops.add_tab_stop(Mm(width), alignment=2)  # right
    if note:
        run(paragraph, note, 8, bold=True, colour=MERAH)
    run(paragraph, "\thalaman ", 8)
    field(paragraph, "PAGE")
    run(paragraph, " dari ", 8)
    field(paragraph, "NUMPAGES")


def field(paragraph: Paragraph, code: str) -> None:
    """A field that Word computes, such as the number of the page."""
    for kind, text in (("begin", ""), ("", code), ("separate", ""), ("text", "1"), ("end", "")):
        item = paragraph.add_run()
        item.font.size = Pt(8)
        if kind == "text":
            item.add_text(text)
            continue
        element = OxmlElement("w:instrText" if not kind else "w:fldChar")
        if kind:
            element.set(qn("w:fldCharType"), kind)
        else:
            element.set(qn("xml:space"), "preserve")
            element.text = f" {text} "
        item._r.append(element)


def run(
    paragraph: Paragraph,
    text: str,
    size: float | None = None,
    *,
    bold: bool = False,
    italic: bool = False,
    colour: RGBColor | None = None,
) -> None:
    """Text with its line breaks."""
    for number, line in enumerate(_NOT_XML.sub("", text).split("\n")):
        item = paragraph.add_run()
        if number:
            item.add_break()
        item.add_text(line)
        item.bold, item.italic = bold or None, italic or None
        if size is not None:
            item.font.size = Pt(size)
        if colour is not None:
            item.font.color.rgb = colour


def value(parent: Any, tag: str, text: str) -> None:
    """A property that is one value."""
    element = OxmlElement(tag)
    element.set(qn("w:val"), text)
    parent.append(element)


def margins(table: Table, side: str = "57", top: str = "20") -> None:
    """Narrow cell margins, in twentieths of a point: 1 mm left and right where nothing else is said."""
    properties = table._tbl.tblPr
    found = OxmlElement("w:tblCellMar")
    for name, twips in (("top", top), ("left", side), ("bottom", top), ("right", side)):
        edge = OxmlElement(f"w:{name}")
        edge.set(qn("w:w"), twips)
        edge.set(qn("w:type"), "dxa")
        found.append(edge)
    properties.append(found)


def new_table(parent: Any, widths: Sequence[float], *, lines: bool = True) -> Table:
    """A table of fixed column widths (mm) without rows yet; `lines`: with borders."""
    table = parent.add_table(rows=0, cols=len(widths))
    if lines:
        table.style = "Table Grid"
    table.autofit = False
    for column, width in zip(table.columns, widths, strict=True):
        column.width = Mm(width)
    return table


def new_row(table: Table, *, header: bool = False, whole: bool = True) -> Any:
    """A row without cells: repeated on every page (`header`), never torn by the end of one (`whole`)."""
    tr = OxmlElement("w:tr")
    properties = OxmlElement("w:trPr")
    if whole:
        properties.append(OxmlElement("w:cantSplit"))
    if header:
        properties.append(OxmlElement("w:tblHeader"))
    tr.append(properties)
    table._tbl.append(tr)
    return tr


def new_cell(
    table: Table, tr: Any, width: float, *, columns: int = 1, merge: str = "", fill: str = "", middle: bool = False
) -> _Cell:
    """A cell of a row of ours. `merge`: "restart" begins one that runs down, "continue" goes on with it."""
    tc = OxmlElement("w:tc")
    properties = OxmlElement("w:tcPr")
    size = OxmlElement("w:tcW")
    size.set(qn("w:w"), str(int(width * TWIP_PER_MM)))
    size.set(qn("w:type"), "dxa")
    properties.append(size)
    if columns > 1:
        value(properties, "w:gridSpan", str(columns))
    if merge:
        value(properties, "w:vMerge", merge)
    if fill:
        shade(properties, fill)
    if middle:
        value(properties, "w:vAlign", "center")
    tc.append(properties)
    tc.append(OxmlElement("w:p"))
    tr.append(tc)
    return _Cell(tc, table)


def shade(properties: Any, fill: str = "EEF1F5") -> None:
    """The ground of a cell."""
    element = OxmlElement("w:shd")
    for name, text in (("w:val", "clear"), ("w:color", "auto"), ("w:fill", fill)):
        element.set(qn(name), text)
    properties.append(element)


_CAP = """<w:r {ns} xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office"><w:pict>
<v:shapetype id="_x0000_t136" coordsize="21600,21600" o:spt="136" path="m@7,l@8,m@5,21600l@6,21600e"/>
<v:shape id="TandaDraf{nomor}" type="#_x0000_t136" style="position:absolute;width:420pt;height:150pt;rotation:335;\
z-index:-251658752;mso-position-horizontal:center;mso-position-horizontal-relative:margin;\
mso-position-vertical:center;mso-position-vertical-relative:margin" fillcolor="#e6e6e6" stroked="f">
<v:textpath style="font-family:&quot;{huruf}&quot;;font-size:1pt" string="{teks}"/></v:shape></w:pict></w:r>"""


def watermark(section: Section, text: str, font: str, number: int = 1) -> None:
    """A large pale word behind every page of the section."""
    section.header.is_linked_to_previous = False
    xml = _CAP.format(ns=nsdecls("w"), teks=text, huruf=font, nomor=number)
    section.header.paragraphs[0]._p.append(parse_xml(xml))


def border_below(paragraph: Paragraph) -> None:
    """A double line under a paragraph, as under a kop."""
    edge = OxmlElement("w:pBdr")
    line = OxmlElement("w:bottom")
    for name, text in (("w:val", "double"), ("w:sz", "6"), ("w:space", "4"), ("w:color", "000000")):
        line.set(qn(name), text)
    edge.append(line)
    properties = paragraph._p.get_or_add_pPr()
    properties.insert_element_before(edge, "w:shd", "w:tabs", "w:spacing", "w:ind", "w:jc", "w:rPr")
