"""Writes of TahunIsian: which years and quarters OPD may enter, and until when."""

from collections.abc import Mapping
from datetime import date

from django.db import transaction

from formulas.notation import write_date
from registry.akses import Aksi
from registry.models import JendelaIsian, Penetapan, Pengguna, TahunIsian
from registry.periode import TRIWULAN, nama_triwulan
from registry.services.errors import ServiceError
from registry.services.jendela import Sebab, year_window
from registry.services.simpan import check_may, store

Hari = tuple[date | None, date | None]  # first and last day
DIKUNCI = "Tahun {tahun} sudah dikunci; jendelanya tidak dapat diubah. Buka dahulu kuncinya."
TERBALIK = "{apa}: tanggal mulai tidak boleh sesudah batas akhir."
EFEK = {
    Sebab.DITUTUP: "Tahun {tahun} ditutup: OPD hanya dapat membaca isiannya. "
    "Yang sudah diajukan tetap dapat diverifikasi.",
    Sebab.LEWAT: "Batas isian tahun {tahun} sudah lewat, sehingga OPD belum dapat mengisi. "
    "Majukan batasnya bila perlu.",
    Sebab.BELUM_MULAI: "Tahun {tahun} dibuka: OPD dapat mengisi mulai {mulai}. Target sudah dapat diisi sekarang.",
}


@transaction.atomic
def tahun_isian_save(
    *, user: Pengguna, tahun_isian: TahunIsian, triwulan: Mapping[int, Hari] | None = None
) -> TahunIsian:
    """Opens, closes or re-dates a year and its quarters; stored values stay as they are. Not of a locked year."""
    check_may(user, Aksi.BUKA_TAHUN, tahun_isian.pemda_id)
    check_not_locked(tahun_isian)
    if tahun_isian.mulai and tahun_isian.batas and tahun_isian.mulai > tahun_isian.batas:
        raise ServiceError(TERBALIK.format(apa=f"Tahun {tahun_isian.tahun}"))
    state = "dibuka" if tahun_isian.dibuka else "ditutup"
    until = f", batas {tahun_isian.batas.isoformat()}" if tahun_isian.batas else ""
    store(tahun_isian, user=user, reason=f"Tahun {tahun_isian.tahun} {state}{until}")
    for periode, days in (triwulan or {}).items():
        _set_quarter(user, tahun_isian, periode, days)
    return tahun_isian


def check_not_locked(tahun_isian: TahunIsian) -> None:
    """Refuses a locked year; looks at the row as it is now."""
    if TahunIsian.objects.select_for_update().filter(pk=tahun_isian.pk, dikunci_pada__isnull=False).exists():
        raise ServiceError(DIKUNCI.format(tahun=tahun_isian.tahun))


def _set_quarter(user: Pengguna, tahun_isian: TahunIsian, periode: int, days: Hari) -> None:
    """The days of one quarter for all; both empty: those of the year hold."""
    mulai, batas = days
    row = JendelaIsian.objects.filter(tahun_isian=tahun_isian, periode=periode, instansi=None).first()
    if periode not in TRIWULAN or (row is None and not (mulai or batas)):
        return
    if row is not None and (row.mulai, row.batas) == days:
        return
    if mulai and batas and mulai > batas:
        raise ServiceError(TERBALIK.format(apa=nama_triwulan(periode)))
    row = row or JendelaIsian(tahun_isian=tahun_isian, periode=periode)
    row.mulai, row.batas = mulai, batas
    store(row, user=user, reason=f"{nama_triwulan(periode)}: {span(mulai, batas)}")


def quarters_of(tahun_isian: TahunIsian) -> dict[int, Hari]:
    """The days set for each quarter; (None, None) where those of the year hold."""
    rows = JendelaIsian.objects.filter(tahun_isian=tahun_isian, instansi=None) if tahun_isian.pk else ()
    stored = {row.periode: (row.mulai, row.batas) for row in rows}
    return {periode: stored.get(periode, (None, None)) for periode in TRIWULAN}


def span(mulai: date | None, batas: date | None) -> str:
    """The days in words."""
    parts = [f"mulai {write_date(mulai)}" if mulai else "", f"sampai {write_date(batas)}" if batas else ""]
    return " ".join(part for part in parts if part) or "mengikuti tahun"


def tahun_isian_effect(tahun_isian: TahunIsian) -> str:
    """What the year's state means to the OPD now, in one or two sentences."""
    tahun, window = tahun_isian.tahun, year_window(tahun_isian)
    if not window.terbuka:
        mulai = write_date(window.mulai) if window.mulai else ""
        return EFEK[window.sebab].format(tahun=tahun, mulai=mulai) if window.sebab in EFEK else window.pesan
    until = f" sampai {write_date(tahun_isian.batas)}" if tahun_isian.batas else " tanpa batas waktu"
    text = f"Tahun {tahun} dibuka: OPD dapat mengisi dan mengajukan{until}."
    if Penetapan.objects.filter(pemda=tahun_isian.pemda_id).in_force(tahun).exists():
        return text
    return f"{text} Belum ada penetapan yang berlaku pada tahun itu, sehingga belum ada indikator yang dapat diisi."
