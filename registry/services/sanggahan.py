"""Writes of Sanggahan: an OPD that reads a shared value holds that it should be another; owner or Bappeda decide."""

from decimal import Decimal

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from formulas.notation import write_number
from registry.akses import Aksi, may, proposable
from registry.models import DataDasar, NilaiDataDasar, Pengguna, Peran, Sanggahan
from registry.services.dampak import Dampak
from registry.services.data_dasar import IsiNilai, check_value, data_dasar_put, may_edit_data, users_of
from registry.services.errors import ServiceError
from registry.services.jendela import is_locked
from registry.services.realisasi import DIKUNCI, TIDAK_BERHAK
from registry.services.simpan import store

Status = Sanggahan.Status
BELUM_ADA = "Nilai ini belum diisi pemiliknya, sehingga belum ada yang dapat disanggah. Hubungi {pemilik}."
SAMA = "Nilai Anda sama dengan yang tersimpan ({nilai}); tidak ada yang perlu disanggah."
SUDAH_DIPUTUS = "Sanggahan ini sudah {status}; putusannya tidak dapat diubah."
PERLU_JAWABAN = "Tulis jawabannya, agar penyanggah tahu mengapa sanggahannya ditolak."


def may_object(user: Pengguna, data_dasar: DataDasar) -> bool:
    """An OPD that reads the value in an indicator of its own, but does not own it."""
    member = user.keanggotaan_aktif
    if not may(user, Aksi.ISI_DATA_DASAR) or member.instansi_id == data_dasar.pemilik_id:
        return False
    return users_of(data_dasar).filter(rumus__indikator__in=proposable(user)).exists()


def may_decide(user: Pengguna, sanggahan: Sanggahan) -> bool:
    """The owner of the value, or Bappeda of its Pemda."""
    member = user.keanggotaan_aktif
    if member is None or member.pemda_id != sanggahan.data_dasar.pemda_id:
        return False
    return may_edit_data(user, sanggahan.data_dasar) or member.peran == Peran.BAPPEDA


def waiting_for(user: Pengguna) -> QuerySet[Sanggahan]:
    """The objections that this user is to decide: a review task."""
    member = user.keanggotaan_aktif
    rows = Sanggahan.objects.visible_to(user).filter(status=Status.MENUNGGU)
    if member is None or not (member.peran == Peran.BAPPEDA or member.is_opd):
        return rows.none()
    return rows.filter(data_dasar__pemilik=member.instansi_id) if member.is_opd else rows


@transaction.atomic
def sanggahan_create(
    *, user: Pengguna, data_dasar: DataDasar, tahun: int, nilai: str, sumber: str, alasan: str
) -> Sanggahan:
    """Files the own value with its source; one at a time per OPD, value and year."""
    if not may_object(user, data_dasar):
        raise ServiceError(TIDAK_BERHAK)
    if is_locked(data_dasar.pemda_id, tahun):
        raise ServiceError(DIKUNCI.format(tahun=tahun))
    stored = NilaiDataDasar.objects.filter(data_dasar=data_dasar, tahun=tahun).first()
    if stored is None:
        raise ServiceError(BELUM_ADA.format(pemilik=data_dasar.pemilik))
    if Decimal(stored.nilai) == Decimal(nilai):
        raise ServiceError(SAMA.format(nilai=write_number(Decimal(nilai))))
    check_value(data_dasar, Decimal(nilai))
    row = Sanggahan(
        data_dasar=data_dasar,
        tahun=tahun,
        instansi=user.keanggotaan_aktif.instansi,
        oleh=user,
        nilai=nilai,
        sumber=sumber.strip(),
        alasan=alasan.strip(),
    )
    store(row, user=user, reason="Sanggahan diajukan")
    return row


@transaction.atomic
def sanggahan_accept(*, user: Pengguna, sanggahan: Sanggahan, jawaban: str, version: int) -> Dampak:
    """menunggu → diterima: the value becomes the objector's, with its source; `version` of the value as shown."""
    row = _decided(user, sanggahan, Status.DITERIMA)
    if row is None:
        return Dampak()
    data_dasar = row.data_dasar
    told = f"Sanggahan {row.instansi.sebutan} diterima"
    isi = IsiNilai(row.nilai, f"Sumber: {row.sumber}", told)
    dampak = data_dasar_put(user=user, data_dasar=data_dasar, tahun=row.tahun, isi=isi, version=version)
    _store_decision(row, user, Status.DITERIMA, jawaban)
    return dampak


@transaction.atomic
def sanggahan_reject(*, user: Pengguna, sanggahan: Sanggahan, jawaban: str) -> Sanggahan:
    """menunggu → ditolak, with an answer; the value stays."""
    row = _decided(user, sanggahan, Status.DITOLAK)
    if row is None:
        return sanggahan
    if not jawaban.strip():
        raise ServiceError(PERLU_JAWABAN)
    _store_decision(row, user, Status.DITOLAK, jawaban)
    return row


def _decided(user: Pengguna, sanggahan: Sanggahan, status: str) -> Sanggahan | None:
    """The row, locked; None when this user has decided just so already; refused when it is decided otherwise."""
    if not may_decide(user, sanggahan):
        raise ServiceError(TIDAK_BERHAK)
    rows = Sanggahan.objects.select_for_update(of=("self",)).select_related("data_dasar__pemda", "instansi")
    row = rows.get(pk=sanggahan.pk)
    if (row.status, row.diputus_oleh_id) == (status, user.pk):
        return None
    if row.status != Status.MENUNGGU:
        raise ServiceError(SUDAH_DIPUTUS.format(status=row.get_status_display().lower()))
    return row


def _store_decision(row: Sanggahan, user: Pengguna, status: str, jawaban: str) -> None:
    row.status, row.jawaban = status, jawaban.strip()
    row.diputus_oleh, row.diputus_pada = user, timezone.now()
    store(row, user=user, reason=f"Sanggahan {status}")
