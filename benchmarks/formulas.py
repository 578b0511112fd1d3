"""Speed of the formula language: ``python -m benchmarks.formulas``.

Everything is measured side by side in one run: in each round every candidate runs once, and a
figure is the median of its rounds; a ratio is the median of the ratios of the rounds. Five
formulas of increasing weight; the baseline is the same expression hand-written over Decimal
under the same 40-digit context. Goals (geometric means): compiled / hand-written <= 1.15; columns of 20,000 rows,
with rounding and error capture on both sides, <= 1.30 of the loop written by hand with the expression inside;
reading and compiling a formula once <= 1.0 of one parse of it by lark (LALR, its own contextual lexer).
"""

import statistics
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Context, Decimal, localcontext
from time import perf_counter

from lark import Lark
from simpleeval import EvalWithCompoundTypes

from formulas import parse
from formulas.arithmetic import new_context, noisy
from formulas.compiler import compile_tree
from formulas.formula import _parse
from formulas.parser import parse_tree
from formulas.walk import Walk

PUTARAN = 9
ULANG = 4_000
BARIS = 20_000
GOAL, GOAL_BATCH, GOAL_SIAP = 1.15, 1.30, 1.0
D = Decimal
SERATUS, TIGA, DUA, NOL, SATU = D(100), D(3), D(2), D(0), D(1)
EMPAT, LIMA, BATAS1, BATAS2, HALUS = D(4), D(5), D(90), D(75), D(1).scaleb(-20)


def ratio(a: Decimal, b: Decimal) -> Decimal:
    """a / b * 100."""
    return a / b * SERATUS


def growth(x: Decimal, lalu: Decimal) -> Decimal:
    """(x - LALU(x)) / LALU(x) * 100."""
    return (x - lalu) / lalu * SERATUS


def weighted(p: Decimal, q: Decimal, r: Decimal, s: Decimal, t: Decimal, u: Decimal, n: Decimal) -> Decimal:
    """The weighted sum of seven values of IP ASN."""
    return (p * LIMA + q * EMPAT + r * TIGA + s * DUA + t * SATU + u * NOL) / (n * TIGA) * SERATUS


def deviation(harga: tuple[Decimal, ...]) -> Decimal:
    """Sample deviation over mean of four prices."""
    n = len(harga)
    mean = sum(harga[1:], harga[0]) / n
    square = sum(((h - mean) * (h - mean) for h in harga), NOL)
    return (square / (n - 1)).sqrt() / (sum(harga[1:], harga[0]) / n) * SERATUS


def nested(a: Decimal, b: Decimal) -> Decimal:
    """A choice of three by two thresholds."""
    return a * DUA if a > BATAS1 else (a + b if a > BATAS2 else b / DUA)


@dataclass(frozen=True)
class Kasus:
    """One formula in three spellings, with values."""

    nama: str
    rumus: str
    tangan: Callable[..., Decimal]
    python: str
    values: dict[str, Decimal | tuple[Decimal, ...]]
    lalu: dict[str, Decimal | tuple[Decimal, ...]]


PRICES = (D(9000), D(11000), D(9000), D("10500.5"))
SEVEN = dict(zip("pqrstun", map(D, (1, 9, 60, 10, 20, 0, 100)), strict=True))
KASUS = (
    Kasus("ratio", "a / b * 100", ratio, "a / b * 100", {"a": D("45.5"), "b": D(60)}, {}),
    Kasus("growth", "(x - LALU(x)) / LALU(x) * 100", growth, "(x - y) / y * 100", {"x": D(1150)}, {"x": D(1003)}),
    Kasus("weighted", "(p * 5 + q * 4 + r * 3 + s * 2 + t * 1 + u * 0) / (n * 3) * 100", weighted,
          "(p * 5 + q * 4 + r * 3 + s * 2 + t * 1 + u * 0) / (n * 3) * 100", SEVEN, {}),
    Kasus("deviation", "SIMPANGAN_BAKU(h) / RATA(h) * 100", deviation, "sd(h) / avg(h) * 100", {"h": PRICES}, {}),
    Kasus("nested if", "JIKA(a > 90; a * 2; JIKA(a > 75; a + b; b / 2))", nested,
          "a * 2 if a > 90 else (a + b if a > 75 else b / 2)", {"a": D("80.5"), "b": D(7)}, {}),
)  # fmt: skip


def measure(pekerjaan: Sequence[Callable[[], object]]) -> list[list[float]]:
    """Seconds of each job in each round; the jobs take turns, so that noise hits all alike."""
    for kerja in pekerjaan:
        kerja()
    waktu: list[list[float]] = [[] for _ in pekerjaan]
    for _ in range(PUTARAN):
        for kerja, hasil in zip(pekerjaan, waktu, strict=True):
            awal = perf_counter()
            kerja()
            hasil.append(perf_counter() - awal)
    return waktu


def ratios(waktu: list[float], dasar: list[float]) -> float:
    """The median ratio of the rounds."""
    return statistics.median(a / b for a, b in zip(waktu, dasar, strict=True))


