"""Tree → Word equation (Office Math, OMML) as an XML text, with real fractions and roots.

Neither Word nor LibreOffice breaks a line inside a fraction, so a long label and a long sum stand on several lines
of their own (an equation array); otherwise they would run over the edge of the page.
"""

from collections.abc import Mapping
from decimal import Decimal
from textwrap import wrap
from xml.sax.saxutils import escape

from formulas.nodes import Bilangan, Nama, Negatif, Operasi, Panggilan, Simpul, children, is_lalu, lalu_name
from formulas.notation import write_number
from formulas.parts import expand
from formulas.sentence import condition_in_words, last_year, list_in_words

_LEBAR_LABEL, _LEBAR_JUMLAH = 60, 90  # characters on one line of a label, of a sum
_NS = "http://schemas.openxmlformats.org/officeDocument/2006/math"


def omml(tree: Simpul, labels: Mapping[str, str] | None = None, persen: bool = False) -> str:
    """``<m:oMath>…</m:oMath>`` to put into a paragraph; ``persen``: a last factor 100 reads 100%."""
    return f'<m:oMath xmlns:m="{_NS}">{_Writer(labels or {}).top(tree, persen)}</m:oMath>'


class _Writer:
    """Writes nodes as runs, fractions, roots and delimiters."""

    def __init__(self, labels: Mapping[str, str]) -> None:
        self.labels = labels

    def top(self, tree: Simpul, persen: bool) -> str:
        """The whole equation."""
        match tree:
            case Operasi(op="*", kiri=kiri, kanan=Bilangan(nilai=nilai)) if persen and nilai == Decimal(100):
                return self.factor(kiri) + run(" × 100%")
        return self.node(tree)

    def node(self, node: Simpul) -> str:
        """Any part."""
        match node:
            case Bilangan(nilai=nilai):
                return run(write_number(nilai))
            case Nama(nama=nama):
                return lines([run(satu) for satu in self.wrapped(nama)])
            case Negatif(isi=isi):
                return run("-") + self.factor(isi)
            case Operasi(op="/", kiri=kiri, kanan=kanan):
                return f"<m:f><m:num>{self.node(kiri)}</m:num><m:den>{self.node(kanan)}</m:den></m:f>"
            case Operasi(op="*", kiri=kiri, kanan=kanan):
                return self.factor(kiri) + run(" × ") + self.factor(kanan)
            case Operasi():
                return self.sum(node)
            case Panggilan():
                return self.call(node)
        raise TypeError("a comparison is written by the JIKA around it")

    def sum(self, node: Operasi) -> str:
        """A sum or difference, one term on each line where it is too long for one."""
        awal, suku = _terms(node)
        tertulis = [self.node(awal)]
        for op, satu in suku:
            tertulis.append(run(f"{op} ") + (self.factor(satu) if op == "-" else self.node(satu)))
        if self.width(node) > _LEBAR_JUMLAH:
            return lines(tertulis)
        return run(" ").join(tertulis)

    def wrapped(self, nama: str) -> list[str]:
        """A label in lines."""
        label = self.labels.get(nama, nama)
        return wrap(label, _LEBAR_LABEL) or [label]

    def width(self, node: Simpul) -> int:
        """About how many characters a part is wide, a sum taken as one line."""
        match node:
            case Nama(nama=nama):
                return max(map(len, self.wrapped(nama)))
            case Operasi(op="/", kiri=kiri, kanan=kanan):
                return max(self.width(kiri), self.width(kanan))
            case Panggilan() if is_lalu(node):
                return len(last_year(lalu_name(node), self.labels))
        return 3 + sum(self.width(anak) for anak in children(node))

    def factor(self, node: Simpul) -> str:
        """An operand: a sum in brackets that grow with it."""
        inti = expand(node)
        if isinstance(inti, Negatif) or (isinstance(inti, Operasi) and inti.op in "+-"):
            return f"<m:d><m:e>{self.node(inti)}</m:e></m:d>"
        return self.node(inti)

    def call(self, node: Panggilan) -> str:
        """A function: real root and bars, sums and means written out, the others in words."""
        if is_lalu(node):
            return lines([run(satu) for satu in wrap(last_year(lalu_name(node), self.labels), _LEBAR_LABEL)])
        if (terurai := expand(node)) is not node:
            return self.node(terurai)
        if node.fungsi == "JIKA":
            syarat = condition_in_words(node.argumen[0], self.labels)
            ya, tidak = self.node(node.argumen[1]), self.node(node.argumen[2])
            return ya + run(f" bila {syarat}; selain itu ") + tidak
        isi = self.node(node.argumen[0])
        match node.fungsi:
            case "AKAR":
                return f'<m:rad><m:radPr><m:degHide m:val="1"/></m:radPr><m:deg/><m:e>{isi}</m:e></m:rad>'
            case "ABS":
                batas = '<m:dPr><m:begChr m:val="|"/><m:endChr m:val="|"/></m:dPr>'
                return f"<m:d>{batas}<m:e>{isi}</m:e></m:d>"
            case "BULAT":
                return isi
        return run(list_in_words(node, self.labels))


def _terms(node: Operasi) -> tuple[Simpul, list[tuple[str, Simpul]]]:
    """``a + b - c`` as a and the terms that follow it with their signs."""
    suku: list[tuple[str, Simpul]] = []
    kini: Simpul = node
    while isinstance(kini, Operasi) and kini.op in "+-":
        suku.append((kini.op, kini.kanan))
        kini = kini.kiri
    return kini, suku[::-1]


def lines(baris: list[str]) -> str:
    """One part below the other, where there is more than one."""
    if len(baris) == 1:
        return baris[0]
    return f"<m:eqArr>{''.join(f'<m:e>{satu}</m:e>' for satu in baris)}</m:eqArr>"


def run(teks: str) -> str:
    """Upright text of an equation."""
    bersih = "".join(aksara for aksara in teks if aksara.isprintable())  # XML has no control characters
    isi = escape(bersih)
    return f'<m:r><m:rPr><m:nor/></m:rPr><m:t xml:space="preserve">{isi}</m:t></m:r>'
