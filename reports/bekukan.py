"""Draws a document once, for good: PDF/A structure, verification code, anchor and signature box, no DRAF.

What comes out is checked as a file, not as a promise: text by an extractor, fonts by name, the signature by page.
"""

import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign.fields import SigFieldSpec, append_signature_field

from reports import bagian, keputusan_berkas, tabel_pdf
from reports.keputusan import Keputusan, Lengkap
from reports.pdf import RenderWarning, render, text_files
from reports.pdf_proses import Jawaban, Permintaan
from reports.rows import Dokumen
from reports.segel import Segel
from reports.tabel import Berkas
from reports.tabel_pdf import chart_files
from reports.teks_pdf import page_texts, unembedded

CSS = ("segel.css",)
Isi = Dokumen | Berkas | Lengkap
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


def draw(rows: Isi, segel: Segel, *, kotak: bool) -> Cetakan:
    """The one render of a document that is going to be signed; PdfGagal where it takes too long or too much."""
    try:
        made, alone = _made(rows, segel)
    except RenderWarning as error:
        return Cetakan(b"", 0, (f"Penata halaman memberi peringatan: {error}.",), (), ())
    where = _room(made)
    if where is None:
        return Cetakan(b"", 0, ("Tempat tanda tangan tidak ditemukan pada halaman mana pun.",), (), ())
    data = _with_field(made.data, *where) if kotak else made.data
    letak = ("Tanda tangan berdiri sendiri pada halaman terakhir, tanpa baris tabel.",) if alone else ()
    return Cetakan(data, len(made.tanda), letak, _anchor_faults(data, segel.jangkar), _font_faults(data))


def _made(rows: Isi, segel: Segel) -> tuple[Jawaban, set[str]]:
    """The file, and the signatures that are alone on their page. A whole decree is signed in its body."""
    if isinstance(rows, Berkas):
        return _rekap(rows, segel)
    if isinstance(rows, Dokumen):
        return _lampiran(rows, segel)
    return _lampiran(rows.lampiran, replace(segel, kaki_saja=True), replace(rows.badan, draf=False, segel=segel))


def _whole(badan: Keputusan, lampiran: Dokumen) -> Jawaban:
    """Body and lampiran as one document, so that their pages are counted through."""
    assert badan.segel is not None
    html, files = keputusan_berkas.html_cetak(badan, lampiran)
    return _drawn(html, (*bagian.CSS, *keputusan_berkas.CSS, *CSS), badan.segel, text_files(files))


def _lampiran(rows: Dokumen, segel: Segel, badan: Keputusan | None = None) -> tuple[Jawaban, set[str]]:
    """The lampiran (behind the body), laid out again on shorter pages where a signature would stand alone."""
    whole = replace(rows, draf=False, segel=segel)
    for sempit in range(1, len(bagian.TATA_ULANG) + 2):
        made = _drawn(bagian.html_cetak(whole), (*bagian.CSS, *CSS), segel) if badan is None else _whole(badan, whole)
        alone = signed_alone(made)
        if not alone or sempit > len(bagian.TATA_ULANG):
            break
        pairs = enumerate(whole.lampiran, 1)
        lampiran = tuple(replace(x, sempit=sempit if f"ttd-{n}" in alone else x.sempit) for n, x in pairs)
        whole = replace(whole, lampiran=lampiran)
    return made, alone


def _rekap(rows: Berkas, segel: Segel) -> tuple[Jawaban, set[str]]:
    gambar = text_files(chart_files(rows))
    for sempit in range(len(tabel_pdf.TATA_ULANG) + 1):
        html = tabel_pdf.html_cetak(replace(rows, sempit=sempit, segel=segel))
        made = _drawn(html, (*tabel_pdf.CSS, *CSS), segel, gambar)
        alone = signed_alone(made)
        if not alone:
            break
    return made, alone


def _drawn(html: str, css: tuple[str, ...], segel: Segel, gambar: Mapping[str, str] | None = None) -> Jawaban:
    """The whole document in one render, for the tags; in a process apart, as for every print."""
    return render(Permintaan(html, css, gambar or {}, arsip=PENGENAL.format(kode=segel.kode)), ketat=True)


def signed_alone(made: Jawaban) -> set[str]:
    """The signatures (ids ttd…) on a page without a part of the last row before them (ids akhir…)."""
    signed = [(name, page) for page in made.tanda for name in page if name.startswith("ttd")]
    return {name for name, page in signed if f"akhir{name.removeprefix('ttd')}" not in page}


def _room(made: Jawaban) -> tuple[int, tuple[int, int, int, int]] | None:
    """Where one signs: page (from 0) and box of the place at the end of the body, else of the last lampiran."""
    rooms = [(name, n, box) for n, page in enumerate(made.tanda) for name, box in page.items()]
    found = [(n, box) for name, n, box in sorted(rooms) if name.startswith("ruang-")]
    return found[-1] if found else None


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
