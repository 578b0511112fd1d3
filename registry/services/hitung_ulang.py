"""A whole year of a Pemda computed again: what would change, and the writing of it."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db import transaction

from registry.models import Indikator, Pemda, Realisasi
from registry.services.baris import shown
from registry.services.dampak import Dampak, nodes_of_indikator, preview_impact, spread
from registry.services.errors import ServiceError
from registry.services.jendela import is_locked
from registry.tulis import tulis_angka, tulis_kosong

PEMDA_TIDAK_ADA = "Pemda dengan kode «{kode}» tidak ada."
TANPA_ISIAN = "Tidak ada realisasi tahun {tahun} pada {pemda}."


@dataclass(frozen=True)
class Berubah:
    """One realisasi whose stored outcome is not what its formula gives today; figures as people read them."""

    realisasi: Realisasi
    lama: str
    baru: str


@dataclass(frozen=True)
class TahunUlang:
    """What computing a year again does: open rows that change, published ones that stay, and how many there are."""

    pemda: Pemda
    berubah: list[Berubah]
    tetap: Sequence[Realisasi]
    jumlah: int
    terkunci: bool


def recompute_year(*, kode: str, tahun: int, simpan: bool, alasan: str = "") -> TahunUlang:
    """Computes every realisasi of the year again, and what later years read of it; writes only with `simpan`.

    Published rows and locked years stay. The history tells `alasan` and no user, as for any recomputation.
    """
    pemda = Pemda.objects.filter(kode=kode).first()
    if pemda is None:
        raise ServiceError(PEMDA_TIDAK_ADA.format(kode=kode))
    rows = Realisasi.objects.filter(indikator__pemda=pemda, tahun=tahun).order_by()
    if not rows.exists():
        raise ServiceError(TANPA_ISIAN.format(tahun=tahun, pemda=pemda))
    before = {row.pk: row for row in Realisasi.objects.filter(indikator__pemda=pemda, tahun__gte=tahun)}
    indikator = Indikator.objects.filter(pemda=pemda).order_by("pk").values_list("pk", flat=True)
    starts = [node for pk in indikator for node in nodes_of_indikator(pk, [tahun])]
    reason = alasan.strip() or f"Dihitung ulang: seluruh tahun {tahun}"

    def change() -> Dampak:
        return spread(pemda_id=pemda.pk, starts=starts, user=None, reason=reason, also=True)

    with transaction.atomic():
        dampak = change() if simpan else preview_impact(change)
    berubah = [_told(before[row.pk], row) for row in dampak.dihitung]
    return TahunUlang(pemda, berubah, dampak.terbit, rows.count(), is_locked(pemda.pk, tahun))


def _told(lama: Realisasi, baru: Realisasi) -> Berubah:
    same_figures = shown(lama)[:-1] == shown(baru)[:-1]
    return Berubah(baru, _figure(lama), "hanya rincian hitungannya" if same_figures else _figure(baru))


def _figure(row: Realisasi) -> str:
    """Result and capaian, or why there is none."""
    if row.hasil is None:
        return tulis_kosong(row.kosong_kode or "belum_diisi")
    capaian = "" if row.capaian is None else f" (capaian {tulis_angka(row.capaian, 2)} %)"
    return f"{tulis_angka(row.hasil)}{capaian}"
