"""Locks a year and unlocks it: terverifikasi ↔ terkunci for all of its rows at once, with history for every one."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone
from simple_history.utils import bulk_update_with_history

from registry.akses import Aksi
from registry.models import Instansi, Pengguna, Realisasi, TahunIsian
from registry.services.errors import ServiceError
from registry.services.isian import Kemajuan, progress_by_instansi
from registry.services.realisasi import TRANSISI
from registry.services.simpan import check_may, store

SEKALI = 200  # rows per statement
SUDAH_DIKUNCI = "Tahun {tahun} sudah dikunci."
TIDAK_DIKUNCI = "Tahun {tahun} tidak dikunci; tidak ada yang perlu dibuka."
PERLU_ALASAN = "Tulis mengapa kunci tahun ini dibuka; alasannya tercatat dalam riwayat."


@dataclass(frozen=True)
class Sisa:
    """One instansi with what is not verified yet."""

    instansi: Instansi
    kemajuan: Kemajuan

    @property
    def belum(self) -> int:
        """How many values are not verified."""
        return self.kemajuan.jumlah - self.kemajuan.terverifikasi


def unverified(user: Pengguna, tahun_isian: TahunIsian) -> list[Sisa]:
    """Every instansi that would be locked with values that are not verified, in printed order."""
    rows = progress_by_instansi(user, tahun_isian.pemda, tahun_isian.tahun)
    return [item for item in (Sisa(place, count) for place, count in rows) if item.belum]


def verified_count(tahun_isian: TahunIsian) -> int:
    """How many rows locking moves."""
    return _rows(tahun_isian).filter(status=Realisasi.Status.TERVERIFIKASI).count()


@transaction.atomic
def tahun_lock(*, user: Pengguna, tahun_isian: TahunIsian) -> int:
    """terverifikasi → terkunci for the whole year, and entry closed; how many rows. Others stay as they are."""
    year = _year(user, tahun_isian)
    if year.dikunci_pada is not None:
        raise ServiceError(SUDAH_DIKUNCI.format(tahun=year.tahun))
    year.dikunci_pada, year.dikunci_oleh, year.dibuka = timezone.now(), user, False
    store(year, user=user, reason=f"Tahun {year.tahun} dikunci")
    return _move_all(year, "kunci", user, f"Tahun {year.tahun} dikunci")


@transaction.atomic
def tahun_unlock(*, user: Pengguna, tahun_isian: TahunIsian, alasan: str) -> int:
    """terkunci → terverifikasi for the whole year, with a reason; how many rows. Entry stays closed."""
    year = _year(user, tahun_isian)
    if year.dikunci_pada is None:
        raise ServiceError(TIDAK_DIKUNCI.format(tahun=year.tahun))
    if not alasan.strip():
        raise ServiceError(PERLU_ALASAN)
    year.dikunci_pada = year.dikunci_oleh = None
    reason = f"Kunci {year.tahun} dibuka: {alasan.strip()}"[:100]
    store(year, user=user, reason=reason)
    return _move_all(year, "buka_kunci", user, reason)


def _year(user: Pengguna, tahun_isian: TahunIsian) -> TahunIsian:
    """The row as it is now, locked against others."""
    check_may(user, Aksi.BUKA_TAHUN, tahun_isian.pemda_id)
    return TahunIsian.objects.select_for_update(of=("self",)).select_related("pemda").get(pk=tahun_isian.pk)


def _rows(year: TahunIsian):
    return Realisasi.objects.filter(indikator__pemda=year.pemda_id, tahun=year.tahun)


def _move_all(year: TahunIsian, action: str, user: Pengguna, reason: str) -> int:
    """One step of TRANSISI for all rows that may take it. All rows are held, so that no decision slips past."""
    allowed, target = TRANSISI[action]
    held = _rows(year).select_for_update(of=("self",)).order_by("pk")
    rows: Sequence[Realisasi] = [row for row in held if row.status in allowed]
    now = timezone.now()
    for row in rows:
        row.status, row.version, row.updated_at = target, row.version + 1, now
    if rows:
        fields = ["status", "version", "updated_at"]
        bulk_update_with_history(
            rows, Realisasi, fields, batch_size=SEKALI, default_user=user, default_change_reason=reason
        )
    return len(rows)
