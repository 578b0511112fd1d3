"""Writes of AturanCapaian: a new version from a year on, a correction of one; open realisasi follow, published stay."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db import transaction

from formulas.capaian import AturanCapaian as Aturan
from registry.akses import Aksi
from registry.models import AturanCapaian, Pengguna, Realisasi, TahunIsian
from registry.services.aturan_penjelasan import TURUN, explain
from registry.services.errors import ServiceError
from registry.services.massal import recompute_rows
from registry.services.riwayat import SISTEM, Perubahan
from registry.services.simpan import check_may, store

TANPA_DASAR = "Tulis dasar hukumnya, misalnya Peraturan Bupati yang menetapkan cara menghitung capaian."
SUDAH_ADA = "Aturan yang mulai tahun {tahun} sudah ada. Ubah versi itu, atau pilih tahun mulai yang lain."
TANPA_ALASAN = "Tulis alasan perubahan; alasan itu tersimpan dalam riwayat."
BERUBAH = "Aturan ini baru saja diubah orang lain. Muat ulang halaman, bandingkan, lalu ulangi perubahan Anda."


@dataclass(frozen=True)
class Versi:
    """One version, its rules, and the years that it covers (`sampai` None: from then on)."""

    row: AturanCapaian
    aturan: Aturan
    sampai: int | None

    @property
    def rentang(self) -> str:
        """The years in words."""
        if self.sampai is None:
            return f"sejak {self.row.mulai}"
        return str(self.row.mulai) if self.sampai == self.row.mulai else f"{self.row.mulai}–{self.sampai}"

    @property
    def turun(self) -> str:
        """The formula for lower-is-better, in words."""
        return TURUN[self.aturan.turun]

    def covers(self, tahun: int) -> bool:
        """Whether the version counts in the year."""
        return self.row.mulai <= tahun and (self.sampai is None or tahun <= self.sampai)


@dataclass(frozen=True)
class Tersimpan:
    """What a save did: the version, and how many open realisasi were computed again."""

    row: AturanCapaian
    dihitung: int
    tetap: int


def versions_of(user: Pengguna) -> list[Versi]:
    """All versions that the user may read, newest first."""
    return spans(list(AturanCapaian.objects.visible_to(user).order_by("-mulai")))


def spans(rows: Sequence[AturanCapaian]) -> list[Versi]:
    """Versions of one Pemda, newest first, each with the last year before the next one begins."""
    ends = [None, *[row.mulai - 1 for row in rows[:-1]]]
    return [Versi(row, Aturan.from_dict(row.isi), end) for row, end in zip(rows, ends, strict=False)]


def version_token(row: AturanCapaian) -> int:
    """What a form compares with on save: how many versions its history holds."""
    return row.history.count()


def years_to_compare(user: Pengguna) -> list[int]:
    """Years with values that the user may see, newest first; the opened ones where there are none."""
    entered = Realisasi.objects.visible_to(user).order_by().values_list("tahun", flat=True).distinct()
    opened = TahunIsian.objects.visible_to(user).order_by().values_list("tahun", flat=True)
    return sorted({*entered} or {*opened}, reverse=True)


@transaction.atomic
def aturan_capaian_create(*, user: Pengguna, mulai: int, dasar_hukum: str, aturan: Aturan) -> Tersimpan:
    """A new version from the year `mulai` on, until the next one begins."""
    pemda_id = user.keanggotaan_aktif.pemda_id if user.keanggotaan_aktif else 0
    check_may(user, Aksi.KELOLA, pemda_id)
    if AturanCapaian.objects.filter(pemda=pemda_id, mulai=mulai).exists():
        raise ServiceError(SUDAH_ADA.format(tahun=mulai))
    row = AturanCapaian(pemda_id=pemda_id, mulai=mulai)
    return _save(row, user, dasar_hukum, aturan, "Versi baru")


@transaction.atomic
def aturan_capaian_update(
    *, user: Pengguna, row: AturanCapaian, dasar_hukum: str, aturan: Aturan, alasan: str, token: int
) -> Tersimpan:
    """Corrects a version, with a reason; its year stays."""
    check_may(user, Aksi.KELOLA, row.pemda_id)
    current = AturanCapaian.objects.select_for_update().get(pk=row.pk)
    if version_token(current) != token:
        raise ServiceError(BERUBAH)
    if not alasan.strip():
        raise ServiceError(TANPA_ALASAN)
    return _save(current, user, dasar_hukum, aturan, alasan.strip())


def _save(row: AturanCapaian, user: Pengguna, dasar_hukum: str, aturan: Aturan, reason: str) -> Tersimpan:
    if not dasar_hukum.strip():
        raise ServiceError(TANPA_DASAR)
    row.dasar_hukum, row.isi = dasar_hukum.strip(), parameters(aturan)
    store(row, user=user, reason=reason)
    covered = _covered(row)
    opened = covered.exclude(status__in=Realisasi.FINAL).order_by("tahun", "pk")
    told = f"Dihitung ulang karena aturan capaian sejak {row.mulai}"
    order = list(opened.values_list("pk", flat=True))
    done = recompute_rows(pemda_id=row.pemda_id, order=order, user=user, reason=told).dihitung
    return Tersimpan(row, len(done), covered.filter(status__in=Realisasi.FINAL).count())


def parameters(aturan: Aturan) -> dict[str, Any]:
    """What differs from the default; the legal basis has a column of its own."""
    return {name: value for name, value in aturan.to_dict().items() if name != "dasar_hukum"}


def _covered(row: AturanCapaian) -> Any:
    """All realisasi of the years from this version until the next."""
    rows = Realisasi.objects.filter(indikator__pemda=row.pemda_id, tahun__gte=row.mulai)
    after = AturanCapaian.objects.filter(pemda=row.pemda_id, mulai__gt=row.mulai).order_by("mulai").first()
    return rows.filter(tahun__lt=after.mulai) if after else rows


def history_of(row: AturanCapaian) -> list[Perubahan]:
    """All changes of a version in words, newest first."""
    found: list[Perubahan] = []
    before: dict[str, str] = {}
    for record in row.history.select_related("history_user").order_by("history_date", "history_id"):
        now = _cells(record)
        butir = tuple((name, before.get(name, ""), value) for name, value in now.items() if before.get(name) != value)
        who = str(record.history_user) if record.history_user else SISTEM
        found.append(
            Perubahan(
                kapan=record.history_date,
                siapa=who,
                apa=str(row),
                alasan=record.history_change_reason or "Dibuat",
                contoh=False,
                butir=butir,
            )
        )
        before = now
    return found[::-1]


def _cells(record: Any) -> dict[str, str]:
    """One version of the history as labels and texts."""
    told = explain(Aturan.from_dict(record.isi))
    cells = {"Dasar hukum": record.dasar_hukum or "belum disebut", "Semakin rendah semakin baik": told.turun_dipakai}
    cells |= {butir.judul: butir.isi for butir in told.butir}
    return cells | {"Kelas": "; ".join(f"{k.nama} {k.rentang}" for k in told.kelas), "Pembacaan kelas": told.kelas_dari}
