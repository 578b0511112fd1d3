"""Values, named outcomes, and the compiled code against the tree walk."""

import decimal
import re
from decimal import Decimal
from pathlib import Path

import pytest
from formula_data import cases

from formulas import Kosong, parse
from formulas.functions import FUNGSI
from formulas.outcomes import ALASAN, TEMUAN, URUTAN, worst

NUMBERS = {
    "a": Decimal(10),
    "b": Decimal(4),
    "c": Decimal(0),
    "harga": tuple(map(Decimal, (9000, 11000, 9000, 11000))),
}
K, M = Kosong("belum_diisi"), Kosong("menunggu_rilis")
GAPS = {
    "a": Decimal(10), "c": Decimal(0), "nol": Decimal(5), "k": K, "m": M,
    "harga": (Decimal(9000), M, Decimal(1)), "tanpa": (), "satu": (Decimal(7),), "satu_bolong": (K,),
    "besar": Decimal(999999999999999),
}  # fmt: skip
LAST_YEAR = {"nol": Decimal(0), "k": K, "putus": Kosong("seri_terputus")}


def as_result(raw):
    """A number or the code of an outcome, as the data files write it."""
    return Decimal(raw) if re.fullmatch(r"-?[0-9.]+", raw) else Kosong(raw)


@pytest.mark.parametrize(("source", "expected"), cases("hasil", "nilai"))
def test_value(source, expected):
    formula = parse(source)
    result = formula.evaluate(NUMBERS, {"a": Decimal(8)})
    assert result == Decimal(expected)
    assert result == formula.reference(NUMBERS, {"a": Decimal(8)})
    assert format(result, "f") == expected


@pytest.mark.parametrize(("source", "expected"), cases("hasil", "tabel kebenaran"))
def test_truth_table(source, expected):
    formula = parse(source)
    assert formula.evaluate(GAPS, LAST_YEAR) == as_result(expected)
    assert formula.reference(GAPS, LAST_YEAR) == as_result(expected)


@pytest.mark.parametrize("kode", [kode for kode in URUTAN if kode not in ("tanpa_target", "target_nol")])
@pytest.mark.parametrize("source", ["x + 1", "0 * x", "MAX(1; x)", "BULAT(x)", "JIKA(x > 1; 1; 0)", "-x"])
def test_every_outcome_passes_through(kode, source):
    assert parse(source).evaluate({"x": Kosong(kode)}) == Kosong(kode)


def test_every_outcome_has_a_rank_and_a_sentence():
    assert set(URUTAN) == set(ALASAN) | set(TEMUAN)
    assert all(Kosong(kode).pesan.endswith(".") for kode in URUTAN)


@pytest.mark.parametrize("left", range(len(URUTAN)))
def test_of_two_outcomes_the_worse_is_told(left):
    for right in range(len(URUTAN)):
        both = (Kosong(URUTAN[left]), Kosong(URUTAN[right]))
        assert worst(both).kode == URUTAN[min(left, right)]


def test_of_two_equal_outcomes_the_left_is_told():
    result = parse("p + q").evaluate({"p": Kosong("belum_diisi", "p"), "q": Kosong("belum_diisi", "q")})
    assert result.pesan == "p"


def test_last_year_message_names_the_variable_and_the_reason():
    result = parse("LALU(harga_beras)").evaluate({}, {"harga_beras": Kosong("menunggu_rilis")})
    assert "harga_beras" in result.pesan
    assert "menunggu rilis" in result.pesan


def test_missing_name_is_a_programming_error():
    with pytest.raises(KeyError):
        parse("a + b").evaluate({"a": Decimal(1)})


@pytest.mark.parametrize("wrong", [1.5, "4", 3, None, [Decimal(1)]])
def test_wrong_type_is_a_programming_error(wrong):
    with pytest.raises(TypeError):
        parse("a + 1").evaluate({"a": wrong})


def test_deret_where_a_number_is_needed_is_a_programming_error():
    with pytest.raises(TypeError, match="deret"):
        parse("a + 1").evaluate({"a": (Decimal(1), Decimal(2))})


@pytest.mark.parametrize("source", ["a", "1 / a", "a * 0", "JIKA(a > 1; 1; 0)", "RATA(d)", "MAX(1; a)"])
@pytest.mark.parametrize("text", ["Infinity", "-Infinity", "NaN", "sNaN"])
def test_nan_and_infinity_never_become_a_value(source, text):
    values = {"a": Decimal(text), "d": (Decimal(1), Decimal(text))}
    assert parse(source).evaluate(values) == Kosong("di_luar_batas")


def test_context_of_the_caller_is_neither_used_nor_changed():
    with decimal.localcontext(decimal.Context(prec=3)) as context:
        assert parse("a / 3").evaluate({"a": Decimal(1)}) == Decimal("0.33333333333333333333")
        assert decimal.getcontext().prec == 3
        assert not context.flags[decimal.Inexact]


def test_many_rows_equal_one_by_one():
    formula = parse("a / b * 100")
    rows = [({"a": Decimal(n), "b": Decimal(n % 3)}, None) for n in range(30)]
    assert formula.evaluate_many(rows) == [formula.evaluate(values) for values, _ in rows]


@pytest.mark.parametrize(
    "source",
    ["a / b" + " + a - b" * 98, "JUMLAH(1 / b + " * 31 + "a" + "; b)" * 31, "(" * 31 + "a / b" + " + 1) * 2" * 31,
     "JIKA(a / b > b; " * 31 + "a" + "; b)" * 31, "(-" * 15 + "a" + ")" * 15, "a - (b - a) * -(a - b) / (a * (b / a))"],
)  # fmt: skip
def test_long_and_deep_formulas_compile_to_the_walk(source):
    formula, values = parse(source), {"a": Decimal(3), "b": Decimal(7)}
    expected = formula.reference(values)
    assert isinstance(expected, Decimal)
    assert formula.evaluate(values) == expected
    assert formula.evaluate_columns({"a": [Decimal(3)], "b": [Decimal(7)]}, rows=1) == [expected]


def test_no_text_of_the_formula_reaches_the_compiled_code():
    formula = parse("rahasia / JIKA(lain > 84,3; LALU(rahasia); MAX(lain; 7))")
    code = formula.function.__code__
    assert set(code.co_varnames) == {"v0", "v1", "v2"}
    assert all(re.fullmatch(r"k[0-9]+|largest", name) for name in code.co_names)
    assert formula.function.__globals__["__builtins__"] == {}


def test_no_eval_and_no_exec_in_the_package():
    root = Path(parse.__code__.co_filename).parent
    found = [f for f in root.rglob("*.py") if re.search(r"(?<![\w.])(eval|exec|__import__)\(", f.read_text())]
    assert not found


@pytest.mark.parametrize("name", FUNGSI)
def test_every_function_has_an_example_in_the_data(name):
    used = [source for group in ("nilai", "tabel") for source, _ in cases("hasil", group)]
    assert any(f"{name}(" in source for source in used)
