"""Everything that computing many realisasi of a Pemda reads, read beforehand in a number of queries that stays.

It answers through the `memo` that `registry.services.hitung` takes, so that many rows and a single one are computed
by the same code.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from typing import Any

from registry.models import (
    DataDasar,
    Indikator,
    Instansi,
    InstansiPendahulu,
    LembarInstansi,
    NilaiDataDasar,
    Realisasi,
    Rumus,
    Skala,
    Target,
    Variabel,
)
from registry.services.ringkas import (
    Baris,
    IndikatorRingkas,
    RumusRingkas,
    TargetRingkas,
    Terbaca,
    VariabelRingkas,
)


@dataclass
class Definisi:
    """Indicators of a Pemda with their predecessors and sheets, instansi, formulas in force; each object once."""

    instansi: dict[int, Instansi]
    indikator: dict[int, IndikatorRingkas]
    rumus: dict[int, RumusRingkas]  # by indicator


def definisi_of(pemda_id: int) -> Definisi:
    """All that says how the indicators of a Pemda are computed."""
    instansi = {row.pk: row for row in Instansi.objects.filter(pemda=pemda_id).order_by()}
    sheets = LembarInstansi.objects.filter(lampiran__penetapan__pemda=pemda_id).order_by()
    lembar = {row.pk: row for row in sheets.only("lampiran_id", "instansi_id")}
    for sheet in lembar.values():
        sheet.instansi = instansi[sheet.instansi_id]
    found = Indikator.objects.filter(pemda=pemda_id).order_by()
    indikator = {values[0]: IndikatorRingkas(*values) for values in found.values_list(*IndikatorRingkas.KOLOM)}
    for row in indikator.values():
        row.lembar = lembar[row.lembar_id]
        row.lanjutan_dari = indikator.get(row.lanjutan_dari_id or 0)
    return Definisi(instansi, indikator, _formulas(pemda_id, indikator))


def _formulas(pemda_id: int, indikator: dict[int, IndikatorRingkas]) -> dict[int, RumusRingkas]:
    """Indicator → its formula in force with its variables, and what they refer to."""
    in_force = Rumus.objects.filter(indikator__pemda=pemda_id, status=Rumus.Status.BERLAKU).order_by()
    rumus = {values[0]: RumusRingkas(*values) for values in in_force.values_list(*RumusRingkas.KOLOM)}
    shared = DataDasar.objects.filter(pemda=pemda_id).select_related("pemilik").order_by().in_bulk()
    scales = Skala.objects.order_by().in_bulk()
    variables = Variabel.objects.filter(rumus__indikator__pemda=pemda_id, rumus__status=Rumus.Status.BERLAKU)
    for values in variables.order_by("rumus_id", "urut").values_list(*VariabelRingkas.KOLOM):
        v = VariabelRingkas(*values)
        v.indikator, v.data_dasar = indikator.get(v.indikator_id or 0), shared.get(v.data_dasar_id or 0)
        v.skala = scales.get(v.skala_id or 0)
        rumus[v.rumus_id].variabel.append(v)
    for row in rumus.values():
        row.indikator = indikator[row.indikator_id]
    return {row.indikator_id: row for row in rumus.values()}


@dataclass
class Muatan:
    """The definitions with targets, shared data and results of the years and of the years before."""

    pemda_id: int
    tahun: frozenset[int]
    definisi: Definisi
    baris: dict[int, dict[tuple[int, int, int], Terbaca]] = field(default_factory=dict)
    target: dict[tuple[int, int], dict[tuple[int, int, int], TargetRingkas]] = field(default_factory=dict)
    data_dasar: dict[Any, Any] = field(default_factory=dict)
    asal_usul: dict[int, set[int]] = field(default_factory=dict)
    memo: dict[tuple[int, int], dict[Any, Any]] = field(default_factory=dict)

    def memo_of(self, tahun: int, periode: int) -> dict[Any, Any]:
        """The memo of one year and periode; results read from it are those of the rows themselves, as they change."""
        key = (tahun, periode)
        if key not in self.memo:
            self.memo[key] = self.data_dasar | {
                "baris": self.baris.get(periode, {}),
                "target": self.target.get(key, {}),
                "asal_usul": self.asal_usul.get(tahun, set()),
            }
        return self.memo[key]

    def put(self, row: Terbaca) -> None:
        """Adds a row that may be read."""
        self.baris.setdefault(row.periode, {})[row.indikator_id, row.instansi_id, row.tahun] = row


def muatan_of(pemda_id: int, rows: Collection[Baris], definisi: Definisi | None = None) -> Muatan:
    """Loads all that `rows` may read; the rows themselves are used as they are."""
    years = frozenset(row.tahun for row in rows)
    muatan = Muatan(pemda_id, years, definisi or definisi_of(pemda_id))
    _results(muatan, rows)
    for row in rows:
        muatan.put(row)
    _targets(muatan)
    _shared(muatan)
    for tahun, instansi in InstansiPendahulu.objects.filter(tahun__in=years).values_list("tahun", "instansi"):
        muatan.asal_usul.setdefault(tahun, set()).add(instansi)
    return muatan


def _results(muatan: Muatan, rows: Collection[Baris]) -> None:
    """What the rows read of others: those of the years and of the year before each."""
    wanted = muatan.tahun | {tahun - 1 for tahun in muatan.tahun}
    read, here = _read_by(muatan.definisi, {row.indikator_id for row in rows}), {row.pk for row in rows}
    for values in Realisasi.objects.filter(indikator__in=read, tahun__in=wanted).order_by().values_list(*Terbaca.KOLOM):
        if values[0] not in here:
            muatan.put(Terbaca(*values))


def _read_by(definisi: Definisi, indikator: Iterable[int]) -> set[int]:
    """The indicators whose results or raw values the formulas of these read, with their predecessors."""
    read: set[int] = set()
    for rumus in (definisi.rumus[pk] for pk in indikator if pk in definisi.rumus):
        for v in rumus.variabel:
            if v.indikator_id:
                read.add(v.indikator_id)
            elif v.nama in rumus.formula.lalu_names:
                read.add(rumus.indikator_id)
    for pk in list(read):
        before = definisi.indikator[pk].lanjutan_dari_id
        while before is not None and before not in read:
            read.add(before)
            before = definisi.indikator[before].lanjutan_dari_id
    return read


def _targets(muatan: Muatan) -> None:
    """The target that counts of each: PK Perubahan before the first."""
    found = Target.objects.filter(indikator__pemda=muatan.pemda_id, tahun__in=muatan.tahun).order_by()
    targets: Iterable[TargetRingkas] = (TargetRingkas(*values) for values in found.values_list(*TargetRingkas.KOLOM))
    for target in sorted(targets, key=lambda row: row.versi_pk == Target.Versi.PERUBAHAN):
        year = muatan.target.setdefault((target.tahun, target.periode), {})
        year[target.indikator_id, target.instansi_id, target.tahun] = target


def _shared(muatan: Muatan) -> None:
    """The shared values that the formulas read, of the years and of the year before each; None: not entered."""
    found = NilaiDataDasar.objects.filter(data_dasar__pemda=muatan.pemda_id).order_by()
    values = {
        (data_dasar, tahun): nilai for data_dasar, tahun, nilai in found.values_list("data_dasar", "tahun", "nilai")
    }
    formulas = muatan.definisi.rumus.values()
    for data_dasar in {v.data_dasar_id for rumus in formulas for v in rumus.variabel if v.data_dasar_id}:
        for tahun in muatan.tahun | {tahun - 1 for tahun in muatan.tahun}:
            muatan.data_dasar["data_dasar", data_dasar, tahun] = values.get((data_dasar, tahun))
