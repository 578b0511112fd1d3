"""The proof of a number: worked steps that a person can follow with a pocket calculator."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from formulas.nodes import Nama, Operasi, Panggilan, Simpul, children, is_lalu, lalu_name, postorder
from formulas.notation import NumberError, write_number
from formulas.outcomes import Hasil, Kosong
from formulas.text import CETAK, Gaya, write
from formulas.walk import Walk, previous

_MAKS_ANGGOTA = 12


@dataclass(frozen=True, slots=True)
class Bukti:
    """``langkah``: the formula in words, then with its values, then each part worked out, the
    result last, all in Indonesian notation. ``hasil``: the exact number, or why there is none.
    """

    langkah: tuple[str, ...]
    hasil: Hasil


def prove(tree: Simpul, walk: Walk, hasil: Hasil, labels: Mapping[str, str], desimal: int) -> Bukti:
    """The steps of one finished walk; ``desimal`` is how the last line rounds."""
    pembuat = _Steps(tree, walk, labels)
    langkah = [pembuat.in_words(tree), *pembuat.worked()]
    if isinstance(hasil, Kosong):
        langkah.append(f"Tidak dapat dihitung: {hasil.pesan}")
    else:
        langkah.append(f"{pembuat.last()} = {_amount(hasil, desimal)}")
    return Bukti(tuple(langkah), hasil)


def _amount(nilai: object, desimal: int | None = None) -> str:
    """A value as printed in a step."""
    if isinstance(nilai, Kosong):
        return f"[{nilai.kode.replace('_', ' ')}]"
    if isinstance(nilai, tuple):
        return "; ".join(_amount(satu) for satu in _short(nilai))
    if not isinstance(nilai, Decimal):
        return str(nilai)
    try:
        return write_number(nilai, desimal)
    except NumberError:  # an intermediate beyond 40 digits
        return f"{nilai:.3e}".replace(".", ",")


def _short(anggota: tuple[object, ...]) -> tuple[object, ...]:
    """A long deret with its middle left out."""
    if len(anggota) <= _MAKS_ANGGOTA:
        return anggota
    return (*anggota[:3], f"… ({len(anggota)} nilai)", anggota[-1])


class _Steps:
    """Writes the steps of one walk over one tree."""

    def __init__(self, tree: Simpul, walk: Walk, labels: Mapping[str, str]) -> None:
        self.tree = tree
        self.walk = walk
        self.labels = labels
        self.terhitung: set[int] = set()  # parts that already have a step of their own

    def in_words(self, node: Simpul) -> str:
        """The formula with labels in place of names."""
        return write(node, Gaya(self.label, CETAK, jelas=True))

    def label(self, node: Simpul) -> str | None:
        """A name in words; last year's says so."""
        if isinstance(node, Nama):
            return self.labels.get(node.nama, node.nama)
        if isinstance(node, Panggilan) and is_lalu(node):
            nama = lalu_name(node)
            return f"{self.labels.get(nama, nama)} (tahun lalu)"
        return None

    def amount(self, node: Simpul) -> str | None:
        """A name, or a part already worked out, as its value."""
        if isinstance(node, Nama):
            return _amount(self.walk.values.get(node.nama, "?"))
        if isinstance(node, Panggilan) and is_lalu(node):
            return _amount(previous(lalu_name(node), self.walk.lalu))
        return _amount(self.walk.jejak[id(node)]) if id(node) in self.terhitung else None

    def with_values(self, node: Simpul) -> str:
        """The part with values put in."""
        return write(node, Gaya(self.amount, CETAK, jelas=True))

    def worked(self) -> list[str]:
        """The substituted formula when parts of it are worked out apart, then a line for each part."""
        langkah = [self.with_values(self.tree)]
        for node in self.parts():
            langkah += self.step(node)
            self.terhitung.add(id(node))
        langkah += self.decision(self.tree)
        return langkah if len(langkah) > 1 or isinstance(self.walk.jejak[id(self.tree)], Kosong) else []

    def last(self) -> str:
        """The outermost part with everything inside it worked out."""
        return self.with_values(self.taken(self.tree))

    def parts(self) -> list[Simpul]:
        """Inner parts that get a line: function calls, bracketed sums, composed denominators."""
        bagian = {id(anak) for node in postorder(self.tree) for anak in _inner(node)}
        jejak = self.walk.jejak
        return [n for n in postorder(self.tree) if id(n) in bagian and isinstance(jejak.get(id(n)), Decimal)]

    def step(self, node: Simpul) -> list[str]:
        """The lines of one part: the condition that decided, then the part = its value."""
        hasil = _amount(self.walk.jejak[id(node)])
        teks = self.with_values(self.taken(node))
        return [*self.decision(node), *([f"{teks} = {hasil}"] if teks != hasil else [])]

    def decision(self, node: Simpul) -> list[str]:
        """For JIKA: whether its condition held."""
        if not isinstance(node, Panggilan) or id(node) not in self.walk.syarat:
            return []
        kata = "terpenuhi" if self.walk.syarat[id(node)] else "tidak terpenuhi"
        return [f"Syarat {self.with_values(node.argumen[0])} {kata}"]

    def taken(self, node: Simpul) -> Simpul:
        """For JIKA: the branch that was computed; any other node itself."""
        while isinstance(node, Panggilan) and id(node) in self.walk.syarat:
            node = node.argumen[1 if self.walk.syarat[id(node)] else 2]
        return node


def _inner(node: Simpul) -> list[Simpul]:
    """The direct parts of ``node`` that a person would work out first."""
    panggilan: list[Simpul] = [anak for anak in children(node) if isinstance(anak, Panggilan) and not is_lalu(anak)]
    if not isinstance(node, Operasi):
        return panggilan
    pilih = [node.kiri] if node.op in "*/" and _is_sum(node.kiri) else []
    if isinstance(node.kanan, Operasi) and (node.op in "*/" or _is_sum(node.kanan)):
        pilih.append(node.kanan)
    return [*pilih, *panggilan]


def _is_sum(node: Simpul) -> bool:
    """Whether the node adds or subtracts."""
    return isinstance(node, Operasi) and node.op in "+-"
