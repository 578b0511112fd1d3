"""Writes of Dokumen: frozen once, cancelled with a reason. Nothing else about it ever changes."""

import logging
import uuid
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from registry.akses import Aksi
from registry.models import Dokumen, Instansi, Pemda, Pengguna
from registry.models.dokumen import frozen_name
from registry.services import dokumen_simpanan
from registry.services.alasan import checked_reason
from registry.services.errors import ServiceError
from registry.services.simpan import check_may, store

log = logging.getLogger(__name__)
SUDAH_BEKU = "Dokumen ini sudah dibekukan. Unduh yang ada, atau batalkan dahulu dengan alasan."
PERLU_ALASAN = "Tulis alasan pembatalan; alasan itu tampil pada halaman dokumen dan tersimpan dalam riwayat."
SUDAH_BATAL = "Dokumen ini sudah dibatalkan."


@dataclass(frozen=True)
class Beku:
    """A finished file with what it is: everything that a Dokumen stores of it."""

    kode: str
    pemda: Pemda
    jenis: str
    tentang: str
    data: bytes
    halaman: int
    penetapan_kode: str = ""
    instansi: Instansi | None = None
    tahun: int | None = None
    nomor: str = ""
    tanggal: date | None = None
    penanda_tangan: str = ""
    jangkar: str = ""
    kotak: bool = False
    cuplikan: dict[str, Any] = field(default_factory=dict)
    jawaban: list[dict[str, str]] = field(default_factory=list)


def dokumen_create(*, user: Pengguna, beku: Beku, kunci: uuid.UUID | None = None) -> Dokumen:
    """Stores a frozen document: the file first, then the row; the file goes when the row does not come to be.

    `kunci`: of the job that froze it, so that a job done twice makes one document.
    """
    check_may(user, Aksi.KELOLA, beku.pemda.pk)
    fields = {name: getattr(beku, name) for name in beku.__dataclass_fields__ if name != "data"}
    row = Dokumen(**fields, ukuran=len(beku.data), sha256=dokumen_simpanan.sha256(beku.data), dibekukan_oleh=user)
    if kunci is not None:
        _again(row, kunci)
    row.berkas.name = frozen_name(row, "")
    dokumen_simpanan.keep(row.berkas.name, beku.data)
    try:
        with transaction.atomic():
            _store_once(row, user)
    except BaseException:
        dokumen_simpanan.discard(str(row.berkas.name))
        raise
    return row


def _again(row: Dokumen, kunci: uuid.UUID) -> None:
    """A file of that key without a row is what a killed worker has left."""
    if Dokumen.objects.filter(kunci=kunci).exists():
        raise ServiceError(SUDAH_BEKU)
    row.kunci = kunci
    dokumen_simpanan.discard(frozen_name(row, ""))


def _store_once(row: Dokumen, user: Pengguna) -> None:
    try:
        row.validate_constraints()
        store(row, user=user, reason=f"Dibekukan untuk ditandatangani; SHA-256 {row.sha256[:16]}")
    except (IntegrityError, ValidationError) as error:
        raise ServiceError(SUDAH_BEKU) from error


@transaction.atomic
def dokumen_cancel(*, user: Pengguna, dokumen: Dokumen, alasan: str) -> Dokumen:
    """Takes a document out of force; file, code and signatures stay, and whoever checks the code reads it."""
    check_may(user, Aksi.KELOLA, dokumen.pemda_id)
    reason = checked_reason(alasan, PERLU_ALASAN)
    row = Dokumen.objects.select_for_update().get(pk=dokumen.pk)
    if row.status == Dokumen.Status.DIBATALKAN:
        raise ServiceError(SUDAH_BATAL)
    row.status, row.alasan_batal = Dokumen.Status.DIBATALKAN, reason
    store(row, user=user, reason=f"Dibatalkan: {reason}")
    return row
