"""Writes of Realisasi: save, submit, return, verify, reopen. Every one leaves a version with user and reason."""

from typing import Any

from django.db import transaction
from django.utils import timezone

from registry.akses import Aksi, is_coordinator, may, may_fill, may_fill_variabel, may_submit
from registry.models import Pengguna, Realisasi, TahunIsian, Variabel
from registry.services.baris import ConflictError, Kunci, apply, store_row
from registry.services.berlaku import counts, is_base_year
from registry.services.dampak import node_of, spread
from registry.services.errors import ServiceError
from registry.services.hitung import hitung
from registry.services.nilai import check_values

Status = Realisasi.Status
TIDAK_BERHAK = "Peran akun Anda tidak mencakup tindakan ini."
TAHUN_TUTUP = "Isian tahun {tahun} belum dibuka atau sudah ditutup. Hubungi Bappeda bila masih perlu mengisi."
TIDAK_BERLAKU = "Indikator ini tidak berlaku bagi {instansi} pada tahun {tahun}."
SUDAH_DIAJUKAN = "Realisasi ini berstatus {status}; isian tidak dapat diubah sebelum dikembalikan atau dibuka kembali."
BELUM_LENGKAP = "Belum dapat diajukan: {pesan} Isi nilainya, atau pilih alasan mengapa kosong."
WAJIB_ALASAN = "Tulis alasannya, agar OPD tahu apa yang perlu diperbaiki."

# action → (from, to): the one place that says how a realisasi moves
TRANSISI: dict[str, tuple[frozenset[str], str]] = {
    "ajukan": (frozenset({Status.DRAF, Status.DIKEMBALIKAN}), Status.DIAJUKAN),
    "tarik": (frozenset({Status.DIAJUKAN}), Status.DRAF),
    "kembalikan": (frozenset({Status.DIAJUKAN}), Status.DIKEMBALIKAN),
    "verifikasi": (frozenset({Status.DIAJUKAN}), Status.TERVERIFIKASI),
    "buka_kembali": (frozenset({Status.TERVERIFIKASI}), Status.DIKEMBALIKAN),
}


def check_open(kunci: Kunci) -> None:
    """Refuses a year that is not open, or an indicator that does not count for the instansi in it."""
    year = TahunIsian.objects.filter(pemda=kunci.indikator.pemda_id, tahun=kunci.tahun).select_related("pemda").first()
    if year is None or not year.terbuka():
        raise ServiceError(TAHUN_TUTUP.format(tahun=kunci.tahun))
    if not counts(kunci.indikator, kunci.instansi, kunci.tahun) and not is_base_year(kunci.indikator, kunci.tahun):
        raise ServiceError(TIDAK_BERLAKU.format(instansi=kunci.instansi, tahun=kunci.tahun))


@transaction.atomic
def realisasi_save(
    *,
    user: Pengguna,
    kunci: Kunci,
    nilai_mentah: dict[str, Any],
    version: int,
    teks: dict[str, str] | None = None,
) -> Realisasi:
    """Stores raw values of the variables this user fills, and what they compute to.

    `version` is what the form was opened with (0: nothing stored yet); ConflictError when it has moved on.
    """
    if not may_fill(user, kunci.indikator, kunci.instansi):
        raise ServiceError(TIDAK_BERHAK)
    check_open(kunci)
    row = kunci.get(lock=True)
    if row is not None and row.version != version:
        raise ConflictError(row)
    if row is not None and row.status not in Realisasi.OPEN:
        raise ServiceError(SUDAH_DIAJUKAN.format(status=row.get_status_display().lower()))
    row = row or Realisasi(
        indikator=kunci.indikator,
        instansi=kunci.instansi,
        tahun=kunci.tahun,
        periode=kunci.periode,
        version=0,
    )
    row.nilai_mentah = merge_values(user, kunci, row.nilai_mentah, nilai_mentah)
    for name, value in (teks or {}).items():
        setattr(row, name, value)
    row.diisi_oleh = user
    apply(
        row,
        hitung(
            indikator=kunci.indikator,
            instansi=kunci.instansi,
            tahun=kunci.tahun,
            nilai_mentah=row.nilai_mentah,
            periode=kunci.periode,
        ),
    )
    store_row(row, user, "Isian disimpan")
    recompute_dependents(row, user)
    return row


def merge_values(user: Pengguna, kunci: Kunci, stored: dict[str, Any], typed: dict[str, Any]) -> dict[str, Any]:
    """Typed values of the variables this user fills over the stored ones; all others stay as they are."""
    variables = Variabel.objects.filter(rumus__indikator=kunci.indikator, rumus__status="berlaku", asal="isian")
    variables = variables.select_related("skala")
    mine = [v for v in variables if may_fill_variabel(user, v, kunci.indikator, kunci.instansi)]
    check_values(mine, typed)
    return {**stored, **{v.nama: typed[v.nama] for v in mine if v.nama in typed}}


