"""Rows of a sheet: columns of the presets, merged cells, identity block."""

import pytest

from registry.models import Indikator
from reports.lembar import labels
from reports.rows import Dokumen, Lembar
from tests.registry.test_penetapan_salin import salin


def spans(lembar: Lembar, kunci: str) -> list[int]:
    """Row spans of one column, in the order of its cells."""
    return [c.rentang for k in lembar.kelompok for row in k for c in row.sel if c.kunci == kunci]


def sheet(dokumen: Dokumen, kode: str) -> Lembar:
    return next(s for item in dokumen.lampiran for s in item.lembar if s.kode == kode)


def test_merged_cells_of_inspektorat(dokumen):
    lembar = sheet(dokumen("lumajang-2019-326", 2), "inspektorat")
    assert [spans(lembar, k) for k in ("no", "sasaran", "sumber_data", "penanggung_jawab")] == [[4]] * 4
    assert spans(lembar, "rumus") == [1, 1, 1, 1]
    assert len(lembar.kelompok) == 1


def test_a_cell_merged_over_several_sasaran_ties_them(dokumen):
    lembar = sheet(dokumen("lumajang-2019-326", 2), "bkd")
    assert spans(lembar, "penanggung_jawab") == [4]
    assert spans(lembar, "sasaran") == [1, 1, 1, 1]
    assert [len(k) for k in lembar.kelompok] == [4]


def test_every_column_covers_every_row(dokumen):
    for item in dokumen("lumajang-2019-326").lampiran:
        for lembar in item.lembar:
            for kolom in lembar.kolom:
                assert sum(spans(lembar, kolom.kunci)) == sum(len(k) for k in lembar.kelompok)


def test_an_empty_printed_cell_is_empty_not_merged(dokumen):
    lembar = sheet(dokumen("lumajang-2019-326", 2), "setda")
    empty = [c for k in lembar.kelompok for row in k for c in row.sel if c.kunci == "penanggung_jawab" and not c.isi]
    assert len(empty) == 1


def test_columns_of_preset_b_are_as_printed(dokumen):
    lembar = dokumen("balangan-setwan-2023", 1).lampiran[0].lembar[0]
    assert [k.kunci for k in lembar.kolom] == [
        "no", "sasaran", "indikator", "uraian", "penanggung_jawab", "sumber_data",
    ]  # fmt: skip
    assert lembar.baris_nomor and lembar.identitas == () and lembar.judul_tabel == ""
    uraian = lembar.kelompok[0][0].sel[3]
    assert [b.label for b in uraian.isi] == [
        "Makna Indikator :", "Alasan Pemilihan :", "Formulasi Perhitungan :", "Sumber / Referensi Indikator :",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("kode", "expected"),
    [
        ("lumajang-setwan-2018", ["Instansi", "Tugas Pokok", "Fungsi", "Tujuan", "Indikator Tujuan"]),
        ("lumajang-kecamatan-2020", ["Instansi", "Tugas & Fungsi", "Tujuan", "Indikator Tujuan"]),
        ("lumajang-2019-326", ["Tanggungjawab", "Visi", "Misi", "Tujuan", "Indikator Tujuan"]),
    ],
)
def test_identity_block_in_the_order_of_the_document(dokumen, kode, expected):
    assert [line.label for line in dokumen(kode, 1).lampiran[0].lembar[0].identitas] == expected


@pytest.mark.parametrize(
    ("series", "expected"),
    [
        ("a.", ["a.", "b.", "c."]),
        ("1.", ["1.", "2.", "3."]),
        ("a", ["a", "b", "c"]),
        ("y)", ["y)", "z)", "aa)"]),
        (["1.", "", "2."], ["1.", "", "2."]),
        (["1."], ["1.", "", ""]),
        (None, ["", "", ""]),
        ("•", ["•", "•", "•"]),
    ],
)
def test_labels(series, expected):
    assert labels(series, 3) == expected


def test_a_heading_other_than_the_default(dokumen):
    whole = dokumen("lumajang-2019-326")
    assert sheet(whole, "bkd").judul_tabel == "INDIKATOR KINERJA UTAMA :"
    assert sheet(whole, "setwan").judul_tabel == "INDIKATOR KINERJA UTAMA"
    assert sheet(whole, "pemda").judul_tabel == ""


def test_a_formula_cell_that_continues_the_one_above(cast, dokumen):
    row = salin(cast["admin"], "lumajang-kecamatan-2020")
    one, two = Indikator.objects.filter(lembar__lampiran__penetapan=row)[:2]
    Indikator.objects.filter(pk=two.pk).update(gabung=["rumus_cetak"], rumus_cetak=[], penjelasan=None)
    rows = [baris for group in dokumen(row.kode).lampiran[0].lembar[0].kelompok for baris in group]
    assert next(s.rentang for s in rows[0].sel if s.kunci == "rumus") == 2
    assert "rumus" not in {s.kunci for s in rows[1].sel} and one.rumus_cetak