def line(nama: str, nilai: float, satuan: str, banding: float | None = None) -> None:
    """One figure."""
    akhir = "" if banding is None else f" ({banding:.2f} to baseline)"
    print(f"{nama}: {nilai:,.2f} {satuan}{akhir}")


def repeat(fungsi: Callable[..., object], *argumen: object) -> Callable[[], None]:
    """A job that calls a function many times."""

    def kerja() -> None:
        for _ in range(ULANG):
            fungsi(*argumen)

    return kerja


def jobs(kasus: Kasus) -> dict[str, Callable[[], object]]:
    """Every way to compute one case, the hand-written baseline first."""
    formula = parse(kasus.rumus)
    argumen = [kasus.values[n] for n in formula.names] + [kasus.lalu[n] for n in formula.lalu_names]
    jaga = noisy(formula.tree)
    mesin = EvalWithCompoundTypes(
        names={**kasus.values, "y": kasus.lalu.get("x")},
        functions={"sd": lambda h: deviation(h) * avg(h) / SERATUS, "avg": avg},
    )
    pohon = mesin.parse(kasus.python)
    if isinstance(hasil := formula.evaluate(kasus.values, kasus.lalu), Decimal):
        assert abs(hasil - kasus.tangan(*argumen)) < D("1e-18")
    return {
        "hand-written": repeat(kasus.tangan, *argumen),
        "compiled": repeat(formula.function, *argumen),
        "evaluate()": repeat(formula.evaluate, kasus.values, kasus.lalu),
        "tree walk": repeat(lambda: Walk(kasus.values, kasus.lalu, jaga).value(formula.tree)),
        "simpleeval, parsed": repeat(lambda: mesin.eval(kasus.python, previously_parsed=pohon)),
        "simpleeval, per call": repeat(mesin.eval, kasus.python),
    }


def avg(harga: tuple[Decimal, ...]) -> Decimal:
    """Mean, for simpleeval."""
    return sum(harga[1:], harga[0]) / len(harga)


def single() -> None:
    """One evaluation at a time."""
    semua: dict[str, list[float]] = {}
    for kasus in KASUS:
        kerja = jobs(kasus)
        waktu = measure(list(kerja.values()))
        for nama, hasil in zip(kerja, waktu, strict=True):
            banding = ratios(hasil, waktu[0])
            line(f"{kasus.nama}, {nama}", statistics.median(hasil) / ULANG * 1e6, "us", banding)
            semua.setdefault(nama, []).append(banding)
    for nama, banding in semua.items():
        rata = statistics.geometric_mean(banding)
        line(f"geometric mean, {nama} / hand-written", rata, "x")
    rata = statistics.geometric_mean(semua["compiled"])
    print(f"goal compiled / hand-written <= {GOAL}: {'met' if rata <= GOAL else 'MISSED'} ({rata:.3f})")


Kolom = Sequence[Decimal]
TIDAK_DAPAT = "tidak dapat dihitung"


# What one would write by hand for columns: the expression in the loop itself, each row caught, rounded to the 20
# decimals that a result keeps, the gap named.


def ratio_loop(a: Kolom, b: Kolom) -> list[Decimal | str]:
    """a / b * 100 over columns."""
    hasil: list[Decimal | str] = []
    for x, y in zip(a, b, strict=True):
        try:
            hasil.append((x / y * SERATUS).quantize(HALUS))
        except ArithmeticError:
            hasil.append(TIDAK_DAPAT)
    return hasil


def growth_loop(x: Kolom, lalu: Kolom) -> list[Decimal | str]:
    """(x - LALU(x)) / LALU(x) * 100 over columns."""
    hasil: list[Decimal | str] = []
    for a, b in zip(x, lalu, strict=True):
        try:
            hasil.append(((a - b) / b * SERATUS).quantize(HALUS))
        except ArithmeticError:
            hasil.append(TIDAK_DAPAT)
    return hasil


def weighted_loop(*kolom: Kolom) -> list[Decimal | str]:
    """The weighted sum over columns."""
    hasil: list[Decimal | str] = []
    for p, q, r, s, t, u, n in zip(*kolom, strict=True):
        try:
            jumlah = p * LIMA + q * EMPAT + r * TIGA + s * DUA + t * SATU + u * NOL
            hasil.append((jumlah / (n * TIGA) * SERATUS).quantize(HALUS))
        except ArithmeticError:
            hasil.append(TIDAK_DAPAT)
    return hasil


def nested_loop(a: Kolom, b: Kolom) -> list[Decimal | str]:
    """The choice of three over columns."""
    hasil: list[Decimal | str] = []
    for x, y in zip(a, b, strict=True):
        try:
            nilai = x * DUA if x > BATAS1 else (x + y if x > BATAS2 else y / DUA)
            hasil.append(nilai.quantize(HALUS))
        except ArithmeticError:
            hasil.append(TIDAK_DAPAT)
    return hasil


