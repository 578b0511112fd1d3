"""What a lampiran says, as plain rows: HTML, PDF, Word and Excel are all written from these."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from reports.kertas import BAWAAN, Kertas
from reports.segel import Segel

HURUF = "Bookman Old Style"
KELAS_HURUF = {
    "Arial": "huruf-arial",
    "Times New Roman": "huruf-times",
}  # in lampiran.css and keputusan.css


@dataclass(frozen=True, slots=True)
class Bagian:
    """One block of a cell: text in our Markdown subset, or a formula to draw, with a printed label or number.

    `rapat`: a list item that goes on a list begun in the block above.
    """

    teks: str = ""
    rumus: Any = None
    label: str = ""
    tanda: str = ""
    rapat: bool = False


@dataclass(frozen=True, slots=True)
class Sel:
    """A cell, and over how many rows it runs; cells that continue the one above are not there.

    `penutup`: a sasaran ends with this cell (set for paper, reports.potong).
    """

    kunci: str
    judul: str
    isi: tuple[Bagian, ...]
    rentang: int = 1
    penutup: bool = False


@dataclass(frozen=True, slots=True)
class Baris:
    """One indicator, or a piece of one (reports.potong). `akhir`: the last of its sasaran.

    `lanjutan`: continues the row above without a line between; `bersambung`: goes on in the row below;
    `panjang`: too tall to stay whole on a page; `penanda`: an id to find it by on the finished pages.
    """

    sel: tuple[Sel, ...]
    akhir: bool = False
    lanjutan: bool = False
    bersambung: bool = False
    panjang: bool = False
    penanda: str = ""


@dataclass(frozen=True, slots=True)
class Kolom:
    """A column and its header as printed."""

    kunci: str
    judul: str


@dataclass(frozen=True, slots=True)
class Butir:
    """One entry of the identity block with its printed label ("a.", "1.", or none)."""

    tanda: str
    teks: str


@dataclass(frozen=True, slots=True)
class Identitas:
    """One line of the identity block above the table."""

    label: str
    butir: tuple[Butir, ...]


@dataclass(frozen=True, slots=True)
class Lembar:
    """The sheet of one instansi. Each `kelompok` is a run of rows that merged cells tie together."""

    kode: str
    nama: str
    nomor: str
    identitas: tuple[Identitas, ...]
    judul_tabel: str
    kolom: tuple[Kolom, ...]
    baris_nomor: bool
    kelompok: tuple[tuple[Baris, ...], ...]


@dataclass(frozen=True, slots=True)
class Kepala:
    """The block on the first page: "titik_dua" (label : value) or "susun" (one line under the other)."""

    bentuk: str
    label: str
    judul: str
    nomor: str
    tanggal: str
    tentang: str


@dataclass(frozen=True, slots=True)
class TandaTangan:
    """Who signs, as printed at the end of a lampiran."""

    tempat_tanggal: str
    mengetahui: str
    jabatan: str
    ttd: bool
    nama: str
    nip: str


@dataclass(frozen=True, slots=True)
class LampiranRows:
    """One lampiran from its header block to its signature; `sambungan`: a part of it that is not the first."""

    nama: str
    judul: str
    tata_letak: str
    kepala: Kepala | None
    lembar: tuple[Lembar, ...]
    tanda_tangan: TandaTangan | None
    sambungan: bool = False
    sempit: int = 0  # 1–3 shorter pages, 4 a torn last row, so that it ends on the page of its signature (bekukan)
    kunci: tuple[int, ...] = ()  # of its sheets, for what is computed beside them (reports.lampiran_coba)

    @property
    def kelas_akhir(self) -> str:
        """What to add to the class of its last sheet and of its signature."""
        return " pisah" if self.sempit > 3 else f" sempit-{self.sempit}" if self.sempit else ""


@dataclass(frozen=True, slots=True)
class Dokumen:
    """One file: one lampiran or all of a decree."""

    kode: str
    judul: str
    pemda: str
    tanggal: date | None
    draf: bool
    salinan: bool
    lampiran: tuple[LampiranRows, ...]
    huruf: str = HURUF
    segel: Segel | None = None  # of a frozen document (reports.bekukan)
    kertas: Kertas = BAWAAN

    @property
    def kelas_huruf(self) -> str:
        """The class that sets another font than Bookman; "" for Bookman."""
        return KELAS_HURUF.get(self.huruf, "")
