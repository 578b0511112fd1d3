"""Speed of the formula language: ``python -m benchmarks.formulas``.

Everything is measured side by side in one run: in each round every candidate runs once, and a
figure is the median of its rounds; a ratio is the median of the ratios of the rounds. Five
formulas of increasing weight; the baseline is the same expression hand-written over Decimal
under the same 40-digit context. Goal: compiled / hand-written <= 1.15 (geometric mean).
"""

import statistics
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Context, Decimal, localcontext
from time import perf_counter

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
GOAL = 1.15
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


def hand_loop(kasus: Kasus, rows: Sequence[tuple[Decimal, ...]]) -> list[Decimal | str]:
    """What one would write by hand for a column: catch, round to 20 decimals, name the gap."""
    hasil: list[Decimal | str] = []
    for row in rows:
        try:
            hasil.append(kasus.tangan(*row).quantize(HALUS))
        except ArithmeticError:
            hasil.append("tidak dapat dihitung")
    return hasil


def batch() -> None:
    """A column of rows, one in fifty with a zero divisor."""
    kasus, formula = KASUS[0], parse(KASUS[0].rumus)
    rows = [(D(nomor), D(nomor % 50)) for nomor in range(BARIS)]
    isian = [({"a": a, "b": b}, None) for a, b in rows]
    waktu = measure([lambda: hand_loop(kasus, rows), lambda: formula.evaluate_many(isian)])
    for nama, hasil in zip(("hand loop with try and quantize", "evaluate_many"), waktu, strict=True):
        line(f"batch, {nama}", statistics.median(hasil) / BARIS * 1e6, "us/row", ratios(hasil, waktu[0]))


def preparing() -> None:
    """Reading and compiling, once per formula."""
    for kasus in KASUS:
        formula = parse(kasus.rumus)
        jaga = noisy(formula.tree)
        kerja = [
            repeat(parse_tree, kasus.rumus),
            repeat(_parse.__wrapped__, kasus.rumus, None),
            repeat(compile_tree, formula.tree, formula.names, formula.lalu_names, jaga),
            repeat(parse, kasus.rumus),
        ]
        waktu = measure([lambda k=k: k() for k in kerja[:3]] + [kerja[3]])  # type: ignore[misc]
        nama_kerja = ("parse", "parse and check", "compile", "parse again (cached)")
        for nama, hasil in zip(nama_kerja, waktu, strict=True):
            line(f"{kasus.nama}, {nama}", statistics.median(hasil) / ULANG * 1e6, "us")


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
