"""One stored Realisasi: which it is, how a computation gets into it, how it is saved, how it is computed again."""

from dataclasses import dataclass
from typing import Any

from django.db import IntegrityError, transaction

from registry.models import Indikator, Instansi, Pengguna, Realisasi, Target
from registry.services.errors import ServiceError
from registry.services.hitung import Hitungan, hitung, plain, snapshot
from registry.services.jendela import is_locked
from registry.services.ringkas import Baris


class ConflictError(ServiceError):
    """Somebody else saved in between; holds what is stored now, so that both can be shown."""

    def __init__(self, current: Realisasi | Target) -> None:
        super().__init__("Isian ini baru saja disimpan orang lain. Bandingkan kedua isian, lalu simpan lagi.")
        self.current = current


@dataclass(frozen=True)
class Kunci:
    """Which realisasi: an indicator for one instansi, year and periode."""

    indikator: Indikator
    instansi: Instansi
    tahun: int
    periode: int = 0

    def get(self, *, lock: bool = False) -> Realisasi | None:
        """The stored row, if any; locked inside a transaction when asked."""
        rows = Realisasi.objects.select_for_update() if lock else Realisasi.objects.select_related("diisi_oleh")
        mine = {"indikator": self.indikator, "instansi": self.instansi, "tahun": self.tahun, "periode": self.periode}
        return rows.filter(**mine).order_by("pk").first()  # without an order of its own it would lock the decree too


def apply(row: Realisasi | Baris, hitungan: Hitungan) -> None:
    """Copies a computation into the row: result or reason, capaian, class, snapshot."""
    nilai, kosong = hitungan.nilai, hitungan.kosong
    row.rumus = hitungan.rumus
    row.hasil = None if nilai is None else plain(nilai)
    row.hasil_angka = None if nilai is None else float(nilai)
    row.kosong_kode = kosong.kode if kosong else None
    row.kosong_pesan = kosong.pesan if kosong else None
    capaian = hitungan.pencapaian.nilai
    row.capaian = None if capaian is None else plain(capaian)
    row.capaian_angka = None if capaian is None else float(capaian)
    row.kelas = hitungan.pencapaian.kelas
    row.cuplikan = snapshot(hitungan)


def store_row(row: Realisasi, user: Pengguna | None, reason: str) -> None:
    """Saves the next version with who and why; ConflictError when somebody else created the row meanwhile."""
    row.version += 1
    row.full_clean(exclude=["rumus", "indikator", "instansi"], validate_unique=False, validate_constraints=False)
    row._history_user = user
    row._change_reason = reason[:100]  # `alasan` of the row holds the whole text
    try:
        with transaction.atomic():
            row.save()
    except IntegrityError:
        current = Kunci(row.indikator, row.instansi, row.tahun, row.periode).get()
        if current is None or row.pk:
            raise
        raise ConflictError(current) from None


def recompute(stale: Realisasi, user: Pengguna | None, reason: str) -> Realisasi | None:
    """Computes an unpublished row again from its own raw values.

    None when it is published, its year is locked, or nothing has moved.
    """
    row = Realisasi.objects.select_for_update(of=("self",)).select_related("indikator", "instansi").get(pk=stale.pk)
    if row.status in Realisasi.FINAL or is_locked(row.indikator.pemda_id, row.tahun):
        return None
    before = shown(row)
    apply(
        row,
        hitung(
            indikator=row.indikator,
            instansi=row.instansi,
            tahun=row.tahun,
            nilai_mentah=row.nilai_mentah,
            periode=row.periode,
            bukti=False,
        ),
    )
    if before == shown(row):
        return None
    store_row(row, user, reason)
    return row


def shown(row: Realisasi | Baris) -> tuple[Any, ...]:
    """What a computation may change: compared before and after, so that unchanged rows are not written.

    The worked steps follow from the rest of the snapshot.
    """
    return *figures(row), {name: used for name, used in row.cuplikan.items() if name != "langkah"}


def figures(row: Realisasi | Baris) -> tuple[Any, ...]:
    """Result and capaian as stored, or why there is none."""
    return row.hasil, row.kosong_kode, row.kosong_pesan, row.capaian, row.kelas
