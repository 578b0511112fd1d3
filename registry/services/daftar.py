"""The rows of the table of indicators: every value to enter of one or more years, as far as the user may see it.

Everything is read in bulk: the number of queries depends on the number of years only. What a user may not see
is left out here, before anything filters or sorts, so that no filter and no order gives it away.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from django.db.models import Q, QuerySet

from formulas.render import plain_text
from registry.models import (
    Indikator,
    Instansi,
    Keanggotaan,
    Pengguna,
    Pengisi,
    Peran,
    Realisasi,
    Rumus,
    Skala,
    TahunIsian,
    Target,
    Variabel,
)
from registry.services.berlaku import Satuan, units_in_year
from registry.tulis import TANPA_TARGET, sebut, sebut_lampiran, tulis_cap, tulis_capaian, tulis_hasil, tulis_target

MAX_TAHUN = 6
TERTUTUP = "belum dapat dilihat"
STATUS = {
    "belum": "Belum diisi",
    **dict(Realisasi.Status.choices),
    "proses": "Dalam proses",
    "tertutup": "Belum dapat dilihat",
    "bukan": "Tidak berlaku",
    "hitungan": "Dihitung dari anggota",
}


@dataclass(frozen=True)
class Nilai:
    """One year of one row: target, realisasi and capaian as texts, and as numbers where there are some."""

    status: str = "belum"
    target: str = TANPA_TARGET
    hasil: str = "belum diisi"
    capaian: str = "belum diisi"
    kelas: str = ""
    target_angka: Decimal | None = None
    hasil_angka: Decimal | None = None
    capaian_angka: Decimal | None = None
    predikat: bool = False
    realisasi: int | None = None
    contoh: bool = False
    cap: str = ""  # who submitted and verified, and when

    @property
    def status_label(self) -> str:
        """The status in words."""
        return STATUS[self.status]

    @property
    def ada(self) -> bool:
        """Whether there is a number."""
        return self.hasil_angka is not None


BUKAN = Nilai("bukan", "tidak berlaku", "tidak berlaku", "tidak berlaku")
TUTUP = Nilai("tertutup", TERTUTUP, TERTUTUP, TERTUTUP)


@dataclass(frozen=True)
class Baris:
    """One row: an indicator for one instansi, or (without years) one indicator of a decree."""

    urut: int
    indikator: int
    kode: str
    nama: str
    sasaran: str
    formula: str
    satuan: str
    desimal: int
    arah: str
    opd: str
    opd_kode: str
    opd_nama: str
    pengisi: tuple[str, ...]
    pengisi_kode: tuple[str, ...]
    lampiran: str
    lampiran_pk: int
    penetapan: str
    tahun_berlaku: str
    nilai: dict[int, Nilai] = field(default_factory=dict)

    @property
    def arah_label(self) -> str:
        """The direction in words."""
        return Rumus.Arah(self.arah).label if self.arah else ""

    @property
    def contoh(self) -> bool:
        """Whether any value shown is example data."""
        return any(nilai.contoh for nilai in self.nilai.values())


def years_for(user: Pengguna, wanted: Iterable[str] = ()) -> tuple[list[int], list[int]]:
    """(years of the Pemda, the chosen ones): unknown years are dropped; without a choice the newest opened one."""
    asked = set(wanted)
    rows = list(TahunIsian.objects.visible_to(user).order_by("tahun"))
    known = [row.tahun for row in rows]
    chosen = [tahun for tahun in known if str(tahun) in asked][-MAX_TAHUN:]
    if not chosen and known:
        opened = [row.tahun for row in rows if row.dibuka]
        chosen = [max(opened or known)]
    return known, chosen


def rows_for_years(user: Pengguna, years: Sequence[int]) -> list[Baris]:
    """All rows that count in any of the years, in printed order, with their values of each year."""
    member = user.keanggotaan_aktif
    if member is None or not years:
        return []
    visible = set(Indikator.objects.visible_to(user).values_list("pk", flat=True))
    units = {tahun: _seen(units_in_year(member.pemda, tahun), visible, member) for tahun in years}
    table = Pandangan(user, member, years)
    found: dict[tuple[int, int], Satuan] = {}
    for tahun in reversed(years):
        for unit in units[tahun]:
            found.setdefault((unit.indikator.pk, unit.instansi.pk), unit)
    counted = {tahun: {(u.indikator.pk, u.instansi.pk) for u in units[tahun]} for tahun in years}
    return [
        table.row(urut, unit, {tahun: key in counted[tahun] for tahun in years})
        for urut, (key, unit) in enumerate(found.items())
    ]


def rows_of_all(user: Pengguna) -> list[Baris]:
    """Every indicator of every decree but drafts that the user may read, not unfolded, without values; as printed."""
    member = user.keanggotaan_aktif
    if member is None:
        return []
    table = Pandangan(user, member, ())
    rows = Indikator.objects.visible_to(user).published().with_sheet().in_order()
    return [table.row(urut, Satuan(row, row.lembar.instansi), {}) for urut, row in enumerate(rows)]


def _seen(units: list[Satuan], visible: set[int], member: Keanggotaan) -> list[Satuan]:
    """An OPD sees the rows of its own, of the Pemda, and those that it fills; others see all."""
    rows = [unit for unit in units if unit.indikator.pk in visible]
    if not member.is_opd:
        return rows
    filled = set(member.instansi.mengisi.values_list("indikator", flat=True))
    return [
        unit
        for unit in rows
        if unit.instansi.pk == member.instansi_id
        or unit.instansi.jenis == Instansi.Jenis.PEMDA
        or unit.indikator.pk in filled
    ]


class Pandangan:
    """What a user sees of values: everything that the rows need, looked up once.

    `only` limits it to a few indicators, for the page of one.
    """

    def __init__(
        self, user: Pengguna, member: Keanggotaan, years: Sequence[int], only: Collection[int] | None = None
    ) -> None:
        self.member = member
        mine = Q(indikator__pemda=member.pemda_id)
        if only is not None:
            mine &= Q(indikator__in=only)
        self.rumus: dict[int, Rumus] = {row.pk: row for row in Rumus.objects.filter(mine)}
        self.current = {row.indikator_id: row for row in self.rumus.values() if row.status == Rumus.Status.BERLAKU}
        self.skala = scales_of(member.pemda_id)
        self.pengisi: dict[int, list[Instansi]] = defaultdict(list)
        for filler in Pengisi.objects.filter(mine).select_related("instansi"):
            self.pengisi[filler.indikator_id].append(filler.instansi)
        self.target = _targets(Target.objects.visible_to(user).filter(mine, tahun__in=years, periode=0))
        rows = Realisasi.objects.filter(mine, tahun__in=years, periode=0).order_by()
        self.realisasi = {_key(row): row for row in _stamped(rows.visible_to(user))}
        stored = rows.values_list("indikator", "instansi", "tahun", "status")
        self.status = {(i, o, t): status for i, o, t, status in stored}

    def row(self, urut: int, unit: Satuan, years: dict[int, bool]) -> Baris:
        """One row; `years` tells for each year whether the indicator counts for the instansi in it."""
        indikator, instansi = unit.indikator, unit.instansi
        rumus, lampiran = self.current.get(indikator.pk), indikator.lembar.lampiran
        fillers = self.pengisi[indikator.pk]
        return Baris(
            urut=urut,
            indikator=indikator.pk,
            kode=indikator.kode,
            nama=indikator.nama,
            sasaran=indikator.sasaran.teks,
            formula=plain_text(indikator.rumus_cetak) or "tidak tercetak",
            satuan=rumus.satuan if rumus else "",
            desimal=rumus.desimal if rumus else 2,
            arah=rumus.arah if rumus else "",
            opd=sebut(instansi),
            opd_kode=instansi.kode,
            opd_nama=instansi.nama,
            pengisi=tuple(i.sebutan for i in fillers if i.pk != instansi.pk) if _shared(instansi) else (),
            pengisi_kode=tuple(i.kode for i in fillers) if _shared(instansi) else (),
            lampiran=sebut_lampiran(lampiran),
            lampiran_pk=lampiran.pk,
            penetapan=lampiran.penetapan.judul_pendek,
            tahun_berlaku=lampiran.penetapan.rentang_tahun,
            nilai={t: self.value(unit, t) if counts else BUKAN for t, counts in years.items()},
        )

    def value(self, unit: Satuan, tahun: int) -> Nilai:
        """What the user may see of one year."""
        key = (unit.indikator.pk, unit.instansi.pk, tahun)
        row, target = self.realisasi.get(key), self.target.get(key)
        if row is None and self._closed(unit):
            return TUTUP
        aim: dict[str, Any] = {"target": tulis_target(target), "target_angka": _number(target)}
        if row is None:
            return self._hidden(key, aim)
        rumus = self.rumus.get(row.rumus_id or 0) or self.current.get(row.indikator_id)
        return Nilai(
            status=row.status,
            hasil=tulis_hasil(row, rumus.desimal if rumus else 10, self.skala.get(rumus.pk if rumus else 0)),
            capaian=tulis_capaian(row.capaian),
            kelas=row.kelas or "",
            hasil_angka=_exact(row.hasil),
            capaian_angka=_exact(row.capaian),
            predikat=bool(rumus and rumus.pk in self.skala),
            realisasi=row.pk,
            contoh=row.contoh or bool(target and target.contoh),
            cap=tulis_cap(row),
            **aim,
        )

    def _closed(self, unit: Satuan) -> bool:
        """Whether another OPD fills it: not even its status is told."""
        own = self.member.instansi_id
        fillers = {i.pk for i in self.pengisi[unit.indikator.pk]}
        return self.member.is_opd and unit.instansi.pk != own and own not in fillers

    def _hidden(self, key: tuple[int, int, int], aim: dict[str, Any]) -> Nilai:
        """No row that may be seen: nothing entered yet, or entered and not yet shown to this role."""
        status = self.status.get(key)
        if status is None:
            return Nilai(**aim)
        shown = "proses" if self.member.peran == Peran.PEMBACA else status
        return Nilai(status=shown, hasil=TERTUTUP, capaian=TERTUTUP, **aim)


def _stamped(rows: QuerySet[Realisasi]) -> QuerySet[Realisasi]:
    """With who submitted and who verified, without what only a proof needs."""
    return rows.select_related("diajukan_oleh", "diverifikasi_oleh").defer("cuplikan", "nilai_mentah")


def _key(row: Realisasi | Target) -> tuple[int, int, int]:
    return row.indikator_id, row.instansi_id, row.tahun


def _shared(instansi: Instansi) -> bool:
    """Whether the values of this instansi are entered by others: the Pemda itself, or a group."""
    return instansi.jenis in (Instansi.Jenis.PEMDA, Instansi.Jenis.KELOMPOK)


def scales_of(pemda_id: int) -> dict[int, Skala]:
    """Rumus → Skala whose code its result is shown by: those that are one pilihan Variabel."""
    rows = Variabel.objects.filter(rumus__indikator__pemda=pemda_id, jenis=Variabel.Jenis.PILIHAN)
    rows = rows.select_related("skala", "rumus")
    return {v.rumus_id: v.skala for v in rows if v.skala is not None and v.rumus.ekspresi.strip() == v.nama}


def _targets(rows: QuerySet[Target]) -> dict[tuple[int, int, int], Target]:
    """The target that counts of each: the changed one (PK Perubahan) before the first."""
    ordered = sorted(rows.order_by(), key=lambda row: row.versi_pk == Target.Versi.PERUBAHAN)
    return {_key(row): row for row in ordered}


def _number(target: Target | None) -> Decimal | None:
    """The one number of a target, for Excel and for sorting; a range or a predicate has none."""
    if target is None or target.kode or target.operator != Target.Operator.SAMA or target.atas is not None:
        return None
    return _exact(target.bawah)


def _exact(teks: str | None) -> Decimal | None:
    return None if teks is None else Decimal(teks)
