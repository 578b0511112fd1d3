"""Quarters of a year: what was entered in each, and what they come to together ("sampai dengan triwulan n").

A result up to a quarter is always computed again from the consolidated raw values. Nothing here writes.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from formulas import Kosong
from formulas.additive import is_additive
from registry.models import Instansi, NilaiDataDasar, Pemda, Pengguna, Realisasi, Rumus, Target, Variabel
from registry.periode import TRIWULAN
from registry.services.berlaku import Satuan, units_in_year
from registry.services.capaian import Pencapaian, pencapaian
from registry.services.gabung_triwulan import combine, is_blank
from registry.services.hitung import parse_rumus, rounded
from registry.services.masukan import Konteks, Masukan, Value, read_input, value_from

MAKS_RANTAI = 40
TERLALU_DALAM = Kosong("konsolidasi_belum", "Indikator ini membaca terlalu banyak indikator lain berturut-turut.")
PERINTAH = ("variabel__skala", "variabel__data_dasar__pemilik", "variabel__indikator__lembar", "variabel__pengisi")
Key = tuple[int, int]  # indikator, instansi


@dataclass(frozen=True)
class Sampai:
    """Everything up to the last quarter that was filled: raw values, result, target, capaian."""

    periode: int
    mentah: dict[str, Any]
    hasil: Decimal | Kosong
    target: Target | None
    pencapaian: Pencapaian

    @property
    def nilai(self) -> Decimal | None:
        """The number, or None where a named outcome stands instead."""
        return self.hasil if isinstance(self.hasil, Decimal) else None


@dataclass
class Buku:
    """The quarters of one year of a Pemda, read in a number of queries that does not grow with the rows."""

    pemda: Pemda
    tahun: int
    rumus: dict[int, Rumus] = field(default_factory=dict)
    rows: dict[Key, dict[int, Realisasi]] = field(default_factory=dict)
    lalu: dict[Key, dict[int, Realisasi]] = field(default_factory=dict)
    target: dict[tuple[int, int, int], Target] = field(default_factory=dict)
    anggota: dict[int, list[int]] = field(default_factory=dict)
    memo: dict[Any, Any] = field(default_factory=dict)

    def formula_is_additive(self, rumus: Rumus) -> bool:
        """Whether results of quarters, and so their targets, add up to those of the year."""
        summed = {v.nama for v in rumus.variabel.all() if v.konsolidasi == Variabel.Konsolidasi.JUMLAH}
        fixed = {v.nama for v in rumus.variabel.all() if v.asal == Variabel.Asal.TETAPAN}
        return is_additive(parse_rumus(rumus).tree, summed, fixed)

    def last_filled(self, key: Key) -> int:
        """The last quarter in which any raw value stands, or 0."""
        rows = self.rows.get(key, {})
        return max((p for p, row in rows.items() if not all(map(is_blank, row.nilai_mentah.values()))), default=0)

    def sampai(self, unit: Satuan) -> Sampai | None:
        """What the quarters come to; None while nothing is filled or the formula is not known."""
        key = (unit.indikator.pk, unit.instansi.pk)
        rumus, last = self.rumus.get(unit.indikator.pk), self.last_filled(key)
        if rumus is None or not last:
            return None
        hasil, masukan = self._compute(unit, last, 0)
        target = self._target(key, rumus, last)
        mentah = {m.variabel.nama: m.mentah for m in masukan if m.variabel.asal == Variabel.Asal.ISIAN}
        return Sampai(last, mentah, hasil, target, pencapaian(hasil, target, rumus, self.tahun, self.memo))

    def _target(self, key: Key, rumus: Rumus, last: int) -> Target | None:
        """Targets of the filled quarters added up where results add up, else that of the last one."""
        rows = [self.target.get((*key, p)) for p in range(1, last + 1)]
        if not self.formula_is_additive(rumus):
            return rows[-1]
        numbers = [row.bawah for row in rows if row is not None and row.operator != "rentang" and row.bawah]
        if len(numbers) < last or rows[-1] is None:
            return None
        total = sum((Decimal(text) for text in numbers), Decimal(0))
        return Target(operator=rows[-1].operator, bawah=format(total, "f"), tahun=self.tahun, periode=last)

    def _compute(self, unit: Satuan, last: int, depth: int) -> tuple[Decimal | Kosong, list[Masukan]]:
        rumus = self.rumus[unit.indikator.pk]
        formula = parse_rumus(rumus)
        asked = set(formula.lalu_names)
        masukan = [self._input(v, unit, last, v.nama in asked, depth) for v in rumus.variabel.all()]
        values: dict[str, Value] = {m.variabel.nama: m.nilai for m in masukan}
        lalu: dict[str, Value] = {m.variabel.nama: m.lalu for m in masukan if m.lalu is not None}
        labels = {m.variabel.nama: m.variabel.label for m in masukan}
        return rounded(formula.explain(values, lalu, labels, rumus.desimal).hasil), masukan

    def _input(self, variabel: Variabel, unit: Satuan, last: int, with_lalu: bool, depth: int) -> Masukan:
        if variabel.asal == Variabel.Asal.ISIAN:
            return self._typed(variabel, unit, last, with_lalu)
        if variabel.asal in (Variabel.Asal.INDIKATOR, Variabel.Asal.ANGGOTA):
            return self._other(variabel, unit, last, depth)
        konteks = Konteks(unit.indikator, unit.instansi, self.tahun, 0, self.memo)
        return read_input(variabel, {}, konteks, with_lalu)

    def _typed(self, variabel: Variabel, unit: Satuan, last: int, with_lalu: bool) -> Masukan:
        key = (unit.indikator.pk, unit.instansi.pk)
        nilai, raw = _combined(variabel, self.rows.get(key, {}), last)
        masukan = Masukan(variabel, nilai, f"gabungan sampai dengan triwulan {last}", raw)
        if with_lalu:
            before = self.lalu.get(key) or self.lalu.get((unit.indikator.lanjutan_dari_id or 0, unit.instansi.pk), {})
            masukan.lalu, masukan.lalu_mentah = _combined(variabel, before, last)
        return masukan

    def _other(self, variabel: Variabel, unit: Satuan, last: int, depth: int) -> Masukan:
        """Another indicator, or the members of a group, up to the same quarter."""
        other = variabel.indikator
        if other is None or other.pk not in self.rumus or depth >= MAKS_RANTAI:
            return Masukan(variabel, TERLALU_DALAM, "hasil indikator lain")
        if variabel.asal == Variabel.Asal.ANGGOTA:
            members = [Instansi(pk=pk, pemda=self.pemda) for pk in self.anggota.get(other.lembar.instansi_id, [])]
            values = tuple(self._of(Satuan(other, m), last, depth) for m in members)
            return Masukan(variabel, values, f"hasil anggota {other.kode}")
        same = other.lembar_id == unit.indikator.lembar_id
        place = unit.instansi if same else Instansi(pk=other.lembar.instansi_id, pemda=self.pemda)
        return Masukan(variabel, self._of(Satuan(other, place), last, depth), f"hasil indikator {other.kode}")

    def _of(self, unit: Satuan, last: int, depth: int) -> Decimal | Kosong:
        key = ("sampai", unit.indikator.pk, unit.instansi.pk, last)
        if key not in self.memo:
            self.memo[key] = self._compute(unit, last, depth + 1)[0]
        return self.memo[key]


def _combined(variabel: Variabel, rows: dict[int, Realisasi], last: int) -> tuple[Value, Any]:
    raw = combine(variabel, [rows[p].nilai_mentah.get(variabel.nama) if p in rows else None for p in _until(last)])
    return (raw, None) if isinstance(raw, Kosong) else (value_from(variabel, raw), raw)


def _until(last: int) -> range:
    return range(1, last + 1)


def buku_of(user: Pengguna, pemda: Pemda, tahun: int, units: Sequence[Satuan]) -> Buku:
    """The book of these values, and of all that they read; drafts of others stay out of what is shown."""
    buku = Buku(pemda, tahun)
    own = {unit.indikator.pk for unit in units}
    wanted = set(own)
    while wanted:
        found = Rumus.objects.filter(indikator__in=wanted, status=Rumus.Status.BERLAKU)
        found = found.select_related("indikator__lembar").prefetch_related(*PERINTAH)
        buku.rumus |= {row.indikator_id: row for row in found}
        reads = {v.indikator_id for row in found for v in row.variabel.all() if v.indikator_id}
        wanted = reads - set(buku.rumus)
    others = set(buku.rumus) - own
    seen = Realisasi.objects.visible_to(user).filter(indikator__in=own)
    _fill(buku, seen, others)
    _memo(buku)
    for row in Target.objects.filter(indikator__in=own, tahun=tahun, periode__in=TRIWULAN).order_by("versi_pk"):
        key = (row.indikator_id, row.instansi_id, row.periode)
        if key not in buku.target or row.versi_pk == Target.Versi.PERUBAHAN:
            buku.target[key] = row
    return buku


def _fill(buku: Buku, seen: Any, others: set[int]) -> None:
    rows: Iterable[Realisasi] = seen.filter(tahun__in=(buku.tahun, buku.tahun - 1), periode__in=TRIWULAN)
    more = Realisasi.objects.filter(indikator__in=others, tahun=buku.tahun, periode__in=TRIWULAN)
    for row in [*rows, *(more if others else [])]:
        kept = buku.rows if row.tahun == buku.tahun else buku.lalu
        kept.setdefault((row.indikator_id, row.instansi_id), {})[row.periode] = row


def _memo(buku: Buku) -> None:
    """Shared values of the year and the one before, and the members of groups: read once."""
    used = {v.data_dasar_id for row in buku.rumus.values() for v in row.variabel.all() if v.data_dasar_id}
    years = (buku.tahun, buku.tahun - 1)
    buku.memo |= {("data_dasar", pk, tahun): None for pk in used for tahun in years}
    for row in NilaiDataDasar.objects.filter(data_dasar__in=used, tahun__in=years):
        buku.memo["data_dasar", row.data_dasar_id, row.tahun] = row.nilai
    if any(v.asal == Variabel.Asal.ANGGOTA for row in buku.rumus.values() for v in row.variabel.all()):
        for member in Instansi.objects.filter(pemda=buku.pemda, kelompok__isnull=False).in_year(buku.tahun):
            buku.anggota.setdefault(member.kelompok_id or 0, []).append(member.pk)


def units_of(pemda: Pemda, tahun: int, instansi: Instansi) -> list[Satuan]:
    """What an OPD enters per quarter: the same as per year."""
    return units_in_year(pemda, tahun, instansi)


def undecided(rumus: Rumus) -> list[Variabel]:
    """Variables for which nobody has said how quarters are put together."""
    return [v for v in rumus.variabel.all() if v.asal == Variabel.Asal.ISIAN and v.konsolidasi is None]
