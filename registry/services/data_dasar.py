"""Writes of NilaiDataDasar by its owner: what reads it is computed again, what is published stays and is told."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models import Max, QuerySet

from formulas.notation import write_number
from registry.akses import Aksi, may
from registry.models import DataDasar, NilaiDataDasar, Pengguna, Variabel
from registry.services.dampak import Dampak, spread
from registry.services.errors import ServiceError
from registry.services.jendela import window_of
from registry.services.nilai import check_limits
from registry.services.realisasi import TIDAK_BERHAK

BERUBAH = (
    "Nilai ini baru saja disimpan orang lain menjadi {nilai}. Bandingkan keduanya, lalu simpan lagi bila tetap ingin "
    "mengubah."
)
PERLU_ALASAN = "Tulis mengapa nilai ini diubah; alasannya tercatat dalam riwayat."
DIISI, DIUBAH, DIKOSONGKAN = "Data dasar diisi", "Data dasar diubah", "Data dasar dikosongkan"


class NilaiConflictError(ServiceError):
    """Somebody else saved in between; holds what is stored now (None: nothing)."""

    def __init__(self, current: NilaiDataDasar | None) -> None:
        super().__init__(BERUBAH.format(nilai=write_number(Decimal(current.nilai)) if current else "kosong"))
        self.current = current


@dataclass(frozen=True)
class IsiNilai:
    """What is typed: exact text or None for a blank, a note on the source, and why a stored value changes."""

    nilai: str | None
    catatan: str = ""
    alasan: str = ""


def may_edit_data(user: Pengguna, data_dasar: DataDasar) -> bool:
    """Only the owning instansi enters it."""
    return may(user, Aksi.ISI_DATA_DASAR) and user.keanggotaan_aktif.instansi_id == data_dasar.pemilik_id


@transaction.atomic
def data_dasar_save(*, user: Pengguna, data_dasar: DataDasar, tahun: int, isi: IsiNilai, version: int) -> Dampak:
    """Stores the value of a year (None takes it away), by its owner, with a reason where one stood.

    `version` is what the form was opened with (0: nothing stored); NilaiConflictError when it has moved on.
    """
    if not may_edit_data(user, data_dasar):
        raise ServiceError(TIDAK_BERHAK)
    return data_dasar_put(user=user, data_dasar=data_dasar, tahun=tahun, isi=isi, version=version)


@transaction.atomic
def data_dasar_put(*, user: Pengguna, data_dasar: DataDasar, tahun: int, isi: IsiNilai, version: int) -> Dampak:
    """The same for whoever has been allowed: the owner, or Bappeda that accepts an objection."""
    row = NilaiDataDasar.objects.select_for_update().filter(data_dasar=data_dasar, tahun=tahun).order_by("pk").first()
    window_of(data_dasar.pemda, tahun, data_dasar.pemilik_id).check()
    if (row.version if row else 0) != version:
        return _same_or_conflict(row, isi, user)
    if row is not None and row.nilai != isi.nilai and not isi.alasan.strip():
        raise ServiceError(PERLU_ALASAN)
    if isi.nilai is not None:
        check_value(data_dasar, Decimal(isi.nilai))
    try:
        with transaction.atomic():
            _write(row, data_dasar, tahun, isi, user)
    except IntegrityError:
        return _same_or_conflict(NilaiDataDasar.objects.get(data_dasar=data_dasar, tahun=tahun), isi, user)
    return recompute_readers(data_dasar, tahun, user)


def _same_or_conflict(row: NilaiDataDasar | None, isi: IsiNilai, user: Pengguna) -> Dampak:
    """Nothing to do when the same person sends the same form again; otherwise NilaiConflictError."""
    if row is None and isi.nilai is None:
        return Dampak()
    same = row is not None and (row.nilai, row.catatan) == (isi.nilai, isi.catatan)
    if same and row.history.filter(version=row.version, history_user=user).exists():
        return Dampak()
    raise NilaiConflictError(row)


def users_of(data_dasar: DataDasar) -> QuerySet[Variabel]:
    """The variables of formulas in force that read it."""
    return data_dasar.variabel.filter(rumus__status="berlaku").select_related("rumus__indikator")


def check_value(data_dasar: DataDasar, value: Decimal) -> None:
    """Refuses what any variable that reads it would refuse."""
    for variabel in users_of(data_dasar):
        check_limits(variabel, value)


def _write(row: NilaiDataDasar | None, data_dasar: DataDasar, tahun: int, isi: IsiNilai, user: Pengguna) -> None:
    if row is None and isi.nilai is None:
        return
    told = DIISI if row is None else DIKOSONGKAN if isi.nilai is None else DIUBAH
    row = row or NilaiDataDasar(data_dasar=data_dasar, tahun=tahun, version=_last_version(data_dasar, tahun))
    row._history_user = user
    row._change_reason = f"{told}: {isi.alasan.strip()}"[:100] if isi.alasan.strip() else told
    if isi.nilai is None:
        row.delete()
        return
    row.nilai, row.catatan = isi.nilai, isi.catatan
    row.version += 1
    try:
        row.full_clean(exclude=["data_dasar"], validate_unique=False, validate_constraints=False)
    except ValidationError as error:
        raise ServiceError(" ".join(error.messages)) from error
    row.save()


def _last_version(data_dasar: DataDasar, tahun: int) -> int:
    """Of a value that was taken away and comes back, so that an old form still finds itself out of date."""
    past = NilaiDataDasar.history.filter(data_dasar=data_dasar, tahun=tahun)
    return past.aggregate(last=Max("version"))["last"] or 0


def recompute_readers(data_dasar: DataDasar, tahun: int, user: Pengguna) -> Dampak:
    """Computes again what reads the value, directly or not; tells what is published and stays."""
    start = ("data_dasar", data_dasar.pk, tahun)
    reason = f"Dihitung ulang karena {data_dasar.nama} {tahun} berubah"
    return spread(pemda_id=data_dasar.pemda_id, starts=[start], user=user, reason=reason)


@dataclass(frozen=True)
class Catat:
    """A value of one year with who entered it last, and when."""

    tahun: int
    nilai: NilaiDataDasar | None
    oleh: str = ""
    pada: datetime | None = None


def values_with_author(data_dasar: DataDasar, years: Sequence[int]) -> list[Catat]:
    """The value of each year in the order given, with its last author: two queries."""
    stored = {row.tahun: row for row in NilaiDataDasar.objects.filter(data_dasar=data_dasar, tahun__in=years)}
    records = NilaiDataDasar.history.filter(data_dasar=data_dasar, tahun__in=years)
    last = {h.tahun: h for h in records.select_related("history_user").order_by("history_date", "history_id")}
    return [
        Catat(t, stored.get(t), str(last[t].history_user or "Sistem"), last[t].history_date)
        if t in last
        else Catat(t, stored.get(t))
        for t in years
    ]


def table_of_values(
    rows: Iterable[DataDasar], years: Sequence[int]
) -> list[tuple[DataDasar, list[tuple[int, NilaiDataDasar | None]]]]:
    """Each shared datum with its value of each year (None where there is none), in two queries."""
    rows = list(rows)
    found = {(n.data_dasar_id, n.tahun): n for n in NilaiDataDasar.objects.filter(data_dasar__in=rows)}
    return [(row, [(tahun, found.get((row.pk, tahun))) for tahun in years]) for row in rows]