def recompute_dependents(changed: Realisasi, user: Pengguna | None) -> list[Realisasi]:
    """Recomputes what reads this row, directly or not, each once and in order; published figures stay.

    Returns the rows that were rewritten.
    """
    reason = f"Dihitung ulang karena {changed.indikator.kode} berubah"
    dampak = spread(pemda_id=changed.indikator.pemda_id, starts=[node_of(changed)], user=user, reason=reason)
    return dampak.dihitung


@transaction.atomic
def realisasi_submit(*, user: Pengguna, realisasi: Realisasi, version: int | None = None) -> Realisasi:
    """draf | dikembalikan → diajukan, by the coordinating OPD; a blank without a chosen reason is refused."""
    if not may_submit(user) or not is_coordinator(user, realisasi.indikator, realisasi.instansi):
        raise ServiceError(TIDAK_BERHAK)
    check_open(Kunci(realisasi.indikator, realisasi.instansi, realisasi.tahun, realisasi.periode))
    row = _locked(realisasi, version)
    missing = unexplained(row)
    if missing:
        raise ServiceError(BELUM_LENGKAP.format(pesan=f"«{missing[0]}» belum diisi."))
    member = user.keanggotaan_aktif
    row.diajukan_oleh, row.diajukan_pada = user, timezone.now()
    row.atas_nama = f"Kepala {member.instansi}"
    return _move(row, "ajukan", user, "")


def unexplained(row: Realisasi) -> list[str]:
    """Labels of raw values that have neither a value nor a reason other than "belum diisi"."""
    variables = Variabel.objects.filter(rumus__indikator=row.indikator_id, rumus__status="berlaku", asal="isian")
    return [v.label for v in variables if _is_missing(row.nilai_mentah.get(v.nama))]


def _is_missing(raw: Any) -> bool:
    if isinstance(raw, list):
        return not raw or any(_is_missing(item) for item in raw)
    if isinstance(raw, dict):
        return raw.get("kosong", "belum_diisi") == "belum_diisi"
    return raw in (None, "")


@transaction.atomic
def realisasi_withdraw(*, user: Pengguna, realisasi: Realisasi, version: int | None = None) -> Realisasi:
    """diajukan → draf, by the OPD that submitted, while nobody has decided yet."""
    if not may_submit(user) or not is_coordinator(user, realisasi.indikator, realisasi.instansi):
        raise ServiceError(TIDAK_BERHAK)
    check_open(Kunci(realisasi.indikator, realisasi.instansi, realisasi.tahun, realisasi.periode))
    return _move(_locked(realisasi, version), "tarik", user, "")


@transaction.atomic
def realisasi_verify(*, user: Pengguna, realisasi: Realisasi, version: int | None = None) -> Realisasi:
    """diajukan → terverifikasi, by Bappeda."""
    row = _reviewed(user, realisasi, version)
    row.diverifikasi_oleh, row.diverifikasi_pada = user, timezone.now()
    return _move(row, "verifikasi", user, "")


@transaction.atomic
def realisasi_return(*, user: Pengguna, realisasi: Realisasi, alasan: str, version: int | None = None) -> Realisasi:
    """diajukan → dikembalikan, by Bappeda, with a reason."""
    return _move(_reviewed(user, realisasi, version), "kembalikan", user, _reason(alasan))


@transaction.atomic
def realisasi_reopen(*, user: Pengguna, realisasi: Realisasi, alasan: str, version: int | None = None) -> Realisasi:
    """terverifikasi → dikembalikan, by Bappeda, with a reason: the only way a verified value can change."""
    row = _reviewed(user, realisasi, version)
    row.diverifikasi_oleh = row.diverifikasi_pada = None
    return _move(row, "buka_kembali", user, _reason(alasan))


def _reviewed(user: Pengguna, realisasi: Realisasi, version: int | None) -> Realisasi:
    if not may(user, Aksi.VERIFIKASI):
        raise ServiceError(TIDAK_BERHAK)
    return _locked(realisasi, version)


def _locked(realisasi: Realisasi, version: int | None) -> Realisasi:
    """The row as it is now; ConflictError when it is not the one that the page showed."""
    row = Realisasi.objects.select_for_update().get(pk=realisasi.pk)
    if version is not None and row.version != version:
        raise ConflictError(row)
    return row


def _reason(alasan: str) -> str:
    if not alasan.strip():
        raise ServiceError(WAJIB_ALASAN)
    return alasan.strip()


def _move(row: Realisasi, action: str, user: Pengguna, alasan: str) -> Realisasi:
    allowed, target = TRANSISI[action]
    if row.status not in allowed:
        raise ServiceError(f"Realisasi berstatus {row.get_status_display().lower()}; tindakan ini tidak berlaku lagi.")
    row.status = target
    row.alasan = alasan
    store_row(row, user, alasan or action.replace("_", " ").capitalize())
    return row
