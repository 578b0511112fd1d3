"""Bappeda dates a year, extends it for one OPD and locks it; an objection goes its way; in a real browser."""

import pytest
from playwright.sync_api import Page, expect

pytestmark = pytest.mark.browser
TAHUN = 2022  # no other browser test writes in it


def test_a_year_is_dated_and_extended(masuk, server, periksa):
    page: Page = masuk("bappeda")
    page.goto(f"{server}/tahun/{TAHUN}/")
    page.get_by_label("Batas akhir isian").fill("31 Januari 2023")
    page.get_by_role("button", name="Simpan").click()
    page.goto(f"{server}/tahun/{TAHUN}/perpanjangan/baru/")
    page.get_by_label("OPD").select_option(label="Dinas Kesehatan (Dinkes)")
    page.get_by_label("Batas akhir baru").fill("31 Desember 2099")
    page.get_by_label("Alasan").fill("Menunggu rilis BPS.")
    page.get_by_role("button", name="Simpan").click()
    expect(page.get_by_text("Dinas Kesehatan dapat mengisi sampai 31 Desember 2099")).to_be_visible()
    paths = ("", "kunci/", "perpanjangan/baru/")
    for path in paths:
        periksa(page, f"/tahun/{TAHUN}/{path}")
    masuk("operator.dinkes")
    page.goto(f"{server}/isian/?tahun={TAHUN}")
    expect(page.get_by_text("Batas ini perpanjangan dari Bappeda bagi Dinas Kesehatan")).to_be_visible()
    masuk("operator.bkd")
    page.goto(f"{server}/isian/?tahun={TAHUN}")
    expect(page.get_by_text("ditutup sejak batas akhir 31 Januari 2023")).to_be_visible()


def test_a_year_is_unlocked_and_locked(masuk, server, periksa):
    """The example data lock 2020."""
    page: Page = masuk("bappeda")
    periksa(page, "/tahun/2020/")
    periksa(page, "/tahun/2020/buka-kunci/")
    page.get_by_label("Alasan").fill("Angka BPS diperbaiki.")
    page.get_by_role("button", name="Buka kunci").click()
    expect(page.get_by_text("kembali terverifikasi")).to_be_visible()
    page.goto(f"{server}/tahun/2020/kunci/")
    page.get_by_label("Ya, kunci tahun ini").check()
    page.get_by_role("button", name="Kunci tahun 2020").click()
    expect(page.get_by_text("menjadi terkunci, dan isian tahun ini ditutup")).to_be_visible()


def test_shared_values_and_objections_are_accessible(masuk, server, periksa):
    page: Page = masuk("bappeda")
    for path in ("/data-dasar/", "/data-dasar/sanggahan/", "/tahun/"):
        periksa(page, path)
    page.goto(f"{server}/data-dasar/")
    href = page.locator("tbody a").first.get_attribute("href")
    periksa(page, href)
