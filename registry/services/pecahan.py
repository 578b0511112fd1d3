"""What stands under a fraction bar: the denominators of a formula, read off its tree."""

from functools import lru_cache

import formulas
from formulas import FormulaError
from formulas.nodes import Nama, Operasi, Panggilan, Simpul, children, is_lalu, preorder

Jenis = tuple[tuple[str, str], ...]


@lru_cache(maxsize=512)
def _tree(ekspresi: str, jenis: Jenis) -> Simpul | None:
    """The tree of a stored formula; None for what could not be read (a row without a formula)."""
    try:
        return formulas.parse(ekspresi, dict(jenis)).tree
    except FormulaError:
        return None


@lru_cache(maxsize=512)
def penyebut_of(ekspresi: str, jenis: Jenis) -> frozenset[str]:
    """Names of this year that stand under a fraction bar; what LALU asks for belongs to another year."""
    tree = _tree(ekspresi, jenis)
    found: set[str] = set()
    for node in preorder(tree) if tree is not None else ():
        if isinstance(node, Operasi) and node.op == "/":
            found |= _names(node.kanan)
    return frozenset(found)


@lru_cache(maxsize=512)
def bagi_of(ekspresi: str, jenis: Jenis) -> tuple[tuple[str, str], ...]:
    """(name above, name below) of each fraction of one variable over another."""
    tree = _tree(ekspresi, jenis)
    return tuple(
        (node.kiri.nama, node.kanan.nama)
        for node in (preorder(tree) if tree is not None else ())
        if isinstance(node, Operasi) and node.op == "/" and isinstance(node.kiri, Nama) and isinstance(node.kanan, Nama)
    )


def _names(tree: Simpul) -> set[str]:
    """Names below a node, without those inside LALU."""
    found, stack = set(), [tree]
    while stack:
        node = stack.pop()
        if isinstance(node, Nama):
            found.add(node.nama)
        elif not (isinstance(node, Panggilan) and is_lalu(node)):
            stack.extend(children(node))
    return found
