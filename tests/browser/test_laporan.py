"""Reports in the browser: from the menu to the file, and at both sizes nothing that axe or the eye would miss."""

import pytest

pytestmark = pytest.mark.browser


def test_the_head_of_an_opd_downloads_the_recap_from_the_menu(masuk):
    page = masuk("kepala.dinkes")
    page.get_by_role("link", name="Laporan").click()
    page.get_by_role("link", name="Rekap Dinas Kesehatan").click()
    page.get_by_label("Tempat").fill("Senduro")
    page.get_by_label("Tanggal").fill("28-02-2024")
    page.get_by_role("button", name="Terapkan").click()
    assert "Senduro, 28 Februari 2024" in page.locator("#ttd").inner_text()
    with page.expect_download() as download:
        page.get_by_role("link", name="Unduh Word").click()
    assert download.value.suggested_filename == "rekap-realisasi-dinkes-2023.docx"


def test_a_date_that_cannot_be_read_stays_typed(masuk, keluhan):
    page = masuk("operator.dinkes")
    page.goto(page.url + "rekap/2023/")
    page.get_by_label("Tanggal").fill("kemarin")
    page.get_by_role("button", name="Terapkan").click()
    assert page.get_by_label("Tanggal").input_value() == "kemarin"
    assert page.get_by_text("Bukan tanggal.").is_visible()
    assert page.get_by_role("link", name="Unduh PDF").count() == 0
    keluhan.clear()  # the browser notes the 422


@pytest.mark.parametrize("path", ["/laporan/?tahun=2023", "/rekap/2023/", "/lkjip/2022/"])
def test_pages_of_an_opd(masuk, periksa, path):
    periksa(masuk("operator.dinkes"), path)


@pytest.mark.parametrize("path", ["/laporan/?tahun=2023", "/lkjip/2023/?tabel=1"])
def test_pages_of_a_reviewer(masuk, periksa, path):
    periksa(masuk("bappeda"), path)