LOOP: dict[str, Callable[..., list[Decimal | str]]] = {
    "ratio": ratio_loop,
    "growth": growth_loop,
    "weighted": weighted_loop,
    "nested if": nested_loop,
}


def batch() -> None:
    """Columns of rows, one in fifty with a zero divisor where the formula divides."""
    semua: dict[str, list[float]] = {}
    for kasus in KASUS:
        if kasus.nama in LOOP:
            for nama, banding in batch_of(kasus, LOOP[kasus.nama]).items():
                semua.setdefault(nama, []).append(banding)
    for nama, banding_semua in semua.items():
        line(f"batch, geometric mean, {nama} / hand loop", statistics.geometric_mean(banding_semua), "x")
    rata = statistics.geometric_mean(semua["evaluate_columns"])
    print(f"goal batch / hand loop <= {GOAL_BATCH}: {'met' if rata <= GOAL_BATCH else 'MISSED'} ({rata:.3f})")


def batch_of(kasus: Kasus, tangan: Callable[..., list[Decimal | str]]) -> dict[str, float]:
    """The ratios of one formula, after making sure that both sides give the same."""
    formula = parse(kasus.rumus)
    jumlah = len(formula.names) + len(formula.lalu_names)
    kolom = [[D((nomor + 7 * letak) % (50 + 47 * letak)) for nomor in range(BARIS)] for letak in range(jumlah)]
    kolom[-1] = [D(nomor % 50) for nomor in range(BARIS)]
    values = dict(zip(formula.names, kolom, strict=False))
    lalu = dict(zip(formula.lalu_names, kolom[len(formula.names) :], strict=True))
    isian = [
        ({n: values[n][i] for n in formula.names}, {n: lalu[n][i] for n in formula.lalu_names}) for i in range(BARIS)
    ]
    pasangan = zip(tangan(*kolom), formula.evaluate_columns(values, lalu, rows=BARIS), strict=True)
    assert all(a == b if isinstance(b, Decimal) else a == TIDAK_DAPAT for a, b in pasangan)
    waktu = measure(
        [
            lambda: tangan(*kolom),
            lambda: formula.evaluate_columns(values, lalu, rows=BARIS),
            lambda: formula.evaluate_many(isian),
        ]
    )
    nama_kerja = ("hand loop", "evaluate_columns", "evaluate_many (mappings in, zeros stripped)")
    for nama, hasil in zip(nama_kerja, waktu, strict=True):
        line(f"batch, {kasus.nama}, {nama}", statistics.median(hasil) / BARIS * 1e6, "us/row", ratios(hasil, waktu[0]))
    return {n: ratios(hasil, waktu[0]) for n, hasil in zip(nama_kerja[1:], waktu[1:], strict=True)}


# The same language for lark: operators by strength, calls, comparisons, numbers and names.
TATA = r"""
?rumus: jumlah
?jumlah: kali | jumlah ("+" | "-") kali
?kali: tanda | kali ("*" | "/") tanda
?tanda: "-" tanda | atom
?atom: BILANGAN | panggilan | NAMA | "(" jumlah ")"
panggilan: NAMA "(" argumen (";" argumen)* ")"
?argumen: jumlah | jumlah BANDING jumlah
BANDING: "<>" | "<=" | ">=" | "<" | ">" | "="
BILANGAN: /[0-9]+([.,][0-9]+)?/
NAMA: /[A-Za-z][A-Za-z0-9_]*/
%ignore /[ \t\r\n]+/
"""


def preparing() -> None:
    """Reading and compiling, once per formula, beside one parse by lark."""
    lark, semua = Lark(TATA, start="rumus", parser="lalr"), []
    for kasus in KASUS:
        formula = parse(kasus.rumus)
        jaga = noisy(formula.tree)
        kerja = {
            "lark": repeat(lark.parse, kasus.rumus),
            "parse": repeat(parse_tree, kasus.rumus),
            "parse and check": repeat(_parse.__wrapped__, kasus.rumus, None),
            "compile": repeat(compile_tree, formula.tree, formula.names, formula.lalu_names, jaga),
            "parse, check and compile": repeat(lambda text: _parse.__wrapped__(text, None).function, kasus.rumus),
            "parse again (cached)": repeat(parse, kasus.rumus),
        }
        waktu = dict(zip(kerja, measure(list(kerja.values())), strict=True))
        for nama, hasil in waktu.items():
            line(f"{kasus.nama}, {nama}", statistics.median(hasil) / ULANG * 1e6, "us", ratios(hasil, waktu["lark"]))
        semua.append(ratios(waktu["parse, check and compile"], waktu["lark"]))
    rata = statistics.geometric_mean(semua)
    met = "met" if rata <= GOAL_SIAP else "MISSED"
    print(f"goal parse, check and compile / one lark parse <= {GOAL_SIAP}: {met} ({rata:.3f})")


def main() -> None:
    """All figures."""
    context: Context = new_context()
    with localcontext(context):
        single()
        batch()
        global ULANG
        ULANG = 400
        preparing()


if __name__ == "__main__":
    main()
