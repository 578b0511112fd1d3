"""Mean capaian per sasaran and per sheet of a year, with "x dari y terisi"; only values that the user may see count.

The mean of a sheet is the plain mean of all its indicators. The number of queries does not depend on the rows.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db.models import QuerySet

from formulas import Kosong
from formulas.capaian import AturanCapaian as Aturan
from formulas.capaian import Hasil, Rerata, grade, mean_achievement
from formulas.notation import write_number
from registry.models import Instansi, LembarInstansi, Pengguna, Realisasi, Sasaran
from registry.services.berlaku import Satuan, units_in_year
from registry.services.capaian import rule_for

BELUM = Kosong("belum_diisi", "belum ada yang terisi")


@dataclass(frozen=True)
class Ringkas:
    """A mean with its class, ready to print."""

    rerata: Rerata
    kelas: str

    @property
    def nilai(self) -> Decimal | None:
        """The mean, or None when nothing is filled."""
        return None if isinstance(self.rerata.nilai, Kosong) else self.rerata.nilai

    @property
    def teks(self) -> str:
        """The mean in percent, or why there is none."""
        if isinstance(self.rerata.nilai, Kosong):
            return self.rerata.nilai.pesan.rstrip(".").lower()
        return f"{write_number(self.rerata.nilai, 2)} %"

    @property
    def lengkap(self) -> bool:
        """Whether every indicator that counts is filled."""
        return self.rerata.terisi == self.rerata.dari


@dataclass(frozen=True)
class RerataSasaran:
    """One sasaran of a sheet: its units in printed order, and their mean."""

    sasaran: Sasaran
    unit: tuple[Satuan, ...]
    ringkas: Ringkas


@dataclass(frozen=True)
class RerataLembar:
    """One sheet of an instansi in a year."""

    lembar: LembarInstansi
    instansi: Instansi
    sasaran: tuple[RerataSasaran, ...]
    ringkas: Ringkas
    contoh: bool

    @property
    def satuan(self) -> list[Satuan]:
        """All units of the sheet."""
        return [unit for item in self.sasaran for unit in item.unit]


def sheets_of(user: Pengguna, tahun: int) -> list[RerataLembar]:
    """All sheets of the year that the user may look at: an OPD its own, others all of the Pemda; by instansi."""
    member = user.keanggotaan_aktif
    if member is None:
        return []
    own = member.instansi if member.is_opd else None
    units = units_in_year(member.pemda, tahun, own, also_filled=False)
    rows = Realisasi.objects.visible_to(user).for_year(tahun)
    return sheets_from(units, rows, rule_for(member.pemda_id, tahun)[0])


def sheets_from(units: Iterable[Satuan], rows: QuerySet[Realisasi], aturan: Aturan) -> list[RerataLembar]:
    """The sheets of these units with the means of those rows of one year; by instansi."""
    stored = _stored(rows)
    sheets: dict[tuple[int, int], list[Satuan]] = {}
    for unit in units:
        sheets.setdefault((unit.indikator.lembar_id, unit.instansi.pk), []).append(unit)
    found = [_sheet(group, stored, aturan) for group in sheets.values()]
    return sorted(found, key=lambda s: (s.instansi.urut, s.instansi.kode, s.lembar.lampiran.urut))


def _stored(rows: QuerySet[Realisasi]) -> dict[tuple[int, int], tuple[Hasil, bool]]:
    """(indikator, instansi) → capaian or why there is none, and whether it is example data."""
    fields = ("indikator", "instansi", "hasil", "capaian", "kosong_kode", "kosong_pesan", "contoh")
    found = rows.order_by().values(*fields, "cuplikan__capaian", "cuplikan__target")
    return {(row["indikator"], row["instansi"]): (_capaian(row), row["contoh"]) for row in found}


def _capaian(row: dict[str, Any]) -> Hasil:
    if row["capaian"] is not None:
        return Decimal(row["capaian"])
    if row["hasil"] is None:
        return Kosong(row["kosong_kode"] or "belum_diisi", row["kosong_pesan"] or "")
    return Kosong("target_nol" if row["cuplikan__target"] else "tanpa_target", row["cuplikan__capaian"] or "")


def _sheet(units: list[Satuan], stored: dict[tuple[int, int], tuple[Hasil, bool]], aturan: Aturan) -> RerataLembar:
    groups: dict[int, list[Satuan]] = {}
    for unit in units:
        groups.setdefault(unit.indikator.sasaran_id, []).append(unit)
    sasaran = [
        RerataSasaran(group[0].indikator.sasaran, tuple(group), _mean(_values(group, stored), aturan))
        for group in groups.values()
    ]
    first = units[0]
    contoh = any(stored.get((u.indikator.pk, u.instansi.pk), (BELUM, False))[1] for u in units)
    whole = _mean(_values(units, stored), aturan)
    return RerataLembar(first.indikator.lembar, first.instansi, tuple(sasaran), whole, contoh)


def _values(units: Iterable[Satuan], stored: dict[tuple[int, int], tuple[Hasil, bool]]) -> list[Hasil]:
    return [stored.get((u.indikator.pk, u.instansi.pk), (BELUM, False))[0] for u in units]


def _mean(values: list[Hasil], aturan: Aturan) -> Ringkas:
    mean = mean_achievement(values, aturan)
    kelas = grade(mean.nilai, aturan)
    return Ringkas(mean, "" if isinstance(kelas, Kosong) else kelas.nama)
