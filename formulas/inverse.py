"""What-if: from a target back to the raw value that reaches it ("butuh 47 dari 50").

Searches by halving on a grid of steps (whole units, or decimals), so the answer is exact: the
first step that reaches the target, and the step before it does not. Works for every formula
that only rises or only falls in the variable between the two ends.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise
from typing import TypeAlias

from formulas.formula import Formula
from formulas.notation import write_number
from formulas.outcomes import Kosong, Nilai

_MAKS = Decimal(10) ** 12
_CUPLIKAN = 8
Isian: TypeAlias = Mapping[str, Nilai]


@dataclass(frozen=True, slots=True)
class Kebutuhan:
    """``nilai`` of the variable at which the formula gives ``hasil``, which reaches the target.

    ``naik``: whether the result rises with the variable, so that the value is the least needed;
    otherwise it is the most allowed.
    """

    nama: str
    nilai: Decimal
    hasil: Decimal
    naik: bool

    @property
    def kalimat(self) -> str:
        """``butuh paling sedikit 47``."""
        return f"butuh {'paling sedikit' if self.naik else 'paling banyak'} {write_number(self.nilai)}"


def needed(
    formula: Formula,
    name: str,
    target: Decimal,
    values: Isian,
    lalu: Isian | None = None,
    *,
    arah: str = "naik",
    desimal: int = 0,
    min: Decimal = Decimal(0),
    maks: Decimal = _MAKS,
) -> Kebutuhan | Kosong:
    """The value of ``name`` nearest to its idle end that brings the result to ``target``.

    ``arah``: naik wants a result >= target, turun a result <= target. ``desimal``: decimals of
    the answer (0: whole units). ``min`` and ``maks`` bound it. ``values`` need not hold ``name``.

    Kosong ``tidak_tercapai`` when no value reaches it, ``tidak_bergantung`` when the result does
    not depend on the variable, ``tidak_searah`` when it both rises and falls; the formula's own
    outcome (a blank among the other values, say) when it never gives a number.
    """
    return _Search(formula, name, target, values, lalu, arah, desimal).run(min, maks)


class _Search:
    """One search over steps of 10^-desimal."""

    def __init__(
        self,
        formula: Formula,
        name: str,
        target: Decimal,
        values: Isian,
        lalu: Isian | None,
        arah: str,
        desimal: int,
    ) -> None:
        if name not in formula.names:
            raise KeyError(name)
        self.formula, self.name, self.target = formula, name, target
        self.values, self.lalu, self.desimal = dict(values), lalu, desimal
        self.tanda = 1 if arah == "naik" else -1

    def result(self, langkah: int) -> Decimal | Kosong:
        """The formula's result at a step."""
        nilai = Decimal(langkah).scaleb(-self.desimal)
        return self.formula.evaluate(self.values | {self.name: nilai}, self.lalu)

    def reaches(self, langkah: int) -> bool:
        """Whether the result at a step is at the target or better."""
        hasil = self.result(langkah)
        return isinstance(hasil, Decimal) and (hasil - self.target) * self.tanda >= 0

    def run(self, min: Decimal, maks: Decimal) -> Kebutuhan | Kosong:
        """Find the direction, then halve."""
        skala = Decimal(10) ** self.desimal
        awal, akhir = int(min * skala), int(maks * skala)
        arah = self.slope(awal, akhir)
        if isinstance(arah, Kosong):
            return arah
        baik, buruk = (akhir, awal) if arah == self.tanda else (awal, akhir)
        baik = self.inside(baik, buruk)
        if not self.reaches(baik):
            return Kosong("tidak_tercapai", "Target tidak tercapai dengan nilai mana pun dalam batasnya.")
        if self.reaches(buruk):
            return self.answer(buruk, arah)
        while abs(baik - buruk) > 1:
            tengah = (baik + buruk) // 2
            baik, buruk = (tengah, buruk) if self.reaches(tengah) else (baik, tengah)
        return self.answer(baik, arah)

    def inside(self, ujung: int, lain: int) -> int:
        """The end itself, or the nearest place tried towards the other end that has a number.

        There is none at a zero divisor (one step aside there is) and beyond 10^18 (halve away).
        """
        calon = ujung + (1 if lain > ujung else -1)
        while not isinstance(self.result(ujung), Decimal) and ujung != lain:
            ujung, calon = calon, (calon + lain) // 2
        return ujung

    def slope(self, awal: int, akhir: int) -> int | Kosong:
        """+1 when the result rises with the variable, -1 when it falls."""
        hasil = [self.result(langkah) for langkah in self.samples(awal, akhir)]
        angka = [satu for satu in hasil if isinstance(satu, Decimal)]
        if len(angka) < 2:
            return next((satu for satu in hasil if isinstance(satu, Kosong)), Kosong("tidak_tercapai"))
        naik = any(b > a for a, b in pairwise(angka))
        turun = any(b < a for a, b in pairwise(angka))
        if naik and turun:
            return Kosong("tidak_searah", f"Hasil tidak selalu naik atau selalu turun menurut {self.name}.")
        if not naik and not turun:
            return Kosong("tidak_bergantung", f"Hasil tidak bergantung pada {self.name}.")
        return 1 if naik else -1

    def samples(self, awal: int, akhir: int) -> list[int]:
        """Steps from end to end, closer together near the beginning, where raw values are."""
        lebar = akhir - awal
        dekat = {awal + jarak for jarak in (0, 1, 2, 10, 100, 1000, 10_000) if jarak <= lebar}
        rata = {awal + lebar * bagian // _CUPLIKAN for bagian in range(_CUPLIKAN + 1)}
        return sorted(dekat | rata)

    def answer(self, langkah: int, arah: int) -> Kebutuhan | Kosong:
        """The finding at a step that reaches the target."""
        hasil = self.result(langkah)
        assert isinstance(hasil, Decimal)
        return Kebutuhan(self.name, Decimal(langkah).scaleb(-self.desimal), hasil, arah == self.tanda)
