"""What the rules see of an indicator: its printed cells and its computable side, without database or HTML."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from formulas.errors import FormulaError
from formulas.formula import Formula, parse
from formulas.render import plain_text

Parts = Sequence[Any]


@dataclass(frozen=True)
class VariabelUkuran:
    """One variable as the rules see it; `arah` is that of the indicator it refers to, if any."""

    nama: str
    label: str
    satuan: str = ""
    jenis: str = "angka"
    asal: str = "isian"
    nilai: str | None = None
    arah: str | None = None


@dataclass(frozen=True)
class Ukuran:
    """One indicator. `sumber` and `penanggung_jawab` with merged cells inherited; None is printed empty."""

    kode: str
    nama: str
    rumus_cetak: Parts = ()
    penjelasan: str = ""
    rumus: str = ""
    satuan: str = ""
    arah: str = ""
    variabel: tuple[VariabelUkuran, ...] = ()
    sumber: tuple[str, ...] | None = ()
    penanggung_jawab: tuple[str, ...] | None = ()
    pendahulu: str | None = None
    pemda: str = ""

    @cached_property
    def teks_rumus(self) -> str:
        """The printed formula on one line."""
        return plain_text(list(self.rumus_cetak))

    @cached_property
    def formula(self) -> Formula | None:
        """The computable formula, or None when it cannot be read."""
        try:
            return parse(self.rumus, {v.nama: v.jenis for v in self.variabel})
        except FormulaError:
            return None

    @cached_property
    def pecahan(self) -> list[tuple[str, str, str]]:
        """All printed fractions as (numerator, denominator, tail), also those in words: "A dibagi B x 100 %"."""
        found = [_fraction(part) for part in self.rumus_cetak if isinstance(part, Mapping) and "atas" in part]
        return found or _in_words(self.teks_rumus)

    def label(self, nama: str) -> str:
        """The words of a variable."""
        return next((v.label for v in self.variabel if v.nama == nama), nama)

    def satuan_dari(self, nama: str) -> str:
        """The unit of a variable."""
        return next((v.satuan for v in self.variabel if v.nama == nama), "")


@dataclass(frozen=True)
class Daftar:
    """All indicators that are examined together, and the names of the instansi of their Pemda."""

    semua: tuple[Ukuran, ...]
    instansi: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    @classmethod
    def of(cls, semua: Iterable[Ukuran], instansi: Mapping[str, Iterable[str]] | None = None) -> "Daftar":
        """From any iterables; `instansi` maps a Pemda to the names of its OPD."""
        return cls(tuple(semua), {k: tuple(v) for k, v in (instansi or {}).items()})

    @cached_property
    def serumus(self) -> dict[tuple[str, str], list[Ukuran]]:
        """Indicators by Pemda and canonical formula with units in it."""
        groups: dict[tuple[str, str], list[Ukuran]] = {}
        for ukuran in self.semua:
            if ukuran.formula is not None:
                groups.setdefault((ukuran.pemda, ukuran.formula.canonical()), []).append(ukuran)
        return groups


def _fraction(part: Mapping[str, Any]) -> tuple[str, str, str]:
    return _flat(part["atas"]), _flat(part["bawah"]), str(part.get("ekor") or "")


def _flat(part: Any) -> str:
    return part if isinstance(part, str) else plain_text(list(part) if isinstance(part, list) else [part])


def _in_words(text: str) -> list[tuple[str, str, str]]:
    for word in (" dibagi ", " di bagi "):
        if word in text:
            top, bottom = text.split(word, 1)
            bottom, _, tail = bottom.partition(" x 100")
            return [(top.strip(), bottom.strip(), f"x 100{tail}" if tail or " x 100" in text else "")]
    return []
