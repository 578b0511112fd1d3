"""Achievement, its classes and means, and the scales of predicates."""

from decimal import Decimal

import pytest
from formula_data import cases, value

from formulas import Kosong
from formulas.capaian import (
    BAKU,
    AturanCapaian,
    Kelas,
    Target,
    achievement,
    capped,
    grade,
    mean_achievement,
    reached,
)
from formulas.skala import MUTU_IKM, OPINI_BPK, PREDIKAT_SAKIP, SKALA, SkalaError, skala_from_dict

D = Decimal


@pytest.mark.parametrize(("actual", "target", "arah", "expected"), cases("capaian", "satu target"))
def test_single_target(actual, target, arah, expected):
    assert achievement(D(actual), D(target), arah) == D(expected)


@pytest.mark.parametrize(("actual", "target", "arah", "kode"), cases("capaian", "tanpa angka"))
def test_no_number_is_named(actual, target, arah, kode):
    assert achievement(value(actual), None if target is None else value(target), arah) == Kosong(kode)


@pytest.mark.parametrize(("actual", "low", "high", "arah", "rule", "expected"), cases("capaian", "rentang"))
def test_range(actual, low, high, arah, rule, expected):
    target = Target("rentang", D(low), D(high))
    assert achievement(D(actual), target, arah, AturanCapaian(rentang=rule)) == D(expected)


@pytest.mark.parametrize(("actual", "op", "bound", "arah", "expected", "met"), cases("capaian", "operator"))
def test_operator(actual, op, bound, arah, expected, met):
    for target in (Target(op, bawah=D(bound)), Target(op, atas=D(bound))):
        assert achievement(D(actual), target, arah) == D(expected)
        assert reached(D(actual), target, arah) is met


def test_reached_in_a_range_that_begins_at_zero():
    target = Target("rentang", D(0), D(5))
    assert reached(D(0), target, "naik") is True
    assert reached(D("5.1"), target, "naik") is False
    assert reached(Kosong("belum_diisi"), target, "naik") is None


@pytest.mark.parametrize(("actual", "expected"), [("4", "125"), ("8", "62.5"), ("5", "100")])
def test_lower_is_better_by_quotient(actual, expected):
    assert achievement(D(actual), D(5), "turun", AturanCapaian(turun="balik")) == D(expected)


def test_quotient_of_zero_is_named():
    assert achievement(D(0), D(5), "turun", AturanCapaian(turun="balik")) == Kosong("penyebut_nol")


def test_zero_target_rules():
    strict = AturanCapaian(turun_nol="seperti_target_nol")
    assert achievement(D(0), D(0), "turun", strict) == Kosong("target_nol")
    assert achievement(D(5), D(0), "naik", AturanCapaian(target_nol="nol")) == 0


def test_floor_may_be_absent_and_the_cap_is_not_stored():
    rule = AturanCapaian(lantai=None, atap=D(100))
    assert achievement(D(12), D(5), "turun", rule) == -40
    assert achievement(D(100), D(80), "naik", rule) == 125
    assert capped(D(125), rule) == 100
    assert capped(Kosong("belum_diisi"), rule) == Kosong("belum_diisi")


def test_predicates_by_rank_or_by_match():
    wdp, wtp = OPINI_BPK.rank("WDP"), OPINI_BPK.rank("WTP")
    match = AturanCapaian(predikat="cocok")
    assert achievement(wdp, wtp, "naik", predikat=True) == 75
    assert achievement(wdp, wtp, "naik", match, predikat=True) == 0
    assert achievement(wtp, wtp, "naik", match, predikat=True) == 100
    b, bb = PREDIKAT_SAKIP.rank("B"), PREDIKAT_SAKIP.rank("BB")
    assert achievement(b, bb, "naik", predikat=True) == 80


def test_unknown_direction_and_choices_are_our_mistake():
    with pytest.raises(ValueError, match="arah"):
        achievement(D(1), D(1), "datar")
    with pytest.raises(ValueError, match="turun"):
        AturanCapaian(turun="terbalik")
    with pytest.raises(ValueError, match="ambang"):
        AturanCapaian(kelas=(Kelas("A", D(5)), Kelas("B", D(7)), Kelas("C", None)))


@pytest.mark.parametrize(("number", "expected"), cases("capaian", "kelas"))
def test_classes(number, expected):
    assert grade(D(number)).nama == expected


