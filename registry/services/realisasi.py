"""Writes of Realisasi: save, submit, return, verify, reopen. Every one leaves a version with user and reason.

The same form sent twice (double click, retry) is recognised by its content and answered as the first time.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone

from registry.akses import Aksi, is_coordinator, may, may_fill, may_fill_variabel, may_submit
from registry.models import Instansi, Pengguna, Realisasi, Variabel
from registry.services.baris import ConflictError, Kunci, apply, recompute, store_row
from registry.services.berlaku import counts, is_base_year
from registry.services.dampak import node_of, spread
from registry.services.errors import ServiceError
from registry.services.hitung import hitung
from registry.services.jendela import is_locked, window_of
from registry.services.langkah import with_langkah
from registry.services.nilai import check_values

Status = Realisasi.Status
TIDAK_BERHAK = "Peran akun Anda tidak mencakup tindakan ini."
DIKUNCI = "Tahun {tahun} sudah dikunci; statusnya tidak dapat diubah. Buka dahulu kunci tahun itu."
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
    "kunci": (frozenset({Status.TERVERIFIKASI}), Status.TERKUNCI),
    "buka_kunci": (frozenset({Status.TERKUNCI}), Status.TERVERIFIKASI),
    "urungkan": (frozenset({Status.TERVERIFIKASI}), Status.DIAJUKAN),
}
SEBUTAN = {"urungkan": "Persetujuan diurungkan"}  # what the history tells of a step, where its name does not do
BATAS_URUNG = timedelta(minutes=10)
TERLAMBAT_URUNG = (
    "Persetujuan hanya dapat diurungkan oleh yang menyetujui, dalam 10 menit. Buka kembali dengan alasan bila perlu."
)


def check_open(kunci: Kunci, *, opd: Instansi | None = None, target: bool = False) -> None:
    """Refuses while entry is closed for the OPD that types, or an indicator that does not count in the year.

    `opd` None: the OPD that coordinates. A target follows the window of the year, also that of a quarter.
    """
    opd = opd or coordinator(kunci)
    window = window_of(kunci.instansi.pemda, kunci.tahun, opd, 0 if target else kunci.periode)
    window.check(target=target)
    if not counts(kunci.indikator, kunci.instansi, kunci.tahun) and not is_base_year(kunci.indikator, kunci.tahun):
        raise ServiceError(TIDAK_BERLAKU.format(instansi=kunci.instansi, tahun=kunci.tahun))


def coordinator(kunci: Kunci) -> Instansi:
    """The OPD whose window counts: the instansi itself; of the Pemda's own values the first that fills them."""
    if kunci.instansi.jenis != Instansi.Jenis.PEMDA:
        return kunci.instansi
    first = kunci.indikator.pengisi.select_related("instansi").order_by("urut").first()
    return first.instansi if first else kunci.instansi


@transaction.atomic
def realisasi_save(
    *,
    user: Pengguna,
    kunci: Kunci,
    nilai_mentah: dict[str, Any],
    version: int,
    teks: dict[str, Any] | None = None,
    sebab: str = "Isian disimpan",
) -> Realisasi:
    """Stores raw values of the variables this user fills, and what they compute to; `sebab` goes into the history.

    `version` is what the form was opened with (0: nothing stored yet); ConflictError when it has moved on.
    """
    if not may_fill(user, kunci.indikator, kunci.instansi):
        raise ServiceError(TIDAK_BERHAK)
    row = kunci.get(lock=True)
    check_open(kunci, opd=user.keanggotaan_aktif.instansi)
    typed = Ketikan(user, kunci, nilai_mentah, teks or {})
    if row is not None and row.version != version:
        return typed.same_or_conflict(row)
    if row is not None and row.status not in Realisasi.OPEN:
        raise ServiceError(SUDAH_DIAJUKAN.format(status=row.get_status_display().lower()))
    row = row or Realisasi(
        indikator=kunci.indikator, instansi=kunci.instansi, tahun=kunci.tahun, periode=kunci.periode, version=0
    )
    typed.put_into(row)
    try:
        store_row(row, user, sebab)
    except ConflictError as error:
        return typed.same_or_conflict(error.current)
    recompute_dependents(row, user)
    return row


