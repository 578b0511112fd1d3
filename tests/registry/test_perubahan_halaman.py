"""The page of the history and its download tell old → new of the parts of a draft, in the same words."""

import io
import re

import pytest
from openpyxl import load_workbook

from registry.models import Indikator
from registry.services import rancangan as r
from registry.services.rancangan_susun import part_remove
from tests.registry.test_lampiran_excel import cell, changed, confirm
from tests.registry.test_penetapan_salin import salin
from tests.registry.test_perubahan import sel, title, told

pytestmark = pytest.mark.django_db
HALAMAN = "/riwayat/?jenis=penetapan"


@pytest.fixture
def draf(cast):
    return salin(cast["admin"])


@pytest.fixture
def row(draf) -> Indikator:
    return Indikator.objects.filter(lembar__lampiran__penetapan=draf).order_by("urut").first()


def newest(client) -> str:
    """The first change of the page as plain text, what is behind a press included."""
    item = client.get(HALAMAN).text.partition('<ol class="list-unstyled riwayat">')[2].partition('border-bottom">')[2]
    item = item.partition('<li class="mb-3')[0]
    return " ".join(re.sub(r"<[^>]+>", " ", item).split())


def sheet(client) -> list[tuple[str, ...]]:
    """(field, from, to) of every line of the newest change in the download."""
    lines = list(load_workbook(io.BytesIO(client.get("/riwayat/unduh/?jenis=penetapan").content))["Riwayat"].values)
    return [line[6:9] for line in lines[1:] if line[:6] == lines[1][:6]]


def test_page_and_download_say_the_same(cast, login, row):
    lines = sel(cast, row, makna="Makna <b>baru</b>", sumber_data=["=BPS"])
    assert lines[0] == (f"{title(row)} – Makna", "kosong", "Makna <b>baru</b>")
    for name in ("admin", "bappeda"):
        assert sheet(login(name)) == lines
        text = newest(login(name))
        assert f"{title(row)} – Makna: kosong → menjadi Makna &lt;b&gt;baru&lt;/b&gt;" in text
        assert f"– Sumber data, butir 1: {row.sumber_data[0]} → menjadi =BPS" in text


def test_a_long_text_has_its_whole_behind_a_press(cast, login, row):
    lama, baru = "awal " * 80 + "lama", "awal " * 80 + "baru"
    sel(cast, row, makna=lama)
    sel(cast, row, makna=baru)
    text = newest(login("admin"))
    assert "lama → menjadi …" in text and f"Semula {lama}" in text and f"Menjadi {baru}" in text
    assert "<details>" in login("admin").get(HALAMAN).text


def test_a_removed_lampiran_of_many_rows_stays_readable(cast, login):
    besar = salin(cast["admin"], "lumajang-setda-2023", kode="lumajang-besar")
    part_remove(user=cast["admin"], penetapan=besar, jenis="lampiran", pk=besar.lampiran.first().pk)
    lines = told(cast)
    assert len(lines) > 9 and f"Perlihatkan {len(lines) - 8} perubahan lainnya" in newest(login("admin"))
    assert len(sheet(login("admin"))) == len(lines)


def test_a_workbook_is_one_version(cast, login, row):
    lampiran, client = row.lembar.lampiran, login("admin")
    before = lampiran.penetapan.history.count()

    def fill(page):
        cell(page, "Sumber Data").value = "BPS\nDinas"
        cell(page, "Desimal").value = 1
        values = {"Kode instansi": cell(page, "Kode instansi").value, "Sasaran": "Sasaran dari Excel",
                  "Indikator": "Persentase uji", "Satuan": "%"}  # fmt: skip
        for header, value in values.items():
            cell(page, header, 5).value = value

    confirm(client, lampiran, changed(client, lampiran, fill))
    assert lampiran.penetapan.history.count() == before + 1
    lines = {name: (old, new) for name, old, new in sheet(client)}
    rumus = row.rumus.get()
    assert lines[f"{title(row)} – Sumber data, butir 1"] == (row.sumber_data[0], "BPS")
    assert lines[f"{title(row)} – Sumber data, butir 2"] == ("belum ada", "Dinas")
    assert lines[f"{title(row)} – Desimal"][1] == str(rumus.desimal) == "1"
    told = lines[f"Sasaran «Sasaran dari Excel» ({row.lembar.nama})"]
    assert told == ("belum ada", "Nomor: 2.\nTeks: Sasaran dari Excel")
    new = Indikator.objects.get(nama="Persentase uji")
    assert "Nama: Persentase uji" in lines[title(new)][1] and len(lines) == 5


def test_what_was_refused_is_not_told(cast, login, row):
    stored = r.indikator_of(row)
    before = newest(login("admin"))
    with pytest.raises(r.BentrokError):
        r.indikator_save(user=cast["admin"], indikator=row, isi=stored | {"makna": "x"}, dibuka="lain")
    assert newest(login("admin")) == before
