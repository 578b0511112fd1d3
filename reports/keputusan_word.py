"""The body of a decree as a Word file, upright; behind it, where wanted, its lampiran on the side."""

import io
from collections.abc import Sequence
from typing import Any

from docx.document import Document as Berkas_
from docx.enum.text import WD_ALIGN_PARAGRAPH as RATA
from docx.shared import Mm, Pt
from docx.text.paragraph import Paragraph

from reports.keputusan import Keputusan
from reports.lampiran_word import DRAF, saved, write_lampiran
from reports.rows import Butir, Dokumen
from reports.word import border_below, footer, margins, new_cell, new_document, new_row, new_table, paper, watermark
from reports.word_teks import write_runs

UKURAN = 12.0
KOLOM = (32.0, 5.0, 8.0)  # mm: label, colon, letter or number; the text has the rest


def keputusan_word(keputusan: Keputusan, dokumen: Dokumen | None = None) -> bytes:
    """The Word file; the same rows give the same bytes."""
    doc = new_document(title=keputusan.judul, author=keputusan.pemda, font=keputusan.huruf, size=UKURAN)
    section = doc.sections[0]
    paper(section, keputusan.kertas, "keputusan")
    footer(doc, section, DRAF if keputusan.draf else "", keputusan.kertas.lebar("keputusan"))
    if keputusan.draf:
        watermark(section, "DRAF", keputusan.huruf)
    _Badan(doc, keputusan).write()
    if dokumen is not None and dokumen.lampiran:
        write_lampiran(doc, dokumen, first=False)
    return saved(doc, keputusan.tanggal)


class _Badan:
    """Writes the body from top to bottom."""

    def __init__(self, doc: Berkas_, keputusan: Keputusan) -> None:
        self.doc, self.keputusan = doc, keputusan
        self.kolom = (*KOLOM, keputusan.kertas.lebar("keputusan") - sum(KOLOM))

    def write(self) -> None:
        """Kop, name, considerations, decision, signature, tembusan."""
        self._kop()
        k = self.keputusan
        self._line(k.nama)
        self._line(f"NOMOR : {k.nomor}")
        self._line("TENTANG", before=10)
        self._line(k.tentang, before=10, bold=True)
        if k.rahmat:
            self._line(k.rahmat, before=10)
        self._line(k.pembuka, before=10, after=10, bold=True)
        self._table([("Menimbang", k.menimbang), ("Mengingat", k.mengingat)])
        self._line("MEMUTUSKAN :", before=6, after=8, bold=True, keep=True)
        rows: list[tuple[str, tuple[Butir, ...]]] = [("Menetapkan", (Butir("", k.menetapkan),))]
        rows += [(d.label, (Butir("", d.isi), *d.butir)) for d in k.diktum]
        self._table(rows)
        self._sign()
        self._tembusan()

    def _kop(self) -> None:
        k = self.keputusan
        if k.salinan:
            self._line("SALINAN", side=RATA.RIGHT, after=6)
        if k.lambang:
            paragraph = self._line("")
            picture = paragraph.add_run().add_picture(io.BytesIO(k.lambang), height=Mm(22))
            picture._inline.docPr.set("descr", "Lambang daerah")
        for text in k.kop:
            self._line(text, bold=True, size=13)
        for text in k.alamat:
            paragraph = self._line(text, size=9.5)
        if k.alamat:
            border_below(paragraph)
        self._line("", size=8)

    def _line(
        self,
        text: str,
        *,
        side: Any = RATA.CENTER,
        size: float = UKURAN,
        bold: bool = False,
        before: float = 0,
        after: float = 0,
        keep: bool = False,
    ) -> Paragraph:
        paragraph = self.doc.add_paragraph()
        write_runs(paragraph, text, size, bold=bold)
        form = paragraph.paragraph_format
        form.alignment, form.keep_with_next = side, keep
        form.space_before, form.space_after = Pt(before), Pt(after)
        return paragraph

    def _table(self, rows: Sequence[tuple[str, Sequence[Butir]]]) -> None:
        """Label, colon and text; each item of a list in a row of its own."""
        table = new_table(self.doc, self.kolom, lines=False)
        margins(table, side="0", top="40")
        for label, items in rows:
            for number, item in enumerate(items):
                tr = new_row(table, whole=len(item.teks) < 900)
                heads = (label, ":") if number == 0 else ("", "")
                for width, text in zip(self.kolom, heads, strict=False):
                    write_runs(new_cell(table, tr, width).paragraphs[0], text, UKURAN)
                if item.tanda:
                    write_runs(new_cell(table, tr, self.kolom[2]).paragraphs[0], item.tanda, UKURAN)
                    cell = new_cell(table, tr, self.kolom[3])
                else:
                    cell = new_cell(table, tr, sum(self.kolom[2:]), columns=2)
                write_runs(cell.paragraphs[0], item.teks, UKURAN)
                cell.paragraphs[0].paragraph_format.alignment = RATA.JUSTIFY

    def _sign(self) -> None:
        p = self.keputusan.penutup
        lines = [(f"Ditetapkan di {p.tempat}", 14, RATA.LEFT), (f"Pada tanggal {p.tanggal}", 0, RATA.LEFT)]
        lines += [(p.jabatan, 10, RATA.CENTER)]
        lines += [("ttd.", 20, RATA.CENTER)] if p.ttd else []
        lines += [(p.nama, 20 if p.ttd else 56, RATA.CENTER)]
        lines += [(f"NIP. {p.nip}", 0, RATA.CENTER)] if p.nip else []
        for number, (text, before, side) in enumerate(lines):
            paragraph = self._line(text, side=side, before=before, keep=number + 1 < len(lines))
            paragraph.paragraph_format.left_indent = Mm(80)

    def _tembusan(self) -> None:
        k = self.keputusan
        for number, text in enumerate((k.tembusan_judul, *k.tembusan)):
            if text:
                paragraph = self._line(text, side=RATA.LEFT, size=10, before=14 if number == 0 else 0)
                paragraph.paragraph_format.right_indent = Mm(75)
