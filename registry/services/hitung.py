"""Computes one indicator: inputs → result → capaian, with the proof. The one implementation for form, grid, import.

Nothing here writes; `registry.services.realisasi` stores what this returns.
"""

from dataclasses import dataclass, field
from decimal import ROUND_HALF_UP, Decimal
from functools import cached_property
from typing import Any

import formulas
from formulas import Kosong
from registry.models import Indikator, Instansi, Rumus, Target
from registry.services.capaian import Pencapaian, pencapaian, target_of
from registry.services.langkah import drawn_later
from registry.services.masukan import Konteks, Masukan, Value, gather
from registry.services.predikat import Predikat, predicate_of
from registry.services.ringkas import RumusRingkas

SEPULUH_DESIMAL = Decimal("1e-10")


@dataclass
class Hitungan:
    """What a computation gave, and everything it used."""

    rumus: Rumus
    masukan: list[Masukan]
    hasil: Decimal | Kosong
    langkah: tuple[str, ...]
    target: Target | None
    pencapaian: Pencapaian
    memo: dict[Any, Any] = field(default_factory=dict, repr=False)

    @property
    def nilai(self) -> Decimal | None:
        """The number, or None when there is a named outcome instead."""
        return self.hasil if isinstance(self.hasil, Decimal) else None

    @cached_property
    def predikat(self) -> Predikat | None:
        """The class or code of the result, where a scale applies."""
        return predicate_of(self.rumus, self.nilai, self.memo)

    @property
    def kosong(self) -> Kosong | None:
        """Why there is no number, or None."""
        return self.hasil if isinstance(self.hasil, Kosong) else None


def current_rumus(indikator: Indikator) -> Rumus:
    """The formula in force, with all that its variables refer to."""
    return (
        Rumus.objects.filter(indikator=indikator, status=Rumus.Status.BERLAKU)
        .select_related("indikator__lembar__lampiran__penetapan")
        .prefetch_related(
            "variabel__skala",
            "variabel__data_dasar__pemilik",
            "variabel__indikator__lembar",
            "variabel__pengisi",
        )
        .get()
    )


def parse_rumus(rumus: Rumus) -> formulas.Formula:
    """The checked formula of a Rumus; FormulaError cannot happen for what was checked when saved."""
    if isinstance(rumus, RumusRingkas):
        return rumus.formula
    return formulas.parse(rumus.ekspresi, {v.nama: v.jenis for v in rumus.variabel.all()})


def hitung(
    *,
    indikator: Indikator,
    instansi: Instansi,
    tahun: int,
    nilai_mentah: dict[str, Any],
    periode: int = 0,
    rumus: Rumus | None = None,
    memo: dict[Any, Any] | None = None,
    bukti: bool = True,
) -> Hitungan:
    """Computes from the given raw values; the result is exact, rounded half up to ten decimals.

    `bukti` False leaves out the worked steps where they can be drawn from the snapshot (`langkah.drawn_later`).
    """
    rumus = rumus or current_rumus(indikator)
    konteks = Konteks(indikator, instansi, tahun, periode, {} if memo is None else memo)
    formula = parse_rumus(rumus)
    masukan = gather(rumus, nilai_mentah, konteks, formula.lalu_names)
    values: dict[str, Value] = {m.variabel.nama: m.nilai for m in masukan}
    lalu: dict[str, Value] = {m.variabel.nama: m.lalu for m in masukan if m.lalu is not None}
    langkah: tuple[str, ...] = ()
    if not bukti and drawn_later(masukan):
        hasil = rounded(formula.evaluate(values, lalu))
    else:
        labels = {m.variabel.nama: m.variabel.label for m in masukan}
        worked = formula.explain(values, lalu, labels, rumus.desimal)
        hasil, langkah = rounded(worked.hasil), worked.langkah
    target = target_of(indikator, instansi, tahun, periode, konteks.memo)
    capaian = pencapaian(hasil, target, rumus, tahun, konteks.memo)
    return Hitungan(rumus, masukan, hasil, langkah, target, capaian, konteks.memo)


def rounded(hasil: Decimal | Kosong) -> Decimal | Kosong:
    """A result as it is kept: half up to ten decimals, without trailing zeros; an outcome stays."""
    if isinstance(hasil, Kosong):
        return hasil
    rounded = hasil.quantize(SEPULUH_DESIMAL, ROUND_HALF_UP).normalize()
    return rounded if rounded else Decimal(0)


def plain(value: Decimal) -> str:
    """Exact text without exponent, as stored."""
    return f"{value:f}"


def snapshot(hitungan: Hitungan) -> dict[str, Any]:
    """Everything that was used, as JSON: the proof can be shown years later, whatever has changed since.

    Without worked steps it has no "langkah": `registry.services.langkah` draws them.
    """
    target = hitungan.target
    return ({"langkah": list(hitungan.langkah)} if hitungan.langkah else {}) | {
        "rumus": hitungan.rumus.ekspresi,
        "rumus_versi": hitungan.rumus.versi,
        "satuan": hitungan.rumus.satuan,
        "arah": hitungan.rumus.arah,
        "desimal": hitungan.rumus.desimal,
        "predikat": hitungan.predikat.as_dict() if hitungan.predikat else None,
        "masukan": [_input(m) for m in hitungan.masukan],
        "target": None if target is None else target_data(target),
        "capaian": hitungan.pencapaian.langkah,
        "aturan": hitungan.pencapaian.aturan,
    }


def _input(masukan: Masukan) -> dict[str, Any]:
    variabel = masukan.variabel
    data = {
        "nama": variabel.nama,
        "label": variabel.label,
        "satuan": variabel.satuan,
        "jenis": variabel.jenis,
        "anggota": variabel.anggota,
        "nilai": masukan.mentah,
        "sumber": masukan.sumber,
    }
    if masukan.lalu is not None:
        data |= {"lalu": masukan.lalu_mentah, "lalu_sumber": masukan.lalu_sumber}
    return data


def target_data(target: Target) -> dict[str, Any]:
    """A target as JSON."""
    return {name: getattr(target, name) for name in ("operator", "bawah", "atas", "kode", "teks", "versi_pk")}
