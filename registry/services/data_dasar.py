"""Writes of NilaiDataDasar by its owner: what reads it is computed again, what is published stays and is told."""

from collections.abc import Iterable, Sequence
from decimal import Decimal

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q, QuerySet

from registry.akses import Aksi, may
from registry.models import DataDasar, NilaiDataDasar, Pengguna, Realisasi, TahunIsian, Variabel
from registry.services.dampak import Dampak, spread
from registry.services.errors import ServiceError
from registry.services.nilai import check_limits
from registry.services.realisasi import TAHUN_TUTUP, TIDAK_BERHAK

BERUBAH = (
    "Nilai ini baru saja disimpan orang lain menjadi {nilai}. Periksa, lalu simpan lagi bila tetap ingin mengubah."
)


class NilaiConflictError(ServiceError):
    """Somebody else saved in between; holds what is stored now."""

    def __init__(self, nilai: str | None, shown: str) -> None:
        super().__init__(BERUBAH.format(nilai=shown))
        self.nilai = nilai


def may_edit_data(user: Pengguna, data_dasar: DataDasar) -> bool:
    """Only the owning instansi enters it."""
    return may(user, Aksi.ISI_DATA_DASAR) and user.keanggotaan_aktif.instansi_id == data_dasar.pemilik_id


@transaction.atomic
def data_dasar_save(
    *, user: Pengguna, data_dasar: DataDasar, tahun: int, nilai: str | None, catatan: str, semula: str | None
) -> Dampak:
    """Stores the value of a year (None takes it away); `semula` is the value that the form was opened with."""
    if not may_edit_data(user, data_dasar):
        raise ServiceError(TIDAK_BERHAK)
    _check_open(data_dasar, tahun)
    row = NilaiDataDasar.objects.select_for_update().filter(data_dasar=data_dasar, tahun=tahun).first()
    stored = row.nilai if row else None
    if stored != semula:
        raise NilaiConflictError(stored, stored or "kosong")
    if nilai is not None:
        check_value(data_dasar, Decimal(nilai))
    _write(row, data_dasar, tahun, nilai, catatan, user)
    return _recompute(data_dasar, tahun, user)


def _check_open(data_dasar: DataDasar, tahun: int) -> None:
    year = TahunIsian.objects.filter(pemda=data_dasar.pemda_id, tahun=tahun).select_related("pemda").first()
    if year is None or not year.terbuka():
        raise ServiceError(TAHUN_TUTUP.format(tahun=tahun))


def users_of(data_dasar: DataDasar) -> QuerySet[Variabel]:
    """The variables of formulas in force that read it."""
    return data_dasar.variabel.filter(rumus__status="berlaku").select_related("rumus__indikator")


def check_value(data_dasar: DataDasar, value: Decimal) -> None:
    """Refuses what any variable that reads it would refuse."""
    for variabel in users_of(data_dasar):
        check_limits(variabel, value)


def _write(
    row: NilaiDataDasar | None, data_dasar: DataDasar, tahun: int, nilai: str | None, catatan: str, user: Pengguna
) -> None:
    if row is None and nilai is None:
        return
    row = row or NilaiDataDasar(data_dasar=data_dasar, tahun=tahun)
    row._history_user = user
    row._change_reason = "Data dasar disimpan" if nilai is not None else "Data dasar dikosongkan"
    if nilai is None:
        row.delete()
        return
    row.nilai, row.catatan = nilai, catatan
    try:
        row.full_clean(exclude=["data_dasar"])
    except ValidationError as error:
        raise ServiceError(" ".join(error.messages)) from error
    row.save()


def readers(data_dasar: DataDasar, tahun: int) -> QuerySet[Realisasi]:
    """Realisasi whose formula reads the value of this year: of the year, and of the next one where LALU asks."""
    reads = Q(indikator__in=users_of(data_dasar).values("rumus__indikator"))
    next_year = Q(tahun=tahun + 1, indikator__rumus__status="berlaku", indikator__rumus__ekspresi__icontains="LALU(")
    rows = Realisasi.objects.filter(reads & (Q(tahun=tahun) | next_year)).distinct()
    return rows.select_related("indikator__lembar", "instansi")


def _recompute(data_dasar: DataDasar, tahun: int, user: Pengguna) -> Dampak:
    start = ("data_dasar", data_dasar.pk, tahun)
    reason = f"Dihitung ulang karena {data_dasar.nama} {tahun} berubah"
    return spread(pemda_id=data_dasar.pemda_id, starts=[start], user=user, reason=reason)


def published_on_old_value(data_dasar: DataDasar, tahun: int) -> list[Realisasi]:
    """Verified and locked rows whose snapshot holds another value: "perlu dibuka kembali"."""
    current = NilaiDataDasar.objects.filter(data_dasar=data_dasar, tahun=tahun).values_list("nilai", flat=True).first()
    names: dict[int, set[str]] = {}
    for indikator, nama in data_dasar.variabel.values_list("rumus__indikator", "nama"):
        names.setdefault(indikator, set()).add(nama)
    rows = readers(data_dasar, tahun).filter(status__in=Realisasi.FINAL)
    places = {True: "nilai", False: "lalu"}
    return [row for row in rows if _differs(row, names[row.indikator_id], places[row.tahun == tahun], current)]


def _differs(row: Realisasi, names: set[str], key: str, current: str | None) -> bool:
    used = [m.get(key) for m in row.cuplikan.get("masukan", []) if m["nama"] in names and key in m]
    return any(_number(value) != _number(current) for value in used)


def _number(text: str | None) -> Decimal | None:
    return None if text is None else Decimal(text)


def table_of_values(
    rows: Iterable[DataDasar], years: Sequence[int]
) -> list[tuple[DataDasar, list[tuple[int, NilaiDataDasar | None]]]]:
    """Each shared datum with its value of each year (None where there is none), in two queries."""
    rows = list(rows)
    found = {(n.data_dasar_id, n.tahun): n for n in NilaiDataDasar.objects.filter(data_dasar__in=rows)}
    return [(row, [(tahun, found.get((row.pk, tahun))) for tahun in years]) for row in rows]
