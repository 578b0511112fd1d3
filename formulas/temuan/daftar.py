"""The list of rules, and examining all indicators with them."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeAlias

from formulas.temuan.ukuran import Daftar, Ukuran

Periksa: TypeAlias = Callable[[Ukuran, Daftar], str | None]


@dataclass(frozen=True)
class Aturan:
    """One rule: code, what it looks for, why it matters (with source), and the check."""

    kode: str
    judul: str
    alasan: str
    periksa: Periksa


@dataclass(frozen=True)
class Temuan:
    """What a rule found on an indicator, as a sentence for the person who drafts or reviews."""

    aturan: str
    indikator: str
    pesan: str


ATURAN: dict[str, Aturan] = {}


def aturan(kode: str, judul: str, alasan: str) -> Callable[[Periksa], Periksa]:
    """Registers a check: it gets one indicator and the whole list, and answers with a sentence or None."""

    def register(periksa: Periksa) -> Periksa:
        if kode in ATURAN:
            raise ValueError(f"rule {kode} is registered twice")
        ATURAN[kode] = Aturan(kode, judul, alasan, periksa)
        return periksa

    return register


def examine(daftar: Daftar, kode: str = "") -> list[Temuan]:
    """All findings, in the order of the indicators, then of the rules; with `kode` those of one indicator."""
    return [
        Temuan(rule.kode, ukuran.kode, pesan)
        for ukuran in daftar.semua
        if not kode or ukuran.kode == kode
        for rule in ATURAN.values()
        if (pesan := rule.periksa(ukuran, daftar)) is not None
    ]
