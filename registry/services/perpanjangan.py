"""Writes of extensions (JendelaIsian of one OPD): more days for one OPD and periode, with the reason."""

from datetime import date

from django.db import transaction

from formulas.notation import write_date
from registry.akses import Aksi
from registry.models import Instansi, JendelaIsian, Pengguna, TahunIsian
from registry.periode import TAHUN, sebut_periode
from registry.services.errors import ServiceError
from registry.services.jendela import Sebab, calendar_of
from registry.services.simpan import check_may, store
from registry.services.tahun_isian import check_not_locked

PERLU_ALASAN = "Tulis alasan perpanjangannya; OPD itu membacanya, dan alasannya tercatat."
PERLU_BATAS = "Tulis batas akhir yang baru."
TANPA_BATAS = "Isian {periode} tidak mempunyai batas akhir, sehingga tidak ada yang perlu diperpanjang."
TIDAK_LEBIH = "Batas baru harus sesudah batas bagi semua OPD, {batas}."
TANPA_TRIWULAN = "Tahun {tahun} tidak diisi per triwulan."
PEMDA_LAIN = "Instansi itu bukan bagian dari Pemda ini."


@transaction.atomic
def perpanjangan_save(
    *, user: Pengguna, tahun_isian: TahunIsian, instansi: Instansi, periode: int, batas: date | None, alasan: str
) -> JendelaIsian:
    """Gives one OPD until `batas`; a second time for the same OPD and periode changes the first. Bappeda only."""
    check_may(user, Aksi.BUKA_TAHUN, tahun_isian.pemda_id)
    check_not_locked(tahun_isian)
    if instansi.pemda_id != tahun_isian.pemda_id:
        raise ServiceError(PEMDA_LAIN)
    _check_longer(tahun_isian, periode, batas)
    if not alasan.strip():
        raise ServiceError(PERLU_ALASAN)
    rows = JendelaIsian.objects.select_for_update().filter(tahun_isian=tahun_isian, periode=periode).order_by("pk")
    row = rows.filter(instansi=instansi).first()
    row = row or JendelaIsian(tahun_isian=tahun_isian, periode=periode, instansi=instansi)
    row.batas, row.alasan = batas, alasan.strip()
    told = sebut_periode(tahun_isian.tahun, periode)
    store(row, user=user, reason=f"Perpanjangan {told} bagi {instansi.sebutan} sampai {_iso(batas)}")
    return row


def _iso(batas: date | None) -> str:
    return batas.isoformat() if batas else ""


def _check_longer(tahun_isian: TahunIsian, periode: int, batas: date | None) -> None:
    """Refuses what would not give the OPD a single day more than all have."""
    general = calendar_of(tahun_isian.pemda, tahun_isian.tahun).of(None, periode)
    if general.sebab == Sebab.TRIWULAN or (periode != TAHUN and not tahun_isian.triwulan):
        raise ServiceError(TANPA_TRIWULAN.format(tahun=tahun_isian.tahun))
    if batas is None:
        raise ServiceError(PERLU_BATAS)
    if general.batas is None:
        raise ServiceError(TANPA_BATAS.format(periode=general.sebutan))
    if batas <= general.batas:
        raise ServiceError(TIDAK_LEBIH.format(batas=write_date(general.batas)))


@transaction.atomic
def perpanjangan_end(*, user: Pengguna, jendela: JendelaIsian, alasan: str) -> None:
    """Takes an extension away: from now on the OPD has the days that all have. Bappeda only, with a reason."""
    check_may(user, Aksi.BUKA_TAHUN, jendela.tahun_isian.pemda_id)
    check_not_locked(jendela.tahun_isian)
    if not alasan.strip():
        raise ServiceError("Tulis mengapa perpanjangan ini diakhiri; alasannya tercatat.")
    row = JendelaIsian.objects.select_for_update().filter(pk=jendela.pk, instansi__isnull=False).order_by("pk").first()
    if row is None:
        return
    row._history_user = user
    row._change_reason = f"Perpanjangan diakhiri: {alasan.strip()}"[:100]
    row.delete()
