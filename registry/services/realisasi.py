"""Writes of Realisasi: save, submit, return, verify, reopen. Every one leaves a version with user and reason."""

from dataclasses import dataclass
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone

from registry.akses import Aksi, is_coordinator, may, may_fill, may_fill_variabel, may_submit
from registry.models import Indikator, Instansi, Pengguna, Realisasi, TahunIsian, Target, Variabel
from registry.services.berlaku import counts, is_base_year
from registry.services.errors import ServiceError
from registry.services.hitung import Hitungan, hitung, plain, snapshot
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
        return rows.filter(
            indikator=self.indikator, instansi=self.instansi, tahun=self.tahun, periode=self.periode
        ).first()


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
    _store(row, user, "Isian disimpan")
    recompute_dependents(row, user)
    return row


def merge_values(user: Pengguna, kunci: Kunci, stored: dict[str, Any], typed: dict[str, Any]) -> dict[str, Any]:
    """Typed values of the variables this user fills over the stored ones; all others stay as they are."""
    variables = Variabel.objects.filter(rumus__indikator=kunci.indikator, rumus__status="berlaku", asal="isian")
    variables = variables.select_related("skala")
    mine = [v for v in variables if may_fill_variabel(user, v, kunci.indikator, kunci.instansi)]
    check_values(mine, typed)
    return {**stored, **{v.nama: typed[v.nama] for v in mine if v.nama in typed}}


def apply(row: Realisasi, hitungan: Hitungan) -> None:
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


def _store(row: Realisasi, user: Pengguna | None, reason: str) -> None:
    row.version += 1
    row.full_clean(exclude=["rumus", "indikator", "instansi"], validate_unique=False, validate_constraints=False)
    row._history_user = user
    row._change_reason = reason
    try:
        with transaction.atomic():
            row.save()
    except IntegrityError:
        current = Kunci(row.indikator, row.instansi, row.tahun, row.periode).get()
        if current is None or row.pk:
            raise
        raise ConflictError(current) from None


def recompute_dependents(changed: Realisasi, user: Pengguna | None) -> list[Realisasi]:
    """Recomputes what reads this result, and what reads that; published figures stay and are not touched.

    Returns the rows that were rewritten, in the order of recomputation.
    """
    done: set[int] = {changed.pk}
    queue, rewritten = [changed], []
    while queue:
        source = queue.pop(0)
        reason = f"Dihitung ulang karena {source.indikator.kode} berubah"
        for reader in _readers(source):
            if reader.pk not in done:
                done.add(reader.pk)
                row = recompute(reader, user, reason)
                if row is not None:
                    rewritten.append(row)
                    queue.append(row)
    return rewritten


def recompute(stale: Realisasi, user: Pengguna | None, reason: str) -> Realisasi | None:
    """Computes an unpublished row again from its own raw values; None when it is published, or nothing has moved."""
    row = Realisasi.objects.select_for_update(of=("self",)).select_related("indikator", "instansi").get(pk=stale.pk)
    if row.status in Realisasi.FINAL:
        return None
    before = _shown(row)
    apply(
        row,
        hitung(
            indikator=row.indikator,
            instansi=row.instansi,
            tahun=row.tahun,
            nilai_mentah=row.nilai_mentah,
            periode=row.periode,
        ),
    )
    if before == _shown(row):
        return None
    _store(row, user, reason)
    return row


def _shown(row: Realisasi) -> tuple[Any, ...]:
    return row.hasil, row.kosong_kode, row.kosong_pesan, row.capaian, row.kelas, row.cuplikan


def _readers(source: Realisasi) -> list[Realisasi]:
    """Open rows whose formula reads this indicator this year, or this row's raw values as last year's."""
    this_year = Realisasi.objects.filter(
        tahun=source.tahun,
        indikator__rumus__status="berlaku",
        indikator__rumus__variabel__indikator=source.indikator,
    )
    chain = [source.indikator_id, *source.indikator.lanjutan.values_list("pk", flat=True)]
    next_year = Realisasi.objects.filter(
        tahun=source.tahun + 1,
        instansi=source.instansi,
        indikator__in=chain,
        indikator__rumus__status="berlaku",
        indikator__rumus__ekspresi__icontains="LALU(",
    )
    rows = (this_year | next_year).filter(periode=source.periode)
    opened = rows.exclude(status__in=Realisasi.FINAL)
    return list(opened.select_related("indikator", "instansi").distinct())


@transaction.atomic
def realisasi_submit(*, user: Pengguna, realisasi: Realisasi, version: int | None = None) -> Realisasi:
    """draf | dikembalikan → diajukan, by the coordinating OPD; a blank without a chosen reason is refused."""
    if not may_submit(user) or not is_coordinator(user, realisasi.indikator, realisasi.instansi):
        raise ServiceError(TIDAK_BERHAK)
    check_open(Kunci(realisasi.indikator, realisasi.instansi, realisasi.tahun, realisasi.periode))
    row = _locked(realisasi, version)
    if row.kosong_kode == "belum_diisi":
        raise ServiceError(BELUM_LENGKAP.format(pesan=row.kosong_pesan))
    member = user.keanggotaan_aktif
    row.diajukan_oleh, row.diajukan_pada = user, timezone.now()
    row.atas_nama = f"Kepala {member.instansi}"
    return _move(row, "ajukan", user, "")


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
    _store(row, user, alasan or action.replace("_", " ").capitalize())
    return row
