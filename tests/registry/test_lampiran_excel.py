"""A lampiran of a draft through Excel: template, preview of every row, all or nothing."""

import io
import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from openpyxl import load_workbook

from registry.models import Indikator, Rumus
from registry.rumus_ketik import write_cell
from registry.services.penetapan import penetapan_export
from reports.tata_letak import TATA_LETAK
from reports.tata_letak import cell as print_cell
from tests.registry.test_penetapan_salin import salin

pytestmark = pytest.mark.django_db


@pytest.fixture
def lampiran(cast):
    return salin(cast["admin"]).lampiran.get()


def url(lampiran, part: str = "") -> str:
    return f"/penetapan/lumajang-uji/ubah/lampiran/{lampiran.pk}/excel/{part}"


def changed(client, lampiran, change):
    """The template as somebody filled it, sent back."""
    book = load_workbook(io.BytesIO(client.get(url(lampiran, "templat/")).content))
    change(book["Lampiran"])
    out = io.BytesIO()
    book.save(out)
    return client.post(url(lampiran), {"berkas": SimpleUploadedFile("x.xlsx", out.getvalue())})


def confirm(client, lampiran, page):
    token = re.search(r'name="isi" value="([^"]+)"', page.text)
    return client.post(url(lampiran, "simpan/"), {"isi": token[1] if token else ""}, follow=True)


def cell(sheet, header: str, row: int = 2):
    return next(sheet.cell(row, c.column) for c in sheet[1] if c.value == header)


def test_the_template_itself_changes_nothing(login, lampiran):
    page = changed(login("admin"), lampiran, lambda sheet: None)
    assert "Tidak ada yang perlu dimuat" in page.text and page.text.count("Sama dengan rancangan") == 3


def test_changes_and_new_rows_arrive_together(login, lampiran, cast):
    client = login("admin")

    def fill(sheet):
        cell(sheet, "Sumber Data").value = "BPS\nDinas"
        cell(sheet, "Desimal").value = 1
        for header, value in {
            "Kode instansi": cell(sheet, "Kode instansi").value,
            "Sasaran": "Sasaran dari Excel",
            "Indikator": "=Persentase uji",
            "Satuan": "%",
            "Rumus": "A dibagi B",
        }.items():
            cell(sheet, header, 5).value, cell(sheet, header, 5).data_type = value, "s"

    page = changed(client, lampiran, fill)
    assert "Belum ada yang disimpan" in page.text
    before = Indikator.objects.filter(lembar__lampiran=lampiran).order_by("sasaran__urut", "urut").first()
    done = confirm(client, lampiran, page)
    assert "1 indikator baru, 1 diubah" in done.text
    first = Indikator.objects.get(pk=before.pk)
    assert (first.sumber_data, first.rumus_cetak) == (["BPS", "Dinas"], before.rumus_cetak)
    rumus = first.rumus.get()
    assert (rumus.desimal, rumus.history.first().history_user) == (1, cast["admin"])
    new = Indikator.objects.get(sasaran__teks="Sasaran dari Excel")
    assert (new.nama, new.rumus_cetak, new.rumus.get().satuan) == ("=Persentase uji", ["A dibagi B"], "%")


@pytest.mark.parametrize("preset", TATA_LETAK)
def test_all_that_a_preset_prints_can_be_filled_in(login, lampiran, preset):
    """Whatever text of an indicator the lampiran prints stands in a cell of the template, and comes back from there."""
    lampiran.tata_letak = preset
    lampiran.save()
    texts = {name: f"isi {name}" for name in ("makna", "alasan", "referensi")}
    texts |= {name: [f"isi {name}"] for name in ("rumus_cetak", "sumber_data", "penanggung_jawab")}
    row = Indikator.objects.filter(lembar__lampiran=lampiran).order_by("sasaran__urut", "urut").first()
    for name, value in (texts | {"penjelasan": "isi penjelasan"}).items():
        setattr(row, name, value)
    row.save()
    columns = [key for key in TATA_LETAK[preset].kolom if key not in ("no", "target")]
    printed = set(re.findall(r"isi \w+", repr([print_cell(key, row) for key in columns])))
    sheet = load_workbook(io.BytesIO(login("admin").get(url(lampiran, "templat/")).content))["Lampiran"]
    offered = {str(c.value) for c in sheet[2] if str(c.value).startswith("isi ")}
    assert offered == printed and len(printed) >= 2

    def change(sheet):
        for c in sheet[2]:
            if str(c.value).startswith("isi "):
                c.value = f"lain {c.value}"

    client = login("admin")
    assert "1 diubah" in confirm(client, lampiran, changed(client, lampiran, change)).text
    row.refresh_from_db()
    assert set(re.findall(r"lain isi \w+", repr([print_cell(key, row) for key in columns]))) == {
        f"lain {text}" for text in printed
    }


