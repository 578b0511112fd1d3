"""What the workbook of one OPD and year is made of: every value it enters, with its inputs, status and rights.

The one description for writing a workbook and for comparing one that comes back. Read in bulk: the number of
queries does not depend on the number of indicators.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from django.db.models import prefetch_related_objects

from registry.akses import is_editable
from registry.models import (
    Indikator,
    Instansi,
    InstansiPendahulu,
    Keanggotaan,
    NilaiDataDasar,
    Pengguna,
    Realisasi,
    Rumus,
    Target,
    Variabel,
)
from registry.services.berlaku import Satuan, units_in_year
from registry.services.hitung import parse_rumus
from registry.services.jendela import Jendela, window_for
from registry.services.masukan import Konteks, Masukan, gather, last_year

TEKS = {"keterangan": "Keterangan", "kendala": "Kendala", "tindak_lanjut": "Tindak lanjut"}
MAKS_RANTAI = 20
Pasangan = tuple[int, int]  # indikator, instansi


@dataclass(frozen=True)
class BahanVariabel:
    """One variable of a value: its input as it computes, last year's raw value, and who enters it."""

    masukan: Masukan
    lalu_mentah: Any
    boleh: bool
    pengisi: str

    @property
    def variabel(self) -> Variabel:
        """The variable."""
        return self.masukan.variabel

    @property
    def diisi(self) -> bool:
        """Whether people enter it in this indicator (constants, shared data, other results are only shown)."""
        return self.variabel.asal == Variabel.Asal.ISIAN


@dataclass
class BahanIndikator:
    """One indicator for one instansi: its formula, what is stored, its variables in order."""

    unit: Satuan
    rumus: Rumus
    realisasi: Realisasi | None
    target: Target | None
    lalu: Realisasi | None
    mengisi: bool  # whether this OPD enters the indicator as such, not just one variable of it
    tahun_terbuka: bool
    variabel: list[BahanVariabel] = field(default_factory=list)

    @property
    def kunci(self) -> tuple[str, str]:
        """How a row of the workbook names it: kode of the indicator and of the instansi."""
        return self.unit.indikator.kode, self.unit.instansi.kode

    @property
    def version(self) -> int:
        """What a save compares with; 0 when nothing is stored."""
        return self.realisasi.version if self.realisasi else 0

    @property
    def terbuka(self) -> bool:
        """Whether somebody of this OPD may type here now."""
        typed = self.isian()
        mine = any(v.boleh for v in typed) or (not typed and self.mengisi)
        return self.tahun_terbuka and is_editable(self.realisasi) and mine

    @property
    def status(self) -> str:
        """Where it stands, in words."""
        return self.realisasi.get_status_display() if self.realisasi else "Belum diisi"

    @property
    def contoh(self) -> bool:
        """Whether anything shown is example data."""
        return any(row is not None and row.contoh for row in (self.realisasi, self.target, self.lalu))

    def mentah(self, nama: str) -> Any:
        """The stored raw value of a variable, None where nothing is."""
        return self.realisasi.nilai_mentah.get(nama) if self.realisasi else None

    def teks(self, nama: str) -> str:
        """What the OPD wrote beside the values."""
        return getattr(self.realisasi, nama) if self.realisasi else ""

    def isian(self) -> list[BahanVariabel]:
        """The variables that people enter here."""
        return [v for v in self.variabel if v.diisi]


@dataclass
class Bahan:
    """All that one OPD enters in one year."""

    user: Pengguna
    member: Keanggotaan
    tahun: int
    jendela: Jendela
    butir: list[BahanIndikator]

    @cached_property
    def by_kunci(self) -> dict[tuple[str, str], BahanIndikator]:
        """The indicators by what the rows of a workbook call them."""
        return {item.kunci: item for item in self.butir}

    @property
    def contoh(self) -> bool:
        """Whether example data are among them."""
        return any(item.contoh for item in self.butir)


def bahan_of(user: Pengguna, tahun: int) -> Bahan:
    """Everything that the member's OPD enters in the year, in printed order, own sheets first."""
    member = user.keanggotaan_aktif
    window = window_for(user, member.pemda, tahun)
    units = units_in_year(member.pemda, tahun, member.instansi)
    return Bahan(user, member, tahun, window, _Baca(member, tahun, units, window.terbuka).items())


