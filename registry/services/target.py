"""Writes of Target: save and submit by the OPD, approve and return by Bappeda. Every one leaves a version."""

from dataclasses import asdict, dataclass
from decimal import Decimal
from typing import Any

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from registry.akses import Aksi, is_coordinator, may, may_submit
from registry.models import Pengguna, Realisasi, Skala, Target, Variabel
from registry.services.baris import recompute
from registry.services.berlaku import counts
from registry.services.capaian import target_of
from registry.services.errors import ServiceError
from registry.services.jendela import is_locked
from registry.services.realisasi import (
    DIKUNCI,
    TIDAK_BERHAK,
    TIDAK_BERLAKU,
    WAJIB_ALASAN,
    ConflictError,
    Kunci,
    check_open,
)

Status = Target.Status
OPEN = (Status.DRAF, Status.DIKEMBALIKAN)
TERKUNCI = "Target ini berstatus {status}; tidak dapat diubah sebelum Bappeda mengembalikannya."
TERBALIK = "Batas bawah tidak boleh lebih besar daripada batas atas."
KOSONG = "Tulis nilai targetnya."
TAK_DIKENAL = "Predikat ini tidak ada dalam skala indikator."
SUDAH_PINDAH = "Target berstatus {status}; tindakan ini tidak berlaku lagi."

# action → (from, to)
TRANSISI: dict[str, tuple[frozenset[str], str]] = {
    "ajukan": (frozenset(OPEN), Status.DIAJUKAN),
    "setujui": (frozenset({Status.DIAJUKAN}), Status.DISETUJUI),
    "kembalikan": (frozenset({Status.DIAJUKAN, Status.DISETUJUI}), Status.DIKEMBALIKAN),
}


@dataclass(frozen=True)
class IsiTarget:
    """What is typed: a number with its operator, a range, or a code; numbers as exact text."""

    operator: str = Target.Operator.SAMA
    bawah: str | None = None
    atas: str | None = None
    kode: str | None = None
    teks: str | None = None


def skala_of(kunci: Kunci) -> Skala | None:
    """The scale from which the target is chosen, where the indicator is a predicate."""
    rows = Variabel.objects.filter(rumus__indikator=kunci.indikator, rumus__status="berlaku")
    chosen = rows.filter(jenis=Variabel.Jenis.PILIHAN).select_related("skala").first()
    return chosen.skala if chosen else None


def may_edit_target(user: Pengguna, kunci: Kunci) -> bool:
    """Whether the user's OPD sets this target: the one that coordinates the indicator."""
    return may(user, Aksi.ISI_TARGET) and is_coordinator(user, kunci.indikator, kunci.instansi)


@transaction.atomic
def target_save(*, user: Pengguna, kunci: Kunci, isi: IsiTarget, version: int) -> Target:
    """Stores the target and recomputes the capaian of what is not published; ConflictError when it moved on."""
    if not may_edit_target(user, kunci):
        raise ServiceError(TIDAK_BERHAK)
    row = _current(kunci)
    _check_year(user, kunci)
    if row is not None and row.version != version:
        return _same_or_conflict(row, isi, user)
    if row is not None and row.status not in OPEN:
        raise ServiceError(TERKUNCI.format(status=row.get_status_display().lower()))
    _check(isi, skala_of(kunci))
    row = row or Target(
        indikator=kunci.indikator, instansi=kunci.instansi, tahun=kunci.tahun, periode=kunci.periode, version=0
    )
    for name, value in asdict(isi).items():
        setattr(row, name, value)
    try:
        _store(row, user, "Target disimpan")
    except IntegrityError:
        return _same_or_conflict(Target.objects.get(**_where(row)), isi, user)
    _recompute(kunci, user)
    return row


def _where(row: Target) -> dict[str, Any]:
    return {name: getattr(row, name) for name in ("indikator", "instansi", "tahun", "periode", "versi_pk")}


def _same_or_conflict(row: Target, isi: IsiTarget, user: Pengguna) -> Target:
    """The row as stored when the same person sends the same form again; otherwise ConflictError."""
    typed = asdict(isi)
    same = row.status in OPEN and {name: getattr(row, name) for name in typed} == typed
    if same and row.history.filter(version=row.version, history_user=user).exists():
        return row
    raise ConflictError(row)


