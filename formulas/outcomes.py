"""Named outcomes: why there is no number. Nothing missing is ever 0.

Truth table (x, y are numbers, K and L outcomes; "worse" = earlier in ``URUTAN``):

=============================  ============================================================
expression                     result
=============================  ============================================================
``x + K``, ``K - x``, ``-K``   K: also ``0 * K`` and ``K * 0``
``K + L`` (any operator)       the worse of K and L; of two equals the left one
``x / 0``, ``0 / 0``           penyebut_nol
``K / 0``                      K: it must be supplied before the divisor matters
``K > x`` (any comparison)     K
``JIKA(K; x; y)``              K
``JIKA(true; x; K)``           x: the branch not taken is never computed
``JIKA(true; K; y)``           K
``BULAT(K)``, ABS, AKAR        K
``AKAR(x)``, x < 0             akar_negatif
``MIN(x; K)`` and all lists    K, the worst if several (also CACAH)
list function of a deret       the worst outcome of its members, else the number
list function of an empty one  deret_kosong (also JUMLAH and CACAH)
SIMPANGAN_BAKU of one value    deret_kurang
``LALU(a)``, no value          lalu_tidak_ada
``LALU(a)``, person's blank    lalu_tidak_ada: this year's form cannot fill it in
``LALU(a)``, found by system   passed on as it is (seri_terputus, siklus, …)
|result| >= 10^18              di_luar_batas
=============================  ============================================================

Worse first: what the people who define the data must settle, then what a person can still
fill in, then what only shows once everything is filled in.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from decimal import Decimal
from typing import TypeAlias

ALASAN = {
    "belum_diisi": "Belum diisi.",
    "menunggu_rilis": "Menunggu rilis dari sumber data.",
    "survei_belum": "Survei belum dilaksanakan.",
    "tidak_berlaku": "Tidak berlaku tahun ini.",
}
"""Reasons that a person chooses, with the sentence shown when the caller gives none."""

TEMUAN = {
    "siklus": "Rumus saling merujuk sehingga tidak dapat dihitung.",
    "seri_terputus": "Seri terputus: definisi atau perangkat daerah berubah dari tahun sebelumnya.",
    "lalu_tidak_ada": "Data tahun sebelumnya tidak ada.",
    "deret_kosong": "Deret belum mempunyai anggota.",
    "deret_kurang": "Simpangan baku sampel memerlukan paling sedikit dua nilai.",
    "akar_negatif": "Akar dari bilangan negatif tidak dapat dihitung.",
    "penyebut_nol": "Penyebut bernilai nol.",
    "di_luar_batas": "Hasil di luar batas (harus di bawah 10^18).",
    "target_nol": "Target nol atau negatif: capaian tidak dapat dihitung.",
    "tanpa_target": "Target belum ditetapkan.",
    "data_dasar_kosong": "Data dasar belum diisi pemiliknya.",
}
"""Outcomes that the system finds."""

URUTAN = (
    "siklus", "tidak_berlaku", "seri_terputus", "belum_diisi", "data_dasar_kosong", "survei_belum", "menunggu_rilis",
    "lalu_tidak_ada", "deret_kosong", "deret_kurang", "akar_negatif", "penyebut_nol", "di_luar_batas",
    "tanpa_target", "target_nol",
)  # fmt: skip
"""Which outcome is told when several meet: the earliest here."""

_PERINGKAT = {kode: peringkat for peringkat, kode in enumerate(URUTAN)}
_PESAN = ALASAN | TEMUAN


@dataclass(frozen=True, slots=True)
class Kosong:
    """No number, and why: ``kode`` for programs, ``pesan`` (Indonesian) for people.

    Two are equal when their code is: the sentence may name a variable. Codes other than those
    above are allowed and count as worst, since we cannot know how they rank.
    """

    kode: str
    pesan: str = field(default="", compare=False)

    def __post_init__(self) -> None:
        if not self.pesan:
            object.__setattr__(self, "pesan", _PESAN.get(self.kode, self.kode))


Hasil: TypeAlias = Decimal | Kosong
Nilai: TypeAlias = Decimal | Kosong | tuple[Decimal | Kosong, ...]


def worst(values: Iterable[object]) -> Kosong | None:
    """The outcome that is told when these values meet; None when all are numbers."""
    kosong = [nilai for nilai in values if isinstance(nilai, Kosong)]
    return min(kosong, key=lambda k: _PERINGKAT.get(k.kode, -1)) if kosong else None
