"""Capaian of one result: the target that counts, the rule of its year, the worked step, the class."""

from dataclasses import dataclass, replace
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from formulas import Kosong
from formulas.capaian import AturanCapaian as Aturan
from formulas.capaian import Target as TargetAngka
from formulas.capaian import achievement, grade
from formulas.notation import write_number
from registry.models import AturanCapaian, Indikator, Instansi, Rumus, Target, Variabel

SEPULUH_DESIMAL = Decimal("1e-10")


@dataclass(frozen=True)
class Pencapaian:
    """Capaian in percent (uncapped) or why there is none; its class; the step in words; the rule used."""

    hasil: Decimal | Kosong
    kelas: str | None
    langkah: str
    aturan: dict[str, Any]

    @property
    def nilai(self) -> Decimal | None:
        """The number, or None."""
        return self.hasil if isinstance(self.hasil, Decimal) else None


def target_of(
    indikator: Indikator, instansi: Instansi, tahun: int, periode: int = 0, memo: dict[Any, Any] | None = None
) -> Target | None:
    """The target that counts: PK Perubahan before the first; from memo["target"] where it is there."""
    if memo is not None and "target" in memo:
        return memo["target"].get((indikator.pk, instansi.pk, tahun))
    rows = Target.objects.filter(indikator=indikator, instansi=instansi, tahun=tahun, periode=periode)
    return max(rows.order_by("pk"), key=lambda row: row.versi_pk == Target.Versi.PERUBAHAN, default=None)


def rule_for(pemda_id: int, tahun: int, memo: dict[Any, Any] | None = None) -> tuple[Aturan, dict[str, Any]]:
    """The rules of achievement of a Pemda in a year, with what is told about them in the proof."""
    key = ("aturan", pemda_id, tahun)
    if memo is not None and key in memo:
        return memo[key]
    row = AturanCapaian.objects.filter(pemda=pemda_id, mulai__lte=tahun).order_by("-mulai").first()
    isi = row.isi if row else {}
    told = {"mulai": row.mulai if row else None, "dasar_hukum": row.dasar_hukum if row else "", "isi": isi}
    found = (Aturan.from_dict(isi), told)
    if memo is not None:
        memo[key] = found
    return found


def target_number(target: Target, rumus: Rumus) -> TargetAngka | Kosong:
    """A stored target as numbers; a predicate becomes its rank."""
    if target.kode:
        skala = _skala(rumus)
        rank = skala.peringkat(target.kode) if skala else None
        return (
            Kosong("tanpa_target", "Predikat target tidak dikenal.")
            if rank is None
            else TargetAngka("=", Decimal(rank))
        )
    low = None if target.bawah is None else Decimal(target.bawah)
    high = None if target.atas is None else Decimal(target.atas)
    return TargetAngka(target.operator, low, high)


def _skala(rumus: Rumus) -> Any:
    return next((v.skala for v in rumus.variabel.all() if v.skala and v.jenis == Variabel.Jenis.PILIHAN), None)


def pencapaian(
    hasil: Decimal | Kosong, target: Target | None, rumus: Rumus, tahun: int, memo: dict[Any, Any] | None = None
) -> Pencapaian:
    """What the result is worth against its target, under the Pemda's rule of that year."""
    aturan, told = rule_for(rumus.indikator.pemda_id, tahun, memo)
    number = None if target is None else target_number(target, rumus)
    predikat = bool(target and target.kode)
    value = achievement(hasil, number, rumus.arah, aturan, predikat=predikat)
    if isinstance(value, Kosong):
        return Pencapaian(value, None, f"Capaian tidak dapat dihitung: {value.pesan}", told)
    value = value.quantize(SEPULUH_DESIMAL, ROUND_HALF_UP).normalize() or Decimal(0)
    kelas = grade(value, aturan)
    name = None if isinstance(kelas, Kosong) else kelas.nama
    return Pencapaian(value, name, _step(hasil, number, rumus, aturan, value, predikat), told)


def _step(
    hasil: Decimal | Kosong,
    target: TargetAngka | Kosong | None,
    rumus: Rumus,
    aturan: Aturan,
    value: Decimal,
    predikat: bool,
) -> str:
    """The computation of the capaian on one line, as a person would write it; says where a floor lifted it."""
    if isinstance(hasil, Kosong) or not isinstance(target, TargetAngka):
        return ""
    line, shown = _working(hasil, target, rumus, aturan, predikat), write_number(value, 2)
    if aturan.lantai is None or value > aturan.lantai:
        return f"{line} {shown} %"
    raw = achievement(hasil, target, rumus.arah, replace(aturan, lantai=None), predikat=predikat)
    if isinstance(raw, Decimal) and raw < aturan.lantai:
        return f"{line} {write_number(raw, 2)} %, dinaikkan ke batas terendah {shown} %"
    return f"{line} {shown} %"


def _working(hasil: Decimal, target: TargetAngka, rumus: Rumus, aturan: Aturan, predikat: bool) -> str:
    """The left side of the step, up to the sign before the capaian."""
    r = write_number(hasil)
    if target.is_range or rumus.arah == Rumus.Arah.RENTANG:
        low, high = target.bawah or target.nilai, target.atas or target.nilai
        inside = low is not None and high is not None and low <= hasil <= high
        place = "di dalam" if inside else "di luar"
        return f"{r} {place} rentang {write_number(low or Decimal(0))}–{write_number(high or Decimal(0))} →"
    t = write_number(target.nilai or Decimal(0))
    if predikat:
        pair = f"peringkat realisasi {r}, peringkat target {t}"
        return f"{pair} →" if aturan.predikat == "cocok" else f"{pair}: ({r} / {t}) × 100 ="
    if (target.nilai or 0) <= 0:
        return f"target {t}, realisasi {r} →"
    if target.operator in ("<=", "<") or (rumus.arah == Rumus.Arah.TURUN and target.operator == "="):
        return f"({t} / {r}) × 100 =" if aturan.turun == "balik" else f"(2 × {t} − {r}) / {t} × 100 ="
    return f"({r} / {t}) × 100 ="
