"""Tree → one line of text: the canonical source, and lines with labels or values put in.

A ``Gaya`` says how names, numbers and signs are written and how generous the brackets are;
``write`` does the rest. Nothing here computes.
"""

from collections.abc import Callable
from dataclasses import dataclass

from formulas.nodes import Banding, Bilangan, Nama, Negatif, Operasi, Panggilan, Simpul, chain
from formulas.tokens import write_literal

_KUAT = {"+": 1, "-": 1, "*": 2, "/": 2}


@dataclass(frozen=True, slots=True)
class Gaya:
    """How to write a tree. ``daun`` may replace any node by a finished text (None: go on).

    ``jelas`` adds the brackets a reader likes: ``(a / b) × 100`` where the language needs none.
    """

    daun: Callable[[Simpul], str | None]
    tanda: dict[str, str]
    jelas: bool


_SUMBER = Gaya(lambda node: None, {op: op for op in "+-*/"}, jelas=False)
CETAK = {"+": "+", "-": "-", "*": "×", "/": "/"}


def canonical(tree: Simpul) -> str:
    """Source text with fewest brackets, decimal comma, capitals for functions."""
    return write(tree, _SUMBER)


def write(node: Simpul, gaya: Gaya) -> str:
    """The text of ``node`` in the given style."""
    if (teks := gaya.daun(node)) is not None:
        return teks
    match node:
        case Bilangan(nilai=nilai):
            return write_literal(nilai) if nilai >= 0 else f"-{write_literal(-nilai)}"
        case Nama(nama=nama):
            return nama
        case Negatif(isi=isi):
            return f"-{_operand(isi, 3, gaya)}"
        case Operasi():
            return _operations(node, gaya)
        case Banding(op=op, kiri=kiri, kanan=kanan):
            return f"{write(kiri, gaya)} {op} {write(kanan, gaya)}"
        case Panggilan(fungsi=fungsi, argumen=argumen):
            return f"{fungsi}({'; '.join(write(satu, gaya) for satu in argumen)})"


def _operations(node: Operasi, gaya: Gaya) -> str:
    """A chain of operators, grouped from the left; a part that is a leaf already starts afresh."""
    awal, rantai = chain(node)
    hasil = write(awal, gaya)
    sebelum = ""
    for operasi in rantai:
        if sebelum and _regroup(sebelum, operasi.op, gaya):
            hasil = f"({hasil})"
        if operasi is not node and (teks := gaya.daun(operasi)) is not None:
            hasil, sebelum = teks, ""
            continue
        kanan = _operand(operasi.kanan, _KUAT[operasi.op] + 1, gaya)
        hasil = f"{hasil} {gaya.tanda[operasi.op]} {kanan}"
        sebelum = operasi.op
    return hasil


def _regroup(sebelum: str, op: str, gaya: Gaya) -> bool:
    """Whether what stands to the left of ``op`` needs brackets."""
    if _KUAT[sebelum] != _KUAT[op]:
        return _KUAT[sebelum] < _KUAT[op]
    return gaya.jelas and _KUAT[op] == 2 and (sebelum, op) != ("*", "*")


def _operand(node: Simpul, kuat: int, gaya: Gaya) -> str:
    """A right operand; in brackets when it binds weaker than its place asks, or begins with a minus."""
    teks = write(node, gaya)
    lemah = isinstance(node, Operasi) and _KUAT[node.op] < kuat and gaya.daun(node) is None
    return f"({teks})" if lemah or teks.startswith("-") else teks
