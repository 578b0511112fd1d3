"""A merge, a split or a new name of instansi, in one step: what it would do, and doing it.

The old ones end with the year before; the new ones begin with the year and name them as predecessors. Nothing that
was entered moves: old sheets still print, the heirs read the verified values of before, and no series is joined.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db import transaction

from registry.akses import Aksi
from registry.models import (
    DataDasar,
    Instansi,
    InstansiPendahulu,
    Keanggotaan,
    LembarInstansi,
    Pemda,
    Penetapan,
    Pengguna,
    Realisasi,
)
from registry.services.errors import ServiceError
from registry.services.instansi import instansi_save
from registry.services.simpan import check_may

TANPA_ASAL = "Pilih paling sedikit satu instansi asal."
TANPA_TUJUAN = "Tulis paling sedikit satu instansi baru, atau pilih instansi yang menerima."
BUKAN_OPD = "{nama} bukan satu OPD, sehingga tidak dapat digabung atau dipecah."
SUDAH_BERAKHIR = "{nama} sudah berakhir tahun {tahun}."
BELUM_ADA = "{nama} baru berdiri tahun {mulai}, sesudah tahun yang Anda tulis."
KHUSUS = (Instansi.Jenis.PEMDA, Instansi.Jenis.KELOMPOK)


@dataclass(frozen=True)
class Rencana:
    """From which instansi to which, beginning with a year. One that is on both sides lives on."""

    pemda: Pemda
    tahun: int
    asal: Sequence[Instansi]
    menerima: Sequence[Instansi]
    baru: Sequence[Instansi]

    @property
    def berakhir(self) -> list[Instansi]:
        """Those that end with the year before."""
        stay = {row.pk for row in self.menerima}
        return [row for row in self.asal if row.pk not in stay]

    @property
    def sebutan(self) -> str:
        """What kind of change it is."""
        count = len(self.menerima) + len(self.baru)
        if len(self.asal) > 1:
            return "Penggabungan" if count == 1 else "Penataan ulang"
        return "Pemecahan" if count > 1 else "Pergantian"


@dataclass(frozen=True)
class Akibat:
    """What hangs on an instansi that ends."""

    instansi: Instansi
    anggota: list[Keanggotaan]
    lembar: int
    terbuka: int
    data_dasar: list[DataDasar]


def akibat_of(rencana: Rencana) -> list[Akibat]:
    """For the preview: who loses the OPD, which sheets and open values are left behind, which shared data."""
    return [_akibat(row, rencana.tahun) for row in rencana.berakhir]


def _akibat(row: Instansi, tahun: int) -> Akibat:
    decrees = Penetapan.objects.filter(status=Penetapan.Status.DITETAPKAN, tahun_akhir__gte=tahun)
    sheets = LembarInstansi.objects.filter(instansi=row, lampiran__penetapan__in=decrees)
    open_rows = Realisasi.objects.filter(instansi=row, tahun__lt=tahun).exclude(status__in=Realisasi.FINAL)
    members = Keanggotaan.objects.filter(instansi=row, aktif=True).select_related("user")
    return Akibat(row, list(members), sheets.count(), open_rows.count(), list(DataDasar.objects.filter(pemilik=row)))


def rencana_check(user: Pengguna, rencana: Rencana) -> None:
    """Refuses what cannot be."""
    check_may(user, Aksi.KELOLA, rencana.pemda.pk)
    if not rencana.asal:
        raise ServiceError(TANPA_ASAL)
    if not rencana.baru and not rencana.menerima:
        raise ServiceError(TANPA_TUJUAN)
    for row in [*rencana.asal, *rencana.menerima]:
        check_may(user, Aksi.KELOLA, row.pemda_id)
        if row.jenis in KHUSUS:
            raise ServiceError(BUKAN_OPD.format(nama=row.nama))
        if row.sampai is not None and row.sampai < rencana.tahun:
            raise ServiceError(SUDAH_BERAKHIR.format(nama=row.nama, tahun=row.sampai))
    for row in rencana.asal:
        if row.mulai is not None and row.mulai >= rencana.tahun:
            raise ServiceError(BELUM_ADA.format(nama=row.nama, mulai=row.mulai))


@transaction.atomic
def instansi_reorganize(*, user: Pengguna, rencana: Rencana, simpan: bool) -> list[Instansi]:
    """Ends the old, makes the new, notes who continues whom; without `simpan` everything is tried and nothing stays."""
    rencana_check(user, rencana)
    for row in rencana.berakhir:
        ending = Instansi.objects.select_for_update().get(pk=row.pk)
        ending.sampai = rencana.tahun - 1
        instansi_save(user=user, instansi=ending, pendahulu=_before(ending))
    heirs = []
    for row in rencana.baru:
        new = Instansi(
            pemda=rencana.pemda, kode=row.kode, nama=row.nama, singkatan=row.singkatan, jenis=row.jenis,
            urut=rencana.asal[0].urut, mulai=rencana.tahun,
        )  # fmt: skip
        heirs.append(instansi_save(user=user, instansi=new, pendahulu=_steps(rencana, new, [])))
    for row in rencana.menerima:
        known = _before(row)
        heirs.append(instansi_save(user=user, instansi=row, pendahulu=[*known, *_steps(rencana, row, known)]))
    if not simpan:
        transaction.set_rollback(True)
    return heirs


def _before(row: Instansi) -> list[tuple[Instansi, int]]:
    steps = InstansiPendahulu.objects.filter(instansi=row).select_related("pendahulu")
    return [(step.pendahulu, step.tahun) for step in steps]


def _steps(rencana: Rencana, heir: Instansi, known: list[tuple[Instansi, int]]) -> list[tuple[Instansi, int]]:
    """All of the old, but itself and those it already continues."""
    have = {asal.pk for asal, _ in known} | ({heir.pk} if heir.pk else set())
    return [(asal, rencana.tahun) for asal in rencana.asal if asal.pk not in have]
