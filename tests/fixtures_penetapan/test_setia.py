"""Every word of the naskah stands in the transcription, once, in its place; listed repairs aside."""

from dataclasses import replace

import pytest

from .banding import selisih_bagian, selisih_sel
from .data import kata_label, kata_naskah, kata_penetapan, lembar, penetapan, perbaikan
from .isi import potongan_penetapan
from .kata import kata
from .naskah import NASKAH, baca
from .potongan import hitung

setiap_naskah = pytest.mark.parametrize("naskah", NASKAH)


@setiap_naskah
def test_every_repair_applies_exactly_once(naskah):
    """Old words that are not found, or found twice, are a mistake in the list."""
    _, galat = kata_naskah(naskah)
    assert not galat, "\n".join(galat)


@setiap_naskah
def test_every_repair_says_why(naskah):
    for butir in perbaikan(naskah):
        assert set(butir) == {"naskah", "lokasi", "lama", "baru", "alasan"}
        assert butir["alasan"].endswith(".") and butir["lama"] != butir["baru"]


@setiap_naskah
def test_each_sheet_has_the_same_words(naskah):
    """Body, lampiran and each sheet of an instansi: the same words, each as often."""
    sumber, _ = kata_naskah(naskah)
    beda = list(selisih_bagian(sumber, kata_penetapan(naskah)))
    assert not beda, "\n".join(beda)
    jumlah = sum(hitung(tempat).total() for tempat in sumber.values())
    print(f"{naskah}: {jumlah} kata dan tanda pada {len(sumber)} bagian, {len(perbaikan(naskah))} perbaikan")


@setiap_naskah
def test_each_cell_has_the_same_words_in_order(naskah):
    """Name, formula with explanation, sumber data, penanggung jawab; every field of the identity block."""
    sumber, _ = kata_naskah(naskah)
    beda = list(selisih_sel(sumber, kata_penetapan(naskah)))
    assert not beda, "\n".join(beda)


@pytest.mark.parametrize("naskah", [n for n in NASKAH if n != "000"])
def test_the_template_prints_the_labels_of_the_page(naskah):
    """Each label of the page belongs to a filled field, and the other way round (000 lost its labels)."""
    assert kata_label(potongan_penetapan(penetapan(naskah))) == kata_label(baca(naskah))


@setiap_naskah
def test_every_table_header_is_that_of_the_sheet(naskah):
    """The header that each page repeats says what `kolom` says; in 000 two lines make one header."""
    kolom = {bagian: isi.get("kolom") or lampiran["kolom"] for bagian, lampiran, isi in lembar(naskah)}
    kepala = [p for p in baca(naskah) if p.tempat == "kepala tabel"]
    if naskah == "000":
        kepala = [_gabung(kepala[0:2]), _gabung(kepala[2:4])]
    assert {p.bagian for p in kepala} == set(kolom)
    for p in kepala:
        assert _urut(naskah, p.kata) == _urut(naskah, kata(" ".join(kolom[p.bagian]))), p


def _gabung(baris):
    """One header from its two lines."""
    return replace(baris[0], kata=baris[0].kata + baris[1].kata)


def _urut(naskah, isi):
    """The words of a header; in 000 its two lines run through one another."""
    return sorted(isi) if naskah == "000" else list(isi)
