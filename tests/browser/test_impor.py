"""Excel there and back in a browser: download, fill in, upload, look, confirm, take back; on a desk and on a phone."""

import pytest
from openpyxl import load_workbook
from playwright.sync_api import Page, expect

pytestmark = pytest.mark.browser
HALAMAN = "/isian/impor/2023/"


def filled(page: Page, folder, values: dict[str, object], name: str) -> str:
    """The downloaded workbook with the values of bkd-01 typed in; where it was saved."""
    with page.expect_download() as download:
        page.get_by_role("link", name="Unduh berkas Excel").click()
    path = folder / name
    download.value.save_as(path)
    book = load_workbook(path)
    sheet = book["Isian"]
    for at in range(6, sheet.max_row + 1):
        if sheet.cell(at, 1).value == "lmj19-bkd-01" and sheet.cell(at, 3).value in values:
            sheet.cell(at, 8).value = values[sheet.cell(at, 3).value]
    book.save(path)
    return str(path)


def upload(page: Page, server: str, folder, values: dict[str, object], name: str) -> str:
    """Fills a fresh workbook in and uploads it; the path of its preview."""
    page.goto(f"{server}{HALAMAN}")
    page.set_input_files("input[type=file]", filled(page, folder, values, name))
    page.get_by_role("button", name="Periksa berkas").click()
    expect(page.get_by_text(name).first).to_be_visible()
    return page.url.removeprefix(server)


def test_there_and_back(masuk, periksa, server, tmp_path):
    page = masuk("operator.bkd")
    periksa(page, HALAMAN)
    refused = upload(page, server, tmp_path, {"asn_s3": "5%", "asn_s2": 7}, "salah.xlsx")
    expect(page.get_by_text("Tulis angkanya saja tanpa tanda %")).to_be_visible()
    expect(page.locator("input[name=pilih]")).to_have_count(0)  # nothing else in the file could go ahead
    periksa(page, refused)
    good = upload(page, server, tmp_path, {"asn_s3": 5, "asn_s2": 7}, "benar.xlsx")
    expect(page.get_by_text("2 sel pada 1 indikator akan berubah")).to_be_visible()
    periksa(page, good)
    page.get_by_role("button", name="Terapkan").click()
    expect(page.get_by_text("1 indikator diisi dari benar.xlsx")).to_be_visible()
    periksa(page, good)
    page.get_by_role("link", name="Batalkan impor").click()
    periksa(page, page.url.removeprefix(server))
    page.get_by_role("button", name="Kembalikan nilai sebelumnya").click()
    expect(page.get_by_text("nilai sebelumnya dikembalikan").first).to_be_visible()
    periksa(page, HALAMAN)
