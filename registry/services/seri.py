"""One indicator through the years, for one instansi: the series runs along `lanjutan_dari`, across decrees."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property

from formulas import Kosong
from registry.models import Indikator, Instansi, LembarInstansi, Pengguna, Realisasi, TahunIsian
from registry.services.berlaku import Satuan, sheets_in_force
from registry.services.capaian import pencapaian, target_of
from registry.services.daftar import BUKAN, Nilai, Pandangan
from registry.services.hitung import current_rumus
from registry.services.kelompok import kelompok_hasil
from registry.tulis import tulis_angka, tulis_capaian, tulis_kosong, tulis_target

MAX_RANTAI = 20


@dataclass(frozen=True)
class Titik:
    """One year (or one member): whose value, under which indicator, and what may be seen of it."""

    tahun: int
    instansi: Instansi
    indikator: Indikator
    nilai: Nilai
    keterangan: str = ""


@dataclass
class Seri:
    """What the page of an indicator shows: the years that matter, the instansi, their values."""

    user: Pengguna
    indikator: Indikator
    years: list[int] = field(default_factory=list)

    def __post_init__(self) -> None:
        opened = TahunIsian.objects.visible_to(self.user).order_by("tahun").values_list("tahun", flat=True)
        self.chain = chain_of(self.indikator, self.user)
        entered = Realisasi.objects.visible_to(self.user).filter(indikator__in=[i.pk for i in self.chain], periode=0)
        self.years = sorted({*opened, *entered.order_by().values_list("tahun", flat=True)})

    @cached_property
    def sheets(self) -> dict[int, dict[tuple[int, str], LembarInstansi]]:
        """The sheets in force of each year, of the instansi whose series may be looked at."""
        owners = {i.lembar.instansi for i in self.chain}
        group = any(i.jenis == Instansi.Jenis.KELOMPOK for i in owners)
        only = None if group else {i.pk for i in owners}
        return {tahun: sheets_in_force(self.indikator.pemda, tahun, only) for tahun in self.years}

    @cached_property
    def view(self) -> Pandangan:
        """What the user sees of the values of the whole chain."""
        member = self.user.keanggotaan_aktif
        return Pandangan(self.user, member, self.years, [i.pk for i in self.chain])

    @cached_property
    def is_group(self) -> bool:
        """Whether the sheet belongs to a group, so that each member has values of its own."""
        return self.indikator.lembar.instansi.jenis == Instansi.Jenis.KELOMPOK

    @cached_property
    def members(self) -> list[Instansi]:
        """The members of the group whose values count on this sheet in any year; an OPD sees itself only."""
        member = self.user.keanggotaan_aktif
        counted = {
            owner
            for sheets in self.sheets.values()
            for (owner, _), lembar in sheets.items()
            if lembar.pk == self.indikator.lembar_id
        }
        rows = Instansi.objects.filter(pk__in=counted)
        return list(rows.filter(pk=member.instansi_id) if member.is_opd else rows)

    @cached_property
    def choices(self) -> list[Instansi]:
        """Whose series may be looked at: the group first, then its members; or the one instansi."""
        owner = self.indikator.lembar.instansi
        if not self.is_group:
            return [owner]
        return self.members if self.user.keanggotaan_aktif.is_opd else [owner, *self.members]

    def points(self, instansi: Instansi) -> list[Titik]:
        """The years of one instansi, oldest first; years before and after the series are left out."""
        if instansi.jenis == Instansi.Jenis.KELOMPOK:
            return [self.group_point(tahun) for tahun in self.member_years]
        points = [self._point(instansi, tahun) for tahun in self.years]
        known = [n for n, point in enumerate(points) if point.nilai.status != "bukan"]
        return points[known[0] : known[-1] + 1] if known else []

    def _point(self, instansi: Instansi, tahun: int) -> Titik:
        for indikator in self.chain:
            key = (instansi.pk, indikator.lembar.lampiran.jenis)
            lembar = self.sheets[tahun].get(key)
            if lembar is not None and lembar.pk == indikator.lembar_id:
                told = "" if indikator.pk == self.indikator.pk else indikator.lembar.lampiran.penetapan.judul_pendek
                return Titik(tahun, instansi, indikator, self.view.value(Satuan(indikator, instansi), tahun), told)
        for indikator in self.chain:
            if (indikator.pk, instansi.pk, tahun) in self.view.realisasi:
                value = self.view.value(Satuan(indikator, instansi), tahun)
                return Titik(tahun, instansi, indikator, value, "data tahun dasar, tanpa capaian")
        return Titik(tahun, instansi, self.indikator, BUKAN)

    def of_members(self, tahun: int) -> list[Titik]:
        """The members for whom this sheet counts in the year, each with its value."""
        jenis = self.indikator.lembar.lampiran.jenis
        sheets = self.sheets.get(tahun, {})
        return [
            Titik(tahun, i, self.indikator, self.view.value(Satuan(self.indikator, i), tahun))
            for i in self.members
            if (lembar := sheets.get((i.pk, jenis))) is not None and lembar.pk == self.indikator.lembar_id
        ]

    @cached_property
    def member_years(self) -> list[int]:
        """The years in which the sheet counts for any member."""
        return [tahun for tahun in self.years if self.of_members(tahun)]

    def group_point(self, tahun: int) -> Titik:
        """The computed row of the group in one year, from what the user may see of its members."""
        group = self.indikator.lembar.instansi
        names = {point.instansi.pk: point.instansi.sebutan for point in self.of_members(tahun)}
        rows = {row.instansi_id: row for row in self.raw if row.tahun == tahun}
        rumus = self.rumus
        hasil = kelompok_hasil(rumus=rumus, anggota={name: rows.get(pk) for pk, name in names.items()})
        target = target_of(self.indikator, group, tahun)
        reached = pencapaian(hasil, target, rumus, tahun)
        nilai = Nilai(
            status="hitungan",
            target=tulis_target(target),
            hasil=hasil.pesan if isinstance(hasil, Kosong) else tulis_angka(f"{hasil:f}", rumus.desimal),
            capaian=_reached(reached.hasil),
            kelas=reached.kelas or "",
            hasil_angka=None if isinstance(hasil, Kosong) else hasil,
            capaian_angka=reached.nilai,
            contoh=any(row.contoh for row in rows.values()),
        )
        return Titik(tahun, group, self.indikator, nilai, rumus.get_gabungan_display())

    @cached_property
    def rumus(self):
        """The formula in force, with its variables."""
        return current_rumus(self.indikator)

    @cached_property
    def raw(self) -> list[Realisasi]:
        """The members' rows with the inputs that were used."""
        rows = Realisasi.objects.visible_to(self.user).filter(indikator=self.indikator, periode=0)
        return list(rows.filter(instansi__in=[i.pk for i in self.members]))


def _reached(hasil: object) -> str:
    return tulis_kosong(hasil.kode) if isinstance(hasil, Kosong) else tulis_capaian(f"{hasil:f}")


def chain_of(indikator: Indikator, user: Pengguna) -> list[Indikator]:
    """The indicator, its predecessors and its successors, as far as the user may read them; itself first."""
    visible = Indikator.objects.visible_to(user).with_sheet()
    found, seen = [indikator], {indikator.pk}
    for row in found:
        if len(found) >= MAX_RANTAI:
            break
        near = list(visible.filter(lanjutan_dari=row.pk))
        near += list(visible.filter(pk=row.lanjutan_dari_id)) if row.lanjutan_dari_id else []
        new: Sequence[Indikator] = [i for i in near if i.pk not in seen]
        seen |= {i.pk for i in new}
        found.extend(new)
    return found
