"""Printed cells: the structure that decrees and their YAML use for a formula in a table cell.

A cell is a list of parts; a part is a text, a fraction ``{atas, bawah, ekor}`` whose atas and
bawah are a text or again a list of parts, and whose ekor is what follows on the line (``x 100%``),
or a square root ``{akar}`` of a list of parts.
``printed_parts`` draws such a cell from a tree; ``plain_text`` writes any cell on one line.
"""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any, TypeAlias

from formulas.nodes import Bilangan, Nama, Negatif, Operasi, Panggilan, Simpul, is_lalu, lalu_name
from formulas.notation import write_number
from formulas.sentence import condition_in_words, last_year, list_in_words

Part: TypeAlias = str | dict[str, Any]
Parts: TypeAlias = list[Part]

SERATUS = Decimal(100)


def plain_text(parts: str | Mapping[str, Any] | Sequence[Any] | None) -> str:
    """A cell on one line: fractions as ``A / B x 100%``, mistakes of the source kept.

    Numerator and denominator stand in brackets only where they hold + - / or = themselves.
    None and an empty list give an empty text.
    """
    if parts is None:
        return ""
    if isinstance(parts, str):
        return parts
    if isinstance(parts, Mapping) and "akar" in parts:
        return f"√({plain_text(parts['akar'])})"
    if isinstance(parts, Mapping):
        pecahan = f"{_side(parts.get('atas'))} / {_side(parts.get('bawah'))}"
        ekor = plain_text(parts.get("ekor"))
        return f"{pecahan} {ekor}" if ekor else pecahan
    hasil = ""
    for teks in filter(None, map(plain_text, parts)):
        rapat = not hasil or hasil.endswith("(") or teks.startswith(")")
        hasil += teks if rapat else f" {teks}"
    return hasil


def _side(parts: str | Mapping[str, Any] | Sequence[Any] | None) -> str:
    """Numerator or denominator, bracketed when needed and not yet bracketed as a whole."""
    teks = plain_text(parts)
    return f"({teks})" if any(tanda in teks for tanda in "+-/=") and not _enclosed(teks) else teks


def _enclosed(teks: str) -> bool:
    """Whether one pair of brackets holds the whole text."""
    dalam = 0
    for letak, aksara in enumerate(teks):
        dalam += (aksara == "(") - (aksara == ")")
        if dalam == 0:
            return letak == len(teks) - 1 and teks.startswith("(")
    return False


def printed_parts(tree: Simpul, labels: Mapping[str, str] | None = None, persen: bool = False) -> Parts:
    """The cell of a new decree, drawn from the tree with the labels of its variables.

    ``persen``: the unit is %, so a last factor 100 prints as ``x 100%``.
    """
    return _Printer(labels or {}, persen).cell(tree)


class _Printer:
    """Draws nodes as parts."""

    def __init__(self, labels: Mapping[str, str], persen: bool) -> None:
        self.labels = labels
        self.persen = persen

    def cell(self, tree: Simpul) -> Parts:
        """The whole cell; only here may a factor 100 be a percentage."""
        match tree:
            case Operasi(op="*", kiri=kiri, kanan=Bilangan(nilai=nilai)) if self.persen and nilai == SERATUS:
                return times(self.factor(kiri), "100%")
        return self.parts(tree)

    def parts(self, node: Simpul) -> Parts:
        """The parts of any node."""
        match node:
            case Bilangan(nilai=nilai):
                return [write_number(nilai)]
            case Nama(nama=nama):
                return [self.labels.get(nama, nama)]
            case Negatif(isi=isi):
                return joined(["-"], self.factor(isi), "")
            case Operasi(op="/", kiri=kiri, kanan=kanan):
                return [fraction(self.parts(kiri), self.parts(kanan))]
            case Operasi(op="*", kiri=kiri, kanan=kanan):
                return times(self.factor(kiri), *self.factor(kanan))
            case Operasi(op=op, kiri=kiri, kanan=kanan):
                kanan_cetak = self.factor(kanan) if op == "-" else self.parts(kanan)
                return joined([*self.parts(kiri), op], kanan_cetak)
            case Panggilan():
                return self.call(node)
        raise TypeError("a comparison is printed by the JIKA around it")

    def factor(self, node: Simpul) -> Parts:
        """The parts of an operand: a sum in brackets."""
        inti = expand(node)
        if isinstance(inti, Negatif) or (isinstance(inti, Operasi) and inti.op in "+-"):
            return joined(["("], joined(self.parts(inti), [")"], ""), "")
        return self.parts(inti)

    def call(self, node: Panggilan) -> Parts:
        """A function as decrees print it: sums and means written out, roots with their sign."""
        if is_lalu(node):
            return [last_year(lalu_name(node), self.labels)]
        if (terurai := expand(node)) is not node:
            return self.parts(terurai)
        if node.fungsi == "JIKA":
            syarat = condition_in_words(node.argumen[0], self.labels)
            ya, tidak = self.parts(node.argumen[1]), self.parts(node.argumen[2])
            return joined(joined(ya, [f"bila {syarat};"]), joined(["selain itu"], tidak))
        if node.fungsi == "AKAR":
            return [{"akar": self.parts(node.argumen[0])}]
        if node.fungsi in ("ABS", "BULAT"):
            buka, tutup = {"ABS": ("|", "|"), "BULAT": ("", "")}[node.fungsi]
            return joined([buka], joined(self.parts(node.argumen[0]), [tutup], ""), "")
        return [list_in_words(node, self.labels)]


def expand(node: Simpul) -> Simpul:
    """JUMLAH and RATA over several numbers as the sum and the quotient that they are."""
    if not isinstance(node, Panggilan) or node.fungsi not in ("JUMLAH", "RATA") or len(node.argumen) < 2:
        return node
    hasil = node.argumen[0]
    for suku in node.argumen[1:]:
        hasil = Operasi("+", hasil, suku)
    return hasil if node.fungsi == "JUMLAH" else Operasi("/", hasil, Bilangan(Decimal(len(node.argumen))))


def fraction(atas: Parts, bawah: Parts) -> dict[str, Any]:
    """A fraction without ekor; a side that is one text is kept as that text."""
    return {"atas": _single(atas), "bawah": _single(bawah), "ekor": None}


def _single(parts: Parts) -> str | Parts:
    """One text as itself, anything else as a list."""
    return parts[0] if len(parts) == 1 and isinstance(parts[0], str) else parts


def times(kiri: Parts, *kanan: Part) -> Parts:
    """``kiri x kanan``; after a fraction, a plain factor becomes its ekor."""
    akhir = kiri[-1]
    if isinstance(akhir, dict) and "atas" in akhir and len(kanan) == 1 and isinstance(kanan[0], str):
        ekor = f"{akhir['ekor']} x {kanan[0]}" if akhir["ekor"] else f"x {kanan[0]}"
        return [*kiri[:-1], {**akhir, "ekor": ekor}]
    return joined([*kiri, "x"], list(kanan))


def joined(kiri: Parts, kanan: Parts, sela: str = " ") -> Parts:
    """Two lists of parts as one; texts that meet become one text."""
    hasil: Parts = []
    for letak, part in enumerate([*kiri, *kanan]):
        antara = sela if letak == len(kiri) else " "
        if isinstance(part, str) and hasil and isinstance(hasil[-1], str):
            hasil[-1] = f"{hasil[-1]}{antara}{part}".strip()
        elif part != "":
            hasil.append(part)
    return hasil
