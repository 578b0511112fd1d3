"""What the pages of a proposed formula show: how it reads and draws, what it gives with last year's values, its impact.

Nothing here writes. What a person may not see (drafts of others, results of other OPD) is not told by a computation
either.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import Any

import formulas
from formulas import FormulaError, Kosong, write_number
from formulas.render import printed_parts, sentence
from registry.akses import proposable
from registry.models import Indikator, Instansi, NilaiDataDasar, Pengguna, Realisasi, Rumus, TahunIsian, Variabel
from registry.services.errors import ServiceError
from registry.services.hitung import Hitungan
from registry.services.masukan import Konteks, Value, last_year, value_from
from registry.services.nilai import limits_text
from registry.services.rumus import DampakUsulan
from registry.services.variabel import Penyusun
from registry.tulis import tulis_angka, tulis_kosong

TAK_TAMPIL = Kosong("belum_dapat_dilihat", "Nilai indikator yang dirujuk belum dapat Anda lihat.")
TAK_DIPAKAI = "Variabel «{nama}» tidak dipakai dalam rumus; hapus, atau pakai di dalam rumus."
TUTUP = "belum dapat dilihat"
MAKS_BARIS = 200


@dataclass(frozen=True)
class Contoh:
    """A worked example: with whose values of which year, the steps, the result or why there is none."""

    tahun: int
    instansi: Instansi
    langkah: tuple[str, ...]
    hasil: Decimal | Kosong
    contoh: bool  # the values are example data
    percobaan: bool  # some of them were typed to try

    @property
    def nilai(self) -> Decimal | None:
        """The number, or None."""
        return self.hasil if isinstance(self.hasil, Decimal) else None


@dataclass(frozen=True)
class Tampilan:
    """A formula as drawn and told; or where it cannot be read."""

    ekspresi: str
    satuan: str
    desimal: int
    galat: FormulaError | None = None
    gambar: list[Any] = field(default_factory=list)
    kalimat: str = ""
    contoh: Contoh | None = None
    peringatan: tuple[str, ...] = ()
    belum: str = ""  # what a variable still lacks


def show(
    rumus: Mapping[str, Any],
    rows: Sequence[Variabel],
    acuan: "Acuan | None" = None,
    typed: Mapping[str, Any] | None = None,
) -> Tampilan:
    """Draws and tells a formula (ekspresi, satuan, desimal) over its variables; `acuan` adds the worked example."""
    head = {name: rumus[name] for name in ("ekspresi", "satuan", "desimal")}
    try:
        formula = formulas.parse(rumus["ekspresi"], {v.nama: v.jenis for v in rows})
    except FormulaError as error:
        return Tampilan(**head, galat=error)
    labels = {v.nama: v.label or v.nama for v in rows}
    persen = rumus["satuan"] == "%"
    used = {*formula.names, *formula.lalu_names}
    return Tampilan(
        **head,
        gambar=printed_parts(formula.tree, labels, persen),
        kalimat=sentence(formula.tree, labels, persen),
        contoh=acuan.compute(formula, rows, labels, rumus["desimal"], typed or {}) if acuan else None,
        peringatan=tuple(TAK_DIPAKAI.format(nama=v.nama) for v in rows if v.nama not in used),
    )


def show_stored(rumus: Rumus, acuan: "Acuan | None" = None) -> Tampilan:
    """The same of a stored formula; prefetch its variables with what they refer to."""
    head = {"ekspresi": rumus.ekspresi, "satuan": rumus.satuan, "desimal": rumus.desimal}
    return show(head, list(rumus.variabel.all()), acuan)


def show_typed(
    indikator: Indikator,
    kepala: Mapping[str, Any],
    rows: Sequence[Mapping[str, Any]],
    acuan: "Acuan",
    typed: Mapping[str, Any],
) -> Tampilan:
    """The same of what is being typed: variables that are not complete yet are drawn by their names."""
    try:
        return show(kepala, Penyusun(indikator).build(rows), acuan, typed)
    except ServiceError as error:
        loose = [_loose(row) for row in rows if formulas.is_valid_name(row.get("nama", ""))]
        return replace(show(kepala, loose, acuan, typed), belum=error.pesan)


def _loose(row: Mapping[str, Any]) -> Variabel:
    jenis = row.get("jenis") or Variabel.Jenis.ANGKA
    return Variabel(nama=row["nama"], label=row.get("label") or row["nama"], jenis=jenis)


@dataclass(frozen=True)
class Acuan:
    """Whose raw values of which year serve as the example."""

    user: Pengguna
    indikator: Indikator
    instansi: Instansi
    tahun: int
    realisasi: Realisasi | None

    def compute(
        self,
        formula: formulas.Formula,
        rows: Sequence[Variabel],
        labels: Mapping[str, str],
        desimal: int,
        typed: Mapping[str, Any],
    ) -> Contoh:
        """The steps with these values; `typed` raw values go before the stored ones."""
        stored = self.realisasi.nilai_mentah if self.realisasi else {}
        raw = {**stored, **typed}
        values = {v.nama: self._value(v, raw, self.tahun) for v in rows}
        before = {v.nama: self._before(v) for v in rows if v.nama in formula.lalu_names}
        bukti = formula.explain(values, before, labels, desimal)
        shown = bool(self.realisasi and self.realisasi.contoh)
        return Contoh(self.tahun, self.instansi, bukti.langkah, bukti.hasil, shown, bool(typed))

    def _value(self, v: Variabel, raw: Mapping[str, Any], tahun: int) -> Value:
        match v.asal:
            case Variabel.Asal.TETAPAN:
                return Decimal(v.nilai or 0)
            case Variabel.Asal.DATA_DASAR:
                row = NilaiDataDasar.objects.filter(data_dasar=v.data_dasar_id, tahun=tahun).first()
                missing = Kosong("data_dasar_kosong", f"{v.label}: data dasar tahun {tahun} belum diisi.")
                return Decimal(row.nilai) if row else missing
            case Variabel.Asal.INDIKATOR:
                other = v.indikator
                same = other.lembar_id == self.indikator.lembar_id
                return self._results(v, tahun, [self.instansi.pk if same else other.lembar.instansi_id])[0]
            case Variabel.Asal.ANGGOTA:
                members = Instansi.objects.filter(kelompok=v.indikator.lembar.instansi_id).in_year(tahun)
                return tuple(self._results(v, tahun, [m.pk for m in members]))
        return value_from(v, raw.get(v.nama))

    def _results(self, v: Variabel, tahun: int, instansi: Sequence[int]) -> list[Decimal | Kosong]:
        seen = Realisasi.objects.visible_to(self.user).filter(indikator=v.indikator_id, tahun=tahun, periode=0)
        found = dict(seen.filter(hasil__isnull=False).values_list("instansi", "hasil"))
        return [Decimal(text) if (text := found.get(pk)) else TAK_TAMPIL for pk in instansi]

    def _before(self, v: Variabel) -> Value:
        if v.asal != Variabel.Asal.ISIAN:
            return self._value(v, {}, self.tahun - 1)
        return last_year(v, Konteks(self.indikator, self.instansi, self.tahun))[0]


def reference_of(user: Pengguna, indikator: Indikator) -> Acuan:
    """Last year's values that the user may see: the year before the newest opened one, else the newest there are."""
    newest = TahunIsian.objects.visible_to(user).filter(dibuka=True).order_by("-tahun").first()
    last = newest.tahun - 1 if newest else 0
    rows = Realisasi.objects.visible_to(user).filter(indikator=indikator, periode=0).select_related("instansi")
    own = user.keanggotaan_aktif.instansi_id
    ranked = sorted(rows, key=lambda r: (r.hasil is not None, r.tahun <= last, r.tahun, r.instansi_id == own, -r.pk))
    row = ranked[-1] if ranked else None
    owner = user.keanggotaan_aktif.instansi if user.keanggotaan_aktif.is_opd else indikator.lembar.instansi
    group = indikator.lembar.instansi.jenis == Instansi.Jenis.KELOMPOK
    instansi = row.instansi if row else (owner if group else indikator.lembar.instansi)
    return Acuan(user, indikator, instansi, row.tahun if row else last, row)


