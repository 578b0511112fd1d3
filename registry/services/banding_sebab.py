"""Why the cell that a decree prints and the cell drawn from its formula differ, where that can be told from the two.

Two cells are the same when their texts are: letter case, spacing, the sign of multiplication, and whether a fraction
is drawn or written "dibagi" do not count. Where they differ, first the smallest set of harmless differences is looked
for that makes them the same (brackets, a percent sign, words after a constant …); where there is none, what the
formula does beyond the printed text is named.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Any

from formulas.formula import Formula
from formulas.nodes import Bilangan, Nama, Panggilan, preorder
from formulas.notation import write_number
from formulas.parts import plain_text, printed_parts
from formulas.render import sentence
from registry.models import Variabel

SEBAB = {
    "sel_kosong": "Sel rumus tercetak kosong.",
    "nilai_langsung": "Sel hanya menyebut asal atau nama nilai; nilainya diisi langsung.",
    "kurung": "Tanda kurungnya berbeda: yang digambar memakai kurung seperlunya.",
    "tanda_persen": "Sel mencetak faktor 100 tanpa tanda %, sedangkan satuannya persen.",
    "seratus_di_penyebut": "Sel mencetak 100% di dalam penyebut; dibaca sebagai 1.",
    "sigma": "Sel mencetak lambang Σ; label variabel menulisnya Jumlah.",
    "keterangan": "Label variabel memuat keterangan yang tidak tercetak di samping lambangnya.",
    "kata_tetapan": "Sel mencetak keterangan sesudah bilangan tetap; yang digambar hanya bilangannya.",
    "tetapan": "Bilangan tetap dalam rumus tidak tercetak dalam sel.",
    "deret": "Rumus mengolah deret nilai beranggota; sel menuliskannya dengan kata-kata.",
    "tahun_lalu": "Rumus memakai nilai tahun lalu dari variabel yang sama; sel menuliskannya dengan kata lain.",
    "indikator": "Unsurnya diambil dari indikator lain.",
    "penjelasan": "Sel menyebut bagian-bagiannya; cara menghitungnya diambil dari Penjelasan.",
    "persamaan": "Sel mencetak persamaan dengan ruas kirinya.",
    "tanpa_operasi": "Sel mencetak daftar unsur tanpa tanda operasi; dibaca sebagai penjumlahan.",
    "naskah": "Sel tidak dapat dibaca harfiah; pembacaannya disebut dalam catatan sumber.",
    "kata": "Susunan katanya berbeda.",
}
_TERBACA = re.compile(r"tidak dapat dibaca|tidak seimbang|dibaca sebagai satu-satunya")
_DALAM_KURUNG = re.compile(r"^(.*\S) \(([^()]+)\)$")
_DERET = {"JUMLAH", "RATA", "CACAH", "SIMPANGAN_BAKU", "SIMPANGAN_BAKU_POPULASI"}
_BIASA = {"1", "100"}


@dataclass(frozen=True)
class Pasangan:
    """What is compared: the printed cell and the formula, with what explains them."""

    cetak: Any
    formula: Formula
    variabel: Sequence[Variabel]
    persen: bool
    penjelasan: str
    catatan: Sequence[str]

    @property
    def labels(self) -> dict[str, str]:
        """Name → label."""
        return {v.nama: v.label for v in self.variabel}

    def drawn(self, labels: Mapping[str, str] | None = None) -> str:
        """The drawn cell on one line."""
        return plain_text(printed_parts(self.formula.tree, labels or self.labels, persen=self.persen))


def normal(text: str) -> str:
    """A cell without what does not count: case, spaces, "dibagi" for a bar, × for x."""
    plain = re.sub(r"\bdi ?bagi\b", "/", text.lower()).replace("×", "x")
    return re.sub(r"\s+", "", plain).rstrip(".:;")


def same(pair: Pasangan) -> bool:
    """Whether the printed cell says what the tree says, as a fraction or in words."""
    printed = normal(plain_text(pair.cetak))
    words = sentence(pair.formula.tree, pair.labels, persen=pair.persen)
    return printed in (normal(pair.drawn()), normal(words))


def reasons(pair: Pasangan) -> tuple[str, ...]:
    """Why the two differ, in the order of SEBAB; empty when they are the same."""
    if same(pair):
        return ()
    unreadable = {"naskah"} if any(_TERBACA.search(text) for text in pair.catatan) else set()
    found = (_harmless(pair) or _structural(pair)) | unreadable or {"kata"}
    return tuple(kode for kode in SEBAB if kode in found)


def _harmless(pair: Pasangan) -> set[str]:
    """The smallest set of harmless differences that explains all; empty when none does."""
    printed = plain_text(pair.cetak)
    if not printed:
        return set()
    for size in range(1, len(_LONGGAR) + 1):
        for kinds in combinations(_LONGGAR, size):
            labels = _short_labels(pair, printed) if "keterangan" in kinds else pair.labels
            texts = [printed, pair.drawn(labels)]
            for kind in kinds:
                texts = [_LONGGAR[kind](text) for text in texts]
            if normal(texts[0]) == normal(texts[1]):
                return set(kinds)
    return set()


def _short_labels(pair: Pasangan, printed: str) -> dict[str, str]:
    """Labels cut to the symbol that the cell prints: "IP1 (Indeks …)" or "Jumlah … (Σ S3)"."""
    flat = normal(printed)
    short = {}
    for nama, label in pair.labels.items():
        match = _DALAM_KURUNG.match(label)
        parts = [label, *(match.groups() if match else ())]
        short[nama] = next((part for part in parts if normal(part) in flat), label)
    return short


def _without_words(text: str) -> str:
    """Numbers without the words that tell what they count: "x 3 Dokumen Administrasi Desa"."""
    return re.sub(r"\b(\d+)(?: [A-Za-z]{2,})+", r"\1", text)


_LONGGAR: dict[str, Callable[[str], str]] = {
    "kurung": lambda text: re.sub(r"[()]", "", text),
    "tanda_persen": lambda text: text.replace("%", ""),
    "sigma": lambda text: text.replace("Σ", "jumlah "),
    "seratus_di_penyebut": lambda text: re.sub(r"(?<=[/(]) ?100% x|(?<=/ )1 x|(?<=\()1 x", "1 x", text),
    "keterangan": lambda text: text,
    "kata_tetapan": _without_words,
}


def _structural(pair: Pasangan) -> set[str]:
    printed, tree = plain_text(pair.cetak), pair.formula.tree
    nodes = list(preorder(tree))
    tests = {
        "sel_kosong": not printed,
        "nilai_langsung": bool(printed) and isinstance(tree, Nama),
        "deret": any(isinstance(n, Panggilan) and n.fungsi in _DERET and len(n.argumen) == 1 for n in nodes),
        "tahun_lalu": bool(pair.formula.lalu_names),
        "indikator": any(v.asal in (Variabel.Asal.INDIKATOR, Variabel.Asal.ANGGOTA) for v in pair.variabel),
        "tetapan": bool(_hidden_numbers(pair, printed)),
        "penjelasan": _explained(pair, printed),
        "persamaan": "=" in printed,
        "tanpa_operasi": bool(re.search(r"^1\. .*\n2\. ", printed, re.DOTALL)),
    }
    return {kode for kode, holds in tests.items() if holds}


def _hidden_numbers(pair: Pasangan, printed: str) -> set[str]:
    """Constants of the formula that the cell does not print; 1 and 100 are everywhere."""
    literals = {write_number(n.nilai) for n in preorder(pair.formula.tree) if isinstance(n, Bilangan)}
    fixed = {v.nilai for v in pair.variabel if v.asal == Variabel.Asal.TETAPAN and v.nilai}
    return {text for text in (literals | fixed) - _BIASA if text not in printed}


def _explained(pair: Pasangan, printed: str) -> bool:
    """Whether more than half of the variables stand in the Penjelasan and not in the cell."""
    cell, told = normal(printed), normal(pair.penjelasan)
    names = [normal(label) for label in pair.labels.values()]
    return 2 * sum(name in told and name not in cell for name in names) > len(names)