@dataclass(frozen=True)
class Ketikan:
    """What one person sends for one realisasi."""

    user: Pengguna
    kunci: Kunci
    nilai_mentah: dict[str, Any]
    teks: dict[str, Any]

    def put_into(self, row: Realisasi) -> None:
        """The typed values over the stored ones, and what they compute to."""
        kunci = self.kunci
        row.nilai_mentah = merge_values(self.user, kunci, row.nilai_mentah, self.nilai_mentah)
        for name, value in self.teks.items():
            setattr(row, name, value)
        row.diisi_oleh = self.user
        now = hitung(
            indikator=kunci.indikator,
            instansi=kunci.instansi,
            tahun=kunci.tahun,
            nilai_mentah=row.nilai_mentah,
            periode=kunci.periode,
        )
        apply(row, now)

    def same_or_conflict(self, row: Any) -> Realisasi:
        """The row as stored when this is the same form sent again; otherwise ConflictError."""
        sent = row.status in Realisasi.OPEN and row.diisi_oleh_id == self.user.pk
        sent = sent and all(getattr(row, name) == value for name, value in self.teks.items())
        if sent and merge_values(self.user, self.kunci, row.nilai_mentah, self.nilai_mentah) == row.nilai_mentah:
            return row
        raise ConflictError(row)


def merge_values(user: Pengguna, kunci: Kunci, stored: dict[str, Any], typed: dict[str, Any]) -> dict[str, Any]:
    """Typed values of the variables this user fills over the stored ones; all others stay as they are."""
    variables = Variabel.objects.filter(rumus__indikator=kunci.indikator, rumus__status="berlaku", asal="isian")
    variables = variables.select_related("skala")
    mine = [v for v in variables if may_fill_variabel(user, v, kunci.indikator, kunci.instansi)]
    check_values(mine, typed)
    return {**stored, **{v.nama: typed[v.nama] for v in mine if v.nama in typed}}


def recompute_dependents(changed: Realisasi, user: Pengguna | None) -> Sequence[Realisasi]:
    """Recomputes what reads this row, directly or not, each once and in order; published figures stay.

    Returns the rows that were rewritten.
    """
    reason = f"Dihitung ulang karena {changed.indikator.kode} berubah"
    dampak = spread(pemda_id=changed.indikator.pemda_id, starts=[node_of(changed)], user=user, reason=reason)
    return dampak.dihitung


@transaction.atomic
def realisasi_submit(*, user: Pengguna, realisasi: Realisasi, version: int | None = None) -> Realisasi:
    """draf | dikembalikan → diajukan, by the coordinating OPD; a blank without a chosen reason is refused."""
    _check_coordinator(user, realisasi)
    member = user.keanggotaan_aktif

    def ready(row: Realisasi) -> None:
        check_open(_kunci(realisasi), opd=member.instansi)
        if missing := unexplained(row):
            raise ServiceError(BELUM_LENGKAP.format(pesan=f"«{missing[0]}» belum diisi."))

    told: dict[str, Any] = {
        "diajukan_oleh": user,
        "diajukan_pada": timezone.now(),
        "atas_nama": f"Kepala {member.instansi}",
    }
    return _move(realisasi, "ajukan", user, version, ready=ready, **told)


def _check_coordinator(user: Pengguna, realisasi: Realisasi) -> None:
    if not may_submit(user) or not is_coordinator(user, realisasi.indikator, realisasi.instansi):
        raise ServiceError(TIDAK_BERHAK)


def _kunci(row: Realisasi) -> Kunci:
    return Kunci(row.indikator, row.instansi, row.tahun, row.periode)


def unexplained(row: Realisasi) -> list[str]:
    """Labels of raw values that have neither a value nor a reason other than "belum diisi"."""
    variables = Variabel.objects.filter(rumus__indikator=row.indikator_id, rumus__status="berlaku", asal="isian")
    return [v.label for v in variables if is_missing(row.nilai_mentah.get(v.nama))]


def is_missing(raw: Any) -> bool:
    """Whether a raw value is blank without a chosen reason; of a deret, any member."""
    if isinstance(raw, list):
        return not raw or any(is_missing(item) for item in raw)
    if isinstance(raw, dict):
        return raw.get("kosong", "belum_diisi") == "belum_diisi"
    return raw in (None, "")


@transaction.atomic
def realisasi_withdraw(*, user: Pengguna, realisasi: Realisasi, version: int | None = None) -> Realisasi:
    """diajukan → draf, by the OPD that submitted, while nobody has decided yet."""
    _check_coordinator(user, realisasi)

    def ready(row: Realisasi) -> None:
        check_open(_kunci(realisasi), opd=user.keanggotaan_aktif.instansi)

    return _move(realisasi, "tarik", user, version, ready=ready)


