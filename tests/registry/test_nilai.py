"""Raw values: the one reader of typed text, the limits of a variable, and what may be stored."""

import pytest

from registry.models import Skala, Variabel
from registry.services.errors import ServiceError
from registry.services.nilai import check_values, limits_text, read_value


def variabel(**fields) -> Variabel:
    return Variabel(**{"nama": "a", "label": "Jumlah A", "jenis": "angka", "asal": "isian", **fields})


@pytest.mark.parametrize(
    ("typed", "stored"),
    [
        ("1.234,56", "1234.56"),
        ("1.500", "1500"),
        (" +5 ", "5"),
        ("-0", "0"),
        ("0,10", "0.10"),
        ("", None),
        ("  ", None),
    ],
)
def test_typed_text_becomes_exact_text(typed, stored):
    assert read_value(variabel(), typed) == stored


@pytest.mark.parametrize(
    ("typed", "pesan"),
    [("84.3", "84,3"), ("1,234.5", "1.234,5"), ("5%", "tanpa tanda %"), ("Rp 5", "tanpa Rp"), ("1E5", "ilmiah"),
     ("1_000", "Garis bawah"), ("1 000", "spasi"), ("٥", "angka biasa"), ("satu", "Bukan bilangan")],
)  # fmt: skip
def test_what_is_refused_says_how_to_write_it(typed, pesan):
    with pytest.raises(ServiceError, match=pesan):
        read_value(variabel(), typed)


@pytest.mark.parametrize(
    ("fields", "typed", "pesan"),
    [
        ({"bulat": True}, "1,5", "bilangan bulat"),
        ({"min": "0"}, "-1", "paling sedikit 0"),
        ({"maks": "100"}, "100,1", "paling banyak 100"),
    ],
)
def test_limits_are_refused_in_words(fields, typed, pesan):
    with pytest.raises(ServiceError, match=pesan):
        read_value(variabel(**fields), typed)


def test_limits_themselves_are_allowed():
    both = variabel(min="25", maks="100", bulat=True)
    assert (read_value(both, "25"), read_value(both, "100,0")) == ("25", "100")
    assert limits_text(both) == "bilangan bulat, 25 sampai 100"


BURUK = [1, None, "", "1,5", "1e5", "NaN", "9" * 16, [], ["1"], {"kosong": "lupa"}, {"kosong": "belum_diisi", "x": "1"},
         {"kosong": "menunggu_rilis", "tanggal": "besok"}, {"kosong": "belum_diisi", "catatan": "x" * 501}]  # fmt: skip


@pytest.mark.parametrize("raw", BURUK)
def test_what_is_not_of_the_stored_form_is_refused(raw):
    with pytest.raises(ServiceError, match="Jumlah A"):
        check_values([variabel()], {"a": raw})


BAIK = ["1", "-1.25", {"kosong": "belum_diisi"}, {"kosong": "menunggu_rilis", "tanggal": "2024-03-01"}]


@pytest.mark.parametrize("raw", BAIK)
def test_the_stored_form_is_accepted(raw):
    check_values([variabel()], {"a": raw})


def test_a_deret_needs_all_members():
    deret = variabel(jenis="deret", anggota=["Utara", "Selatan"])
    check_values([deret], {"a": ["1", {"kosong": "survei_belum"}]})
    with pytest.raises(ServiceError):
        check_values([deret], {"a": ["1"]})


def test_a_predicate_must_be_of_the_scale():
    skala = Skala(butir=[{"kode": "WTP", "nama": "Wajar", "peringkat": 4}])
    pilihan = variabel(jenis="pilihan", skala=skala)
    check_values([pilihan], {"a": "WTP"})
    with pytest.raises(ServiceError):
        check_values([pilihan], {"a": "A"})
