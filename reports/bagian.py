"""A lampiran drawn section by section: the sheet of one instansi each, as each begins on a new page anyway.

A section is drawn once for what it says and kept (reports.pdf_simpanan); a document is its sections put together.
One that cannot be drawn is named on a page of its own in its place, and the document says that it is not whole.
"""

import hashlib
from collections import OrderedDict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import chain

from django.template.loader import render_to_string

from reports import pdf_simpanan
from reports.kertas import gaya, with_gaya
from reports.pdf import render_many, render_pdf
from reports.pdf_gabung import Bagian, Keterangan, merge
from reports.pdf_proses import PdfGagal, Permintaan, kumpulan
from reports.potong import potong
from reports.rows import Dokumen, LampiranRows

CSS = ("rumus.css", "lampiran.css")
CSS_BAGIAN = (*CSS, "lampiran-bagian.css")
TATA_ULANG = ("sempit-1", "sempit-2", "sempit-3", "pisah")  # to try for a signature: lampiran.css
NAMA_PANJANG = 160
INGAT = 4096  # sections whose key this process remembers
GAGAL = "PDF tidak lengkap; {jumlah} bagian tidak dapat disusun. {rincian}"
SATU_GAGAL = "{nama}: {pesan}"

_keys: OrderedDict[bytes, str] = OrderedDict()


@dataclass(frozen=True, slots=True)
class Gagal:
    """A section that could not be drawn, and why."""

    nama: str
    pesan: str


@dataclass(frozen=True, slots=True)
class Susunan:
    """A finished file and what is missing in it; a file with `gagal` is never to be signed."""

    data: bytes
    gagal: tuple[Gagal, ...]

    @property
    def pesan(self) -> str:
        """Every missing section with its reason."""
        rincian = " ".join(SATU_GAGAL.format(nama=g.nama, pesan=g.pesan) for g in self.gagal)
        return GAGAL.format(jumlah=len(self.gagal), rincian=rincian)


@dataclass(frozen=True, slots=True)
class _Potongan:
    """One section: a document of one sheet, its place in the bookmarks, and the key of its PDF."""

    dokumen: Dokumen
    judul: str
    lampiran: str


def susun(dokumen: Dokumen, sesudah: int = 0) -> Susunan:
    """The whole document, and which of its sections are not in it. PdfSibuk where too many are being drawn.

    `sesudah`: how many pages stand before it in the file that it goes into.
    """
    parts = _sections(dokumen)
    data: list[bytes | PdfGagal | None] = [None] * len(parts)
    wanted: list[tuple[int, str]] = []
    requests = _missing(parts, data, wanted)
    first = next(requests, None)
    if first:
        with kumpulan().turn():
            drawn = render_many(chain([first], requests))
        for (n, key), result in zip(wanted, drawn, strict=True):
            data[n] = result
            if isinstance(result, bytes):
                pdf_simpanan.put(key, result)
    return _joined(dokumen, parts, data, sesudah)


def _missing(
    parts: Sequence[_Potongan], data: list[bytes | PdfGagal | None], wanted: list[tuple[int, str]]
) -> Iterator[Permintaan]:
    """What has to be drawn, the longest first, each written when it is asked for; fills in what was kept."""
    rows = [repr(part.dokumen).encode("utf-8", "surrogatepass") for part in parts]
    for n in sorted(range(len(parts)), key=lambda n: -len(rows[n])):
        key, request = _key(rows[n], parts[n].dokumen)
        data[n] = pdf_simpanan.get(key)
        if data[n] is None:
            wanted.append((n, key))
            yield request or _request(parts[n].dokumen)


def _joined(
    dokumen: Dokumen, parts: Sequence[_Potongan], data: Sequence[bytes | PdfGagal | None], sesudah: int
) -> Susunan:
    gagal = tuple(Gagal(p.judul, d.pesan) for p, d in zip(parts, data, strict=True) if isinstance(d, PdfGagal))
    if len(gagal) == len(parts):
        raise PdfGagal(Susunan(b"", gagal).pesan)
    sections = [
        Bagian(d if isinstance(d, bytes) else _notice(p.judul, d, _gaya(dokumen)), p.judul, p.lampiran)
        for p, d in zip(parts, data, strict=True)
    ]
    about = Keterangan(dokumen.judul, dokumen.pemda, dokumen.tanggal, _gaya(dokumen))
    return Susunan(merge(sections, about, sesudah), gagal)


def _notice(nama: str, gagal: PdfGagal | None, gaya: str = "") -> bytes:
    """The page in place of a section that could not be drawn."""
    context = {"nama": nama[:NAMA_PANJANG], "pesan": gagal.pesan if gagal else ""}
    html = with_gaya(render_to_string("reports/bagian_gagal.html", context), [gaya])
    return render_pdf(html, css=CSS_BAGIAN)


def _sections(dokumen: Dokumen) -> list[_Potongan]:
    """One document per sheet: the head of a lampiran with its first one, the signature with its last."""
    return [
        _Potongan(_only(dokumen, lampiran, n), sheet.nama[:NAMA_PANJANG], "" if n else lampiran.nama)
        for lampiran in dokumen.lampiran
        for n, sheet in enumerate(lampiran.lembar)
    ]


def _only(dokumen: Dokumen, lampiran: LampiranRows, n: int) -> Dokumen:
    """Nothing is said of the rest of the document, so that a section is the same in every file that it is in."""
    last = n + 1 == len(lampiran.lembar)
    part = replace(
        lampiran,
        nama="",
        judul="" if n else lampiran.judul,
        kepala=None if n else lampiran.kepala,
        lembar=(lampiran.lembar[n],),
        tanda_tangan=lampiran.tanda_tangan if last else None,
        sambungan=n > 0,
    )
    return replace(dokumen, kode="", judul="", pemda="", tanggal=None, lampiran=(part,))


def _request(section: Dokumen) -> Permintaan:
    ulang = TATA_ULANG if section.lampiran[0].tanda_tangan else ()
    return Permintaan(html_cetak(section), CSS_BAGIAN, ulang=ulang)


def _key(rows: bytes, section: Dokumen) -> tuple[str, Permintaan | None]:
    """The key of its PDF, and the request where it was written to know it: rows seen before are not."""
    digest = hashlib.sha256(rows).digest()
    if digest in _keys:
        return _keys[digest], None
    request = _request(section)
    key = _keys[digest] = pdf_simpanan.section_key(request.html, request.css, request.ulang)
    if len(_keys) > INGAT:
        _keys.popitem(last=False)
    return key, request


def html_cetak(dokumen: Dokumen) -> str:
    """The HTML that becomes PDF: rows cut for paper; style sheets go beside it."""
    html = render_to_string("reports/lampiran.html", {"dokumen": potong(dokumen), "layar": False})
    return with_gaya(html, [_gaya(dokumen)])


def _gaya(dokumen: Dokumen) -> str:
    return gaya(dokumen.kertas, "lampiran", dokumen.huruf)
