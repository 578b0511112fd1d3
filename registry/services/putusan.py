"""Decisions of Bappeda on submitted values: the step of the state machine, and word of it to the OPD, in one go."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db import transaction

from registry.akses import Aksi, may
from registry.models import Pengguna, Realisasi
from registry.services.errors import ServiceError
from registry.services.kabar_verifikasi import kabari_returned, kabari_undone, kabari_verified
from registry.services.realisasi import (
    TIDAK_BERHAK,
    realisasi_reopen,
    realisasi_return,
    realisasi_unverify,
    realisasi_verify,
)


@transaction.atomic
def putusan_approve(*, user: Pengguna, realisasi: Realisasi, version: int) -> Realisasi:
    """diajukan → terverifikasi; the people of the OPD are told, approvals of a day in one message."""
    row = realisasi_verify(user=user, realisasi=realisasi, version=version)
    if _fresh(row, realisasi):
        kabari_verified([row], user)
    return row


@transaction.atomic
def putusan_undo(*, user: Pengguna, realisasi: Realisasi, version: int) -> Realisasi:
    """terverifikasi → diajukan, minutes after the approval and by the same person."""
    row = realisasi_unverify(user=user, realisasi=realisasi, version=version)
    kabari_undone(row, user)
    return row


@transaction.atomic
def putusan_return(*, user: Pengguna, realisasi: Realisasi, alasan: str, version: int) -> Realisasi:
    """diajukan → dikembalikan; the OPD reads the reason."""
    row = realisasi_return(user=user, realisasi=realisasi, alasan=alasan, version=version)
    if _fresh(row, realisasi):
        kabari_returned(row, user)
    return row


@transaction.atomic
def putusan_reopen(*, user: Pengguna, realisasi: Realisasi, alasan: str, version: int) -> Realisasi:
    """terverifikasi → dikembalikan; the OPD reads the reason."""
    row = realisasi_reopen(user=user, realisasi=realisasi, alasan=alasan, version=version)
    if _fresh(row, realisasi):
        kabari_returned(row, user, "Dibuka kembali")
    return row


def _fresh(row: Realisasi, before: Realisasi) -> bool:
    """Whether the step was taken now; a form sent twice finds it taken already, and nobody is told again."""
    return row.version != before.version


@dataclass(frozen=True)
class HasilBersama:
    """What a bulk approval did: how many were verified, and which were not, with the reason."""

    disetujui: int
    ditolak: tuple[tuple[Realisasi, str], ...]


@transaction.atomic
def verifikasi_many(*, user: Pengguna, items: Sequence[tuple[int, int]]) -> HasilBersama:
    """Verifies (pk, version) one by one; what has moved on in the meantime is left alone and told."""
    if not may(user, Aksi.VERIFIKASI):
        raise ServiceError(TIDAK_BERHAK)
    visible = Realisasi.objects.visible_to(user).select_related("indikator", "instansi")
    rows = visible.in_bulk([pk for pk, _ in items])
    done, told, refused = 0, [], []
    for pk, version in dict(items).items():
        if pk not in rows:
            continue
        try:
            row = realisasi_verify(user=user, realisasi=rows[pk], version=version)
        except ServiceError as error:
            refused.append((rows[pk], error.pesan))
            continue
        done += 1
        if _fresh(row, rows[pk]):
            row.indikator, row.instansi = rows[pk].indikator, rows[pk].instansi
            told.append(row)
    kabari_verified(told, user)
    return HasilBersama(done, tuple(refused))
