"""Columns of rows give what the tree walk gives row by row: numbers, outcomes and their sentences."""

from decimal import Decimal
from random import Random

import pytest
from formula_trees import NAMES, random_tree
from hypothesis import given, settings
from hypothesis import strategies as st

from formulas import Kosong, parse
from formulas.arithmetic import strip
from formulas.nodes import Panggilan
from formulas.outcomes import ALASAN, TEMUAN
from formulas.text import canonical

SEED = st.integers(0, 2**64)
ODD = [Decimal("Infinity"), Decimal("NaN"), Decimal("-0"), Decimal("1E+17"), Decimal("-999999999999999.9999999999")]


def random_value(random: Random):
    """Mostly a number, often a zero; sometimes an outcome or what no form would let in."""
    kind = random.randrange(12)
    if kind == 0:
        return Kosong(random.choice([*ALASAN, *TEMUAN]))
    if kind == 1:
        return random.choice(ODD)
    return Decimal(random.randint(-9, 9) if kind < 6 else random.randint(-999, 999999)).scaleb(-random.choice((0, 2)))


def random_rows(random: Random, clean: bool) -> list[dict]:
    """Twenty rows; `clean`: numbers only, as most columns are."""
    rows = [{name: random_value(random) for name in NAMES} for _ in range(20)]
    if clean:
        rows = [row for row in rows if all(isinstance(v, Decimal) and v.is_finite() for v in row.values())]
    return rows


def told(outcome):
    """What is compared: the number as it is stored, or the code and the sentence."""
    return (outcome.kode, outcome.pesan) if isinstance(outcome, Kosong) else str(strip(outcome))


def check_columns(seed):
    """One random tree, roots and deviations too, over random rows."""
    random = Random(seed)
    tree = random_tree(random)
    if random.random() < 0.3:
        wrap = random.choice(("AKAR", "SIMPANGAN_BAKU"))
        tree = Panggilan(wrap, (tree,) if wrap == "AKAR" else (tree, random_tree(random, 2)))
    formula = parse(canonical(tree))
    rows, past = (random_rows(random, clean) for clean in (random.random() < 0.5, False))
    past = [random.choice(past) if random.random() < 0.9 else {} for _ in rows]
    values = {name: [row[name] for row in rows] for name in formula.names}
    lalu = {name: [row.get(name) for row in past] for name in formula.lalu_names}
    expected = [formula.reference(row, before) for row, before in zip(rows, past, strict=True)]
    found = formula.evaluate_columns(values, lalu, rows=len(rows))
    assert [told(one) for one in found] == [told(one) for one in expected]
    assert formula.evaluate_many(zip(rows, past, strict=True)) == expected


@settings(max_examples=300, deadline=None)
@given(SEED)
def test_random_columns_equal_the_walk(seed):
    check_columns(seed)


@pytest.mark.lama
@settings(max_examples=5_000, deadline=None)
@given(SEED)
def test_5_000_random_columns_equal_the_walk(seed):
    check_columns(seed)


def test_a_row_that_fails_touches_no_other():
    a = [Decimal(1), Decimal(0), Decimal(1), Kosong("menunggu_rilis"), Decimal("Infinity"), Decimal(10**9)]
    b = [Decimal(8), Decimal(0), Decimal(0), Decimal(0), Decimal(2), Decimal("1E-10")]
    found = parse("a / b").evaluate_columns({"a": a, "b": b}, rows=6)
    outcomes = ["penyebut_nol", "penyebut_nol", "menunggu_rilis", "di_luar_batas", "di_luar_batas"]
    assert found == [Decimal("0.125"), *map(Kosong, outcomes)]


@pytest.mark.parametrize(
    ("source", "outcome"),
    [("1 / b + AKAR(a)", "akar_negatif"), ("1 / b + a", "penyebut_nol"), ("JIKA(a < 0; a; 1 / b)", None)],
)
def test_the_worse_outcome_is_told_as_the_walk_does(source, outcome):
    (found,) = parse(source).evaluate_columns({"a": [Decimal(-1)], "b": [Decimal(0)]}, rows=1)
    assert found == (Kosong(outcome) if outcome else Decimal(-1))


def test_an_empty_series_is_worse_than_a_zero_divisor():
    formula = parse("1 / b + JUMLAH(h)", {"b": "angka", "h": "deret"})
    found = formula.evaluate_columns({"b": [Decimal(0)] * 2, "h": [(), (Decimal(1),)]}, rows=2)
    assert found == [Kosong("deret_kosong"), Kosong("penyebut_nol")]


def test_last_year_by_column():
    formula = parse("(x - LALU(x)) / LALU(x) * 100")
    x, before = [Decimal(12), Decimal(12), Decimal(12)], [Decimal(10), None, Decimal(0)]
    assert formula.evaluate_columns({"x": x}, {"x": before}, rows=3) == [
        Decimal(20),
        Kosong("lalu_tidak_ada"),
        Kosong("penyebut_nol"),
    ]
    assert formula.evaluate_columns({"x": x}, rows=3) == [Kosong("lalu_tidak_ada")] * 3


def test_results_are_rounded_and_never_minus_zero():
    found = parse("a / 3").evaluate_columns({"a": [Decimal(-2), Decimal("-0"), Decimal(30)]}, rows=3)
    assert [str(strip(one)) for one in found] == ["-0.66666666666666666667", "0", "10"]
    assert [one.is_signed() for one in found] == [True, False, False]


def test_a_formula_without_variables_and_odd_columns():
    assert parse("1 / 4").evaluate_columns({}, rows=3) == [Decimal("0.25")] * 3
    assert parse("a").evaluate_columns({"a": []}, rows=0) == []
    with pytest.raises(ValueError, match="2 values"):
        parse("a + b").evaluate_columns({"a": [Decimal(1)], "b": [Decimal(1)] * 2}, rows=2)
    with pytest.raises(KeyError):
        parse("a + b").evaluate_columns({"a": [Decimal(1)]}, rows=1)


def test_no_text_of_the_formula_reaches_the_loop():
    function = parse("JIKA(nama_rahasia > 84,3; 7; LALU(lain))").column_function
    code = function.__code__
    assert set(code.co_varnames) == {"rows", "add", "fail", "v0", "v1"}
    assert "nama_rahasia" not in code.co_names + code.co_consts
    assert function.__globals__["__builtins__"] == {}
