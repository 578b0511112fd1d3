"""What an OPD has to enter in a year, and how far it is: the rows of "Isian saya" and the counts of the home page.

Everything is read in bulk: the number of queries does not depend on the number of rows.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from registry.models import (
    Instansi,
    Keanggotaan,
    LembarInstansi,
    Pemda,
    Pengguna,
    Realisasi,
    Rumus,
    Sasaran,
    Target,
)
from registry.periode import TAHUN
from registry.services.beda import Pengembalian, pengembalian_of
from registry.services.berlaku import Satuan, units_in_year
from registry.services.jendela import Jendela, window_of
from registry.tulis import tulis_cap, tulis_capaian, tulis_hasil, tulis_target

AJU = (Realisasi.Status.DIAJUKAN, *Realisasi.FINAL)


@dataclass(frozen=True)
class Baris:
    """One value to enter: what it is, its target, and where its realisasi stands."""

    unit: Satuan
    rumus: Rumus | None
    realisasi: Realisasi | None
    target: Target | None
    pengembalian: Pengembalian | None = None

    @property
    def status(self) -> str:
        """The status, or "belum" when nothing is stored."""
        return self.realisasi.status if self.realisasi else "belum"

    @property
    def status_label(self) -> str:
        """The status in words."""
        return self.realisasi.get_status_display() if self.realisasi else "Belum diisi"

    @property
    def terisi(self) -> bool:
        """Whether there is a value, or a reason that somebody chose; what is submitted counts as filled."""
        return self.selesai or (self.realisasi is not None and self.realisasi.kosong_kode != "belum_diisi")

    @property
    def selesai(self) -> bool:
        """Whether nothing is left for the OPD to do."""
        return self.status in AJU

    @property
    def teks_target(self) -> str:
        """Target as printed."""
        return tulis_target(self.target)

    @property
    def teks_hasil(self) -> str:
        """Result, or the reason why there is none."""
        if self.realisasi is None or self.rumus is None:
            return "belum diisi"
        predikat = self.realisasi.predikat
        text = tulis_hasil(self.realisasi, self.rumus.desimal)
        if not predikat or self.realisasi.hasil is None:
            return text
        return str(predikat["kode"]) if predikat["mengganti"] else f"{text} ({predikat['kode']})"

    @property
    def cap(self) -> str:
        """Who submitted and verified, and when."""
        return tulis_cap(self.realisasi) if self.realisasi and not self.pengembalian else ""

    @property
    def teks_capaian(self) -> str:
        """Capaian in percent, or that there is none (yet)."""
        if self.realisasi is None or self.realisasi.hasil is None:
            return "belum ada"
        return tulis_capaian(self.realisasi.capaian)

    @property
    def contoh(self) -> bool:
        """Whether anything shown is example data."""
        return any(row is not None and row.contoh for row in (self.realisasi, self.target))


@dataclass(frozen=True)
class Kemajuan:
    """How far: counts of values to enter."""

    jumlah: int = 0
    terisi: int = 0
    diajukan: int = 0
    terverifikasi: int = 0
    dikembalikan: int = 0

    @property
    def menunggu(self) -> int:
        """Submitted and not decided yet."""
        return self.diajukan - self.terverifikasi

    @property
    def belum_diajukan(self) -> int:
        """Still with the OPD."""
        return self.jumlah - self.diajukan

    @property
    def belum_terisi(self) -> int:
        """Nothing entered yet."""
        return self.jumlah - self.terisi

    def persen(self, banyak: int) -> int:
        """A share as whole percent, rounded down so that 100 means all."""
        return banyak * 100 // self.jumlah if self.jumlah else 0

    @property
    def persen_terisi(self) -> int:
        """Share filled."""
        return self.persen(self.terisi)

    @property
    def persen_diajukan(self) -> int:
        """Share submitted."""
        return self.persen(self.diajukan)

    @property
    def persen_terverifikasi(self) -> int:
        """Share verified."""
        return self.persen(self.terverifikasi)


def rows_of_opd(user: Pengguna, tahun: int, instansi: Instansi | None = None) -> list[Baris]:
    """All values that the member's (or the given) OPD enters in a year, in printed order, own sheets first."""
    member = user.keanggotaan_aktif
    units = units_in_year(member.pemda, tahun, instansi or member.instansi)
    rows = Realisasi.objects.visible_to(user).for_year(tahun).select_related("diajukan_oleh", "diverifikasi_oleh")
    stored = {_key(row): row for row in rows}
    targets = _targets(Target.objects.visible_to(user).filter(tahun=tahun, periode=0))
    current = Rumus.objects.filter(indikator__in={u.indikator.pk for u in units}, status=Rumus.Status.BERLAKU)
    rumus = {row.indikator_id: row for row in current}
    returned = [row.pk for row in stored.values() if row.status == Realisasi.Status.DIKEMBALIKAN]
    back = pengembalian_of(returned) if returned else {}
    return [
        Baris(u, rumus.get(u.indikator.pk), row, targets.get(key), back.get(row.pk) if row else None)
        for u in units
        for key in [(u.indikator.pk, u.instansi.pk)]
        for row in [stored.get(key)]
    ]


