"""Signs of the queue: each with a value that shows it and one that does not; the limits themselves."""

import datetime
from types import SimpleNamespace

import pytest

from registry.models import Realisasi, Variabel
from registry.services.keganjilan import TANDA, Bahan, tanda_of
from registry.services.pecahan import bagi_of, penyebut_of
from registry.services.sumber import tanpa_bukti

HARI_INI = datetime.date(2024, 3, 10)
RUMUS = "a / b * 100"


def nilai(a="45", b="50", hasil="90", **more) -> Realisasi:
    """A value of a / b * 100 with its snapshot."""
    masukan = [
        {"nama": nama, "label": label, "jenis": "angka", "nilai": raw, "sumber": "isian"}
        for nama, label, raw in (("a", "Jumlah A", a), ("b", "Jumlah B", b))
    ]
    cuplikan = {"rumus": RUMUS, "satuan": "%", "masukan": masukan}
    return Realisasi(nilai_mentah={"a": a, "b": b}, hasil=hasil, cuplikan=cuplikan, **more)


def kosong(**blank) -> Realisasi:
    return nilai(a=blank, hasil=None, kosong_kode=blank["kosong"])


def kode(row, lalu=None, **more) -> set[str]:
    return {tanda.kode for tanda in tanda_of(Bahan(row, lalu, HARI_INI, **more))}


def test_a_quiet_value_shows_nothing():
    row = nilai(capaian="95")
    assert kode(row, nilai(a="43", b="50", hasil="86"), bukti=["LKjIP"], sumber=["LKjIP"]) == set()


@pytest.mark.parametrize(("lalu", "shown"), [("60", False), ("59.9", True), ("180", False), ("180.1", True)])
def test_a_jump_is_more_than_half_of_last_year(lalu, shown):
    assert ("lonjakan" in kode(nilai(hasil="90"), nilai(hasil=lalu))) == shown


@pytest.mark.parametrize(
    ("lalu", "shown"), [("50", False), ("45.5", False), ("45.4", True), ("55.55", False), ("56", True), ("0", True)]
)
def test_a_denominator_may_move_ten_percent(lalu, shown):
    assert ("penyebut" in kode(nilai(b="50"), nilai(b=lalu))) == shown


def test_a_numerator_may_move():
    assert "penyebut" not in kode(nilai(a="45"), nilai(a="90"))


def test_a_denominator_that_was_blank_or_unknown_is_no_change():
    assert "penyebut" not in kode(nilai(), nilai(b={"kosong": "menunggu_rilis"}))
    assert "penyebut" not in kode(nilai(), Realisasi(hasil="90", cuplikan={}))


def test_a_denominator_is_told_with_both_values():
    (tanda,) = [t for t in tanda_of(Bahan(nilai(b="5000"), nilai(b="4000"))) if t.kode == "penyebut"]
    assert tanda.label == "penyebut berubah: 4.000 → 5.000"


@pytest.mark.parametrize(
    ("ekspresi", "below"),
    [
        ("a / b * 100", {"b"}),
        ("a * b", set()),
        ("(a + b) / (c + d)", {"c", "d"}),
        ("(a - LALU(a)) / LALU(a) * 100", set()),
        ("a / (b / c)", {"b", "c"}),
        ("JIKA(b > 0; a / b; 0)", {"b"}),
    ],
)
def test_denominators_come_from_the_tree(ekspresi, below):
    assert penyebut_of(ekspresi, tuple((name, "angka") for name in "abcd")) == below


def test_a_formula_that_cannot_be_read_has_none():
    assert penyebut_of("", ()) == frozenset() and bagi_of("a /", (("a", "angka"),)) == ()


@pytest.mark.parametrize(("then", "shown"), [("90", True), ("90.0", True), ("90.01", False)])
def test_same_as_last_year(then, shown):
    assert ("sama" in kode(nilai(hasil="90"), nilai(hasil=then))) == shown


@pytest.mark.parametrize(
    ("capaian", "marks"),
    [("100", {"tepat"}), ("100.0001", set()), ("150", set()), ("150.01", {"tinggi"}), (None, set())],
)
def test_exactly_on_target_and_far_above_it(capaian, marks):
    assert kode(nilai(capaian=capaian)) == marks


