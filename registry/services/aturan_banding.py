"""Two rules of achievement side by side on one year's results: which capaian and which classes would change."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from formulas.capaian import AturanCapaian as Aturan
from registry.models import Pengguna, Realisasi, Target
from registry.services.capaian import Pencapaian, pencapaian, rule_for
from registry.tulis import tulis_capaian, tulis_hasil, tulis_target

TANPA_KELAS = "tanpa kelas"


@dataclass(frozen=True)
class Sisi:
    """Capaian and class under one rule; `nilai` is exact, `capaian` as printed."""

    nilai: Decimal | None
    kelas: str

    @property
    def capaian(self) -> str:
        """As printed."""
        return tulis_capaian(None if self.nilai is None else f"{self.nilai:f}")


@dataclass(frozen=True)
class Perbandingan:
    """One realisasi under both rules. `terbit`: verified or locked, so it stays as it is."""

    realisasi: Realisasi
    hasil: str
    target: str
    lama: Sisi
    baru: Sisi
    terbit: bool

    @property
    def ganti_kelas(self) -> bool:
        """Whether it moves to another class."""
        return self.lama.kelas != self.baru.kelas


@dataclass(frozen=True)
class Banding:
    """What differs in a year, of how many results."""

    tahun: int
    jumlah: int
    baris: tuple[Perbandingan, ...]

    @property
    def ganti_kelas(self) -> int:
        """How many move to another class."""
        return sum(row.ganti_kelas for row in self.baris)

    @property
    def tetap(self) -> int:
        """How many are published and stay."""
        return sum(row.terbit for row in self.baris)

    @property
    def dihitung_ulang(self) -> int:
        """How many would be computed again."""
        return len(self.baris) - self.tetap


def compare(user: Pengguna, tahun: int, lama: Aturan | None, baru: Aturan) -> Banding:
    """All results of a year that the user may see under both rules; `lama` None: the rule in force that year.

    Listed is what differs as printed, with two decimals, or in its class.
    A published result is compared from what was used when it was published, and an open one from its target now.
    """
    member = user.keanggotaan_aktif
    if member is None:
        return Banding(tahun, 0, ())
    rows = [row for row in _rows(user, tahun) if row.hasil is not None]
    targets = _targets(user, tahun)
    old_rule = rule_for(member.pemda_id, tahun)[0] if lama is None else lama
    memos = [_memo(member.pemda_id, tahun, rule) for rule in (old_rule, baru)]
    compared = [_compare(row, targets.get((row.indikator_id, row.instansi_id)), memos, lama is None) for row in rows]
    changed = tuple(item for item in compared if item is not None)
    return Banding(tahun, len(rows), changed)


def _memo(pemda_id: int, tahun: int, aturan: Aturan) -> dict[Any, Any]:
    """Makes `pencapaian` use this rule, whatever is stored."""
    return {("aturan", pemda_id, tahun): (aturan, {})}


def _rows(user: Pengguna, tahun: int) -> list[Realisasi]:
    rows = Realisasi.objects.visible_to(user).for_year(tahun).filter(rumus__isnull=False)
    rows = rows.select_related("indikator__lembar__lampiran", "instansi", "rumus__indikator").defer("nilai_mentah")
    return list(
        rows.prefetch_related("rumus__variabel__skala").order_by(
            "instansi__urut",
            "instansi__kode",
            "indikator__lembar__lampiran__urut",
            "indikator__sasaran__urut",
            "indikator__urut",
        )
    )


def _targets(user: Pengguna, tahun: int) -> dict[tuple[int, int], Target]:
    """The target that counts of each: the changed one (PK Perubahan) before the first."""
    rows = Target.objects.visible_to(user).filter(tahun=tahun, periode=0).order_by()
    ordered = sorted(rows, key=lambda row: row.versi_pk == Target.Versi.PERUBAHAN)
    return {(row.indikator_id, row.instansi_id): row for row in ordered}


def _compare(
    row: Realisasi, target: Target | None, memos: list[dict[Any, Any]], stored_is_old: bool
) -> Perbandingan | None:
    published = row.status in Realisasi.FINAL
    if published:
        used = row.cuplikan.get("target")
        target = Target(**used) if used else None
    rumus, hasil = row.rumus, Decimal(row.hasil or 0)
    assert rumus is not None
    old, new = (_side(pencapaian(hasil, target, rumus, row.tahun, memo)) for memo in memos)
    if published and stored_is_old:
        old = Sisi(None if row.capaian is None else Decimal(row.capaian), row.kelas or TANPA_KELAS)
    if (old.capaian, old.kelas) == (new.capaian, new.kelas):
        return None
    predikat = row.predikat or {}
    shown = str(predikat["kode"]) if predikat.get("mengganti") else tulis_hasil(row, rumus.desimal)
    return Perbandingan(row, shown, tulis_target(target), old, new, published)


def _side(reached: Pencapaian) -> Sisi:
    return Sisi(reached.nilai, reached.kelas or TANPA_KELAS)