def _key(row: Realisasi | Target) -> tuple[int, int]:
    return row.indikator_id, row.instansi_id


def _targets(rows: Iterable[Target]) -> dict[tuple[int, int], Target]:
    """The target that counts of each: the changed one (PK Perubahan) before the first."""
    return {_key(row): row for row in sorted(rows, key=lambda r: r.versi_pk == Target.Versi.PERUBAHAN)}


def progress(rows: Iterable[Baris]) -> Kemajuan:
    """Counts over rows."""
    rows = list(rows)
    return Kemajuan(
        jumlah=len(rows),
        terisi=sum(row.terisi for row in rows),
        diajukan=sum(row.selesai for row in rows),
        terverifikasi=sum(row.status in Realisasi.FINAL for row in rows),
        dikembalikan=sum(row.status == Realisasi.Status.DIKEMBALIKAN for row in rows),
    )


@dataclass(frozen=True)
class Kelompok:
    """The rows of one sasaran, under the heading of their sheet where a new one begins."""

    lembar: LembarInstansi
    instansi: Instansi
    sasaran: Sasaran
    baris: list[Baris]
    lembar_baru: bool


def grouped(rows: Iterable[Baris]) -> list[Kelompok]:
    """Rows by sheet (and for whom), then sasaran, in the order given."""
    groups: list[Kelompok] = []
    for row in rows:
        unit = row.unit
        last = groups[-1] if groups else None
        same_sheet = last is not None and (last.lembar.pk, last.instansi.pk) == (
            unit.indikator.lembar_id,
            unit.instansi.pk,
        )
        if last is not None and same_sheet and last.sasaran.pk == unit.indikator.sasaran_id:
            last.baris.append(row)
            continue
        groups.append(Kelompok(unit.indikator.lembar, unit.instansi, unit.indikator.sasaran, [row], not same_sheet))
    return groups


def progress_by_instansi(user: Pengguna, pemda: Pemda, tahun: int) -> list[tuple[Instansi, Kemajuan]]:
    """Counts per instansi, only of what the user may see (Bappeda: submitted; pembaca: verified)."""
    rows = Realisasi.objects.visible_to(user).for_year(tahun).order_by()
    seen = {k[:2]: k[2:] for k in rows.values_list("indikator", "instansi", "status", "kosong_kode")}
    counts: dict[int, list[int]] = {}
    places: dict[int, Instansi] = {}
    for unit in units_in_year(pemda, tahun):
        places[unit.instansi.pk] = unit.instansi
        status, blank = seen.get((unit.indikator.pk, unit.instansi.pk), (None, None))
        flags = (
            True,
            status in AJU or (status is not None and blank != "belum_diisi"),
            status in AJU,
            status in Realisasi.FINAL,
            status == Realisasi.Status.DIKEMBALIKAN,
        )
        sums = counts.setdefault(unit.instansi.pk, [0] * len(flags))
        counts[unit.instansi.pk] = [total + flag for total, flag in zip(sums, flags, strict=True)]
    order = sorted(places.values(), key=lambda i: (i.urut, i.kode))
    return [(place, Kemajuan(*counts[place.pk])) for place in order]


def total(rows: Iterable[tuple[Instansi, Kemajuan]]) -> Kemajuan:
    """The sum over all instansi."""
    sums = [(k.jumlah, k.terisi, k.diajukan, k.terverifikasi, k.dikembalikan) for _, k in rows]
    return Kemajuan(*(sum(column) for column in zip(*sums, strict=True))) if sums else Kemajuan()


def deadline(member: Keanggotaan, tahun: int, periode: int = TAHUN) -> Jendela:
    """Until when the member's OPD may enter a year or a quarter, with its extension; others: the one for all."""
    return window_of(member.pemda, tahun, member.instansi_id if member.is_opd else None, periode)
