"""What Bappeda does, in a real browser: find an indicator, see its proof, return one value, verify another."""

import re

import pytest
from playwright.sync_api import Page, expect

pytestmark = pytest.mark.browser


def cari(page: Page, server: str, text: str) -> None:
    page.goto(f"{server}/indikator/")
    page.get_by_label("Cari").fill(text)
    page.get_by_role("button", name="Terapkan").click()


def antrean(page: Page, server: str, query: str = "") -> list[str]:
    """The names in the queue."""
    page.goto(f"{server}/verifikasi/{query}")
    return page.locator("tbody tr td:nth-child(3) a").all_inner_texts()


def test_find_an_indicator_and_see_its_proof(masuk, server, keluhan):
    page = masuk("bappeda")
    cari(page, server, "prosentase pertumbuhan usaha")
    page.get_by_role("link", name="Persentase pertumbuhan usaha mikro").first.click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Persentase pertumbuhan usaha mikro")
    chart = page.get_by_role("img", name=re.compile("Grafik realisasi"))
    assert chart.evaluate("image => image.decode().then(() => image.naturalWidth)") > 0
    page.get_by_role("row", name=re.compile("^2023")).get_by_role("link", name="Lihat bukti").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Bukti hitungan")
    expect(page.get_by_text("((53.871 - 52.126) / 52.126) × 100").first).to_be_visible()
    assert keluhan == []


def test_filters_order_and_pages_stay_in_the_address(masuk, server):
    page = masuk("bappeda")
    page.goto(f"{server}/indikator/")
    page.get_by_role("search").get_by_label("Arah").select_option("naik")
    page.get_by_role("button", name="Terapkan").click()
    page.get_by_role("columnheader", name="Indikator").get_by_role("link").click()
    page.get_by_role("link", name="Berikutnya").click()
    assert {"arah=naik", "sort=nama", "page=2"} <= set(page.url.split("?")[1].split("&"))
    expect(page.get_by_role("columnheader", name="Indikator")).to_have_attribute("aria-sort", "ascending")
    expect(page.get_by_role("search").get_by_label("Arah")).to_have_value("naik")
    page.go_back()
    expect(page.get_by_role("search").get_by_label("Arah")).to_have_value("naik")


def test_download_what_is_shown(masuk, server):
    page = masuk("bappeda")
    cari(page, server, "indeks")
    with page.expect_download() as caught:
        page.get_by_role("link", name="Unduh Excel").click()
    assert caught.value.suggested_filename == "iku-kabupaten-lumajang-2023.xlsx"


def test_return_one_and_verify_the_next(masuk, server, keluhan):
    page = masuk("bappeda")
    before = antrean(page, server, "?opd=dputr")
    page.get_by_role("link", name=before[0]).click()
    page.get_by_role("button", name="Kembalikan kepada OPD").click()
    expect(page.get_by_text("Tulis alasannya")).to_be_visible()
    page.get_by_label("Alasan").fill("Lampirkan data dasar panjang jalan.")
    page.get_by_role("button", name="Kembalikan kepada OPD").click()
    expect(page.get_by_role("status")).to_contain_text("dikembalikan kepada OPD")
    expect(page.get_by_role("link", name=before[1])).to_be_visible()
    page.get_by_role("button", name="Setujui").click()
    expect(page.get_by_role("status")).to_contain_text("disetujui")
    assert antrean(page, server, "?opd=dputr") == before[2:]
    assert [text for text in keluhan if "422" not in text] == []


def test_two_windows_decide_once(masuk, server):
    page = masuk("bappeda")
    name = antrean(page, server, "?opd=dinsos")[0]
    page.get_by_role("link", name=name).click()
    other = page.context.new_page()
    other.goto(page.url)
    page.get_by_role("button", name="Setujui").click()
    other.get_by_label("Alasan").fill("Alasan yang tidak boleh hilang.")
    other.get_by_role("button", name="Kembalikan kepada OPD").click()
    expect(other.get_by_role("heading", level=1)).to_have_text("Realisasi ini sudah berubah")
    expect(other.get_by_text("Alasan yang tidak boleh hilang.")).to_be_visible()
    other.close()


def test_approve_the_quiet_ones_together(masuk, server):
    page = masuk("bappeda")
    antrean(page, server, "?opd=satpolpp")
    page.get_by_role("link", name=re.compile("tanpa tanda")).click()
    page.once("dialog", lambda dialog: dialog.accept())
    page.get_by_role("button", name=re.compile("^Setujui")).click()
    expect(page.get_by_role("status").first).to_contain_text("realisasi disetujui")


def test_comment(masuk, server):
    page = masuk("bappeda")
    page.goto(f"{server}/verifikasi/?opd=dishub")
    page.locator("tbody a").first.click()
    page.get_by_label("Tambah catatan").fill("Mohon jelaskan sumbernya.")
    page.get_by_role("button", name="Tambah catatan").click()
    expect(page.get_by_text("Mohon jelaskan sumbernya.")).to_be_visible()


def tautan(page: Page, server: str, path: str, start: str) -> str:
    """The last link of a table that starts so."""
    page.goto(f"{server}{path}")
    return page.locator(f"tbody a[href^='{start}']").last.get_attribute("href")


PATHS = {
    "daftar": "/indikator/",
    "bertahun": "/indikator/?tahun=2021&tahun=2022&tahun=2023",
    "semua": "/indikator/?tampilan=semua",
    "kosong": "/indikator/?q=tidakadasamasekali",
}


@pytest.mark.parametrize("name", ["daftar", "bertahun", "semua", "kosong", "kelompok", "indikator", "riwayat", "bukti"])
def test_axe_finds_nothing_on_pages_that_are_read(masuk, server, periksa, name):
    page = masuk("bappeda")
    if name in PATHS:
        return periksa(page, PATHS[name])
    words = {"kelompok": "nilai+ikm+kecamatan"}.get(name, "raperda")
    start = "/realisasi/" if name == "bukti" else "/indikator/"
    path = tautan(page, server, f"/indikator/?q={words}", start)
    return periksa(page, path + ("riwayat/" if name == "riwayat" else ""))


@pytest.mark.parametrize("path", ["/verifikasi/", "/verifikasi/bersama/", "periksa"])
def test_axe_finds_nothing_in_the_review(masuk, server, periksa, path):
    page = masuk("bappeda")
    periksa(page, tautan(page, server, "/verifikasi/?opd=dlh", "/verifikasi/") if path == "periksa" else path)


@pytest.mark.parametrize("name", ["operator.kec-lumajang", "pembaca"])
def test_other_readers_see_the_table_too(masuk, periksa, name):
    periksa(masuk(name), "/indikator/")
