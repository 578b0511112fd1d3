"""Everything that computing many realisasi of a Pemda reads, read beforehand in a number of queries that stays.

It answers through the `memo` that `registry.services.hitung` takes, so that many rows and a single one are computed
by the same code.
"""

from collections.abc import Iterable
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


@dataclass
class Muatan:
    """Indicators, formulas in force, targets, shared data and results of the years and of the years before."""

    pemda_id: int
    tahun: frozenset[int]
    indikator: dict[int, Indikator] = field(default_factory=dict)
    instansi: dict[int, Instansi] = field(default_factory=dict)
    rumus: dict[int, Rumus] = field(default_factory=dict)
    baris: dict[int, dict[tuple[int, int, int], Realisasi]] = field(default_factory=dict)
    target: dict[tuple[int, int], dict[tuple[int, int, int], Target]] = field(default_factory=dict)
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

    def put(self, row: Realisasi) -> None:
        """Adds a row with the objects that are already here."""
        row.indikator, row.instansi = self.indikator[row.indikator_id], self.instansi[row.instansi_id]
        self.baris.setdefault(row.periode, {})[row.indikator_id, row.instansi_id, row.tahun] = row


def muatan_of(pemda_id: int, years: Iterable[int], rows: Iterable[Realisasi]) -> Muatan:
    """Loads all that `rows` of these years may read; the rows themselves are used as they are."""
    muatan = Muatan(pemda_id, frozenset(years))
    _definitions(muatan)
    for row in rows:
        muatan.put(row)
    _results(muatan)
    _others(muatan)
    return muatan


def _definitions(muatan: Muatan) -> None:
    """Indicators with their predecessors and sheets, instansi, formulas in force; each object once."""
    muatan.instansi = {row.pk: row for row in Instansi.objects.filter(pemda=muatan.pemda_id).order_by()}
    sheets = LembarInstansi.objects.filter(lampiran__penetapan__pemda=muatan.pemda_id).order_by()
    lembar = {row.pk: row for row in sheets.only("lampiran_id", "instansi_id")}
    for sheet in lembar.values():
        sheet.instansi = muatan.instansi[sheet.instansi_id]
    found = Indikator.objects.filter(pemda=muatan.pemda_id).order_by()
    muatan.indikator = {row.pk: row for row in found.only("pemda_id", "lembar_id", "kode", "nama", "lanjutan_dari_id")}
    for row in muatan.indikator.values():
        row.lembar = lembar[row.lembar_id]
        if row.lanjutan_dari_id in muatan.indikator:
            row.lanjutan_dari = muatan.indikator[row.lanjutan_dari_id]
    formulas = Rumus.objects.filter(indikator__pemda=muatan.pemda_id, status=Rumus.Status.BERLAKU).order_by()
    variables = _variables(muatan, formulas)
    for rumus in formulas:
        rumus.indikator = muatan.indikator[rumus.indikator_id]
        _prefetched(rumus, variables.get(rumus.pk, []))
        muatan.rumus[rumus.indikator_id] = rumus


def _variables(muatan: Muatan, formulas: Any) -> dict[int, list[Variabel]]:
    """The variables of the formulas in their order, with what they refer to."""
    shared = {
        row.pk: row for row in DataDasar.objects.filter(pemda=muatan.pemda_id).select_related("pemilik").order_by()
    }
    scales = {row.pk: row for row in Skala.objects.order_by()}
    variables: dict[int, list[Variabel]] = {}
    for v in Variabel.objects.filter(rumus__in=formulas).order_by("rumus", "urut"):
        if v.indikator_id in muatan.indikator:
            v.indikator = muatan.indikator[v.indikator_id]
        if v.data_dasar_id in shared:
            v.data_dasar = shared[v.data_dasar_id]
        if v.skala_id:
            v.skala = scales[v.skala_id]
        variables.setdefault(v.rumus_id, []).append(v)
    return variables


def _prefetched(rumus: Rumus, variables: list[Variabel]) -> None:
    """Makes `rumus.variabel.all()` give these, as prefetch_related does, without its cost per formula."""
    rows = Variabel.objects.none()
    rows._result_cache = variables
    rumus._prefetched_objects_cache = {"variabel": rows}


def _results(muatan: Muatan) -> None:
    """The other rows of the years and of the year before each."""
    wanted = muatan.tahun | {tahun - 1 for tahun in muatan.tahun}
    here = {row.pk for rows in muatan.baris.values() for row in rows.values()}
    columns = (
        "indikator_id",
        "instansi_id",
        "tahun",
        "periode",
        "hasil",
        "kosong_kode",
        "kosong_pesan",
        "nilai_mentah",
    )
    found = Realisasi.objects.filter(indikator__pemda=muatan.pemda_id, tahun__in=wanted).order_by()
    for row in found.only(*columns):
        if row.pk not in here:
            muatan.put(row)


def _others(muatan: Muatan) -> None:
    """Targets (PK Perubahan before the first), shared data, mergers."""
    targets = Target.objects.filter(indikator__pemda=muatan.pemda_id, tahun__in=muatan.tahun).order_by()
    for target in sorted(targets, key=lambda row: row.versi_pk == Target.Versi.PERUBAHAN):
        year = muatan.target.setdefault((target.tahun, target.periode), {})
        year[target.indikator_id, target.instansi_id, target.tahun] = target
    shared = NilaiDataDasar.objects.filter(data_dasar__pemda=muatan.pemda_id)
    values = {(row.data_dasar_id, row.tahun): row.nilai for row in shared}
    for data_dasar in {v.data_dasar_id for r in muatan.rumus.values() for v in r.variabel.all() if v.data_dasar_id}:
        for tahun in muatan.tahun | {tahun - 1 for tahun in muatan.tahun}:
            muatan.data_dasar["data_dasar", data_dasar, tahun] = values.get((data_dasar, tahun))
    for tahun, instansi in InstansiPendahulu.objects.filter(tahun__in=muatan.tahun).values_list("tahun", "instansi"):
        muatan.asal_usul.setdefault(tahun, set()).add(instansi)
