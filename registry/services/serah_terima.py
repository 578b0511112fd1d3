"""Handing over: notes for the next operator, a change of operator in one step, and what the page tells.

What an OPD has entered belongs to the OPD: drafts stay, whoever works on them next.
"""

from dataclasses import dataclass
from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction

from registry.akses import Aksi, may
from registry.models import (
    BuktiDukung,
    Catatan,
    DataDasar,
    Instansi,
    Keanggotaan,
    NilaiDataDasar,
    Pengguna,
    Realisasi,
    SerahTerima,
)
from registry.services.akun import akun_create, save_member
from registry.services.anggota import anggota_set_aktif
from registry.services.errors import ServiceError
from registry.services.isian import Baris, rows_of_opd
from registry.services.simpan import TIDAK_BERHAK, check_may
from registry.tulis import tulis_angka, tulis_kosong

BUKAN_OPERATOR = "Hanya operator atau kepala OPD yang dapat diganti di sini. Untuk peran lain, tambah anggota baru."
SUDAH_NONAKTIF = "{nama} sudah nonaktif. Tambah anggota baru saja."
MAKS_CATATAN = 30


@transaction.atomic
def serah_terima_add(*, user: Pengguna, teks: str) -> SerahTerima:
    """A note about the member's own OPD; never edited, never deleted."""
    if not may(user, Aksi.CATAT) or not user.keanggotaan_aktif.is_opd:
        raise ServiceError(TIDAK_BERHAK)
    row = SerahTerima(instansi=user.keanggotaan_aktif.instansi, penulis=user, teks=teks.strip())
    try:
        row.full_clean()
    except ValidationError as error:
        raise ServiceError(" ".join(error.messages)) from error
    row._history_user, row._change_reason = user, "Catatan serah terima ditambahkan"
    row.save()
    return row


@transaction.atomic
def operator_replace(*, user: Pengguna, member: Keanggotaan, nama: str, username: str, email: str = "") -> Keanggotaan:
    """Switches the old person off and makes the new one, with the same role in the same OPD; both names stay."""
    check_may(user, Aksi.KELOLA, member.pemda_id)
    old = Keanggotaan.objects.select_for_update(of=("self",)).select_related("user", "instansi").get(pk=member.pk)
    if not old.is_opd:
        raise ServiceError(BUKAN_OPERATOR)
    if not old.aktif:
        raise ServiceError(SUDAH_NONAKTIF.format(nama=old.user.nama))
    anggota_set_aktif(user=user, member=old, aktif=False)
    new = akun_create(
        user=user, username=username, nama=nama, email=email, peran=old.peran, pemda=old.pemda, instansi=old.instansi
    )
    save_member(Keanggotaan.objects.get(pk=old.pk), user=user, reason=f"Diganti oleh {new.user.nama}")
    save_member(new, user=user, reason=f"Menggantikan {old.user.nama}")
    return new


@dataclass(frozen=True)
class Asal:
    """One indicator: where it stands this year, and how it was filled the year before."""

    baris: Baris
    sumber: tuple[str, ...]
    lalu: Realisasi | None
    bukti: tuple[BuktiDukung, ...]

    @property
    def teks_lalu(self) -> str:
        """Last year's result, or why there is none."""
        if self.lalu is None:
            return "belum diisi"
        if self.lalu.hasil is None:
            return tulis_kosong(self.lalu.kosong_kode or "belum_diisi")
        return tulis_angka(self.lalu.hasil, self.baris.rumus.desimal if self.baris.rumus else None)

    @property
    def kapan_lalu(self) -> datetime | None:
        """When it was last written."""
        return self.lalu.updated_at if self.lalu else None


@dataclass(frozen=True)
class Bahan:
    """Everything that the page of one OPD and year shows."""

    asal: list[Asal]
    catatan: list[Catatan]
    data_dasar: list[tuple[DataDasar, NilaiDataDasar | None]]
    pesan: list[SerahTerima]
    orang: list[Keanggotaan]

    def dengan(self, *status: str) -> list[Asal]:
        """Only those with one of the states."""
        return [row for row in self.asal if row.baris.status in status]

    @property
    def dikembalikan(self) -> list[Asal]:
        """What Bappeda gave back."""
        return self.dengan(Realisasi.Status.DIKEMBALIKAN)

    @property
    def draf(self) -> list[Asal]:
        """Begun, not submitted."""
        return self.dengan(Realisasi.Status.DRAF)

    @property
    def belum(self) -> list[Asal]:
        """Not begun."""
        return self.dengan("belum")

    @property
    def selesai(self) -> list[Asal]:
        """Submitted or verified."""
        return [row for row in self.asal if row.baris.selesai]


def bahan_of(user: Pengguna, instansi: Instansi, tahun: int) -> Bahan:
    """Reads in bulk what the user may see of one OPD and year."""
    rows = rows_of_opd(user, tahun, instansi)
    visible = Realisasi.objects.visible_to(user)
    pks = [row.unit.indikator.pk for row in rows]
    last = visible.for_year(tahun - 1).filter(indikator__in=pks).select_related("diisi_oleh")
    before = {(row.indikator_id, row.instansi_id): row for row in last}
    stored = [row.realisasi.pk for row in rows if row.realisasi]
    files: dict[int, list[BuktiDukung]] = {}
    for bukti in BuktiDukung.objects.visible_to(user).kept().filter(realisasi__in=stored):
        files.setdefault(bukti.realisasi_id, []).append(bukti)
    asal = [
        Asal(
            row, tuple(row.unit.indikator.sumber_data or ()), before.get((row.unit.indikator.pk, row.unit.instansi.pk)),
            tuple(files.get(row.realisasi.pk, ())) if row.realisasi else (),
        )
        for row in rows
    ]  # fmt: skip
    return Bahan(asal, _comments(stored), _shared(instansi, tahun), _notes(user, instansi), _people(instansi))


def _comments(stored: list[int]) -> list[Catatan]:
    """Comments on values that are not verified yet, newest first."""
    rows = Catatan.objects.filter(realisasi__in=stored).exclude(realisasi__status__in=Realisasi.FINAL)
    return list(rows.select_related("penulis", "realisasi__indikator").order_by("-created_at")[:MAKS_CATATAN])


def _shared(instansi: Instansi, tahun: int) -> list[tuple[DataDasar, NilaiDataDasar | None]]:
    rows = list(DataDasar.objects.filter(pemilik=instansi))
    values = {v.data_dasar_id: v for v in NilaiDataDasar.objects.filter(data_dasar__in=rows, tahun=tahun)}
    return [(row, values.get(row.pk)) for row in rows]


def _notes(user: Pengguna, instansi: Instansi) -> list[SerahTerima]:
    return list(SerahTerima.objects.visible_to(user).filter(instansi=instansi).select_related("penulis"))


def _people(instansi: Instansi) -> list[Keanggotaan]:
    """Who works and who worked for the OPD, with when that began and ended."""
    rows = Keanggotaan.objects.filter(instansi=instansi).select_related("user").order_by("-aktif", "peran", "pk")
    return list(rows)
