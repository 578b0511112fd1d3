"""Every indicator can be computed: its formulas read, and their names are exactly its variables."""

import re

import pytest

from .data import indikator, lembar
from .naskah import NASKAH

formulas = pytest.importorskip("formulas")

SEMUA = [i for n in NASKAH for i in indikator(n)]
setiap_indikator = pytest.mark.parametrize("satu", SEMUA, ids=lambda i: i["kode"])
LALU = re.compile(r"LALU\(\s*(\w+)\s*\)")


@setiap_indikator
def test_the_formula_uses_exactly_its_variables(satu):
    _periksa(satu["rumus"], satu["variabel"])


@setiap_indikator
def test_each_usulan_reads_and_has_a_reason(satu):
    """An usulan uses the variables of the indicator unless it lists its own."""
    for usulan in satu.get("usulan") or []:
        assert usulan["alasan"].strip()
        if usulan.get("variabel"):
            _periksa(usulan["rumus"], usulan["variabel"])
        else:
            formulas.parse(usulan["rumus"], {v["nama"]: v["jenis"] for v in satu["variabel"]})


@setiap_indikator
def test_every_indicator_has_unit_direction_and_family(satu):
    assert satu["satuan"] and satu["arah"] in ("naik", "turun", "rentang")
    assert re.fullmatch(r"F(0[1-9]|[12]\d|3[0-5])[a-dx]?", satu["rumpun"])
    assert 0 <= satu["desimal"] <= 4


@setiap_indikator
def test_every_variable_says_where_its_value_comes_from(satu):
    """A constant has a value, shared data and another indicator a name, a series its members."""
    perlu = {"tetapan": "nilai", "data_dasar": "data_dasar", "indikator": "indikator", "isian": "nama"}
    for v in satu["variabel"]:
        assert v["label"] and v["satuan"] and v[perlu[v["asal"]]]
        assert bool(v.get("anggota")) == (v["jenis"] == "deret")
        assert v["jenis"] != "pilihan" or v["skala"]


def test_references_to_other_indicators_exist():
    kode = {i["kode"] for i in SEMUA}
    rujukan = [i.get("lanjutan_dari") for i in SEMUA]
    rujukan += [v.get("indikator") for i in SEMUA for v in i["variabel"]]
    for naskah in NASKAH:
        for _, _, isi in lembar(naskah):
            rujukan += [t["indikator"] for t in isi.get("indikator_tujuan") or []]
    assert {r for r in rujukan if r} <= kode


def test_cells_are_merged_only_with_a_cell_above():
    """A merged cell has no text of its own, and the first indicator of a sheet has none merged."""
    for naskah in NASKAH:
        for bagian, _, isi in lembar(naskah):
            semua = [i for s in isi["sasaran"] for i in s["indikator"]]
            assert not semua[0].get("gabung"), bagian
            for satu in semua:
                assert all(satu.get(sel) is None for sel in satu.get("gabung") or []), satu["kode"]


def _periksa(rumus, variabel):
    """The formula can be read with these variables and leaves none of them out."""
    jenis = {v["nama"]: v["jenis"] for v in variabel}
    formulas.parse(rumus, jenis)
    assert set(re.findall(r"\b[a-z]\w*", rumus)) == set(jenis)
    assert all(jenis[nama] == "angka" for nama in LALU.findall(rumus))
