"""Several published values reopened at once with one reason: lists of "perlu dibuka kembali"."""

from collections.abc import Iterable
from dataclasses import dataclass

from registry.akses import Aksi, may
from registry.models import Pengguna, Realisasi
from registry.services.errors import ServiceError
from registry.services.putusan import putusan_reopen
from registry.services.realisasi import TIDAK_BERHAK, WAJIB_ALASAN


@dataclass(frozen=True)
class HasilBanyak:
    """What one decision on many rows did: how many were moved, and which were not, with the reason."""

    jumlah: int
    ditolak: tuple[tuple[Realisasi, str], ...]


def putusan_reopen_many(*, user: Pengguna, items: Iterable[tuple[int, int]], alasan: str) -> HasilBanyak:
    """Reopens (pk, version) one by one with one reason; what has moved on in the meantime is left alone and told."""
    if not may(user, Aksi.VERIFIKASI):
        raise ServiceError(TIDAK_BERHAK)
    if not alasan.strip():
        raise ServiceError(WAJIB_ALASAN)
    reason, wanted = alasan.strip(), dict(items)
    rows = Realisasi.objects.visible_to(user).select_related("indikator", "instansi").in_bulk(list(wanted))
    done, refused = 0, []
    for pk, row in rows.items():
        try:
            putusan_reopen(user=user, realisasi=row, alasan=reason, version=wanted[pk])
            done += 1
        except ServiceError as error:
            refused.append((row, error.pesan))
    return HasilBanyak(done, tuple(refused))
