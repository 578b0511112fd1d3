"""The exact arithmetic that the compiled code and the tree walk share.

Decimal with 40 digits. Division leaves noise in the 40th digit (1/3*3 is 0,999…9), and noise
must never decide anything, so:

- a sum or difference whose operands may carry noise is zero when it is below 10^-30 of the
  larger operand (``snap``): 1/(1/3*3-1) is a zero divisor, JIKA(1/3*3 = 1; …) is true;
- BULAT and the result first drop the noise, then round half up.

Where noise is possible is found once per tree (``noisy``); sums of raw values are exact and
cost nothing extra.
"""

from collections.abc import Callable
from decimal import (
    ROUND_HALF_UP,
    Context,
    Decimal,
    DivisionByZero,
    InvalidOperation,
    Overflow,
)
from typing import Any, TypeAlias, cast

from formulas.nodes import Bilangan, Nama, Operasi, Panggilan, Simpul, children, postorder
from formulas.outcomes import Hasil, Kosong

PRESISI = 40
_ANGKA_BATAS = 18  # a result has at most 18 digits before the mark: it is below 10^18
NOL = Decimal(0)
_KASAR = 30  # digits that are surely free of noise
_DESIMAL = 20
HALUS = Decimal(1).scaleb(-_DESIMAL)
"""The last decimal that a result keeps."""
DIGIT = _ANGKA_BATAS + _DESIMAL
"""Digits of the longest result."""
_LEBAR = Context(prec=PRESISI, rounding=ROUND_HALF_UP)
_JERNIH = Context(prec=_KASAR, rounding=ROUND_HALF_UP)
_TRAPS = [InvalidOperation, DivisionByZero, Overflow]


class Gagal(ArithmeticError):
    """A helper met an outcome; ``kode`` names it. Never leaves the package."""

    def __init__(self, kode: str) -> None:
        super().__init__(kode)
        self.kode = kode


def new_context() -> Context:
    """The decimal context of every evaluation."""
    return Context(prec=PRESISI, rounding=ROUND_HALF_UP, Emin=-9999, Emax=9999, traps=_TRAPS)


def finish(nilai: Hasil) -> Hasil:
    """The result as it is stored: 20 decimals, half up, no trailing zeros, below 10^18."""
    if type(nilai) is Kosong:
        return nilai
    assert type(nilai) is Decimal
    if nilai.adjusted() >= _ANGKA_BATAS and nilai:
        return Kosong("di_luar_batas")
    halus = nilai.quantize(HALUS)
    utuh = halus.to_integral_value()
    if utuh == halus:
        return utuh or NOL
    return halus.normalize()


def strip(nilai: Hasil) -> Hasil:
    """A rounded result without trailing zeros and without exponent: 90, not 90.000… nor 9E+1; in any context."""
    return _LEBAR.add(nilai.normalize(_LEBAR), NOL) if type(nilai) is Decimal else nilai


def snap(hasil: Decimal, kiri: Decimal, kanan: Decimal) -> Decimal:
    """``hasil``, or zero when it is only the noise of adding ``kiri`` and ``kanan``.

    Adding a zero makes no noise, and a zero has no size: 0/3 is 0E+39 to Decimal.
    """
    if hasil and kiri and kanan and hasil.adjusted() < max(kiri.adjusted(), kanan.adjusted()) - _KASAR:
        return NOL
    return hasil


def add_noisy(kiri: Decimal, kanan: Decimal) -> Decimal:
    """``kiri + kanan`` where either may carry noise."""
    return snap(kiri + kanan, kiri, kanan)


def subtract_noisy(kiri: Decimal, kanan: Decimal) -> Decimal:
    """``kiri - kanan`` where either may carry noise."""
    return snap(kiri - kanan, kiri, kanan)


def chain_noisy(nilai: Decimal, *langkah: Any) -> Decimal:
    """``nilai`` and then each step from the left: a helper of two numbers, its second number, the next helper, …."""
    for fungsi, kanan in zip(langkah[::2], langkah[1::2], strict=True):
        nilai = fungsi(nilai, kanan)
    return nilai


Deret: TypeAlias = tuple[Decimal, ...]


def members(nilai: Decimal | Deret) -> Deret:
    """The numbers of a list function: a deret as it is, a single number as a list of one."""
    if type(nilai) is not tuple:
        return (nilai,)  # type: ignore[return-value]  # mypy does not narrow by type() is
    if not nilai:
        raise Gagal("deret_kosong")
    return nilai


def total(nilai: Decimal | Deret) -> Decimal:
    """JUMLAH."""
    semua = members(nilai)
    return sum(semua[1:], semua[0])


def total_noisy(nilai: Decimal | Deret) -> Decimal:
    """JUMLAH of values that may carry noise."""
    pertama, *sisa = members(nilai)
    for suku in sisa:
        pertama = add_noisy(pertama, suku)
    return pertama


def mean(nilai: Decimal | Deret) -> Decimal:
    """RATA."""
    semua = members(nilai)
    return sum(semua[1:], semua[0]) / len(semua)


def mean_noisy(nilai: Decimal | Deret) -> Decimal:
    """RATA of values that may carry noise."""
    return total_noisy(nilai) / len(members(nilai))


def count(nilai: Decimal | Deret) -> Decimal:
    """CACAH; adding the members up makes a blank among them stop the count."""
    semua = members(nilai)
    sum(semua, NOL)
    return Decimal(len(semua))


