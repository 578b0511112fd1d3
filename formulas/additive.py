"""Whether a formula may be added up over parts of a year.

``f(x₁ + x₂) = f(x₁) + f(x₂)`` holds for sums of things that are counted, never for a ratio: 5/10 and 30/40
are together 35/50 = 70 %, not the mean of 50 % and 75 %. What is not additive is computed again from its
consolidated inputs, and its target is a level, not a share of the year.
"""

from collections.abc import Collection

from formulas.nodes import Bilangan, Nama, Negatif, Operasi, Panggilan, Simpul, children, is_lalu, lalu_name, postorder

TETAP, JUMLAH, LAIN = "tetap", "jumlah", "lain"


def is_additive(tree: Simpul, summed: Collection[str], constants: Collection[str] = ()) -> bool:
    """Whether the result of the parts may be summed: `summed` are names that are summed, `constants` never change."""
    kinds: dict[int, str] = {}
    for node in postorder(tree):
        if is_lalu(node) and isinstance(node, Panggilan):
            kinds[id(node)] = _name(lalu_name(node), summed, constants)
        else:
            kinds[id(node)] = _kind(node, [kinds[id(part)] for part in children(node)], summed, constants)
    return kinds[id(tree)] == JUMLAH


def _name(name: str, summed: Collection[str], constants: Collection[str]) -> str:
    if name in summed:
        return JUMLAH
    return TETAP if name in constants else LAIN


def _kind(node: Simpul, parts: list[str], summed: Collection[str], constants: Collection[str]) -> str:
    match node:
        case Bilangan():
            return TETAP
        case Nama(nama=nama):
            return _name(nama, summed, constants)
        case Negatif():
            return parts[0]
        case Operasi(op=op):
            return _operation(op, *parts)
        case Panggilan(fungsi="JUMLAH") if set(parts) == {JUMLAH}:
            return JUMLAH
    return TETAP if parts and set(parts) == {TETAP} else LAIN


def _operation(op: str, left: str, right: str) -> str:
    if left == right:
        return left if left == TETAP or op in "+-" else LAIN
    if op == "*" and {left, right} == {JUMLAH, TETAP}:
        return JUMLAH
    return JUMLAH if op == "/" and (left, right) == (JUMLAH, TETAP) else LAIN
