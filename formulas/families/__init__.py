"""The registry of formula families F01 … F35 (domain.md §2.1): named, documented, with examples.

The truth is in the JSON files beside this one, readable without programming. A family gives an
indicator its expression, variables, unit and direction; its ``cases`` are worked examples with
their source and run in the tests.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from importlib.resources import files
from typing import Any

from formulas.formula import Formula, parse
from formulas.outcomes import Hasil, Kosong, Nilai


@dataclass(frozen=True, slots=True)
class VariabelRumpun:
    """A raw value that a family needs; ``jenis`` is angka, deret or pilihan (then with a Skala)."""

    nama: str
    label: str
    satuan: str
    jenis: str
    skala: str | None = None


@dataclass(frozen=True, slots=True)
class Contoh:
    """A worked example: ``hasil`` as printed with ``desimal`` decimals, or the outcome ``kosong``."""

    given: Mapping[str, Nilai]
    lalu: Mapping[str, Nilai]
    hasil: str | None
    kosong: str | None
    desimal: int
    catatan: str


@dataclass(frozen=True, slots=True)
class Rumpun:
    """A family: what it measures (``arti``), where it comes from (``sumber``), and how it computes."""

    kode: str
    nama: str
    arti: str
    sumber: str
    satuan: str
    arah: str
    desimal: int
    rumus: str
    variabel: tuple[VariabelRumpun, ...]
    cases: tuple[Contoh, ...]
    catatan: str

    @property
    def formula(self) -> Formula:
        """The checked formula of the family."""
        return parse(self.rumus, {variabel.nama: variabel.jenis for variabel in self.variabel})

    @property
    def labels(self) -> dict[str, str]:
        """Labels by name, for the renderers."""
        return {variabel.nama: variabel.label for variabel in self.variabel}


def family(kode: str) -> Rumpun:
    """The family with this code; a KeyError when there is none."""
    return families()[kode]


@cache
def families() -> dict[str, Rumpun]:
    """All families by code, in the order of their codes."""
    berkas = sorted((f for f in files(__name__).iterdir() if f.name.endswith(".json")), key=lambda f: f.name)
    semua = [_rumpun(isi) for satu in berkas for isi in json.loads(satu.read_text(encoding="utf-8"))]
    hasil = {rumpun.kode: rumpun for rumpun in sorted(semua, key=lambda r: r.kode)}
    if len(hasil) != len(semua):
        raise ValueError("two families with one code")
    return hasil


def _rumpun(isi: dict[str, Any]) -> Rumpun:
    """One family from its JSON object."""
    variabel = tuple(VariabelRumpun(**satu) for satu in isi["variabel"])
    cases = tuple(_contoh(satu, isi["desimal"]) for satu in isi["cases"])
    return Rumpun(**{**isi, "variabel": variabel, "cases": cases})


def _contoh(isi: dict[str, Any], desimal: int) -> Contoh:
    """One worked example from its JSON object."""
    return Contoh(
        given={nama: _nilai(nilai) for nama, nilai in isi["given"].items()},
        lalu={nama: _nilai(nilai) for nama, nilai in isi.get("lalu", {}).items()},
        hasil=isi.get("hasil"),
        kosong=isi.get("kosong"),
        desimal=isi.get("desimal", desimal),
        catatan=isi.get("catatan", ""),
    )


def _nilai(isi: Any) -> Nilai:
    """``"45"`` a number, ``["1", "2"]`` a deret, ``{"kosong": kode}`` an outcome."""
    return tuple(_satu(satu) for satu in isi) if isinstance(isi, list) else _satu(isi)


def _satu(isi: Any) -> Hasil:
    """One number or outcome."""
    return Kosong(isi["kosong"]) if isinstance(isi, dict) else Decimal(isi)
