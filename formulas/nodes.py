"""The syntax tree: six frozen kinds of node, and ways to walk it without deep recursion.

Everything else (value, proof, fraction, sentence, Excel, Word) is drawn from these nodes.
Two trees are equal when they mean the same; the span (0-based begin, end in the source) is
kept for messages and does not count.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from typing import TypeAlias

Rentang: TypeAlias = tuple[int, int]
_TANPA: Rentang = (0, 0)


@dataclass(frozen=True, slots=True)
class Bilangan:
    """A literal number, exact and never negative when it comes from a source text."""

    nilai: Decimal
    rentang: Rentang = field(default=_TANPA, compare=False)


@dataclass(frozen=True, slots=True)
class Nama:
    """A variable of this year, by its identifier."""

    nama: str
    rentang: Rentang = field(default=_TANPA, compare=False)


@dataclass(frozen=True, slots=True)
class Negatif:
    """A leading minus."""

    isi: "Simpul"
    rentang: Rentang = field(default=_TANPA, compare=False)


@dataclass(frozen=True, slots=True)
class Operasi:
    """``kiri op kanan`` with op one of ``+ - * /``; a chain leans to the left."""

    op: str
    kiri: "Simpul"
    kanan: "Simpul"
    rentang: Rentang = field(default=_TANPA, compare=False)


@dataclass(frozen=True, slots=True)
class Banding:
    """A comparison, only the condition of JIKA; op one of ``= <> < <= > >=``."""

    op: str
    kiri: "Simpul"
    kanan: "Simpul"
    rentang: Rentang = field(default=_TANPA, compare=False)


@dataclass(frozen=True, slots=True)
class Panggilan:
    """A function (name in capitals) applied to its arguments."""

    fungsi: str
    argumen: tuple["Simpul", ...]
    rentang: Rentang = field(default=_TANPA, compare=False)


Simpul: TypeAlias = Bilangan | Nama | Negatif | Operasi | Banding | Panggilan


def children(node: Simpul) -> tuple[Simpul, ...]:
    """The direct parts of a node, left to right."""
    if isinstance(node, Operasi):
        return (node.kiri, node.kanan)
    if isinstance(node, Panggilan):
        return node.argumen
    if isinstance(node, Banding):
        return (node.kiri, node.kanan)
    return (node.isi,) if isinstance(node, Negatif) else ()


def preorder(tree: Simpul) -> Iterator[Simpul]:
    """Every node in reading order, parents first; uses a list, never the call stack."""
    tumpukan = [tree]
    while tumpukan:
        node = tumpukan.pop()
        yield node
        tumpukan.extend(reversed(children(node)))


def postorder(tree: Simpul) -> list[Simpul]:
    """Every node after its parts; uses a list, never the call stack."""
    urutan: list[Simpul] = []
    tumpukan = [tree]
    while tumpukan:
        node = tumpukan.pop()
        urutan.append(node)
        tumpukan.extend(children(node))
    return urutan[::-1]


def chain(node: Operasi) -> tuple[Simpul, list[Operasi]]:
    """The innermost left operand of ``a + b - c …`` and the operations in the order applied.

    A sum of 200 terms is a tree 200 deep on its left side; looping over it instead of
    recursing keeps every walker within the 32 levels that the language allows.
    """
    rantai: list[Operasi] = []
    kini: Simpul = node
    while isinstance(kini, Operasi):
        rantai.append(kini)
        kini = kini.kiri
    return kini, rantai[::-1]


def is_lalu(node: Simpul) -> bool:
    """Whether the node is LALU(name): the same variable, a year earlier."""
    return isinstance(node, Panggilan) and node.fungsi == "LALU"


def lalu_name(node: Panggilan) -> str:
    """The name inside LALU(name); the checker has made sure that it is one."""
    (isi,) = node.argumen
    assert isinstance(isi, Nama)
    return isi.nama
