"""The example values (fixtures/contoh/nilai.yaml) fit the indicators: every one has them, under its names."""

import re
from decimal import Decimal

import pytest

from .data import indikator, nilai_contoh
from .naskah import NASKAH

TAHUN = {
    "000": [2018],
    "001": [2023],
    "002": [2020, 2021, 2022, 2023],
    "003": [2021, 2022, 2023],
    "004": [2019, 2020, 2021, 2022, 2023],
}
SEMUA = [(n, i) for n in NASKAH for i in indikator(n)]
setiap_indikator = pytest.mark.parametrize(("naskah", "satu"), SEMUA, ids=[i["kode"] for _, i in SEMUA])


def test_there_is_no_other_entry():
    assert set(nilai_contoh()) == {i["kode"] for _, i in SEMUA}


@setiap_indikator
def test_every_entered_variable_has_a_value_for_each_year(naskah, satu):
    isi = dict(nilai_contoh()[satu["kode"]])
    assert isi.pop("tahun") == TAHUN[naskah] and len(isi.pop("target")) == len(TAHUN[naskah])
    assert set(isi.pop("lalu", {})) == set(re.findall(r"LALU\(\s*(\w+)\s*\)", satu["rumus"]))
    variabel = {v["nama"]: v for v in satu["variabel"] if v["asal"] == "isian"}
    assert set(isi) == set(variabel)
    for nama, nilai in isi.items():
        assert len(nilai) == len(TAHUN[naskah])
        assert all(_cocok(variabel[nama], satu_nilai) for satu_nilai in nilai), nama


def _cocok(variabel, nilai):
    """Whether a value has the shape of its variable: a blank, a code, a series, a number within bounds."""
    match nilai:
        case {"kosong": alasan}:
            return alasan in ("menunggu_rilis", "survei_belum", "tidak_berlaku")
        case list():
            tunggal = variabel | {"jenis": "angka"}
            return len(nilai) == len(variabel["anggota"]) and all(_cocok(tunggal, n) for n in nilai)
        case str() if variabel["jenis"] == "pilihan":
            return nilai.isupper()
        case str() if variabel["jenis"] == "angka":
            return _dalam_batas(variabel, Decimal(nilai))
    return False


def _dalam_batas(variabel, nilai):
    """Whether a number keeps to min, maks and bulat."""
    bawah, atas = Decimal(variabel.get("min", "-Infinity")), Decimal(variabel.get("maks", "Infinity"))
    return bawah <= nilai <= atas and (not variabel.get("bulat") or nilai == nilai.to_integral())
