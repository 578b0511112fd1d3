"""The reference evaluation: a plain walk over the tree that names every outcome.

Used where there is no number to give (the compiled code only knows the happy path), for the
proof, and by the tests as the truth for the compiled code. The caller sets the decimal context.
"""

from collections.abc import Mapping
from decimal import Decimal, InvalidOperation, Overflow

from formulas.arithmetic import BERDERAU, BIASA, Gagal, add_noisy, subtract_noisy
from formulas.nodes import (
    Banding,
    Bilangan,
    Nama,
    Negatif,
    Operasi,
    Panggilan,
    Simpul,
    chain,
    is_lalu,
    lalu_name,
)
from formulas.outcomes import ALASAN, Hasil, Kosong, Nilai, worst


class Walk:
    """One evaluation. ``jejak`` keeps the value of every part that was computed, by node id."""

    def __init__(self, values: Mapping[str, Nilai], lalu: Mapping[str, Nilai], jaga: frozenset[int]) -> None:
        self.values = values
        self.lalu = lalu
        self.jaga = jaga
        self.jejak: dict[int, Nilai] = {}
        self.syarat: dict[int, bool] = {}

    def value(self, node: Simpul) -> Hasil:
        """The number of a part, or why there is none."""
        hasil = self.any_value(node)
        if isinstance(hasil, tuple):
            raise TypeError("a deret stands where a number is needed; declare kinds when parsing")
        return hasil

    def any_value(self, node: Simpul) -> Nilai:
        """The number, the deret or the outcome of a part; remembered in ``jejak``."""
        try:
            hasil = self.compute(node)
        except Gagal as gagal:
            hasil = Kosong(gagal.kode)
        except (Overflow, InvalidOperation):
            hasil = Kosong("di_luar_batas")
        self.jejak[id(node)] = hasil
        return hasil

    def compute(self, node: Simpul) -> Nilai:
        """Dispatch by kind of node."""
        match node:
            case Bilangan(nilai=nilai):
                return nilai
            case Nama(nama=nama):
                return _checked(self.values[nama])
            case Negatif(isi=isi):
                dalam = self.value(isi)
                return dalam if isinstance(dalam, Kosong) else -dalam
            case Operasi():
                return self.operations(node)
            case Panggilan():
                return self.call(node)
        raise TypeError("a comparison has no value")

    def operations(self, node: Operasi) -> Hasil:
        """A chain of operators of any length, from the left."""
        awal, rantai = chain(node)
        kiri = self.value(awal)
        for operasi in rantai:
            kanan = self.value(operasi.kanan)
            kiri = worst((kiri, kanan)) or self.operate(operasi, kiri, kanan)
            self.jejak[id(operasi)] = kiri
        return kiri

    def operate(self, node: Operasi, kiri: Hasil, kanan: Hasil) -> Hasil:
        """One operation on two numbers."""
        assert isinstance(kiri, Decimal) and isinstance(kanan, Decimal)
        jaga = id(node) in self.jaga
        match node.op:
            case "+":
                return add_noisy(kiri, kanan) if jaga else kiri + kanan
            case "-":
                return subtract_noisy(kiri, kanan) if jaga else kiri - kanan
            case "*":
                return kiri * kanan
        return kiri / kanan if kanan else Kosong("penyebut_nol")

    def call(self, node: Panggilan) -> Nilai:
        """A function: LALU looks back, JIKA takes one branch, the others need every argument."""
        if is_lalu(node):
            return previous(lalu_name(node), self.lalu)
        if node.fungsi == "JIKA":
            return self.choose(node)
        nilai = [self.any_value(argumen) for argumen in node.argumen]
        if len(nilai) == 1 and isinstance(nilai[0], tuple):
            if buruk := worst(nilai[0]):
                return buruk
        elif buruk := worst(nilai):
            return buruk
        fungsi = (BERDERAU if id(node) in self.jaga else BIASA).get(node.fungsi, BIASA[node.fungsi])
        if node.fungsi == "BULAT" or len(nilai) == 1:
            return fungsi(*nilai)
        return fungsi(tuple(nilai))

    def choose(self, node: Panggilan) -> Hasil:
        """JIKA: only the branch that the condition picks is computed."""
        syarat, ya, tidak = node.argumen
        assert isinstance(syarat, Banding)
        kiri, kanan = self.value(syarat.kiri), self.value(syarat.kanan)
        if buruk := worst((kiri, kanan)):
            return buruk
        assert isinstance(kiri, Decimal) and isinstance(kanan, Decimal)
        selisih = subtract_noisy(kiri, kanan) if id(syarat) in self.jaga else kiri - kanan
        self.syarat[id(node)] = benar = holds(syarat.op, selisih)
        return self.value(ya if benar else tidak)


def holds(op: str, selisih: Decimal) -> bool:
    """Whether ``left op right`` holds, from the difference left - right."""
    match op:
        case "=":
            return selisih == 0
        case "<>":
            return selisih != 0
        case "<":
            return selisih < 0
        case "<=":
            return selisih <= 0
        case ">":
            return selisih > 0
    return selisih >= 0


def _checked(nilai: Nilai) -> Nilai:
    """The caller's value; anything but a finite Decimal, a tuple or a Kosong is a mistake in our code."""
    for satu in nilai if isinstance(nilai, tuple) else (nilai,):
        if not isinstance(satu, Decimal | Kosong):
            raise TypeError(f"a value must be Decimal, tuple or Kosong, not {type(satu).__name__}")
        if isinstance(satu, Decimal) and not satu.is_finite():
            return Kosong("di_luar_batas")
    return nilai


def previous(nama: str, lalu: Mapping[str, Nilai]) -> Nilai:
    """Last year's value; a person's blank there means that last year's data does not exist."""
    nilai = lalu.get(nama)
    if type(nilai) is Decimal and nilai.is_finite():
        return nilai
    if nilai is None:
        return Kosong("lalu_tidak_ada", f"Data tahun sebelumnya untuk {nama} tidak ada.")
    if isinstance(nilai, tuple):
        return _checked(tuple(_past(nama, satu) for satu in nilai))
    return _checked(_past(nama, nilai))


def _past(nama: str, nilai: Hasil) -> Hasil:
    """A blank of last year, told as such; numbers and the system's outcomes pass."""
    if isinstance(nilai, Kosong) and nilai.kode in ALASAN:
        pesan = f"Data tahun sebelumnya untuk {nama} tidak ada ({nilai.pesan.rstrip('.').lower()})."
        return Kosong("lalu_tidak_ada", pesan)
    return nilai
