"""Writes of TahunIsian: which years OPD may enter, and until when."""

from django.db import transaction

from formulas.notation import write_date
from registry.akses import Aksi
from registry.models import Penetapan, Pengguna, TahunIsian
from registry.services.simpan import check_may, store


@transaction.atomic
def tahun_isian_save(*, user: Pengguna, tahun_isian: TahunIsian) -> TahunIsian:
    """Opens, closes or re-dates a year; stored values stay as they are."""
    check_may(user, Aksi.BUKA_TAHUN, tahun_isian.pemda_id)
    state = "dibuka" if tahun_isian.dibuka else "ditutup"
    until = f", batas {tahun_isian.batas.isoformat()}" if tahun_isian.batas else ""
    store(tahun_isian, user=user, reason=f"Tahun {tahun_isian.tahun} {state}{until}")
    return tahun_isian


def tahun_isian_effect(tahun_isian: TahunIsian) -> str:
    """What the year's state means to the OPD now, in one or two sentences."""
    tahun = tahun_isian.tahun
    if not tahun_isian.dibuka:
        return f"Tahun {tahun} ditutup: OPD hanya dapat membaca isiannya. Yang sudah diajukan tetap dapat diverifikasi."
    if not tahun_isian.terbuka():
        return f"Batas isian tahun {tahun} sudah lewat, sehingga OPD belum dapat mengisi. Majukan batasnya bila perlu."
    until = f" sampai {write_date(tahun_isian.batas)}" if tahun_isian.batas else " tanpa batas waktu"
    text = f"Tahun {tahun} dibuka: OPD dapat mengisi dan mengajukan{until}."
    if Penetapan.objects.filter(pemda=tahun_isian.pemda_id).in_force(tahun).exists():
        return text
    return f"{text} Belum ada penetapan yang berlaku pada tahun itu, sehingga belum ada indikator yang dapat diisi."