def deviation(nilai: Decimal | Deret) -> Decimal:
    """SIMPANGAN_BAKU, divisor n - 1."""
    semua = members(nilai)
    if len(semua) < 2:
        raise Gagal("deret_kurang")
    return (_squares(semua) / (len(semua) - 1)).sqrt()


def deviation_population(nilai: Decimal | Deret) -> Decimal:
    """SIMPANGAN_BAKU_POPULASI, divisor n."""
    semua = members(nilai)
    return (_squares(semua) / len(semua)).sqrt()


def _squares(semua: Deret) -> Decimal:
    """Sum of squared distances from the mean."""
    tengah = sum(semua[1:], semua[0]) / len(semua)
    jarak = [subtract_noisy(anggota, tengah) for anggota in semua]
    return sum((j * j for j in jarak), NOL)


def smallest(nilai: Decimal | Deret) -> Decimal:
    """MIN."""
    return min(members(nilai)) + NOL


def largest(nilai: Decimal | Deret) -> Decimal:
    """MAX."""
    return max(members(nilai)) + NOL


def round_half_up(nilai: Decimal, desimal: Decimal = NOL) -> Decimal:
    """BULAT, away from zero at the half, without letting noise decide which side of it."""
    if nilai and nilai.adjusted() > PRESISI - 12:
        raise Gagal("di_luar_batas")
    return _JERNIH.plus(nilai).quantize(Decimal(1).scaleb(-int(desimal)), ROUND_HALF_UP)


def absolute(nilai: Decimal) -> Decimal:
    """ABS."""
    return abs(nilai)


def root(nilai: Decimal) -> Decimal:
    """AKAR."""
    if nilai < NOL:
        raise Gagal("akar_negatif")
    return nilai.sqrt()


BIASA: dict[str, Callable[..., Decimal]] = {
    "JUMLAH": total,
    "RATA": mean,
    "CACAH": count,
    "SIMPANGAN_BAKU": deviation,
    "SIMPANGAN_BAKU_POPULASI": deviation_population,
    "MIN": smallest,
    "MAX": largest,
    "BULAT": round_half_up,
    "ABS": absolute,
    "AKAR": root,
}
BERDERAU: dict[str, Callable[..., Decimal]] = {"JUMLAH": total_noisy, "RATA": mean_noisy}
"""Replacements where an argument may carry noise."""

_UTUH, _PECAHAN = 15, 10
_TAK_PASTI = PRESISI + 1
_RAW, _UNSURE = (_UTUH, _PECAHAN), (_TAK_PASTI, _TAK_PASTI)
_BERSIH = frozenset({"CACAH", "BULAT"})
_TERUS = frozenset({"JUMLAH", "MIN", "MAX", "ABS", "JIKA"})


def noisy(tree: Simpul) -> frozenset[int]:
    """The ``id`` of every sum, comparison and list function with an operand that may carry noise.

    Follows how many digits each part can need before and after the mark (raw values: 15 + 10);
    beyond 40 digits, or after a division, a root or a mean, exactness is no longer certain.
    """
    lebar: dict[int, tuple[int, int]] = {}
    hasil = set()
    for node in postorder(tree):
        jenis = type(node)
        if jenis is Nama:
            lebar[id(node)] = _RAW
            continue
        if jenis is Bilangan:
            lebar[id(node)] = _digits(cast(Bilangan, node).nilai)
            continue
        if isinstance(node, Operasi):
            kiri, kanan = lebar[id(node.kiri)], lebar[id(node.kanan)]
            lebar[id(node)] = _operation(node.op, kiri, kanan)
            berderau = kiri[0] + kiri[1] > PRESISI or kanan[0] + kanan[1] > PRESISI
        else:
            bagian = [lebar[id(anak)] for anak in children(node)]
            lebar[id(node)] = _width(node, bagian)
            berderau = any(utuh + pecahan > PRESISI for utuh, pecahan in bagian)
        if berderau:
            hasil.add(id(node))
    return frozenset(hasil)


def _digits(nilai: Decimal) -> tuple[int, int]:
    """Digits of a literal before and after the mark."""
    pecahan = 0 if nilai.same_quantum(NOL) else max(-int(nilai.as_tuple().exponent), 0)
    return max(nilai.adjusted() + 1, 1), pecahan


def _operation(op: str, kiri: tuple[int, int], kanan: tuple[int, int]) -> tuple[int, int]:
    """Digits before and after the mark that ``kiri op kanan`` may need."""
    if op == "*":
        return kiri[0] + kanan[0], kiri[1] + kanan[1]
    if op == "/":
        return _UNSURE
    return (kiri[0] if kiri[0] > kanan[0] else kanan[0]) + 1, kiri[1] if kiri[1] > kanan[1] else kanan[1]


def _width(node: Simpul, bagian: list[tuple[int, int]]) -> tuple[int, int]:
    """Digits before and after the mark that a function, a minus sign or a comparison of such parts may need."""
    fungsi = node.fungsi if isinstance(node, Panggilan) else ""
    if fungsi in _BERSIH:
        return _UTUH, _PECAHAN
    if fungsi and fungsi not in _TERUS and fungsi != "LALU":
        return _UNSURE
    tambah = bool(fungsi) and len(bagian) > 1
    return max(u for u, _ in bagian) + (len(bagian) - 1) * tambah, max(p for _, p in bagian)
