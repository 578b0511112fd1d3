"""What stands beside the entry form of one realisasi: the years before, limits, comments, history. Nothing writes."""

from dataclasses import dataclass, field
from typing import Any

from registry.models import Catatan, Indikator, Realisasi, Target, Variabel
from registry.services.baris import Kunci
from registry.services.berlaku import Satuan
from registry.services.formulir import Formulir
from registry.services.isian import Baris
from registry.services.nilai import limits_text
from registry.services.riwayat import Perubahan, riwayat_of_realisasi
from registry.tulis import tulis_mentah

BANYAK_TAHUN = 5
MAKS_RANTAI = 10
MAKS_RIWAYAT = 20


@dataclass(frozen=True)
class TahunLalu:
    """One year before: its raw values by label, and what they came to."""

    tahun: int
    nilai: tuple[tuple[str, str], ...]
    baris: Baris


@dataclass(frozen=True)
class BatasNilai:
    """What may be entered for one variable."""

    label: str
    satuan: str
    batas: str


@dataclass
class Panel:
    """The parts of the panel."""

    tahun: list[TahunLalu]
    batas: list[BatasNilai]
    catatan: list[Catatan] = field(default_factory=list)
    riwayat: list[Perubahan] = field(default_factory=list)

    @property
    def riwayat_terbaru(self) -> list[Perubahan]:
        """The last changes; all of them are on the page of the indicator."""
        return self.riwayat[:MAKS_RIWAYAT]

    @property
    def bergambar(self) -> bool:
        """Whether a chart says more than the table: two results or more."""
        return sum(t.baris.realisasi is not None and t.baris.realisasi.hasil is not None for t in self.tahun) > 1


def panel_of(formulir: Formulir) -> Panel:
    """The panel of one entry form, as its user may see it."""
    row = formulir.realisasi
    panel = Panel(_years(formulir), [_limits(b.variabel) for b in formulir.bidang])
    if row is not None:
        panel.catatan = list(row.catatan.select_related("penulis"))
        panel.riwayat = riwayat_of_realisasi(formulir.user, row)
    return panel


def _years(formulir: Formulir) -> list[TahunLalu]:
    """The years before, newest first, under this indicator or the one that it continues; empty years too."""
    kunci = formulir.kunci
    chain = _chain(kunci.indikator)
    years = range(kunci.tahun - 1, kunci.tahun - 1 - BANYAK_TAHUN, -1)
    where: dict[str, Any] = {"indikator__in": chain, "instansi": kunci.instansi, "tahun__in": years}
    where["periode"] = kunci.periode
    rows = Realisasi.objects.visible_to(formulir.user).filter(**where)
    stored = _nearest(rows, chain)
    targets = _nearest(Target.objects.visible_to(formulir.user).filter(**where).order_by("versi_pk"), chain)
    return [_year(formulir, tahun, stored.get(tahun), targets.get(tahun)) for tahun in years]


def _chain(indikator: Indikator) -> list[int]:
    """The indicator and what it continues, nearest first."""
    found: list[int] = []
    row: Indikator | None = indikator
    while row is not None and row.pk not in found and len(found) < MAKS_RANTAI:
        found.append(row.pk)
        row = row.lanjutan_dari if row.lanjutan_dari_id else None
    return found


def _nearest(rows: Any, chain: list[int]) -> dict[int, Any]:
    """Year → the row of the indicator that stands first in the chain; of two versions the last given."""
    best: dict[int, Any] = {}
    for row in rows:
        known = best.get(row.tahun)
        if known is None or chain.index(row.indikator_id) <= chain.index(known.indikator_id):
            best[row.tahun] = row
    return best


def _year(formulir: Formulir, tahun: int, row: Realisasi | None, target: Target | None) -> TahunLalu:
    kunci: Kunci = formulir.kunci
    stored = row.nilai_mentah if row else {}
    values = tuple(
        (b.variabel.label, tulis_mentah(stored[b.variabel.nama], b.variabel.jenis))
        for b in formulir.bidang
        if b.variabel.nama in stored
    )
    return TahunLalu(tahun, values, Baris(Satuan(kunci.indikator, kunci.instansi), formulir.rumus, row, target))


def _limits(variabel: Variabel) -> BatasNilai:
    if variabel.jenis == Variabel.Jenis.PILIHAN:
        butir = variabel.skala.butir if variabel.skala else []
        return BatasNilai(variabel.label, variabel.satuan, "pilihan: " + ", ".join(b["kode"] for b in butir))
    return BatasNilai(variabel.label, variabel.satuan, limits_text(variabel))
