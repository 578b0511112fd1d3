"""Random texts and random trees, and the same trees computed with exact fractions."""

from decimal import Decimal
from fractions import Fraction
from random import Random

from formulas.nodes import Banding, Bilangan, Nama, Negatif, Operasi, Panggilan

NAMES = ("a", "b", "c", "d")
LISTS = ("JUMLAH", "RATA", "CACAH", "MIN", "MAX")
PIECES = [
    *"abcdxyz+-*/();=<>,.0123456789 _%^'\"[]{}!@#$&|:?~\\\n\t",
    "<=", ">=", "<>", "**", "84,3", "84.3", "1.000", "1e9", "999999999999999", "0,0000000001",
    "JUMLAH(", "RATA(", "MIN(", "MAX(", "BULAT(", "ABS(", "AKAR(", "JIKA(", "LALU(", "SIMPANGAN_BAKU(", "CACAH(",
    "a / b", "JIKA(a > b; 1; 0)", "LALU(a)", "×", "−", "\u200b", "\ud800", "\x00", "١", "а", "((((", "))))", "; ",
]  # fmt: skip


def random_text(random: Random) -> str:
    """Pieces of formulas and of what is none, put together without sense."""
    return "".join(random.choice(PIECES) for _ in range(random.randint(1, 40)))


def random_tree(random: Random, depth: int = 5):
    """A valid tree of every kind of node but roots and deviations."""
    if depth == 0 or random.random() < 0.2:
        return random.choice((random_literal, random_name))(random)
    part = [random_tree(random, depth - 1) for _ in range(3)]
    kind = random.randrange(10)
    if kind < 6:
        return Operasi(random.choice("+-*/"), part[0], part[1])
    if kind == 6:
        return Negatif(part[0])
    if kind == 7:
        return Panggilan(random.choice(LISTS), tuple(part))
    if kind == 8:
        return Panggilan("ABS", (part[0],))
    condition = Banding(random.choice(("=", "<>", "<", "<=", ">", ">=")), part[0], random_literal(random))
    return Panggilan("JIKA", (condition, part[1], part[2]))


def random_literal(random: Random) -> Bilangan:
    """A literal with up to four digits and two decimals."""
    return Bilangan(Decimal(random.randrange(10 ** random.randint(1, 4))).scaleb(-random.choice((0, 0, 1, 2))))


def random_name(random: Random):
    """A variable of this or of last year."""
    name = Nama(random.choice(NAMES))
    return Panggilan("LALU", (name,)) if random.random() < 0.2 else name


def random_values(random: Random) -> dict[str, Decimal]:
    """A value with up to six digits and two decimals for each name, sometimes 0 or negative."""
    return {name: Decimal(random.randint(-999, 999999)).scaleb(-random.choice((0, 0, 2))) for name in NAMES}


class Undefined(Exception):
    """The exact value does not exist or is not below 10^18."""


def exact(node, values, last_year) -> Fraction:
    """The value of a tree in exact fractions, written apart from the package's own arithmetic."""
    match node:
        case Bilangan(nilai=number):
            return Fraction(number)
        case Nama(nama=name):
            return Fraction(values[name])
        case Negatif(isi=inner):
            return -exact(inner, values, last_year)
        case Operasi(op=op, kiri=left, kanan=right):
            return operate(op, exact(left, values, last_year), exact(right, values, last_year))
        case Panggilan(fungsi="LALU", argumen=(Nama(nama=name),)):
            return Fraction(last_year[name])
        case Panggilan(fungsi="JIKA", argumen=(condition, yes, no)):
            left, right = exact(condition.kiri, values, last_year), exact(condition.kanan, values, last_year)
            return exact(yes if holds(condition.op, left, right) else no, values, last_year)
    return function(node.fungsi, [exact(one, values, last_year) for one in node.argumen])


def operate(op: str, left: Fraction, right: Fraction) -> Fraction:
    """One operator."""
    if op == "/" and right == 0:
        raise Undefined
    return {"+": left.__add__, "-": left.__sub__, "*": left.__mul__, "/": left.__truediv__}[op](right)


def holds(op: str, left: Fraction, right: Fraction) -> bool:
    """One comparison."""
    return {
        "=": left == right, "<>": left != right, "<": left < right,
        "<=": left <= right, ">": left > right, ">=": left >= right,
    }[op]  # fmt: skip


def function(name: str, numbers: list[Fraction]) -> Fraction:
    """One function."""
    match name:
        case "JUMLAH":
            return sum(numbers, Fraction(0))
        case "RATA":
            return sum(numbers, Fraction(0)) / len(numbers)
        case "CACAH":
            return Fraction(len(numbers))
        case "MIN":
            return min(numbers)
        case "MAX":
            return max(numbers)
    return abs(numbers[0])