def test_a_fraction_goes_there_and_back(login, lampiran):
    client = login("admin")
    first, second, *_ = Indikator.objects.filter(lembar__lampiran=lampiran).order_by("sasaran__urut", "urut")

    def fill(sheet):
        assert cell(sheet, "Rumus").value == write_cell(first.rumus_cetak)
        cell(sheet, "Rumus").value = "Nilai = [pecahan: Jumlah A // Jumlah B // x 100%]"
        cell(sheet, "Sumber Data", 3).value = "BPS"

    confirm(client, lampiran, changed(client, lampiran, fill))
    before = second.rumus_cetak
    first.refresh_from_db()
    second.refresh_from_db()
    assert first.rumus_cetak == ["Nilai =", {"atas": "Jumlah A", "bawah": "Jumlah B", "ekor": "x 100%"}]
    assert (second.rumus_cetak, second.sumber_data) == (before, ["BPS"])


def test_half_a_fraction_is_named_by_its_cell(login, lampiran):
    def spoil(sheet):
        cell(sheet, "Rumus").value = "[pecahan: Jumlah A"

    page = changed(login("admin"), lampiran, spoil)
    assert "F2" in page.text and "belum ditutup" in page.text and 'name="isi"' not in page.text


def test_every_fault_is_named_by_its_cell_and_nothing_is_written(login, lampiran):
    client, before = login("admin"), penetapan_export(kode=["lumajang-uji"])

    def spoil(sheet):
        cell(sheet, "Kode").value = "lmj19-dinkes-01"
        cell(sheet, "Arah", 3).value = "melingkar"
        cell(sheet, "Indikator", 4).value = None
        cell(sheet, "Satuan", 4).value = "=1+1"
        cell(sheet, "Desimal", 5).value = "99"

    page = changed(client, lampiran, spoil)
    assert "A2" in page.text and "Kode ini tidak ada dalam lampiran ini" in page.text
    assert "Tulis naik, turun, atau rentang." in page.text and "E4" in page.text and "belum dihitung" in page.text
    assert 'name="isi"' not in page.text and "4 baris bermasalah" in page.text
    assert penetapan_export(kode=["lumajang-uji"]) == before


def test_a_preview_is_good_once_and_for_its_person(login, lampiran):
    client = login("admin")
    page = changed(client, lampiran, lambda sheet: setattr(cell(sheet, "Satuan"), "value", "jiwa"))
    assert "1 diubah" in confirm(client, lampiran, page).text
    assert "rancangannya berubah" in confirm(client, lampiran, page).text
    assert Rumus.objects.filter(indikator__lembar__lampiran=lampiran, satuan="jiwa").count() == 1


def test_other_files_are_refused(login, lampiran):
    client = login("admin")
    for data in (b"PK\x03\x04nonsense", b"%PDF-1.7", b"<html>"):
        page = client.post(url(lampiran), {"berkas": SimpleUploadedFile("x.xlsx", data)})
        assert page.status_code == 422
    page = changed(client, lampiran, lambda sheet: setattr(sheet.cell(1, 1), "value", "Lain"))
    assert page.status_code == 422 and "Kolom «Kode» tidak ditemukan" in page.text


def test_others_may_not(login, lampiran):
    for name in ("bappeda", "dinkes", "admin_balangan"):
        assert login(name).get(url(lampiran)).status_code == 404
        assert login(name).post(url(lampiran, "simpan/"), {"isi": "x"}).status_code == 404
