"""Tree → Excel formula with live cell references.

Written as the file format wants it (English names, comma between arguments, decimal point).
Excel counts an empty cell as 0; ours never does, so the formula checks for blanks first and
says "belum diisi"; an error such as a zero divisor reads "tidak dapat dihitung". One difference
stays: Excel sees a blank in the branch of JIKA that is not taken.
"""

import re
from collections.abc import Mapping

from formulas.nodes import (
    Banding,
    Bilangan,
    Nama,
    Negatif,
    Operasi,
    Panggilan,
    Simpul,
    is_lalu,
    lalu_name,
    preorder,
)
from formulas.notation import plain_number
from formulas.text import Gaya, write

_SEL = r"\$?[A-Z]{1,3}\$?[1-9][0-9]{0,6}"
_ACUAN = re.compile(rf"(?:'[A-Za-z0-9 _.-]{{1,31}}'!|[A-Za-z0-9_]{{1,31}}!)?{_SEL}(?::{_SEL})?")
_FUNGSI = {
    "JUMLAH": "SUM",
    "RATA": "AVERAGE",
    "CACAH": "COUNT",
    "SIMPANGAN_BAKU": "STDEV",
    "SIMPANGAN_BAKU_POPULASI": "STDEVP",
    "MIN": "MIN",
    "MAX": "MAX",
    "BULAT": "ROUND",
    "ABS": "ABS",
    "AKAR": "SQRT",
    "JIKA": "IF",
}


def excel(tree: Simpul, cells: Mapping[str, str], lalu: Mapping[str, str] | None = None) -> str:
    """``=IF(COUNTBLANK(B2)+…>0,"belum diisi",IFERROR(B2/C2*100,"tidak dapat dihitung"))``.

    ``cells`` maps each name to a cell (``B2``, ``'Isian 1'!$B$2``) or, for a deret, a range;
    ``lalu`` the names inside LALU. A missing name is a KeyError, an odd reference a ValueError.
    """
    isi = bare_excel(tree, cells, lalu)
    acuan = dict.fromkeys(filter(None, (_reference(n, cells, lalu or {}) for n in _leaves(tree))))
    aman = f'IFERROR({isi},"tidak dapat dihitung")'
    if not acuan:
        return f"={aman}"
    kosong = "+".join(f"COUNTBLANK({satu})" for satu in acuan)
    return f'=IF({kosong}>0,"belum diisi",{aman})'


def bare_excel(tree: Simpul, cells: Mapping[str, str], lalu: Mapping[str, str] | None = None) -> str:
    """The expression alone, without ``=`` and without the checks for blanks and errors."""
    gaya = Gaya(lambda node: _leaf(node, cells, lalu or {}), {op: op for op in "+-*/"}, jelas=False)
    return write(tree, gaya)


def _leaves(tree: Simpul) -> list[Simpul]:
    """Variables of this and last year; the name inside LALU is not one of this year."""
    semua = list(preorder(tree))
    dalam = {id(node.argumen[0]) for node in semua if isinstance(node, Panggilan) and is_lalu(node)}
    return [n for n in semua if is_lalu(n) or (isinstance(n, Nama) and id(n) not in dalam)]


def _leaf(node: Simpul, cells: Mapping[str, str], lalu: Mapping[str, str]) -> str | None:
    """References, numbers and functions in Excel's words."""
    match node:
        case Bilangan(nilai=nilai):
            return plain_number(nilai)
        case Panggilan() if not is_lalu(node):
            isi = [bare_excel(satu, cells, lalu) for satu in node.argumen]
            if node.fungsi == "BULAT" and len(isi) == 1:
                isi.append("0")
            return f"{_FUNGSI[node.fungsi]}({','.join(isi)})"
        case Negatif() | Operasi() | Banding():
            return None
    return _reference(node, cells, lalu)


def _reference(node: Simpul, cells: Mapping[str, str], lalu: Mapping[str, str]) -> str | None:
    """The checked cell of a variable."""
    if isinstance(node, Panggilan):
        acuan = lalu[lalu_name(node)]
    elif isinstance(node, Nama):
        acuan = cells[node.nama]
    else:
        return None
    if not _ACUAN.fullmatch(acuan):
        raise ValueError(f"not a cell reference: {acuan!r}")
    return acuan
