"""From a target back to the raw value: "butuh 47 dari 50"."""

from decimal import Decimal

import pytest

from formulas import Kosong, parse
from formulas.inverse import needed

D = Decimal
RATIO = parse("a / b * 100")
GROWTH = parse("(x - LALU(x)) / LALU(x) * 100")


def test_least_whole_number_that_reaches_the_target():
    need = needed(RATIO, "a", D(93), {"b": D(50)})
    assert (need.nilai, need.hasil, need.kalimat) == (47, 94, "butuh paling sedikit 47")


def test_one_step_less_does_not_reach_it():
    need = needed(RATIO, "a", D("93.7"), {"b": D(317)}, desimal=3)
    below = RATIO.evaluate({"a": need.nilai - D("0.001"), "b": D(317)})
    assert below < D("93.7") <= need.hasil


def test_most_that_is_allowed_where_the_result_falls():
    need = needed(RATIO, "b", D(90), {"a": D(45)})
    assert (need.nilai, need.hasil, need.kalimat) == (50, 90, "butuh paling banyak 50")


def test_lower_is_better():
    need = needed(parse("a / b * 100000"), "a", D(30), {"b": D(1100000)}, arah="turun")
    assert (need.nilai, need.hasil, need.naik) == (330, 30, False)


def test_uses_last_year():
    assert needed(GROWTH, "x", D(15), {}, {"x": D(1000)}).nilai == 1150


def test_capped_parts_and_rounding():
    formula = parse("BULAT(MIN(a; 40) / b * 100)")
    assert needed(formula, "a", D(70), {"b": D(50)}).nilai == 35
    assert needed(formula, "a", D(81), {"b": D(50)}) == Kosong("tidak_tercapai")


def test_bounds_are_kept():
    assert needed(RATIO, "a", D(93), {"b": D(50)}, maks=D(46)) == Kosong("tidak_tercapai")
    assert needed(RATIO, "a", D(10), {"b": D(50)}, min=D(7)).nilai == 7


def test_range_whose_end_overflows():
    assert needed(parse("a * a * 1000"), "a", D(1000), {}).nilai == 1


@pytest.mark.parametrize(
    ("source", "kode"),
    [("(a - 5) * (a - 5)", "tidak_searah"), ("b + 0 * a", "tidak_bergantung"), ("a / (b - b)", "penyebut_nol")],
)
def test_no_answer_says_why(source, kode):
    assert needed(parse(source), "a", D(93), {"b": D(50)}) == Kosong(kode)


def test_blank_elsewhere_passes_through():
    assert needed(RATIO, "a", D(93), {"b": Kosong("menunggu_rilis")}) == Kosong("menunggu_rilis")


def test_unknown_name_is_our_mistake():
    with pytest.raises(KeyError):
        needed(RATIO, "z", D(1), {})


def test_searching_takes_few_evaluations(monkeypatch):
    calls = []
    original = type(RATIO).evaluate
    monkeypatch.setattr(type(RATIO), "evaluate", lambda *given: calls.append(1) or original(*given))
    needed(RATIO, "a", D(93), {"b": D(50)}, desimal=10)
    assert len(calls) < 120
