"""Draws a document once, for good: PDF/A structure, verification code, anchor and signature box, no DRAF.

What comes out is checked as a file, not as a promise: text by an extractor, fonts by name, the signature by page.
"""

import io
from collections.abc import Sequence
from dataclasses import dataclass, replace

from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign.fields import SigFieldSpec, append_signature_field

from reports import lampiran, tabel_pdf
from reports.pdf import Layout, RenderWarning, layout_pdf, warnings_raised
from reports.potong import potong
from reports.rows import Dokumen
from reports.segel import Segel
from reports.tabel import Berkas
from reports.tabel_pdf import chart_files
from reports.teks_pdf import page_texts, unembedded

CSS = ("segel.css",)
KOTAK = "TandaTangan1"
PENGENAL = "IKU-{kode}"


@dataclass(frozen=True)
class Cetakan:
    """A finished file, and what is wrong with it in the words of the check page (empty: nothing)."""

    data: bytes
    halaman: int
    letak: tuple[str, ...]
    jangkar: tuple[str, ...]
    fon: tuple[str, ...]

    @property
    def bersih(self) -> bool:
        """Whether it may be frozen."""
        return not (self.letak or self.jangkar or self.fon)


def draw(rows: Dokumen | Berkas, segel: Segel, *, kotak: bool) -> Cetakan:
    """The one render of a document that is going to be signed."""
    try:
        with warnings_raised():
            layout, alone = _lampiran(rows, segel) if isinstance(rows, Dokumen) else _rekap(rows, segel)
            data = layout.to_archive(PENGENAL.format(kode=segel.kode))
    except RenderWarning as error:
        return Cetakan(b"", 0, (f"Penata halaman memberi peringatan: {error}.",), (), ())
    where = layout.box(_room(layout))
    if where is None:
        return Cetakan(b"", 0, ("Tempat tanda tangan tidak ditemukan pada halaman mana pun.",), (), ())
    if kotak:
        data = _with_field(data, *where)
    letak = ("Tanda tangan berdiri sendiri pada halaman terakhir, tanpa baris tabel.",) if alone else ()
    return Cetakan(data, len(layout.anchors), letak, _anchor_faults(data, segel.jangkar), _font_faults(data))


def _lampiran(rows: Dokumen, segel: Segel) -> tuple[Layout, bool]:
    """The lampiran, laid out again on shorter pages where a signature would stand alone, as for every print."""
    cut = potong(replace(rows, draf=False, segel=segel))
    for sempit in range(1, lampiran.TATA_ULANG + 2):
        layout = layout_pdf(lampiran.html_cetak(cut), css=(*lampiran.CSS, *CSS))
        alone = lampiran.signed_alone(layout.anchors)
        if not alone or sempit > lampiran.TATA_ULANG:
            break
        pairs = enumerate(cut.lampiran, 1)
        cut = replace(cut, lampiran=tuple(replace(x, sempit=sempit if n in alone else x.sempit) for n, x in pairs))
    return layout, bool(alone)


def _rekap(rows: Berkas, segel: Segel) -> tuple[Layout, bool]:
    for sempit in range(tabel_pdf.TATA_ULANG + 1):
        html = tabel_pdf.html_cetak(replace(rows, sempit=sempit, segel=segel))
        layout = layout_pdf(html, css=(*tabel_pdf.CSS, *CSS), gambar=chart_files(rows))
        alone = any("ttd" in page and "akhir" not in page for page in layout.anchors)
        if not alone:
            break
    return layout, alone


def _room(layout: Layout) -> str:
    """The id of the place where one signs: of the last lampiran."""
    names = sorted(name for page in layout.anchors for name in page if name.startswith("ruang-"))
    return names[-1] if names else ""


def _with_field(data: bytes, page: int, box: tuple[int, int, int, int]) -> bytes:
    """The same file with an empty signature field over the place where one signs."""
    writer = IncrementalPdfFileWriter(io.BytesIO(data))
    spec = SigFieldSpec(KOTAK, on_page=page, box=box)
    append_signature_field(writer, spec)
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def _anchor_faults(data: bytes, jangkar: str) -> tuple[str, ...]:
    """A signing service takes the first place it finds, so there must be exactly one."""
    if not jangkar:
        return ()
    counts = [text.count(jangkar) for text in page_texts(data)]
    if sum(counts) == 1:
        return ()
    if not sum(counts):
        return (f"Jangkar «{jangkar}» tidak ditemukan dalam teks PDF.",)
    pages = _list([n for n, count in enumerate(counts, 1) if count])
    return (f"Jangkar «{jangkar}» muncul {sum(counts)} kali, pada halaman {pages}. Pilih jangkar lain.",)


def _list(numbers: Sequence[int]) -> str:
    shown = ", ".join(str(n) for n in numbers[:8])
    return f"{shown}, …" if len(numbers) > 8 else shown


def _font_faults(data: bytes) -> tuple[str, ...]:
    return tuple(f"Huruf {name} tidak tertanam dalam berkas." for name in unembedded(data))
