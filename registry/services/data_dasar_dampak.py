"""What a shared value reaches: rows computed again, and published rows that stand on an older value.

A published row is "perlu dibuka kembali" when its snapshot holds another value than the one that stands now, or
when it reads a published row of which this is true: then that one is reopened first. Nothing here writes.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from decimal import Decimal

from formulas.graph import affected
from registry.models import DataDasar, Indikator, NilaiDataDasar, Pengguna, Realisasi, Variabel
from registry.services.dampak import Dampak, preview_impact
from registry.services.data_dasar import IsiNilai, data_dasar_save
from registry.services.graf import Node, graph_of
from registry.services.hitung import Hitungan, hitung
from registry.services.rumus import DampakUsulan
from registry.services.usulan import DampakTampil, shown_impact

Key = tuple[int, int, int, int]  # indikator, instansi, tahun, periode


@dataclass(frozen=True)
class Basi:
    """One published row on an older value; `lewat` names the published indicator through which it reads it."""

    realisasi: Realisasi
    lewat: Indikator | None = None


@dataclass
class Penelusur:
    """Walks the readers of one shared value, sources before readers, and compares snapshots with what stands now."""

    data_dasar: DataDasar
    tahun: int
    nilai: dict[int, str] = field(default_factory=dict)
    hasil: dict[Key, str | None] = field(default_factory=dict)
    basi: dict[Key, Basi] = field(default_factory=dict)

    def walk(self) -> list[Basi]:
        """All that stand on an older value, in the order in which to reopen them; the queries do not depend on rows."""
        last = Realisasi.objects.filter(indikator__pemda=self.data_dasar.pemda_id).order_by("-tahun").first()
        years = range(self.tahun, max(last.tahun if last else 0, self.tahun) + 1)
        start: Node = ("data_dasar", self.data_dasar.pk, self.tahun)
        nodes = affected(graph_of(self.data_dasar.pemda_id).readers(years), [start])
        rows = self._rows(nodes)
        self.nilai = dict(NilaiDataDasar.objects.filter(data_dasar=self.data_dasar).values_list("tahun", "nilai"))
        self.hasil = {key_of(row): row.hasil for group in rows.values() for row in group}
        sources = self._sources({node[1] for node in nodes})
        for node in nodes:
            for row in rows.get(node, []):
                found = self._compare(row, sources.get(row.indikator_id, {}))
                if found is not None:
                    self.basi[key_of(row)] = found
        return list(self.basi.values())

    def _rows(self, nodes: list[Node]) -> dict[Node, list[Realisasi]]:
        found = Realisasi.objects.filter(
            indikator__in={node[1] for node in nodes}, tahun__in={node[2] for node in nodes}
        ).select_related("indikator__lembar", "instansi")
        rows: dict[Node, list[Realisasi]] = {}
        for row in found.order_by("pk"):
            rows.setdefault(("indikator", row.indikator_id, row.tahun), []).append(row)
        return rows

    def _sources(self, indikator: set[int]) -> dict[int, dict[str, Variabel]]:
        """Indicator → its variables that read a shared value or another indicator, by name."""
        found: dict[int, dict[str, Variabel]] = {}
        reading = Variabel.objects.filter(rumus__indikator__in=indikator).exclude(asal__in=["isian", "tetapan"])
        for v in reading.select_related("rumus", "indikator__lembar").order_by("rumus__versi"):
            found.setdefault(v.rumus.indikator_id, {})[v.nama] = v
        return found

    def _compare(self, row: Realisasi, sources: dict[str, Variabel]) -> Basi | None:
        if row.status not in Realisasi.FINAL:
            return None
        through = None
        for used in row.cuplikan.get("masukan", []):
            v = sources.get(used["nama"])
            for key, tahun in (("nilai", row.tahun), ("lalu", row.tahun - 1)):
                if v is None or key not in used:
                    continue
                if v.data_dasar_id == self.data_dasar.pk and self._moved(tahun, used[key]):
                    return Basi(row)
                through = through or (self._through(row, v, tahun, used[key]) if v.indikator else None)
        return Basi(row, through) if through else None

    def _moved(self, tahun: int, used: str | None) -> bool:
        return tahun == self.tahun and not same(used, self.nilai.get(tahun))

    def _through(self, row: Realisasi, v: Variabel, tahun: int, used: object) -> Indikator | None:
        """The indicator read, when its row is out of date itself, or has been computed again since."""
        other = v.indikator
        if other is None or isinstance(used, list):
            return other if other and self._any_member(other, tahun, row.periode, used) else None
        same_sheet = other.lembar_id == row.indikator.lembar_id
        place = row.instansi_id if same_sheet else other.lembar.instansi_id
        key = (other.pk, place, tahun, row.periode)
        moved = key in self.hasil and not same(used if isinstance(used, str) else None, self.hasil[key])
        return other if key in self.basi or moved else None

    def _any_member(self, other: Indikator, tahun: int, periode: int, used: object) -> bool:
        """Whether the result of a member of the group is not the one that was used."""
        members = [key for key in self.hasil if (key[0], key[2], key[3]) == (other.pk, tahun, periode)]
        known = used if isinstance(used, list) else []
        return any(key in self.basi or not any(same(self.hasil[key], u) for u in known) for key in members)


def key_of(row: Realisasi) -> Key:
    """Which row it is."""
    return row.indikator_id, row.instansi_id, row.tahun, row.periode


def same(one: str | None, other: str | None) -> bool:
    """Whether two stored numbers are one, whatever their writing; a blank is like a blank only, never like 0."""
    if one is None or other is None:
        return one is other
    return Decimal(one) == Decimal(other)


def stale_published(data_dasar: DataDasar, tahun: int) -> list[Basi]:
    """Verified and locked rows that stand on another value than today's, directly or through other indicators."""
    return Penelusur(data_dasar, tahun).walk()


def preview(*, user: Pengguna, data_dasar: DataDasar, tahun: int, change: Callable[[], Dampak]) -> DampakTampil:
    """What `change` (a save of this value) would compute again and what would stay published; nothing is written."""
    trial = DampakUsulan()

    def run() -> Dampak:
        trial.dihitung = change().dihitung
        trial.terbit = [item.realisasi for item in stale_published(data_dasar, tahun)]
        trial.andai = {row.pk: _today(row) for row in trial.terbit}
        return trial

    preview_impact(run)
    return shown_impact(user, trial)


def preview_save(*, user: Pengguna, data_dasar: DataDasar, tahun: int, isi: IsiNilai, version: int) -> DampakTampil:
    """The preview of a correction by the owner."""

    def change() -> Dampak:
        return data_dasar_save(user=user, data_dasar=data_dasar, tahun=tahun, isi=isi, version=version)

    return preview(user=user, data_dasar=data_dasar, tahun=tahun, change=change)


def _today(row: Realisasi) -> Hitungan:
    return hitung(
        indikator=row.indikator,
        instansi=row.instansi,
        tahun=row.tahun,
        nilai_mentah=row.nilai_mentah,
        periode=row.periode,
    )
