"""Stored values as cells: what one indicator of one instansi says in a year, to whoever reads the document.

Everything is read in bulk: the number of queries does not depend on the rows. A value that has a realisasi is told
from its snapshot (unit, target, inputs, formula), so that a published figure prints what it was.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from typing import Any

from django.db.models import QuerySet

from formulas.capaian import AturanCapaian as Aturan
from formulas.capaian import capped
from registry.models import Instansi, Pemda, Pengguna, Peran, Realisasi, Rumus, Target
from registry.services.berlaku import Satuan, units_in_year
from registry.services.capaian import rule_for
from registry.services.daftar import STATUS, TERTUTUP
from registry.services.hitung import target_data
from registry.tulis import tulis_hasil, tulis_kosong, tulis_target
from reports.tabel import Sel, isi, sel, sel_angka

Kunci = tuple[int, int]
TAK_TERHITUNG = "tidak dapat dihitung"
BELUM = "belum diisi"


class Pembaca:
    """Who reads: a member as far as their role goes, or (no user) the command line, which reads everything."""

    def __init__(self, pemda: Pemda, user: Pengguna | None) -> None:
        self.pemda, self.user = pemda, user
        self.member = user.keanggotaan_aktif if user else None

    def realisasi(self) -> QuerySet[Realisasi]:
        """Realisasi of the Pemda that may be read, of whole years."""
        rows = Realisasi.objects.visible_to(self.user) if self.user else Realisasi.objects.all()
        return rows.filter(indikator__pemda=self.pemda, periode=0)

    def target(self) -> QuerySet[Target]:
        """Targets of whole years that may be read."""
        rows = Target.objects.visible_to(self.user) if self.user else Target.objects.all()
        return rows.filter(indikator__pemda=self.pemda, periode=0)

    def may_read(self, instansi: Instansi) -> bool:
        """Whether documents of that instansi are for this reader: an OPD's member gets those of the own OPD."""
        if instansi.pemda_id != self.pemda.pk or (self.user is not None and self.member is None):
            return False
        return self.member is None or not self.member.is_opd or self.member.instansi_id == instansi.pk

    def hidden(self, status: str) -> str:
        """The status of a value that may not be read yet, in words."""
        is_pembaca = self.member is not None and self.member.peran == Peran.PEMBACA
        return STATUS["proses" if is_pembaca else status]


@dataclass(frozen=True)
class Nilai:
    """One value of a year. `tertutup`: the status of what may not be read yet."""

    unit: Satuan
    rumus: Rumus | None
    realisasi: Realisasi | None
    target: Mapping[str, Any] | None
    target_baris: Target | None
    aturan: Aturan
    tertutup: str = ""

    @property
    def final(self) -> bool:
        """Whether Bappeda has verified it."""
        return self.realisasi is not None and self.realisasi.status in Realisasi.FINAL

    @property
    def contoh(self) -> bool:
        """Whether anything shown is example data."""
        rows = (self.realisasi, self.target_baris)
        return any(row is not None and row.contoh for row in rows)

    @property
    def cuplikan(self) -> Mapping[str, Any]:
        """What the computation used; empty when nothing is computed yet."""
        return (self.realisasi.cuplikan if self.realisasi else None) or {}

    @property
    def satuan(self) -> str:
        """The unit that the result was computed in."""
        return self.cuplikan.get("satuan") or (self.rumus.satuan if self.rumus else "") or "tanpa satuan"

    @property
    def arah(self) -> str:
        """naik, turun or rentang."""
        return self.cuplikan.get("arah") or (self.rumus.arah if self.rumus else Rumus.Arah.NAIK)

    @property
    def desimal(self) -> int:
        """Decimals of the result."""
        found = self.cuplikan.get("desimal")
        return int(found) if found is not None else (self.rumus.desimal if self.rumus else 2)

    @property
    def hasil(self) -> Decimal | None:
        """The exact result."""
        return None if self.realisasi is None or self.realisasi.hasil is None else Decimal(self.realisasi.hasil)

    @property
    def capaian(self) -> Decimal | None:
        """Capaian as printed: with the cap of the year's rule, where there is one."""
        if self.realisasi is None or self.realisasi.capaian is None:
            return None
        value = capped(Decimal(self.realisasi.capaian), self.aturan)
        return value if isinstance(value, Decimal) else None

    @property
    def kelas(self) -> str:
        """The class, or that there is none."""
        return (self.realisasi.kelas if self.realisasi else "") or "tanpa kelas"

    @property
    def alasan_kosong(self) -> str:
        """Why there is no result, in a few words; "" when there is one."""
        if self.tertutup:
            return TERTUTUP
        if self.realisasi is None:
            return BELUM
        return "" if self.realisasi.hasil is not None else tulis_kosong(self.realisasi.kosong_kode or "belum_diisi")

    @property
    def alasan_capaian(self) -> str:
        """Why there is no capaian, in a few words; "" when there is one."""
        if self.alasan_kosong:
            return self.alasan_kosong
        return "" if self.capaian is not None else TAK_TERHITUNG

    def sel_target(self, kunci: str = "target") -> Sel:
        """The target as printed; one number is a number in Excel."""
        return sel_target(kunci, self.target)

    def sel_hasil(self, kunci: str = "realisasi") -> Sel:
        """The result with its class, the code of a predicate, or why there is none."""
        if self.alasan_kosong or self.hasil is None or self.realisasi is None:
            return sel(kunci, isi(self.alasan_kosong or BELUM), gaya="angka")
        predikat = self.realisasi.predikat or {}
        if predikat.get("mengganti"):
            return sel(kunci, isi(predikat["kode"]), gaya="angka")
        behind = f" ({predikat['kode']})" if predikat else ""
        return sel_angka(kunci, self.hasil, self.desimal, belakang=behind)

    def sel_capaian(self, kunci: str = "capaian", rumus: str = "") -> Sel:
        """Capaian in percent with two decimals, or why there is none."""
        if self.alasan_capaian or self.capaian is None:
            return sel(kunci, isi(self.alasan_capaian), gaya="angka")
        return sel_angka(kunci, self.capaian, 2, rumus=rumus)

    @property
    def teks_hasil(self) -> str:
        """The result on one line with its unit, for words beside a chart."""
        return tulis_hasil(self.realisasi, self.desimal) if self.realisasi else BELUM


