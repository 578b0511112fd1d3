"""All 143 indicators compute from the example values, in every year, unless a value is blank."""

from decimal import Decimal

import pytest
import yaml

from .data import FIXTURES, indikator, nilai_contoh
from .naskah import NASKAH

formulas = pytest.importorskip("formulas")

# Indicators that read others are computed after them.
SEMUA = sorted(
    (i for n in NASKAH for i in indikator(n)),
    key=lambda i: any(v["asal"] == "indikator" for v in i["variabel"]),
)


def test_every_indicator_computes_in_every_year():
    hasil: dict[tuple[str, int], object] = {}
    for satu in SEMUA:
        for tahun in nilai_contoh()[satu["kode"]]["tahun"]:
            hasil[satu["kode"], tahun] = hitung(satu, tahun, hasil)
    kosong = [kunci for kunci, nilai in hasil.items() if nilai is None]
    assert all(nilai is None or isinstance(nilai, Decimal) for nilai in hasil.values())
    assert len({kode for kode, _ in hasil}) == 143 and len(kosong) <= len(NASKAH)
    print(f"{len(hasil)} hasil dari 143 indikator, {len(kosong)} sengaja kosong")


def hitung(satu: dict, tahun: int, hasil: dict) -> object:
    """The value of one indicator in one year; None where a raw value is blank."""
    nilai = {v["nama"]: nilai_variabel(satu, v, tahun, hasil) for v in satu["variabel"]}
    if None in nilai.values():
        return None
    lalu = {v["nama"]: nilai_variabel(satu, v, tahun - 1, hasil) for v in satu["variabel"]}
    rumus = formulas.parse(satu["rumus"], {v["nama"]: v["jenis"] for v in satu["variabel"]})
    return rumus.evaluate(nilai, {nama: n for nama, n in lalu.items() if n is not None})


def nilai_variabel(satu: dict, variabel: dict, tahun: int, hasil: dict) -> object:
    """The value of a variable in a year, from wherever it comes."""
    match variabel["asal"]:
        case "tetapan":
            return Decimal(variabel["nilai"])
        case "data_dasar":
            return Decimal(data_dasar()[variabel["data_dasar"]][tahun])
        case "indikator":
            return hasil.get((variabel["indikator"], tahun))
    return angka(variabel, isian(nilai_contoh()[satu["kode"]], variabel["nama"], tahun))


def isian(contoh: dict, nama: str, tahun: int) -> object:
    """What the example file says for a variable and year; the year before the first stands under `lalu`."""
    if tahun in contoh["tahun"]:
        return contoh[nama][contoh["tahun"].index(tahun)]
    return contoh.get("lalu", {}).get(nama)


def angka(variabel: dict, nilai: object) -> object:
    """A raw value as number: a series member by member, a code as its rank, a blank as None."""
    match nilai:
        case None | dict():
            return None
        case list():
            return tuple(Decimal(n) for n in nilai)
    return Decimal(peringkat(variabel["skala"], nilai) if variabel["jenis"] == "pilihan" else nilai)


def data_dasar() -> dict:
    """The example values of the shared data of Lumajang."""
    (lumajang,) = [g for g in muat("data_dasar") if g["pemda"] == "35.08"]
    return {butir["kode"]: butir["contoh"] for butir in lumajang["butir"]}


def peringkat(skala: str, kode: object) -> int:
    """The rank of a code on its scale."""
    (butir,) = [b for s in muat("skala") if s["kode"] == skala for b in s["butir"] if b["kode"] == kode]
    return butir["peringkat"]


def muat(nama: str) -> list:
    """A file of fixtures/."""
    return yaml.safe_load((FIXTURES / f"{nama}.yaml").read_text(encoding="utf-8"))
