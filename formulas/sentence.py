"""Tree → Indonesian words, as Balangan's decree writes formulas: "A dibagi B x 100 %"."""

import re
from collections.abc import Mapping
from decimal import Decimal

from formulas.nodes import Banding, Bilangan, Nama, Operasi, Panggilan, Simpul, is_lalu, lalu_name
from formulas.notation import write_number
from formulas.text import Gaya, write

_KATA = {"+": "ditambah", "-": "dikurangi", "*": "x", "/": "dibagi"}
_BANDING = {
    "=": "sama dengan",
    "<>": "tidak sama dengan",
    "<": "kurang dari",
    "<=": "paling banyak",
    ">": "lebih dari",
    ">=": "paling sedikit",
}
_DERET = {
    "JUMLAH": "jumlah",
    "RATA": "rata-rata",
    "CACAH": "banyaknya",
    "SIMPANGAN_BAKU": "simpangan baku (sampel)",
    "SIMPANGAN_BAKU_POPULASI": "simpangan baku (populasi)",
    "MIN": "nilai terkecil",
    "MAX": "nilai terbesar",
}
_SATU = {"ABS": "nilai mutlak", "AKAR": "akar kuadrat"}
_TAHUN_N = re.compile(r"\b([Tt]ahun [nN])\b(?! ?-)")


def sentence(tree: Simpul, labels: Mapping[str, str] | None = None, persen: bool = False) -> str:
    """The formula in words; ``persen``: a last factor 100 reads ``x 100 %``."""
    teks = _in_words(tree, labels or {})
    seratus = isinstance(tree, Operasi) and tree.op == "*" and tree.kanan == Bilangan(Decimal(100))
    return f"{teks} %" if persen and seratus else teks


def _in_words(node: Simpul, labels: Mapping[str, str]) -> str:
    """Any part in words."""
    return write(node, Gaya(lambda n: _leaf(n, labels), _KATA, jelas=False))


def _leaf(node: Simpul, labels: Mapping[str, str]) -> str | None:
    """Names, numbers and functions; operators are left to ``write``."""
    match node:
        case Nama(nama=nama):
            return labels.get(nama, nama)
        case Bilangan(nilai=nilai):
            return write_number(nilai)
        case Panggilan():
            return _call(node, labels)
    return None


def _call(node: Panggilan, labels: Mapping[str, str]) -> str:
    """A function in words."""
    if is_lalu(node):
        return last_year(lalu_name(node), labels)
    if node.fungsi == "JIKA":
        ya, tidak = (_in_words(cabang, labels) for cabang in node.argumen[1:])
        return f"({ya} bila {condition_in_words(node.argumen[0], labels)}, selain itu {tidak})"
    if node.fungsi == "BULAT":
        isi = _in_words(node.argumen[0], labels)
        angka = _in_words(node.argumen[1], labels) if len(node.argumen) > 1 else "0"
        return f"({isi} dibulatkan {angka} desimal)"
    if node.fungsi in _SATU:
        return f"{_SATU[node.fungsi]} dari ({_in_words(node.argumen[0], labels)})"
    return list_in_words(node, labels)


def last_year(nama: str, labels: Mapping[str, str]) -> str:
    """A variable of last year in words: "SHU tahun n" becomes "SHU tahun n-1", "UM" becomes "UM tahun n-1"."""
    label = labels.get(nama, nama)
    teks, banyak = _TAHUN_N.subn(r"\1-1", label)
    return teks if banyak else f"{label} tahun n-1"


def condition_in_words(node: Simpul, labels: Mapping[str, str]) -> str:
    """A comparison: "A paling sedikit B"."""
    assert isinstance(node, Banding)
    return f"{_in_words(node.kiri, labels)} {_BANDING[node.op]} {_in_words(node.kanan, labels)}"


def list_in_words(node: Panggilan, labels: Mapping[str, str]) -> str:
    """A list function: "rata-rata harga", "nilai terbesar dari (A; B)"."""
    isi = [_in_words(satu, labels) for satu in node.argumen]
    if len(isi) == 1:
        return f"{_DERET[node.fungsi]} {isi[0]}"
    return f"{_DERET[node.fungsi]} dari ({'; '.join(isi)})"
