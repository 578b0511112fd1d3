"""The body of a decree as rows: kop, nomor, tentang, menimbang, mengingat, diktum, signature, tembusan.

HTML, PDF and Word are all written from these. A plain sheet (jenis lembar_iku) has no body.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from registry.models import Penetapan
from registry.teks import plain
from reports.kertas import BAWAAN, Kertas, kertas_of
from reports.lembar import is_draft, labels
from reports.penanda import printed_name
from reports.rows import KELAS_HURUF, Butir, Dokumen
from reports.segel import Segel

TITIK = "." * 28
RAHMAT = "DENGAN RAHMAT TUHAN YANG MAHA ESA"


@dataclass(frozen=True, slots=True)
class Diktum:
    """KESATU, KEDUA … with its lettered items."""

    label: str
    isi: str
    butir: tuple[Butir, ...]


@dataclass(frozen=True, slots=True)
class Penutup:
    """Where and when the decree was set, and by whom."""

    tempat: str
    tanggal: str
    jabatan: str
    ttd: bool
    nama: str
    nip: str


@dataclass(frozen=True, slots=True)
class Keputusan:
    """The body from its kop to its tembusan. `alamat`: the lines of the kop that are no names; `lambang`: PNG."""

    kode: str
    judul: str
    pemda: str
    tanggal: date | None
    draf: bool
    salinan: bool
    huruf: str
    lambang: bytes
    kop: tuple[str, ...]
    alamat: tuple[str, ...]
    nama: str
    nomor: str
    tentang: str
    rahmat: str
    pembuka: str
    menimbang: tuple[Butir, ...]
    mengingat: tuple[Butir, ...]
    menetapkan: str
    diktum: tuple[Diktum, ...]
    penutup: Penutup
    tembusan_judul: str
    tembusan: tuple[str, ...]
    segel: Segel | None = None  # of a frozen document (reports.bekukan)
    kertas: Kertas = BAWAAN

    @property
    def kelas_huruf(self) -> str:
        """The class that sets another font than Bookman; "" for Bookman."""
        return KELAS_HURUF.get(self.huruf, "")


@dataclass(frozen=True, slots=True)
class Lengkap:
    """A decree whole: its body and all its lampiran, one file and one signature."""

    badan: Keputusan
    lampiran: Dokumen


def has_body(penetapan: Penetapan) -> bool:
    """Whether there is more than sheets."""
    return penetapan.jenis != Penetapan.Jenis.LEMBAR_IKU


def keputusan_rows(penetapan: Penetapan) -> Keputusan:
    """The body as printed; what a draft does not have yet is dotted lines."""
    kop = [str(line) for line in penetapan.kop]
    jabatan = str((penetapan.tanda_tangan or {}).get("jabatan") or penetapan.pemda.sebutan_kepala_daerah.upper())
    peraturan = penetapan.jenis == Penetapan.Jenis.PERATURAN_KEPALA_DAERAH
    tembusan = penetapan.tembusan or {}
    return Keputusan(
        kode=penetapan.kode,
        judul=penetapan.judul_pendek,
        pemda=penetapan.pemda.nama,
        tanggal=penetapan.tanggal,
        draf=is_draft(penetapan),
        salinan=penetapan.salinan,
        huruf=penetapan.pemda.font_dokumen,
        kertas=kertas_of(penetapan.pemda),
        lambang=_lambang(penetapan),
        kop=tuple(line for line in kop if _is_name(line)),
        alamat=tuple(line for line in kop if not _is_name(line)),
        nama=f"{'PERATURAN' if peraturan else 'KEPUTUSAN'} {jabatan.rstrip(',')}",
        nomor=penetapan.nomor or TITIK,
        tentang=penetapan.tentang,
        rahmat=RAHMAT if peraturan else "",
        pembuka=f"{jabatan.rstrip(',')},",
        menimbang=_butir(penetapan.menimbang, "a."),
        mengingat=_butir(penetapan.mengingat, "1."),
        menetapkan=penetapan.menetapkan or "",
        diktum=tuple(
            Diktum(str(d.get("label") or ""), str(d.get("isi") or ""), _butir(d.get("butir") or [], "a.", always=True))
            for d in penetapan.diktum
        ),
        penutup=_penutup(penetapan, jabatan),
        tembusan_judul=str(tembusan.get("judul") or ""),
        tembusan=tuple(str(line) for line in tembusan.get("butir") or []),
    )


def _is_name(line: str) -> bool:
    """BUPATI LUMAJANG is a name, Jl. Jend. Ahmad Yani an address."""
    return line == line.upper()


def _butir(texts: Sequence[object], first: str, *, always: bool = False) -> tuple[Butir, ...]:
    """Texts with a., b. or 1., 2.; a single consideration has no letter."""
    marks = labels(first if always or len(texts) > 1 else None, len(texts))
    return tuple(Butir(mark, str(text)) for mark, text in zip(marks, texts, strict=True))


def _penutup(penetapan: Penetapan, jabatan: str) -> Penutup:
    data = penetapan.tanda_tangan or {}
    return Penutup(
        tempat=str(data.get("tempat") or penetapan.tempat or TITIK),
        tanggal=str(data.get("tanggal") or penetapan.tanggal_naskah or TITIK),
        jabatan=jabatan,
        ttd=bool(data.get("ttd")),
        nama=printed_name(plain(data.get("nama")) or TITIK, penetapan),
        nip=str(data.get("nip") or ""),
    )


def _lambang(penetapan: Penetapan) -> bytes:
    """The lambang daerah stands above decrees of an OPD; those of the head of the Pemda carry the lambang negara,
    which comes with their paper."""
    if penetapan.jenis != Penetapan.Jenis.KEPUTUSAN_KEPALA_OPD or not penetapan.pemda.lambang:
        return b""
    try:
        with penetapan.pemda.lambang.open("rb") as file:
            return file.read()
    except OSError:  # the file is gone: the decree prints without it
        return b""