@dataclass(frozen=True)
class BarisDampak:
    """One realisasi that a change touches: what stands now, what it becomes."""

    realisasi: Realisasi
    lama: str
    baru: str


@dataclass(frozen=True)
class DampakTampil:
    """An impact as this user may see it; `*_lain`: how many more there are that they may not see."""

    dihitung: list[BarisDampak]
    terbit: list[BarisDampak]
    dihitung_lain: int = 0
    terbit_lain: int = 0

    @property
    def kosong(self) -> bool:
        """Whether nothing is touched."""
        return not (self.dihitung or self.terbit or self.dihitung_lain or self.terbit_lain)


def shown_impact(user: Pengguna, dampak: DampakUsulan, rujukan: Iterable[int | None] = ()) -> DampakTampil:
    """The impact limited to what the user may see; `rujukan`: indicators whose results the new formula reads."""
    touched = [*dampak.dihitung, *dampak.terbit]
    seen = Realisasi.objects.visible_to(user).filter(pk__in=[row.pk for row in touched])
    old = {row.pk: row for row in seen.select_related("indikator", "instansi", "rumus")}
    foreign = {pk for pk in rujukan if pk} - set(proposable(user).values_list("pk", flat=True))
    hidden = user.keanggotaan_aktif.is_opd and bool(foreign)

    def told(row: Realisasi, figure: str) -> BarisDampak:
        return BarisDampak(old[row.pk], _figure(old[row.pk]), TUTUP if hidden else figure)

    counted = [told(r, _figure(r)) for r in dampak.dihitung if r.pk in old][:MAKS_BARIS]
    stays = [told(r, _computed(dampak.andai.get(r.pk))) for r in dampak.terbit if r.pk in old][:MAKS_BARIS]
    return DampakTampil(counted, stays, len(dampak.dihitung) - len(counted), len(dampak.terbit) - len(stays))


