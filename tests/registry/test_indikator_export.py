"""The Excel export: what is shown, numbers as numbers, no text that becomes a formula."""

import io
import re

import pytest
from openpyxl import load_workbook

from registry.models import Indikator, Penetapan
from registry.services.ekspor import Workbook, put
from tests.registry.alur import isi, kunci, target, verifikasi

pytestmark = pytest.mark.django_db
URL = "/indikator/unduh/"
JAHAT = [
    "=1+1",
    "+1",
    "-1",
    "@SUM(A1)",
    "\tx",
    '=HYPERLINK("http://x")',
    "＝1+1",
    "＋1",
    "－1",
    "＠x",
    "=cmd|' /C calc'!A0",
]


def book(response):
    return load_workbook(io.BytesIO(response.content))


def table(response):
    """Header → cells of the data sheet, row by row."""
    lines = list(book(response)["Indikator"].iter_rows())
    names = [cell.value for cell in lines[0]]
    return [dict(zip(names, line, strict=True)) for line in lines[1:]]


def test_it_works(login, cast, keluarga_sehat):
    target(keluarga_sehat, "80")
    verifikasi(cast, keluarga_sehat)
    response = login("bappeda").get(URL, {"opd": "dinkes"})
    assert response.headers["Content-Disposition"] == 'attachment; filename="iku-kabupaten-lumajang-2023.xlsx"'
    row = next(r for r in table(response) if r["Kode"].value == "lmj19-dinkes-01")
    assert [row[name].value for name in ("Target 2023", "Realisasi 2023", "Capaian (%) 2023")] == [80, 90, 112.5]
    assert {row[name].data_type for name in ("Target 2023", "Realisasi 2023", "Capaian (%) 2023")} == {"n"}


def test_no_cell_is_a_formula_and_all_rows_are_there(login):
    sheets = book(login("bappeda").get(URL))
    cells = [cell for sheet in sheets for line in sheet.iter_rows() for cell in line]
    assert sheets["Indikator"].max_row == 181 and sheets["Indikator"].freeze_panes == "B2"
    assert [cell.coordinate for cell in cells if cell.data_type == "f"] == []
    assert all(cell.value not in (None, "") for cell in sheets["Indikator"][2])


@pytest.mark.parametrize("text", JAHAT)
def test_text_that_looks_like_a_formula_stays_text(text):
    made = Workbook()
    put(made.active.cell(1, 1), text)
    out = io.BytesIO()
    made.save(out)
    cell = load_workbook(io.BytesIO(out.getvalue())).active.cell(1, 1)
    assert (cell.data_type, cell.value, cell.quotePrefix) == ("s", text, True)


def test_hostile_names_of_a_decree_stay_text(login, lumajang):
    draft = Penetapan.objects.create(
        pemda=lumajang, kode="uji", jenis="lembar_iku", tentang="uji", tahun_awal=2023, tahun_akhir=2023
    )
    lampiran = draft.lampiran.create(urut=1, judul="=1+1")
    lembar = lampiran.lembar.create(instansi=lumajang.instansi.get(kode="dinsos"), urut=1, nama="=1+1")
    sasaran = lembar.sasaran.create(urut=1, teks="@SUM(A1)")
    Indikator.objects.create(pemda=lumajang, lembar=lembar, sasaran=sasaran, urut=1, kode="uji-1", nama="=1+1")
    Penetapan.objects.filter(pk=draft.pk).update(status=Penetapan.Status.DITETAPKAN)
    rows = table(login("bappeda").get(URL, {"tampilan": "semua"}))
    row = next(r for r in rows if r["Kode"].value == "uji-1")
    assert (row["Indikator"].value, row["Indikator"].data_type) == ("=1+1", "s")
    assert (row["Sasaran"].value, row["Sasaran"].data_type) == ("@SUM(A1)", "s")


def test_filters_and_order_of_the_page_are_kept(login):
    query = {"q": "indeks", "sort": "-nama"}
    shown = login("bappeda").get("/indikator/", query).context["daftar"].table.rows_in_order
    assert [r["Kode"].value for r in table(login("bappeda").get(URL, query))] == [row.kode for row in shown]


def test_a_sheet_tells_who_when_and_how(login):
    sheet = book(login("bappeda").get(URL, {"q": "indeks"}))["Keterangan"]
    told = {line[0].value: line[1].value for line in sheet.iter_rows()}
    assert told["Diunduh oleh"] == "bappeda" and told["Saringan: Cari"] == "indeks"
    assert re.fullmatch(r"\d{1,2} \w+ \d{4} pukul \d\d\.\d\d WIB", told["Diunduh pada"])


def test_example_data_are_marked(login, cast, keluarga_sehat):
    row = verifikasi(cast, keluarga_sehat)
    row.contoh = True
    row.save()
    response = login("bappeda").get(URL)
    assert "DATA CONTOH" in {cell.value for cell in book(response)["Keterangan"]["A"]}
    found = next(r for r in table(response) if r["Kode"].value == "lmj19-dinkes-01")
    assert found["Catatan 2023"].value == "data contoh"


def test_what_may_not_be_seen_is_not_exported(login, cast, keluarga_sehat):
    isi(cast, keluarga_sehat)
    row = next(r for r in table(login("pembaca").get(URL)) if r["Kode"].value == "lmj19-dinkes-01")
    assert row["Realisasi 2023"].value == "belum dapat dilihat"


def test_a_missing_value_is_its_reason(login, cast):
    key = kunci("lmj19-dinkes-01", "dinkes")
    verifikasi(cast, key, {"keluarga_sehat": {"kosong": "menunggu_rilis", "tanggal": "2024-03-01"},
                           "keluarga_dikunjungi": "50"})  # fmt: skip
    row = next(r for r in table(login("bappeda").get(URL)) if r["Kode"].value == "lmj19-dinkes-01")
    assert (row["Realisasi 2023"].value, row["Realisasi 2023"].data_type) == ("menunggu rilis", "s")
