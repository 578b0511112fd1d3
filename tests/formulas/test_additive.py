"""Which formulas may be added up over quarters; checked against the numbers themselves."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

import formulas
from formulas.additive import is_additive

TAMBAH = [
    "a",
    "a + b",
    "a - b",
    "-a",
    "2 * a",
    "a / 4",
    "a * k + b",
    "(a + b) * 12 / 100",
    "a + LALU(a)",
    "JUMLAH(a; b)",
]
BUKAN = [
    "a / b",
    "a / b * 100",
    "a * b",
    "a + 1",
    "c",
    "a + c",
    "MAKS(a; b)".replace("MAKS", "MAX"),
    "AKAR(a)",
    "1 / a",
    "5",
]


def tree(text):
    return formulas.parse(text).tree


@pytest.mark.parametrize("text", TAMBAH)
def test_additive(text):
    assert is_additive(tree(text), {"a", "b"}, {"k"})


@pytest.mark.parametrize("text", BUKAN)
def test_not_additive(text):
    assert not is_additive(tree(text), {"a", "b"}, {"k"})


numbers = st.decimals(min_value=1, max_value=10**6, places=2)


@given(st.sampled_from([t for t in TAMBAH if "LALU" not in t]), *[numbers] * 5)
def test_the_sum_of_results_is_the_result_of_sums(text, a1, a2, b1, b2, k):
    formula = formulas.parse(text)
    one = formula.evaluate({"a": a1, "b": b1, "k": k})
    two = formula.evaluate({"a": a2, "b": b2, "k": k})
    both = formula.evaluate({"a": a1 + a2, "b": b1 + b2, "k": k})
    assert abs(one + two - both) < Decimal("1e-20")
