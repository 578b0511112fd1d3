"""Prepares the freezing of a document that is ready: answered, drawn once, checked as a file."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from registry.akses import Aksi
from registry.models import Pengguna
from registry.services.alasan import checked_reason
from registry.services.dokumen import SUDAH_BEKU, Beku
from registry.services.dokumen_kode import new_kode
from registry.services.errors import ServiceError
from registry.services.simpan import check_may
from reports.bekukan import Cetakan, draw
from reports.segel import Segel
from reports.siap_ttd import Naskah

KODE_COBA = "0000-0000-0000"
BERUBAH = "Isi dokumen berubah sejak halaman ini dibuka. Periksa lagi daftar di bawah, lalu bekukan."
WAJIB = "Belum dapat dibekukan: «{judul}» belum beres. Selesaikan dahulu lewat «{label}»."
PERLU_ALASAN = "«{judul}» belum beres. Perbaiki, atau tulis alasannya."
TIDAK_BERSIH = "Belum dibekukan: {sebab}"


@dataclass(frozen=True)
class Pilihan:
    """How it is to be signed: the anchor ("" for none), whether with a signature box."""

    jangkar: str
    kotak: bool


@dataclass(frozen=True)
class Periksa:
    """What a trial print says; the frozen print is checked again by itself.

    `sidik` is that of what was drawn, `dengan` the anchor that was looked for.
    """

    sidik: str
    dengan: str
    halaman: int
    letak: tuple[str, ...]
    jangkar: tuple[str, ...]
    fon: tuple[str, ...]


def try_layout(naskah: Naskah, pilihan: Pilihan, alamat: Callable[[str], str]) -> Periksa:
    """Draws the document with a code that is nobody's."""
    made = draw(naskah.rows, Segel(KODE_COBA, alamat(KODE_COBA), pilihan.jangkar), kotak=False)
    return Periksa(naskah.sidik, pilihan.jangkar, made.halaman, made.letak, made.jangkar, made.fon)


def check(*, user: Pengguna, naskah: Naskah, sidik: str, alasan: Mapping[str, str]) -> list[dict[str, str]]:
    """What was answered instead of put right; ServiceError says why this may not be frozen.

    `sidik`: of what the page has shown; `alasan`: answers by the code of a point.
    """
    check_may(user, Aksi.KELOLA, naskah.pemda.pk)
    if naskah.dibekukan is not None:
        raise ServiceError(SUDAH_BEKU)
    if sidik != naskah.sidik:
        raise ServiceError(BERUBAH)
    return _answers(naskah, alasan)


def prepare(
    *,
    user: Pengguna,
    naskah: Naskah,
    sidik: str,
    alasan: Mapping[str, str],
    pilihan: Pilihan,
    alamat: Callable[[str], str],
) -> Beku:
    """Everything that `dokumen_create` stores. `alamat` gives the public address of a code."""
    answers = check(user=user, naskah=naskah, sidik=sidik, alasan=alasan)
    kode = new_kode()
    made = draw(naskah.rows, Segel(kode, alamat(kode), pilihan.jangkar), kotak=pilihan.kotak)
    if not made.bersih:
        raise ServiceError(TIDAK_BERSIH.format(sebab=" ".join((*made.letak, *made.jangkar, *made.fon))))
    return _beku(naskah, kode, made, pilihan, answers)


def _answers(naskah: Naskah, alasan: Mapping[str, str]) -> list[dict[str, str]]:
    """What was answered instead of put right, to be kept with the document."""
    answers = list(naskah.terjawab)
    for butir in naskah.butir:
        if butir.beres:
            continue
        if butir.wajib:
            raise ServiceError(WAJIB.format(judul=butir.judul, label=butir.label))
        reason = checked_reason(alasan.get(butir.kode, ""), PERLU_ALASAN.format(judul=butir.judul))
        answers.append({"kode": butir.kode, "judul": butir.judul, "kurang": " ".join(butir.kurang), "alasan": reason})
    return answers


def _beku(naskah: Naskah, kode: str, made: Cetakan, pilihan: Pilihan, jawaban: list[dict[str, str]]) -> Beku:
    return Beku(
        kode=kode,
        pemda=naskah.pemda,
        jenis=naskah.jenis,
        tentang=naskah.tentang,
        data=made.data,
        halaman=made.halaman,
        penetapan_kode=naskah.penetapan_kode,
        instansi=naskah.instansi,
        tahun=naskah.tahun,
        nomor=naskah.nomor,
        tanggal=naskah.tanggal,
        penanda_tangan=naskah.penanda_tangan,
        jangkar=pilihan.jangkar,
        kotak=pilihan.kotak,
        cuplikan=naskah.cuplikan,
        jawaban=jawaban,
    )