@transaction.atomic
def realisasi_verify(*, user: Pengguna, realisasi: Realisasi, version: int | None = None) -> Realisasi:
    """diajukan → terverifikasi, by Bappeda; from then on its worked steps are kept as they are."""
    _check_reviewer(user, realisasi)

    def ready(row: Realisasi) -> None:
        row.cuplikan = with_langkah(row.cuplikan)

    told: dict[str, Any] = {"diverifikasi_oleh": user, "diverifikasi_pada": timezone.now()}
    return _move(realisasi, "verifikasi", user, version, ready=ready, **told)


@transaction.atomic
def realisasi_unverify(*, user: Pengguna, realisasi: Realisasi, version: int | None = None) -> Realisasi:
    """terverifikasi → diajukan, by whoever approved it minutes ago: a slip of the hand, taken back."""
    _check_reviewer(user, realisasi)

    def ready(row: Realisasi) -> None:
        when = row.diverifikasi_pada
        if row.diverifikasi_oleh_id != user.pk or when is None or timezone.now() - when > BATAS_URUNG:
            raise ServiceError(TERLAMBAT_URUNG)

    told: dict[str, Any] = {"diverifikasi_oleh": None, "diverifikasi_pada": None}
    row = _move(realisasi, "urungkan", user, version, ready=ready, **told)
    fresh = recompute(row, user, "Dihitung ulang setelah persetujuan diurungkan")
    if fresh is not None:
        recompute_dependents(fresh, user)
    return fresh or row


@transaction.atomic
def realisasi_return(*, user: Pengguna, realisasi: Realisasi, alasan: str, version: int | None = None) -> Realisasi:
    """diajukan → dikembalikan, by Bappeda, with a reason."""
    _check_reviewer(user, realisasi)
    return _move(realisasi, "kembalikan", user, version, _reason(alasan))


@transaction.atomic
def realisasi_reopen(*, user: Pengguna, realisasi: Realisasi, alasan: str, version: int | None = None) -> Realisasi:
    """terverifikasi → dikembalikan, by Bappeda, with a reason: the only way a verified value can change.

    It is computed again at once, from the data and the formula of today, and with it what reads it.
    """
    _check_reviewer(user, realisasi)
    told: dict[str, Any] = {"diverifikasi_oleh": None, "diverifikasi_pada": None}
    row = _move(realisasi, "buka_kembali", user, version, _reason(alasan), **told)
    fresh = recompute(row, user, "Dihitung ulang setelah dibuka kembali")
    if fresh is not None:
        recompute_dependents(fresh, user)
    return fresh or row


def _check_reviewer(user: Pengguna, realisasi: Realisasi) -> None:
    if not may(user, Aksi.VERIFIKASI) or user.keanggotaan_aktif.pemda_id != realisasi.indikator.pemda_id:
        raise ServiceError(TIDAK_BERHAK)


def _reason(alasan: str) -> str:
    if not alasan.strip():
        raise ServiceError(WAJIB_ALASAN)
    return alasan.strip()


def _move(
    realisasi: Realisasi,
    action: str,
    user: Pengguna,
    version: int | None,
    alasan: str = "",
    ready: Callable[[Realisasi], None] | None = None,
    **told: Any,
) -> Realisasi:
    """One step of TRANSISI on the row as it is now; ConflictError when it is not the one that the page showed."""
    row = Realisasi.objects.select_for_update().get(pk=realisasi.pk)
    if version is not None and row.version != version:
        if _is_repeated(row, action, user, version, alasan):
            return row
        raise ConflictError(row)
    if is_locked(realisasi.indikator.pemda_id, row.tahun):
        raise ServiceError(DIKUNCI.format(tahun=row.tahun))
    allowed, target = TRANSISI[action]
    if row.status not in allowed:
        raise ServiceError(f"Realisasi berstatus {row.get_status_display().lower()}; tindakan ini tidak berlaku lagi.")
    if ready is not None:
        ready(row)
    for name, value in (told | {"status": target, "alasan": alasan}).items():
        setattr(row, name, value)
    store_row(row, user, alasan or SEBUTAN.get(action) or action.replace("_", " ").capitalize())
    return row


def _is_repeated(row: Realisasi, action: str, user: Pengguna, version: int, alasan: str) -> bool:
    """Whether the step that the same person asks for is exactly the one that was taken last."""
    status = TRANSISI[action][1]
    if (row.status, row.alasan) != (status, alasan):
        return False
    return row.history.filter(version=version + 1, status=status, alasan=alasan, history_user=user).exists()