def test_noise_of_division_does_not_change_the_class():
    assert grade(achievement(D(2), D("2.6666666666"), "naik")).nama == "Tinggi"
    assert grade(achievement(D(225), D(300), "naik")).nama == "Sedang"


def test_classes_may_round_first():
    kelas = tuple(Kelas(k.nama, k.ambang and k.ambang + 1) for k in BAKU.kelas)
    rule = AturanCapaian(kelas=kelas, ambang_termasuk=True, kelas_desimal=0)
    assert grade(D("90.4"), rule).nama == "Tinggi"
    assert grade(D("90.5"), rule).nama == "Sangat tinggi"
    assert grade(Kosong("belum_diisi"), rule) == Kosong("belum_diisi")


def test_mean_with_and_without_cap():
    values = [D(120), D(90), D(80)]
    assert mean_achievement(values).nilai.quantize(D("0.01")) == D("96.67")
    assert mean_achievement(values, AturanCapaian(atap=D(100))).nilai == 90


def test_mean_counts_what_is_filled():
    mean = mean_achievement([D(100), Kosong("menunggu_rilis"), D(50), Kosong("tidak_berlaku")])
    assert (mean.nilai, mean.keterangan) == (75, "2 dari 3 terisi")


def test_mean_of_nothing_is_no_number():
    assert mean_achievement([]).nilai == Kosong("belum_diisi")
    assert mean_achievement([Kosong("tidak_berlaku")]).nilai == Kosong("tidak_berlaku")
    mean = mean_achievement([Kosong("penyebut_nol"), Kosong("belum_diisi")])
    assert (mean.nilai, mean.terisi, mean.dari) == (Kosong("belum_diisi"), 0, 2)


def test_rules_survive_json():
    rule = AturanCapaian(turun="balik", atap=D("110.5"), lantai=None, dasar_hukum="Perbup 1/2024")
    assert AturanCapaian.from_dict(rule.to_dict()) == rule
    assert BAKU.to_dict() == {}
    assert rule.to_dict()["atap"] == "110.5"
    with pytest.raises(ValueError, match="unknown"):
        AturanCapaian.from_dict({"atas": "1"})


@pytest.mark.parametrize(("number", "kode"), cases("capaian", "mutu IKM"))
def test_mutu_ikm(number, kode):
    assert MUTU_IKM.classify(D(number)).kode == kode


@pytest.mark.parametrize(("number", "kode"), cases("capaian", "predikat SAKIP"))
def test_predikat_sakip(number, kode):
    assert PREDIKAT_SAKIP.classify(D(number)).kode == kode


def test_ranks():
    assert [OPINI_BPK.rank(kode) for kode in ("WTP", "wdp", " TW ", "TMP")] == [4, 3, 2, 1]
    assert [PREDIKAT_SAKIP.rank(kode) for kode in ["AA", "A", "BB", "B", "CC", "C", "D"]] == [7, 6, 5, 4, 3, 2, 1]
    assert OPINI_BPK.of_rank(D(3)).kode == "WDP"
    assert OPINI_BPK.of_rank(D("3.5")) is None


def test_unknown_predicate_names_the_known():
    with pytest.raises(SkalaError, match="WTP, WDP, TW, TMP"):
        OPINI_BPK.rank("AAA")


def test_blank_has_no_class():
    assert MUTU_IKM.classify(Kosong("survei_belum")) == Kosong("survei_belum")
    with pytest.raises(ValueError, match="threshold"):
        OPINI_BPK.classify(D(4))


@pytest.mark.parametrize("skala", SKALA.values(), ids=SKALA)
def test_scale_from_plain_values(skala):
    steps = [
        {"kode": s.kode, "nama": s.nama, "peringkat": str(s.peringkat), "batas": s.batas and str(s.batas)}
        for s in skala.butir
    ]
    names = ("kode", "nama", "jenis", "terbuka", "bulatkan", "sumber")
    assert skala_from_dict({"butir": steps} | {name: getattr(skala, name) for name in names}) == skala


def test_scale_with_a_gap_is_refused():
    steps = [{"kode": k, "nama": k, "peringkat": 1, "batas": b} for k, b in (("A", "50"), ("B", "60"), ("C", None))]
    with pytest.raises(ValueError, match="bounds"):
        skala_from_dict({"kode": "x", "nama": "x", "jenis": "ambang", "butir": steps})
