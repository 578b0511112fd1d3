"""The values of the years before, for many indicators at once: the series runs along `lanjutan_dari`, across decrees,
as registry.services.seri follows it for one. The number of queries does not depend on the rows."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from registry.models import Indikator, InstansiPendahulu, LembarInstansi, Realisasi
from registry.services.berlaku import Satuan, sheets_in_force
from registry.services.seri import MAX_RANTAI
from reports.nilai import Nilai, Pembaca, Tahun

TAHUN_LALU = 4
DASAR = "data tahun dasar, tanpa capaian"


@dataclass(frozen=True)
class Titik:
    """One year of a series; `nilai` None where the indicator did not count yet."""

    tahun: int
    nilai: Nilai | None
    dasar: bool = False


class Deret:
    """What may be told of the years n−4 … n−1 of a Pemda or of one instansi in it."""

    def __init__(self, kini: Tahun) -> None:
        self.kini, self.pembaca = kini, kini.pembaca
        self.years = range(kini.tahun - TAHUN_LALU, kini.tahun)
        self.sheets = {tahun: _lembar(self.pembaca, tahun) for tahun in self.years}

    @cached_property
    def _rows(self) -> dict[tuple[int, int, int], Realisasi]:
        rows = self.pembaca.realisasi().filter(tahun__in=self.years).order_by()
        if self.kini.instansi is not None:
            rows = rows.filter(instansi=self.kini.instansi)
        return {(row.indikator_id, row.instansi_id, row.tahun): row for row in rows}

    @cached_property
    def _status(self) -> dict[tuple[int, int, int], str]:
        rows = Realisasi.objects.filter(indikator__pemda=self.pembaca.pemda, tahun__in=self.years, periode=0)
        found = rows.order_by().values_list("indikator", "instansi", "tahun", "status")
        return {(i, o, t): status for i, o, t, status in found}

    @cached_property
    def _near(self) -> Mapping[int, set[int]]:
        """Indicator → those it continues and those that continue it."""
        near: dict[int, set[int]] = defaultdict(set)
        pairs = Indikator.objects.filter(pemda=self.pembaca.pemda, lanjutan_dari__isnull=False)
        for pk, before in pairs.order_by().values_list("pk", "lanjutan_dari"):
            if before is not None:
                near[pk].add(before)
                near[before].add(pk)
        return near

    @cached_property
    def _lembar_of(self) -> dict[int, int]:
        rows = Indikator.objects.filter(pemda=self.pembaca.pemda).order_by()
        return dict(rows.values_list("pk", "lembar"))

    @cached_property
    def _changed(self) -> set[tuple[int, int]]:
        """(instansi, year) of merges and splits."""
        rows = InstansiPendahulu.objects.filter(instansi__pemda=self.pembaca.pemda)
        return set(rows.values_list("instansi", "tahun"))

    def chain(self, pk: int) -> list[int]:
        """The indicator itself, then its predecessors and successors."""
        found = [pk]
        for one in found:
            if len(found) >= MAX_RANTAI:
                break
            found.extend(sorted(self._near.get(one, set()) - set(found)))
        return found

    def points(self, unit: Satuan, nilai: Nilai) -> list[Titik]:
        """The four years before, oldest first, and the year itself."""
        return [*(self._point(unit, tahun) for tahun in self.years), Titik(self.kini.tahun, nilai)]

    def _point(self, unit: Satuan, tahun: int) -> Titik:
        place = unit.instansi.pk
        chain = self.chain(unit.indikator.pk)
        for pk in chain:
            if self._lembar_of.get(pk) in self.sheets[tahun].get(place, set()):
                return Titik(tahun, self._nilai(pk, unit, tahun))
        for pk in chain:
            if (pk, place, tahun) in self._rows:
                return Titik(tahun, self._nilai(pk, unit, tahun), dasar=True)
        return Titik(tahun, None)

    def _nilai(self, pk: int, unit: Satuan, tahun: int) -> Nilai:
        key = (pk, unit.instansi.pk, tahun)
        row = self._rows.get(key)
        hidden = self._status.get(key, "") if row is None else ""
        told = self.pembaca.hidden(hidden) if hidden else ""
        return Nilai(unit, self.kini.current(unit), row, None, None, self.kini.aturan, told)

    def breaks(self, unit: Satuan, points: list[Titik]) -> list[str]:
        """Where figures before and after cannot be compared, and why."""
        found, before = [], None
        for point in points:
            what = _definition(point.nilai)
            if (unit.instansi.pk, point.tahun) in self._changed:
                found.append(f"Seri terputus {point.tahun}: perangkat daerah berubah.")
            elif what is not None and before is not None and what != before:
                found.append(f"Seri terputus {point.tahun}: {_difference(before, what)} berubah.")
            before = what or before
        return found


def _definition(nilai: Nilai | None) -> tuple[str, str, str] | None:
    """Formula, unit and direction that a figure was computed by; None without a figure."""
    data: Mapping[str, Any] = nilai.cuplikan if nilai else {}
    if nilai is None or nilai.hasil is None or not data.get("rumus"):
        return None
    return "".join(str(data["rumus"]).split()), str(data.get("satuan")), str(data.get("arah"))


def _difference(before: tuple[str, str, str], after: tuple[str, str, str]) -> str:
    names = ("rumus", "satuan", "arah")
    return " dan ".join(name for name, a, b in zip(names, before, after, strict=True) if a != b)


def _lembar(pembaca: Pembaca, tahun: int) -> dict[int, set[int]]:
    """Instansi → the sheets that count for it in a year."""
    found: dict[int, set[int]] = defaultdict(set)
    sheets: dict[tuple[int, str], LembarInstansi] = sheets_in_force(pembaca.pemda, tahun)
    for (owner, _), lembar in sheets.items():
        found[owner].add(lembar.pk)
    return found