def _figure(row: Realisasi) -> str:
    if row.hasil is None:
        return tulis_kosong(row.kosong_kode or "belum_diisi")
    if row.predikat and row.predikat["mengganti"]:
        return str(row.predikat["kode"])
    return tulis_angka(row.hasil, row.rumus.desimal if row.rumus else None)


def _computed(hitungan: Hitungan | None) -> str:
    if hitungan is None or hitungan.nilai is None:
        return tulis_kosong(hitungan.kosong.kode if hitungan and hitungan.kosong else "belum_diisi")
    if hitungan.predikat and hitungan.predikat.mengganti:
        return hitungan.predikat.kode
    return write_number(hitungan.nilai, hitungan.rumus.desimal)


@dataclass(frozen=True)
class Beda:
    """One thing that a proposal changes: what it is now, what it becomes."""

    apa: str
    lama: str
    baru: str


def differences(now: Rumus, new: Rumus) -> list[Beda]:
    """What a proposal changes against the formula in force; nothing when they are one."""
    heads = zip(_head(now), _head(new), strict=True)
    found = [Beda(apa, a, b) for (apa, a), (_, b) in heads if a != b]
    old, fresh = ({v.nama: describe(v) for v in r.variabel.all()} for r in (now, new))
    names = [*fresh, *(nama for nama in old if nama not in fresh)]
    pairs = [(nama, old.get(nama, "tidak ada"), fresh.get(nama, "dihapus")) for nama in names]
    return found + [Beda(f"Variabel {nama}", a, b) for nama, a, b in pairs if a != b]


def _head(rumus: Rumus) -> list[tuple[str, str]]:
    return [
        ("Rumus", rumus.ekspresi),
        ("Satuan", rumus.satuan),
        ("Arah", rumus.get_arah_display()),
        ("Desimal", str(rumus.desimal)),
        ("Nilai kelompok", rumus.get_gabungan_display()),
        ("Rumpun", rumus.rumpun or "tanpa rumpun"),
    ]


def describe(v: Variabel) -> str:
    """A variable in words: label, unit, where its value comes from, limits, who fills."""
    source = {
        Variabel.Asal.ISIAN: f"diisi {v.pengisi.nama}" if v.pengisi else "diisi",
        Variabel.Asal.TETAPAN: f"tetapan {tulis_angka(v.nilai)}" if v.nilai else "tetapan",
        Variabel.Asal.DATA_DASAR: f"data dasar {v.data_dasar}",
        Variabel.Asal.INDIKATOR: f"hasil indikator {v.indikator.kode}" if v.indikator else "",
        Variabel.Asal.ANGGOTA: f"hasil anggota kelompok {v.indikator.kode}" if v.indikator else "",
    }[Variabel.Asal(v.asal)]
    kind = "" if v.jenis == Variabel.Jenis.ANGKA else v.get_jenis_display().lower()
    limits = "" if v.asal == Variabel.Asal.TETAPAN else limits_text(v)
    parts = [v.label, v.satuan or "tanpa satuan", source, kind, limits, str(v.skala or ""), ", ".join(v.anggota)]
    return "; ".join(part for part in parts if part)