def _check_year(user: Pengguna, kunci: Kunci) -> None:
    check_open(kunci, opd=user.keanggotaan_aktif.instansi, target=True)
    if not counts(kunci.indikator, kunci.instansi, kunci.tahun):
        raise ServiceError(TIDAK_BERLAKU.format(instansi=kunci.instansi, tahun=kunci.tahun))


def _current(kunci: Kunci) -> Target | None:
    row = target_of(kunci.indikator, kunci.instansi, kunci.tahun, kunci.periode)
    return Target.objects.select_for_update().get(pk=row.pk) if row else None


def _check(isi: IsiTarget, skala: Skala | None) -> None:
    if skala is not None:
        if skala.peringkat(isi.kode or "") is None:
            raise ServiceError(TAK_DIKENAL)
        return
    if isi.bawah is None or (isi.operator == Target.Operator.RENTANG and isi.atas is None):
        raise ServiceError(KOSONG)
    if isi.atas is not None and Decimal(isi.bawah) > Decimal(isi.atas):
        raise ServiceError(TERBALIK)


@transaction.atomic
def target_submit(*, user: Pengguna, target: Target, version: int) -> Target:
    """draf | dikembalikan → diajukan, by who may submit for the coordinating OPD."""
    if not may_submit(user) or not is_coordinator(user, target.indikator, target.instansi):
        raise ServiceError(TIDAK_BERHAK)
    _check_year(user, Kunci(target.indikator, target.instansi, target.tahun, target.periode))
    return _move(target, "ajukan", user, "", version)


@transaction.atomic
def target_approve(*, user: Pengguna, target: Target, version: int) -> Target:
    """diajukan → disetujui, by Bappeda: locked from here on."""
    _check_reviewer(user, target)
    return _move(target, "setujui", user, "", version)


@transaction.atomic
def target_return(*, user: Pengguna, target: Target, alasan: str, version: int) -> Target:
    """diajukan | disetujui → dikembalikan, by Bappeda, with a reason."""
    _check_reviewer(user, target)
    if not alasan.strip():
        raise ServiceError(WAJIB_ALASAN)
    return _move(target, "kembalikan", user, alasan.strip(), version)


def _check_reviewer(user: Pengguna, target: Target) -> None:
    if not may(user, Aksi.SETUJUI_TARGET) or user.keanggotaan_aktif.pemda_id != target.indikator.pemda_id:
        raise ServiceError(TIDAK_BERHAK)


def _move(target: Target, action: str, user: Pengguna, alasan: str, version: int) -> Target:
    row = Target.objects.select_for_update().get(pk=target.pk)
    allowed, status = TRANSISI[action]
    if row.version != version:
        if _is_repeated(row, status, user, version, alasan):
            return row
        raise ConflictError(row)
    if is_locked(target.indikator.pemda_id, row.tahun):
        raise ServiceError(DIKUNCI.format(tahun=row.tahun))
    if row.status not in allowed:
        raise ServiceError(SUDAH_PINDAH.format(status=row.get_status_display().lower()))
    row.status, row.alasan = status, alasan
    _store(row, user, alasan or f"Target: {action}")
    return row


def _is_repeated(row: Target, status: str, user: Pengguna, version: int, alasan: str) -> bool:
    """Whether the step that the same person asks for is exactly the one that was taken last."""
    if (row.version, row.status, row.alasan) != (version + 1, status, alasan):
        return False
    return row.history.filter(version=row.version, history_user=user).exists()


def _store(row: Target, user: Pengguna, reason: str) -> None:
    row.version += 1
    row._history_user = user
    row._change_reason = reason[:100]
    try:
        row.full_clean(exclude=["indikator", "instansi"])
    except ValidationError as error:
        raise ServiceError(" ".join(error.messages)) from error
    with transaction.atomic():
        row.save()


def _recompute(kunci: Kunci, user: Pengguna) -> None:
    rows = Realisasi.objects.filter(
        indikator=kunci.indikator, instansi=kunci.instansi, tahun=kunci.tahun, periode=kunci.periode
    )
    for row in rows.exclude(status__in=Realisasi.FINAL):
        recompute(row, user, "Dihitung ulang karena target berubah")