@pytest.mark.parametrize(
    ("blank", "weak"),
    [
        ({"kosong": "menunggu_rilis"}, True),
        ({"kosong": "menunggu_rilis", "tanggal": "2024-03-09"}, True),
        ({"kosong": "menunggu_rilis", "tanggal": "2024-03-10"}, False),
        ({"kosong": "survei_belum"}, True),
        ({"kosong": "survei_belum", "catatan": "Menunggu kontrak."}, False),
        ({"kosong": "tidak_berlaku"}, True),
        ({"kosong": "belum_diisi"}, True),
    ],
)
def test_a_blank_with_a_weak_reason(blank, weak):
    assert ("lemah" in kode(kosong(**blank))) == weak
    assert "kosong" in kode(kosong(**blank))


def test_a_remark_explains_a_blank():
    row = kosong(kosong="survei_belum")
    row.keterangan = "Kontrak survei ditandatangani Maret."
    assert "lemah" not in kode(row)


def test_a_blank_needs_no_evidence():
    assert "bukti" not in kode(kosong(kosong="tidak_berlaku"), bukti=[])


@pytest.mark.parametrize(
    ("bukti", "sumber", "marks"),
    [
        ([], ["LKjIP"], {"bukti"}),
        ([], [], {"bukti"}),
        (["LKjIP", "BPS"], ["LKjIP", "BPS"], set()),
        (["lkjip ", "BPS."], ["LKjIP", "BPS"], set()),
        (["LKjIP"], ["LKjIP", "BPS"], {"sumber"}),
        ([""], ["LKjIP"], set()),
        ([""], [], set()),
    ],
)
def test_evidence_against_the_sources_of_the_decree(bukti, sumber, marks):
    assert kode(nilai(), bukti=bukti, sumber=sumber) == marks


def test_which_sources_lack_evidence():
    assert tanpa_bukti(["LKjIP", "BPS", "LHP"], ["BPS"]) == ["LKjIP", "LHP"]


@pytest.mark.parametrize(("maks", "shown"), [("45", False), ("44", True)])
def test_outside_the_limits_of_the_variable(maks, shown):
    variabel = Variabel(nama="a", label="Jumlah A", maks=maks)
    assert ("batas" in kode(nilai(), variabel=[variabel])) == shown


def test_each_member_of_a_deret_has_the_limits():
    row = nilai()
    row.nilai_mentah = {"a": ["1", "99"], "b": {"kosong": "belum_diisi"}}
    variables = [Variabel(nama="a", label="A", jenis="deret", maks="50"), Variabel(nama="b", label="B", maks="1")]
    assert "batas" in kode(row, variabel=variables) and "batas" not in kode(row, variabel=variables[1:])


def test_a_part_is_not_more_than_its_whole():
    assert "batas" in kode(nilai(a="60", b="50", hasil="120"))
    assert "batas" not in kode(nilai(a="50", b="50", hasil="100"))
    growth = nilai(a="60", b="50", hasil="120")
    growth.cuplikan["satuan"] = "kali"
    assert "batas" not in kode(growth)


def test_submitted_again_as_it_was():
    assert kode(nilai(), ulang=True) == {"ulang"} and kode(nilai(), ulang=False) == set()


def test_the_heaviest_comes_first_and_each_explains_itself():
    found = tanda_of(Bahan(nilai(capaian="100"), nilai(hasil="10"), bukti=[]))
    assert [t.kode for t in found] == ["lonjakan", "bukti", "tepat"]
    assert [t.bobot for t in found] == [8, 3, 2] and all(t.arti for t in found)


def test_the_table_has_every_sign_once():
    assert all(kode == jenis.kode and jenis.bobot > 0 for kode, jenis in TANDA.items())
    weights = [jenis.bobot for jenis in TANDA.values()]
    assert weights == sorted(weights, reverse=True)


def test_a_constant_below_the_bar_never_moves():
    now, then = nilai(b="50"), nilai(b="5")
    for row in (now, then):
        row.cuplikan["masukan"][1]["sumber"] = "tetapan dalam rumus"
    assert "penyebut" not in kode(now, then)


def test_a_deret_below_the_bar_counts_by_its_sum():
    now, then = nilai(), nilai()
    for row, parts in ((now, ["50", "50"]), (then, ["50", "20"])):
        row.cuplikan["masukan"][1] |= {"jenis": "deret", "nilai": parts}
    now.cuplikan["rumus"] = then.cuplikan["rumus"] = "a / JUMLAH(b) * 100"
    assert "penyebut" in kode(now, then)
    assert "penyebut" not in kode(now, SimpleNamespace(hasil="90", cuplikan=now.cuplikan))