def sel_target(kunci: str, target: Mapping[str, Any] | None) -> Sel:
    """A target as a cell."""
    text = tulis_target(target)
    if target is None or target.get("kode") or target.get("teks"):
        return sel(kunci, isi(text), gaya="angka")
    bounds = [v for v in (target.get("bawah"), target.get("atas")) if v is not None]
    if len(bounds) != 1 or target.get("operator") == Target.Operator.RENTANG:
        return sel(kunci, isi(text), gaya="angka")
    sign = str(Target.Operator(str(target.get("operator"))).label)
    return sel_angka(kunci, Decimal(bounds[0]), None, depan="" if sign == "=" else f"{sign} ")


class Tahun:
    """Everything that documents say about the values of one year of a Pemda, or of one instansi in it."""

    def __init__(self, pembaca: Pembaca, tahun: int, instansi: Instansi | None = None) -> None:
        self.pembaca, self.tahun, self.instansi = pembaca, tahun, instansi
        self.aturan = rule_for(pembaca.pemda.pk, tahun)[0]

    @cached_property
    def units(self) -> list[Satuan]:
        """The values of the year, in printed order."""
        return units_in_year(self.pembaca.pemda, self.tahun, self.instansi, also_filled=False)

    @cached_property
    def rows(self) -> QuerySet[Realisasi]:
        """The stored values that may be read."""
        rows = self.pembaca.realisasi().filter(tahun=self.tahun).order_by()
        return rows if self.instansi is None else rows.filter(instansi=self.instansi)

    @cached_property
    def _realisasi(self) -> dict[Kunci, Realisasi]:
        return {_key(row): row for row in self.rows.select_related("diverifikasi_oleh")}

    @cached_property
    def _hidden(self) -> dict[Kunci, str]:
        """Statuses of what is stored and may not be read."""
        rows = Realisasi.objects.filter(indikator__pemda=self.pembaca.pemda, tahun=self.tahun, periode=0).order_by()
        stored = rows.values_list("indikator", "instansi", "status")
        return {(i, o): status for i, o, status in stored if (i, o) not in self._realisasi}

    @cached_property
    def _target(self) -> dict[Kunci, Target]:
        return targets_of(self.pembaca.target().filter(tahun=self.tahun))

    @cached_property
    def _rumus(self) -> tuple[dict[int, Rumus], dict[int, Rumus]]:
        """Formulas by pk, and those in force by indicator; with their variables."""
        wanted = {unit.indikator.pk for unit in self.units}
        rows = Rumus.objects.filter(indikator__in=wanted).select_related("indikator")
        found = {row.pk: row for row in rows.prefetch_related("variabel__skala")}
        return found, {row.indikator_id: row for row in found.values() if row.status == Rumus.Status.BERLAKU}

    def nilai(self, unit: Satuan) -> Nilai:
        """What may be told about one value."""
        key = (unit.indikator.pk, unit.instansi.pk)
        row, target = self._realisasi.get(key), self._target.get(key)
        by_pk, current = self._rumus
        used = by_pk.get(row.rumus_id or 0) if row else None
        hidden = self._hidden.get(key, "") if row is None else ""
        return Nilai(
            unit=unit,
            rumus=used or current.get(unit.indikator.pk),
            realisasi=row,
            target=_target_told(row, target),
            target_baris=target,
            aturan=self.aturan,
            tertutup=self.pembaca.hidden(hidden) if hidden else "",
        )

    def current(self, unit: Satuan) -> Rumus | None:
        """The formula in force of a unit."""
        return self._rumus[1].get(unit.indikator.pk)


def _target_told(row: Realisasi | None, target: Target | None) -> Mapping[str, Any] | None:
    """The target that a published figure was measured against, else the one of today."""
    if row is not None and row.status in Realisasi.FINAL and (row.cuplikan or {}).get("target"):
        return row.cuplikan["target"]
    return None if target is None else target_data(target)


def targets_of(rows: QuerySet[Target]) -> dict[Kunci, Target]:
    """The target that counts of each: the changed one (PK Perubahan) before the first."""
    ordered = sorted(rows.order_by(), key=lambda row: row.versi_pk == Target.Versi.PERUBAHAN)
    return {_key(row): row for row in ordered}


def _key(row: Realisasi | Target) -> Kunci:
    return row.indikator_id, row.instansi_id


def draft_note(values: Iterable[Nilai]) -> str:
    """What is to be said on every page while anything is not verified; "" when all is."""
    values = list(values)
    open_ = sum(not nilai.final for nilai in values)
    if not open_:
        return ""
    return f"DRAF – {open_} dari {len(values)} realisasi belum diverifikasi Bappeda, jadi angkanya belum resmi."


def example_note(values: Iterable[Nilai]) -> str:
    """That example data are in it, or ""."""
    some = any(nilai.contoh for nilai in values)
    return "DATA CONTOH – angka rekaan untuk mencoba aplikasi, bukan angka resmi." if some else ""