class _Baca:
    """Reads everything in bulk, then puts it together."""

    def __init__(self, member: Keanggotaan, tahun: int, units: Sequence[Satuan], terbuka: bool) -> None:
        self.member, self.tahun, self.units, self.terbuka = member, tahun, units, terbuka
        # last_year walks these; a longer chain than three decrees costs a query for each further step
        prefetch_related_objects([u.indikator for u in units], "lanjutan_dari__lanjutan_dari__lanjutan_dari")
        self.rumus = _formulas({u.indikator.pk for u in units})
        self.mengisi = set(member.instansi.mengisi.values_list("indikator", flat=True))
        self.memo = self._memo()
        self.target = self._targets()

    def items(self) -> list[BahanIndikator]:
        """One for each value to enter that has a formula in force."""
        return [self._item(unit) for unit in self.units if unit.indikator.pk in self.rumus]

    def _memo(self) -> dict[Any, Any]:
        """What `masukan` looks up: rows of this and last year, shared data, merges and splits."""
        others = {v.indikator_id for r in self.rumus.values() for v in r.variabel.all() if v.indikator_id}
        wanted = _link_chain([u.indikator for u in self.units]) | others
        years = (self.tahun, self.tahun - 1)
        rows = Realisasi.objects.filter(indikator__in=wanted, tahun__in=years, periode=0)
        merged = InstansiPendahulu.objects.filter(instansi__pemda=self.member.pemda_id, tahun=self.tahun)
        memo: dict[Any, Any] = {
            "baris": {(r.indikator_id, r.instansi_id, r.tahun): r for r in rows.defer("cuplikan")},
            "asal_usul": set(merged.values_list("instansi", flat=True)),
        }
        shared = {v.data_dasar_id for r in self.rumus.values() for v in r.variabel.all() if v.data_dasar_id}
        memo |= {("data_dasar", pk, tahun): None for pk in shared for tahun in years}
        for value in NilaiDataDasar.objects.filter(data_dasar__in=shared, tahun__in=years):
            memo["data_dasar", value.data_dasar_id, value.tahun] = value.nilai
        return memo

    def _targets(self) -> dict[Pasangan, Target]:
        rows = Target.objects.filter(indikator__in={u.indikator.pk for u in self.units}, tahun=self.tahun, periode=0)
        ordered = sorted(rows, key=lambda row: row.versi_pk == Target.Versi.PERUBAHAN)
        return {(row.indikator_id, row.instansi_id): row for row in ordered}

    def _row(self, unit: Satuan, tahun: int) -> Realisasi | None:
        return self.memo["baris"].get((unit.indikator.pk, unit.instansi.pk, tahun))

    def _item(self, unit: Satuan) -> BahanIndikator:
        rumus = self.rumus[unit.indikator.pk]
        item = BahanIndikator(
            unit=unit,
            rumus=rumus,
            realisasi=self._row(unit, self.tahun),
            target=self.target.get((unit.indikator.pk, unit.instansi.pk)),
            lalu=self._row(unit, self.tahun - 1),
            mengisi=self._fills(unit),
            tahun_terbuka=self.terbuka,
        )
        konteks = Konteks(unit.indikator, unit.instansi, self.tahun, 0, self.memo)
        raw = item.realisasi.nilai_mentah if item.realisasi else {}
        inputs = gather(rumus, raw, konteks, frozenset(parse_rumus(rumus).lalu_names))
        item.variabel = [self._variable(m, item, konteks) for m in inputs]
        return item

    def _fills(self, unit: Satuan) -> bool:
        own = self.member.instansi_id == unit.instansi.pk
        return own or (unit.instansi.jenis == Instansi.Jenis.PEMDA and unit.indikator.pk in self.mengisi)

    def _variable(self, masukan: Masukan, item: BahanIndikator, konteks: Konteks) -> BahanVariabel:
        """The same rule as `akses.may_fill_variabel`, without a query for each."""
        variabel = masukan.variabel
        named = variabel.pengisi_id
        boleh = item.mengisi if named is None else named == self.member.instansi_id
        lalu = masukan.lalu_mentah
        if masukan.lalu is None and variabel.asal == Variabel.Asal.ISIAN:
            lalu = last_year(variabel, konteks)[1]
        return BahanVariabel(masukan, lalu, boleh, str(variabel.pengisi) if named else "")


def _formulas(indikator: Iterable[int]) -> dict[int, Rumus]:
    rows = Rumus.objects.filter(indikator__in=indikator, status=Rumus.Status.BERLAKU).prefetch_related(
        "variabel__skala", "variabel__data_dasar__pemilik", "variabel__indikator__lembar__instansi", "variabel__pengisi"
    )
    return {row.indikator_id: row for row in rows}


def _link_chain(wanted: Iterable[Indikator]) -> set[int]:
    """Ids of the indicators and of all that they continue, each linked to the one before it.

    One query per step back: a chain is as long as there were decrees.
    """
    latest = list(wanted)
    found = {row.pk for row in latest}
    for _ in range(MAKS_RANTAI):
        before = Indikator.objects.in_bulk({row.lanjutan_dari_id for row in latest if row.lanjutan_dari_id})
        for row in latest:
            row.lanjutan_dari = before.get(row.lanjutan_dari_id)
        latest = [row for pk, row in before.items() if pk not in found]
        found |= set(before)
        if not latest:
            break
    return found
