"""Random texts never crash; random trees equal exact fractions, compiled and walked alike.

A seed is drawn by hypothesis, so a failure is shrunk to its seed and repeated by the profile.
"""

from decimal import Decimal
from fractions import Fraction
from random import Random

import pytest
from formula_trees import NAMES, PIECES, Undefined, exact, random_text, random_tree, random_values
from hypothesis import given, settings
from hypothesis import strategies as st

from formulas import FormulaError, Kosong, parse
from formulas.text import canonical

SEED = st.integers(0, 2**64)
MANY = settings(max_examples=20_000, deadline=None)


def check_text(text):
    """A text is a formula, or a FormulaError that points into it."""
    try:
        formula = parse(text, dict.fromkeys(NAMES, "angka"))
    except FormulaError as error:
        assert 0 <= error.posisi <= len(text)
        assert error.caret()
        return
    result = formula.evaluate(dict.fromkeys(NAMES, Decimal(7)))
    assert isinstance(result, Kosong) or (result.is_finite() and abs(result) < 10**18)


def check_tree(seed):
    """A tree written, read back, computed twice, and compared with exact fractions."""
    random = Random(seed)
    tree = random_tree(random)
    values, last_year = random_values(random), random_values(random)
    formula = parse(canonical(tree))
    assert formula.tree == tree
    result = formula.evaluate(values, last_year)
    assert result == formula.reference(values, last_year)
    check_against_fraction(result, tree, values, last_year)
    formula.explain(values, last_year)


def check_against_fraction(result, tree, values, last_year):
    """Equal within 10^-9 of the value, undefined for the same reason otherwise."""
    try:
        truth = exact(tree, values, last_year)
    except Undefined:
        assert result in (Kosong("penyebut_nol"),)
        return
    if abs(truth) >= 10**18:
        assert result == Kosong("di_luar_batas")
        return
    assert isinstance(result, Decimal)
    assert abs(Fraction(result) - truth) <= Fraction(1, 10**9) * max(1, abs(truth))


@settings(max_examples=300, deadline=None)
@given(SEED)
def test_random_text_does_not_crash(seed):
    check_text(random_text(Random(seed)))


@settings(max_examples=300, deadline=None)
@given(st.text(max_size=60))
def test_any_unicode_does_not_crash(text):
    check_text(text)


@settings(max_examples=300, deadline=None)
@given(SEED)
def test_random_tree_equals_fraction(seed):
    check_tree(seed)


@pytest.mark.lama
@MANY
@given(SEED)
def test_20_000_random_texts_do_not_crash(seed):
    check_text(random_text(Random(seed)))


@pytest.mark.lama
@MANY
@given(st.text(alphabet=st.one_of(st.sampled_from("".join(PIECES)), st.characters()), max_size=80))
def test_20_000_unicode_texts_do_not_crash(text):
    check_text(text)


@pytest.mark.lama
@MANY
@given(SEED)
def test_20_000_random_trees_equal_fraction(seed):
    check_tree(seed)
