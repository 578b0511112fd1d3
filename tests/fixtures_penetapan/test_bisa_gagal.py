"""The proof can fail: a lost word, a word in the wrong sheet or cell, a changed order are reported."""

import pytest

from .banding import selisih_bagian, selisih_sel
from .data import kata_naskah, kata_penetapan
from .perbaikan import terapkan

DINKES, DINSOS = "Dinas Kesehatan", "Dinas Sosial"
NAMA, RUMUS = "indikator 1 nama", "indikator 1 rumus"


@pytest.fixture
def sumber():
    return kata_naskah("004")[0]


@pytest.fixture
def isi():
    return kata_penetapan("004")


def test_the_untouched_transcription_is_the_same(sumber, isi):
    assert not list(selisih_bagian(sumber, isi)) and not list(selisih_sel(sumber, isi))


def test_a_lost_word_is_reported(sumber, isi):
    isi[DINKES][NAMA] = isi[DINKES][NAMA][:-1]
    assert list(selisih_bagian(sumber, isi)) == ["Dinas Kesehatan: hilang ['sehat']"]
    (sel,) = selisih_sel(sumber, isi)
    assert sel.startswith("Dinas Kesehatan, indikator 1 nama: ") and "[naskah: sehat | yaml: ]" in sel


def test_a_word_in_another_sheet_is_reported_in_both(sumber, isi):
    isi[DINSOS][NAMA] += isi[DINKES][NAMA][-1:]
    isi[DINKES][NAMA] = isi[DINKES][NAMA][:-1]
    assert list(selisih_bagian(sumber, isi)) == [
        "Dinas Sosial: lebih ['sehat']",
        "Dinas Kesehatan: hilang ['sehat']",
    ]


def test_a_word_in_another_indicator_of_the_sheet_is_reported(sumber, isi):
    isi[DINKES]["indikator 2 nama"] += isi[DINKES][NAMA][-1:]
    isi[DINKES][NAMA] = isi[DINKES][NAMA][:-1]
    assert not list(selisih_bagian(sumber, isi))
    assert len(list(selisih_sel(sumber, isi))) == 2


def test_a_changed_order_in_a_cell_is_reported(sumber, isi):
    isi[DINKES][NAMA] = isi[DINKES][NAMA][::-1]
    assert not list(selisih_bagian(sumber, isi))
    assert list(selisih_sel(sumber, isi))


def test_a_whole_sheet_that_is_missing_is_reported(sumber, isi):
    del isi[DINKES]
    assert any(beda.startswith("Dinas Kesehatan: hilang ['") for beda in selisih_bagian(sumber, isi))


def test_the_lost_factor_is_reported(sumber, isi):
    """ "x 100%" has no place in the order, but it is counted."""
    kata = list(isi[DINKES][RUMUS])
    letak = kata.index("100")
    isi[DINKES][RUMUS] = (*kata[: letak - 1], *kata[letak + 2 :])
    assert list(selisih_bagian(sumber, isi)) == ["Dinas Kesehatan: hilang ['%', '100', 'x']"]


@pytest.mark.parametrize(("lama", "jumlah"), [("kata yang tidak ada", 0), ("Dinas Kesehatan", 2)])
def test_a_repair_that_does_not_apply_once_is_reported(sumber, lama, jumlah):
    butir = {"lokasi": "Lampiran I", "lama": lama, "baru": "x"}
    if jumlah:
        sumber["Lampiran I"]["indikator 1 pj"] += ("Dinas", "Kesehatan")
    (galat,) = terapkan([butir], sumber)
    assert galat.startswith(f"{jumlah} tempat cocok")
