"""Rows of the pages on quarters: cells as people read them. Nothing here writes."""

from dataclasses import dataclass
from decimal import Decimal

from registry.models import Instansi, Pemda, Pengguna, Realisasi, Rumus, Target, Variabel
from registry.periode import TRIWULAN
from registry.services.baris import Kunci
from registry.services.berlaku import Satuan
from registry.services.daftar import scales_of
from registry.services.predikat import predicate_of
from registry.services.triwulan import Buku, Sampai, buku_of, undecided, units_of
from registry.tulis import tulis_angka, tulis_capaian, tulis_hasil, tulis_kosong, tulis_target


@dataclass(frozen=True)
class SelTriwulan:
    """One quarter of one indicator."""

    kunci: Kunci
    status: str
    status_label: str
    hasil: str
    capaian: str
    target: str
    contoh: bool


@dataclass(frozen=True)
class BarisTriwulan:
    """One indicator of one instansi: its four quarters and what they come to."""

    unit: Satuan
    rumus: Rumus
    kunci: Kunci
    sel: list[SelTriwulan]
    sampai: Sampai | None
    hasil_sampai: str
    capaian_sampai: str
    target_sampai: str
    ditambahkan: bool
    belum_ditentukan: list[Variabel]

    @property
    def kelas(self) -> str:
        """Class of the capaian so far, or ""."""
        return (self.sampai.pencapaian.kelas or "") if self.sampai else ""


def rows_of(user: Pengguna, pemda: Pemda, tahun: int, instansi: Instansi) -> list[BarisTriwulan]:
    """The indicators that an OPD fills in a year, by quarters, in printed order."""
    units = units_of(pemda, tahun, instansi)
    buku = buku_of(user, pemda, tahun, units)
    scales = scales_of(pemda.pk)
    return [_row(buku, unit, scales) for unit in units if unit.indikator.pk in buku.rumus]


def _row(buku: Buku, unit: Satuan, scales: dict) -> BarisTriwulan:
    rumus = buku.rumus[unit.indikator.pk]
    rows = buku.rows.get((unit.indikator.pk, unit.instansi.pk), {})
    cells = [_cell(buku, unit, p, rows.get(p), rumus, scales) for p in TRIWULAN]
    sampai = buku.sampai(unit)
    return BarisTriwulan(
        unit,
        rumus,
        Kunci(unit.indikator, unit.instansi, buku.tahun),
        cells,
        sampai,
        "belum diisi" if sampai is None else _result(sampai, rumus),
        "" if sampai is None or sampai.nilai is None else _reached(sampai),
        tulis_target(sampai.target if sampai else None),
        buku.formula_is_additive(rumus),
        undecided(rumus),
    )


def _result(sampai: Sampai, rumus: Rumus) -> str:
    if not isinstance(sampai.hasil, Decimal):
        return sampai.hasil.pesan
    predikat = predicate_of(rumus, sampai.hasil)
    number = tulis_angka(format(sampai.hasil, "f"), rumus.desimal)
    if predikat is None:
        return number
    return predikat.kode if predikat.mengganti else f"{number} ({predikat.kode})"


def _reached(sampai: Sampai) -> str:
    value = sampai.pencapaian.hasil
    return tulis_capaian(format(value, "f")) if isinstance(value, Decimal) else tulis_kosong(value.kode)


def _cell(buku: Buku, unit: Satuan, periode: int, row: Realisasi | None, rumus: Rumus, scales: dict) -> SelTriwulan:
    target: Target | None = buku.target.get((unit.indikator.pk, unit.instansi.pk, periode))
    return SelTriwulan(
        Kunci(unit.indikator, unit.instansi, buku.tahun, periode),
        row.status if row else "belum",
        row.get_status_display() if row else "Belum diisi",
        tulis_hasil(row, rumus.desimal, scales.get(rumus.pk)) if row else "",
        tulis_capaian(row.capaian) if row and row.capaian is not None else "",
        tulis_target(target) if target else "",
        bool(row and row.contoh),
    )
